"""Replicates on a cluster: the same numbers as by threads, and group totals alone on the way."""

import json
import subprocess
import sys

import numpy as np
import pytest

from candour.simulation import city
from candour.simulation.attention import Attention
from candour.simulation.city import CitySettings, run_city
from candour.simulation.seeds import seeds_of
from candour.simulation.urn import OAKLAND, run_urn
from candour.simulation.worlds import World
from candour.tables import EngineKind, Machine
from candour.tables.errors import BadMachine, CannotCount
from candour.tables.fan_out import fan_out
from tests.support.spark import cluster, connect_server

ASKED = ("urn", "--runs", "70", "--draws", "60", "--json")
SMALL = CitySettings(world=World(areas=25, residents=100), patrols=5)


def run_apart(*arguments):
    """Run a command in a process of its own, as Spark wants one for each cluster."""
    command = [sys.executable, "-m", "candour.cli", "simulate", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.long(sample=1)
@pytest.mark.parametrize("start", [cluster, connect_server])
def test_a_cluster_gives_the_numbers_of_threads(start, tmp_path, monkeypatch):
    """A standalone master with two workers; and a Spark Connect server."""
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    with start(tmp_path) as address:
        on_spark = run_apart(*ASKED, "--engine", "spark", "--spark-remote", address)
    assert on_spark == run_apart(*ASKED)


@pytest.mark.slow
def test_spark_on_this_machine_runs_urns_and_cities_alike_and_sends_no_places_back(monkeypatch):
    from pyspark.sql import SparkSession

    monkeypatch.setattr(SparkSession, "getActiveSession", lambda: None)

    def closed(piece):
        return Attention(np.ones(20))

    with fan_out(Machine(EngineKind.SPARK, threads=2)) as crew:
        moved: list[tuple[int, int]] = []
        urn = run_urn(
            OAKLAND, runs=9, draws=20, seed=3, workers=crew, moved=lambda *m: moved.append(m)
        )
        streets = run_city(SMALL, runs=4, days=8, seed=3, workers=crew)
        with pytest.raises(CannotCount, match="not printed, kept or sent"):
            list(crew.map(closed, [1]))
    assert urn == run_urn(OAKLAND, runs=9, draws=20, seed=3)
    assert streets == run_city(SMALL, runs=4, days=8, seed=3)
    assert moved[-1][0] == moved[-1][1]


def test_what_a_worker_sends_of_a_city_is_by_run_and_group_and_never_by_area():
    runs, groups, areas = 3, len(SMALL.world.groups), SMALL.world.areas
    parts = city._one_block(seeds_of(1, runs), settings=SMALL, days=15, feedback=True)
    for part in parts:
        assert part.shape[0] == runs
        assert areas not in part.shape
        assert part.size <= runs * groups * 3


@pytest.mark.parametrize(
    ("machine", "said"),
    [
        ({"spark": "spark://127.0.0.1:9"}, "Nothing answers at spark://127.0.0.1:9"),
        ({"spark": "sc://127.0.0.1:9"}, "Nothing answers at sc://127.0.0.1:9"),
    ],
)
def test_a_cluster_that_is_not_there_is_said_at_once(machine, said, monkeypatch):
    from pyspark.sql import SparkSession

    monkeypatch.setattr(SparkSession, "getActiveSession", lambda: None)
    with pytest.raises(CannotCount, match=said), fan_out(Machine(EngineKind.SPARK, **machine)):
        pass


def test_an_address_that_is_none_is_refused():
    with pytest.raises(BadMachine, match="is no address of Spark"):
        Machine(EngineKind.SPARK, spark="over there")
