"""What a finding on printed scores says in words, and what it rests on."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from candour.audit.accuracy.rows import Follows, PrintedScores, ScoreRow
from candour.audit.in_words import NONE

NAMES = {
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "recall",
    "specificity": "specificity",
    "f1": "F1",
    "balanced_accuracy": "balanced accuracy",
    "mcc": "MCC",
    "auc": "area under the curve",
}
CEILING = {"precision", "recall", "mcc"}
ASSUMPTIONS = (
    "Each score is taken as printed, rounded to its last decimal: it may be half a unit of that "
    "decimal higher or lower.",
    "All the scores of a row are taken to be of one table of right and wrong answers, that is of "
    "one model, one set of cases and one threshold. Different data or thresholds for different "
    "scores, other rounding or a slip in printing would each explain scores that clash.",
    "What follows holds if the scores it is worked out from are right; where a row's scores clash, "
    "it is not known which of them are.",
)
DOES_NOT_SHOW = (
    "Which of the scores is wrong, or why; only that they can't all be right.",
    "That scores which can all be true are true.",
    "How the outcomes were recorded: an outcome in police records is what police recorded.",
    "Anything about one person.",
    "How the scores fall on groups of people.",
)


def listed(names: Iterable[str]) -> str:
    words = [NAMES[name] for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def why(
    printed: Mapping[str, str],
    clash: tuple[str, ...],
    ceiling: Decimal | None,
    follows: Follows,
    *,
    consistent: bool | None,
    no_average: bool,
) -> str:
    """Why the scores of a row can or can't all be true, in a sentence or two."""
    if consistent is None:
        return "Whether some table gives all of them could not be told in the time allowed."
    if consistent:
        return "Some table of right and wrong answers gives every printed score."
    shown = ", ".join(f"{NAMES[name]} {printed[name]}" for name in clash)
    told = f"No table of right and wrong answers gives {shown} at once."
    if set(clash) == {"precision", "recall", "mcc"} and ceiling is not None:
        told += (
            f" MCC is never above the square root of precision x recall, here at most "
            f"{float(ceiling):.6f}."
        )
    elif "mcc" in clash and follows.mcc is not None:
        told += f" The others give an MCC of {follows.mcc:.6f}."
    if no_average:
        told += (
            " Nor do plain averages over several tables: an average MCC is never above the mean "
            "of the averages of precision and recall."
        )
    return told


def sentences(result: PrintedScores) -> tuple[str, ...]:
    """The count first, then each row that clashes or has something to tell."""
    number = len(result.rows)
    rows = f"{number} rows" if number != 1 else "the one row"
    lead = (
        f"In {result.inconsistent} of {rows} the printed scores can't all come from one table of "
        "right and wrong answers."
        if result.inconsistent
        else f"In {rows} the printed scores can all come from one table of right and wrong answers."
    )
    above = sum(set(row.cannot_all_be) == CEILING for row in result.rows)
    if above:
        lead += (
            f" In {above} the MCC is above the square root of precision x recall, which it never "
            "is for one table. Different data or thresholds could explain it."
        )
    undecided = sum(row.consistent is None for row in result.rows)
    more = (f"Of {undecided} it could not be told.",) if undecided else ()
    return (
        lead,
        *more,
        *(f"{row.name}: {row.why} {in_numbers(row)}".strip() for row in result.rows),
    )


def in_numbers(row: ScoreRow) -> str:
    """What the scores come to in plain numbers, under the condition that they are right."""
    told = row.follows
    parts = []
    if told.missed_in_100 is not None:
        parts.append(f"of 100 true cases about {told.missed_in_100:.1f} were not flagged")
    if told.wrong_in_100_flagged is not None:
        parts.append(f"of 100 flagged about {told.wrong_in_100_flagged:.1f} were wrongly so")
    if told.flag_nobody_accuracy is not None:
        beside = row.printed.get("accuracy")
        parts.append(
            f"flagging nobody would have been right in {100 * told.flag_nobody_accuracy:.1f} of "
            "100 cases" + (f" (the printed accuracy is {beside})" if beside else "")
        )
    if not parts:
        return ""
    text = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"
    verb = "is" if len(row.follows_from) == 1 else "are"
    return f"If {listed(row.follows_from)} {verb} right, {text}."


def compared(result: PrintedScores) -> Iterable[str]:
    account = result.accounted_for
    yield (
        f"The {account.scores_read} scores printed of {account.rows_read} models, those of each "
        "model with one another."
    )


def found(result: PrintedScores) -> Iterable[str]:
    return sentences(result)


def how_sure(result: PrintedScores) -> Iterable[str]:
    yield (
        "That scores can't all be true is arithmetic: every table is ruled out, with all that "
        "rounding leaves open. What follows from some of them is no surer than they are."
    )


def what_would_change_it(result: PrintedScores) -> Iterable[str]:
    yield (
        "The counts behind each score (flagged rightly, flagged wrongly, missed, left rightly), "
        "with the cases and the threshold they are of."
    )


def yes_or_no(row: ScoreRow) -> str:
    if row.consistent is None:
        return NONE
    return "yes" if row.consistent else "no"
