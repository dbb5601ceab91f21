"""Rates and ratios as the published series on stop and search writes them.

So that a panel can tie a number here to the one in print: each year's own census, rates per 1,000
residents and relative rates to one decimal, and beside a published count the difference from it.

The Home Office set years up to the one ending in March 2022 against the census of 2011; on 2 March
2023 it gave that last year again by the census of 2021, which later years keep (Update to stop and
search and arrests statistics using 2021 Census estimates).
"""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from candour.audit.errors import PlanError
from candour.audit.names import area
from candour.audit.per_resident.rows import AS_COUNTED, PER
from candour.audit.periods import Period
from candour.audit.stops.case import Case
from candour.audit.stops.rows import AsPublished, BesidePublished
from candour.core.voice import sentence

LAST_BY_2011 = "2022-03"
BY_BOTH = "2021-04"  # the first month of the year that was published by either census
ONE_PLACE = Decimal("0.1")


def censuses_in_print(period: Period) -> tuple[int, ...]:
    """By which census the published series has a period's rates; the first edition first.

    >>> censuses_in_print(Period.parse("2019-04..2020-03"))
    (2011,)
    >>> censuses_in_print(Period.parse("2021-04..2022-03"))
    (2011, 2021)
    """
    if period.last > LAST_BY_2011:
        return (2021,)
    return (2011, 2021) if period.first >= BY_BOTH else (2011,)


def one_place(number: float) -> float:
    """A number as the series rounds it: to one decimal, halves away from nothing.

    >>> one_place(5.8418909), one_place(0.25)
    (5.8, 0.3)
    """
    return float(Decimal(repr(number)).quantize(ONE_PLACE, rounding=ROUND_HALF_UP))


def as_published(case: Case) -> Iterator[AsPublished]:
    """Rates and relative rates in print's form, on the censuses that print uses for the period."""
    reference = case.question.reference
    censuses = censuses_in_print(case.question.period)
    for fit, tally, denominator in case.forces_and_denominators():
        if denominator.population_year not in censuses or denominator.reading != AS_COUNTED:
            continue
        people = denominator.people[fit.force]
        rates = {name: PER * tally.groups[name] / people[name] for name in case.compared(fit)}
        there = rates.get(reference, 0.0)
        for group, rate in rates.items():
            rounded, rounded_there = one_place(rate), one_place(there)
            yield AsPublished(
                force=fit.force,
                group=group,
                reference=reference,
                population_year=denominator.population_year,
                stops=tally.groups[group],
                rate_per_1000=rounded,
                relative_rate=one_place(rate / there) if there else None,
                relative_rate_of_rounded=(
                    one_place(rounded / rounded_there) if rounded_there else None
                ),
            )


def beside_published(case: Case) -> tuple[BesidePublished, ...] | None:
    """The searches counted here beside the published count, where one was given.

    Raises
    ------
    PlanError
        If a count is of a force that is not in question.
    """
    published = case.question.published
    if not published:
        return None
    for force in published:
        if force not in case.tallies:
            raise PlanError(
                f"A published count of '{force}' was given, which is not among the forces here."
            )
    return tuple(_beside(case, force, count) for force, count in sorted(published.items()))


def _beside(case: Case, force: str, count: int) -> BesidePublished:
    tally = case.tallies[force]
    vehicles = tally.kinds.get("vehicle")
    return BesidePublished(
        force=force,
        stops=tally.stops,
        of_vehicles_alone=vehicles.total() if vehicles else 0,
        published=count,
        apart=tally.stops - count,
        share_apart=(tally.stops - count) / count,
    )


def sentences(rows: tuple[BesidePublished, ...] | None) -> Iterator[str]:
    """How far each count is from the published one."""
    for row in rows or ():
        way = "more" if row.apart > 0 else "fewer"
        apart = f"{abs(row.apart):,} {way} ({row.share_apart:+.1%})" if row.apart else "the same"
        alone = (
            f" {row.of_vehicles_alone:,} of them were of vehicles alone, which a count of people "
            "searched leaves out."
            if row.of_vehicles_alone
            else ""
        )
        yield (
            f"{sentence(area(row.force))}: {row.stops:,} searches are counted here, "
            f"{row.published:,} were published: {apart}.{alone}"
        )


def published_counts(texts: Mapping[str, str]) -> dict[str, int]:
    """Published counts by force, from what was written.

    >>> published_counts({"essex": "12,345"})
    {'essex': 12345}
    """
    counts = {}
    for force, text in texts.items():
        number = text.replace(",", "").strip()
        if not number.isascii() or not number.isdecimal() or not int(number):
            raise PlanError(
                f"'{text[:40]}' is no published count: write --published {force or 'FORCE'}=12345."
            )
        counts[force] = int(number)
    return counts
