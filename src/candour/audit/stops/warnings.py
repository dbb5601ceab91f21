"""What must be said before any number of a finding on stops: rows lost, or counted twice."""

from collections.abc import Iterator
from statistics import median

from candour.audit.names import listed, place
from candour.audit.periods import in_words
from candour.audit.stops.case import Case

LOST_MATTERS = 0.01  # of all rows, not read or outside the period by what looks like a slip
FEW_IN_MONTH = 0.1  # of the usual month, under which a month is not whole
USUAL_MONTH = 30  # stops, from which that is no chance
STRAY_MONTH = 0.25  # of the usual month, under which a month outside the period is a slip
# Of a file that holds each stop twice a half repeat; where times are rounded, a third may.
REPEATS_MATTER = 0.48


def warnings(case: Case, today: str) -> tuple[str, ...]:
    """Sentences that lead, if there is anything to warn of; `today` is a month, as 2026-11."""
    texts = (
        *_future(case, today),
        *_unread(case),
        *_stray(case, today),
        *_given_twice(case),
        *_repeats(case),
        *_one_area(case),
        *_thin_months(case),
        *_without_residents(case),
    )
    return tuple(texts)


def _future(case: Case, today: str) -> Iterator[str]:
    later = {month: number for (_, month), number in _outside(case).items() if month > today}
    if later:
        number = sum(n for (_, month), n in _outside(case).items() if month > today)
        yield (
            f"{number:,} of {case.counts.read:,} rows are dated in the future "
            f"({in_words(tuple(sorted(later)))}) and were not counted: the dates of this file need "
            "to be checked before anything is quoted from it."
        )


def _unread(case: Case) -> Iterator[str]:
    counts = case.counts
    lost = {
        "can't be read as rows": len(counts.unreadable),
        "say no month that can be read": counts.no_month,
        "say no force": counts.no_force,
    }
    if sum(lost.values()) > LOST_MATTERS * counts.read:
        parts = [f"{number:,} {what}" for what, number in lost.items() if number]
        yield f"Of {counts.read:,} rows, {listed(parts)}: they were not counted."


def _stray(case: Case, today: str) -> Iterator[str]:
    """Rows outside the period that look like slips: months with far fewer rows than others."""
    inside = sum(tally.stops for tally in case.tallies.values())
    usual = inside / len(case.question.period.months)
    months: dict[str, int] = {}
    for (force, month), number in _outside(case).items():
        if force in case.tallies and month <= today:
            months[month] = months.get(month, 0) + number
    slips = {month: n for month, n in months.items() if n < STRAY_MONTH * usual}
    if sum(slips.values()) > LOST_MATTERS * case.counts.read:
        first, last = min(slips), max(slips)
        yield (
            f"{sum(slips.values()):,} of {case.counts.read:,} rows are dated outside the period, "
            f"from {first} to {last}, and were not counted: check their dates."
        )


def _given_twice(case: Case) -> Iterator[str]:
    for (force, month), files in list(case.counts.in_several_files.items())[:3]:
        yield (
            f"Stops of {place(force)} in {month} stand in more than one file "
            f"({listed(sorted(files))}): if these hold the same stops, every number is too high."
        )


def _repeats(case: Case) -> Iterator[str]:
    repeats = case.counts.repeats
    number = sum(repeats.values()) if repeats else 0
    if number > REPEATS_MATTER * case.counts.read:
        yield (
            f"{number:,} of {case.counts.read:,} rows repeat another in every column and are "
            "counted: if the file holds each stop more than once, every rate is too high. The "
            "ratios without them stand beside each ratio."
        )


def _one_area(case: Case) -> Iterator[str]:
    for column, value in case.counts.only_area.items():
        yield (
            f"Every row has the same {column}, {value}: if these are the stops of that place only, "
            "the rates, set against the residents of the whole force area, are too low and the "
            "ratios may be wrong."
        )


def _thin_months(case: Case) -> Iterator[str]:
    thin = []
    for force, tally in case.tallies.items():
        stops = {month: groups.total() for month, groups in tally.months.items()}
        if len(stops) < 2:  # noqa: PLR2004 - there is nothing to set a month against
            continue
        for month, number in stops.items():
            usual = median(n for other, n in stops.items() if other != month)
            if usual >= USUAL_MONTH and number < FEW_IN_MONTH * usual:
                thin.append(f"{place(force)} in {month} ({number:,}, usually {usual:,.0f})")
    if thin:
        more = f" and {len(thin) - 3} more" if len(thin) > 3 else ""  # noqa: PLR2004
        yield (f"Months with hardly any stops, which may not be whole: {listed(thin[:3])}{more}.")


def _without_residents(case: Case) -> Iterator[str]:
    left_out: dict[str, int] = {}
    if not case.question.forces:
        for stop, number in case.counts.stops.items():
            if stop.force not in case.tallies:
                left_out[stop.force] = left_out.get(stop.force, 0) + number
    if sum(left_out.values()) > LOST_MATTERS * case.counts.read:
        names = listed([place(force) for force in sorted(left_out)])
        yield (
            f"{sum(left_out.values()):,} stops of {names} were left out: the population has no "
            "residents for them."
        )


def _outside(case: Case) -> dict[tuple[str, str], int]:
    return {
        where: number
        for where, number in case.counts.elsewhere.items()
        if where[1] not in case.question.period.months
    }
