"""Every number of a source's text against our figures, and back: on a page of our own making."""

import pytest

from candour.evidence.coverage import (
    Explanation,
    cover,
    read_explanations,
    report,
    sections_of,
    tokens_in,
)
from candour.evidence.source_text import number_tokens
from tests.evidence.making import collection, figure, statement, subject

# Section headings end in a tab; endnote markers are glued to words and numbers.
TEXT = """\
 Glossary
The tool has 5 parts.
4.1\tThe list
There were 1,413 people in May 2024.1 Of them 942 were Black,2 and £200,874 was spent by 2023.3
12 AUTOMATED RACISM
That is 66.9 per cent, or two-thirds; see section 4.2. It began on 14 March 2021 in 37 places.
4.2\tThe rest
Nearly half were for every 1,000 people.
"""


def tokens(text):
    return [(t.section, t.text) for t in number_tokens(text) if not (t.is_marker or t.is_heading)]


def test_markers_and_headings_are_told_apart_from_numbers():
    assert tokens(TEXT) == [
        ("Glossary", "5"),
        ("4.1", "1,413"),
        ("4.1", "2024"),
        ("4.1", "942"),
        ("4.1", "£200,874"),
        ("4.1", "2023"),
        ("4.1", "66.9"),
        ("4.1", "two"),
        ("4.1", "thirds"),
        ("4.1", "4.2"),
        ("4.1", "14"),
        ("4.1", "2021"),
        ("4.1", "37"),
        ("4.2", "half"),
        ("4.2", "1,000"),
    ]
    assert [t.text for t in number_tokens(TEXT) if t.is_marker] == ["1", "2", "3"]


def holding(*figures, name="The Report"):
    return collection(
        subject(*figures),
        subject(statement(name, field="name"), slug="report", subject_class="source"),
    )


FIGURES = (
    figure("1,413", locator="4.1 n1"),
    figure("942", locator="4.1", group="Black"),
    figure("£200,874", locator="4.1", field="cost"),
    figure("66.9 per cent", locator="4.1"),
    figure("two-thirds", locator="4.1"),
    figure("half", locator="4.2"),
)
PARTS = Explanation("Glossary", "5", "", "", "parts of a made-up tool")


def test_a_token_is_a_figure_a_date_a_reference_explained_or_left_over():
    found = cover(TEXT, "report", holding(*FIGURES), [PARTS])

    became = {
        (c.token.section, c.token.text): c.what for c in found.tokens if not c.token.is_marker
    }
    assert became["4.1", "1,413"] == became["4.2", "half"] == "figure"
    assert became["4.1", "2024"] == became["4.1", "14"] == became["4.1", "2021"] == "date"
    assert became["4.1", "4.2"] == "reference"
    assert became["4.2", "1,000"] == "base of a rate"
    assert became["Glossary", "5"] == "explained"
    assert became["4.1", "37"] == "unexplained"
    assert found.counts()["unexplained"] == 1
    assert not found.is_complete
    assert found.not_found == []


def test_it_is_complete_when_nothing_is_left_on_either_side():
    places = figure("37", locator="4.1", unit="places")
    assert cover(TEXT, "report", holding(*FIGURES, places), [PARTS]).is_complete
    elsewhere = figure("38", locator="4.1", unit="places")
    found = cover(TEXT, "report", holding(*FIGURES, places, elsewhere), [PARTS])
    assert found.not_found == [elsewhere]
    assert not found.is_complete


@pytest.mark.parametrize(
    ("section", "before", "after", "fits"),
    [
        ("4.1", "", "", True),
        ("everywhere", "in", "places", True),
        ("4.2", "", "", False),
        ("4.1", "at", "", False),
        ("4.1", "", "people", False),
    ],
)
def test_an_explanation_fits_by_section_and_by_what_stands_beside_the_token(
    section, before, after, fits
):
    explanation = Explanation(section, "37", before, after, "why")
    (token,) = [t for t in number_tokens(TEXT) if t.text == "37"]
    assert explanation.fits(token) is fits


@pytest.mark.parametrize(
    ("locator", "sections"),
    [
        ("4.1.2 n508", ["4.1.2"]),
        ("4.1 n478, 5.1", ["4.1", "5.1"]),
        ("1, 3 n174", ["1", "3"]),
        ("Executive summary, Methodology n14", ["Executive summary", "Methodology"]),
        ("4.1 n481, n488", ["4.1"]),
        ("list", []),
    ],
)
def test_a_locator_names_sections(locator, sections):
    assert sections_of(locator) == sections


def test_the_tokens_of_a_printed_number_are_digits_and_number_words():
    assert tokens_in(figure("Almost three-quarters")) == ["three", "quarters"]
    assert tokens_in(figure("65-70,000")) == ["65", "70,000"]


def test_explanations_are_read_from_a_file_and_its_problems_told(tmp_path):
    (tmp_path / "coverage").mkdir()
    (tmp_path / "coverage/report.yaml").write_text(
        "Glossary:\n  - {token: 5, after: parts, why: made up}\n  - {token: 6}\n  - word\n"
    )

    found, problems = read_explanations(tmp_path, "report")

    assert found == [Explanation("Glossary", "5", "", "parts", "made up")]
    assert [(p.line, p.message) for p in problems] == [
        (3, "needs `token:` and `why:`"),
        (4, "needs `token:` and `why:`"),
    ]
    assert read_explanations(tmp_path, "other") == ([], [])


def test_the_report_shows_every_token_and_what_it_became():
    whole = holding(*FIGURES)
    page = report(cover(TEXT, "report", whole, [PARTS]), whole, "report")
    assert page.startswith("# Coverage of The Report\n")
    assert "| 4.1 | 1,413 | figure of tool |" in page
    assert "| Glossary | 5 | parts of a made-up tool |" in page
    assert "| 4.1 | 37 | unexplained |" in page


PAGE = (
    "12 AUTOMATED RACISM\n4.1\tThe list\nOf 1,000 people 14 in 37 came every 14 days, per 1,000.1\n"
)


def test_what_became_of_a_token_depends_on_its_form_and_on_what_stands_before_it():
    found = cover(PAGE, "report", holding(), [])
    became = [(covered.token.text, covered.what) for covered in found.tokens]
    assert ("12", "heading") in became
    assert ("1", "endnote marker") in became
    assert became.count(("1,000", "base of a rate")) == 1  # after "per", and not after "of"
    assert [what for text, what in became if text == "14"] == ["unexplained", "unexplained"]


def test_a_token_as_data_says_where_it_stands_and_what_became_of_it():
    found = cover(PAGE, "report", holding(), [])
    row = next(covered for covered in found.tokens if covered.token.text == "37").as_dict()
    assert row == {
        "line": 3,
        "section": "4.1",
        "token": "37",
        "what": "unexplained",
        "why": "",
        "figures": [],
    }


def test_a_figure_is_not_found_in_a_heading_or_a_marker():
    kept = figure("12", locator="4.1")
    assert cover(PAGE, "report", holding(kept), []).not_found == [kept]
