"""Which tests run on which database."""

import re
from pathlib import Path

import pytest
from django.test import TestCase

from tests.support import engines


class Item:
    """Stands for a test: its markers, fixtures and class."""

    def __init__(self, *, markers=(), fixtures=(), cls=None):
        self.markers, self.fixturenames, self.cls = markers, fixtures, cls

    def get_closest_marker(self, name):
        return name if name in self.markers else None


@pytest.mark.parametrize(
    "item",
    [
        Item(markers=["django_db"]),
        Item(fixtures=["tmp_path", "db"]),
        Item(fixtures=["live_server"]),
        Item(cls=TestCase),
    ],
)
def test_a_test_that_touches_the_database_is_known(item):
    assert engines.uses_database(item)


def test_a_test_that_thinks_runs_once():
    item = Item(fixtures=["tmp_path"], cls=object)
    assert not engines.uses_database(item)
    assert engines.belongs_here(item, only_database=False)
    assert not engines.belongs_here(item, only_database=True)


@pytest.mark.parametrize(
    ("marker", "engine", "runs"),
    [
        ("postgres", "sqlite3", False),
        ("postgres", "postgresql", True),
        ("sqlite", "sqlite3", True),
        ("sqlite", "postgresql", False),
    ],
)
def test_what_holds_only_on_one_engine_runs_only_there(monkeypatch, marker, engine, runs):
    monkeypatch.setattr(engines, "engine", lambda: engine)
    item = Item(markers=[marker, "django_db"])
    assert engines.belongs_here(item, only_database=True) is runs


@pytest.mark.parametrize("long", [False, True])
def test_words_are_read_again_on_another_engine_by_a_long_run_alone(long, monkeypatch):
    monkeypatch.setattr(engines, "is_long", lambda: long)
    item = Item(markers=["django_db", "words"])
    assert engines.belongs_here(item, only_database=False)
    assert engines.belongs_here(item, only_database=True) is long


def test_the_script_chooses_no_tests_by_an_m_of_its_own():
    """pytest takes the last -m alone: one of ours would be lost beside a developer's, or win."""
    script = Path(__file__).resolve().parents[2] / "scripts/test"
    options = re.findall(r" -m (\S+)", script.read_text(encoding="utf-8"))
    assert set(options) <= {"pytest", "tests.support.run_postgres"}
