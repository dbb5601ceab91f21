"""What published totals can show with no panel behind them, and what they can't.

A claim in the press is a fall in per cent, at times with a number of crimes. From that alone it can
be told how much of it chance could make, and what would have to be printed to tell more.
"""

from enum import StrEnum
from math import ceil, exp, sqrt
from pathlib import Path

from candour.audit.errors import PlanError
from candour.audit.evaluations import totals_words as words
from candour.audit.evaluations.pilots import pilot_row
from candour.audit.evaluations.power import chance_to_see, fewest_events, smallest_ratio
from candour.audit.evaluations.question import AUDIT
from candour.audit.evaluations.rows import PilotRow, TotalRow, Totals, TotalsAccount
from candour.audit.evaluations.totals_file import PrintedClaim, read_totals
from candour.audit.findings import Finding, Input, Plan
from candour.audit.statistics.estimates import Estimate, finite, normal_quantile
from candour.audit.statistics.rates import rate_ratio

EVENTS_IN_QUESTION = (50, 100, 200, 400)
LOWER_TAIL = 0.025  # of a two-sided test at 5%
EVEN = 0.5  # share of exposure on either side, where nothing else is printed
ROUNDING = 1e-9


class Verdict(StrEnum):
    """What may be said of a claim from its totals."""

    NO_NUMBER = "no number to judge"
    NO_COUNTS = "can’t be told from chance, for want of counts"
    WITHIN_CHANCE = "within what chance alone can make"
    BEYOND_CHANCE = "more than luck alone would mostly give, with nothing beside it"
    BAD_SPELL = "can’t be told from a bad spell that ended by itself"
    DRAWN_BEYOND = "clearly lower, where what was drawn by lot is compared with the rest"
    BESIDE_WITHIN = "no clear difference from the places beside it"
    BESIDE_BEYOND = "clearly lower than the places beside it"
    BESIDE_BAD_SPELL = "lower than the places beside it, but chosen in a bad spell"


def audit_totals(
    path: Path, *, what: str = "", read_in: str = "", beside: tuple[str, ...] = ()
) -> Finding[Totals]:
    """Say what published totals can and can't show.

    Parameters
    ----------
    path : Path
        CSV: a row for each claim, with whatever was printed of it.
    what : str
        What was evaluated, in words.
    read_in : str
        Where the claims were read, in words, such as "the force’s report".
    beside : tuple of str
        Sentences on what is known from elsewhere, said after those on the claims.

    Raises
    ------
    CannotRead
        If the file is no table of claims: says the line and the column.
    PlanError
        If a fall and a number of events can't both be true.
    """
    claims = read_totals(path)
    rows = tuple(_row(claim) for claim in claims)
    result = Totals(
        claims=rows,
        if_so_many=tuple(pilot for row in rows for pilot in _if_so_many(row)),
        accounted_for=TotalsAccount(
            claims=len(rows),
            with_a_ratio=sum(row.ratio is not None for row in rows),
            with_counts=sum(row.events is not None for row in rows),
            with_a_comparison=sum(row.beside is not None for row in rows),
        ),
    )
    return Finding(
        plan=Plan(
            audit=AUDIT,
            comparison="published totals: what chance could make, and what is not printed",
            reference="",
            family=(),
            options={
                key: value for key, value in {"what": what, "read_in": read_in}.items() if value
            },
        ),
        inputs=(Input.of(path),),
        sentences=(*words.sentences(result, read_in), *beside),
        result=result,
        assumptions=words.ASSUMPTIONS,
        does_not_show=words.DOES_NOT_SHOW,
        explains=words.EXPLAINS,
    )


def _row(claim: PrintedClaim) -> TotalRow:
    before, after = _counts(claim)
    ratio = _ratio(claim, before, after)
    share = _share(claim)
    events = None
    if before is not None and after is not None:
        events = round((before[0] + before[1] + after[0] + after[1]) / 2)
    beside = _beside(claim)
    has_share = share is not None or events is not None
    smallest = None
    if events is not None:
        nearest = smallest_ratio(lambda one: chance_to_see(events, share or EVEN, one))
        smallest = None if nearest is None else 1 - nearest
    is_fall = ratio is not None and 0 < ratio.value < 1
    return TotalRow(
        claim=claim.claim,
        change=claim.fall.text if claim.fall else "",
        before_low=before[0] if before else None,
        before_high=before[1] if before else None,
        after_low=after[0] if after else None,
        after_high=after[1] if after else None,
        ratio=finite(ratio.value) if ratio else None,
        low=finite(ratio.low) if ratio and before else None,
        high=finite(ratio.high) if ratio and before else None,
        beside=beside.value if beside else None,
        beside_low=beside.low if beside else None,
        beside_high=beside.high if beside else None,
        events=events,
        share=share if has_share else None,
        fewest_events=fewest_events(share or EVEN, ratio.value) if ratio and is_fall else None,
        smallest_fall=smallest,
        tests=claim.tests,
        by_chance=claim.tests * LOWER_TAIL if claim.tests else None,
        verdict=_verdict(claim, ratio if before else None, beside),
        lacks=tuple(words.lacks(claim, has_counts=before is not None)),
        confounders=claim.confounders,
        is_implied=True if before is not None and claim.before is None else None,
        in_a_bad_spell=True if _in_a_bad_spell(claim) else None,
        as_long=True if claim.days_before and claim.days_after else None,
        also=claim.also or None,
        not_read=claim.not_read or None,
    )


