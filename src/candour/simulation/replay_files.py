"""The files of a replay: past events by day or month, where cells lie, and who lives in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from candour.audit.grids.histories import DAY_COLUMNS, FORMS
from candour.simulation.errors import CannotSimulate
from candour.simulation.history import EPOCH, History, day_number
from candour.simulation.plane import Plane
from candour.simulation.replay import DAYS_OF_A_WEEK, Peopled, Period
from candour.simulation.terrain import Terrain
from candour.tables.columns import Columns, columns_of, names_of
from candour.tables.errors import CannotRead

Floats = NDArray[np.float64]

MONTH_COLUMNS = ("month", "period")
COUNT_COLUMNS = ("crime_count", "count", "events", "n")
HARM_COLUMNS = ("harm", "weight")
AREA_COLUMNS = ("area_m2", "area_km2", "area")
CORNERS = ("xmin", "ymin", "xmax", "ymax")
POINTS = (
    ("rep_easting", "rep_northing"),
    ("easting", "northing"),
    ("x", "y"),
    ("longitude", "latitude"),
    ("lon", "lat"),
    ("rep_lon", "rep_lat"),
)
MONTH = re.compile(r"^\d{4}-\d{2}(-01)?$")
WHOLE = 1 + 1e-6  # of an area, for shares that were rounded
MIDDLE = 14  # of a month, days after its first: when a count of the month is taken to have happened
TOTAL = re.compile(r"^(total|all.*)$", re.IGNORECASE)
PRINTED_TWICE = re.compile(r".*(name|nm)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cells of a grid file, in its order; what they are called is never printed."""

    heading: str
    place: dict[str, int]
    terrain: Terrain
    areas: Floats
    plane: Plane = field(default_factory=Plane)


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """Events, and the periods the file has: days or months; and events that lie in no cell."""

    history: History
    is_monthly: bool
    elsewhere: int


def read_cells(path: Path) -> Cells:
    """Read where cells lie: a first column that names them, and corners or a point of each.

    Raises
    ------
    CannotRead
        If there are no coordinates, a cell comes twice or a number is none.
    """
    names = names_of(path)
    lower = {name.lower(): name for name in names}
    heading = names[0]
    area = next((lower[name] for name in AREA_COLUMNS if name in lower), "")
    pair = next((p for p in POINTS if all(name in lower for name in p)), ())
    if all(name in lower for name in CORNERS):
        columns = columns_of(
            path, [heading, *(lower[name] for name in CORNERS), *([area] if area else [])]
        )
        left, low, right, high = (columns.numbers(lower[name]) for name in CORNERS)
        x, y = (left + right) / 2, (low + high) / 2
        sizes = np.abs(right - left) * np.abs(high - low)
    elif pair:
        columns = columns_of(
            path, [heading, *(lower[name] for name in pair), *([area] if area else [])]
        )
        x, y = (columns.numbers(lower[name]) for name in pair)
        sizes = np.ones(x.size)
    else:
        raise CannotRead(
            path.name,
            "no columns say where cells lie: give xmin, ymin, xmax and ymax, or x and y, or "
            "longitude and latitude.",
            line=1,
        )
    if area:
        sizes = columns.numbers(area, least=0)
    place = _places(columns, heading)
    if len(place) < 2:  # noqa: PLR2004 # one cell leaves nothing to choose between
        raise CannotRead(path.name, "there is one cell or none: a method has nothing to choose.")
    plane = Plane.of(x, y)
    return Cells(heading, place, Terrain(*plane.metres(x, y)), sizes, plane)


def cells_named(cells: Cells, codes: Sequence[str]) -> Cells:
    """Of a larger file of cells those that a panel names, in its order."""
    at = [cells.place[code] for code in codes]
    terrain = Terrain(cells.terrain.x[at], cells.terrain.y[at])
    places = {code: k for k, code in enumerate(codes)}
    return Cells(cells.heading, places, terrain, cells.areas[at], cells.plane)


