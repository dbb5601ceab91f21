"""The lock files hold what pyproject.toml asks for, by hash, and tie nobody to one place."""

import re
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
LOCKS = sorted((REPOSITORY / "requirements").glob("*.txt"))


def pinned(lock):
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_version_has_a_hash(lock):
    entries = lock.read_text().replace("\\\n", " ").splitlines()
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_no_line_names_a_place_on_the_network(lock):
    assert "://" not in lock.read_text()
    assert "index" not in lock.read_text()


def test_the_lock_holds_all_that_the_package_asks_for():
    wanted = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\[<>=]", each)[0] for each in wanted}
    assert names <= pinned(REPOSITORY / "requirements/runtime.txt").keys()


def test_tests_run_on_the_versions_that_serve():
    served = pinned(REPOSITORY / "requirements/runtime.txt")
    tested = pinned(REPOSITORY / "requirements/dev.txt")
    assert served.items() <= tested.items()
