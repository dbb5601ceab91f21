"""What counts the rows of an audit: said in the finding, and no part of its name."""

from dataclasses import replace

import duckdb
import pytest

from candour.config.kinds import KINDS
from tests.audit.conftest import CENSUS_2021, STOPS


def test_the_engine_and_the_time_are_no_part_of_a_finding_s_name(run_json):
    asked = ["audit", "stops", STOPS, "--population", CENSUS_2021, "--period", "2019-04..2020-03"]
    one, other = run_json(*asked), run_json(*asked, "--memory", "1GB")
    assert one["made_with"]["engine"] == f"duckdb {duckdb.__version__}"
    assert one["made_with"]["seconds"] > 0
    assert one["finding"] == other["finding"]
    read = KINDS.read(one)
    assert read.identifier == one["finding"]
    assert read.as_dict()["made_with"] == one["made_with"]
    assert replace(read, made_with={"engine": "an abacus"}).identifier == one["finding"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "abacus"], "There is no engine 'abacus'"),
        (["--spark-remote", "sc://127.0.0.1:1"], "add --engine spark"),
        (["--memory", "much"], "'much' is no amount of memory"),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ["stops", STOPS, "--population", CENSUS_2021, "--period", "2019-04..2020-03"],
        ["scores", "x.csv", "--group=a", "--flagged=b=1", "--outcome=c", "--reference=d"],
    ],
)
def test_an_engine_that_can_not_be_had_is_said_in_one_sentence(run, command, options, said):
    status, out, err = run("audit", *command, *options)
    assert status == 2
    assert not out
    assert said in err
    assert len(err.splitlines()) == 1
