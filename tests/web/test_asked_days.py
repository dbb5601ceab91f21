"""What a page and its data show of a day asked about: no more than can be told of it."""

import pytest

from tests.evidence.making import REPORT, TOOL, make_folder
from tests.register.loading import load_on

pytestmark = pytest.mark.django_db

DOCUMENT = """\
source: report
at: "1"
name: An Assessment
kind: impact-assessment
dated: {value: 2021-05}
"""
ASSESSED = TOOL.replace("use: in-use\n", "use: {value: in-use, valid: 2020/}\n")


@pytest.fixture
def said_in_2021(tmp_path):
    """A purpose that a paper of 2021 tells: in which month it came out is not known."""
    files = {
        "sources/paper": REPORT.replace("2025-02-20", "2021"),
        "systems/tool": f"{TOOL}purpose: {{value: To find people, source: paper}}\n",
    }
    load_on(make_folder(tmp_path / "content", files))


@pytest.mark.usefixtures("said_in_2021")
@pytest.mark.parametrize(
    ("day", "is_shown"),
    [("2020-12-31", False), ("2021-01-01", False), ("2021-06-30", False), ("2021-12-31", True)],
)
def test_what_may_not_have_been_public_yet_is_not_shown_as_known(client, day, is_shown):
    page = client.get("/systems/tool/", {"known": day}).content.decode()
    data = client.get("/systems/tool.json", {"known": day}).json()
    told = client.get("/api/v1/subjects/tool", {"known": day}).json()
    assert ("To find people" in page) == is_shown
    for statements in (data["statements"], told["statements"]):
        assert ("purpose" in {statement["field"] for statement in statements}) == is_shown


@pytest.mark.parametrize("assessment", ["dpia", "eia"])
@pytest.mark.parametrize("asked", [{}, {"on": "2024-01-01"}, {"as-of": "2026-01-01"}])
def test_an_assessment_is_set_against_first_use_whatever_day_is_asked_about(
    client, tmp_path, assessment, asked
):
    files = {
        "documents/assessment": DOCUMENT,
        "systems/tool": f"{ASSESSED}{assessment}: assessment\n",
    }
    load_on(make_folder(tmp_path / "content", files))

    gaps = client.get("/systems/tool.json", asked).json()["gaps"]

    why = {gap["item"]: gap["why"] for gap in gaps}
    assert why[f"{assessment}-before-use"] == "made after first use"
