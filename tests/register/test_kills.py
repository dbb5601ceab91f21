"""Killed at any moment, or out of disk: what was acknowledged is there, and nothing is half."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

OPERATIONS = ("load", "record", "export", "export-packed", "dump", "checkpoint", "restore")
KILLS, ALL_KILLS = 2, 30  # of each operation: 210 of all, with --long


@pytest.fixture
def own_database(tmp_path, django_db_blocker, django_db_setup):
    """A database that is only this test's, on the engine in use: its address for DATABASE_URL."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/killed.sqlite3"
        return
    name = f"{connection.settings_dict['NAME']}_killed"
    with django_db_blocker.unblock():
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}"')
        base, _, options = os.environ["DATABASE_URL"].partition("?")
        yield f"{base.rpartition('/')[0]}/{name}{'?' if options else ''}{options}"
        with connection._nodb_cursor() as cursor:
            for ending in ("", "_try", "_empty"):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}{ending}" WITH (FORCE)')


@pytest.fixture
def run(own_database, tmp_path):
    """Kill an operation on its way, some times: what came of each."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith("DJANGO")}
    environ |= {"DATABASE_URL": own_database, "CANDOUR_DATA_DIR": str(tmp_path)}
    environ |= {"SECRET_KEY": "for tests"}

    def told(operation, *arguments):
        command = [sys.executable, "-m", "tests.register.killing", operation, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return told


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("operation", OPERATIONS)
def test_whatever_is_killed_stands_whole_or_not_at_all(operation, run, tries):
    number = tries(KILLS, long=ALL_KILLS)
    told = run(operation, "--kills", str(number))
    assert told["tries"][0]["ended"] == "done", told["tries"][0]
    assert [one for one in told["tries"] if one["wrong"]] == []
    assert sum(one["ended"] == "killed" for one in told["tries"]) > 0


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("operation", OPERATIONS)
def test_on_a_full_disk_it_stands_whole_or_not_at_all(operation, run, tries):
    number = tries(1, long=6)
    told = run(operation, "--kills", str(number), "--disk-full")
    assert [one for one in told["tries"] if one["wrong"]] == []
