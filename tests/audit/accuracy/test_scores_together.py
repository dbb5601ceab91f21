"""Printed scores that can't all be true are told apart from those that can."""

import json
import random
import re
from contextlib import suppress
from decimal import Decimal
from itertools import product
from math import sqrt

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from mlscorecheck.check.binary import check_1_testset_no_kfold

from candour.audit.accuracy.kind import KIND
from candour.audit.accuracy.scores_file import read_score, read_scores
from candour.audit.accuracy.scores_together import FIXED_AND_MCC, audit_scores
from candour.audit.accuracy.tables_behind_scores import above_the_ceiling, table_exists
from candour.audit.accuracy.whole_tables import counts_exist, tables_of_total_exist
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
    assert not above_the_ceiling(ranges_of(mean, 9))


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


SHORT = {
    "acc": "accuracy", "sens": "recall", "ppv": "precision", "spec": "specificity", "f1": "f1",
    "bacc": "balanced_accuracy", "mcc": "mcc",
}  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 40), min_size=4, max_size=4),
    st.sets(st.sampled_from(sorted(SHORT)), min_size=2, max_size=5),
    st.integers(2, 4),
    st.integers(-3, 3),
)
def test_counts_agree_with_an_independent_implementation(counted, names, digits, shift):
    tp, fp, fn, tn = counted
    table, unit = scores_of(tp, fp, fn, tn), Decimal(1).scaleb(-digits)
    printed = {name: Decimal(f"{table[SHORT[name]]:.{digits}f}") for name in sorted(names)}
    moved = min(printed)
    printed[moved] = max(Decimal(0), min(Decimal(1), printed[moved] + shift * unit))
    theirs = check_1_testset_no_kfold(
        testset={"p": tp + fn, "n": fp + tn},
        scores={name: float(value) for name, value in printed.items()},
        eps=float(unit / 2),
    )
    ours = {
        SHORT[name]: read_score(f"{value:.{digits}f}", is_correlation=name == "mcc").range
        for name, value in printed.items()
    }
    if counts_exist(ours, tp + fn, fp + tn):
        assert not theirs["inconsistency"]  # it never calls a true table false
    else:
        # Its intervals are a little wider than the rounding, and of two scores at a time.
        assert theirs["inconsistency"] or not_within(ours, tp + fn, fp + tn)


def not_within(ranges, positives, negatives):
    """Whether every table is outside some score's rounding, by trying all of them."""
    for tp, tn in product(range(positives + 1), range(negatives + 1)):
        with suppress(ZeroDivisionError):
            table = scores_of(tp, negatives - tn, positives - tp, tn)
            if all(
                float(r.low) - 1e-12 <= table[name] <= float(r.high) + 1e-12
                for name, r in ranges.items()
            ):
                return False
    return True


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 9), min_size=4, max_size=4),
    st.sets(st.sampled_from([*FIXED_AND_MCC, "f1", "specificity"]), min_size=1, max_size=4),
    st.integers(2, 4),
    st.integers(-2, 2),
)
def test_tables_of_a_total_agree_with_trying_every_one(counted, names, digits, shift):
    table, total, unit = scores_of(*counted), sum(counted), Decimal(1).scaleb(-digits)
    printed = {name: Decimal(f"{table[name]:.{digits}f}") for name in sorted(names)}
    first = min(printed)
    printed[first] = max(Decimal(0), min(Decimal(1), printed[first] + shift * unit))
    ranges = {
        name: read_score(f"{value:.{digits}f}", is_correlation=name == "mcc").range
        for name, value in printed.items()
    }
    every = all(not_within(ranges, n, total - n) for n in range(1, total))
    assert tables_of_total_exist(ranges, total) is not every


EVERY = (*FIXED_AND_MCC, "specificity", "f1", "balanced_accuracy")


