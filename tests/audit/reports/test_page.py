"""A report as a page: what comes first, what is called how, and that nothing is lost."""

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.audit import reports
from candour.audit.findings import Finding, Plan
from candour.audit.kinds import Answers, Concerned, Headings, Kind
from candour.audit.payloads import from_plain
from candour.audit.reports import tables
from candour.audit.reports.answers import QUESTIONS, five_answers
from candour.audit.reports.headings import Named
from candour.config.kinds import KINDS
from tests.support.reports import as_html, main_html, named, tables_of

NOBODY = Named(Headings(captions={}, columns={}))
VOID = {"meta", "br", "hr", "img", "input", "link"}


class Reader(HTMLParser):
    """Takes a page apart: its words in order, its tags, and whether they are well nested."""

    def __init__(self, html):
        super().__init__()
        self.words, self.open, self.faults, self.seen = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data):
        self.words.append(data.replace("\N{NO-BREAK SPACE}", " "))

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def test_a_report_leads_with_a_sentence_then_five_answers_then_pictures_then_a_table(finding):
    page = main_html(finding)
    text = Reader(page).text
    places = [
        text.index("<") if "<" in text else 0,
        text.index(finding.sentences[0]),
        *(text.index(question) for question in QUESTIONS),
    ]
    assert places == sorted(places)
    assert page.index(QUESTIONS[-1]) < page.index("<table")
    if "<svg" in page:
        assert page.index(QUESTIONS[-1]) < page.index("<svg") < page.index("<table")


def test_a_report_to_keep_has_its_pictures_behind_what_leads(finding):
    page = as_html(finding)
    text = Reader(page).text
    assert text.index(finding.sentences[0]) < text.index(QUESTIONS[0])
    assert page.count("<h1>") == 1
    if "<svg" in page:
        assert page.index("report-lead") < page.index("<svg") < page.index(QUESTIONS[0])


def test_a_report_to_keep_links_the_files_of_its_pictures_and_says_their_source(findings):
    files = ("pictures/ratios.svg", "pictures/ratios.png", "tables/ratios.csv")
    beside = reports.PicturesBeside(files, "Worked out from stops.csv, April 2019.")
    page = as_html(findings["stops"], pictures_beside=beside)
    assert re.findall(r'href="([^"]*)"', page) == list(files)
    assert page.count("Worked out from stops.csv, April 2019.") == page.count('report-panels"')


def answers_of(finding):
    answers = five_answers(finding, KINDS.of(finding))
    return [words for answer in answers for words in answer.texts]


def test_a_report_to_keep_tells_nothing_twice(finding):
    answers = answers_of(finding)
    text = Reader(as_html(finding)).text
    for said in {*finding.sentences, *answers}:
        assert text.count(" ".join(said.split())) <= 1, said


def numbers_in(text):
    return {*re.findall(r"\d+(?:[.,]\d+)*", text)}


def test_everything_a_finding_says_is_on_the_page(finding):
    """In its words; or, of a sentence whose numbers an answer has, with all of these."""
    page = as_html(finding)
    text = Reader(page).text
    answers = answers_of(finding)
    in_title = numbers_in(page.partition("<h1>")[2].partition("</h1>")[0])
    for said in finding.sentences:
        assert " ".join(said.split()) in text or any(
            numbers_in(said) - in_title <= numbers_in(answer) for answer in answers
        )
    for said in (
        *finding.does_not_show,
        *finding.assumptions,
        *finding.explains,
        *(each.sha256 for each in finding.inputs),
        finding.identifier,
    ):
        assert " ".join(said.split()) in text


def test_a_page_is_well_nested_and_asks_nothing_of_any_other_place(finding):
    page = Reader(as_html(finding))
    assert (page.open, page.faults) == ([], [])
    for tag, attributes in page.seen:
        assert tag not in {"script", "link", "img", "iframe", "object"}
        assert not {"src", "href", "style", "onload", "onclick"} & set(attributes)
    asked = set(re.findall(r'url\("?(\w+:|[^"]{0,30})', as_html(finding)))
    assert asked == {"data:"}  # the fonts, which it holds


def test_the_part_for_another_page_has_no_style_and_one_top_heading(finding):
    for level in (1, 2, 3):
        page = Reader(main_html(finding, level=level))
        ranks = [int(tag[1]) for tag, _ in page.seen if re.fullmatch(r"h[1-6]", tag)]
        assert ranks[0] == min(ranks) == level
        assert ranks.count(level) == 1
        assert all(after <= before + 1 for before, after in pairwise(ranks))
        assert not any(tag in {"style", "html", "head", "body", "main"} for tag, _ in page.seen)