def read_past(path: Path, cells: Cells, today: date) -> tuple[Past, Cells]:
    """Read events: a row for each with its day, or a panel with a count for each cell and month.

    Parameters
    ----------
    today : date
        After which nothing can have been recorded.

    Returns
    -------
    Past, Cells
        A panel names every cell it covers: those that the grid has besides are left out.

    Raises
    ------
    CannotRead
    """
    names = names_of(path)
    lower = {name.lower(): name for name in names}
    if cells.heading.lower() not in lower:
        raise CannotRead(
            path.name,
            f"no column is called '{cells.heading}', as the grid calls its cells.",
            line=1,
        )
    cell = lower[cells.heading.lower()]
    month = next((lower[name] for name in MONTH_COLUMNS if name in lower), "")
    count = next((lower[name] for name in COUNT_COLUMNS if name in lower), "")
    if month and count:
        return _panel(columns_of(path, [cell, month, count]), (cell, month, count), cells, today)
    day = next((lower[name] for name in DAY_COLUMNS if name in lower), "")
    if not day:
        raise CannotRead(
            path.name,
            "no column holds the days (occurred, date or day), nor are there a month and a count.",
            line=1,
        )
    harm = next((lower[name] for name in HARM_COLUMNS if name in lower), "")
    columns = columns_of(path, [cell, day, *([harm] if harm else [])])
    return _events(columns, cell, day, harm, cells, today), cells


def _events(columns: Columns, cell: str, day: str, harm: str, cells: Cells, today: date) -> Past:
    named = columns.texts[cell]
    inside = np.array([name in cells.place for name in named])
    if not inside.any():
        raise CannotRead(columns.file, "no event lies in a cell of the grid.")
    days = _days(columns, day)
    _refuse_future(columns, day, days, today)
    weights = columns.numbers(harm, least=0)[inside] if harm else None
    places = np.array([cells.place[name] for name in named if name in cells.place])
    history = History.of(
        places,
        days[inside],
        n_cells=len(cells.place),
        weights=weights,
        first=int(days.min()),
        last=int(days.max()),
    )
    return Past(history, False, int((~inside).sum()))


def _refuse_future(columns: Columns, name: str, days: NDArray[np.int64], today: date) -> None:
    """A day to come is a slip of the pen, and would stretch what is replayed over years."""
    ahead = days > day_number(today)
    if ahead.any():
        at = int(ahead.argmax())
        raise CannotRead(
            columns.file,
            f"{name} holds '{columns.texts[name][at]}', which is a day to come: mend it or leave "
            "the row out.",
            line=columns.lines[at],
        )


def _days(columns: Columns, name: str) -> NDArray[np.int64]:
    """Days in the one form that fits them all; a file that two forms fit is refused."""
    distinct = {text: text.split(" ")[0].split("T")[0] for text in set(columns.texts[name])}
    fitting: list[dict[str, int]] = []
    best: dict[str, int] = {}
    for form in FORMS:
        numbers = {text: _day(short, form) for text, short in distinct.items()}
        numbered = {text: number for text, number in numbers.items() if number is not None}
        if len(numbered) == len(distinct):
            fitting.append(numbered)
        best = max(best, numbered, key=len)
    if not fitting:
        at = next(k for k, text in enumerate(columns.texts[name]) if text not in best)
        raise CannotRead(
            columns.file,
            f"{name} holds '{columns.texts[name][at]}', no day that can be read as the others "
            "are: write 2010-12-28.",
            line=columns.lines[at],
        )
    if any(form != fitting[0] for form in fitting):
        raise CannotRead(
            columns.file, f"{name} can be read day first or month first: write 2010-12-28."
        )
    return np.array([fitting[0][text] for text in columns.texts[name]], dtype=np.int64)


