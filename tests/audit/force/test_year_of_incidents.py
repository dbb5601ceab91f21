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