@settings(max_examples=25, deadline=None, phases=[Phase.generate])
@given(
    st.lists(st.integers(1, 100_000), min_size=4, max_size=4),
    st.sets(st.sampled_from(EVERY), min_size=4, max_size=7),
    st.integers(3, 9),
)
def test_more_scores_than_fix_a_table_are_decided_too(counted, names, digits):
    scores = {name: scores_of(*counted)[name] for name in sorted(names)}
    assert table_exists(ranges_of(scores, digits))


@settings(max_examples=25, deadline=None, phases=[Phase.generate])
@given(
    st.lists(st.integers(1, 1_000), min_size=4, max_size=4),
    st.sampled_from(["accuracy", "precision", "recall", "mcc"]),
    st.sampled_from([-1, 1]),
)
def test_one_of_too_many_scores_moved_is_decided_and_refused(counted, name, sign):
    """Four scores at nine digits, of which three fix the table: the fourth is moved by 1 %."""
    scores = {name: scores_of(*counted)[name] for name in FIXED_AND_MCC}
    others = {each: scores[each] for each in FIXED_AND_MCC if each != name}
    moved = scores[name] + sign * 0.01
    if not 0 < moved < 1:
        return
    ranges = ranges_of(others | {name: moved}, 9)
    follows = mcc_of(*(ranges[each].middle for each in ("accuracy", "precision", "recall")))
    fits = follows is not None and abs(follows - float(ranges["mcc"].middle)) < 1e-5
    assert fits or not table_exists(ranges)


def mcc_of(accuracy, precision, recall):
    """Worked out from the three alone; None where they are of no table."""
    a, p, r = float(accuracy), float(precision), float(recall)
    prevalence = (1 - a) / ((1 - r) + r * (1 / p - 1))
    tp = prevalence * r
    fp, fn = tp * (1 / p - 1), prevalence - tp
    tn = 1 - tp - fp - fn
    if min(tp, fp, fn, tn) <= 0:
        return None
    return (tp * tn - fp * fn) / sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))


def test_scores_that_meet_only_at_the_edge_of_their_rounding_are_given():
    """Balanced accuracy is at least (0.735 + 0.995) / 2 = 0.865, which may be printed as 0.86."""
    edge = {"recall": "0.74", "specificity": "1.00", "balanced_accuracy": "0.86"}
    assert table_exists({name: read_score(text).range for name, text in edge.items()})
    beyond = edge | {"balanced_accuracy": "0.8649"}
    assert not table_exists({name: read_score(text).range for name, text in beyond.items()})


def test_decimals_cut_off_are_told_apart_from_decimals_rounded(tmp_path):
    """Two thirds and its F1: 0.66 is cut off, 0.67 is rounded."""
    file = tmp_path / "scores.csv"
    file.write_text("name,precision,recall,f1\ncut,0.66,0.66,0.666\nrounded,0.67,0.67,0.667\n")
    cut, rounded = audit_scores(file).result.rows
    assert (cut.consistent, cut.consistent_if_cut_off) == (False, True)
    assert "cut off, some table does" in cut.why
    assert (rounded.consistent, rounded.consistent_if_cut_off) == (True, False)


def test_a_total_that_no_whole_numbers_fit_is_refused(tmp_path):
    file = tmp_path / "scores.csv"
    file.write_text("name,accuracy,total\nseven,0.4,7\neight,0.5,8\nnone,0.5,7\n")
    seven, eight, none = audit_scores(file).result.rows
    assert (seven.consistent, eight.consistent, none.consistent) == (True, True, False)
    assert "of so many cases" in none.why


