"""Scores and lists by group: known answers, others' code, what is refused and what is hidden."""

import csv
import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from candour.audit.confidentiality.identity import identifying_heading, refuse_identifying_values
from candour.audit.confidentiality.suppression import SMALLEST_SHOWN, is_small, to_suppress
from candour.audit.errors import IdentifiesPeople, PlanError, Unfit
from candour.audit.scores.audit import ScoresQuestion, audit_scores
from candour.audit.scores.group_rows import group_rows
from candour.audit.scores.kind import KIND
from candour.audit.scores.outcome_rates import point, recorded_alike, sensitivity, tipping_points
from candour.audit.scores.rows import TippingPoint
from candour.audit.scores.tipping_words import recording_words
from candour.audit.statistics.confusion import (
    FAMILY,
    MEASURES,
    compare,
    count_cells,
    implied_fpr,
    shares,
)
from candour.audit.statistics.ranking import area_under_curve
from candour.audit.statistics.resampling import resampled_counts
from candour.tables.errors import CannotRead
from tests.audit.known import SIX_DIGITS, answer

FLAGS = {"flag_column": "band", "flag_values": ("high",)}


@pytest.fixture
def table(tmp_path):
    """Write rows to a CSV file, each given so many times."""

    def writer(heads, rows, name="rows.csv"):
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(heads)
            for row, times in rows:
                writer.writerows([row] * times)
        return path

    return writer


def people(group, tp, fp, fn, tn):
    cells = [("high", 1, tp), ("high", 0, fp), ("low", 1, fn), ("low", 0, tn)]
    return [((*group, band, outcome), times) for band, outcome, times in cells]


def question(**wanted):
    return ScoresQuestion(
        **{"groups": ("group",), "outcome": "outcome", "reference": "A", **FLAGS, **wanted}
    )


HEADS = ("group", "band", "outcome")


# known answers


def test_compas_is_as_published(published):
    path = published / "compas/compas-scores-two-years.csv"
    found = audit_scores(
        path,
        ScoresQuestion(
            groups=("race",),
            outcome="two_year_recid",
            reference="Caucasian",
            flag_column="score_text",
            flag_values=("Medium", "High"),
        ),
    )
    inputs, known = answer("KA09")
    assert found.inputs[0].sha256 == inputs["sha256"]
    assert found.as_dict()["accounted_for"]["read"] == inputs["rows"]
    rows = {row["group"]: row for row in found.as_dict()["groups"]}
    for name, group in (("African-American", "black"), ("Caucasian", "white")):
        for cell in ("tp", "fp", "fn", "tn"):
            assert rows[name][cell] == known[group][cell]
        for measure in ("fpr", "fnr", "ppv", "npv"):
            assert rows[name][measure]["value"] == pytest.approx(
                known[group][measure], rel=SIX_DIGITS
            )
    ratios = {(row["group"], row["measure"]): row for row in found.as_dict()["ratios"]}
    for measure in ("fpr", "fnr"):
        row = ratios["African-American", measure]
        value, low, high = known[f"{measure}_ratio_katz"]
        assert row["value"] == pytest.approx(value, rel=SIX_DIGITS)
        # Ours are score intervals: of thousands of people the third digit differs from Katz's.
        assert [row["low"], row["high"]] == pytest.approx([low, high], rel=0.005)
    # ProPublica, May 2016: 44.85 and 23.45, 27.99 and 47.72 per cent.
    assert round(100 * rows["African-American"]["fpr"]["value"], 2) == 44.85
    assert round(100 * rows["Caucasian"]["fnr"]["value"], 2) == 47.72


def test_the_rate_that_base_rates_force_is_as_known():
    _, known = answer("KA09")
    found = implied_fpr(
        base_rate=known["black"]["base"], ppv=known["white"]["ppv"], fnr=known["white"]["fnr"]
    )
    assert found == pytest.approx(known["black_fpr_implied_by_white_ppv_and_fnr"], rel=SIX_DIGITS)


# others' code and relations

populations = st.lists(
    st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), min_size=2, max_size=300
)


@settings(max_examples=25)
@given(populations)
def test_measures_agree_with_fairlearn(rows):
    from fairlearn.metrics import MetricFrame, false_positive_rate, selection_rate

    group, flagged, outcome = (np.array(column) for column in zip(*rows, strict=True))
    counts = count_cells(group, flagged, outcome, groups=4)
    found = shares(counts)
    frame = MetricFrame(
        metrics={"selection_rate": selection_rate, "fpr": false_positive_rate},
        y_true=outcome.astype(int),
        y_pred=flagged.astype(int),
        sensitive_features=group,
    )
    names = [measure.name for measure in MEASURES]
    for place, theirs in frame.by_group.iterrows():
        mine = dict(zip(names, found[place], strict=True))
        assert mine["selection_rate"] == pytest.approx(theirs["selection_rate"], rel=1e-10)
        if counts[place, :, 0].sum():  # fairlearn says 0 where there is nobody
            assert mine["fpr"] == pytest.approx(theirs["fpr"], rel=1e-10)


