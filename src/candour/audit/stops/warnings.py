"""What must be said before any number of a finding on stops: rows lost, or counted twice."""

from collections.abc import Iterator
from difflib import get_close_matches
from statistics import median

from candour.audit.names import area, listed, place
from candour.audit.per_resident.rows import AS_COUNTED
from candour.audit.periods import in_words
from candour.audit.residents.as_censuses import unlike_censuses
from candour.audit.residents.ethnicity import MISSING
from candour.audit.residents.without_residents import WITHOUT_RESIDENTS
from candour.audit.stops.case import Case
from candour.audit.stops.waves import MOST_WITHOUT_DAY

LOST_MATTERS = 0.01  # of all rows, not read or outside the period by what looks like a slip
FEW_IN_MONTH = 0.1  # of the usual month, under which a month is not whole
NO_ETHNICITY_MATTERS = 0.1  # of the searches compared
REPEATED_COUNTS_MATTER = 0.2  # of the lines of a table of counts
YEAR = 12  # months
PER_CENTS = range(99, 102)  # what rounded shares of a whole add up to
USUAL_MONTH = 30  # stops, from which that is no chance
OF_OTHER_NATIONS = frozenset({"northern-ireland", "psni", "police-scotland", "scotland"})
LIKE_A_FORCE = 0.5  # of letters in common, from which an unknown name may be of a force
STRAY_MONTH = 0.25  # of the usual month, under which a month outside the period is a slip
# Of a file that holds each stop twice a half repeat; where times are rounded, a third may.
DIGITS_OF_A_SERIAL = 5  # of days since 1900, from 1927 to 2173
REPEATS_MATTER = 0.48
MANY_REPEATS = 0.15  # of all rows; published files have 2% to 8%
MOST_WORDS = 5
MANY_LEFT_OUT = 0.1  # of all rows, from which stops of forces without residents lead


def warnings(case: Case, today: str) -> tuple[str, ...]:
    """Sentences that lead, if there is anything to warn of; `today` is a month, as 2026-11."""
    texts = (
        *_hidden(case),
        *_sums(case),
        *_per_cents(case),
        *_future(case, today),
        *_unread(case),
        *_perhaps_of_the_force(case),
        *_stray(case, today),
        *_days_of_other_months(case),
        *_no_days(case),
        *_two_orders(case),
        *_unlike_censuses(case),
        *_more_than_residents(case),
        *_given_twice(case),
        *_repeats(case),
        *_repeated_counts(case),
        *_one_area(case),
        *_thin_months(case),
        *(_without_residents(case) if _left_out(case) > MANY_LEFT_OUT * case.counts.read else ()),
    )
    return tuple(texts)


def without_ethnicity(case: Case) -> tuple[str, ...]:
    """What stands right behind the first number: what it leaves out, or may count twice."""
    stops = sum(case.tallies[fit.force].stops for fit in case.fit)
    missing = sum(case.tallies[fit.force].groups[MISSING] for fit in case.fit)
    few = _left_out(case) <= MANY_LEFT_OUT * case.counts.read
    beside = (*_many_repeats(case), *(_without_residents(case) if few else ()))
    if missing <= NO_ETHNICITY_MATTERS * stops:
        return beside
    could = (
        "what they could change stands in the table of bounds"
        if case.denominators
        else "how many lie in each area stands in the table of areas, what they could change does "
        "not"
    )
    return (
        f"{missing:,} of {stops:,} searches ({missing / stops:.0%}) have no ethnicity and are in "
        f"no rate or ratio: {could}.",
        *beside,
    )


def unknown_outcomes(case: Case) -> tuple[str, ...]:
    """What stands before hit rates: outcomes in words that the closed table does not have."""
    words = sorted(case.counts.unknown_outcomes)
    if not words:
        return ()
    shown = listed([f"'{word[:40]}'" for word in words[:MOST_WORDS]])
    more = f" and {len(words) - MOST_WORDS} more" if len(words) > MOST_WORDS else ""
    return (
        f"What came of a search is not known from the words {shown}{more}: searches that say so "
        "count as having no recorded outcome.",
    )


