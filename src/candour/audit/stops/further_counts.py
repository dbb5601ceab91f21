"""Stops counted by one thing more, each in a query of its own: all at once would be many rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from candour.audit.stops.columns import (
    A_DAY,
    WHEN,
    By,
    breakdown_column,
    columns_of,
    day_column,
    day_of,
    named_column,
    officer_column,
    person_column,
    value_of,
)
from candour.audit.stops.counts import Part, Search, StopCounts
from candour.audit.stops.dates import LENGTHS, Order, day_in, is_sure, orders_in
from candour.audit.stops.places import Place, Places, Reading, heads_of
from candour.audit.stops.powers import power_of
from candour.tables import Engine, Rows

BETWEEN = "\t"  # the age and the sex of one value
DAY_LENGTHS = (A_DAY, *LENGTHS[1:])  # characters of a date that are told apart: few are quick
RESULTS = ("power", "outcome", "linked")

Row = Mapping[str, Any]  # what some stops have in common, by the names of columns here


def count_parts(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, by: By, places: Places
) -> None:
    """Count by a breakdown that was asked for."""
    if by in {By.MONTH, By.AGE_AND_SEX}:  # counted anyway, or with what came of the stops
        return
    column = breakdown_column(rows, by)
    counted = _counted(database, rows, counts, how, places, {"value": column})
    _add_parts(counts.parts[by], counted, lambda row: value_of(row["value"], by, column))


def count_days(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    """Count by day, for how much stops come in waves, and note the stops that have none."""
    column = day_column(rows)
    if counts.days is None or column is None:
        return
    found: list[tuple[Place, str, Row, int]] = []
    for length in DAY_LENGTHS:
        starts = {"day": length}
        counted = _counted(database, rows, counts, how, places, {"day": column}, starts=starts)
        found = list(counted)
        if all(_is_whole(row["day"], length) for _, _, row, _ in found):
            break
    orders = _orders_of_days(counts, found, places)
    for place, group, row, stops in found:
        day = _day(row, place[1], orders[row["file"]])
        if not day:
            counts.no_day += stops
            said = "" if row["day"] is None else str(row["day"]).strip()
            counts.no_day_such_as = min(filter(None, (counts.no_day_such_as, said)), default="")
            continue
        if not day.startswith(place[1]):
            counts.days_of_other_months += stops
        counts.days[Part(*place, group, day)] += stops


def _is_whole(text: Any, length: int) -> bool:
    """Whether a date that was cut to a length has its day whole."""
    return bool(day_of(text)) if length == A_DAY else is_sure(text, length)


def _orders_of_days(
    counts: StopCounts, found: Sequence[tuple[Place, str, Row, int]], places: Places
) -> dict[str, Sequence[Order]]:
    """The order of day and month in each file; both, where a file has both.

    Where no number of a file is above the 12th, the order is the one in which more days are of the
    month that they stand under.
    """
    texts: dict[str, dict[str, str]] = {}
    for place, _, row, _ in found:
        texts.setdefault(row["file"], {})[str(row["day"] or "")] = place[1]
    orders: dict[str, Sequence[Order]] = {}
    for file, months in texts.items():
        ruled_in = {places.orders[file]} if file in places.orders else orders_in(months)
        if len(ruled_in) == 1:
            orders[file] = (*ruled_in,)
            continue
        orders[file] = _by_fit(months) if ruled_in else _by_fit(months)[:1]
        if ruled_in:
            counts.in_two_orders.add(Path(file).name)
    return orders


def _by_fit(months: Mapping[str, str]) -> Sequence[Order]:
    """Both orders, first the one in which more dates are of the month that they stand under."""

    def misfits(order: Order) -> int:
        return sum(not day_in(text, order).startswith(month) for text, month in months.items())

    return sorted(Order, key=misfits)


def _day(row: Row, month: str, orders: Sequence[Order]) -> str:
    """The day of a row; in the order that puts it into its month, where its file has both."""
    text = None if row["day"] is None else str(row["day"])
    days = [day for order in orders if (day := day_in(text, order))]
    return next((day for day in days if day.startswith(month)), days[0] if days else "")


def count_objects(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    """Count by object of search and what came of it; one spelling of capitals for all."""
    assert counts.objects is not None
    column = breakdown_column(rows, By.OBJECT)
    spelt = {search.value.casefold(): search.value for search in counts.objects}

    def as_first_spelt(row: Row) -> str:
        value = value_of(row["value"], By.OBJECT, column)
        return spelt.setdefault(value.casefold(), value)

    searches = _searches(database, rows, counts, how, places, {"value": column})
    _add_searches(counts.objects, searches, as_first_spelt)


def count_ages_and_sexes(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    """Count by age and sex together, and what came of the stops."""
    assert counts.ages_and_sexes is not None
    age, sex = breakdown_column(rows, By.AGE), breakdown_column(rows, By.SEX)

    def age_and_sex(row: Row) -> str:
        return BETWEEN.join((value_of(row["age"], By.AGE, age), value_of(row["sex"], By.SEX, sex)))

    searches = _searches(database, rows, counts, how, places, {"age": age, "sex": sex})
    _add_searches(counts.ages_and_sexes, searches, age_and_sex)


def count_officers(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    """Count by who searched, only to see how alike the finds of one officer are."""
    column = officer_column(rows, how.officer)
    assert counts.officers is not None
    assert column is not None
    searches = _searches(database, rows, counts, how, places, {"value": column})
    _add_searches(counts.officers, searches, _pseudonym)


def count_teams(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    """Count by the team that searched, only to see how alike the finds of one team are."""
    assert counts.teams is not None
    column = named_column(rows, how.team)
    searches = _searches(database, rows, counts, how, places, {"value": column})
    _add_searches(counts.teams, searches, _pseudonym)


def count_people(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    """Count by who was searched, only for how many were searched how often."""
    column = person_column(rows)
    assert counts.people is not None
    assert column is not None
    counted = _counted(database, rows, counts, how, places, {"value": column})
    _add_parts(counts.people, counted, _pseudonym)


def _pseudonym(row: Row) -> str:
    return "" if row["value"] is None else str(row["value"]).strip().casefold()


def _add_searches(
    searches_so_far: Counter[Search],
    searches: Iterable[tuple[Search, Row, int]],
    value: Callable[[Row], str],
) -> None:
    for search, row, stops in searches:
        searches_so_far[search._replace(value=value(row))] += stops


def _add_parts(
    parts: Counter[Part],
    counted: Iterable[tuple[Place, str, Row, int]],
    value: Callable[[Row], str],
) -> None:
    for place, group, row, stops in counted:
        parts[Part(*place, group, value(row))] += stops


def _searches(
    database: Engine,
    rows: Rows,
    counts: StopCounts,
    how: Reading,
    places: Places,
    more: Mapping[str, str],
) -> Iterator[tuple[Search, Row, int]]:
    """Searches by who was searched, under which power, and what came of it; without a value yet."""
    columns = columns_of(rows)
    results = {key: columns[key] for key in RESULTS if key in columns}
    for place, group, row, stops in _counted(
        database, rows, counts, how, places, {**results, **more}
    ):
        yield (
            Search(*place, group, power_of(row.get("power")), "", *counts.result(row)),
            row,
            stops,
        )


def _counted(
    database: Engine,
    rows: Rows,
    counts: StopCounts,
    how: Reading,
    places: Places,
    more: Mapping[str, str],
    *,
    starts: Mapping[str, int] | None = None,
) -> Iterator[tuple[Place, str, Row, int]]:
    """Count the stops in question by group and by some columns more, under their new names."""
    who = str(how.ethnicity)
    wanted = (*WHEN, who)
    columns = {key: column for key, column in columns_of(rows).items() if key in wanted}
    columns |= {**more, **({"count": how.count} if how.count else {})}
    heads = heads_of(rows)
    for *values, number in database.count_raw(
        rows, columns, within=places.within(heads), starts={**places.starts, **(starts or {})}
    ):
        row = dict(zip(("file", *columns), values, strict=True))
        place = places.in_question.get(tuple(row[head] for head in heads))
        if place is None:
            continue
        group = counts.group(row["file"], row[who], who, rows)
        stops = number * (how.cell(row).middle if how.count else 1)
        yield place, group, row, stops
