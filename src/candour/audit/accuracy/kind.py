"""The audit of accuracy, as everything else knows it: of a share, of scores, or of forecasts."""

from collections.abc import Iterable

from candour.audit.accuracy import (
    claim_answers,
    forecast_answers,
    hit_rates_picture,
    icons,
    scores_picture,
    scores_words,
)
from candour.audit.accuracy.claim_words import how_many
from candour.audit.accuracy.published import Printed, read_share
from candour.audit.accuracy.rows import (
    Accuracy,
    Baseline,
    Claim,
    Forecasts,
    PrintedScores,
    Reading,
    ScoreRow,
    read,
)
from candour.audit.exhibits import AnyTable, Column, KeyNumber, Picture, Table
from candour.audit.findings import Finding
from candour.audit.in_words import NONE, share, whole
from candour.audit.kinds import Answers, Concerned, Headings, Kind
from candour.audit.reports.tables import between
from candour.audit.statistics.estimates import Reported

LABEL = "How often it is right"
MOST_ROWS = 50
NOT_KNOWN = "not known"
QUESTIONS = {
    "flagged": "Of what was flagged: was it recorded?",
    "incidents": "Of what was recorded: had it been flagged?",
}
HEADINGS = Headings(
    captions={
        "readings": "What the published share can mean",
        "accuracy": "How much the predictions found",
        "baselines": "Beside plain counting and chance",
        "rows": "Scores printed together",
    },
    columns={
        "top": "Cells targeted each day",
        "name": "Method",
        "captured": "Events in the cells targeted",
        "hit_rate": "Hit rate: share of events in the cells targeted",
        "pai": "Hit rate for each unit of area (PAI)",
        "pei": "Share of the best possible (PEI)",
        "precision": "Targeted cells in which anything happened that day",
        "best_possible": "Events that the best choice of cells would have held",
        "area_share": "Share of the area",
        "cells_ever_targeted": "Cells ever targeted",
        "cells_ever_targeted_at_least": "Cells ever targeted, at least",
        "cells_ever_targeted_at_most": "Cells ever targeted, at most",
        "forecasts_captured": "Events in the cells of the predictions",
        "forecasts_hit_rate": "Hit rate of the predictions",
        "standard_error": "Standard error of the difference",
        "beaten": "Beaten by the predictions",
        "reading": "Read as",
        "of": "Of what",
        "possible": "A whole number could give it",
        "number": "Out of",
        "right_in_1000": "Recorded, or flagged, of 1,000",
        "wrong_in_1000": "Not recorded, or not flagged, of 1,000",
        "right_means": "The first means",
        "wrong_means": "The second means",
        "rows.name": "Model",
        "consistent": "Can all be true",
        "why": "Why",
        "follows": "What follows",
        "follows_from": "Worked out from",
        "printed": "As printed",
        "cannot_all_be": "Can't all be true",
        "no_average_either": "Nor plain averages of tables",
        "consistent_if_cut_off": "Can all be true if decimals were cut off",
    },
    intervals={
        "rounding_": "What rounding leaves open",
        "widest_": "Rounding and chance together",
        "count_": "Counts it could be",
    },
    shares=frozenset(
        {
            *("hit_rate", "precision", "pei", "area_share", "forecasts_hit_rate"),
            *("standard_error", "baselines.difference"),
        }
    ),
    bare=frozenset({"top"}),
)


def title(finding: Finding[Accuracy]) -> str:
    result = finding.result
    if isinstance(result, Claim):
        return claim_answers.titled(result, _printed(finding))
    if isinstance(result, PrintedScores):
        return scores_words.titled(result)
    file = finding.inputs[0].name if finding.inputs else ""
    parts = (LABEL, file, forecast_answers.number_in_title(result))
    return ": ".join(part for part in parts if part)


def compared(finding: Finding[Accuracy]) -> Iterable[str]:
    result = finding.result
    if isinstance(result, Claim):
        return claim_answers.compared(result, _printed(finding))
    if isinstance(result, PrintedScores):
        return scores_words.compared(result)
    return forecast_answers.compared(result)


def what_was_found(finding: Finding[Accuracy]) -> Iterable[str]:
    result = finding.result
    if isinstance(result, Claim):
        return claim_answers.what_was_found(result, _printed(finding))
    if isinstance(result, PrintedScores):
        return scores_words.what_was_found(result, finding.plan.names(scores_words.BESIDE))
    return forecast_answers.what_was_found(result)


def how_sure(finding: Finding[Accuracy]) -> Iterable[str]:
    result = finding.result
    if isinstance(result, Claim):
        return claim_answers.how_sure(result, _printed(finding))
    if isinstance(result, PrintedScores):
        return scores_words.how_sure(result)
    return forecast_answers.how_sure(result)


def what_would_change_it(finding: Finding[Accuracy]) -> Iterable[str]:
    result = finding.result
    if isinstance(result, Claim):
        return claim_answers.what_would_change_it(result)
    if isinstance(result, PrintedScores):
        return scores_words.what_would_change_it(result)
    return forecast_answers.what_would_change_it(result)


