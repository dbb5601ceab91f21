"""Stop-and-search files as data.police.uk publishes them: from rows to counts of like stops."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from candour.audit.count_columns import ask_about_counts
from candour.audit.ranged_counts import Cell
from candour.audit.stops.columns import (
    A_DAY,
    BREAKDOWNS,
    FILE_NAME,
    LOCATED,
    REPEATS,
    WHEN,
    WITHIN_FORCE,
    By,
    columns_of,
    counted_columns,
    day_column,
    day_of,
    has_ethnicity,
    has_object,
    latitude_of,
    officer_column,
    person_column,
    plain,
    value_of,
    whole_number,
)
from candour.audit.stops.counts import Stop, StopCounts
from candour.audit.stops.further_counts import (
    count_ages_and_sexes,
    count_days,
    count_objects,
    count_officers,
    count_parts,
    count_people,
    count_teams,
)
from candour.audit.stops.outcomes import kind_of, linked_of
from candour.audit.stops.places import (
    EVERYTHING,
    Place,
    Places,
    Reading,
    find_places,
    heads_of,
)
from candour.audit.stops.powers import power_of
from candour.audit.sums_in_tables import need_no_part_beside_its_whole, need_no_sums
from candour.tables import Cells, Engine, Rows, Wanted
from candour.tables.cells import Numbers, renumbered
from candour.tables.errors import CannotRead

ONE_STOP = Cell(1, 1)  # of a row of a file that is no table of counts
MANY_TO_BE_ALIKE = 10  # stops, from which two files with the same number may be one
# Stops, above which repeats, and finds by object of search, are counted only when asked for.
MOST_COUNTED_BY_ALL = 2_000_000


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
    counts = StopCounts(labels={"self": {}, "officer": {}}, parts={by: Counter() for by in how.by})
    opened = database.open(paths, Wanted(named=FILE_NAME, has=has_ethnicity))
    counts.days = Counter() if all(day_column(rows) for rows in opened) else None
    if how.count and how.repeats is not False and all(REPEATS in rows.columns for rows in opened):
        counts.repeats = Counter()
    places_of_tables: list[Places] = []
    for rows in opened:
        columns = columns_of(rows, str(how.ethnicity))
        if how.count:
            counted_columns(rows, how.count)  # refuses a column that is not there
            need_no_sums(database, rows, [*columns.values(), how.count])
            need_no_part_beside_its_whole(database, rows, columns[str(how.ethnicity)], how.count)
        if how.asks_about_counts:
            ask_about_counts(database, rows, list(columns.values()), what="stop")
        light = _put_together(database, rows, how)
        places = find_places(database, light, how)
        places_of_tables.append(places)
        _add_places(counts, places)
        _look_at_areas(database, rows, counts, how)
        if how.count:
            counts.lines_of_counts += database.total(rows)
            repeated = database.count_repeats(rows, {})
            counts.repeated_lines_of_counts += sum(number for _, number in repeated)
        if not places.in_question:
            continue
        _count_alike(database, light, counts, how, places)
        count_days(database, light, counts, how, places)
        for by in how.by:
            count_parts(database, rows, counts, how, by, places)
    _need_each_once(places_of_tables, counts)
    counts.unreadable = database.unreadable()
    is_small = counts.read <= MOST_COUNTED_BY_ALL
    tables = list(zip(opened, places_of_tables, strict=True))
    _count_further(database, tables, counts, how, is_small=is_small)
    if not how.count and (how.repeats or (how.repeats is None and is_small)):
        counts.repeats = Counter()
        for rows, places in tables:
            _count_repeats(database, rows, counts, how, places)
    return counts


def _put_together(database: Engine, rows: Rows, how: Reading) -> Rows:
    """Rows alike in all that is asked of every file, and in their day, so that it is read once.

    Only where every date starts with its day as 2021-09-24: of others more must be kept.
    """
    day, latitude = day_column(rows), latitude_of(rows)
    if how.count:
        return rows
    columns = [*columns_of(rows).values(), *(name for name in (day, latitude) if name)]
    starts = {day: A_DAY} if day else {}
    filled = {latitude} if latitude else set()
    light = database.together(rows, list(dict.fromkeys(columns)), starts=starts, filled=filled)
    if light is rows or not day:
        return light
    days = {text for _, text, _ in database.count_raw(light, {"day": day})}
    return light if all(day_of(text) for text in days if text) else rows


def _count_further(
    database: Engine,
    tables: Sequence[tuple[Rows, Places]],
    counts: StopCounts,
    how: Reading,
    *,
    is_small: bool,
) -> None:
    """Count by what most files have and few ask for: objects, who searched, who was searched."""

    def count_in_each_table(
        count: Callable[[Engine, Rows, StopCounts, Reading, Places], None],
    ) -> None:
        for rows, places in tables:
            if places.in_question:
                count(database, rows, counts, how, places)

    if By.OBJECT in how.by or (is_small and all(has_object(rows) for rows, _ in tables)):
        counts.objects = Counter()
        count_in_each_table(count_objects)
    if By.AGE_AND_SEX in how.by:
        counts.ages_and_sexes = Counter()
        count_in_each_table(count_ages_and_sexes)
    if all(officer_column(rows, how.officer) for rows, _ in tables):
        counts.officers = Counter()
        count_in_each_table(count_officers)
    if how.team:
        counts.teams = Counter()
        count_in_each_table(count_teams)
    if all(person_column(rows) for rows, _ in tables):
        counts.people = Counter()
        count_in_each_table(count_people)


def _add_places(counts: StopCounts, places: Places) -> None:
    counts.no_force += places.no_force
    counts.no_month += places.no_month
    counts.sums += places.sums
    counts.lines_of_sums += places.lines_of_sums
    counts.no_month_such_as = counts.no_month_such_as or places.no_month_such_as
    counts.elsewhere.update(places.elsewhere)
    for place in places.in_question.values():
        counts.seen.setdefault(place, set())


def _need_each_once(places_of_tables: Sequence[Places], counts: StopCounts) -> None:
    """Refuse files that hold the same number of stops of one force and month; note any others."""
    files_of: dict[Place, dict[str, int]] = {}
    for places in places_of_tables:
        for place, stops_of_file in places.files.items():
            files_of.setdefault(place, {}).update(stops_of_file)
    for (force, month), files in files_of.items():
        if len(files) == 1:
            continue
        names = sorted(Path(file).name for file in files)
        if len(set(files.values())) < len(files) and max(files.values()) >= MANY_TO_BE_ALIKE:
            raise CannotRead(
                names[-1],
                f"{' and '.join(names)} hold equally many stops of {force} in {month}, so they may "
                "be the same: every stop would count twice. Give each once.",
            )
        counts.in_several_files[force, month] = set(names)


def _look_at_areas(database: Engine, rows: Rows, counts: StopCounts, how: Reading) -> None:
    """Note a column of places within a force that has one value in all rows."""
    if any(by.is_area for by in how.by):
        return
    for name in rows.columns:
        is_lsoa = BREAKDOWNS[By.LSOA].fullmatch(plain(name)) is not None
        if not is_lsoa and not WITHIN_FORCE.fullmatch(plain(name)):
            continue
        cells = {str(value or "").strip() for (value,), _ in database.count(rows, [name])}
        if is_lsoa:  # whose names start with that of their local authority
            cells = {value_of(cell, By.LOCAL_AUTHORITY, name) if cell else "" for cell in cells}
        if len(cells) == 1 and (value := cells.pop()):
            counts.only_area[name] = value


def _count_alike(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    """Count the stops of files with the same columns.

    Rows differ in many ways, but in few by where and when, and in few by the rest: what is made
    of either half is made once.
    """
    columns = columns_of(rows) | (counted_columns(rows, how.count) if how.count else {})
    located = None if LOCATED in columns else latitude_of(rows)
    heads = heads_of(rows)
    cells = database.count_cells(
        rows, columns, located=located, within=places.within(heads), starts=places.starts
    )
    numbered = list(dict.fromkeys(places.in_question.values()))
    cells, place_of = _in_question(cells, heads, places, numbered)
    ways, way_of, stops_a_row, spares_a_row, fewer, more = _ways(cells, counts, rows, how)
    if labels := cells.columns.get("self"):
        for (place, label), _ in _sums_by_pair(place_of, labels.codes, stops_a_row):
            counts.seen[numbered[place]].add(labels.values[label])
    for (place, way), stops in _sums_by_pair(place_of, way_of, cells.rows * stops_a_row):
        stop = Stop(*numbered[place], *ways[way])
        counts.stops[stop] += stops
    for ends, of_row in ((counts.fewer, fewer), (counts.more, more)):
        for (place, way), number in _sums_by_pair(place_of, way_of, cells.rows * of_row):
            ends[(*numbered[place], *ways[way][:2])] += number
    counts.hidden_lines += int(cells.rows[(fewer + more) > 0].sum())
    if counts.repeats is not None:
        for (place, way), spares in _sums_by_pair(place_of, way_of, cells.rows * spares_a_row):
            key = (*numbered[place], *ways[way][:2])
            counts.repeats[key] += spares


def _in_question(
    cells: Cells, heads: Sequence[str], places: Places, numbered: Sequence[Place]
) -> tuple[Cells, Numbers]:
    """The cells of stops in question, and the number of the place of each."""
    number = {place: place_number for place_number, place in enumerate(numbered)}
    wheres, head_of = cells.alike(heads)
    numbers = [
        number[places.in_question[where]] if where in places.in_question else -1 for where in wheres
    ]
    place_of = np.asarray(numbers, dtype=np.int64)[head_of]
    is_in_question = place_of >= 0
    return cells.among(is_in_question), place_of[is_in_question]


def _ways(
    cells: Cells, counts: StopCounts, rows: Rows, how: Reading
) -> tuple[list[tuple[Any, ...]], Numbers, Numbers, Numbers, Numbers, Numbers]:
    """All of a stop but where and when: each way once; and for every cell the number of its way.

    The others say how many stops a row of each cell stands for, how many repeat another, and how
    many fewer or more they can be where a count is hidden.
    """
    heads = [name for name in cells.columns if name != "file" and name not in WHEN]
    kinds, kind_of = cells.alike(heads)
    files = cells.columns["file"]
    first, _ = renumbered(kind_of, len(kinds))
    ways: dict[tuple[Any, ...], int] = {}
    of_kinds = []
    for kind, file in zip(kinds, files.codes[first], strict=True):
        row = dict(zip(heads, kind, strict=True))
        way, stops, spare = _kind(files.values[file], row, counts, rows, how)
        of_kinds.append(
            (
                ways.setdefault(way, len(ways)),
                stops.middle,
                spare,
                stops.middle - stops.low,
                stops.high - stops.middle,
            )
        )
    numbers = np.asarray(of_kinds, dtype=np.int64).reshape(-1, 5)[kind_of]
    way_of, stops_a_row, spares_a_row, fewer, more = numbers.T
    return list(ways), way_of, stops_a_row, spares_a_row, fewer, more


def _sums_by_pair(
    firsts: Numbers, seconds: Numbers, stops: Numbers
) -> Iterator[tuple[tuple[int, int], int]]:
    """Sums of stops by a pair of numbers; pairs without any are left out."""
    wide = int(seconds.max(initial=0)) + 1
    keys = firsts * wide + seconds
    first, where = renumbered(keys, (int(firsts.max(initial=0)) + 1) * wide)
    sums = np.zeros(first.size, dtype=np.int64)
    np.add.at(sums, where, stops)
    for key, number in zip(keys[first].tolist(), sums.tolist(), strict=True):
        if number:
            yield divmod(key, wide), number


def _kind(
    file: str, row: Mapping[str, Any], counts: StopCounts, rows: Rows, how: Reading
) -> tuple[tuple[Any, ...], Cell, int]:
    """All of a stop but where and when, in the order of `Stop`; how many; how many repeat."""
    kind = (
        counts.group(file, row.get("self"), "self", rows),
        counts.group(file, row.get("officer"), "officer", rows),
        power_of(row.get("power")),
        kind_of(row.get("kind")),
        counts.outcome(row.get("outcome")),
        linked_of(row.get("linked")),
        linked_of(row.get(LOCATED)) == "yes",
    )
    if not how.count:
        return kind, ONE_STOP, 0
    stops = how.cell({"file": file, "count": row["count"]})
    if not stops.is_exact:
        shown = str(row["count"]).strip()
        counts.hidden_such_as = min(filter(None, (counts.hidden_such_as, shown)))
    spare = whole_number(file, REPEATS, row[REPEATS]) if REPEATS in row else 0
    if spare > stops.high:
        raise CannotRead(
            Path(file).name, f"{spare:,} of {stops.high:,} stops are said to repeat another."
        )
    return kind, stops, spare


def _count_repeats(
    database: Engine, rows: Rows, counts: StopCounts, how: Reading, places: Places
) -> None:
    assert counts.repeats is not None
    wanted = (*WHEN, "self", "officer")
    columns = {key: column for key, column in columns_of(rows).items() if key in wanted}
    for values, number in database.count_repeats(rows, columns, starts=places.starts):
        row = dict(zip(("file", *columns), values, strict=True))
        place = places.place_of(row, how.only_force)
        groups = (
            (
                counts.group(row["file"], row.get("self"), "self", rows),
                counts.group(row["file"], row.get("officer"), "officer", rows),
            )
            if how.asks_for(place)
            else ("", "")
        )
        if all(place):
            key = (*place, *groups)
            counts.repeats[key] += number
