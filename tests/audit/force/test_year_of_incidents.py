"""A table of incidents of another year than the one asked about."""

import shutil

import pytest

from candour.audit.errors import PlanError
from candour.audit.force.audit import ForceQuestion, audit_force
from candour.audit.periods import Period
from tests.audit.conftest import CENSUS_2021
from tests.audit.known import DATA

NEXT_YEAR = ForceQuestion(Period.parse("2020-04..2021-03"))


def test_incidents_of_another_year_by_their_files_name_are_refused(tmp_path):
    table = tmp_path / "table.csv.gz"
    shutil.copy(DATA / "force_by_ethnicity_2019-20.csv.gz", table)
    incidents = DATA / "force_incidents_2019-20.csv"
    with pytest.raises(PlanError, match=r"force_incidents_2019-20\.csv says that it covers"):
        audit_force(table, [CENSUS_2021], NEXT_YEAR, incidents=incidents)


def test_a_force_whose_row_of_a_tactic_is_blank_is_left_out_and_it_is_said(tmp_path):
    heads = "Police Force,Tactic,White,Black,Asian,Mixed,Other,Not reported"
    rows = ["Essex,Baton used,30,9,3,2,1,1", "Kent,Baton used,40,8,4,2,1,1"]
    table = tmp_path / "table.csv"
    table.write_text("\n".join([heads, *rows, "Norfolk,Baton used,,,,,,"]) + "\n", encoding="utf-8")
    found = audit_force(
        table, [CENSUS_2021], ForceQuestion(Period.parse("2019-04..2020-03"), tactic="Baton used")
    )
    assert {row.force for row in found.result.rates} == {"essex", "kent"}
    assert found.sentences[-1].startswith("Norfolk has a row without a number in the table")
