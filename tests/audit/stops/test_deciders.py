"""Who decides: what is said of officers and teams together, and that nothing is of one of them."""

import re

import pytest

from candour.audit.payloads import from_plain, to_plain
from candour.audit.periods import Period
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.audit.stops.rows import Stops
from candour.core.errors import CandourError
from tests.audit.conftest import CENSUS_2021

HEADS = (
    "month,Force,Self-defined ethnicity,Legislation,Outcome,Outcome linked to object of search,"
    "who,unit"
)
WHITE, BLACK = "White - Irish", "Black or Black British - African"


def rows_of(officers):
    """A row for each search: by officer, finds and searches of black and of white people.

    One search of each kind led to something else than was looked for, by nobody who is told apart.
    """
    rows = [f"2021-09,essex,{WHITE},s1 PACE,Arrest,False,,t{number % 12}" for number in range(30)]
    for number, (hits, cases, other_hits, others) in enumerate(officers):
        for label, found, made in ((BLACK, hits, cases), (WHITE, other_hits, others)):
            rows += [
                f"2021-09,essex,{label},s1 PACE,"
                f"{'Arrest,True' if at < found else 'Nothing found,'},o{number},t{number % 12}"
                for at in range(made)
            ]
    return rows


def audited(tmp_path, rows, **how):
    path = tmp_path / "stops.csv"
    path.write_text("\n".join([HEADS, *rows]) + "\n", encoding="utf-8")
    question = StopsQuestion(Period.parse("2021-09..2021-09"), **how)
    return audit_stops([path], [CENSUS_2021], question)


# Half of the officers find often and search white people, half seldom and search black people.
SORTED = [(16, 20, 48, 60), (6, 60, 2, 20)] * 12


@pytest.fixture
def finding(tmp_path):
    return audited(tmp_path, rows_of(SORTED), officer="who", team="unit")


def rows_by(rows, decider):
    return [row for row in rows if (row.measure, row.decider) == ("led to action", decider)]


def test_a_gap_between_officers_is_not_one_within_them(finding):
    (within,) = rows_by(finding.result.within_deciders, "officer")
    assert within.deciders == 24
    assert within.apart == pytest.approx(22 / 80 - 50 / 80)
    assert within.apart_within.value == pytest.approx(0)
    assert within.apart_within.low < 0 < within.apart_within.high
    (between,) = rows_by(finding.result.between_deciders, "officer")
    assert between.spread.low > 1
    assert between.tenth_low < 0.2
    assert between.tenth_high > 0.7
    assert (between.stops, between.stops_without_decider) == (24 * 80, 30)


def test_teams_stand_beside_officers(finding):
    (between,) = rows_by(finding.result.between_deciders, "team")
    assert between.deciders == 12
    says = " ".join(finding.sentences)
    assert "Between 24 officers" in says
    assert "Between 12 teams" in says
    assert "Black beside white people 0.0 points" in says


def test_nothing_of_one_officer_or_team_stands_in_a_finding(finding):
    assert not re.search(r"\b[ot]\d+\b", str(finding.as_dict()))


def test_a_finding_is_read_back_as_it_was(finding):
    plain = to_plain(finding.result)
    assert from_plain(Stops, plain) == finding.result
    assert finding.plan.options["officer"] == "who"


def test_fewer_than_ten_teams_are_refused_with_the_reason(tmp_path):
    rows = [re.sub(r"t(\d+)$", lambda one: f"t{int(one[1]) % 9}", row) for row in rows_of(SORTED)]
    result = audited(tmp_path, rows, team="unit").result
    assert not rows_by(result.between_deciders, "team")
    reasons = [row.reason for row in result.refused if "between teams" in row.analysis]
    assert any("it takes 10 teams" in reason for reason in reasons)


def test_one_officer_with_most_of_the_searches_is_refused(tmp_path):
    rows = rows_of([(400, 2_000, 400, 2_000), *SORTED])
    finding = audited(tmp_path, rows, officer="who")
    result = finding.result
    assert not rows_by(result.between_deciders, "officer")
    assert not rows_by(result.within_deciders, "officer")
    (said,) = (text for text in finding.sentences if "between officers" in text)
    assert said.startswith("Essex: find rates between officers are not told, as it takes 10")


def test_without_such_a_column_there_is_no_such_table(tmp_path):
    result = audited(tmp_path, rows_of(SORTED)).result
    assert result.between_deciders is None
    assert "between_deciders" not in to_plain(result)


@pytest.mark.parametrize("how", [{"officer": "whom"}, {"team": "whom"}])
def test_a_column_that_is_not_there_is_refused_by_name(tmp_path, how):
    with pytest.raises(CandourError, match="there is no column 'whom'"):
        audited(tmp_path, rows_of(SORTED), **how)


def test_officers_and_teams_are_two_columns():
    with pytest.raises(CandourError, match="two columns"):
        StopsQuestion(Period.parse("2021-09..2021-09"), officer="who", team="who")
