"""The worked examples of verdicts are what Candour really prints of the report."""

import re
from pathlib import Path

import pytest

from candour.content import FOLDER
from candour.evidence.checks import VERDICTS
from candour.evidence.fields import read_schema
from candour.evidence.following import what_follows
from candour.evidence.reading import read_collection

PAGE = Path(__file__).resolve().parents[2] / "docs/explanation/verdicts.md"
EXAMPLE = re.compile(r"^```check\n(\S+) (\S+): (.*)\n(.*)\n```$", re.MULTILINE)
EXAMPLES = EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def printed():
    schema = read_schema(FOLDER)
    findings = what_follows(read_collection(FOLDER, schema), schema)
    return {
        (found.verdict, found.check.subject, found.check.expression, found.working)
        for found in findings.verdicts
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[1])
def test_an_example_is_as_candour_prints_it(example, printed):
    assert example in printed


def test_every_verdict_has_an_example():
    assert {verdict for verdict, *_ in EXAMPLES} == set(VERDICTS)