def _hidden(case: Case) -> Iterator[str]:
    """Counts that are hidden or ranges: how many, and what was done with them."""
    if not case.has_hidden:
        return
    counts = case.counts
    fewer = sum(tally.fewer.total() for tally in case.tallies.values())
    more = sum(tally.more.total() for tally in case.tallies.values())
    stops = sum(tally.stops for tally in case.tallies.values())
    yield (
        f"{counts.hidden_lines:,} of {counts.lines_of_counts:,} counts are hidden or ranges (such "
        f"as '{counts.hidden_such_as[:20]}'): in all there are {stops - fewer:,} to "
        f"{stops + more:,} searches. Each of them is taken at the middle of what it can be, and "
        "every range is over all that they can be."
    )


def _sums(case: Case) -> Iterator[str]:
    """Rows that add up those of other months: left out, and set beside what they should be."""
    counts = case.counts
    if not counts.lines_of_sums:
        return
    rows = "1 row adds" if counts.lines_of_sums == 1 else f"{counts.lines_of_sums:,} rows add"
    months = sum(counts.stops.values()) + sum(counts.elsewhere.values())
    told = f"{rows} up the months of others, as a total does, and so counts nowhere"
    told = told if counts.lines_of_sums == 1 else told.replace("so counts", "so count")
    if case.has_hidden or counts.sums == months:
        yield f"{told}."
        return
    yield (
        f"{told}; it comes to {counts.sums:,} searches, and the months of the file to {months:,}: "
        "find out which is right before anything is quoted."
    )


def _per_cents(case: Case) -> Iterator[str]:
    """Counts that add up to 100 in every month of every force: shares of it, not searches."""
    if not case.counts.lines_of_counts:
        return
    together: dict[tuple[str, str], int] = {}
    for stop, number in case.counts.stops.items():
        together[stop.force, stop.month] = together.get((stop.force, stop.month), 0) + number
    if together and all(number in PER_CENTS for number in together.values()):
        yield (
            "The counts add up to 100 in each month of each force, so they look like per cents. If "
            "they are, every rate and every range here is wrong: numbers of searches are needed."
        )


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
        if counts.no_month_such_as or counts.no_month > counts.read / 2:
            parts = [part + _such_as(case) if "no month" in part else part for part in parts]
        yield f"Of {counts.read:,} rows, {listed(parts)}: they were not counted."


def _such_as(case: Case) -> str:
    """What stands where a month should; a spreadsheet keeps days as numbers since 1900."""
    text = case.counts.no_month_such_as[:40]
    if not text:
        return (
            " (the cell is empty: where cells were merged, only the first row holds what they say; "
            "fill it in for every row)"
        )
    if text.partition(".")[0].isdecimal() and len(text.partition(".")[0]) == DIGITS_OF_A_SERIAL:
        return (
            f" (such as '{text}', the number a spreadsheet keeps for a day: show that column as "
            "dates and save it again)"
        )
    return f" (such as '{text}')"


def _perhaps_of_the_force(case: Case) -> Iterator[str]:
    """Rows of a force that nobody knows, whose name is like that of one asked for."""
    people = case.leading.people if case.leading else {}
    known = {*people, *case.question.forces, *WITHOUT_RESIDENTS, *OF_OTHER_NATIONS}
    unknown: dict[str, int] = {}
    for stop, number in case.counts.stops.items():
        if stop.force not in known:
            unknown[stop.force] = unknown.get(stop.force, 0) + number
    for (force, _), number in case.counts.elsewhere.items():
        if force not in known:
            unknown[force] = unknown.get(force, 0) + number
    for name, number in sorted(unknown.items()):
        like = get_close_matches(name, case.question.forces, n=1, cutoff=LIKE_A_FORCE)
        if like and number > LOST_MATTERS * case.counts.read:
            yield (
                f"{number:,} of {case.counts.read:,} rows are of '{name}', which the population "
                f"does not know, and were not counted. If that is {place(like[0])}, write its name "
                "as in the other rows."
            )


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


def _days_of_other_months(case: Case) -> Iterator[str]:
    """An hour between summer time and Greenwich moves a few; more are a fault of the file."""
    number = case.counts.days_of_other_months
    if number > LOST_MATTERS * case.counts.read:
        yield (
            f"{number:,} of {case.counts.read:,} rows have a date that is not in the month they "
            "stand under. They are counted under that month: check which of the two is right."
        )