def first_table(finding: Finding[Accuracy]) -> AnyTable:
    result = finding.result
    if isinstance(result, Claim):
        return _readings(result.readings, _printed(finding))
    if isinstance(result, PrintedScores):
        return _scores(result.rows[:MOST_ROWS])
    return _baselines(result.baselines[:MOST_ROWS])


def key_number(finding: Finding[Accuracy]) -> KeyNumber | None:
    """The share with its words as printed, or how many models' scores clash; of forecasts none."""
    result = finding.result
    if isinstance(result, Claim):
        return claim_answers.key_number(result, _printed(finding))
    if isinstance(result, PrintedScores) and result.inconsistent:
        return KeyNumber(
            f"{result.inconsistent} of {len(result.rows)}",
            "models whose printed scores contradict one another",
        )
    return None


def _printed(finding: Finding[Accuracy]) -> Printed:
    """The share as it was printed, with the word it was printed with."""
    return read_share(finding.plan.option("share_as_printed"))


def _readings(rows: tuple[Reading, ...], printed: Printed) -> Table[Reading]:
    columns: list[Column[Reading]] = [
        Column("The question", lambda row: QUESTIONS[row.of], is_number=False),
        Column("Share", lambda row: claim_answers.in_per_cent(printed)),
        Column("Yes, for every 1,000", lambda row: how_many(printed, row)[0]),
        Column("No, for every 1,000", lambda row: how_many(printed, row)[1]),
        Column(
            "What rounding leaves open",
            lambda row: between(row.rounding_low, row.rounding_high, share),
        ),
        Column(
            "Range for chance (95% interval)",
            lambda row: NOT_KNOWN if row.low is None else between(row.low, row.high, share),
        ),
    ]
    return Table("What the published share can mean", columns, rows)


def _baselines(rows: tuple[Baseline, ...]) -> Table[Baseline]:
    columns: list[Column[Baseline]] = [
        Column("Beside", lambda row: row.name.capitalize(), is_number=False),
        Column("Cells a day", lambda row: whole(row.top)),
        Column("Events", lambda row: whole(row.events)),
        Column(
            "Predictions: share of events found", lambda row: _with_interval(row.forecasts_hit_rate)
        ),
        Column("This method", lambda row: _with_interval(row.hit_rate)),
        Column("How much more the predictions found", lambda row: _with_interval(row.difference)),
    ]
    return Table(
        "The predictions beside plain counting and chance, on the same days",
        columns,
        rows,
        "In brackets: 95% intervals; differences in percentage points",
    )


def _scores(rows: tuple[ScoreRow, ...]) -> Table[ScoreRow]:
    columns: list[Column[ScoreRow]] = [
        Column("Model", lambda row: row.name, is_number=False),
        Column("Scores as printed", _as_printed, is_number=False),
        Column("Can all be true", scores_words.yes_or_no),
        Column("MCC that follows", lambda row: _decimals(row.follows.mcc, 3)),
        Column("Of 100 true cases, not flagged", lambda row: _decimals(row.follows.missed_in_100)),
        Column("Of 100 flagged, wrongly", lambda row: _decimals(row.follows.wrong_in_100_flagged)),
        Column(
            "Right if nobody were flagged, of 100 cases",
            lambda row: _decimals(_in_100(row.follows.flag_nobody_accuracy)),
        ),
    ]
    return Table(
        "What was printed, and what follows from accuracy, precision and recall if they are right",
        columns,
        rows,
    )


def _as_printed(row: ScoreRow) -> str:
    return ", ".join(f"{scores_words.NAMES[name]} {text}" for name, text in row.printed.items())


def _in_100(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _decimals(number: float | None, digits: int = 1) -> str:
    return NONE if number is None else f"{number:.{digits}f}"


def _with_interval(value: Reported) -> str:
    if value.value is None:
        return NONE
    return f"{share(value.value)} ({between(value.low, value.high, share)})"


def icon_picture(finding: Finding[Accuracy]) -> Picture | None:
    result = finding.result
    if isinstance(result, PrintedScores):
        return scores_picture.picture(result)
    return icons.picture(result) if isinstance(result, Claim) else None


def hit_rate_picture(finding: Finding[Accuracy]) -> Picture | None:
    result = finding.result
    return hit_rates_picture.picture(result) if isinstance(result, Forecasts) else None


KIND = Kind(
    name="accuracy",
    label=LABEL,
    read=read,
    title=title,
    events=lambda f: "events",
    concerned=lambda result: Concerned(),
    headlines=lambda f: None,
    not_compared=lambda f: (),
    answers=Answers(
        compared=compared,
        what_was_found=what_was_found,
        how_sure=how_sure,
        what_would_change_it=what_would_change_it,
    ),
    first_table=first_table,
    key_number=key_number,
    pictures=(icon_picture, hit_rate_picture),
    headings=HEADINGS,
    command="candour.cli.audit.accuracy:accuracy",
)
