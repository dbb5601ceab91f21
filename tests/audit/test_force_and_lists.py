"""Use of force, and the make-up of lists."""

import pytest

from candour.audit.errors import PlanError
from candour.audit.force.audit import ForceQuestion, audit_force
from candour.audit.force.publication import read_tactics
from candour.audit.lists.composition import CompositionQuestion, audit_composition
from candour.audit.periods import Period
from candour.audit.statistics.rates import rate_ratio
from candour.tables.errors import CannotRead
from tests.audit.conftest import CENSUS_2011, CENSUS_2021
from tests.audit.known import DATA

TACTICS = DATA / "force_by_ethnicity_2019-20.csv.gz"
INCIDENTS = DATA / "force_incidents_2019-20.csv"
YEAR = Period.parse("2019-04..2020-03")

# As published: 1,413 listed in May 2024; residents of the Met's area, Census 2021.
LISTED = "ethnicity,listed\nWhite,329\nBlack,942\nAsian,91\nOther,51\n"
RESIDENTS = "ethnicity,population\nWhite,4725297\nBlack,1188121\nAsian,1816308\nOther,1061496\n"


def test_forces_add_up_to_the_total_of_england_and_wales():
    tactics, _ = read_tactics(TACTICS, "*Total Tactics")
    total = tactics.pop("total-england-and-wales")
    assert len(tactics) == 43
    assert sum(total.values()) == sum(sum(each.values()) for each in tactics.values()) == 715_276
    assert total["black"] == sum(each["black"] for each in tactics.values()) == 111_252


def test_ratios_and_bounds_follow_from_the_table():
    found = audit_force(
        TACTICS,
        [CENSUS_2011, CENSUS_2021],
        ForceQuestion(YEAR, forces=("metropolitan",)),
        incidents=INCIDENTS,
    )
    tactics, _ = read_tactics(TACTICS, "*Total Tactics")
    counts = tactics["metropolitan"]
    (row,) = [
        row
        for row in found.as_dict()["ratios"]
        if (row["group"], row["population_year"]) == ("black", 2021)
    ]
    expected = rate_ratio(
        counts["black"], 1_188_121, reference_events=counts["white"], reference_exposure=4_725_297
    )
    assert (row["ratio"], row["low"]) == (expected.value, expected.low)
    assert row["tactics_per_incident"] > 1
    assert row["dispersed_low"] < row["low"] < row["high"] < row["dispersed_high"]
    assert len(found.sentences) == 4 + 1  # one for each group, and what they rest on
    limits = " ".join(found.does_not_show)
    assert "tactics are not incidents, and incidents are not people" in limits


def ratios_of_black_people(question):
    result = audit_force(TACTICS, [CENSUS_2021], question, incidents=INCIDENTS).result
    return [row for row in result.ratios if row.group == "black"]


def test_ratios_of_all_forces_are_drawn_in_beside_the_raw_ones():
    rows = ratios_of_black_people(ForceQuestion(YEAR))
    assert len(rows) == 42  # hardly anyone lives in the City of London
    for row in rows:
        assert row.shrunken_low < row.shrunken_ratio < row.shrunken_high
    assert max(row.ratio for row in rows) > max(row.shrunken_ratio for row in rows)
    assert min(row.ratio for row in rows) < min(row.shrunken_ratio for row in rows)
    (alone,) = ratios_of_black_people(ForceQuestion(YEAR, forces=("metropolitan",)))
    beside = next(row for row in rows if row.force == "metropolitan")
    assert (alone.ratio, alone.low, alone.shrunken_ratio) == (beside.ratio, beside.low, None)


def test_an_unknown_tactic_or_force_is_refused_with_those_there_are():
    with pytest.raises(PlanError, match=r"no tactic 'Harsh words', only: .*Baton used"):
        audit_force(TACTICS, [CENSUS_2021], ForceQuestion(YEAR, tactic="Harsh words"))
    with pytest.raises(PlanError, match="no force 'narnia'"):
        audit_force(TACTICS, [CENSUS_2021], ForceQuestion(YEAR, forces=("narnia",)))


def test_a_row_that_does_not_add_up_is_named(tmp_path):
    path = tmp_path / "force.csv"
    path.write_text(
        "Police Force,Tactic,White,Black,Asian,Mixed,Other,Number of times tactic reported\n"
        "Essex,*Total Tactics,6,5,2,1,1,16\n"
    )
    with pytest.raises(CannotRead, match=r"force\.csv, line 2: the groups sum to 15"):
        audit_force(path, [CENSUS_2021], ForceQuestion(YEAR))


@pytest.fixture
def published_list(tmp_path):
    listed, residents = tmp_path / "list.csv", tmp_path / "population.csv"
    listed.write_text(LISTED)
    residents.write_text(RESIDENTS)
    return listed, residents


def test_the_make_up_of_a_list_is_set_against_residents(published_list):
    found = audit_composition(
        published_list[0],
        published_list[1],
        CompositionQuestion(group="ethnicity", reference="White", count="listed", is_official=True),
    )
    (black,) = [row for row in found.as_dict()["ratios"] if row["group"] == "Black"]
    assert black["ratio"] == pytest.approx(942 / 1_188_121 / (329 / 4_725_297))
    share = next(row for row in found.as_dict()["groups"] if row["group"] == "Black")[
        "share_of_list"
    ]
    assert share["value"] == pytest.approx(942 / 1_413)
    assert any("Not adjusted for age" in text for text in found.does_not_show)


def test_a_group_the_population_lacks_is_refused(published_list):
    listed, residents = published_list
    residents.write_text("ethnicity,population\nWhite,100\nBlack,10\n")
    with pytest.raises(PlanError, match="The population has no group"):
        audit_composition(
            listed,
            residents,
            CompositionQuestion("ethnicity", "White", count="listed", is_official=True),
        )


def test_people_listed_one_by_one_are_hidden_where_they_are_few(tmp_path, published_list):
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "ethnicity,band\n" + "White,1\n" * 40 + "Black,1\n" * 30 + "Asian,1\n" * 3 + "Other,2\n" * 9
    )
    found = audit_composition(
        rows, published_list[1], CompositionQuestion(group="ethnicity", reference="White")
    )
    assert found.as_dict()["accounted_for"]["groups_hidden"] == ["Asian", "Other"]
    assert {row["group"] for row in found.as_dict()["groups"]} == {"White", "Black"}
