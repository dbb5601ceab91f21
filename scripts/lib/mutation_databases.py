"""The databases that tests ask for, made once before any fork, and put back after each."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from _pytest.tmpdir import tmppath_result_key
from django.db import connections

FIXTURES = ("database_with_the_register", "django_db_setup")  # the first makes the second too


def make_databases(items: Sequence[pytest.Item]) -> None:
    """Set up what the whole session shares of databases, and leave it standing for the forks."""
    for name in FIXTURES:
        asking = next((item for item in items if name in getattr(item, "fixturenames", ())), None)
        if asking:
            _set_up(asking, items)
            connections.close_all()
            return


def _set_up(item: Any, items: Sequence[pytest.Item]) -> None:
    """Set a test up without running it, as if one of another file came next."""
    others = [other for other in items if other is not item]
    elsewhere = [other for other in others if other.path != item.path]
    following = next(iter(elsewhere or others), None)
    item.config.hook.pytest_runtest_setup(item=item)
    item.stash[tmppath_result_key] = {}  # what `tmp_path` looks for once its test was run
    item.config.hook.pytest_runtest_teardown(item=item, nextitem=following)
    item._request, item.funcargs = False, None  # noqa: SLF001 - as pytest leaves a test that was run


@contextmanager
def folder_kept() -> Iterator[Callable[[], None]]:
    """Give a function that puts the folder of the tests back as it was at the start."""
    folder = Path(os.environ["CANDOUR_TEST_DIR"])
    copy = folder.with_name(f"{folder.name}-kept")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)

    def put_back() -> None:
        now, before = _files(folder), _files(copy)
        for name in now.keys() - before.keys():
            (folder / name).unlink()
        for name in before:
            if now.get(name) != before[name]:
                shutil.copy2(copy / name, folder / name)

    try:
        yield put_back
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """The size and the last change of each file."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in files
    }