def test_a_title_names_the_place_and_the_period(findings):
    assert "Stops and searches in Derbyshire, April 2019 to March 2020" in main_html(
        findings["stops"]
    )
    assert "Use of force in 4 police force areas" in main_html(findings["force"])
    assert "<h1>Mine &lt;own&gt;</h1>" in main_html(findings["stops"], title="Mine <own>")


def test_every_table_of_a_finding_is_on_the_page(finding):
    page = main_html(finding)
    for name, rows in tables_of(finding).items():
        assert (f"{named(finding).caption(name)}</h3>" in page) == bool(rows)


def test_tables_have_a_caption_headings_and_row_headers(finding):
    page = as_html(finding)
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        assert "<caption><span>" in table
        for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL):
            assert row.count("<th") >= 1
        for head in re.findall(r"<th(?: [^>]*)?>", table):
            assert 'scope="col"' in head or 'scope="row"' in head


def test_an_interval_is_one_column_and_a_year_has_no_comma(findings):
    text = Reader(main_html(findings["stops"])).text
    assert "2.78 to 4.59" in text
    assert "2,021" not in text
    assert "958,191" in text


def test_a_long_table_is_cut_and_says_by_how_much():
    things = [Thing(f"row {place}", float(place)) for place in range(1_000)]
    page = reports.main_html(finding_with(things), KIND)
    assert "600 more rows are in the JSON." in page
    assert "row 399<" in page
    assert "row 400<" not in page


def test_what_nobody_foresaw_is_shown_all_the_same():
    page = reports.main_html(finding_with([Thing("<b>", 1.0, many=(1, 2))]), KIND)
    assert "Many" in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_forces_stand_in_order_within_their_group_and_the_last_census_first():
    rows = [
        {"force": force, "group": group, "population_year": year, "ratio": 2.0}
        for year in (2011, 2021)
        for force in ("kent", "essex")
        for group in ("black", "asian")
    ]
    found = [(row["population_year"], row["group"], row["force"]) for row in tables.in_order(rows)]
    assert found[:4] == [
        (2021, "asian", "essex"),
        (2021, "asian", "kent"),
        (2021, "black", "essex"),
        (2021, "black", "kent"),
    ]
    assert {year for year, _, _ in found[4:]} == {2011}


NUMBERS = (
    st.none() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
)
ANYTHING = NUMBERS | st.booleans() | st.text(max_size=8) | st.lists(st.text(max_size=3), max_size=2)
ROWS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("ratio", "low", "high", "p_value", "fpr", "stops"), NUMBERS)
    | dict.fromkeys(("force", "group", "month", "reading", "x", "reference"), ANYTHING),
).filter(bool)


@given(st.lists(ROWS, min_size=1, max_size=5))
def test_any_row_can_be_shown(rows):
    page = Reader(tables.html(tables.from_rows("any", rows, NOBODY)))
    assert (page.open, page.faults) == ([], [])


@dataclass(frozen=True)
class Thing:
    name: str
    value: float
    other: int | None = None
    many: tuple[int, ...] = ()


@dataclass(frozen=True)
class Read:
    read: int


@dataclass(frozen=True)
class Things:
    things: tuple[Thing, ...]
    accounted_for: Read


def nothing(finding):
    return ()


KIND = Kind(
    name="things",
    label="Things",
    read=lambda data, form: from_plain(Things, data),
    title=lambda finding: "Things",
    events=lambda finding: "events",
    concerned=lambda result: Concerned(),
    headlines=lambda finding: None,
    not_compared=nothing,
    answers=Answers(
        compared=nothing, what_was_found=nothing, how_sure=nothing, what_would_change_it=nothing
    ),
    first_table=lambda finding: None,
    pictures=(),
    headings=Headings(captions={}, columns={}),
)


def finding_with(things):
    return Finding(
        plan=Plan("things", "one with another", "the other", ("one",)),
        inputs=(),
        sentences=("Something was found.",),
        result=Things(tuple(things), Read(len(things))),
        assumptions=("None.",),
        does_not_show=("Much.",),
    )


@pytest.mark.parametrize("part", ["sentences", "assumptions", "does_not_show"])
def test_what_a_finding_says_can_bring_no_markup(part):
    page = reports.as_html(
        replace(finding_with([]), **{part: ("<script>alert(1)</script>",)}), KIND
    )
    assert "<script" not in page
    assert "&lt;script&gt;" in page
