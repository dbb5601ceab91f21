"""A register destroyed and restored is the same to the byte, on either database and across them."""

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
from contextlib import suppress
from datetime import date

import pytest
from django.db import connection

from candour.core.errors import CandourError
from candour.register import models
from candour.register.append_only import install, put_away
from candour.register.backup import NOTES, BackupReport, NoBackup, restore_backup, write_backup
from candour.register.dumping import register_files
from candour.register.moments import Moment
from candour.register.selectors import subject
from tests.register.loading import everything
from tests.register.test_loading import empty_the_register, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledgers(tmp_path):
    folder = tmp_path / "counts-shown"
    folder.mkdir()
    (folder / "abc.json").write_text('{"printed": [3]}\n', encoding="utf-8")
    return folder


def destroy():
    empty_the_register()
    put_away(connection)
    models.FieldTable.objects.all().delete()
    install(connection)


def recorded_rows():
    """All that was recorded and when it came, but for the numbers that a database gives rows."""
    columns = ("number", "origin__name", "position", "arrived_at", "made_at", "hash", "was")
    origins = models.Origin.objects.order_by("pk").values_list("name", "is_here", "drafts_of__name")
    tables = models.FieldTable.objects.order_by("pk").values_list("digest", "texts")
    changes = models.ChangeSet.objects.order_by("number").values_list(*columns)
    return list(changes), list(origins), list(tables), told()


def followed():
    columns = ("kind", "key", "state", "digest", "place", "began", "ended")
    return sorted(models.WorkedOut.objects.values_list(*columns), key=repr)


def test_what_is_destroyed_comes_back_to_the_byte(register, ledgers):
    files, rows, follows = dict(register_files()), recorded_rows(), followed()
    report = write_backup(register / "one.tar.gz", ledgers=ledgers)
    destroy()
    assert not models.Statement.objects.exists()

    other = register / "other-data" / "counts-shown"
    restored = restore_backup(register / "one.tar.gz", ledgers=other)

    assert dict(register_files()) == files
    assert recorded_rows() == rows
    assert followed() == follows
    assert (restored.origins, restored.change_sets) == (report.origins, report.change_sets)
    assert (other / "abc.json").read_bytes() == (ledgers / "abc.json").read_bytes()
    write_backup(register / "two.tar.gz", ledgers=other)
    assert (register / "two.tar.gz").read_bytes() == (register / "one.tar.gz").read_bytes()


def test_a_report_of_a_backup_names_each_of_its_counts():
    report = BackupReport(origins=2, change_sets=5, statements=30, findings=1, files=12)
    assert report.as_dict() == {
        "origins": 2,
        "change_sets": 5,
        "statements": 30,
        "findings": 1,
        "files": 12,
    }


def test_days_asked_about_are_those_on_which_it_first_came(register, ledgers):
    write_backup(register / "one.tar.gz", ledgers=ledgers)
    destroy()
    restore_backup(register / "one.tar.gz", ledgers=ledgers)
    then = subject("tool", Moment(as_of=date(2026, 1, 1)))
    now = subject("tool")
    assert then is not None
    assert now is not None
    assert not then.of("purpose")
    assert len(now.of("purpose")) == 2


