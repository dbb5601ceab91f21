"""Models of being a target: their order, what they refuse, and that they find what was planted."""

import json

import numpy as np
import pytest

from candour.audit.geography.residents import Residents
from candour.audit.in_words import times
from candour.audit.places.model import (
    CRIME,
    DENSITY,
    DEPRIVATION,
    GROUP_SHARE,
    Ground,
    NotModelled,
    models,
)
from candour.audit.statistics.firth import odds_ratio
from tests.audit.places.town import SIDE, Town, code, write_csv

FIRST = np.array([True, False])


def world(rng, *, areas=900, drawn_by=0.0):
    """Areas whose deprivation goes with a group; targets go with deprivation, or with the group."""
    x, y = rng.uniform(0, 30, (2, areas))
    deprivation = np.sin(x / 4) + np.cos(y / 5) + rng.normal(0, 0.4, areas)
    share = 1 / (1 + np.exp(-(deprivation + rng.normal(0, 0.7, areas))))
    everyone = rng.integers(800, 2_500, areas).astype(float)
    residents = Residents(("group", "others"), np.stack([share, 1 - share]) * everyone)
    drawn = deprivation + drawn_by * share * 10 + rng.logistic(0, 1, areas)
    covered = (drawn >= np.quantile(drawn, 0.85)).astype(float)
    crime = rng.poisson(np.exp(2 + 0.8 * drawn))
    ground = Ground(np.full(areas, 1e5), x, y, deprivation, crime.astype(float))
    return residents, covered, ground


def test_models_are_nested_in_an_order_fixed_beforehand_and_recorded_crime_is_last():
    nested = models(*world(np.random.default_rng(1)), group=FIRST)
    order = (GROUP_SHARE, DENSITY, DEPRIVATION, CRIME)
    assert [model.covariates for model in nested] == [order[:k] for k in (1, 2, 3, 4)]
    assert [model.holds_recorded_crime for model in nested] == [False, False, False, True]


def test_what_deprivation_draws_goes_with_it_and_what_the_group_draws_stays():
    by_deprivation = models(*world(np.random.default_rng(2)), group=FIRST)
    by_group = models(*world(np.random.default_rng(2), drawn_by=0.6), group=FIRST)
    assert by_deprivation[0].odds_ratio.low > 1
    assert by_deprivation[2].odds_ratio.low < 1.1
    assert by_group[2].odds_ratio.low > 1.2


def test_the_first_model_is_the_regression_on_the_share_in_tens_of_points():
    residents, covered, ground = world(np.random.default_rng(3))
    share = residents.people[0] / residents.everyone
    alone = odds_ratio(np.column_stack([np.ones(share.size), share * 10]), covered > 0.5, 1)
    first = models(residents, covered, ground, group=FIRST)[0]
    assert first.odds_ratio.value == pytest.approx(alone.value)
    assert first.odds_ratio.low == pytest.approx(alone.low)


@pytest.mark.parametrize(("targets", "taken_in"), [(12, 1), (25, 2), (35, 3), (45, 4)])
def test_few_targets_take_in_no_more_than_a_covariate_for_each_ten(targets, taken_in):
    residents, _, ground = world(np.random.default_rng(4))
    covered = np.zeros(900)
    covered[np.random.default_rng(5).choice(900, targets, replace=False)] = 1
    assert len(models(residents, covered, ground, group=FIRST)) == taken_in


def test_areas_where_nobody_lives_are_in_no_model():
    residents, covered, ground = world(np.random.default_rng(6))
    residents.people[:, :50] = 0
    first = models(residents, covered, ground, group=FIRST)[0]
    assert first.areas == 850
    assert first.targeted == int(covered[50:].sum())


def test_fewer_than_ten_targets_or_a_share_alike_everywhere_are_not_modelled():
    residents, covered, ground = world(np.random.default_rng(7))
    with pytest.raises(NotModelled, match="fewer than 10 areas"):
        models(residents, np.where(np.cumsum(covered) <= 9, covered, 0), ground, group=FIRST)
    alike = Residents(residents.groups, np.ones((2, 900)))
    with pytest.raises(NotModelled, match="say the same"):
        models(alike, covered, ground, group=FIRST)


def test_neighbours_alike_beyond_the_model_are_told():
    """Hills that no covariate knows of leave Moran's I above nothing; chance leaves none."""
    rng = np.random.default_rng(8)
    residents, _, ground = world(rng)
    hill = np.sin(ground.x) + np.sin(ground.y)
    hilly = models(residents, (hill > 1).astype(float), ground, group=FIRST)[0]
    even = models(residents, (rng.random(900) < 0.2).astype(float), ground, group=FIRST)[0]
    assert hilly.left_over is not None
    assert even.left_over is not None
    assert hilly.left_over.z > 10
    assert abs(even.left_over.z) < 4


@pytest.fixture
def town(tmp_path):
    return Town.made(tmp_path)


def crimes(town, **other):
    rows = [[code(k), int(k in town.marked) * 40 + k % 7] for k in range(SIDE**2)]
    return write_csv(town.folder / "crime.csv", [["lsoa21_code", "crimes"], *rows])


def test_the_command_leads_with_no_model_and_never_says_the_one_with_recorded_crime(town, run_json):
    asked = town.options(deprivation=town.deprivation, crime=crimes(town))
    result = run_json("audit", "areas", *asked)
    rows = result["models"]
    assert [row["holds_recorded_crime"] for row in rows] == [False, False, False, True]
    said = json.dumps(result["sentences"])
    assert "As a check" not in result["sentences"][0]
    assert f"{times(rows[2]['odds_ratio'])} times" in said
    assert f"{times(rows[3]['odds_ratio'])} times" not in said
    assert "shaped by policing" in json.dumps(result["explains"])
    without = run_json("audit", "areas", *town.options(deprivation=town.deprivation))
    assert without["models"] == rows[:3]
    assert without["exposure"] == result["exposure"]
    assert without["sentences"] == result["sentences"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["lsoa21_code", "rate"], [code(0), 1]], "no column holds recorded events"),
        ([["lsoa21_code", "crimes"], [code(0), "many"]], "'many' is no number"),
        ([["lsoa21_code", "crimes"], [code(0), 1], [code(0), 1]], "line 3"),
        ([["lsoa21_code", "crimes"], [code(0), 1]], "399 of the 400 areas studied have no row"),
        ([["lsoa11_code", "crimes"], [code(0), 1]], "crime.csv is of LSOAs of 2011"),
    ],
)
def test_bad_files_of_recorded_crime_are_refused_in_a_sentence(town, run, rows, said):
    path = write_csv(town.folder / "crime.csv", rows)
    status, out, err = run("audit", "areas", *town.options(crime=path))
    assert (status, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert code(0) not in err