def _day(text: str, form: str) -> int | None:
    try:
        return day_number(datetime.strptime(text, form).date())  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _panel(
    columns: Columns, names: tuple[str, str, str], cells: Cells, today: date
) -> tuple[Past, Cells]:
    cell, month, count = names
    months = columns.texts[month]
    for line, text in zip(columns.lines, months, strict=True):
        if not MONTH.match(text):
            raise CannotRead(columns.file, f"'{text}' is no month: write 2023-06.", line=line)
    named = columns.texts[cell]
    codes = [code for code in dict.fromkeys(named) if code in cells.place]
    if not codes:
        raise CannotRead(columns.file, "none of its cells is in the grid.")
    distinct = sorted({text[:7] for text in months})
    _refuse_holes(columns, named, months, distinct)
    chosen = cells_named(cells, codes)
    counts = columns.numbers(count, least=0)
    inside = np.array([name in chosen.place for name in named])
    place = np.array([chosen.place[name] for name in named if name in chosen.place])
    first = {text: day_number(date.fromisoformat(f"{text}-01")) for text in distinct}
    _refuse_future(columns, month, np.array([first[text[:7]] for text in months]), today)
    day = np.array([first[text[:7]] + MIDDLE for text in months])[inside]
    times = counts[inside].astype(np.int64)
    history = History.of(
        np.repeat(place, times),
        np.repeat(day, times),
        n_cells=len(codes),
        first=first[distinct[0]],
        last=_month_after(first[distinct[-1]]) - 1,
    )
    return Past(history, True, int(counts[~inside].sum())), chosen


def _refuse_holes(
    columns: Columns, cells: Sequence[str], months: Sequence[str], distinct: Sequence[str]
) -> None:
    """A panel has each cell in each month once, and no month is missing between two."""
    pairs = set(zip(cells, (text[:7] for text in months), strict=True))
    if len(pairs) < len(cells):
        raise CannotRead(columns.file, "a cell comes twice in a month.")
    lacking = len(set(cells)) * len(distinct) - len(pairs)
    if lacking:
        raise CannotRead(
            columns.file, f"{lacking:,} cells lack a month that others have: write 0 where none."
        )
    for one, other in pairwise(distinct):
        after = _month_after(day_number(date.fromisoformat(f"{one}-01")))
        if after != day_number(date.fromisoformat(f"{other}-01")):
            raise CannotRead(columns.file, f"a month is missing between {one} and {other}.")


