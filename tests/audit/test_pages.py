"""The how-to pages on audits: every command in them is run, and prints what they say."""

import os
import sys
from pathlib import Path

import pytest

from tests.docs import shell

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted((REPOSITORY / "docs/how-to").glob("audit-*.md"))
PUBLISHED = "predpol"  # files that are not ours to ship
WHERE = os.environ.get("CANDOUR_BENCHMARK_DATA", "")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A reader's folder, with a data folder of its own."""
    (tmp_path / "tests").symlink_to(REPOSITORY / "tests")
    here = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", f"{here}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CANDOUR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_prints_what_it_says(page, folder):
    steps = [step for step in shell.steps(page) if PUBLISHED not in step.command]
    assert steps or "--spark-remote" in page.read_text(encoding="utf-8"), "nothing is run"
    follow(steps, folder)


@pytest.mark.skipif(not WHERE, reason="CANDOUR_BENCHMARK_DATA says where the Oakland files are")
def test_what_a_page_says_of_published_files_is_so(folder):
    for file in (Path(WHERE).resolve() / "oakland").iterdir():
        (folder / file.name).symlink_to(file)
    page = REPOSITORY / "docs/how-to/audit-accuracy.md"
    steps = [step for step in shell.steps(page) if PUBLISHED in step.command]
    assert steps
    follow(steps, folder)


def follow(steps, folder):
    for step, printed in zip(steps, shell.run(steps, folder=folder), strict=False):
        assert shell.agrees(printed, step.expected), (step.command, printed)