def _no_days(case: Case) -> Iterator[str]:
    number = case.counts.no_day
    if not number:
        return
    such_as = case.counts.no_day_such_as
    said = f" (such as “{such_as}”)" if such_as else ""
    told = (
        "so how far stops come in waves is told by months, of which there must be several."
        if number > MOST_WITHOUT_DAY * sum((case.counts.days or {}).values())
        else "and are in no week where it is told how far stops come in waves."
    )
    yield f"{number:,} of {case.counts.read:,} rows have no day that can be read{said}, {told}"


def _two_orders(case: Case) -> Iterator[str]:
    """Only where the month is told elsewhere: a file without it is refused."""
    if case.counts.in_two_orders:
        yield (
            f"Some dates of {listed(sorted(case.counts.in_two_orders))} are day, month, year, and "
            "some are month, day, year. Months were told by their own column, and each day by the "
            "order that puts it into its month: check the file."
        )


def _unlike_censuses(case: Case) -> Iterator[str]:
    """Of the forces compared, groups that a table of residents has far more or fewer of."""
    for denominator in case.denominators:
        if denominator.reading == AS_COUNTED:
            fit = {one.force: denominator.people[one.force] for one in case.fit}
            yield from unlike_censuses(fit, str(denominator.population_year))


def _more_than_residents(case: Case) -> Iterator[str]:
    """So many searches of a group in a year that a count, or a column of counts, must be wrong."""
    leading = case.leading
    if leading is None:
        return
    years = max(1.0, len(case.question.period.months) / YEAR)
    for fit in case.fit:
        for group in case.compared(fit):
            stops = case.tallies[fit.force].groups[group]
            if stops > leading.people[fit.force][group] * years:
                yield (
                    f"{place(fit.force)}: {stops:,} searches are counted of a group that has "
                    f"{leading.people[fit.force][group]:,.0f} residents. No force searches so "
                    "often: check the column of counts, and whose residents these are."
                )
                return


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


def _many_repeats(case: Case) -> Iterator[str]:
    """More rows alike than files of single searches have, and fewer than one held twice has."""
    repeats = case.counts.repeats
    number = sum(repeats.values()) if repeats else 0
    if MANY_REPEATS * case.counts.read < number <= REPEATS_MATTER * case.counts.read:
        yield (
            f"{number:,} of {case.counts.read:,} rows ({number / case.counts.read:.0%}) repeat "
            "another in every column and are counted, since people may be searched together; if "
            "they are the same searches again, rates are too high. The ratios without them stand "
            "beside each ratio."
        )


def _repeated_counts(case: Case) -> Iterator[str]:
    """Lines alike in all columns: a table given twice, or cut from a wider one."""
    counts = case.counts
    number = counts.repeated_lines_of_counts
    if number > REPEATED_COUNTS_MATTER * counts.lines_of_counts:
        yield (
            f"{number:,} of {counts.lines_of_counts:,} lines of counts repeat another in every "
            "column, the count as well, and are added up: if the table stands in the file more "
            "than once, every rate is too high."
        )


def _one_area(case: Case) -> Iterator[str]:
    for column, value in case.counts.only_area.items():
        yield (
            f"Every row is of one place by its {column}, {value}: if these are the stops of that "
            "place only, the rates, set against the residents of the whole force area, are too low "
            "and the ratios may be wrong."
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


def _by_force_without_residents(case: Case) -> dict[str, int]:
    left_out: dict[str, int] = {}
    if not case.question.forces:
        for stop, number in case.counts.stops.items():
            if stop.force not in case.tallies:
                left_out[stop.force] = left_out.get(stop.force, 0) + number
    return left_out


def _left_out(case: Case) -> int:
    return sum(_by_force_without_residents(case).values())


def _without_residents(case: Case) -> Iterator[str]:
    left_out = _by_force_without_residents(case)
    if sum(left_out.values()) > LOST_MATTERS * case.counts.read:
        names = listed([area(force) for force in sorted(left_out)])
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