@settings(max_examples=25)
@given(populations)
def test_every_rate_agrees_with_scikit_learn(rows):
    from sklearn.metrics import (  # type: ignore[import-untyped]
        confusion_matrix,
        precision_score,
        recall_score,
    )

    group, flagged, outcome = (np.array(column) for column in zip(*rows, strict=True))
    counts = count_cells(group, flagged, outcome, groups=4)
    names = [measure.name for measure in MEASURES]
    for place in np.unique(group):
        mine = dict(zip(names, shares(counts)[place], strict=True))
        inside = group == place
        truth, said = outcome[inside].astype(int), flagged[inside].astype(int)
        theirs = confusion_matrix(truth, said, labels=[0, 1])
        assert (theirs == counts[place].T).all()
        assert mine["base_rate"] == pytest.approx(truth.mean(), rel=1e-10)
        if said.any():
            assert mine["ppv"] == pytest.approx(precision_score(truth, said), rel=1e-10)
        if truth.any():
            assert mine["fnr"] == pytest.approx(1 - recall_score(truth, said), rel=1e-10)
        if not said.all():
            npv = precision_score(truth, said, pos_label=0)
            assert mine["npv"] == pytest.approx(npv, rel=1e-10)


@given(st.lists(st.tuples(st.integers(1, 8), st.booleans()), min_size=2, max_size=200))
def test_the_area_agrees_with_scikit_learn_and_scipy(rows):
    from scipy.stats import mannwhitneyu
    from sklearn.metrics import roc_auc_score

    score, outcome = (np.array(column) for column in zip(*rows, strict=True))
    if outcome.all() or not outcome.any():
        return
    counts = np.array([
        [((score == value) & (outcome == happened)).sum() for happened in (False, True)]
        for value in range(1, 9)
    ])  # fmt: skip
    found = area_under_curve(counts[:, 1], counts[:, 0]).value
    assert found == pytest.approx(roc_auc_score(outcome, score), rel=1e-10)
    above = mannwhitneyu(score[outcome], score[~outcome]).statistic
    assert found == pytest.approx(above / outcome.sum() / (~outcome).sum(), rel=1e-10)


@given(populations)
def test_counts_are_those_of_plain_counting(rows):
    group, flagged, outcome = (np.array(column) for column in zip(*rows, strict=True))
    counts = count_cells(group, flagged, outcome, groups=4)
    for place, flag, happened in itertools.product(range(4), (0, 1), (0, 1)):
        assert counts[place, flag, happened] == rows.count((place, bool(flag), bool(happened)))


def test_the_bootstrap_agrees_with_the_formulas_where_cells_are_large():
    counts = np.array([[[990, 532], [805, 1369]], [[1139, 461], [349, 505]]])
    found = compare(
        ["B", "A"], counts, reference="A", replicates=2_000, rng=np.random.default_rng(1)
    )
    for each in found:
        assert each.ratio and each.drawn_ratio  # noqa: PT018 - for the types
        assert each.difference and each.drawn_difference  # noqa: PT018 - (the same)
        assert each.drawn_ratio.low == pytest.approx(each.ratio.low, rel=0.03)
        assert each.drawn_difference.high == pytest.approx(each.difference.high, abs=0.012)


def test_only_what_flags_decide_is_in_the_family():
    counts = np.array([[[99, 53], [80, 136]], [[113, 46], [34, 50]]])
    found = compare(["B", "A"], counts, reference="A", replicates=0, rng=np.random.default_rng(1))
    assert {each.measure for each in found if each.p_holm is not None} == set(FAMILY)
    assert all(each.p_holm >= (each.p_value or 0) for each in found if each.p_holm is not None)


@given(st.tuples(*[st.integers(1, 500)] * 4), st.floats(1, 5))
def test_recording_changes_neither_who_is_flagged_nor_how_many_there_are(cells, times):
    tp, fp, fn, tn = recorded_alike(cells, times=times)
    assert tp + fp == pytest.approx(cells[0] + cells[1])
    assert fn + tn == pytest.approx(cells[2] + cells[3])
    assert (tp + fn) * times == pytest.approx(cells[0] + cells[2])


positive = st.tuples(*[st.integers(1, 300)] * 4)


def table_of(*groups):
    return np.array([[[tn, fn], [fp, tp]] for tp, fp, fn, tn in groups])


