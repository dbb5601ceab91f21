"""Stop-and-search files as data.police.uk publishes them: from rows to counts of like stops."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from candour.audit.count_columns import ask_about_counts
from candour.audit.residents.ethnicity import group_of, known_instead
from candour.audit.stops.columns import (
    A_DAY,
    FILE_NAME,
    LOCATED,
    REPEATS,
    WHEN,
    WITHIN_FORCE,
    By,
    breakdown_column,
    columns_of,
    counted_columns,
    day_column,
    day_of,
    has_ethnicity,
    latitude_of,
    plain,
    value_of,
    whole_number,
)
from candour.audit.stops.outcomes import MISSING as NOT_SAID
from candour.audit.stops.outcomes import UNKNOWN, kind_of, linked_of, outcome_of, power_of
from candour.audit.stops.places import (
    EVERYTHING,
    Place,
    Places,
    Reading,
    find_places,
    heads_of,
)
from candour.tables import Cells, Engine, Rows, Unreadable, Wanted
from candour.tables.cells import Numbers, renumbered
from candour.tables.errors import CannotRead
from candour.tables.lines import line_of

MANY_TO_BE_ALIKE = 10  # stops, from which two files with the same number may be one
MOST_COUNTED_FOR_REPEATS = 2_000_000  # above it repeats are looked for only when asked


class Stop(NamedTuple):
    """Stops that are alike in all that an audit of them asks; counted, not listed."""

    force: str
    month: str
    self_group: str
    officer_group: str
    power: str
    kind: str
    outcome: str  # "none" (no further action), "some", or "missing"
    linked: str  # "yes", "no" or "missing"
    is_located: bool


class Part(NamedTuple):
    """Stops of one group that are alike in what they are broken down by."""

    force: str
    month: str
    group: str
    value: str


@dataclass
class StopCounts:
    """Every row of the files, counted or accounted for."""

    stops: dict[Stop, int] = field(default_factory=dict)
    repeats: dict[tuple[str, str, str, str], int] | None = None  # force, month, self, officer
    parts: dict[By, dict[Part, int]] = field(default_factory=dict)
    days: dict[Part, int] | None = None  # by day; None where some of the stops have none
    elsewhere: dict[Place, int] = field(default_factory=dict)  # stops that are not in question
    in_several_files: dict[Place, set[str]] = field(default_factory=dict)  # names of the files
    only_area: dict[str, str] = field(default_factory=dict)  # the one value of a column of areas
    no_force: int = 0
    no_month: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)  # by whom: label to group
    unknown_outcomes: set[str] = field(default_factory=set)
    seen: dict[Place, set[str | None]] = field(default_factory=dict)  # self-defined labels

    @property
    def read(self) -> int:
        counted = sum(self.stops.values()) + sum(self.elsewhere.values())
        return counted + self.no_force + self.no_month + len(self.unreadable)


def count_stops(database: Engine, paths: Sequence[Path], how: Reading = EVERYTHING) -> StopCounts:
    """Count the stops in files of any number and with any of the known headings.

    Parameters
    ----------
    database : Engine
    paths : sequence of Path
        CSV, gzipped CSV or Parquet.
    how : Reading

    Raises
    ------
    CannotRead
        If a file is not what it should be, or a label of ethnicity is not known.
    """
    found = StopCounts(labels={"self": {}, "officer": {}}, parts={each: {} for each in how.by})
    opened = database.open(paths, Wanted(named=FILE_NAME, has=has_ethnicity))
    found.days = {} if all(day_column(rows) for rows in opened) else None
    if how.count and how.repeats is not False and all(REPEATS in rows.columns for rows in opened):
        found.repeats = {}
    everywhere: list[Places] = []
    for rows in opened:
        known = columns_of(rows, str(how.ethnicity))
        if how.asks_about_counts:
            ask_about_counts(database, rows, list(known.values()), what="stop")
        places = find_places(database, rows, how)
        everywhere.append(places)
        _add_places(found, places)
        _look_at_areas(database, rows, found, how)
        if not places.asked:
            continue
        _count_alike(database, rows, found, how, places)
        _count_days(database, rows, found, how, places)
        for each in how.by:
            _count_parts(database, rows, found, how, each, places)
    _need_each_once(everywhere, found)
    found.unreadable = database.unreadable()
    few = found.read <= MOST_COUNTED_FOR_REPEATS
    if not how.count and (how.repeats or (how.repeats is None and few)):
        found.repeats = {}
        for rows, places in zip(opened, everywhere, strict=True):
            _count_repeats(database, rows, found, how, places)
    return found


def _add_places(found: StopCounts, places: Places) -> None:
    found.no_force += places.no_force
    found.no_month += places.no_month
    for place, stops in places.elsewhere.items():
        found.elsewhere[place] = found.elsewhere.get(place, 0) + stops
    for place in places.asked.values():
        found.seen.setdefault(place, set())


def _need_each_once(everywhere: Sequence[Places], found: StopCounts) -> None:
    """Refuse files that hold the same number of stops of one force and month; note any others."""
    together: dict[Place, dict[str, int]] = {}
    for places in everywhere:
        for place, files in places.files.items():
            together.setdefault(place, {}).update(files)
    for (force, month), files in together.items():
        if len(files) == 1:
            continue
        names = sorted(Path(file).name for file in files)
        if len(set(files.values())) < len(files) and max(files.values()) >= MANY_TO_BE_ALIKE:
            raise CannotRead(
                names[-1],
                f"{' and '.join(names)} hold equally many stops of {force} in {month}, so they may "
                "be the same: every stop would count twice. Give each once.",
            )
        found.in_several_files[force, month] = set(names)


def _look_at_areas(database: Engine, rows: Rows, found: StopCounts, how: Reading) -> None:
    """Note a column of places within a force that has one value in all rows."""
    if any(by.is_area for by in how.by):
        return
    for name in rows.columns:
        if WITHIN_FORCE.fullmatch(plain(name)):
            values = {str(value or "").strip() for (value,), _ in database.count(rows, [name])}
            if len(values) == 1 and (value := values.pop()):
                found.only_area[name] = value


def _count_alike(
    database: Engine, rows: Rows, found: StopCounts, how: Reading, places: Places
) -> None:
    """Count the stops of files with the same columns.

    Rows differ in many ways, but in few by where and when, and in few by the rest: what is made
    of either half is made once.
    """
    named = columns_of(rows) | (counted_columns(rows, how.count) if how.count else {})
    located = None if LOCATED in named else latitude_of(rows)
    heads = heads_of(rows)
    cells = database.count_cells(
        rows, named, located=located, within=places.within(heads), starts=places.starts
    )
    asked = list(dict.fromkeys(places.asked.values()))
    cells, place_of = _in_question(cells, heads, places, asked)
    ways, way_of, each, spare = _ways(cells, found, rows, how)
    if labels := cells.columns.get("self"):
        for (place, label), _ in _summed(place_of, labels.codes, each):
            found.seen[asked[place]].add(labels.values[label])
    for (place, way), stops in _summed(place_of, way_of, cells.rows * each):
        stop = Stop(*asked[place], *ways[way])
        found.stops[stop] = found.stops.get(stop, 0) + stops
    if found.repeats is not None:
        for (place, way), spares in _summed(place_of, way_of, cells.rows * spare):
            key = (*asked[place], *ways[way][:2])
            found.repeats[key] = found.repeats.get(key, 0) + spares


def _in_question(
    cells: Cells, heads: Sequence[str], places: Places, asked: Sequence[Place]
) -> tuple[Cells, Numbers]:
    """The cells of stops in question, and the number of the place of each."""
    number = {place: each for each, place in enumerate(asked)}
    said, said_in = cells.alike(heads)
    numbers = [number[places.asked[each]] if each in places.asked else -1 for each in said]
    place_of = np.asarray(numbers, dtype=np.int64)[said_in]
    kept = place_of >= 0
    return cells.among(kept), place_of[kept]


def _ways(
    cells: Cells, found: StopCounts, rows: Rows, how: Reading
) -> tuple[list[tuple[Any, ...]], Numbers, Numbers, Numbers]:
    """All of a stop but where and when: each way once; and for every cell the number of its way.

    The last two say how many stops a row of each cell stands for, and how many repeat another.
    """
    heads = [name for name in cells.columns if name != "file" and name not in WHEN]
    kinds, kind_of = cells.alike(heads)
    files = cells.columns["file"]
    first, _ = renumbered(kind_of, len(kinds))
    ways: dict[tuple[Any, ...], int] = {}
    made = []
    for kind, file in zip(kinds, files.codes[first], strict=True):
        row = dict(zip(heads, kind, strict=True))
        way, each, spare = _kind(files.values[file], row, found, rows, how)
        made.append((ways.setdefault(way, len(ways)), each, spare))
    numbers = np.asarray(made, dtype=np.int64).reshape(-1, 3)[kind_of]
    return list(ways), numbers[:, 0], numbers[:, 1], numbers[:, 2]


def _summed(one: Numbers, other: Numbers, stops: Numbers) -> Iterator[tuple[tuple[int, int], int]]:
    """Sums by two numbers; those of nothing are left out."""
    wide = int(other.max(initial=0)) + 1
    keys = one * wide + other
    first, where = renumbered(keys, (int(one.max(initial=0)) + 1) * wide)
    sums = np.zeros(first.size, dtype=np.int64)
    np.add.at(sums, where, stops)
    for key, number in zip(keys[first].tolist(), sums.tolist(), strict=True):
        if number:
            yield divmod(key, wide), number


def _kind(
    file: str, row: Mapping[str, Any], found: StopCounts, rows: Rows, how: Reading
) -> tuple[tuple[Any, ...], int, int]:
    """All of a stop but where and when, in the order of `Stop`; how many; how many repeat."""
    kind = (
        group_of_label(file, row.get("self"), "self", found, rows),
        group_of_label(file, row.get("officer"), "officer", found, rows),
        power_of(row.get("power")),
        kind_of(row.get("kind")),
        _outcome(row.get("outcome"), found),
        linked_of(row.get("linked")),
        linked_of(row.get(LOCATED)) == "yes",
    )
    if not how.count:
        return kind, 1, 0
    stops = whole_number(file, how.count, row["count"])
    spare = whole_number(file, REPEATS, row[REPEATS]) if REPEATS in row else 0
    if spare > stops:
        raise CannotRead(
            Path(file).name, f"{spare:,} of {stops:,} stops are said to repeat another."
        )
    return kind, stops, spare


def _count_parts(
    database: Engine, rows: Rows, found: StopCounts, how: Reading, by: By, places: Places
) -> None:
    """Count by one thing more: a query of its own, since all at once would be too many rows."""
    if by is By.MONTH:  # counted anyway
        return
    who = str(how.ethnicity)
    kept = (*WHEN, who)
    column = breakdown_column(rows, by)
    named = {key: name for key, name in columns_of(rows).items() if key in kept}
    named |= {"value": column} | ({"count": how.count} if how.count else {})
    parts = found.parts[by]
    heads = heads_of(rows)
    within = places.within(heads)
    for *values, number in database.count_raw(rows, named, within=within, starts=places.starts):
        row = dict(zip(("file", *named), values, strict=True))
        place = places.asked.get(tuple(row[head] for head in heads))
        if place is None:
            continue
        group = group_of_label(row["file"], row[who], who, found, rows)
        part = Part(*place, group, value_of(row["value"], by, column))
        stops = number * (whole_number(row["file"], how.count, row["count"]) if how.count else 1)
        parts[part] = parts.get(part, 0) + stops


def _count_days(
    database: Engine, rows: Rows, found: StopCounts, how: Reading, places: Places
) -> None:
    """Count by day, for how much stops come in waves; given up where a stop has no day."""
    column = day_column(rows)
    if found.days is None or column is None:
        return
    who = str(how.ethnicity)
    kept = (*WHEN, who)
    named = {key: name for key, name in columns_of(rows).items() if key in kept} | {"day": column}
    named |= {"count": how.count} if how.count else {}
    heads = heads_of(rows)
    within = places.within(heads)
    for *values, number in database.count_raw(
        rows, named, within=within, starts={**places.starts, "day": A_DAY}
    ):
        row = dict(zip(("file", *named), values, strict=True))
        place = places.asked.get(tuple(row[head] for head in heads))
        if place is None:
            continue
        day = day_of(row["day"])
        if not day:
            found.days = None
            return
        part = Part(*place, group_of_label(row["file"], row[who], who, found, rows), day)
        stops = number * (whole_number(row["file"], how.count, row["count"]) if how.count else 1)
        found.days[part] = found.days.get(part, 0) + stops


def _count_repeats(
    database: Engine, rows: Rows, found: StopCounts, how: Reading, places: Places
) -> None:
    assert found.repeats is not None
    kept = (*WHEN, "self", "officer")
    named = {key: column for key, column in columns_of(rows).items() if key in kept}
    for values, number in database.count_repeats(rows, named, starts=places.starts):
        row = dict(zip(("file", *named), values, strict=True))
        place = places.place_of(row, how.only_force)
        groups = (
            (
                group_of_label(row["file"], row.get("self"), "self", found, rows),
                group_of_label(row["file"], row.get("officer"), "officer", found, rows),
            )
            if how.asks_for(place)
            else ("", "")
        )
        if all(place):
            key = (*place, *groups)
            found.repeats[key] = found.repeats.get(key, 0) + number


def _outcome(text: str | None, found: StopCounts) -> str:
    """What came of a stop; in words that are not known it is as if nothing were said."""
    outcome = outcome_of(text)
    if outcome != UNKNOWN:
        return outcome
    found.unknown_outcomes.add((text or "").strip())
    return NOT_SAID


def group_of_label(file: str, label: str | None, key: str, found: StopCounts, rows: Rows) -> str:
    text = (label or "").strip()
    known = found.labels[key].get(text)
    if known is None:
        known = group_of(text)
        if known is None:
            column = columns_of(rows)[key]
            raise CannotRead(
                Path(file).name,
                f"column '{column}' holds '{text[:60]}', which is no label of ethnicity"
                f"{known_instead(text)}.",
                line=line_of(Path(file), column, text, most=None),
            )
        found.labels[key][text] = known
    return known
