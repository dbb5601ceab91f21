"""Printed scores that can't all be true are told apart from those that can."""

import json
from decimal import Decimal
from itertools import product
from math import sqrt

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from candour.audit.accuracy.kind import KIND
from candour.audit.accuracy.scores_file import read_score, read_scores
from candour.audit.accuracy.scores_together import FIXED_AND_MCC, audit_scores, exceeds_any_average
from candour.audit.accuracy.tables_behind_scores import counts_exist, table_exists
from candour.tables.errors import CannotRead

ABOVE = "name,precision,recall,mcc\nnine,0.725490196,0.375634518,0.719912507\n"


def scores_of(tp, fp, fn, tn):
    """The scores of a table by their definitions."""
    below = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return {
        "accuracy": (tp + tn) / (tp + fp + fn + tn),
        "precision": tp / (tp + fp),
        "recall": tp / (tp + fn),
        "specificity": tn / (tn + fp),
        "f1": 2 * tp / (2 * tp + fp + fn),
        "balanced_accuracy": (tp / (tp + fn) + tn / (tn + fp)) / 2,
        "mcc": (tp * tn - fp * fn) / sqrt(below),
    }


def ranges_of(scores, digits):
    return {
        name: read_score(f"{value:.{digits}f}", is_correlation=name == "mcc").range
        for name, value in scores.items()
    }


counts = st.integers(1, 60)


@settings(max_examples=15, deadline=None, phases=[Phase.generate])
@given(counts, counts, counts, counts, st.integers(2, 6))
def test_scores_of_a_real_table_can_all_be_true(tp, fp, fn, tn, digits):
    scores = scores_of(tp, fp, fn, tn)
    ranges = ranges_of({name: scores[name] for name in FIXED_AND_MCC}, digits)
    assert table_exists(ranges)
    assert counts_exist(ranges, tp + fn, tn + fp)


POSITIVES, NEGATIVES = 7, 9
ALL_TABLES = [
    scores_of(tp, NEGATIVES - tn, POSITIVES - tp, tn)
    for tp, tn in product(range(1, POSITIVES), range(1, NEGATIVES))
]


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries(
        {name: st.integers(0, 100) for name in ("accuracy", "precision", "recall")}
    ),
    st.sampled_from(range(len(ALL_TABLES))),
)
def test_counts_agree_with_trying_every_table(hundredths, which):
    near = ALL_TABLES[which]
    for printed in (
        {name: f"{n / 100:.2f}" for name, n in hundredths.items()},
        {name: f"{near[name]:.2f}" for name in hundredths} | {"f1": f"{near['f1']:.1f}"},
    ):
        ranges = {name: read_score(text).range for name, text in printed.items()}
        tried = any(
            all(
                float(r.low) - 1e-12 <= table[name] <= float(r.high) + 1e-12
                for name, r in ranges.items()
            )
            for table in ALL_TABLES
        )
        assert counts_exist(ranges, POSITIVES, NEGATIVES) or not tried
        if not counts_exist(ranges, POSITIVES, NEGATIVES):
            assert not tried


def test_mcc_above_the_root_of_precision_and_recall_can_not_be(tmp_path):
    file = tmp_path / "scores.csv"
    file.write_text(ABOVE)
    (row,) = audit_scores(file).result.rows
    assert row.consistent is False
    assert set(row.cannot_all_be) == {"precision", "recall", "mcc"}
    assert "0.522034" in row.why
    assert row.no_average_either


def test_what_follows_is_worked_out_from_accuracy_precision_and_recall(tmp_path):
    table = scores_of(30, 10, 20, 940)
    file = tmp_path / "scores.csv"
    file.write_text(
        "name,accuracy,precision,recall,mcc\n"
        "one," + ",".join(f"{table[n]:.9f}" for n in ("accuracy", "precision", "recall", "mcc"))
    )
    (row,) = audit_scores(file).result.rows
    assert row.consistent is True
    assert row.follows_from == ("accuracy", "precision", "recall")
    assert row.follows.mcc == pytest.approx(table["mcc"], abs=1e-6)
    assert row.follows.prevalence == pytest.approx(0.05, abs=1e-6)
    assert row.follows.flag_nobody_accuracy == pytest.approx(0.95, abs=1e-6)
    assert row.follows.missed_in_100 == pytest.approx(40, abs=1e-6)
    assert row.follows.wrong_in_100_flagged == pytest.approx(25, abs=1e-6)


