"""The pytest plugin that picks the tests for the database in use (why: see the package)."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase

from tests.support.sizes import is_long

DATABASE_FIXTURES = frozenset(
    {
        "db",
        "django_db_reset_sequences",
        "django_db_serialized_rollback",
        "live_server",
        "transactional_db",
    }
)
OTHER_ENGINES = {"sqlite3": ["postgres"], "postgresql": ["sqlite"]}  # as markers
OWN_FOLDER = pytest.StashKey[Path]()
BROWSER_FIXTURES = frozenset({"browser", "context", "new_context", "page"})


def pytest_addoption(parser):
    parser.addoption(
        "--only-database",
        action="store_true",
        help="Run only the tests that touch a database.",
    )


def pytest_configure(config):
    folder = Path(os.environ["CANDOUR_TEST_DIR"])
    if not folder.exists():  # else it is that of the run that this one is a part of
        folder.mkdir(parents=True)
        config.stash[OWN_FOLDER] = folder


def pytest_unconfigure(config):
    if folder := config.stash.get(OWN_FOLDER, None):
        shutil.rmtree(folder, ignore_errors=True)


def pytest_report_header(config):
    return f"database: {engine()}"


@pytest.hookimpl(tryfirst=True)  # before -m is read
def pytest_collection_modifyitems(config, items):
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
    only_database = config.getoption("--only-database")
    kept = [item for item in items if belongs_here(item, only_database=only_database)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def belongs_here(item, *, only_database):
    """Whether a test is for this run's database."""
    if any(item.get_closest_marker(marker) for marker in OTHER_ENGINES[engine()]):
        return False
    if not only_database:
        return True
    return uses_database(item) and (is_long() or not item.get_closest_marker("words"))


def uses_database(item):
    """Whether a test touches the database: by its marker, a fixture, or Django's own class."""
    return bool(
        item.get_closest_marker("django_db")
        or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
        or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    )


def engine():
    return settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