@example((1, 1, 1, 1), (1, 1, 1, 2))  # flags that go with nothing: the FPR never moves
@given(positive, positive)
def test_at_the_tipping_point_the_difference_is_gone(here, there):
    counts = table_of(here, there)
    for row in tipping_points(["B", "A"], counts, "A", None):
        if row.times is None:
            continue
        tp, fp, fn, tn = recorded_alike(here, times=row.times)
        own = fp / (fp + tn) if row.measure == "fpr" else tp / (tp + fp)
        other = (
            there[1] / (there[1] + there[3])
            if row.measure == "fpr"
            else there[0] / (there[0] + there[1])
        )
        assert own == pytest.approx(other, abs=1e-9)
        assert min(tp, fp, fn, tn) >= -1e-9


@given(positive, positive)
def test_no_tipping_point_means_that_no_recording_closes_the_gap(here, there):
    counts = table_of(here, there)
    rows = {row.measure: row for row in tipping_points(["B", "A"], counts, "A", None)}
    if rows["fpr"].times is not None:
        return
    least = max(here[0] / (here[0] + here[1]), here[2] / (here[2] + here[3]))
    gaps = []
    for times in np.geomspace(least * (1 + 1e-9), 1e6, 400):
        _, fp, _, tn = recorded_alike(here, times=float(times))
        if fp + tn > 1e-9:
            gaps.append(fp / (fp + tn) - there[1] / (there[1] + there[3]))
    assert min(gaps) > -1e-6 or max(gaps) < 1e-6


def test_the_tipping_points_of_compas_are_as_worked_out_by_hand():
    """FPR: (1369 - q 1901) / (2174 - q 3696) with q = 349/1488; PPV: (1369/2174) / (505/854)."""
    counts = table_of((1369, 805, 532, 990), (505, 349, 461, 1139))
    rng = np.random.default_rng(1)
    draws = resampled_counts(counts, replicates=300, rng=rng)
    fpr, ppv = tipping_points(["B", "A"], counts, "A", draws)
    q = 349 / 1488
    assert fpr.times == pytest.approx((1369 - q * 1901) / (2174 - q * 3696))
    assert ppv.times == pytest.approx((1369 / 2174) / (505 / 854))
    of_fpr, of_ppv = point(fpr), point(ppv)
    assert of_fpr is not None
    assert of_ppv is not None
    assert of_fpr.low < of_fpr.value < of_fpr.high < 1
    assert of_ppv.low < 1 < of_ppv.high


def test_recording_moves_fpr_and_ppv_and_leaves_misses_alone():
    counts = table_of((100, 50, 40, 60), (50, 50, 50, 50))
    rows = list(sensitivity(["B", "A"], counts, "A"))
    assert rows[0].recorded_times_as_readily == 1
    by_times = {row.recorded_times_as_readily: row for row in rows}
    assert by_times[2.0].fpr == pytest.approx(100 / 180)
    assert by_times[2.0].ppv == pytest.approx(50 / 150)
    assert by_times[2.0].fnr == pytest.approx(by_times[1.0].fnr)
    assert by_times[2.0].fpr_ratio == pytest.approx(100 / 180 / 0.5)
    assert 0.5 not in by_times  # 200 of 150 flagged would have the outcome: there is no such case


# refused


@pytest.mark.parametrize(
    "column",
    [
        "name", "Full Name", "surname", "first_name", "DOB", "Date of Birth", "dateOfBirth",
        "NHS", "nhs_number", "PNC", "PNC_ID", "CRO number", "case number", "c_case_number",
        "Crime Ref", "postcode", "Home Postcode", "post_code", "address", "Address Line 1",
        "home_address", "email", "Phone Number", "URN", "custody_no", "latitude", "UPRN",
    ],
)  # fmt: skip
def test_a_column_that_identifies_people_is_refused_and_nothing_written(
    run, table, tmp_path, column
):
    path = table((*HEADS, column), [((*row, "x"), n) for row, n in people(("A",), 9, 9, 9, 9)])
    status, out, err = run(
        "audit", "scores", path, "--group", "group", "--flagged", "band=high",
        "--outcome", "outcome", "--reference", "A", "--out", tmp_path / "report",
    )  # fmt: skip
    assert status == 2
    assert not out
    assert f"column '{column}' looks like" in err
    assert err.count("\n") == 1
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize(
    "column",
    ["race", "score_text", "age", "age_cat", "priors_count", "two_year_recid", "band", "sex",
     "force", "month", "decile_score", "ethnic group", "days_b_screening_arrest", "area"],
)  # fmt: skip
def test_a_column_of_groups_or_scores_is_not(column):
    assert identifying_heading(column) is None