def test_a_backup_goes_to_another_database_and_back(register, ledgers):
    """By the commands: to SQLite from whichever this is, and from there into this one again."""
    first, second = register / "first.tar.gz", register / "second.tar.gz"
    write_backup(first, ledgers=ledgers)
    data = register / "elsewhere"
    for command, file in (("restore", first), ("backup", second)):
        done = in_sqlite(data, command, str(file), "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["change_sets"] == models.ChangeSet.objects.count()
    assert second.read_bytes() == first.read_bytes()

    files = dict(register_files())
    destroy()
    restore_backup(second, ledgers=ledgers)
    assert dict(register_files()) == files


def in_sqlite(data, *arguments):
    own = {"CANDOUR_DATA_DIR": str(data), "DATABASE_URL": f"sqlite:///{data}/candour.sqlite3"}
    environ = {name: text for name, text in os.environ.items() if not name.startswith("DJANGO")}
    command = [sys.executable, "-m", "candour.cli", *arguments]
    data.mkdir(exist_ok=True)
    return subprocess.run(command, env=environ | own, capture_output=True, text=True, check=False)


def test_nothing_is_written_over_and_nothing_is_restored_over(register, ledgers):
    file = register / "one.tar.gz"
    write_backup(file, ledgers=ledgers)
    before = file.read_bytes()
    with pytest.raises(CandourError, match="is there already"):
        write_backup(file, ledgers=ledgers)
    assert file.read_bytes() == before
    rows = everything()
    with pytest.raises(CandourError, match="already holds a register"):
        restore_backup(file, ledgers=ledgers)
    assert everything() == rows


def test_other_counts_that_were_printed_are_not_forgotten(register, ledgers):
    file = register / "one.tar.gz"
    write_backup(file, ledgers=ledgers)
    destroy()
    (ledgers / "abc.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CandourError, match="holds other counts"):
        restore_backup(file, ledgers=ledgers)
    assert not models.Origin.objects.exists()


def test_an_empty_register_has_no_backup(tmp_path):
    with pytest.raises(CandourError, match="nothing to back up"):
        write_backup(tmp_path / "one.tar.gz", ledgers=tmp_path)
    assert list(tmp_path.iterdir()) == []


def members(path):
    with tarfile.open(path) as archive:
        opened = {member.name: archive.extractfile(member) for member in archive}
        return {name: file.read() for name, file in opened.items() if file is not None}


def packed(path, files):
    with gzip.open(path, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def altered(files):
    """Each way in which a backup may not be what it was, by name."""
    chain = next(name for name in files if "/changes/candour/" in name)
    file = next(name for name in files if name.endswith("systems/tool.yaml"))
    notes = json.loads(files[NOTES])
    yield "a line of a chain", {**files, chain: files[chain].replace(b"The Tool", b"The Toad")}
    yield "a content file", {**files, file: files[file] + b"# more\n"}
    yield "a change set gone", {name: data for name, data in files.items() if name != chain}
    yield "no notes", {name: data for name, data in files.items() if name != NOTES}
    yield "notes of another form", {**files, NOTES: b'{"form": "x"}'}
    yield "notes that are a list", {**files, NOTES: b"[]"}
    yield "notes that are no JSON", {**files, NOTES: b"{"}
    arrivals = [*notes["arrivals"][1:], notes["arrivals"][0]]
    yield "arrivals in another order", {
        **files, NOTES: json.dumps({**notes, "arrivals": arrivals}).encode()
    }  # fmt: skip
    yield "no table of fields", {**files, NOTES: json.dumps({**notes, "field_tables": []}).encode()}
    yield "a path that leads out", {**files, "content/../../../outside.yaml": b"x"}


def test_a_backup_that_was_altered_is_refused_whole(register, ledgers):
    write_backup(register / "one.tar.gz", ledgers=ledgers)
    files = members(register / "one.tar.gz")
    destroy()
    for number, (what, other) in enumerate(altered(files)):
        with suppress(NoBackup):
            restore_backup(packed(register / f"{number}.tar.gz", other), ledgers=ledgers)
            pytest.fail(f"{what}: was restored all the same")
        assert not models.Origin.objects.exists(), what
        assert not (register.parent / "outside.yaml").exists()


def test_a_backup_that_is_cut_off_or_is_none_is_refused_in_a_sentence(register, ledgers):
    write_backup(register / "one.tar.gz", ledgers=ledgers)
    data = (register / "one.tar.gz").read_bytes()
    destroy()
    for number, part in enumerate((b"", b"no backup", data[: len(data) // 2], data[:-9])):
        path = register / f"{number}.tar.gz"
        path.write_bytes(part)
        with pytest.raises(NoBackup, match=r"is no backup|holds no"):
            restore_backup(path, ledgers=ledgers)
    with pytest.raises(CandourError, match="can't be read: No such file"):
        restore_backup(register / "none.tar.gz", ledgers=ledgers)
    assert not models.Origin.objects.exists()
