"""Stops by the point at which they were made: each point in its small area.

Published points are not where a stop was: each was moved to the nearest of a list of anonymous
spots. What that can change is carried by moving every spot at random within a stated distance, all
stops of a spot together, and working everything out anew.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from candour.audit.errors import PlanError
from candour.audit.geography.boundaries import Boundaries
from candour.audit.geography.codes import code_column, heading_of
from candour.audit.geography.national_grid import refuse_wrong_degrees, to_grid
from candour.audit.geography.shapes import Areas
from candour.audit.residents.populations import slug_of
from candour.audit.stops.columns import LATITUDE, WHEN, columns_of, latitude_of, plain
from candour.audit.stops.counts import StopCounts
from candour.audit.stops.places import Places, Reading, find_places, heads_of
from candour.tables import Engine, Rows
from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of

LONGITUDE = tuple(name.replace("latitude", "longitude") for name in LATITUDE)
REPLICATES = 99
Spot = tuple[str, float, float, str]  # force, longitude, latitude, group
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PointFiles:
    """What stops are joined to areas by.

    Attributes
    ----------
    areas : outlines of LSOAs
    deprivation : an index of deprivation by LSOA
    lookup : which police force area each LSOA lies in
    domain : of deprivation
    snap : metres within which a published point may have been moved
    """

    areas: Path
    deprivation: Path | None = None
    lookup: Path | None = None
    domain: str = "income"
    snap: float = 150.0
    seed: int = 20_261_122

    def __post_init__(self) -> None:
        if not 0 <= self.snap <= 5_000:  # noqa: PLR2004 # beyond it points say nothing
            raise PlanError("--snap is a number of metres from 0 to 5,000.")

    @property
    def paths(self) -> tuple[Path, ...]:
        files = (self.areas, self.deprivation, self.lookup)
        return tuple(path for path in files if path is not None)


@dataclass
class Points:
    """Stops with a point: how many of each group at each, force by force.

    Attributes
    ----------
    stops : by force, longitude, latitude and group
    by_month : the same, month by month
    without : stops that have no point, by force and group
    """

    stops: Counter[Spot] = field(default_factory=Counter)
    by_month: dict[str, Counter[Spot]] = field(default_factory=dict)
    without: Counter[tuple[str, str]] = field(default_factory=Counter)

    def shares_located(self, force: str) -> dict[str, float]:
        """Of each group's stops, how many have a point."""
        located: Counter[str] = Counter()
        for (where, _, _, group), stops in self.stops.items():
            located[group] += stops if where == force else 0
        return {
            group: stops / (stops + self.without[force, group])
            for group, stops in located.items()
            if stops
        }

    def of(self, force: str, *, month: str = "") -> "ForcePoints":
        """The points of one force, on the National Grid; of all months or of one."""
        stops = self.by_month.get(month, Counter()) if month else self.stops
        spots = [(key[1:], n) for key, n in stops.items() if key[0] == force]
        at = np.array([key[:2] for key, _ in spots], dtype=np.float64).reshape(-1, 2)
        x, y = to_grid(at[:, 0], at[:, 1])
        groups = tuple(key[2] for key, _ in spots)
        return ForcePoints(x, y, groups, np.array([n for _, n in spots], dtype=np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class ForcePoints:
    """Points of one force, each with a group and a number of stops; shape (n_points,) each."""

    x: Floats
    y: Floats
    groups: tuple[str, ...]
    stops: NDArray[np.int64]

    def moved(self, metres: float, rng: np.random.Generator) -> "ForcePoints":
        """Every spot moved at random within a disc, and with it all stops made there."""
        spots, of = np.unique(np.column_stack([self.x, self.y]), axis=0, return_inverse=True)
        of = of.ravel()
        away = metres * np.sqrt(rng.uniform(size=len(spots)))
        turn = rng.uniform(0, 2 * np.pi, len(spots))
        return ForcePoints(
            self.x + (away * np.cos(turn))[of],
            self.y + (away * np.sin(turn))[of],
            self.groups,
            self.stops,
        )

    def by_area(self, index: Areas, groups: Sequence[str]) -> NDArray[np.int64]:
        """Stops of each group in each area, and last outside of all; (n_groups, n_areas + 1)."""
        area_of = index.covering(self.x, self.y).area.astype(np.int64)
        number = {group: k for k, group in enumerate(groups)}
        row = np.array([number.get(group, len(groups)) for group in self.groups], dtype=np.int64)
        out = np.zeros((len(groups) + 1, len(index.codes) + 1), np.int64)
        np.add.at(out, (row, area_of), self.stops)  # -1, outside, is the last
        return out[:-1]


def count_points(
    database: Engine, paths: Sequence[Path], how: Reading, counts: StopCounts
) -> Points:
    """Count stops by point and group.

    Only distinct points come back from the engine, so that they are joined to areas here whichever
    engine it is.

    Raises
    ------
    CannotRead
        If a file has no columns of points.
    NotOnTheGrid
        If they are no degrees of Great Britain.
    """
    if how.count:
        raise PlanError("Rows that stand for several stops have no points: leave --areas out.")
    points = Points()
    for rows in database.open(paths):
        places = find_places(database, rows, how)
        if places.in_question:
            _count(database, rows, how, counts, points, places)
    at = np.array([key[1:3] for key in points.stops], dtype=np.float64).reshape(-1, 2)
    refuse_wrong_degrees(at[:, 0], at[:, 1], where=paths[0].name)
    return points


def _count(
    database: Engine,
    rows: Rows,
    how: Reading,
    counts: StopCounts,
    points: Points,
    places: Places,
) -> None:
    latitude, longitude = _columns(rows)
    who = str(how.ethnicity)
    named = {key: name for key, name in columns_of(rows).items() if key in {*WHEN, who}}
    named |= {"longitude": longitude, "latitude": latitude}
    heads = heads_of(rows)
    within = places.within(heads)
    for *values, number in database.count_raw(rows, named, within=within, starts=places.starts):
        row = dict(zip(("file", *named), values, strict=True))
        place = places.in_question.get(tuple(row[head] for head in heads))
        if place is None:
            continue
        group = counts.group(row["file"], row[who], who, rows)
        point = _degrees(row["longitude"]), _degrees(row["latitude"])
        if np.isfinite(point).all():
            points.stops[place[0], *point, group] += number
            points.by_month.setdefault(place[1], Counter())[place[0], *point, group] += number
        else:
            points.without[place[0], group] += number


def _columns(rows: Rows) -> tuple[str, str]:
    latitude = latitude_of(rows)
    longitude = next((name for name in rows.columns if plain(name) in LONGITUDE), None)
    if latitude is None or longitude is None:
        raise CannotRead(
            rows.paths[0].name,
            "no columns 'Longitude' and 'Latitude' say where stops were made: leave --areas out.",
            line=1,
        )
    return latitude, longitude


def _degrees(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return float("nan")


def read_lookup(path: Path) -> dict[str, str]:
    """The force of each small area, as data.police.uk calls it.

    Raises
    ------
    CannotRead
        If there is no column of codes, or none that names police force areas.
    """
    rows = rows_of(path)
    _, names = next(rows, (1, []))
    names = [name.strip() for name in names]
    code_at = names.index(code_column(path.name, names))
    called = [heading_of(name) for name in names]
    at = next(
        (
            k
            for k, name in enumerate(called)
            if (name.startswith("pfa") and name.endswith("name"))
            or name in {"force", "police_force_area"}
        ),
        None,
    )
    if at is None:
        raise CannotRead(path.name, "no column names police force areas ('pfa24_name').", line=1)
    forces = {}
    for line, fields in rows:
        if len(fields) != len(names):
            raise CannotRead(path.name, "this row has too few or too many values.", line=line)
        forces[fields[code_at].strip()] = slug_of(fields[at])
    return forces


def shapes_of(boundaries: Boundaries, codes: Sequence[str], *, population: str) -> Areas:
    """An index of the areas that the population has a row for.

    Raises
    ------
    CannotRead
        If an area has no outline.
    """
    place = {code: k for k, code in enumerate(boundaries.codes)}
    lacking = [code for code in codes if code not in place]
    if lacking:
        raise CannotRead(
            boundaries.name,
            f"it has no outline for {len(lacking):,} of {len(codes):,} areas of {population}, "
            f"{lacking[0]} for one; codes of 2011 and 2021 differ.",
        )
    return Areas.of(codes, boundaries.shapes[[place[code] for code in codes]])