@pytest.mark.parametrize(
    "values",
    [
        ["SW1A 1AA", "M1 1AE", "b33 8th"],
        ["943 476 5919", "9434765919"],
        ["1987-03-14", "1990-12-01"],
        ["14/03/1987"],
        ["12/345678Q", "2001/1234567A"],
        ["AB 12 34 56 C", "QQ123456A", "jh874512d"],
        ["42/12345/21", "CR/1234567/20", "01MP/1234/21"],
        ["+44 20 7946 0958", "07700 900123"],
        ["Flat 2, 14 Elm Road", "3a High Street, Leeds"],
        ["51.50742", "53.48095"],
        ["AB12 CDE"],
        ["a@example.org"],
    ],
)
def test_values_that_identify_people_are_refused_whatever_the_heading(values):
    with pytest.raises(IdentifiesPeople, match="Candour takes no column that identifies"):
        refuse_identifying_values("rows.csv", "extra", values)


def test_ordinary_values_are_not():
    refuse_identifying_values("rows.csv", "extra", ["Low", "7", "25 - 45", "2019-04", "0.75", ""])


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"groups": ("tribe",)}, CannotRead, "no column 'tribe', only: group, band, outcome"),
        ({"reference": "Z"}, PlanError, "'Z' is no group of this table. Groups are: A, B"),
        ({"flag_values": ("highest",)}, CannotRead, "no row has band 'highest', only: high, low"),
        ({"outcome": "band"}, PlanError, "must be different columns"),
        (
            {"outcome": "band", "flag_column": "outcome", "flag_values": ("1",)},
            CannotRead,
            "an outcome is 1 or 0, yes or no",
        ),
        (
            {"flag_column": "", "flag_values": (), "score": "band", "threshold": 3},
            CannotRead,
            "a score is a number",
        ),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(table, changes, error, says):
    path = table(HEADS, people(("A",), 9, 9, 9, 9) + people(("B",), 9, 9, 9, 9))
    with pytest.raises(error, match=says):
        audit_scores(path, question(**changes))


def test_who_is_flagged_must_be_said_one_way():
    with pytest.raises(PlanError, match="either --flagged"):
        question(score="band", threshold=3)
    with pytest.raises(PlanError, match="--threshold"):
        question(flag_column="", flag_values=(), score="band")


def test_names_are_refused_whatever_the_heading():
    people_named = [f"{first} {last}" for first in ("Ann", "Bo", "Cy", "Di") for last in
                    ("Stone", "O'Hara", "Vega", "Lee-Ross")]  # fmt: skip
    with pytest.raises(IdentifiesPeople, match="looks like a name"):
        refuse_identifying_values("rows.csv", "extra", people_named, one_each=True)
    shouted = [f"{n.split()[1].upper()}, {n.split()[0]}" for n in people_named]
    with pytest.raises(IdentifiesPeople, match="looks like a name"):
        refuse_identifying_values("rows.csv", "extra", shouted, one_each=True)
    refuse_identifying_values("rows.csv", "area", people_named[:3] * 9, one_each=True)


def test_dates_over_many_years_are_taken_for_births_and_dates_of_one_year_are_not():
    births = [f"{day:02}/03/{year}" for day, year in zip(range(1, 13), range(2001, 2013),
                                                         strict=True)]  # fmt: skip
    with pytest.raises(IdentifiesPeople, match="a date of birth"):
        refuse_identifying_values("rows.csv", "extra", births)
    refuse_identifying_values("rows.csv", "month", ["2019-04-01", "2019-05-01", "2020-01-01"])


def test_a_column_of_groups_that_holds_postcodes_far_down_is_refused(table):
    rows = people(("A",), 90, 90, 90, 90) + people(("B",), 90, 90, 90, 90)
    codes = [((f"N{n} {n}AB", "high", 1), 1) for n in range(1, 9)]
    with pytest.raises(IdentifiesPeople, match="column 'group' looks like a postcode"):
        audit_scores(table(HEADS, rows + codes), question())


def test_official_is_for_counts():
    with pytest.raises(PlanError, match="name their column"):
        question(is_official=True)


# hidden


def test_a_small_group_is_hidden_with_another_that_covers_it(table):
    rows = people(("A",), 50, 60, 70, 80) + people(("B",), 3, 9, 9, 9)
    rows += people(("C",), 9, 8, 7, 20) + people(("D",), 40, 40, 40, 40)
    found = audit_scores(table(HEADS, rows), question())
    assert found.as_dict()["accounted_for"]["groups_hidden"] == ["B", "C"]
    shown = str({key: value for key, value in found.as_dict().items() if key != "accounted_for"})
    assert "'C'" not in shown


