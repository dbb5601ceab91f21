"""Who lives in the most deprived fifth, worked out a second time, and what may not change it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from candour.audit.geography.residents import Residents
from candour.audit.neighbourhoods.measures import (
    District,
    class_rows,
    rank_correlation,
    residents_rows,
    together,
)

GROUPS = ("asian", "black", "white")


def a_district(people, deprivation, name="Town"):
    residents = Residents(GROUPS, np.asarray(people, dtype=float))
    return District(name, "2025", residents, np.asarray(deprivation, dtype=float))


def at_random(seed, areas=100, name="Town"):
    rng = np.random.default_rng(seed)
    people = rng.integers(1, 600, (3, areas))
    return a_district(people, rng.uniform(0, 0.6, areas), name)


@pytest.mark.parametrize("seed", range(5))
def test_the_most_deprived_fifth_is_what_a_running_sum_of_residents_gives(seed):
    district = at_random(seed)
    frame = pd.DataFrame(district.residents.people.T, columns=GROUPS)
    frame["deprivation"] = district.deprivation
    frame = frame.sort_values("deprivation", ascending=False)
    everyone = frame[[*GROUPS]].sum(axis=1)
    # an area is in the fifth if the middle of its residents is among the first fifth
    inside = (everyone.cumsum() - everyone / 2) < everyone.sum() / 5

    rows = {row.group: row for row in residents_rows(district, "white")}

    for group in GROUPS:
        assert rows[group].in_most_deprived == frame.loc[inside, group].sum()
        assert rows[group].residents == frame[group].sum()
    assert rows["black"].ratio == pytest.approx(rows["black"].share / rows["white"].share)
    assert rows["white"].ratio is None


def test_groups_that_live_alike_everywhere_have_a_ratio_of_one():
    people = np.outer([1, 3, 10], np.arange(10, 60))

    rows = residents_rows(a_district(people, np.arange(50) / 100), "white")

    assert [row.ratio for row in rows[:2]] == pytest.approx([1, 1])
    assert [row.rank_correlation for row in rows] == [None, None, None] or all(
        abs(row.rank_correlation or 0) < 0.5 for row in rows
    )


def test_a_group_that_lives_in_the_most_deprived_areas_alone_is_all_in_the_fifth():
    people = np.full((3, 50), 100.0)
    deprivation = np.arange(50) / 100
    people[1] = np.where(deprivation >= 0.45, 40, 0)  # the five most deprived of fifty
    people[2] = 200 - people[1]

    black = residents_rows(a_district(people, deprivation), "white")[1]

    assert black.share == 1
    assert black.areas_most_deprived == 10


@given(st.permutations(range(60)))
def test_the_order_of_areas_in_a_file_changes_nothing(order):
    district = at_random(1, areas=60)
    order = list(order)
    moved = a_district(district.residents.people[:, order], district.deprivation[order])

    assert residents_rows(moved, "white") == residents_rows(district, "white")


@given(st.floats(0.01, 100), st.floats(-5, 5))
def test_deprivation_counts_by_its_order_alone(times, plus):
    district = at_random(2, areas=60)
    scaled = a_district(district.residents.people, district.deprivation * times + plus)

    before, after = residents_rows(district, "white"), residents_rows(scaled, "white")

    assert [row.in_most_deprived for row in after] == [row.in_most_deprived for row in before]


def test_rank_correlation_is_that_of_scipy_also_with_ties():
    rng = np.random.default_rng(4)
    one, other = rng.integers(0, 9, 80).astype(float), rng.integers(0, 9, 80).astype(float)

    assert rank_correlation(one, other) == pytest.approx(stats.spearmanr(one, other).statistic)
    assert rank_correlation(one, np.ones(80)) is None


def test_the_nine_squares_hold_every_area_and_resident_once():
    district = at_random(5)

    rows = class_rows(district, "black")

    assert len(rows) == 9
    assert sum(row.areas for row in rows) == 100
    assert sum(row.residents for row in rows) == district.residents.everyone.sum()
    assert sum(row.of_group for row in rows) == district.residents.of("black").sum()


def test_districts_are_summed_each_within_itself():
    rich, poor = at_random(6, name="Rich"), at_random(7, name="Poor")
    rows = [*residents_rows(rich, "white"), *residents_rows(poor, "white")]

    summed = {row.group: row for row in together(rows, name="both", reference="white")}

    own = [row for row in rows if row.group == "black"]
    assert summed["black"].in_most_deprived == sum(row.in_most_deprived for row in own)
    assert summed["black"].share == pytest.approx(
        sum(row.in_most_deprived for row in own) / sum(row.residents for row in own)
    )
    assert summed["white"].ratio is None
    assert summed["black"].rank_correlation is None
