"""The city: nothing is lost, equal worlds stay equal, and the loop does what it is said to do."""

from dataclasses import replace

import numpy as np
import pytest

from candour.simulation.city import CityMethod, CitySettings, Mitigation, run_city
from candour.simulation.errors import CannotSimulate
from candour.simulation.worlds import Group, World

SMALL = World(areas=100, residents=400, past_policing=1.0)
UNEQUAL = World(
    groups=(Group("A", 0.8, discovery=0.3), Group("B", 0.2, discovery=0.6)),
    areas=100,
    residents=400,
    past_policing=3.0,
)


def city(**more):
    return replace(CitySettings(world=SMALL, patrols=10), **more)


def test_residents_are_conserved_however_they_are_laid_out():
    for separation in (0.0, 0.3, 1.0):
        people = replace(SMALL, separation=separation).people()
        assert (people.sum(axis=0) == 400).all()
        assert people.min() >= 0
        assert people[1].sum() == pytest.approx(0.2 * people.sum(), rel=0.02)


@pytest.mark.parametrize("method", list(CityMethod))
def test_patrols_and_stops_are_conserved(method):
    result = run_city(city(method=method), runs=6, days=30, seed=1)
    assert result.totals.patrols == 6 * 30 * 10
    assert result.totals.stops == 2 * result.totals.patrols
    people = SMALL.people().sum(axis=1)
    stops = sum(g.stops.mean * n / 1_000 for g, n in zip(result.groups, people, strict=True))
    assert stops * 6 == pytest.approx(result.totals.stops)


@pytest.mark.parametrize("method", list(CityMethod))
def test_equal_rates_and_even_past_policing_give_no_disparity_beyond_chance(method):
    result = run_city(city(method=method), runs=40, days=120, seed=2, feedback=False)
    band = result.groups[1].exposure_ratio
    assert band.mean == pytest.approx(1, abs=0.05)


def test_unequal_discovery_grows_with_feedback_and_stays_without():
    with_loop = run_city(city(world=UNEQUAL), runs=40, days=720, seed=3)
    without = run_city(city(world=UNEQUAL), runs=40, days=720, seed=3, feedback=False)
    assert with_loop.exposure_over_time[-1].mean > without.exposure_over_time[-1].p95
    assert without.exposure_over_time[0] == without.exposure_over_time[-1]


def test_learning_from_reports_alone_undoes_what_past_policing_began():
    crowded = run_city(city(world=UNEQUAL, marked=20), runs=20, days=720, seed=4)
    mended = run_city(
        city(world=UNEQUAL, marked=20, mitigation=Mitigation.IGNORE_DISCOVERED),
        runs=20,
        days=720,
        seed=4,
    )
    assert mended.exposure_over_time[-1].mean < 0.6 * crowded.exposure_over_time[-1].mean


@pytest.mark.parametrize("mitigation", [Mitigation.CAP, Mitigation.EXPLORE, Mitigation.IMPORTANCE])
def test_each_mitigation_lowers_the_exposure_it_is_meant_to_lower(mitigation):
    plain = run_city(city(world=UNEQUAL, marked=20), runs=20, days=360, seed=5)
    mended = run_city(
        city(world=UNEQUAL, marked=20, mitigation=mitigation), runs=20, days=360, seed=5
    )
    assert mended.groups[1].exposure_ratio.mean < plain.groups[1].exposure_ratio.mean


def test_relabelling_groups_changes_nothing_but_labels():
    named = replace(UNEQUAL, groups=tuple(replace(g, name=f"x{g.name}") for g in UNEQUAL.groups))
    there = run_city(city(world=UNEQUAL), runs=5, days=60, seed=6)
    back = run_city(city(world=named), runs=5, days=60, seed=6)
    assert [replace(g, group="") for g in there.groups] == [
        replace(g, group="") for g in back.groups
    ]


def test_worlds_with_the_same_product_leave_the_same_discoveries():
    other = UNEQUAL.others_changed(offending=2.0, discovery=0.5)
    assert other.groups[1].offending * other.groups[1].discovery == pytest.approx(
        UNEQUAL.groups[1].offending * UNEQUAL.groups[1].discovery
    )
    there = run_city(city(world=replace(UNEQUAL, reporting=0.0)), runs=5, days=60, seed=7)
    back = run_city(city(world=replace(other, reporting=0.0)), runs=5, days=60, seed=7)
    assert there.totals == back.totals


def test_the_number_of_workers_changes_nothing():
    one = run_city(city(), runs=60, days=21, seed=8)
    assert run_city(city(), runs=60, days=21, seed=8, workers=3) == one


def test_a_ratio_to_nothing_is_refused_and_never_printed_as_a_number():
    apart = replace(UNEQUAL, separation=1.0)
    with pytest.raises(CannotSimulate, match="no patrol went anywhere group A lives"):
        run_city(city(world=apart, marked=10), runs=5, days=30, seed=1)
    with pytest.raises(CannotSimulate, match="nobody of group A was stopped"):
        run_city(city(patrols=1, stops=1), runs=60, days=1, seed=1)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"stops": 0}, "one stop a visit"),
        ({"patrols": 101}, "101 patrols a day are more than the 100 areas"),
        ({"patrols": 0}, "at least one patrol"),
        ({"marked": 101}, "Between 0 and 100 areas"),
        ({"carrying": 1.2}, "a chance from 0 to 1, not 1.2"),
        ({"listed_from": 0}, "after 1 to 255 notes"),
        ({"cap": 0.5}, "at least 1 time"),
        ({"explore": 2.0}, "a share from 0 to 1, not 2"),
    ],
)
def test_a_city_without_meaning_is_refused_in_a_sentence(change, says):
    with pytest.raises(CannotSimulate, match=says):
        city(**change)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"groups": (Group("A", 0.5), Group("B", 0.6))}, "must add up to 1, not 1.1"),
        ({"groups": (Group("A", 1.0),)}, "at least two groups"),
        ({"areas": 1}, "one area"),
        ({"reporting": 1.5}, "Reporting is a share from 0 to 1"),
        ({"groups": (Group("A", 0.5), Group("B", 0.5, discovery=2))}, "Discovery of group B"),
    ],
)
def test_a_world_without_meaning_is_refused_in_a_sentence(change, says):
    with pytest.raises(CannotSimulate, match=says):
        World(**change)


def test_capped_attention_stays_under_its_cap_and_adds_up():
    from candour.simulation._city_loop import into_attention

    rng = np.random.default_rng(1)
    scores = rng.gamma(0.2, 1, 100)
    into_attention(scores, 0, 3.0, 0.0)
    assert scores.sum() == pytest.approx(1)
    assert scores.max() <= 3 / 100 + 1e-9
