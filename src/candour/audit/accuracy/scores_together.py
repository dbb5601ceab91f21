"""Whether the scores printed of a model can all be true, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import combinations
from pathlib import Path

from candour.audit.accuracy import scores_words
from candour.audit.accuracy.enclosures import DIGITS, ONE, TWO, ZERO, Range
from candour.audit.accuracy.rows import Follows, PrintedScores, ScoreRow, ScoresAccount
from candour.audit.accuracy.scores_file import ScoredModel, read_scores
from candour.audit.accuracy.tables_behind_scores import (
    Undecided,
    above_the_ceiling,
    table_exists,
)
from candour.audit.accuracy.whole_tables import counts_exist, tables_of_total_exist
from candour.audit.findings import Finding, Input, Plan
from candour.tables import one_plain_file

CEILING = ("precision", "recall", "mcc")
FIXED_AND_MCC = ("accuracy", *CEILING)  # the first three fix the table
MOST_FOR_A_SUBSET = 1_000
HUNDRED = Decimal(100)
KEPT = 9  # decimals of what follows


@dataclass(frozen=True, slots=True)
class Answers:
    """A table up to its size: prevalence, recall, and precision."""

    prevalence: Decimal
    recall: Decimal
    precision: Decimal


def audit_scores(
    path: Path, *, beside: tuple[str, ...] = (), of: str = ""
) -> Finding[PrintedScores]:
    """Ask of each row whether one table of right and wrong answers gives all its scores.

    `beside` are sentences that have their place next to the lead: how far the source was read, and
    what whoever published the scores has answered. `of` says whose models they are, in words.

    Raises
    ------
    CannotRead
        With row and column, if the file can't be used.
    """
    with one_plain_file(path) as plain:
        models = read_scores(plain)
    rows = tuple(row_of_model(model) for model in models)
    result = PrintedScores(
        inconsistent=sum(row.consistent is False for row in rows),
        rows=rows,
        accounted_for=ScoresAccount(
            rows_read=len(rows), scores_read=sum(len(model.scores) for model in models)
        ),
    )
    return Finding(
        plan=Plan(
            audit="accuracy",
            comparison="the scores printed of each model, with one another",
            reference="",
            family=(),
            options={
                "rounding": "each score to its last printed decimal",
                **({scores_words.BESIDE: list(beside)} if beside else {}),
            },
        ),
        inputs=(Input.of(path),),
        sentences=scores_words.sentences(result, beside, of),
        result=result,
        assumptions=scores_words.ASSUMPTIONS,
        does_not_show=scores_words.DOES_NOT_SHOW,
    )


def row_of_model(model: ScoredModel) -> ScoreRow:
    """One row: whether its scores can all be true, why, and what follows from them."""
    printed = {name: score.printed for name, score in model.scores.items()}
    with localcontext() as context:
        context.prec = DIGITS
        from_, follows = what_follows({name: score.value for name, score in model.scores.items()})
        consistent = _all_can_be(model.ranges, model.sizes)
        if_cut_off = _all_can_be(model.ranges_if_cut_off, model.sizes)
        clash = _least_clash(model) if consistent is False else ()
        no_average = consistent is False and above_the_ceiling(model.ranges)
        why = scores_words.why(
            printed,
            clash,
            ceiling(model.ranges),
            follows,
            consistent=consistent,
            if_cut_off=if_cut_off,
            no_average=no_average,
            is_of_counts=consistent is False and _is_of_counts(model),
        )
    return ScoreRow(
        name=model.name,
        consistent=consistent,
        consistent_if_cut_off=if_cut_off,
        why=why,
        follows=follows,
        follows_from=from_,
        printed=printed,
        cannot_all_be=clash,
        no_average_either=no_average,
    )


def _all_can_be(ranges: Mapping[str, Range], sizes: Mapping[str, int]) -> bool | None:
    """Whether some table gives them all; of whole numbers where the cases are counted.

    None if there are more tables of that total than can be tried.
    """
    try:
        if "positives" in sizes and "negatives" in sizes:
            return counts_exist(ranges, sizes["positives"], sizes["negatives"])
        if "total" in sizes:
            return tables_of_total_exist(ranges, sizes["total"])
        return table_exists(ranges)
    except Undecided:
        return None


def _is_of_counts(model: ScoredModel) -> bool:
    """Whether the scores clash only with the numbers of cases, and not with one another."""
    try:
        return bool(model.sizes) and table_exists(model.ranges)
    except Undecided:
        return False


def _least_clash(model: ScoredModel) -> tuple[str, ...]:
    """The fewest of the scores that can't all be true, the plainest first; all where not told."""
    names = tuple(model.scores)
    if above_the_ceiling(model.ranges):
        return tuple(name for name in names if name in CEILING)
    if _is_of_counts(model):
        return names
    plain = tuple(name for name in names if name in FIXED_AND_MCC)
    subsets = [plain] if len(plain) == len(FIXED_AND_MCC) else []
    subsets += [some for size in (2, 3) for some in combinations(names, size)]
    for some in subsets:
        try:
            if not table_exists({n: model.scores[n].range for n in some}, most=MOST_FOR_A_SUBSET):
                return some
        except Undecided:
            continue
    return names