def _month_after(first: int) -> int:
    day = date.fromordinal(EPOCH.toordinal() + first)
    return day_number(date(day.year + day.month // 12, day.month % 12 + 1, 1))


def periods_of(
    past: Past, *, window: int, horizon: int = 1, first: str = "", last: str = ""
) -> tuple[Period, ...]:
    """The days or months that a method can be asked about: those with a whole window before them.

    With a horizon of more than a day they are so many days each, and what is left over at the end
    is not asked about.

    Raises
    ------
    CannotSimulate
        If a day asked for can't be read, has too little before it, or no outcomes in the data.
    """
    history = past.history
    earliest = history.first + window
    begin = _day_asked(first, earliest)
    end = _day_asked(last, history.last, is_end=True)
    if begin < earliest:
        raise CannotSimulate(
            f"The method looks {window} days back, and the data begin on "
            f"{_day_in_words(history.first)}: the first day it can be asked about is "
            f"{_day_in_words(earliest)}."
        )
    if end > history.last:
        history.outcomes(history.last, end)  # says why not
    if not past.is_monthly:
        return _periods_of_days(begin, end, horizon)
    months: list[Period] = []
    month = history.first
    while month <= end:
        after = _month_after(month)
        if month >= begin and after - 1 <= end:
            months.append(Period(month, after - 1, len(months)))
        month = after
    return tuple(months)


def _periods_of_days(begin: int, end: int, horizon: int) -> tuple[Period, ...]:
    """Blocks are weeks of days, or the periods themselves where they are as long as a week."""
    starts = range(begin, end - horizon + 2, horizon)
    week = max(DAYS_OF_A_WEEK, horizon)
    return tuple(Period(day, day + horizon - 1, (day - begin) // week) for day in starts)


def _day_asked(text: str, default: int, *, is_end: bool = False) -> int:
    if not text:
        return default
    try:
        if MONTH.match(text) and len(text) == len("2023-06"):
            first = day_number(date.fromisoformat(f"{text}-01"))
            return _month_after(first) - 1 if is_end else first
        return day_number(date.fromisoformat(text))
    except ValueError:
        raise CannotSimulate(f"'{text}' is no day: write 2010-12-28, or 2023-06.") from None


def _day_in_words(day: int) -> str:
    return f"{date.fromordinal(EPOCH.toordinal() + day):%-d %B %Y}"


def read_residents(population: Path, cells: Cells, areas: Path | None = None) -> Peopled:
    """Read who lives in each cell: a column of cells or areas, and one for each group.

    Parameters
    ----------
    population : Path
        A column of codes first; columns of names and totals are left out.
    areas : Path, optional
        Which part of which area lies in which cell: the grid's column of cells, the population's
        column of codes, and `share`, from 0 to 1; without `share` a row is a whole area. People are
        taken to live evenly in their area.

    Raises
    ------
    CannotRead
        If cells have no residents' row, shares are above 1 or add up to more, or a column is none.
    """
    names = names_of(population)
    code, *rest = names
    groups = [n for n in rest if not TOTAL.match(n) and not PRINTED_TWICE.match(n)]
    if len(groups) < 2:  # noqa: PLR2004
        raise CannotRead(population.name, "there are no two columns of groups to compare.", line=1)
    columns = columns_of(population, names)
    people = np.vstack([columns.numbers(group, least=0) for group in groups])
    at = _places(columns, code)
    if areas is None:
        lacking = sum(cell not in at for cell in cells.place)
        if lacking:
            raise CannotRead(
                population.name,
                f"it lacks {lacking:,} of the {len(cells.place):,} cells. If its codes are areas, "
                "give --areas, which says where each lies.",
            )
        in_cells = people[:, [at[cell] for cell in cells.place]]
    else:
        in_cells = people @ _parts(areas, code, at, cells)
    return _reference_first(groups, in_cells)


def _parts(path: Path, code: str, at: dict[str, int], cells: Cells) -> Floats:
    """How much of each area lies in each cell, shape (n_areas, n_cells)."""
    has_share = "share" in names_of(path)
    columns = columns_of(path, [cells.heading, code, *(["share"] if has_share else [])])
    share = columns.numbers("share", least=0) if has_share else np.ones(len(columns.lines))
    parts = np.zeros((len(at), len(cells.place)))
    for k, line in enumerate(columns.lines):
        area, cell = columns.texts[code][k], columns.texts[cells.heading][k]
        if area not in at or cell not in cells.place:
            raise CannotRead(
                path.name, "this row names a cell or area that is not there.", line=line
            )
        parts[at[area], cells.place[cell]] += share[k]
        if parts[at[area]].sum() > WHOLE:
            raise CannotRead(
                path.name,
                f"with this row the parts of its area add up to {parts[at[area]].sum():g}, more "
                "than the whole of it: shares go from 0 to 1, and to 1 over all cells.",
                line=line,
            )
    return parts


def read_strata(path: Path, cells: Cells, everyone: Floats) -> Peopled:
    """Read a band for each cell, such as its decile of income deprivation; everyone by band."""
    names = names_of(path)
    column = next((n for n in names if n.lower() in {"income_decile", "stratum", "decile"}), "")
    if not column:
        raise CannotRead(path.name, "no column is called Income_decile, decile or stratum.", line=1)
    columns = columns_of(path, [names[0], column])
    at = _places(columns, names[0])
    lacking = sum(cell not in at for cell in cells.place)
    if lacking:
        raise CannotRead(path.name, f"it lacks {lacking:,} of the {len(cells.place):,} cells.")
    bands = columns.numbers(column)[[at[cell] for cell in cells.place]]
    distinct = np.unique(bands)
    people = np.vstack([np.where(bands == band, everyone, 0.0) for band in distinct[::-1]])
    return Peopled(tuple(f"{band:g}" for band in distinct[::-1]), people)


def _reference_first(groups: Sequence[str], people: Floats) -> Peopled:
    """The group that others are compared with: White where there is one, else the largest."""
    plain = [group.lower() for group in groups]
    lead = plain.index("white") if "white" in plain else int(people.sum(axis=1).argmax())
    order = [lead, *(k for k in range(len(groups)) if k != lead)]
    return Peopled(tuple(groups[k] for k in order), people[order])


def _places(columns: Columns, heading: str) -> dict[str, int]:
    place: dict[str, int] = {}
    for k, (name, line) in enumerate(zip(columns.texts[heading], columns.lines, strict=True)):
        if not name or name in place:
            raise CannotRead(columns.file, f"{heading} is empty or comes again.", line=line)
        place[name] = k
    return place
