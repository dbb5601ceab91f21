"""Each promise of the threat model names tests that there are."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/explanation/threat-model.md").read_text()
PROMISES = TEXT.partition("## What is withstood")[2].partition("## What is not withstood")[0]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PROMISES.splitlines()
    if line.startswith("| ") and not line.startswith("| promise")
]


@pytest.fixture(scope="module")
def tests_there_are():
    return {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_there_are_promises():
    assert len(ROWS) > 25


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_each_promise_names_a_test_that_there_is(row, tests_there_are):
    promise, tests = row
    named = re.findall(r"`(test_\w+)`", tests)
    assert named, promise
    assert set(named) <= tests_there_are


def test_a_name_that_no_test_has_would_be_seen(tests_there_are):
    assert "test_that_nobody_wrote" not in tests_there_are


def test_what_is_not_withstood_is_said():
    assert (
        len(re.findall(r"^- \*\*", TEXT.partition("## What is not withstood")[2], re.MULTILINE)) > 8
    )