def test_official_counts_are_never_hidden(table):
    heads = ("group", "band", "outcome", "count")
    rows = [
        (("A", "high", 1, 50), 1), (("A", "high", 0, 60), 1), (("A", "low", 1, 9), 1),
        (("A", "low", 0, 80), 1), (("B", "high", 1, 2), 1), (("B", "high", 0, 1), 1),
        (("B", "low", 1, 3), 1), (("B", "low", 0, 4), 1),
    ]  # fmt: skip
    found = audit_scores(table(heads, rows), question(count="count", is_official=True))
    assert {row["group"]: row["people"] for row in found.as_dict()["groups"]} == {"A": 199, "B": 10}


def test_a_reference_too_small_to_show_is_refused(table):
    rows = people(("A",), 2, 6, 7, 8) + people(("B",), 30, 30, 30, 30)
    with pytest.raises(Unfit, match="choose a larger reference"):
        audit_scores(table(HEADS, rows), question())


def test_one_hidden_cell_is_not_enough_where_totals_are_shown():
    inputs, known = answer("KA19")
    cells: dict[tuple[str, ...], tuple[int, ...]] = {
        (str(row), str(column)): (inputs["table"][row][column],)
        for row, column in itertools.product((0, 1), (0, 1))
    }
    hidden = to_suppress(cells)
    assert known["second_suppression_needed"]
    assert hidden == set(cells)  # with both margins shown, all four are needed


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")),
        st.tuples(st.integers(0, 30), st.integers(0, 30)),
        min_size=1,
    )
)
def test_no_line_of_a_table_gives_a_hidden_cell_away(cells):
    hidden = to_suppress(cells)
    for place in (0, 1):
        for value in {name[place] for name in cells}:
            line = [name for name in cells if name[place] == value]
            inside = [name for name in line if name in hidden]
            if inside and len(inside) < len(line):
                together = [sum(each) for each in zip(*(cells[n] for n in inside), strict=True)]
                assert len(inside) > 1
                assert not any(is_small(count) for count in together)
    for name, counts in cells.items():
        assert name in hidden or not any(0 < count < SMALLEST_SHOWN for count in counts)


def test_scores_are_shown_in_bins_without_small_cells(table):
    rng = np.random.default_rng(20_261_122)
    rows = [
        ((group, round(float(score), 3), int(rng.random() < score)), 1)
        for group, number in (("A", 400), ("B", 300))
        for score in rng.random(number)
    ]
    found = audit_scores(
        table(("group", "score", "outcome"), rows),
        question(flag_column="", flag_values=(), score="score", threshold=0.5),
    )
    for row in found.as_dict()["calibration"]:
        having = round(row["value"] * row["people"])
        assert not is_small(having)
        assert not is_small(row["people"] - having)
        assert row["low"] - 0.15 < (row["score_from"] + row["score_to"]) / 2 < row["high"] + 0.15
    assert sum(row["people"] for row in found.as_dict()["calibration"]) == 700
    assert all(0.7 < row["value"] < 0.95 for row in found.as_dict()["auc"])
    rates = [row["selection_rate"] for row in found.as_dict()["thresholds"] if row["group"] == "A"]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] == 1


def test_intersections_of_groups_come_with_shrunken_rates(table):
    rows = people(("A", "m"), 50, 60, 70, 80) + people(("A", "f"), 30, 30, 30, 30)
    rows += people(("B", "m"), 20, 20, 9, 9) + people(("B", "f"), 8, 9, 10, 11)
    found = audit_scores(
        table(("group", "sex", "band", "outcome"), rows),
        question(groups=("group", "sex"), reference="A · m"),
    )
    by_name = {row["group"]: row for row in found.as_dict()["groups"]}
    assert set(by_name) == {"A · f", "A · m", "B · f", "B · m"}
    own = [row["selection_rate"]["value"] for row in by_name.values()]
    for row in by_name.values():
        assert min(own) <= row["selection_rate_shrunken"] <= max(own)
        for measure in ("selection_rate", "fpr", "fnr", "ppv"):
            name = f"{measure}_shrunken"
            assert row[f"{name}_low"] < row[name] < row[f"{name}_high"]
            # The number as counted stands beside, with its own interval.
            assert row[measure]["low"] < row[measure]["value"] < row[measure]["high"]


def test_where_nobody_is_flagged_nothing_is_drawn_in():
    counts = np.array([[[5, 5], [0, 0]], [[9, 8], [0, 0]]])
    rows = group_rows(["A", "B"], counts, intersections=True)
    assert [row.drawn_in.selection_rate_shrunken for row in rows if row.drawn_in] == [None, None]


