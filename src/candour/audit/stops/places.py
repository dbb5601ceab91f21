"""Where and when stops were made: looked at first, so that the rest is asked only of some."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from candour.audit.ranged_counts import Cell
from candour.audit.residents.ethnicity import Ethnicity
from candour.audit.stops.columns import (
    WHEN,
    By,
    columns_of,
    count_of,
    counted_columns,
    force_of,
    month_of,
)
from candour.audit.stops.dates import (
    LENGTHS,
    Order,
    is_sum_of_months,
    is_sure,
    is_year_day_month,
    order_of,
)
from candour.tables import Engine, Found, Rows
from candour.tables.errors import CannotRead

Place = tuple[str, str]  # force and month
DAY_FIRST = Order.DAY_FIRST


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read.

    Parameters
    ----------
    only_force : str, default none
        The force that rows belong to where neither a column nor the file's name says it.
    repeats : bool, optional
        Whether to look for rows that repeat another in every column; by default only up to two
        million rows, since it means sorting them all.
    count : str, default none
        The column that says how many stops a row stands for, if rows were counted before. How
        many of them repeat another is then read from a column `repeats`, whether they have a
        point on the map from a column `located`, where there are such.
    hidden : Cell, optional
        All that a count shown as a mark, such as *, can stand for.
    by : tuple of By, default none
        What else to count by, each by itself.
    ethnicity : Ethnicity, default self-defined
        Whose word gives the group in those counts.
    officer, team : str, default none
        The columns that tell apart who searched; one of officers is also known by its heading.
    months, forces : collections of str, default all
        In question. Stops of other months and forces are counted as such, and nothing else is
        asked of them.
    asks_about_counts : bool, default no
        Whether a column that may hold counts is refused, as long as none is named.
    """

    only_force: str = ""
    repeats: bool | None = None
    count: str = ""
    hidden: Cell | None = None
    by: tuple[By, ...] = ()
    ethnicity: Ethnicity = Ethnicity.SELF
    officer: str = ""
    team: str = ""
    months: Collection[str] = ()
    forces: Collection[str] = ()
    asks_about_counts: bool = False

    def cell(self, row: Mapping[str, Any]) -> Cell:
        """How many stops a row of a table of counts stands for."""
        return count_of(row["file"], self.count, row["count"], self.hidden)

    def asks_for(self, place: Place) -> bool:
        force, month = place
        return (not self.months or month in self.months) and (
            not self.forces or force in self.forces
        )


EVERYTHING = Reading()


@dataclass
class Places:
    """The places of some rows: those in question, and how many stops were made elsewhere."""

    in_question: dict[tuple[Any, ...], Place] = field(default_factory=dict)  # by what the rows say
    elsewhere: Counter[Place] = field(default_factory=Counter)
    files: dict[Place, Counter[str]] = field(default_factory=dict)  # stops in question, by file
    no_force: int = 0
    no_month: int = 0
    no_month_such_as: str = ""  # what one of them says instead
    sums: int = 0  # stops in rows that add up those of others, as "Total" of months; not counted
    lines_of_sums: int = 0
    starts: dict[str, int] = field(default_factory=dict)  # characters of a date told apart
    orders: dict[str, Order] = field(default_factory=dict)  # of day and month, by file

    def place_of(self, row: Mapping[str, Any], only_force: str) -> Place:
        return force_of(row, only_force), month_of(row, self.orders.get(row["file"], DAY_FIRST))

    def within(self, heads: tuple[str, ...]) -> dict[str, set[Any]]:
        """What the columns must say of a stop in question, in the form `count_raw` takes.

        Files are not told apart so: whoever gave them wants them read.
        """
        if not self.elsewhere:
            return {}
        return {
            head: {cells[number] for cells in self.in_question}
            for number, head in enumerate(heads)
            if head != "file"
        }


def heads_of(rows: Rows) -> tuple[str, ...]:
    """What says where and when, in the order in which it is counted by."""
    return ("file", *(head for head in columns_of(rows) if head in WHEN))


def find_places(database: Engine, rows: Rows, how: Reading) -> Places:
    """Count the stops by place, and tell those in question from the others.

    Few columns are read for it, and few rows come back: in files of many years and forces the
    rest is then asked of a part only.
    """
    heads = heads_of(rows)
    known = columns_of(rows)
    columns = {head: known[head] for head in heads if head != "file"}
    if how.count:
        columns["count"] = counted_columns(rows, how.count)["count"]
    places = Places()
    for *values, number in _read_dates(database, rows, columns, places):
        row: Mapping[str, Any] = dict(zip(("file", *columns), values, strict=True))
        stops = number * (how.cell(row).middle if how.count else 1)
        if how.count and is_sum_of_months(row.get("month") or row.get("date")):
            places.sums += stops
            places.lines_of_sums += number
            continue
        _place(places, tuple(values[: len(heads)]), row, stops, how)
    return places


def _read_dates(database: Engine, rows: Rows, columns: Mapping[str, str], places: Places) -> Found:
    """Count by place, with as few characters of each date as still say its month.

    Raises
    ------
    CannotRead
        If dates of one file are in two orders.
    """
    if "date" not in columns:
        return database.count_raw(rows, columns)
    at = 1 + list(columns).index("date")
    cells: Found = []
    for length in LENGTHS:
        places.starts = {"date": length}
        cells = database.count_raw(rows, columns, starts=places.starts)
        if all(is_sure(cell[at], length) for cell in cells):
            break
    by_file: dict[str, list[str | None]] = {}
    for cell in cells:
        by_file.setdefault(cell[0], []).append(cell[at])
    for file, dates in by_file.items():
        places.orders[file] = _order(file, dates)
    return cells


def _order(file: str, dates: Sequence[str | None]) -> Order:
    turned = min((date for date in dates if date and is_year_day_month(date)), default=None)
    order = order_of(dates)
    if turned is None and order is not None:
        return order
    problem = (
        f"dates such as '{turned}…' are a year, a day and a month"
        if turned
        else "some dates are day, month, year, and some are month, day, year"
    )
    raise CannotRead(
        Path(file).name,
        f"{problem}: a month can't be told from a day. Write all as 2021-09-24 and try again.",
    )


def _place(
    places: Places, heads: tuple[Any, ...], row: Mapping[str, Any], stops: int, how: Reading
) -> None:
    place = places.place_of(row, how.only_force)
    if not place[0]:
        places.no_force += stops
    elif not place[1]:
        places.no_month += stops
        said = str(row.get("month") or row.get("date") or "").strip()
        # an engine gives rows in any order: the least of them is the same on every run
        places.no_month_such_as = min(filter(None, (places.no_month_such_as, said)), default="")
    elif how.asks_for(place):
        places.in_question[heads] = place
        places.files.setdefault(place, Counter())[row["file"]] += stops
    else:
        places.elsewhere[place] += stops