def _in_a_bad_spell(claim: PrintedClaim) -> bool:
    """Whether places were chosen for high counts, and lots did not say which get the measure.

    Where days are drawn for the same places, what returns by itself is on both sides.
    """
    return claim.chosen_by_count is True and claim.drawn is not True


Range = tuple[int, int]


def _counts(claim: PrintedClaim) -> tuple[Range, Range] | tuple[None, None]:
    """What was counted before and after: as printed, or as a fall and its size imply.

    Raises
    ------
    PlanError
        If no whole number of events gives both.
    """
    if claim.before is not None and claim.after is not None:
        return (claim.before, claim.before), (claim.after, claim.after)
    if claim.fall is None or claim.fewer is None:
        return None, None
    low = ceil(claim.fewer / claim.fall.high - ROUNDING)
    high = int(claim.fewer / claim.fall.low + ROUNDING) if claim.fall.low > 0 else low
    if low > high:
        raise PlanError(
            f"{claim.claim}: no whole number of events is {claim.fewer} fewer and "
            f"{claim.fall.text} less at once. See what was printed."
        )
    return (low, high), (low - claim.fewer, high - claim.fewer)


def _ratio(claim: PrintedClaim, before: Range | None, after: Range | None) -> Estimate | None:
    """The rate after over before, or with over without; its interval is for chance alone."""
    if before is None or after is None:
        if claim.fall is None:
            return None
        return Estimate(1 - claim.fall.point, float("nan"), float("nan"))
    there, here = round(sum(before) / 2), round(sum(after) / 2)
    days_before, days_after = claim.days_before or 1, claim.days_after or 1
    if claim.days_before is None or claim.days_after is None:
        days_before = days_after = 1
    return rate_ratio(here, days_after, reference_events=there, reference_exposure=days_before)


def _share(claim: PrintedClaim) -> float | None:
    if claim.units and claim.treated_at_once:
        return claim.treated_at_once / claim.units
    if claim.days_before and claim.days_after:
        return claim.days_after / (claim.days_before + claim.days_after)
    return None


def _beside(claim: PrintedClaim) -> Estimate | None:
    """The change beside that of the comparison, with an interval for chance alone."""
    numbers = (claim.before, claim.after, claim.comparison_before, claim.comparison_after)
    if any(number is None or number == 0 for number in numbers):
        return None
    before, after, there_before, there_after = (float(number or 0) for number in numbers)
    ratio = after / before / (there_after / there_before)
    error = sqrt(sum(1 / count for count in (before, after, there_before, there_after)))
    reach = exp(normal_quantile(0.95) * error)
    return Estimate(ratio, ratio / reach, ratio * reach)


def _verdict(claim: PrintedClaim, counted: Estimate | None, beside: Estimate | None) -> Verdict:
    returns = _in_a_bad_spell(claim)
    if beside is not None:
        if beside.high >= 1:
            return Verdict.BESIDE_WITHIN
        return Verdict.BESIDE_BAD_SPELL if returns else Verdict.BESIDE_BEYOND
    if counted is None:
        return Verdict.NO_NUMBER if claim.fall is None else Verdict.NO_COUNTS
    if counted.low <= 1 <= counted.high:
        return Verdict.WITHIN_CHANCE
    if returns and counted.high < 1:
        return Verdict.BAD_SPELL
    is_drawn = claim.drawn is True and claim.treated_at_once is not None
    return Verdict.DRAWN_BEYOND if is_drawn and counted.high < 1 else Verdict.BEYOND_CHANCE


def _if_so_many(row: TotalRow) -> tuple[PilotRow, ...]:
    """Where counts are not printed: what so many events could have shown."""
    if row.events is not None or row.share is None:
        return ()
    return tuple(
        pilot_row(f"{row.claim}, if there were {events} events", events, row.share)
        for events in EVENTS_IN_QUESTION
    )
