"""Several readings of one list are one finding, with the range over all of them first."""

import json
from dataclasses import replace

import pytest

from candour.audit.errors import PlanError
from candour.audit.headlines import Setting, statements
from candour.audit.lists.composition import CompositionQuestion, audit_composition
from candour.audit.lists.composition_sentences import number_in_title
from candour.audit.lists.kind import COMPOSITION
from candour.audit.lists.readings import Read, in_readings
from candour.audit.reports import as_html

QUESTION = CompositionQuestion("group", "White", count="count", is_official=True)


@pytest.fixture
def readings(tmp_path):
    def read(name, listed, living):
        for file, column, rows in (("list", "count", listed), ("living", "population", living)):
            lines = [f"group,{column}", *(f"{group},{number}" for group, number in rows.items())]
            (tmp_path / f"{name}-{file}.csv").write_text("\n".join(lines) + "\n")
        finding = audit_composition(
            tmp_path / f"{name}-list.csv", tmp_path / f"{name}-living.csv", QUESTION
        )
        return Read(name, "2024-05" if name == "one" else "2024-08", "4.1", finding)

    return [
        read(
            "one",
            {"White": 300, "Black": 900, "Other": 40},
            {"White": 500_000, "Black": 150_000, "Other": 100_000},
        ),
        read(
            "two",
            {"White": 300, "Black": 900, "Other": 40},
            {"White": 500_000, "Black": 250_000, "Other": 20_000},
        ),
    ]


def test_the_lead_has_the_range_over_all_readings(readings):
    finding = in_readings("the list of a force", "residents", readings)
    assert finding.sentences[0].startswith(
        "On the list of a force, Black people are listed, per resident, at 6.0 to 10.0 times the "
        "rate of white people in 2 readings"
    )
    assert "clearly higher in each of 2 readings" in finding.sentences[0]
    assert "clearly higher in 1 and clearly lower in 1 of 2 readings" in finding.sentences[1]
    assert finding.sentences[-1].startswith("4 comparisons were made.")
    assert number_in_title(finding.result).startswith(
        "Black people listed per resident at 6.0 to 10.0 times"
    )


def test_p_values_are_adjusted_over_the_groups_of_all_readings(readings):
    alone = readings[0].finding.result.ratios
    together = in_readings("a list", "residents", readings).result.ratios
    assert all(b.p_holm >= a.p_holm for a, b in zip(alone, together, strict=True))
    assert any(b.p_holm > a.p_holm for a, b in zip(alone, together, strict=True))


def test_each_reading_gives_statements_of_its_own_period(readings):
    finding = in_readings("a list", "residents", readings)
    made = statements(
        finding, COMPOSITION.headlines(finding), Setting({}, "source", "2026-11-29", subject="x")
    )
    assert [s.qualifier("period") for s in made] == ["2024-05"] * 2 + ["2024-08"] * 2
    assert all("two" in s.qualifier("note") for s in made[2:])


def test_a_finding_of_readings_is_read_back_and_drawn_with_a_panel_for_each(readings):
    finding = in_readings("a list", "residents", readings)
    assert COMPOSITION.finding(json.loads(json.dumps(finding.as_dict()))) == finding
    (picture,) = (draw(finding) for draw in COMPOSITION.pictures)
    assert picture is not None
    assert len(picture.panels) == 2
    assert "Every reading of the list" in as_html(finding, COMPOSITION)


def test_a_difference_that_is_not_clear_after_all_comparisons_is_not_called_so(readings):
    finding = readings[0].finding
    ratios = tuple(replace(row, p_holm=0.2) for row in finding.result.ratios)
    result = replace(finding.result, ratios=ratios)
    assert number_in_title(result).startswith("no clear difference; Black people listed per")


def test_groups_of_public_rows_are_all_shown_and_where_they_were_published_is_said(tmp_path):
    people = [*["A"] * 40, *["B"] * 30, *["C"] * 3]
    (tmp_path / "rows.csv").write_text("\n".join(["group", *people]) + "\n")
    (tmp_path / "living.csv").write_text("group,population\nA,500\nB,400\nC,300\n")

    def audited(public):
        question = CompositionQuestion("group", "A", public=public)
        return audit_composition(tmp_path / "rows.csv", tmp_path / "living.csv", question)

    assert "C" not in {row.group for row in audited("").result.groups}
    finding = audited("https://example.org/rows 2016-05-23")
    assert {row.group for row in finding.result.groups} == {"A", "B", "C"}
    assert any("https://example.org/rows 2016-05-23" in text for text in finding.assumptions)


@pytest.mark.parametrize("public", ["yes", "https://example.org/rows", "2016-05-23"])
def test_public_rows_need_the_address_and_the_day(public):
    with pytest.raises(PlanError, match="where and when the rows were published"):
        CompositionQuestion("group", "A", public=public)
