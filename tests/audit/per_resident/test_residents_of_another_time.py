"""Where only residents of long before or after the period are given, nothing is called clear."""

from datetime import date

import pytest

from candour.audit.force.audit import ForceQuestion, audit_force
from candour.audit.per_resident.clearly import RESIDENTS
from candour.audit.per_resident.denominators import choose
from candour.audit.periods import Period
from candour.audit.residents.populations import Area, Population
from candour.audit.stops.audit import StopsQuestion, audit_stops
from tests.audit.conftest import CENSUS_2011, CENSUS_2021, STOPS
from tests.audit.known import DATA

TACTICS = DATA / "force_by_ethnicity_2019-20.csv.gz"
INCIDENTS = DATA / "force_incidents_2019-20.csv"

YEAR = Period.parse("2019-04..2020-03")


def of(year, day):
    return Population(year, day, {}, Area.FORCE, {})


@pytest.mark.parametrize(
    ("given", "on", "is_far"),
    [
        ([of(2011, date(2011, 3, 27))], date(2019, 10, 1), True),
        ([of(2021, date(2021, 3, 21))], date(2019, 10, 1), False),
        ([of(2021, date(2021, 3, 21))], date(2017, 10, 1), True),
        ([of(2011, date(2011, 3, 27)), of(2021, date(2021, 3, 21))], date(2019, 10, 1), False),
        ([of("mid-2020", date(2020, 6, 30))], date(2019, 10, 1), False),
        ([of(2021, date(2021, 3, 21))], date(2024, 7, 1), False),
        ([of(2011, date(2011, 3, 27))], date(2024, 7, 1), True),
    ],
)
def test_residents_are_far_off_by_the_nearest_that_is_given(given, on, is_far):
    residents = choose(given, on)
    assert bool(residents and residents.far_off) is is_far


def test_force_beside_residents_of_2011_alone_is_higher_and_never_clearly_so():
    far = audit_force(TACTICS, [CENSUS_2011], ForceQuestion(YEAR), incidents=INCIDENTS)
    assert far.sentences[0].startswith(
        "The nearest residents given are those of the census of 2011, about 8 years before"
    )
    assert all("clearly" not in str(row.verdict) for row in far.result.ratios)
    black = [row for row in far.result.ratios if row.group == "black"]
    assert any(RESIDENTS in (row.depends_on or ()) for row in black)
    assert "in any of 42 police force areas" in far.sentences[1]
    near = audit_force(TACTICS, [CENSUS_2021], ForceQuestion(YEAR), incidents=INCIDENTS)
    assert any(row.verdict == "clearly higher" for row in near.result.ratios)


def test_the_published_ratio_of_nottinghamshire_is_still_printed_on_the_census_of_2011():
    question = StopsQuestion(YEAR, forces=("nottinghamshire",), denominator="2011")
    found = audit_stops([STOPS], [CENSUS_2011], question)
    first, second, *_ = found.sentences
    assert first.startswith("The nearest residents given are those of the census of 2011")
    assert "Black residents, a higher rate of searches" in second
    assert "but it depends on whose count of residents is taken: 5.8 times" in second
    assert "residents and missing ethnicity" not in second
    assert "by how missing ethnicity is counted" in " ".join(found.sentences)
