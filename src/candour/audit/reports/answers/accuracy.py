"""The answers for accuracy: of a published share, or of forecasts by cell and day."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from candour.audit.accuracy.published import INCIDENTS, UNITS
from candour.audit.plans import Finding, Row
from candour.audit.reports import words

OF_WHAT = {
    "flagged": "of all that was flagged",
    "incidents": "of all that was recorded",
}


def compared(finding: Finding) -> Sequence[str]:
    if _is_claim(finding):
        if finding.values.get("share_of") in OF_WHAT:
            row = finding.tables["readings"][0]
            return (
                f"A published share: of the {_flagged(finding, row)}, {_share_of(finding)} "
                f"{row['right_means']}.",
            )
        return (
            f"A published share, {_share_of(finding)}, with what it can be a share of: all that "
            "was flagged, or all that was recorded. Those are two different questions.",
        )
    values = finding.values
    return (
        f"The {values['top']} cells ranked highest each day, of {values['cells']:,}, with where "
        f"events were recorded on {_days(values['days'])}; and the same number of cells chosen by "
        "plain counting of earlier events, or blindly.",
    )


def found(finding: Finding) -> Iterator[str]:
    if _is_claim(finding):
        yield from _readings(finding)
        return
    values = finding.values
    yield (
        f"{words.share(values['hit_rate']['value'])} of {values['events']:,} recorded events were "
        f"in the cells targeted that day. In {words.share(values['precision']['value'])} of "
        "cells targeted for a day anything was recorded; in the rest nothing was."
    )
    rows = [row for row in finding.tables.get("baselines", ()) if row["top"] == values["top"]]
    yield from (_beside(row) for row in rows)


def sure(finding: Finding) -> Iterator[str]:
    if not _is_claim(finding):
        hit = finding.values["hit_rate"]
        yield (
            "Ranges (95% intervals) allow for chance only, not for how events came to be recorded."
        )
        if hit["low"] is not None:
            yield (
                f"The hit rate is {_range(hit['low'], hit['high'])}. Whole weeks were left out in "
                "turn, since days of one week are alike."
            )
        return
    rows = finding.tables.get("readings", ())
    if finding.values.get("share_of") == "unknown":
        yield "What the share is of is not known, so neither reading can be called the right one."
    printed = rows[0]
    yield (
        "The share is printed rounded: it could be "
        f"{_range(printed['rounding_low'], printed['rounding_high'])}."
    )
    for row in rows:
        if row["low"] is not None:
            yield (
                f"Read as a share {OF_WHAT[row['of']]} ({row['number']:,}), chance adds a range "
                f"of {_range(row['low'], row['high'])} (95% interval)."
            )
    if all(row["low"] is None for row in rows):
        yield "How many it is a share of is not known, so we cannot say how far luck moved it."


def changes(finding: Finding) -> Sequence[str]:
    if not _is_claim(finding):
        return (
            "How events come to be recorded: where police look, more is recorded, and forecasts "
            "made from records then look right.",
            "Another number of cells, another place or another time.",
            "What it is set beside: a stronger way to count would leave less for the forecasts to "
            "add.",
        )
    said = [
        "The numbers behind the share: how many were flagged, how many of those had it recorded, "
        "and how many there were in all.",
        "What counts as the outcome: what was recorded is not all that happened.",
    ]
    if finding.values.get("share_of") == "unknown":
        said.insert(0, "Being told what the share is of. Until then both readings stand.")
    return said


def _is_claim(finding: Finding) -> bool:
    return "readings" in finding.tables


def _flagged(finding: Finding, row: Row) -> str:
    """Those that the share is of: as the source calls them, where it says so."""
    unit = UNITS[str(finding.values.get("unit") or "")] if row["of"] == "flagged" else INCIDENTS
    return unit.flagged


def _share_of(finding: Finding) -> str:
    value = finding.values["share"]["value"]
    return words.share(float(value)).replace(".0%", "%")


def _readings(finding: Finding) -> Iterator[str]:
    of_either = finding.values.get("share_of") == "unknown"
    for row in finding.tables["readings"]:
        if not row.get("possible", True):
            yield f"It can't be a share {OF_WHAT[row['of']]}: no whole number of them gives it."
            continue
        lead = f"If it is a share {OF_WHAT[row['of']]}: for" if of_either else "For"
        yield (
            f"{lead} every 1,000 {_flagged(finding, row)}, about {row['right_in_1000']:,} "
            f"{row['right_means']} and {row['wrong_in_1000']:,} {row['wrong_means']}."
        )


def _beside(row: Row) -> str:
    """Whether the forecasts found more than one baseline, as far as the interval tells."""
    gap: Mapping[str, Any] = row["difference"]
    figures = (
        f"{words.share(row['forecasts_hit_rate']['value'])} against "
        f"{words.share(row['hit_rate']['value'])} on the same days"
    )
    name = str(row["name"]).capitalize()
    if gap["low"] is None or gap["high"] is None:
        return f"{name}: can't be told apart from so few weeks ({figures})."
    if gap["low"] > 0:
        return f"{name}: the forecasts found more ({figures})."
    if gap["high"] < 0:
        return f"{name}: the forecasts found less ({figures})."
    return f"{name}: no clear difference, so the forecasts do not beat it here ({figures})."


def _days(days: Mapping[str, Any]) -> str:
    return f"{days['number']:,} days ({days['from']} to {days['to']})"


def _range(low: float, high: float) -> str:
    return f"{words.share(low)} to {words.share(high)}"