@pytest.mark.parametrize(
    "names",
    [
        ("accuracy", "recall", "specificity"), ("precision", "recall", "specificity"),
        ("accuracy", "precision", "f1"), ("accuracy", "recall", "f1"),
        ("accuracy", "recall", "balanced_accuracy"),
        ("accuracy", "specificity", "balanced_accuracy"),
    ],
)  # fmt: skip
def test_other_scores_that_fix_a_table_are_named(tmp_path, names):
    table = scores_of(30, 10, 20, 40)
    file = tmp_path / "scores.csv"
    file.write_text(f"name,{','.join(names)}\none,{','.join(f'{table[n]:.12f}' for n in names)}\n")
    (row,) = audit_scores(file).result.rows
    assert row.follows_from == names
    assert row.follows.mcc == pytest.approx(table["mcc"], abs=1e-6)
    assert row.follows.prevalence == pytest.approx(0.5, abs=1e-6)


def test_the_average_of_two_tables_is_not_told_to_be_no_average():
    one, two = scores_of(9, 1, 1, 9), scores_of(1, 9, 9, 1)
    mean = {n: (one[n] + two[n]) / 2 for n in ("precision", "recall", "mcc")}
    assert not exceeds_any_average(ranges_of(mean, 9))


def test_a_curve_that_passes_below_the_point_is_ruled_out():
    point = {"recall": read_score("0.90").range, "specificity": read_score("0.90").range}
    assert table_exists(point | {"auc": read_score("0.95").range})
    assert not table_exists(point | {"auc": read_score("0.70").range})


BAD = {
    "a word for a score": ("name,recall\none,high\n", "line 2", "recall"),
    "a share above one": ("name,recall\none,1.2\n", "line 2", "recall"),
    "no name": ("name,recall\n,0.5\n", "line 2", "name"),
    "no score": ("name,recall\none,\n", "line 2", "recall"),
    "a column unknown": ("name,recal\none,0.5\n", "line 1", "recal"),
    "a cell too many": ("name,recall\none,0.5,0.6\n", "line 2", "recall"),
    "a name twice": ("name,recall\none,0.5\none,0.5\n", "line 3", "name"),
    "totals that differ": ("name,f1,total,positives,negatives\n1,0.5,9,4,4\n", "line 2", "total"),
    "a total that is no number": ("name,recall,total\none,0.5,many\n", "line 2", "total"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_row_is_refused_in_one_sentence_with_row_and_column(tmp_path, case):
    text, line, column = BAD[case]
    file = tmp_path / "scores.csv"
    file.write_text(text)
    with pytest.raises(CannotRead) as refused:
        read_scores(file)
    assert line in str(refused.value)
    assert column in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_finding_on_scores_is_read_back_as_it_was_stored(tmp_path):
    file = tmp_path / "scores.csv"
    file.write_text(ABOVE)
    finding = audit_scores(file)
    assert KIND.finding(json.loads(json.dumps(finding.as_dict()))) == finding
    table = KIND.first_table(finding)
    assert table is not None
    assert [column.show(table.rows[0]) for column in table.columns][2] == "no"


def test_counts_agree_with_an_independent_implementation():
    check = pytest.importorskip("mlscorecheck.check.binary", reason="mlscorecheck is not installed")
    table = scores_of(30, 10, 20, 40)
    names = {"acc": "accuracy", "sens": "recall", "ppv": "precision"}
    for shift in (0.0, 0.05):
        printed = {short: round(table[name], 4) for short, name in names.items()}
        printed["sens"] = round(printed["sens"] + shift, 4)
        theirs = check.check_1_testset_no_kfold(
            testset={"p": 50, "n": 50}, scores=printed, eps=5e-5
        )
        ours = {n: read_score(f"{Decimal(str(printed[s])):.4f}").range for s, n in names.items()}
        assert counts_exist(ours, 50, 50) is not theirs["inconsistency"]
