"""What the audit tests share: the small real data beside them, and published data if any."""

import json
import os
from pathlib import Path

import pytest

from candour.cli import main as cli
from tests.audit.known import DATA

STOPS = DATA / "stops_east_midlands_2019-20.parquet"
CENSUS_2011 = DATA / "census2011_ethnicity_force.csv"
CENSUS_2021 = DATA / "census2021_ethnicity_force.csv"


@pytest.fixture(scope="session")
def published():
    """The folder of published data, or a skip that says how to have it."""
    folder = os.environ.get("CANDOUR_BENCHMARK_DATA")
    if not folder:
        pytest.skip("Set CANDOUR_BENCHMARK_DATA to a folder of published data to run this.")
    return Path(folder)


@pytest.fixture(scope="session")
def published_stops(published):
    """Every force's stops of three years, beside the folder of published data, or a skip."""
    path = published.parent / "stop_search/stop_search_2019-01_2021-11_all_forces.parquet"
    if not path.exists():
        pytest.skip(f"Needs {path.name} in stop_search/ beside CANDOUR_BENCHMARK_DATA.")
    return path


@pytest.fixture
def run(capsys):
    """Run a command; give its exit status, what it printed, and what it said was wrong."""

    def runner(*arguments):
        capsys.readouterr()
        try:
            cli.main([str(each) for each in arguments])
            status: int | str = 0
        except SystemExit as ended:
            status = ended.code or 0
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return runner


@pytest.fixture
def run_json(run):
    def runner(*arguments, status=0):
        ended, out, err = run(*arguments, "--json")
        assert ended == status, err
        return json.loads(out)

    return runner
