"""What an operator can put right is one sentence and exit status 2, never a traceback."""

import errno
import io
import os
import socket
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError, OperationalError

from candour.cli.faults import of_the_machine
from candour.cli.main import CANNOT, main, unread_output
from candour.cli.serve import refuse_taken_port
from candour.core.errors import CandourError
from tests.evidence.making import make_folder

CANDOUR = (sys.executable, "-m", "candour.cli")


def run(*arguments, data, stdout=subprocess.PIPE, shell="", **own):
    """Run a command as an operator does, in a data folder of its own."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DJANGO")}
    kept.pop("DATABASE_URL", None)
    environ = kept | {"CANDOUR_DATA_DIR": str(data)} | own
    command = [*CANDOUR, *arguments]
    if shell:
        command = ["bash", "-o", "pipefail", "-c", f'"$@" {shell}', "bash", *command]
    return subprocess.run(
        command, env=environ, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False
    )


def assert_told(done, *words):
    """One sentence on the error stream that says what is wrong."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode == CANNOT, done.stderr
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("candour: "), done.stderr
    for word in words:
        assert word in lines[0], done.stderr


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"DATABASE_URL": "oracle://somewhere"}, ("settings", "must start with sqlite")),
        ({"DATABASE_URL": "sqlite://"}, ("settings", "names no file")),
        ({"DATABASE_URL": "postgres://u:secret@h:port/n"}, ("a port that can't be read",)),
        ({"DATABASE_URL": "postgres://u:secret@127.0.0.1:1/n"}, ("database", "nothing answers")),
        ({"DATABASE_URL": "postgres:///n?host=/nowhere"}, ("database", "no socket is there")),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}, ("can't be opened",)),
        ({"DEBUG": "perhaps"}, ("settings", "DEBUG is 'perhaps'. Say 1 or 0.")),
        ({"CANDOUR_DATA_DIR": "/dev/null/data"}, ("/dev/null", "Choose another")),
    ],
)
def test_settings_and_databases_that_are_not_there(tmp_path, own, words):
    done = run("backup", str(tmp_path / "file"), data=own.get("CANDOUR_DATA_DIR", tmp_path), **own)
    assert_told(done, *words)
    assert "secret" not in done.stderr


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "candour.sqlite3").write_bytes(
        b"no database at all, but long enough to be read" * 9
    )
    url = f"sqlite:///{tmp_path}/candour.sqlite3"
    assert_told(run("restore", "x", data=tmp_path, DATABASE_URL=url), "the file is no database")


def test_output_that_nobody_takes(tmp_path):
    """Each would be cut off without a word, or end in a traceback as Python stops."""
    folder = str(make_folder(tmp_path / "content"))
    ways = {"> /dev/full": "is full", "| true": "nobody reads it", ">&-": "output is closed"}
    for shell, words in ways.items():
        done = run("content", "list", "bodies", "--folder", folder, data=tmp_path, shell=shell)
        assert_told(done, words)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), "nobody reads it to its end"),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "the disk is full. Free some space and run it again",
        ),
        (OSError(errno.EBADF, "Bad file descriptor"), "Bad file descriptor"),
    ],
)
def test_output_that_fails_as_it_is_flushed_says_why(monkeypatch, error, words):
    """Whether the reader goes before the first word or after it hangs on the machine."""

    class Output(io.StringIO):
        def flush(self):
            raise error

    monkeypatch.setattr("sys.stdout", Output())
    assert unread_output() == f"what it prints could not be written whole: {words}."


def test_a_port_that_is_taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CandourError, match=f"Port {port} .* Choose another with --port"):
            refuse_taken_port("127.0.0.1", port)
    refuse_taken_port("127.0.0.1", port)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/data/x"), "/data/x: the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/data"), "/data: this user may not"),
        (OSError(errno.EROFS, "Read-only file system", "/data"), "the disk can only be read"),
        (OperationalError("attempt to write a readonly database"), "it can only be read"),
        (OperationalError("database or disk is full"), "the disk is full"),
        (OperationalError("wrote only 9 bytes\nHINT: Check free disk space."), "the disk is full"),
        (OperationalError("connection failed: could not write init file"), "the disk is full"),
        (OperationalError("database disk image is malformed"), "Restore a backup"),
        (OperationalError("disk I/O error"), "the disk does not answer"),
        (OperationalError("database is locked"), "another program is writing"),
        (OperationalError('FATAL: database "n" does not exist'), "does not exist"),
        (OperationalError('FATAL: password authentication failed for user "u"'), "password"),
        (ImproperlyConfigured("PORT is\nodd"), "The settings can't be used: PORT is odd."),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "odd"), "is not text in UTF-8"),
    ],
)
def test_what_is_of_the_machine_is_told(monkeypatch, capsys, error, words):
    def fail(**_):
        raise error

    monkeypatch.setattr("candour.cli.main.app", fail)
    with pytest.raises(SystemExit) as ended:
        main([])
    told = capsys.readouterr().err
    assert ended.value.code == CANNOT
    assert words in told
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    "error", [KeyError("slug"), OSError("no number"), DataError("value too long"), ValueError("x")]
)
def test_a_fault_of_ours_stays_loud(monkeypatch, error):
    def fail(**_):
        raise error

    assert of_the_machine(error) is None
    monkeypatch.setattr("candour.cli.main.app", fail)
    with pytest.raises(type(error)):
        main([])


@pytest.mark.parametrize("port", ["abc", "0", "65536", "٣", "-1"])
def test_a_port_that_cannot_be_read_is_told_as_a_setting(tmp_path, monkeypatch, capsys, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit) as ended:
        main(["serve"])
    told = capsys.readouterr().err
    assert ended.value.code == CANNOT
    assert told == (
        f"candour: The settings can't be used: PORT is '{port}'. Say a number from 1 to 65535.\n"
    )
