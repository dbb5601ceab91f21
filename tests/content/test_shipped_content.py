"""What ships: it is valid, answers what is asked, and is in our words with the source's numbers."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

import os
import re
from pathlib import Path

import pytest

from candour.content import FOLDER
from candour.evidence.chain_files import origins_in
from candour.evidence.coverage import cover, read_explanations, report
from candour.evidence.fields import CLASSES, read_schema
from candour.evidence.following import what_follows
from candour.evidence.gaps import State, find_gaps
from candour.evidence.reading import read_with_problems
from candour.evidence.record import log_problems

PRINTED = Path(__file__).resolve().parents[2] / "docs/reference/coverage-automated-racism.md"
SOURCE = "automated-racism"
SOURCE_TEXT = "CANDOUR_SOURCE_TEXT"
LONGEST_RUN = 8  # words of a source that may stand together
WORD = re.compile(r"[\w£%'’]+")
TITLES = {"name", "also", "formerly"}  # names are as their bearers print them

# The systems that the register began with.
FIRST = (
    "mps-violence-harm-assessment", "mps-gangs-matrix", "essex-knife-crime-and-violence-model",
    "essex-risk-terrain-modelling", "mps-risk-terrain-modelling", "merseyside-risk-terrain-modelling",
    "wmp-integrated-offender-management", "wmp-rfsdi", "wmp-knife-crime-prediction",
    "avon-and-somerset-offender-management-app", "hampshire-and-thames-valley-darat", "durham-hart",
    "kent-predpol",
)  # fmt: skip


@pytest.fixture(scope="module")
def schema():
    return read_schema(FOLDER)


@pytest.fixture(scope="module")
def read(schema):
    return read_with_problems(FOLDER, schema)


@pytest.fixture(scope="module")
def content(read):
    return read[0]


@pytest.fixture(scope="module")
def findings(content, schema):
    return what_follows(content, schema)


@pytest.fixture(scope="module")
def source_text():
    path = os.environ.get(SOURCE_TEXT, "")
    if not path:
        pytest.skip(
            f"set {SOURCE_TEXT} to a file with the text of the report to hold content against it"
        )
    return Path(path).read_text(encoding="utf-8")


def test_the_content_has_no_problem(read):
    assert [str(problem) for problem in read[1]] == []


def test_the_change_log_leads_to_what_the_files_say(content):
    if not origins_in(FOLDER):
        pytest.skip("there is no change log yet")
    assert [str(problem) for problem in log_problems(FOLDER, content)] == []


def test_the_first_systems_are_here_with_all_that_a_system_needs(content):
    assert set(FIRST) <= set(content.subjects)
    needed = ("operator", "in-scope", "ban-scope", "targets", "use", "summary")
    lacking = [
        f"{system.slug}: {field}"
        for system in content.of_class("system")
        for field in needed
        if not system.of(field)
    ]
    assert lacking == []


def test_every_system_in_scope_answers_or_is_silent_on_every_item(content, schema):
    gaps = find_gaps(content, schema)
    asked = {gap.subject for gap in gaps}

    assert set(FIRST) <= asked
    assert len(gaps) == len(asked) * len(schema.gap_items)
    for slug in FIRST:
        told = {gap.item for gap in gaps if gap.subject == slug and gap.state is not State.SILENT}
        assert len(told) >= 3, f"{slug} says next to nothing: {told}"


@pytest.mark.parametrize(
    ("slug", "item", "state"),
    [
        ("hampshire-and-thames-valley-darat", "atrs-record", "published"),
        ("mps-violence-harm-assessment", "atrs-record", "not-found"),
        ("mps-violence-harm-assessment", "ban-scope", "published"),  # this register's own answer
        ("essex-knife-crime-and-violence-model", "eia", "silent"),  # its force speaks in general
        ("essex-knife-crime-and-violence-model", "reviews", "silent"),  # a university's assessment
        ("mps-gangs-matrix", "reviews", "silent"),  # Amnesty's report
        ("mps-risk-terrain-modelling", "oversight", "silent"),  # a panel said of in general
        ("durham-hart", "oversight", "silent"),  # named as a reason to stop
        ("merseyside-risk-terrain-modelling", "cost", "refused"),
        ("merseyside-risk-terrain-modelling", "reviews", "described"),  # by a team of the force
        ("essex-risk-terrain-modelling", "dpia", "declared-none"),
        ("mps-violence-harm-assessment", "counts", "described"),  # no request is told of there
        ("avon-and-somerset-predictive-data-science-models", "accuracy", "disclosed"),
    ],
)
def test_an_item_stands_as_its_statements_say(content, schema, slug, item, state):
    found = {gap.item: gap for gap in find_gaps(content, schema, about=[content.subjects[slug]])}
    assert found[item].state == state
    if item == "eia":
        assert found[item].practice


def test_every_territorial_force_of_the_united_kingdom_is_here_with_a_code(content):
    forces = [b for b in content.of_class("body") if b.first_text("kind") == "territorial-force"]
    assert len(forces) == 45  # 43 in England and Wales, one in Scotland, one in Northern Ireland
    without = {force.slug for force in forces if not force.of("code")}
    assert without <= {"police-scotland"}  # the code list we read has none for Scotland


def test_kinds_belong_to_the_class_of_their_subject(content, schema):
    strange = [
        f"{subject.slug}: {s.value}"
        for subject in content.subjects.values()
        for s in subject.of("kind")
        if (of := schema.term("kinds", str(s.value)).of) and subject.subject_class not in of
    ]
    assert strange == []


def test_every_figure_says_what_is_counted_and_where_it_was_read(findings):
    assert len(findings.figures) > 300
    for figure in findings.figures:
        assert figure.qualifier("measure")
        assert figure.locator


def test_every_check_comes_to_a_verdict_with_its_working(findings):
    assert all(verdict.working for verdict in findings.verdicts)
    assert len({v.check.id for v in findings.verdicts}) == len(findings.verdicts)


KNOWN_SUMS = {
    ("mps-violence-harm-assessment", "White share = White / listed-2024-05.total"): "holds-truncated",
    ("mps-violence-harm-assessment", "Black share = Black / listed-2024-05.total"): "holds-truncated",
    ("mps-violence-harm-assessment", "Asian share = Asian / listed-2024-05.total"): "holds",
    ("mps-violence-harm-assessment", "listed-2024-08.total = Black + White + Asian + Arab"): "fails",
    ("metropolitan-police", "No further action share = total / searches-2019-2020.total"): "holds-truncated",
    ("hampshire-and-thames-valley-darat", "total = computing.total + staffing.2020/21 + staffing.2021/22 + staffing.2022/23"): "holds",
    ("wmp-integrated-offender-management", "nominals.total = low harm + high/medium + high + super high"): "fails",
    ("essex-risk-terrain-modelling", "North Basildon = population.North Basildon / square-miles.North Basildon"): "holds-rounded",
    ("essex-risk-terrain-modelling", "North Basildon = community-violence.North Basildon / population.North Basildon * 1000"): "holds",
    ("gmp-xcalibre", "all share = total / population.total"): "holds",
}  # fmt: skip


def test_sums_that_can_be_redone_by_hand_come_out_so(findings):
    found = {(v.check.subject, v.check.expression): v.verdict for v in findings.verdicts}
    assert {key: found.get(key) for key in KNOWN_SUMS} == KNOWN_SUMS


def test_every_class_of_subject_is_here(content):
    assert {content.class_of(slug) for slug in content.subjects} == set(CLASSES)


# against the text of the source


def words(text):
    return WORD.findall(text.casefold())


def our_words(content):
    """Every text of ours that is not a name: values, notes, contradictions."""
    for subject in content.subjects.values():
        for s in subject.statements:
            if s.kind == "text" and s.field not in TITLES:
                yield f"{subject.slug} {s.field}", str(s.value)
            for key, text in s.qualifiers:
                yield f"{subject.slug} {s.field} {key}", text
        for spec in subject.contradictions:
            yield f"{subject.slug} {spec.name}", spec.reason
            for side in spec.sides:
                yield f"{subject.slug} {spec.name}", side.said
        for number in subject.derived:
            reason = number.not_comparable or number.undecidable
            for text in (number.measure, reason, number.remark):
                yield f"{subject.slug} {number.name}", text


def is_mostly_names(run):
    return sum(word[0].isupper() for word in run) * 2 > len(run)


def test_no_text_of_ours_runs_along_with_the_source(content, source_text):
    length = LONGEST_RUN + 1
    theirs = words(source_text)
    runs = {tuple(theirs[start : start + length]) for start in range(len(theirs) - length + 1)}
    copied = []
    for where, text in our_words(content):
        mine = WORD.findall(text)
        for start in range(len(mine) - length + 1):
            run = mine[start : start + length]
            if tuple(word.casefold() for word in run) in runs and not is_mostly_names(run):
                copied.append(f"{where}: {' '.join(run)}")
    assert copied == []


def test_every_printed_number_of_ours_stands_where_we_say_and_no_number_is_left_out(
    content, source_text
):
    explanations, problems = read_explanations(FOLDER, SOURCE)
    assert problems == []

    found = cover(source_text, SOURCE, content, explanations)

    assert [f"{s.subject}: {s.as_dict()['value']} at {s.locator}" for s in found.not_found] == []
    left = [
        f"{c.token.section}: {c.token.before[-30:]}[{c.token.text}]"
        for c in found.tokens
        if c.what == "unexplained"
    ]
    assert left == []
    # Printed by `candour content coverage --write`.
    assert report(found, content, SOURCE) == PRINTED.read_text(encoding="utf-8")


def test_a_run_of_names_is_no_copy():
    assert is_mostly_names(
        ["Elephant", "and", "Castle", "Walworth", "Road", "London", "Bridge", "and", "Waterloo"]
    )
    assert not is_mostly_names(
        [
            "the",
            "list",
            "may",
            "be",
            "disproportionate",
            "because",
            "some",
            "communities",
            "are",
            "over-policed",
        ]
    )