HOSTILE = {
    "a minus as it is set in print": ("name,mcc\na,−0.5\n", True),
    "commas for points": ("name;recall;precision\na;0,95;0,9\n", True),
    "tabs": ("name\trecall\na\t0.9\n", True),
    "a title above the headings": ("Our models\n\nname,recall\na,0.5\n", True),
    "spaces and capitals": (" NAME , Recall \n a , 0.5 \n", True),
    "a name over two lines": ('name,recall\n"a\nb",0.5\n', True),
    "everything perfect": ("name,accuracy,precision,recall,mcc,auc\na,1,1,1,1,1\n", True),
    "everything nothing": ("name,accuracy,precision,recall,mcc\na,0.00,0.00,0.00,-1.00\n", True),
    "F1 above both": ("name,precision,recall,f1\na,0.5,0.5,0.9\n", False),
    "accuracy on neither side": ("name,accuracy,recall,specificity\na,0.9,0.5,0.5\n", False),
    "one case": ("name,recall,total\na,1.0,1\n", False),
    "a large total": (
        "name,accuracy,recall,precision,total\na,0.912345678,0.512345678,0.612345678,3000000\n",
        False,
    ),
    "more cases than can be tried": (
        "name,recall,positives,negatives\na,0.5,99999999999,99999999999\n", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_as_people_have_it_is_read_and_decided(tmp_path, case):
    text, consistent = HOSTILE[case]
    file = tmp_path / "scores.csv"
    file.write_text(text, encoding="utf-8")
    (row,) = audit_scores(file).result.rows
    assert row.consistent is consistent
    assert "\n" not in row.name


def test_an_average_of_mcc_is_at_most_the_root_of_the_average_precision_and_recall():
    """Against tables at random: so that rows above it are no plain averages either."""
    chance = random.Random(7)  # noqa: S311 - no secret
    for _ in range(200):
        tables = [
            scores_of(*(chance.randint(1, 50) for _ in range(4)))
            for _ in range(chance.randint(2, 5))
        ]
        mean = {
            name: sum(table[name] for table in tables) / len(tables)
            for name in ("precision", "recall", "mcc")
        }
        assert not above_the_ceiling(ranges_of(mean, 12))


HEADINGS = {
    "a score with its short name in brackets": "Model name,Precision (PPV),Sensitivity (recall)",
    "by their definitions": "Classifier,Positive predictive value,True positive rate",
    "with notes": "System [1],Precision*,Recall [note 2]",
}


@pytest.mark.parametrize("how", HEADINGS)
def test_headings_as_papers_print_them_are_read(tmp_path, how):
    file = tmp_path / "scores.csv"
    file.write_text(f"{HEADINGS[how]},Matthews correlation coefficient\nm,0.73,0.38,0.72\n")
    (model,) = read_scores(file)
    assert {name: score.printed for name, score in model.scores.items()} == {
        "precision": "0.73", "recall": "0.38", "mcc": "0.72",
    }  # fmt: skip
    assert audit_scores(file).result.rows[0].consistent is False


@pytest.mark.parametrize("cell", ["n/a", "N/A", "-", "–", "not reported", ""])
def test_a_score_that_is_not_printed_is_not_there(tmp_path, cell):
    file = tmp_path / "scores.csv"
    file.write_text(f"name,accuracy,recall,mcc,n\nm,0.97,0.38,{cell},{cell}\n")
    (model,) = read_scores(file)
    assert (set(model.scores), dict(model.sizes)) == ({"accuracy", "recall"}, {})


def test_a_heading_of_per_cents_is_what_its_numbers_are(tmp_path):
    file = tmp_path / "scores.csv"
    file.write_text("name,Precision (%),Recall %\nm,73,38.5\n")
    (model,) = read_scores(file)
    assert [str(score.value) for score in model.scores.values()] == ["0.73", "0.385"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,Precision (macro),recall\nm,0.7,0.4\n", "'Precision (macro)' is none of"),
        ("name,Precision (recall)\nm,0.7\n", "'Precision (recall)' is none of"),
        ("name,Precision (%)\nm,0.73\n", "stands under per cents: write 0.73% or 73.00%"),
        ("name,precision\nm,73\n", "'73' is outside 0 to 1: of a per cent write 73%"),
        ("name,Precision,PPV\nm,0.7,0.7\n", "column 'precision' stands twice"),
    ],
)
def test_a_heading_or_a_number_that_may_be_another_is_refused(tmp_path, text, says):
    file = tmp_path / "scores.csv"
    file.write_text(text)
    with pytest.raises(CannotRead, match=re.escape(says)):
        read_scores(file)