def test_bands_show_how_each_turned_out(table):
    rows = people(("A",), 50, 60, 70, 80) + people(("B",), 30, 31, 32, 33)
    found = audit_scores(table(HEADS, rows), question())
    bands = {(row["group"], row["band"]): row for row in found.as_dict()["bands"]}
    assert bands["B", "high"]["value"] == pytest.approx(30 / 61)
    assert (bands["A", "low"]["people"], bands["A", "low"]["flagged"]) == (150, False)
    assert found.as_dict()["calibration"] == []


def test_the_reference_of_several_columns_may_be_written_with_commas(table):
    rows = people(("A", "m"), 50, 60, 70, 80) + people(("A", "f"), 30, 30, 30, 30)
    found = audit_scores(
        table(("group", "sex", "band", "outcome"), rows),
        question(groups=("group", "sex"), reference="A, m"),
    )
    assert {row["reference"] for row in found.as_dict()["ratios"]} == {"A · m"}
    for row in found.as_dict()["groups"]:
        assert {f"{name}_shrunken" for name in ("selection_rate", "fpr", "fnr", "ppv")} <= set(row)


def test_the_outcome_s_own_bias_stands_beside_the_number_that_leads(table):
    rows = people(("A",), 50, 60, 70, 80) + people(("B",), 30, 30, 30, 30)
    first, second, *_ = audit_scores(table(HEADS, rows), question()).sentences
    assert first.startswith("Of people without the recorded outcome")
    assert second.startswith("The outcome in column 'outcome' is what was recorded")
    assert "measures policing as well as behaviour" in second


def test_the_clear_error_that_touches_most_people_leads_and_is_in_the_title(table):
    rows = people(("A",), 50, 100, 50, 400) + people(("B",), 60, 60, 40, 60)
    finding = audit_scores(table(HEADS, rows), question())
    assert "of B were flagged, against 20.0%" in finding.sentences[0]
    assert KIND.title(finding).endswith(
        "of those with no outcome recorded, B flagged 2.5 times (1.9 to 3.2) as often as A"
    )
    assert finding.sentences[-2].startswith(
        "Of 4 comparisons, 3 are clear after allowing for the 5"
    )
    assert finding.sentences[-1].startswith("Another outcome, threshold or period would change")


def test_what_is_not_clear_says_so_beside_its_ratio(table):
    rows = people(("A",), 50, 60, 70, 80) + people(("B",), 30, 30, 30, 30)
    finding = audit_scores(table(HEADS, rows), question())
    assert finding.sentences[0].endswith("which is not clear.")
    assert KIND.title(finding).endswith(".csv")


def test_where_outcomes_are_missing_all_people_is_said_of_all_and_not_of_those_known(table):
    """Known: 150 of 300 and 90 of 240 flagged; of everyone 170 of 420 and 100 of 350."""
    rows = people(("A",), 30, 60, 30, 120) + people(("B",), 50, 100, 50, 100)
    lost = [(("A", "high", ""), 10), (("A", "low", ""), 100), (("B", "high", ""), 20)]
    lost.append((("B", "low", ""), 100))
    told = audit_scores(table(HEADS, rows + lost), question()).sentences
    assert "they are left out of every rate that does not say that it is of everyone." in told[0]
    assert not any("all people" in text for text in told)
    (flagged,) = (text for text in told if text.startswith("Of people whose outcome is known"))
    assert "50.0% (95% interval 44.4% to 55.6%) of B were flagged" in flagged
    assert flagged.endswith("; of everyone, outcome known or not, 40.5% against 28.6%.")
    finding = audit_scores(table(HEADS, rows + lost), question())
    found = [*KIND.answers.what_was_found(finding)]
    assert found[0].startswith("B: of 100 people whose outcome is known, 50 were flagged")
    assert found[3].startswith("B: of 100 people flagged whose outcome is known, ")
    first = KIND.first_table(finding)
    assert first
    assert first.note.endswith(". Of people whose outcome is known")
    few = [*lost[:3], (("B", "low", ""), 3)]
    told = audit_scores(table(HEADS, rows + few, "few.csv"), question()).sentences
    assert not any("; of everyone" in text for text in told)


def test_recording_is_said_to_explain_only_a_difference_that_is_clear(table):
    """Of B more are flagged wrongly and clearly; of C, which is larger, not clearly."""
    rows = people(("A",), 50, 100, 50, 400) + people(("B",), 60, 60, 40, 60)
    rows += people(("C",), 300, 310, 300, 1190)
    second = audit_scores(table(HEADS, rows), question()).sentences[1]
    assert "the difference in false positive rates between B and A" in second
    rows = people(("A",), 50, 60, 70, 80) + people(("B",), 30, 30, 30, 30)
    second = audit_scores(table(HEADS, rows, "unclear.csv"), question()).sentences[1]
    assert second.endswith(
        "No difference in false positive rates is clear here, so there is none for uneven "
        "recording to explain; it may hide one."
    )


