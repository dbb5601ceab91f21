"""Groups that a table does not name are not known; wholes beside their parts count people twice."""

import re

import pytest

from candour.audit.bands.audit import BandsQuestion, audit_bands
from candour.audit.errors import PlanError
from candour.audit.lists.composition import CompositionQuestion, audit_composition
from candour.tables.errors import CannotRead
from tests.audit.test_hostile_files import write

__all__ = ["write"]

RESIDENTS = ["ethnicity,population", "White,4725297", "Black,1188121", "Asian,1816308"]


def listed(write, lines, residents=RESIDENTS, reference="White"):
    question = CompositionQuestion("ethnicity", reference, "n", is_official=True)
    return audit_composition(write(lines, "list.csv"), write(residents, "residents.csv"), question)


def test_a_group_that_the_list_does_not_name_is_not_known_and_never_none(write):
    finding = listed(write, ["ethnicity,n", "White,329", "Black,942"])
    assert [row.group for row in finding.result.groups] == ["Black", "White"]
    assert finding.result.accounted_for.groups_not_named == ("Asian",)
    said = " ".join(finding.sentences)
    assert "The list names no Asian residents: whether any of them are on it is not known" in said
    assert "0 times" not in said


def test_a_group_that_the_list_names_with_none_is_none(write):
    finding = listed(write, ["ethnicity,n", "White,329", "Black,942", "Asian,0"])
    assert {row.group: row.people for row in finding.result.groups}["Asian"] == 0
    assert finding.result.accounted_for.groups_not_named is None


def test_a_reference_that_the_list_does_not_name_is_refused(write):
    with pytest.raises(PlanError, match="names no 'Asian'"):
        listed(write, ["ethnicity,n", "White,329", "Black,942"], reference="Asian")


@pytest.mark.parametrize(
    "everyone",
    ["All usual residents", "Total", "All people", "All categories: Ethnic group", "all residents"],
)
def test_a_row_of_all_residents_is_their_sum_and_no_group(write, everyone):
    lines = ["ethnicity,n", "White,329", "Black,942", "Asian,40"]
    with_row = listed(write, lines, [*RESIDENTS, f"{everyone},7729726"])
    assert with_row.result == listed(write, lines).result


def test_a_row_of_all_residents_that_is_not_their_sum_is_refused(write):
    with pytest.raises(CannotRead, match="'Total' is 9,000,000, but the groups add up to 7,729,7"):
        listed(write, ["ethnicity,n", "White,3", "Black,9"], [*RESIDENTS, "Total,9000000"])


def test_a_part_of_a_group_beside_the_whole_in_a_population_is_refused(write):
    residents = [*RESIDENTS, "White British,3500000"]
    with pytest.raises(PlanError, match=r"residents\.csv: 'White British' stands beside 'White'"):
        listed(write, ["ethnicity,n", "White,329", "Black,942"], residents)


def test_so_few_residents_that_they_may_be_thousands_are_asked_about_first(write):
    residents = ["ethnicity,population", "White,4725", "Black,1188"]
    finding = listed(write, ["ethnicity,n", "White,329", "Black,942"], residents)
    assert finding.sentences[0].startswith("The population has 5,913 residents in all: if these")


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        ("White,White British,Black", "'White British' stands beside 'White'"),
        ("White,Black,Black Caribbean", "'Black Caribbean' stands beside 'Black'"),
        ("White,BAME,Asian", "'Asian' stands beside 'BAME'"),
    ],
)
@pytest.mark.parametrize("is_wide", [True, False])
def test_bands_of_a_whole_group_beside_a_part_are_refused(write, groups, says, is_wide):
    names = groups.split(",")
    wide = [f"Band,{groups}", "High,329,300,942", "Low,2500,2000,400"]
    rows = [f"{name},{band},50" for name in names for band in ("High", "Low")]
    path = write(wide if is_wide else ["ethnicity,Band,n", *rows], "bands.csv")
    question = BandsQuestion(
        "ethnicity",
        "White",
        band="Band",
        leads=("High",),
        count="" if is_wide else "n",
        is_official=True,
    )
    with pytest.raises(PlanError, match=re.escape(says)):
        audit_bands(path, question)
