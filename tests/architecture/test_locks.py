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


def asked_for(*extras):
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"]]
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return {re.split(r"[\[<>=]", requirement)[0] for requirement in wanted}


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("runtime", ("audit", "pdf", "postgres", "word")), ("serve", ("postgres",))],
)
def test_each_lock_holds_all_that_its_size_asks_for(lock, extras):
    assert asked_for(*extras) <= pinned(REPOSITORY / f"requirements/{lock}.txt").keys()


def test_the_sampler_of_the_threshold_test_is_locked_apart_from_every_site():
    assert "nutpie" in pinned(REPOSITORY / "requirements/thresholds.txt")
    for lock in ("runtime", "serve"):
        assert "nutpie" not in pinned(REPOSITORY / f"requirements/{lock}.txt")


def test_a_public_site_is_locked_without_what_only_audits_need():
    left_out = {"duckdb", "ibis-framework", "numba", "numpy", "pandas", "pyarrow", "scipy"}
    left_out |= {"weasyprint"}
    assert not left_out & pinned(REPOSITORY / "requirements/serve.txt").keys()


def test_a_public_site_runs_on_the_versions_that_are_tested():
    small = pinned(REPOSITORY / "requirements/serve.txt")
    assert small.items() <= pinned(REPOSITORY / "requirements/runtime.txt").items()


def test_tests_run_on_the_versions_that_serve():
    served = pinned(REPOSITORY / "requirements/runtime.txt")
    tested = pinned(REPOSITORY / "requirements/dev.txt")
    assert served.items() <= tested.items()


@pytest.mark.parametrize("beside", ["bench", "build", "thresholds", "uv"])
def test_what_is_installed_beside_the_tests_asks_for_the_same_versions(beside):
    tested, other = (pinned(REPOSITORY / f"requirements/{name}.txt") for name in ("dev", beside))
    both = tested.keys() & other.keys()
    assert {name: other[name] for name in both} == {name: tested[name] for name in both}