def test_of_many_comparisons_how_many_are_clear_stands_first_and_the_rest_in_the_table(table):
    rows = people(("A",), 50, 100, 50, 400) + people(("B",), 60, 60, 40, 60)
    for name in "CDEFGH":
        rows += people((name,), 50, 100, 50, 400)
    told = audit_scores(table(HEADS, rows), question()).sentences
    assert told[0].startswith("Of 28 comparisons, 2 are clear after allowing for the 35 that were")
    assert "of B were flagged, against 20.0%" in told[1]
    assert not any("which is not clear" in text for text in told)
    (rest,) = (text for text in told if "stand in the table" in text)
    assert rest.startswith("The other 2")


def test_answers_of_many_comparisons_tell_what_is_clear_and_recording_is_of_that_group(table):
    rows = people(("A",), 50, 100, 50, 400) + people(("B",), 60, 60, 40, 60)
    for name in "CDEFGH":
        rows += people((name,), 150, 310, 150, 1190)
    finding = audit_scores(table(HEADS, rows), question())
    found = [*KIND.answers.what_was_found(finding)]
    assert [text[:3] for text in found[:2]] == ["B: ", "B: "]
    assert found[2:] == ["The other 26 comparisons are not clear, and stand in the table."]
    assert "Of 28 comparisons, 2 are clear" in [*KIND.answers.how_sure(finding)][1]
    recording, *_ = KIND.answers.what_would_change_it(finding)
    assert "if those of the group B were recorded" in recording
    assert KIND.title(finding).endswith("as often as A (one of 2 clear among 28 compared)")


def test_of_many_comparisons_of_which_none_is_clear_one_is_told_and_said_not_to_be(table):
    rows = people(("A",), 50, 100, 50, 400)
    for name in "BCDE":
        rows += people((name,), 51, 99, 50, 400)
    finding = audit_scores(table(HEADS, rows), question())
    count, first, bias, rest, _ = finding.sentences
    assert count.startswith("Of 16 comparisons, none is clear after allowing for the 20 that were")
    assert first.endswith("which is not clear.")
    assert bias.endswith("it may hide one.")
    assert rest == "The other 15 comparisons are not clear, and stand in the table."
    assert KIND.title(finding).endswith(".csv")


def test_a_range_that_leaves_out_1_by_itself_is_said_not_to_be_clear_among_all(table):
    rows = people(("A",), 50, 100, 50, 400) + people(("B",), 50, 34, 50, 86)
    finding = audit_scores(table(HEADS, rows), question())
    (flags,) = (t for t in KIND.answers.what_was_found(finding) if "flagged all the same" in t)
    assert flags.endswith("for this comparison alone; not clear once 5 are allowed for).")


def test_a_difference_from_a_reference_that_has_none_is_told_in_points(table):
    """Without the outcome 40 of 200 of B are flagged and none of A: Newcombe 14.7 to 26.1."""
    rows = people(("A",), 50, 0, 50, 200) + people(("B",), 50, 40, 50, 160)
    finding = audit_scores(table(HEADS, rows), question())
    assert "of B were flagged, against 0.0%" in finding.sentences[0]
    points = "no ratio to none; a difference of 20.0 points (95% interval 14.7 to 26.1)"
    assert points in finding.sentences[0]
    assert "B flagged in 20 of 100 cases, against none of A" in KIND.title(finding)
    (flags,) = (t for t in KIND.answers.what_was_found(finding) if "flagged all the same" in t)
    assert flags.endswith(f"more often ({points}).")


def test_misses_say_who_is_missed_more_often_and_wrong_flags_stand_before_them(table):
    rows = people(("A",), 50, 100, 150, 400) + people(("B",), 250, 60, 150, 60)
    told = audit_scores(table(HEADS, rows), question()).sentences
    assert told[0].startswith("Of people without the recorded outcome, 50.0%")
    assert "outcomes in B would have to go unrecorded" in told[1]
    (missed,) = (text for text in told if "were not flagged" in text)
    assert missed.endswith("so A were missed more often.")


def test_a_flag_that_may_be_the_wrong_way_round_is_asked_about_first(table):
    rows = people(("A",), 20, 200, 200, 100) + people(("B",), 20, 200, 200, 100)
    first = audit_scores(table(HEADS, rows), question()).sentences[0]
    assert first.startswith("Check which way round the flag is")
    right = people(("A",), 200, 100, 20, 200) + people(("B",), 200, 100, 20, 200)
    assert "Check which way" not in audit_scores(table(HEADS, right), question()).sentences[0]


