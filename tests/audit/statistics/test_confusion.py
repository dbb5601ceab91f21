"""Flags, outcomes and their rates: published tables, statsmodels and SciPy, relations, edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from candour.audit.statistics import confusion
from candour.audit.statistics.confusion import (
    FAMILY,
    MEASURES,
    compare,
    count_cells,
    estimate,
    four,
    implied_fpr,
    shares,
)

SEED = 20_261_129
# ProPublica, "How we analyzed the COMPAS recidivism algorithm" (2016): by flag, then by outcome.
BLACK = [[990, 532], [805, 1_369]]
WHITE = [[1_139, 461], [349, 505]]
# What that analysis printed of them, to two digits or four.
PUBLISHED = {
    "base_rate": (0.51, 0.39),
    "ppv": (0.63, 0.59),
    "npv": (0.65, 0.71),
    "fpr": (0.4485, 0.2345),
    "fnr": (0.2799, 0.4772),
}
NAMES = [measure.name for measure in MEASURES]

cells = st.integers(1, 500)
tables = st.tuples(cells, cells, cells, cells)


def table(tp, fp, fn, tn):
    return np.array([[tn, fn], [fp, tp]])


def by_rows(table):
    """Each measure as a mean over people, one row for each of them."""
    rows = [(f, o) for f in (0, 1) for o in (0, 1) for _ in range(int(table[f][o]))]
    flagged, outcome = np.array(rows, dtype=bool).reshape(-1, 2).T
    return {
        "selection_rate": flagged,
        "base_rate": outcome,
        "ppv": outcome[flagged],
        "npv": ~outcome[~flagged],
        "fpr": flagged[~outcome],
        "fnr": ~flagged[outcome],
    }


def compared(here, there, *, replicates=0):
    found = compare(
        ["here", "there"],
        np.array([here, there]),
        reference="there",
        replicates=replicates,
        rng=np.random.default_rng(SEED),
    )
    assert {row.group for row in found} == {"here"}
    assert [row.measure for row in found] == NAMES
    return {row.measure: row for row in found}


# counting


@pytest.mark.parametrize("groups", [1, 2, 63, 64, 70, 300])
def test_cells_are_those_of_counting_one_person_after_another(groups):
    rng = np.random.default_rng(SEED)
    group = rng.integers(0, groups, 2_000)
    flagged, outcome = rng.random(2_000) < 0.3, rng.random(2_000) < 0.6
    by_hand = np.zeros((groups, 2, 2), dtype=int)
    for place, flag, event in zip(group, flagged, outcome, strict=True):
        by_hand[place, int(flag), int(event)] += 1
    assert (count_cells(group, flagged, outcome, groups=groups) == by_hand).all()


def test_cells_are_the_same_however_many_rows_are_coded_at_a_time(monkeypatch):
    rng = np.random.default_rng(SEED)
    people = (rng.integers(0, 5, 1_000), rng.random(1_000) < 0.4, rng.random(1_000) < 0.2)
    at_once = count_cells(*people, groups=5)
    for rows in (1, 7, 999, 1_000, 1_001):
        monkeypatch.setattr(confusion, "CHUNK", rows)
        assert (count_cells(*people, groups=5) == at_once).all()


@pytest.mark.parametrize("kind", ["int8", "int16", "uint16", "int32", "int64"])
def test_cells_are_the_same_whatever_type_groups_are_held_in(kind):
    rng = np.random.default_rng(SEED)
    group, flagged, outcome = rng.integers(0, 5, 101), rng.random(101) < 0.3, rng.random(101) < 0.5
    expected = count_cells(group.astype("uint8"), flagged, outcome, groups=5)
    assert expected.sum() == 101
    assert (count_cells(group.astype(kind), flagged, outcome, groups=5) == expected).all()


def test_a_group_that_nobody_is_in_has_four_noughts():
    nobody, flags = np.array([], dtype=int), np.array([], dtype=bool)
    assert count_cells(nobody, flags, flags, groups=3).tolist() == [[[0, 0], [0, 0]]] * 3
    one = count_cells(np.array([0]), np.array([True]), np.array([False]), groups=2)
    assert one.tolist() == [[[0, 0], [1, 0]], [[0, 0], [0, 0]]]


def test_the_four_counts_are_named_as_flag_and_outcome_say():
    assert four(np.array(BLACK)) == (1_369, 805, 532, 990)
    assert four(table(1, 2, 3, 4)) == (1, 2, 3, 4)


# measures


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_rates_of_compas_are_as_propublica_printed_them(name):
    black, white = PUBLISHED[name]
    digits = len(str(black)) - 2
    column = NAMES.index(name)
    found = shares(np.array([BLACK, WHITE]))[:, column]
    assert [round(float(share), digits) for share in found] == [black, white]


@settings(max_examples=25)
@given(tables)
def test_every_measure_is_a_mean_over_the_people_it_is_of(counts):
    means = by_rows(table(*counts))
    found = dict(zip(NAMES, shares(table(*counts)[np.newaxis])[0], strict=True))
    for measure in MEASURES:
        expected = means[measure.name].mean()
        assert found[measure.name] == pytest.approx(expected)
        seen = estimate(measure, counts)
        assert seen is not None
        low, high = proportion_confint(
            means[measure.name].sum(), means[measure.name].size, method="wilson"
        )
        assert (seen.value, seen.low, seen.high) == pytest.approx((expected, low, high))


def test_many_tables_at_once_are_each_of_them_alone():
    rng = np.random.default_rng(SEED)
    many = rng.integers(1, 50, (6, 3, 2, 2))
    found = shares(many)
    assert found.shape == (6, 3, len(MEASURES))
    for draw in range(6):
        assert found[draw] == pytest.approx(shares(many[draw]))


@pytest.mark.filterwarnings("error")
def test_of_nobody_there_is_no_share_and_no_warning():
    nobody_flagged = table(0, 0, 4, 6)
    found = dict(zip(NAMES, shares(nobody_flagged[np.newaxis])[0], strict=True))
    assert np.isnan(found["ppv"])
    assert (found["selection_rate"], found["npv"]) == (0, 0.6)
    ppv = next(measure for measure in MEASURES if measure.name == "ppv")
    assert estimate(ppv, four(nobody_flagged)) is None
    assert np.isnan(shares(np.zeros((1, 2, 2), dtype=int))).all()


# comparisons


@settings(max_examples=25)
@given(tables, tables)
def test_differences_and_ratios_of_shares_agree_with_statsmodels(here, there):
    rows = compared(table(*here), table(*there))
    ours, theirs = by_rows(table(*here)), by_rows(table(*there))
    for name, row in rows.items():
        a, n, b, m = ours[name].sum(), ours[name].size, theirs[name].sum(), theirs[name].size
        assert row.difference is not None
        assert row.ratio is not None
        assert row.difference.value == pytest.approx(a / n - b / m, abs=1e-12)
        assert row.ratio.value == pytest.approx(a / n / (b / m))
        interval = confint_proportions_2indep(a, n, b, m, compare="diff", method="newcomb")
        assert (row.difference.low, row.difference.high) == pytest.approx(interval, abs=1e-9)
        # The square of the pooled score is Pearson's chi-squared without correction.
        p_value = stats.chi2_contingency([[a, n - a], [b, m - b]], correction=False).pvalue
        if name in FAMILY:
            assert row.p_value == pytest.approx(p_value, rel=1e-6, abs=1e-12)
        else:
            assert (row.p_value, row.p_holm) == (None, None)


def test_the_family_is_all_groups_and_all_that_flags_decide():
    counts = np.array([table(30, 20, 25, 60), table(20, 30, 30, 50), table(40, 10, 22, 70)])
    names = ["one", "reference", "other"]
    found = compare(
        names, counts, reference="reference", replicates=0, rng=np.random.default_rng(SEED)
    )
    assert [row.group for row in found] == ["one"] * 6 + ["other"] * 6
    tested = [row for row in found if row.measure != "base_rate"]
    adjusted = multipletests([row.p_value for row in tested], method="holm")[1]
    assert [row.p_holm for row in tested] == pytest.approx(adjusted.tolist())
    assert len(tested) == 10


def test_groups_that_are_alike_are_no_surprise_even_where_all_or_none_are_flagged():
    for alike in (table(0, 0, 5, 7), table(5, 7, 0, 0), table(3, 3, 3, 3)):
        rows = compared(alike, alike)
        assert rows["selection_rate"].p_value == 1
        assert rows["selection_rate"].p_holm == 1
        gap = rows["selection_rate"].difference
        assert gap is not None
        assert gap.value == 0
    assert compared(table(0, 0, 5, 7), table(0, 0, 5, 7))["ppv"].p_value is None


def test_a_measure_of_nobody_on_one_side_is_not_compared_and_not_tested():
    none_flagged, some = table(0, 0, 5, 7), table(3, 4, 5, 6)
    for here, there in ((none_flagged, some), (some, none_flagged)):
        row = compared(here, there)["ppv"]
        assert (row.difference, row.ratio, row.p_value, row.p_holm) == (None,) * 4
        assert compared(here, there)["npv"].p_value is not None


def test_a_ratio_to_none_has_no_value_while_its_difference_has():
    row = compared(table(3, 4, 5, 6), table(0, 0, 5, 7))["selection_rate"]
    assert row.ratio is None
    assert row.difference is not None
    assert row.difference.value == pytest.approx(7 / 18)
    assert row.p_value == pytest.approx(
        stats.chi2_contingency([[7, 11], [0, 12]], correction=False).pvalue
    )


# draws


def test_without_replicates_nothing_is_drawn():
    for row in compared(BLACK, WHITE).values():
        assert (row.drawn_difference, row.drawn_ratio) == (None, None)


def test_drawn_intervals_are_percentiles_of_tables_drawn_anew():
    counts = np.array([BLACK, WHITE])
    rows = compared(BLACK, WHITE, replicates=400)
    chances = counts.ravel() / counts.sum()
    tables = np.random.default_rng(SEED).multinomial(counts.sum(), chances, size=400)
    draws = [
        [by_name(drawn[0]), by_name(drawn[1])] for drawn in tables.reshape(400, 2, 2, 2).tolist()
    ]
    for name, row in rows.items():
        here, there = (np.array([pair[side][name] for pair in draws]) for side in (0, 1))
        for found, values in (
            (row.drawn_difference, here - there),
            (row.drawn_ratio, here / there),
        ):
            assert found is not None
            expected = np.percentile(values, [50, 2.5, 97.5])
            assert (found.value, found.low, found.high) == pytest.approx(expected.tolist())


def by_name(table):
    (tn, fn), (fp, tp) = table
    return {
        "selection_rate": (tp + fp) / (tp + fp + fn + tn),
        "base_rate": (tp + fn) / (tp + fp + fn + tn),
        "ppv": tp / (tp + fp),
        "npv": tn / (tn + fn),
        "fpr": fp / (fp + tn),
        "fnr": fn / (fn + tp),
    }


def test_drawn_intervals_lie_near_those_worked_out():
    for row in compared(BLACK, WHITE, replicates=2_000).values():
        for drawn, formula in (
            (row.drawn_difference, row.difference),
            (row.drawn_ratio, row.ratio),
        ):
            assert drawn is not None
            assert formula is not None
            assert (drawn.low, drawn.value, drawn.high) == pytest.approx(
                (formula.low, formula.value, formula.high), abs=0.025
            )


@pytest.mark.filterwarnings("error")
def test_draws_without_a_value_are_left_out_and_where_all_are_there_is_no_interval():
    none_flagged, some = table(0, 0, 5, 7), table(3, 4, 5, 6)
    row = compared(none_flagged, some, replicates=50)["ppv"]
    assert (row.drawn_difference, row.drawn_ratio) == (None, None)
    sparse = compared(table(1, 0, 5, 7), some, replicates=200)["ppv"]
    assert sparse.drawn_difference is not None
    assert sparse.drawn_difference.high <= 1


def test_a_group_without_a_value_in_some_draws_takes_none_from_the_others():
    counts = np.array([BLACK, table(1, 0, 5, 7), WHITE])
    found = compare(
        ["many", "few", "reference"], counts, reference="reference", replicates=200,
        rng=np.random.default_rng(SEED),
    )  # fmt: skip
    chances = counts.ravel() / counts.sum()
    drawn = np.random.default_rng(SEED).multinomial(counts.sum(), chances, size=200)
    flagged, right = drawn.reshape(200, 3, 2, 2)[:, :, 1].sum(axis=2), drawn[:, 3::4]
    with np.errstate(invalid="ignore"):
        ppv = right / flagged
    for place, name in enumerate(("many", "few")):
        (row,) = (one for one in found if (one.group, one.measure) == (name, "ppv"))
        differences = (ppv[:, place] - ppv[:, 2])[flagged[:, place] > 0]
        assert (differences.size < 200) == (name == "few")
        own = row.drawn_difference
        assert own is not None
        expected = np.percentile(differences, [50, 2.5, 97.5])
        assert (own.value, own.low, own.high) == pytest.approx(expected.tolist())


def test_one_draw_is_its_own_interval():
    drawn = compared(BLACK, WHITE, replicates=1)["fpr"].drawn_ratio
    assert drawn is not None
    assert drawn.low == drawn.value == drawn.high


# what base rates force


@given(tables)
def test_any_table_has_the_false_positive_rate_that_its_other_rates_force(counts):
    rates = by_name(table(*counts).tolist())
    forced = implied_fpr(base_rate=rates["base_rate"], ppv=rates["ppv"], fnr=rates["fnr"])
    assert forced == pytest.approx(rates["fpr"])
