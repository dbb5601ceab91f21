"""What the first lines of rates per resident leave out, and what stands beside every number."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from candour.audit.force import kind as force
from candour.audit.force.audit import ForceQuestion, audit_force
from candour.audit.force.rows import Ratio
from candour.audit.headlines import beside
from candour.audit.in_words import times
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.denominators import leading
from candour.audit.periods import Period
from candour.audit.residents.without_residents import WITHOUT_RESIDENTS
from candour.audit.stops import kind as stops
from candour.audit.stops.audit import StopsQuestion, audit_stops
from tests.audit.conftest import CENSUS_2011, CENSUS_2021
from tests.audit.known import DATA

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "src/candour"
CITY = "city-of-london"
NOBODY = "hardly anyone lives there"
YEAR = Period.parse("2019-04..2020-03")
STOPS = ROOT / "data/stops" / "stops-2019-04-to-2020-03.csv.gz"


@pytest.fixture(scope="module")
def tactics():
    return audit_force(
        DATA / "force_by_ethnicity_2019-20.csv.gz",
        [CENSUS_2011, CENSUS_2021],
        ForceQuestion(YEAR),
        incidents=DATA / "force_incidents_2019-20.csv",
    )


@pytest.fixture(scope="module")
def searches():
    return audit_stops([STOPS], [CENSUS_2011, CENSUS_2021], StopsQuestion(YEAR, count="count"))


def test_every_audit_that_reads_residents_by_force_asks_the_one_rule():
    audits: dict[str, set[str]] = {}
    for path in (SOURCES / "audit").rglob("*.py"):
        names = {
            name.name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom)
            for name in node.names
        }
        audits.setdefault(path.relative_to(SOURCES / "audit").parts[0], set()).update(names)
    of_forces = {audit for audit, names in audits.items() if "read_populations" in names}
    assert {"stops", "force"} <= of_forces
    assert all("why_no_residents" in audits[audit] for audit in of_forces)


def _audited(audit, tactics, searches):
    return {"force": (tactics, force.KIND), "stops": (searches, stops.KIND)}[audit]


@pytest.mark.parametrize("audit", ["force", "stops"])
def test_a_force_without_residents_is_refused_by_each_audit_alike(audit, tactics, searches):
    finding, kind = _audited(audit, tactics, searches)
    concerned = kind.concerned(finding.result)
    assert set(concerned.refused) & set(WITHOUT_RESIDENTS) == {CITY}
    assert NOBODY in concerned.refused[CITY]
    assert CITY not in {row.force for row in (*finding.result.rates, *finding.result.ratios)}
    table = kind.first_table(finding)
    (line,) = [row for row in table.rows if row[0] == CITY]
    cells = [column.show(line) for column in table.columns]
    assert "not compared" in cells[0]
    assert NOBODY in cells[0]
    assert set(cells[1:]) == {"–"}
    assert any(NOBODY in text for text in kind.not_compared(finding))
    assert CITY not in {ratio.force for ratio in kind.headlines(finding).ratios}


def test_tactics_are_counted_over_the_areas_that_people_live_in(tactics):
    black = [
        r for r in of.with_interval(tactics.result.ratios, _lead(tactics)) if r.group == "black"
    ]
    assert len(black) == 42
    assert (min(r.ratio for r in black), max(r.ratio for r in black)) == pytest.approx(
        (1.699, 9.988), abs=0.001
    )
    key = force.KIND.key_number(tactics)
    assert key is not None
    assert key.span.endswith("clear in 42 of 42")
    account = tactics.result.accounted_for
    assert account.tactics == account.used + account.no_ethnicity + account.unfit_force == 715_276
    assert account.unfit_force > 1_006


def _lead(finding):
    return leading(finding.plan)


@pytest.mark.parametrize("audit", ["force", "stops"])
def test_no_first_line_rests_on_the_areas_at_the_ends(audit, tactics, searches):
    finding, kind = _audited(audit, tactics, searches)
    key = kind.key_number(finding)
    half = {"force": "3.0 to 5.2", "stops": "2.5 to 5.5"}[audit]
    assert f"the middle half of areas {half}" in key.span
    first = [key.of, key.span, *finding.sentences[:1]]
    drawn = [picture(finding) for picture in kind.pictures]
    first += [one.small.says for one in drawn if one is not None and one.small is not None]
    own = [
        r.ratio
        for r in of.with_interval(finding.result.ratios, _lead(finding))
        if r.group == "black"
    ]
    ends = {times(min(own)), times(max(own))}
    assert not [text for text in first if ends & set(text.rstrip(".").replace(",", "").split())]


def test_the_middle_names_itself_and_both_censuses(tactics, searches):
    key = force.KIND.key_number(tactics)
    assert key is not None
    assert "in the typical police area (half are higher)" in key.of
    assert "(6.0 by the census of 2011, 3.7 by that of 2021)" in key.of
    assert "people perceived as Black" in key.of
    said = searches.sentences[0]
    assert "half being higher (5.7 by the census of 2011, 3.6 by that of 2021)" in said


def test_censuses_that_agree_are_not_told_apart(tactics):
    ratios = [replace(row, ratio=2.0) for row in tactics.result.ratios]
    assert of.by_census(ratios, "black", _lead(tactics)) == {}


def test_missing_ethnicity_stands_beside_the_ratio_it_moves(searches):
    headlines = stops.KIND.headlines(searches)
    assert headlines is not None
    ratios = {(r.force, r.group): r for r in headlines.ratios}
    wide = beside(ratios["dorset", "black"].note, "23.30 times").wider
    assert "23.30 to 37.56 by whose count of residents is taken" in wide
    assert "17.92 with missing ethnicity filled from what officers put down" in wide
    assert (
        "14 to 116 if all searches without ethnicity (35%) were of white people, or all of Black "
        "people"
    ) in wide


def test_few_without_ethnicity_leave_no_such_range(tactics):
    headlines = force.KIND.headlines(tactics)
    assert headlines is not None
    for ratio in headlines.ratios:
        assert ("without ethnicity" in ratio.note) == _many_lack(tactics, ratio)


def _many_lack(finding, ratio):
    bounds = {(b.force, b.group, b.population_year): b for b in finding.result.bounds}
    bound = bounds.get((ratio.force, ratio.group, 2021))
    known = sum(
        r.tactics
        for r in finding.result.rates
        if (r.force, r.population_year) == (ratio.force, 2021)
    )
    return (
        bound is not None
        and bound.all_missing_group is not None
        and bound.all_missing_reference is not None
        and bound.missing / (bound.missing + known) > 0.05
    )


def test_every_note_tells_whose_word_and_why_it_is_not_clear(tactics, searches):
    for finding, kind, word in (
        (tactics, force.KIND, "by officers’ word"),
        (searches, stops.KIND, "by people’s own word"),
    ):
        headlines = kind.headlines(finding)
        assert headlines is not None
        for ratio in headlines.ratios:
            read = beside(ratio.note, f"{ratio.ratio:.2f} times")
            assert read.basis == word
            assert read.verdict
            assert "but it depends" not in read.verdict or "depends on" in read.verdict


def test_records_unlike_those_of_other_areas_are_marked(tactics):
    rows = of.with_interval(tactics.result.ratios, _lead(tactics))
    assert of.recorded_otherwise(rows) == {
        ("cheshire", "other"),
        ("cleveland", "asian"),
        ("cleveland", "mixed"),
        ("cleveland", "other"),
        ("north-wales", "other"),
    }
    table = force.KIND.first_table(tactics)
    assert table is not None
    cells = {line[0]: [c.show(line) for c in table.columns] for line in table.rows}
    assert cells["cheshire"][4].startswith("28.65")
    assert cells["cheshire"][4].endswith("†")
    assert cells["merseyside"][3] == "none recorded"
    assert "recorded differently" in table.note
    assert all("†" not in cell for cell in cells["essex"])


def test_few_areas_say_nothing_of_what_is_usual(tactics):
    rows = of.with_interval(tactics.result.ratios, _lead(tactics))
    few = [row for row in rows if isinstance(row, Ratio) and row.force in {"cheshire", "essex"}]
    assert of.recorded_otherwise(few) == set()
