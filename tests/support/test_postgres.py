"""The throw-away cluster: it answers, keeps to its folder, and leaves nothing."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from candour.config import env
from tests.support import postgres

pytestmark = pytest.mark.slow  # and PostgreSQL is no part of what --fast sets up

REPOSITORY = Path(__file__).resolve().parents[2]


def folder_of(url):
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def connect(url):
    found = env.database(url)
    return psycopg.connect(host=found["HOST"], user=found["USER"], dbname=found["NAME"])


def commands_running():
    """The command line of every process, read as the kernel shows it: a bare machine has no ps."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended while we looked
            yield (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


def gone(folder, *, seconds=10):
    """Whether a folder's server stops within some seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(str(folder) in command for command in commands_running()):
            return True
        time.sleep(0.1)
    return False


def test_a_cluster_answers_by_its_socket_alone_and_leaves_nothing():
    with postgres.cluster() as url, connect(url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SHOW autovacuum").fetchone() == ("off",)
        folder = folder_of(url)
        assert folder.is_dir()
    assert not folder.exists()
    assert gone(folder)


def test_without_postgres_the_message_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "INSTALLED", tmp_path)
    with pytest.raises(postgres.NoPostgres, match="Run scripts/setup"):
        postgres.programs()


def test_the_newest_version_is_taken(monkeypatch, tmp_path):
    for version in ("9", "15", "16"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin/initdb").touch()
    monkeypatch.setattr(postgres, "INSTALLED", tmp_path)
    assert postgres.programs() == tmp_path / "16/bin"


def run_postgres(*command):
    return [sys.executable, "-m", "tests.support.run_postgres", "--", *command]


def test_a_command_gets_the_address_and_its_status_comes_back():
    code = "import os, sys; print(os.environ['DATABASE_URL']); sys.exit(3)"
    done = subprocess.run(
        run_postgres(sys.executable, "-c", code),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stdout.startswith("postgres://candour@/candour?host=/tmp/candour-pg-")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_does_not_outlive_who_started_it(how):
    code = "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(30)"
    with subprocess.Popen(
        run_postgres(sys.executable, "-c", code),
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stdout
        folder = folder_of(running.stdout.readline().strip())
        running.send_signal(how)
        running.wait(timeout=120)
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)  # the command, if it sleeps on
        assert gone(folder)
    assert folder.exists() == (how == signal.SIGKILL)
    subprocess.run(["rm", "-rf", folder], check=True)
