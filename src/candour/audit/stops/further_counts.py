"""Stops counted by one thing more, each in a query of its own: all at once would be many rows."""

from collections.abc import Iterator, Mapping
from typing import Any

from candour.audit.stops.columns import (
    A_DAY,
    WHEN,
    By,
    breakdown_column,
    columns_of,
    day_column,
    day_of,
    officer_column,
    person_column,
    value_of,
    whole_number,
)
from candour.audit.stops.counts import Part, Search, StopCounts
from candour.audit.stops.outcomes import power_of
from candour.audit.stops.places import Place, Places, Reading, heads_of
from candour.tables import Engine, Rows

BETWEEN = "\t"  # the age and the sex of one value
RESULTS = ("power", "outcome", "linked")


def count_parts(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, by: By, places: Places
) -> None:
    """Count by a breakdown that was asked for."""
    if by in {By.MONTH, By.AGE_AND_SEX}:  # counted anyway, or with what came of the stops
        return
    column = breakdown_column(rows, by)
    parts = counts.parts[by]
    for place, group, row, stops in _counted(
        database, rows, counts, how, places, {"value": column}
    ):
        part = Part(*place, group, value_of(row["value"], by, column))
        parts[part] = parts.get(part, 0) + stops


def count_days(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    """Count by day, for how much stops come in waves; given up where a stop has no day."""
    column = day_column(rows)
    if counts.days is None or column is None:
        return
    for place, group, row, stops in _counted(
        database, rows, counts, how, places, {"day": column}, starts={"day": A_DAY}
    ):
        day = day_of(row["day"])
        if not day:
            counts.days = None
            return
        if not day.startswith(place[1]):
            counts.days_of_other_months += stops
        part = Part(*place, group, day)
        counts.days[part] = counts.days.get(part, 0) + stops


def count_objects(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    """Count by object of search and what came of it; one spelling of capitals for all."""
    assert counts.objects is not None
    column = breakdown_column(rows, By.OBJECT)
    spelt = {search.value.casefold(): search.value for search in counts.objects}
    for search, row, stops in _searches(database, rows, counts, how, places, {"value": column}):
        value = value_of(row["value"], By.OBJECT, column)
        alike = search._replace(value=spelt.setdefault(value.casefold(), value))
        counts.objects[alike] = counts.objects.get(alike, 0) + stops


def count_ages_and_sexes(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    """Count by age and sex together, and what came of the stops."""
    assert counts.ages_and_sexes is not None
    age, sex = breakdown_column(rows, By.AGE), breakdown_column(rows, By.SEX)
    for search, row, stops in _searches(
        database, rows, counts, how, places, {"age": age, "sex": sex}
    ):
        both = (value_of(row["age"], By.AGE, age), value_of(row["sex"], By.SEX, sex))
        alike = search._replace(value=BETWEEN.join(both))
        counts.ages_and_sexes[alike] = counts.ages_and_sexes.get(alike, 0) + stops


def count_officers(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    """Count by who searched, only to see how alike the finds of one officer are."""
    column = officer_column(rows)
    assert counts.officers is not None
    assert column is not None
    for search, row, stops in _searches(database, rows, counts, how, places, {"value": column}):
        alike = search._replace(value=_pseudonym(row["value"]))
        counts.officers[alike] = counts.officers.get(alike, 0) + stops


def count_people(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    """Count by who was searched, only for how many were searched how often."""
    column = person_column(rows)
    assert counts.people is not None
    assert column is not None
    for place, group, row, stops in _counted(
        database, rows, counts, how, places, {"value": column}
    ):
        part = Part(*place, group, _pseudonym(row["value"]))
        counts.people[part] = counts.people.get(part, 0) + stops


def _pseudonym(value: Any) -> str:
    return "" if value is None else str(value).strip().casefold()


def _searches(
    database: Engine,
    rows: Rows,
    counts: StopCounts,
    how: Reading,
    places: Places,
    more: Mapping[str, str],
) -> Iterator[tuple[Search, Mapping[str, Any], int]]:
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
) -> Iterator[tuple[Place, str, Mapping[str, Any], int]]:
    """Count the stops in question by group and by some columns more, under their new names."""
    who = str(how.ethnicity)
    kept = (*WHEN, who)
    named = {key: column for key, column in columns_of(rows).items() if key in kept} | dict(more)
    named |= {"count": how.count} if how.count else {}
    heads = heads_of(rows)
    for *values, number in database.count_raw(
        rows, named, within=places.within(heads), starts={**places.starts, **(starts or {})}
    ):
        row = dict(zip(("file", *named), values, strict=True))
        place = places.in_question.get(tuple(row[head] for head in heads))
        if place is None:
            continue
        group = counts.group(row["file"], row[who], who, rows)
        stops = number * (whole_number(row["file"], how.count, row["count"]) if how.count else 1)
        yield place, group, row, stops
