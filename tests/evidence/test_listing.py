"""Rows of plain data, as `candour content list`, the API and the downloads print them."""

from candour.evidence.checks import judge
from candour.evidence.listing import check_row, figure_row
from tests.evidence.making import expanded, figure


def test_a_figure_is_a_row_of_its_number_as_printed_and_all_that_belongs_to_it():
    known = {
        "period": "2023",
        "group": "Black",
        "area": "all",
        "denominator": "residents",
        "compared_with": "White",
        "finding": "f1-x",
        "note": "as of March",
        "remark": "ours",
        "probably": "yes",
    }
    statement = figure("around 1,400", via="authors", said_by=("force", "other-force"), **known)

    assert figure_row(statement) == known | {
        "id": statement.id,
        "subject": "tool",
        "field": "people-profiled",
        "measure": "listed",
        "value": "1400",
        "printed": "around 1,400",
        "unit": "people",
        "stated": "about",
        "said_by": "force and other-force",
        "via": "authors",
        "source": "report",
        "locator": "1",
        "basis": "research",
    }


def test_a_range_has_its_upper_end_and_what_is_not_told_is_empty():
    row = figure_row(figure("15–20"))
    assert (row["value"], row["high"]) == ("15", "20")
    assert (row["period"], row["via"], row["note"]) == ("", "", "")


def test_a_check_is_a_row_of_what_was_asked_its_figures_and_its_working():
    (check,) = expanded("all = a + b", {"all": "30", "a": "10", "b": "20"})
    verdict = judge(check)

    assert check_row(verdict) == {
        "id": check.id,
        "subject": "tool",
        "kind": check.kind,
        "check": check.expression,
        "figures": [check.claim.id, *(part.id for part in check.parts)],
        "point": verdict.point,
        "interval": verdict.interval,
        "verdict": "holds",
        "working": "10 + 20 = 30; printed 30",
        "remark": "",
    }
    assert len(check.parts) == 2
