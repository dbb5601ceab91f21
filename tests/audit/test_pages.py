"""The how-to pages on audits: every command in them is run, and prints what they say."""

import os
import sys
from pathlib import Path

import pytest

from tests.docs import shell

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted((REPOSITORY / "docs/how-to").glob("audit-*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_prints_what_it_says(page, tmp_path, monkeypatch):
    (tmp_path / "tests").symlink_to(REPOSITORY / "tests")
    here = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", f"{here}{os.pathsep}{os.environ['PATH']}")
    steps = shell.steps(page)
    assert steps
    for step, printed in zip(steps, shell.run(steps, folder=tmp_path), strict=False):
        assert shell.agrees(printed, step.expected), (step.command, printed)
