"""Read a published share of correct predictions: what it can mean, and how sure it is."""

from candour.audit.accuracy import claim_words
from candour.audit.accuracy.published import (
    INCIDENTS,
    ONE_SIDED,
    READINGS,
    UNITS,
    ClaimQuestion,
    Printed,
    ShareOf,
    possible_counts,
    read_share,
)
from candour.audit.errors import PlanError
from candour.audit.plans import Finding, Row
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.proportions import wilson

PER = 1_000
ICONS = 100


def audit_claim(question: ClaimQuestion) -> Finding:
    """Say what a published share can mean.

    Raises
    ------
    PlanError
        If the share is none, or no whole number of those flagged could be printed so.
    """
    plan = question.plan()
    share = read_share(question.share)
    given = {ShareOf.FLAGGED: question.flagged, ShareOf.INCIDENTS: question.incidents}
    wanted = list(READINGS) if question.share_of is ShareOf.UNKNOWN else [question.share_of]
    readings = [_reading(question, share, of, given[of]) for of in wanted]
    # A picture of right and wrong flags is drawn only where the share is of flags, and is no bound.
    drawn = question.share_of is ShareOf.FLAGGED and share.stated not in ONE_SIDED
    if not any(row["possible"] for row in readings):
        row = readings[0]
        raise PlanError(
            f"No whole number out of {row['number']:,} gives {share.text}: the share or the "
            "number it is a share of is not what was published."
        )
    right = round(share.point * ICONS)
    return Finding(
        plan=plan,
        inputs=(),
        sentences=claim_words.sentences(question, share, readings),
        tables={"readings": readings},
        accounted_for={"published_numbers": 1 + sum(each is not None for each in given.values())},
        assumptions=claim_words.assumptions(share),
        does_not_show=claim_words.does_not_show(question),
        explains=(*claim_words.bounds(question, share), *claim_words.third_reading(question)),
        values={
            "share": {"value": share.point, "low": share.low, "high": share.high},
            "share_of": str(question.share_of),
            "flagged": question.flagged,
            "incidents": question.incidents,
            "unit": question.unit,
            "icon_array": {"of": ICONS, "right": right, "wrong": ICONS - right} if drawn else None,
        },
    )


def _reading(question: ClaimQuestion, share: Printed, of: ShareOf, number: int | None) -> Row:
    """One way to read the share: frequencies, and the interval for chance if the number is known.

    Rounding and chance are kept apart: the interval for chance is that of the printed point, and
    the widest takes both together. "Less than a tenth" has no point, so it has the widest alone.
    """
    unit = UNITS[question.unit] if of is ShareOf.FLAGGED else INCIDENTS
    counts = possible_counts(share, number) if number is not None else None
    chance: Estimate | None = None
    widest: tuple[float, float] | None = None
    if number is not None and counts:
        if share.stated not in ONE_SIDED:
            nearest = min(max(round(share.point * number), counts[0]), counts[1])
            chance = wilson(nearest, number)
        widest = wilson(counts[0], number).low, wilson(counts[1], number).high
    return {
        "reading": READINGS[of],
        "of": str(of),
        "share": share.point,
        "low": chance.low if chance else None,
        "high": chance.high if chance else None,
        "rounding_low": share.low,
        "rounding_high": share.high,
        "widest_low": widest[0] if widest else None,
        "widest_high": widest[1] if widest else None,
        "number": number,
        "count_low": counts[0] if counts else None,
        "count_high": counts[1] if counts else None,
        "possible": number is None or counts is not None,
        "right_in_1000": round(share.point * PER),
        "wrong_in_1000": PER - round(share.point * PER),
        "right_means": unit.right,
        "wrong_means": unit.wrong,
    }
