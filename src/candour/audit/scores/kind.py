"""The audit of scores and flags, as everything else knows it."""

from collections.abc import Callable

from candour.audit.exhibits import Column, Table
from candour.audit.findings import Finding
from candour.audit.in_words import NONE, share, whole
from candour.audit.kinds import Answers, Concerned, Headings, Kind
from candour.audit.reports.tables import between
from candour.audit.scores import answers, calibration_picture, errors_picture, sweep_picture
from candour.audit.scores.rows import GroupRow, Scores, read
from candour.audit.statistics.confusion import MEASURES
from candour.audit.statistics.estimates import Reported

LABEL = "Who is flagged, and how often wrongly"
MOST_ROWS = 50
HEADINGS = Headings(
    captions={
        "ratios": "Ratios to the reference",
        "differences": "Differences from the reference",
        "recording": "If outcomes were recorded more readily in one group",
        "recording_tipping": "How outcomes would have to be recorded for no difference",
        "calibration": "How often the outcome was recorded, score by score",
        "bands": "How often the outcome was recorded, band by band",
        "auc": "How well the score ranks the people of each group",
        "thresholds": "What each threshold would do",
    },
    columns={
        "tp": "Flagged, outcome recorded",
        "fp": "Flagged, no outcome recorded",
        "fn": "Not flagged, outcome recorded",
        "tn": "Not flagged, no outcome recorded",
        "flagged": "Flagged",
        "band": "Band",
        "selection_rate": "Flagged",
        "base_rate": "With the outcome recorded",
        "ppv": "Of those flagged, with the outcome recorded",
        "npv": "Of those not flagged, without the outcome recorded",
        "fpr": "Of those without the recorded outcome, flagged",
        "fnr": "Of those with the recorded outcome, not flagged",
        "selection_rate_shrunken": "Flagged, drawn in for few people",
        "ppv_shrunken": "Of those flagged, with the outcome recorded, drawn in",
        "fpr_shrunken": "Of those without the recorded outcome, flagged, drawn in",
        "fnr_shrunken": "Of those with the recorded outcome, not flagged, drawn in",
        "score_from": "Score from",
        "score_to": "Score to",
        "threshold": "Flagged from this score on",
        "recorded_times_as_readily": "Outcomes recorded so many times as readily",
        "fpr_ratio": "Ratio of wrongly flagged shares",
        "fnr_ratio": "Ratio of missed shares",
        "ppv_ratio": "Ratio of shares right among those flagged",
        "times": "Recorded in the group for each one that would be in the reference, if recording "
        "alone made the difference",
    },
    intervals={
        f"{measure}_shrunken_": "95% interval, drawn in"
        for measure in ("selection_rate", "ppv", "fpr", "fnr")
    },
    shares=frozenset(
        {
            *("selection_rate", "base_rate", "ppv", "npv", "fpr", "fnr"),
            *("selection_rate_shrunken", "ppv_shrunken", "fpr_shrunken", "fnr_shrunken"),
            *("calibration.value", "bands.value", "differences.value"),
        }
    ),
    bare=frozenset({"threshold", "score_from", "score_to"}),
    values={"measure": {measure.name: measure.label for measure in MEASURES}},
)


def title(finding: Finding[Scores]) -> str:
    """The file, and the clear error that leads, where there is one."""
    of = finding.inputs[0].name if finding.inputs else ""
    return ": ".join(part for part in (LABEL, of, answers.number_in_title(finding)) if part)


def first_table(finding: Finding[Scores]) -> Table[GroupRow]:
    """Who is flagged, and how often wrongly, group by group."""
    columns: list[Column[GroupRow]] = [
        Column("Group", lambda row: row.group, is_number=False),
        Column("People", lambda row: whole(row.people)),
        Column("Flagged", _writer_of_rate(lambda row: row.selection_rate)),
        Column("Outcome recorded", _writer_of_rate(lambda row: row.base_rate)),
        Column(
            "Wrongly flagged, of those without the recorded outcome",
            _writer_of_rate(lambda row: row.fpr),
        ),
        Column("Missed, of those with the recorded outcome", _writer_of_rate(lambda row: row.fnr)),
        Column("Outcome recorded, of those flagged", _writer_of_rate(lambda row: row.ppv)),
    ]
    note = "In brackets: the range (95% interval)"
    if finding.result.accounted_for.no_outcome:
        note = f"{note}. Of people whose outcome is known"
    return Table(LABEL, columns, finding.result.groups[:MOST_ROWS], note)


def _writer_of_rate(rate_of: Callable[[GroupRow], Reported | None]) -> Callable[[GroupRow], str]:
    def show(row: GroupRow) -> str:
        rate = rate_of(row)
        if rate is None or rate.value is None:
            return NONE
        return f"{share(rate.value)} ({between(rate.low, rate.high, share)})"

    return show


KIND = Kind(
    name="scores",
    label=LABEL,
    read=read,
    title=title,
    events=lambda f: "events",
    concerned=lambda result: Concerned(),
    headlines=lambda f: None,
    not_compared=lambda f: (),
    answers=Answers.of(answers),
    first_table=first_table,
    pictures=(errors_picture.picture, calibration_picture.picture, sweep_picture.picture),
    headings=HEADINGS,
    command="candour.cli.audit.scores:scores",
)
