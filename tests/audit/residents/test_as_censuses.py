"""A group of residents a tenth or ten times as many as censuses count is said, and no other."""

import csv

import pytest

from candour.audit.force.audit import ForceQuestion, audit_force
from candour.audit.periods import Period
from candour.audit.residents.as_censuses import FILE, unlike_censuses
from candour.audit.residents.populations import read_population
from candour.audit.stops.audit import StopsQuestion, audit_stops
from tests.audit.conftest import CENSUS_2011, CENSUS_2021
from tests.audit.known import DATA

GROUPS = ("asian", "black", "mixed", "other", "white")
TENTH = (
    "have 6,336 people of the group 'black' in Essex, 0.4% of all; censuses counted 34,679 (2.0%)"
)


@pytest.fixture
def changed(tmp_path):
    """The census of 2021 with one cell changed, and no total that would show it."""

    def change(force, group, number):
        with CENSUS_2021.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        path = tmp_path / "census2021.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(
                file, ["pfa24_code", "pfa24_name", *GROUPS], extrasaction="ignore"
            )
            table.writeheader()
            for row in rows:
                table.writerow(row | ({group: number} if row["pfa24_name"] == force else {}))
        return path

    return change


def test_what_it_holds_is_what_both_censuses_count():
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for path, year in ((CENSUS_2011, "2011"), (CENSUS_2021, "2021")):
        people = read_population(path).people
        held = {row["force"]: row for row in rows if row["census"] == year}
        assert held.keys() == people.keys()
        for force, groups in people.items():
            assert {group: int(held[force][group]) for group in GROUPS} == groups


def test_both_censuses_and_a_part_of_the_residents_pass():
    for path in (CENSUS_2011, CENSUS_2021):
        people = read_population(path).people
        assert [*unlike_censuses(people, "x")] == []
        tenth = {force: {g: n / 10 for g, n in groups.items()} for force, groups in people.items()}
        assert [*unlike_censuses(tenth, "x")] == []
    assert [*unlike_censuses({"nowhere": {"white": 1, "black": 9}}, "x")] == []


@pytest.mark.parametrize(
    ("factor", "is_said"), [(0.1, True), (0.4, False), (2.0, False), (12, True)]
)
def test_a_group_that_is_far_from_both_censuses_is_said(factor, is_said):
    essex = dict(read_population(CENSUS_2021).people["essex"])
    essex["black"] *= factor
    assert bool([*unlike_censuses({"essex": essex}, "2021")]) is is_said


def test_it_leads_an_audit_of_stops(changed):
    stops = DATA / "2021-09-essex-stop-and-search.csv.gz"
    question = StopsQuestion(Period.parse("2021-09"), forces=("essex",))
    told = audit_stops([stops], [changed("Essex", "black", 6336)], question).sentences
    assert TENTH in told[0]
    told = audit_stops([stops], [changed("Essex", "black", 63362)], question).sentences
    assert not any("censuses counted" in text for text in told)


def test_it_leads_an_audit_of_force(changed):
    question = ForceQuestion(Period.parse("2019-04..2020-03"), forces=("essex",))
    path = DATA / "force_by_ethnicity_2019-20.csv.gz"
    told = audit_force(path, [changed("Essex", "black", 6336)], question).sentences
    assert TENTH in told[0]
