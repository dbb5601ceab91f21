"""The pages on the law: commands print what they show, and days are those of the rules."""

import os
import re
import sys
from pathlib import Path

import pytest

from candour.law.letters import read_letters
from candour.law.rules import read_rules
from tests.docs.shell import agrees, run, steps

DOCS = Path(__file__).resolve().parents[2] / "docs"
HOW_TO = DOCS / "how-to/deadlines-and-letters.md"
ROUTES = DOCS / "how-to/find-routes.md"
CLOCKS = DOCS / "explanation/clocks.md"
IN_FORCE = re.compile(r"^\| `([A-Z0-9+-]+)`, [^|]+\| ([^|]+) \|", re.MULTILINE)
MONTHS = ("February", "May", "June")


@pytest.mark.slow
def test_the_how_to_does_what_it_says(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    wanted = steps(HOW_TO)
    assert len(wanted) == 5
    printed = run(wanted, folder=tmp_path)
    for step, lines in zip(wanted, printed, strict=False):
        assert agrees(lines, step.expected), "\n".join((step.command, *lines))
    assert (tmp_path / "letter.docx").stat().st_size


def test_the_how_to_on_routes_does_what_it_says(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    wanted = steps(ROUTES)
    assert len(wanted) == 1
    printed = run(wanted, folder=tmp_path)
    for step, lines in zip(wanted, printed, strict=False):
        assert agrees(lines, step.expected), "\n".join((step.command, *lines))


def test_the_days_that_the_page_gives_are_those_of_the_rules():
    rules = read_rules()
    found = IN_FORCE.findall(CLOCKS.read_text(encoding="utf-8"))
    assert {clock for clock, _ in found} == {"DPA50", "DPA+2M", "DPA-STOP", "DPA164A"}
    for clock, text in found:
        for edge in rules.find(clock).in_force.text.split("/"):
            if edge:
                year, month, day = map(int, edge.split("-"))
                name = dict(zip((2, 5, 6), MONTHS, strict=True))[month]
                assert f"{day} {name} {year}" in text


def test_the_letters_that_the_page_names_are_there():
    text = HOW_TO.read_text(encoding="utf-8")
    for kind in re.findall(r"\(letter `([a-z-]+)`\)", text):
        assert read_letters().find(kind).kind == kind