def ceiling(ranges: Mapping[str, Range]) -> Decimal | None:
    """The highest MCC that the printed precision and recall leave: the root of their product."""
    if not {"precision", "recall"} <= ranges.keys():
        return None
    return (ranges["precision"].high * ranges["recall"].high).sqrt()


# what follows


def what_follows(values: Mapping[str, Decimal]) -> tuple[tuple[str, ...], Follows]:
    """What the scores come to as a table, and from which of them that is worked out."""
    used, answers = _answers(values)
    recall, precision = values.get("recall"), values.get("precision")
    if answers is not None:
        recall, precision = answers.recall, answers.precision
    follows = Follows(
        mcc=_rounded(_mcc_of(answers)) if answers else None,
        prevalence=_rounded(answers.prevalence) if answers else None,
        missed_in_100=_rounded(HUNDRED * (ONE - recall)) if recall is not None else None,
        wrong_in_100_flagged=(
            _rounded(HUNDRED * (ONE - precision)) if precision is not None else None
        ),
        flag_nobody_accuracy=_rounded(ONE - answers.prevalence) if answers else None,
    )
    if answers is None:
        used = tuple(name for name in ("precision", "recall") if name in values)
    return used, follows


def _rounded(value: Decimal) -> float:
    return float(round(value, KEPT))


WAYS = (
    ("accuracy", "precision", "recall"),
    ("accuracy", "recall", "specificity"),
    ("precision", "recall", "specificity"),
    ("accuracy", "precision", "f1"),
    ("accuracy", "recall", "f1"),
    ("accuracy", "recall", "balanced_accuracy"),
    ("accuracy", "specificity", "balanced_accuracy"),
)


def _answers(values: Mapping[str, Decimal]) -> tuple[tuple[str, ...], Answers | None]:
    for way in WAYS:
        if set(way) <= values.keys():
            solution = _solved({name: values[name] for name in way})
            if solution is not None:
                return way, solution
    return (), None


def _solved(values: dict[str, Decimal]) -> Answers | None:
    """The table that three scores fix; None where they fix none."""
    try:
        return _table(values)
    except ArithmeticError:
        return None


def _table(values: dict[str, Decimal]) -> Answers | None:
    precision, recall = values.get("precision"), values.get("recall")
    f1, accuracy = values.get("f1"), values.get("accuracy")
    if f1 is not None and recall is None and precision is not None:
        recall = f1 * precision / (TWO * precision - f1)
    if f1 is not None and precision is None and recall is not None:
        precision = f1 * recall / (TWO * recall - f1)
    specificity = values.get("specificity")
    balanced = values.get("balanced_accuracy")
    if balanced is not None and recall is not None:
        specificity = TWO * balanced - recall
    elif balanced is not None and specificity is not None:
        recall = TWO * balanced - specificity
    assert recall is not None
    if precision is not None and accuracy is not None:
        prevalence = (ONE - accuracy) / ((ONE - recall) + recall * (ONE / precision - ONE))
    elif specificity is not None and accuracy is not None:
        prevalence = (accuracy - specificity) / (recall - specificity)
    else:
        assert precision is not None
        assert specificity is not None
        odds = precision * (ONE - specificity) / (recall * (ONE - precision))
        prevalence = odds / (ONE + odds)
    if precision is None:
        assert specificity is not None
        right = prevalence * recall
        precision = right / (right + (ONE - prevalence) * (ONE - specificity))
    answers = Answers(prevalence, recall, precision)
    return answers if _is_table(answers) else None


def _is_table(answers: Answers) -> bool:
    if not (ZERO < answers.prevalence < ONE and ZERO < answers.recall <= ONE):
        return False
    flagged = answers.prevalence * answers.recall / answers.precision
    return flagged - answers.prevalence * answers.recall <= ONE - answers.prevalence


def _mcc_of(answers: Answers) -> Decimal:
    p = answers.prevalence
    right = p * answers.recall
    flagged = right / answers.precision
    below = p * (ONE - p) * flagged * (ONE - flagged)
    return (right - p * flagged) / below.sqrt() if below else ZERO