def test_a_file_in_which_everyone_has_the_outcome_is_refused(table):
    rows = people(("A",), 50, 0, 50, 0) + people(("B",), 50, 0, 50, 0)
    with pytest.raises(Unfit, match="Every row has the outcome 'outcome'"):
        audit_scores(table(HEADS, rows), question())


def test_follow_up_that_differs_between_people_leads(table):
    rows = people(("A",), 50, 60, 70, 80) + people(("B",), 30, 30, 30, 30)
    followed = [((*row, 180 + 185 * (n % 2)), times) for n, (row, times) in enumerate(rows)]
    first = audit_scores(table((*HEADS, "days_followed"), followed), question()).sentences[0]
    assert first.startswith(
        "Column 'days_followed' may say that people were not all followed alike"
    )
    alike = [((*row, 365), times) for row, times in rows]
    first = audit_scores(table((*HEADS, "days_followed"), alike), question()).sentences[0]
    assert "followed" not in first


def test_nobody_flagged_in_a_group_is_told_in_words(table):
    rows = people(("A",), 50, 60, 70, 80) + people(("B",), 0, 0, 30, 30)
    finding = audit_scores(table(HEADS, rows), question())
    assert finding.sentences[0].startswith("Nobody of B was flagged")
    assert any(
        text.startswith("Nobody of B was flagged") for text in KIND.answers.what_was_found(finding)
    )


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (0.71, "in A: only about 71 (no range could be worked out) recorded in B"),
        (1.4, "more readily than in A: about 140 (no range could be worked out) recorded in B"),
        (1.0, "the difference is too small for recording"),
        (None, "No way of recording"),
    ],
)
def test_how_uneven_recording_would_have_to_be_can_not_be_read_backwards(times, words):
    row = TippingPoint(group="B", reference="A", measure="fpr", times=times, low=None, high=None)
    assert words in recording_words(row, "the difference")


def test_a_range_of_recording_that_goes_both_ways_says_so():
    row = TippingPoint(group="B", reference="A", measure="fpr", times=0.89, low=0.6, high=2.3)
    told = recording_words(row, "the difference")
    assert "can't be told" in told
    assert "(60 to 230 recorded in B where 100 like them would be in A) goes both ways" in told
    assert "only" not in told
    assert "more often" not in told


def test_rows_and_their_counts_give_the_same_numbers(table):
    rows = people(("A",), 50, 60, 70, 80) + people(("B",), 30, 31, 32, 33)
    counted = table((*HEADS, "n"), [((*row, n), 1) for row, n in rows], "counts.csv")
    plain = audit_scores(table(HEADS, rows), question())
    assert audit_scores(counted, question(count="n")).result == plain.result


def test_counts_that_are_not_official_are_hidden_like_rows(table):
    rows = people(("A",), 50, 60, 70, 80) + people(("B",), 3, 31, 32, 33)
    rows += people(("C",), 30, 31, 32, 33)
    counted = table((*HEADS, "n"), [((*row, n), 1) for row, n in rows])
    found = audit_scores(counted, question(count="n")).as_dict()["accounted_for"]
    assert found["groups_hidden"] == ["B", "C"]
    official = audit_scores(counted, question(count="n", is_official=True)).as_dict()[
        "accounted_for"
    ]
    assert official["groups_hidden"] == []


def test_no_bin_begins_or_ends_at_somebodys_own_score(table):
    rng = np.random.default_rng(3)
    scores = [round(float(score), 6) for score in rng.random(600)]
    rows = [(("A" if n % 2 else "B", score, n % 3 == 0), 1) for n, score in enumerate(scores)]
    found = audit_scores(
        table(("group", "score", "outcome"), rows),
        question(flag_column="", flag_values=(), score="score", threshold=0.5),
    )
    ends = {
        row[end] for row in found.as_dict()["calibration"] for end in ("score_from", "score_to")
    }
    assert not ends & set(scores)
    assert all(end == round(end, 3) for end in ends)


def test_rows_without_a_group_a_score_or_an_outcome_are_accounted_for(table):
    rows = people(("A",), 9, 9, 9, 9) + people(("B",), 9, 9, 9, 9)
    rows += [(("", "high", 1), 4), (("A", "", 1), 5), (("A", "high", ""), 6)]
    found = audit_scores(table(HEADS, rows), question()).as_dict()["accounted_for"]
    assert (found["no_group"], found["no_score"], found["no_outcome"]) == (4, 5, 6)
    assert (found["read"], found["used"]) == (87, 72)


def test_the_same_question_gives_the_same_draws(table):
    path = table(HEADS, people(("A",), 9, 9, 9, 9) + people(("B",), 9, 9, 9, 9))
    assert audit_scores(path, question()).as_dict() == audit_scores(path, question()).as_dict()
