"""What a finding on printed scores says in words, and what it rests on."""

from collections.abc import Iterable, Mapping, Sequence
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
BESIDE = "beside"  # the plan's option: what is told next to the lead
CEILING = {"precision", "recall", "mcc"}
CUT = {
    True: " So does one if the decimals were cut off instead of rounded.",
    False: " That takes them as rounded: if the decimals were cut off, none does.",
    None: "",
}
UNCUT = {
    True: " That takes them as rounded: if the decimals were cut off, some table does.",
    False: " That holds whether decimals were rounded or cut off.",
    None: "",
}
ASSUMPTIONS = (
    "Each score is taken as printed, rounded to its last decimal: it may be half a unit of that "
    "decimal higher or lower. Beside that it is asked whether they fit if decimals were cut off.",
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


def titled(result: PrintedScores) -> str:
    """What came of printed scores, as a title has it."""
    many = len(result.rows)
    unknown = sum(row.consistent is None for row in result.rows)
    if many == 1 and not unknown:
        return f"One model’s printed scores {'can’t' if result.inconsistent else 'can'} all be true"
    told = f"Printed scores of {many} models: those of {result.inconsistent} can’t all be true"
    return f"{told}, of {unknown} it can’t be told" if unknown else told


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
    if_cut_off: bool | None,
    no_average: bool,
    is_of_counts: bool,
) -> str:
    """Why the scores of a row can or can't all be true, in a few sentences."""
    if consistent is None:
        return (
            "Some shares give every printed score, but there are too many tables of so many "
            "cases to try whether one of whole numbers does."
        )
    if consistent:
        return f"Some table of right and wrong answers gives every printed score.{CUT[if_cut_off]}"
    shown = ", ".join(f"{NAMES[name]} {printed[name]}" for name in clash)
    of_counts = " of so many cases" if is_of_counts else ""
    text = f"No table of right and wrong answers{of_counts} gives {shown} at once."
    if set(clash) == CEILING and ceiling is not None:
        text += (
            f" MCC is never above the square root of precision x recall, here at most "
            f"{float(ceiling):.6f}."
        )
    elif "mcc" in clash and follows.mcc is not None:
        text += f" The others give an MCC of {follows.mcc:.6f}."
    if no_average:
        text += " Nor does a plain average over several tables: the same limit holds for averages."
    elif not is_of_counts:
        text += " Averages over several tables are not ruled out."
    return text + UNCUT[if_cut_off]


def sentences(result: PrintedScores, beside: Sequence[str] = (), of: str = "") -> tuple[str, ...]:
    """The count first, `of` whose models, what has its place beside it, then row by row."""
    undecided = sum(row.consistent is None for row in result.rows)
    more = (f"Of {undecided} it could not be told.",) if undecided else ()
    return (
        lead(result, of),
        *beside,
        *more,
        *(f"{row.name}: {row.why} {in_numbers(row)}".strip() for row in result.rows),
    )


def lead(result: PrintedScores, of: str = "") -> str:
    """How many rows clash, how many of them even as averages, and what could explain it."""
    number = len(result.rows)
    rows = f"{number} rows" if number != 1 else "the one row"
    if not result.inconsistent:
        if any(row.consistent is None for row in result.rows):
            return f"In no one of {rows} is it shown that the printed scores can't all be true."
        return (
            f"In {rows} the printed scores can all come from one table of right and wrong answers."
        )
    which_rows = rows if number == 1 else f"{result.inconsistent} of {rows}"
    text = (
        f"{f'{of}: in' if of else 'In'} {which_rows} the printed scores contradict one "
        "another: no one table of right and wrong answers gives them"
    )
    averages = sum(row.no_average_either for row in result.rows)
    if averages:
        which = "it" if averages == result.inconsistent == 1 else f"{averages} of them"
        text += (
            f", and in {which} no plain average of tables either, as the MCC is above the "
            "square root of precision x recall"
        )
    cut_off = sum(
        row.consistent is False and row.consistent_if_cut_off is True for row in result.rows
    )
    text += ". Different data or thresholds for different scores could explain it."
    if cut_off:
        text += f" In {cut_off} they could, if decimals were cut off instead of rounded."
    return text


def in_title(result: PrintedScores) -> str:
    """What a title says: of how many rows no one table gives the scores."""
    if not result.inconsistent:
        return "their printed scores can all be true"
    if result.inconsistent == len(result.rows) > 1:
        return "each one’s scores contradict one another: no one table of answers gives them"
    return f"the scores of {result.inconsistent} contradict one another: no one table gives them"


def in_numbers(row: ScoreRow) -> str:
    """What the scores come to in plain numbers, under the condition that they are right."""
    follows = row.follows
    parts = []
    if follows.missed_in_100 is not None:
        parts.append(f"of 100 true cases about {follows.missed_in_100:.1f} were not flagged")
    if follows.wrong_in_100_flagged is not None:
        parts.append(f"of 100 flagged about {follows.wrong_in_100_flagged:.1f} were wrongly so")
    if follows.flag_nobody_accuracy is not None:
        beside = row.printed.get("accuracy")
        parts.append(
            f"flagging nobody would have been right in {100 * follows.flag_nobody_accuracy:.1f} of "
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


def what_was_found(result: PrintedScores, beside: Sequence[str]) -> Iterable[str]:
    return sentences(result, beside)


def how_sure(result: PrintedScores) -> Iterable[str]:
    yield (
        "That scores can't all be true is arithmetic: every table of any size is ruled out, with "
        "all that rounding leaves open. What follows from some of them is no surer than they are."
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
