"""Read a published share of correct predictions: what it can mean, and how sure it is."""

from candour.audit.accuracy import claim_words
from candour.audit.accuracy.published import (
    INCIDENTS,
    ONE_SIDED,
    READINGS,
    ClaimQuestion,
    Printed,
    ShareOf,
    possible_counts,
    read_share,
)
from candour.audit.accuracy.rows import Claim, Icons, PublishedNumbers, Reading
from candour.audit.errors import PlanError
from candour.audit.findings import Finding
from candour.audit.statistics.estimates import Estimate, Reported
from candour.audit.statistics.proportions import wilson

PER = 1_000
ICONS = 100


def audit_claim(question: ClaimQuestion) -> Finding[Claim]:
    """Say what a published share can mean.

    Raises
    ------
    PlanError
        If the share is none, or no whole number of those flagged could be printed so.
    """
    plan = question.plan()
    share = read_share(question.share)
    printed_counts = {ShareOf.FLAGGED: question.flagged, ShareOf.INCIDENTS: question.incidents}
    wanted = list(READINGS) if question.share_of is ShareOf.UNKNOWN else [question.share_of]
    readings = tuple(_reading(question, share, of, printed_counts[of]) for of in wanted)
    if not any(reading.possible for reading in readings):
        raise PlanError(
            f"No whole number out of {readings[0].number:,} gives {share.text}: the share or the "
            "number it is a share of is not what was published."
        )
    right = round(share.point * ICONS)
    # A picture of right and wrong flags is drawn only where the share is of flags, and is no bound.
    is_drawn = question.share_of is ShareOf.FLAGGED and share.stated not in ONE_SIDED
    result = Claim(
        share=Reported(share.point, share.low, share.high),
        share_of=str(question.share_of),
        flagged=question.flagged,
        incidents=question.incidents,
        unit=question.unit,
        icon_array=Icons(of=ICONS, right=right, wrong=ICONS - right) if is_drawn else None,
        readings=readings,
        accounted_for=PublishedNumbers(
            published_numbers=1 + sum(number is not None for number in printed_counts.values())
        ),
    )
    return Finding(
        plan=plan,
        inputs=(),
        sentences=claim_words.sentences(question, share, readings),
        result=result,
        assumptions=claim_words.assumptions(share),
        does_not_show=claim_words.does_not_show(question),
        explains=(*claim_words.bounds(question, share), *claim_words.third_reading(question)),
    )


def _reading(question: ClaimQuestion, share: Printed, of: ShareOf, number: int | None) -> Reading:
    """One way to read the share: frequencies, and the interval for chance if the number is known.

    Rounding and chance are kept apart: the interval for chance is that of the printed point, and
    the widest takes both together. "Less than a tenth" has no point, so it has the widest alone.
    """
    unit = question.flags if of is ShareOf.FLAGGED else INCIDENTS
    counts = possible_counts(share, number) if number is not None else None
    chance: Estimate | None = None
    widest: tuple[float, float] | None = None
    if number is not None and counts:
        if share.stated not in ONE_SIDED:
            nearest = min(max(round(share.point * number), counts[0]), counts[1])
            chance = wilson(nearest, number)
        widest = wilson(counts[0], number).low, wilson(counts[1], number).high
    right = round(share.point * PER)
    return Reading(
        reading=READINGS[of],
        of=str(of),
        share=share.point,
        low=chance.low if chance else None,
        high=chance.high if chance else None,
        rounding_low=share.low,
        rounding_high=share.high,
        widest_low=widest[0] if widest else None,
        widest_high=widest[1] if widest else None,
        number=number,
        count_low=counts[0] if counts else None,
        count_high=counts[1] if counts else None,
        possible=number is None or counts is not None,
        right_in_1000=right,
        wrong_in_1000=PER - right,
        right_means=unit.right,
        wrong_means=unit.wrong,
    )
