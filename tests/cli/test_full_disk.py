"""A PostgreSQL whose disk fills on the way: one sentence, exit 2, and nothing half-written.

The disk is a small one of memory (tmpfs) under a tablespace, so it takes the rights to mount one.
The cluster is one of these tests alone: whoever needs room in its memory writes out what others
changed, so a full disk fails whatever else works in the same cluster.
"""

import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.cli.test_faults import assert_told, run
from tests.evidence.making import make_folder, write_files
from tests.register.region import REGION, system
from tests.support.postgres import cluster

pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.long]

SIZE = "64m"
KILOBYTES_LEFT = (64, 400, 0, 16, 128, 256, 600, 900, 1_200)  # moments at which it fills
MANY = {f"systems/tool-{n}": system(f"Tool {n}", "purpose: find people") for n in range(80)}


@pytest.fixture
def disk():
    """A disk of 64 MB that belongs to PostgreSQL."""
    if os.geteuid():
        pytest.skip("Only root can mount a small disk to fill.")
    folder = Path(tempfile.mkdtemp(prefix="candour-disk-", dir="/tmp"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if mounted.returncode:
        folder.rmdir()
        pytest.skip(f"No small disk can be mounted here: {mounted.stderr.strip()}")
    shutil.chown(folder, "postgres", "postgres")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()


@pytest.fixture
def on_disk(disk):
    """Make databases on that disk: by name, their addresses for DATABASE_URL."""
    with cluster() as url, psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")

        def make(name):
            server.execute(f'CREATE DATABASE "{name}" TABLESPACE small')
            base, _, options = url.partition("?")
            return f"{base.rpartition('/')[0]}/{name}?{options}"

        yield make


def fill(disk, *, kilobytes_left):
    with suppress(OSError), (disk / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(64 * 1024))
    with (disk / "filler").open("r+b") as file:
        file.truncate((disk / "filler").stat().st_size - kilobytes_left * 1024)


def make_room(disk):
    (disk / "filler").unlink()


def test_a_load_that_fills_the_disk_changes_nothing_and_goes_through_once_there_is_room(
    disk, on_disk, tmp_path, tries
):
    url, folder = on_disk("load"), make_folder(tmp_path / "content", REGION)
    load = ("content", "load", "--folder", str(folder))
    assert run(*load, data=tmp_path, DATABASE_URL=url).returncode == 0
    before = run("verify", "--json", data=tmp_path, DATABASE_URL=url).stdout
    write_files(folder, MANY)
    for left in KILOBYTES_LEFT[: tries(2, long=len(KILOBYTES_LEFT))]:
        fill(disk, kilobytes_left=left)
        assert_told(run(*load, data=tmp_path, DATABASE_URL=url), "the disk is full")
        make_room(disk)
        assert run("verify", "--json", data=tmp_path, DATABASE_URL=url).stdout == before
    assert run(*load, data=tmp_path, DATABASE_URL=url).returncode == 0
    assert run("verify", data=tmp_path, DATABASE_URL=url).returncode == 0


def test_a_restore_that_fills_the_disk_leaves_a_database_that_can_be_restored_to(
    disk, on_disk, tmp_path, tries
):
    folder, kept = make_folder(tmp_path / "content", REGION | MANY), str(tmp_path / "kept")
    own = {"data": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path}/own.sqlite3"}
    for command in (("content", "load", "--folder", str(folder)), ("backup", kept)):
        assert run(*command, **own).returncode == 0
    url = on_disk("restore")
    for left in (100, 3_000, 6_000)[: tries(1, long=3)]:
        fill(disk, kilobytes_left=left)
        assert_told(run("restore", kept, data=tmp_path, DATABASE_URL=url), "the disk is full")
        make_room(disk)
    assert run("restore", kept, data=tmp_path, DATABASE_URL=url).returncode == 0
    assert run("verify", data=tmp_path, DATABASE_URL=url).returncode == 0
