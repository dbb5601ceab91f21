"""Stops by the point at which they were made: each point in its small area.

Published points are not where a stop was: each was moved to the nearest of a list of anonymous
spots. What that can change is carried by moving every spot at random within a stated distance, all
stops of a spot together, and working everything out anew.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from candour.audit.errors import PlanError
from candour.audit.geography.boundaries import Boundaries
from candour.audit.geography.codes import Vintage, code_column, heading_of, vintage_of
from candour.audit.geography.national_grid import SeenDegrees
from candour.audit.geography.shapes import Areas
from candour.audit.residents.populations import slug_of
from candour.audit.stops.columns import LATITUDE, WHEN, columns_of, latitude_of, plain
from candour.audit.stops.counts import StopCounts
from candour.audit.stops.places import Places, Reading, find_places, heads_of
from candour.audit.stops.spots import Laid, Moves, Spots, laid_on
from candour.tables import Engine, Rows
from candour.tables.cells import from_arrow
from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of
from candour.tables.placing import numbers

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
    """Stops with a point, on disk in order of place; and how many have one, force by force.

    Attributes
    ----------
    located : stops that have a point, by force and group
    without : stops that have none, by the same
    """

    spots: Spots = field(default_factory=Spots)
    located: Counter[tuple[str, str]] = field(default_factory=Counter)
    without: Counter[tuple[str, str]] = field(default_factory=Counter)
    _forces: dict[str, int] = field(default_factory=dict)
    _groups: dict[tuple[str, str], int] = field(default_factory=dict)  # and month

    def add(
        self,
        force: str,
        month: str,
        group: str,
        longitude: Floats,
        latitude: Floats,
        stops: NDArray[np.int64],
    ) -> None:
        """Add stops of a force and a group in a month; shape (n_points,) each."""
        has_point = np.isfinite(longitude) & np.isfinite(latitude)
        self.without[force, group] += int(stops[~has_point].sum())
        self.located[force, group] += int(stops[has_point].sum())
        of_force = self._forces.setdefault(force, len(self._forces))
        of_group = self._groups.setdefault((group, month), len(self._groups))
        number = int(has_point.sum())
        self.spots.add(
            np.full(number, of_force),
            longitude[has_point],
            latitude[has_point],
            np.full(number, of_group),
            stops[has_point],
        )

    def shares_located(self, force: str) -> dict[str, float]:
        """Of each group's stops, how many have a point."""
        return {
            group: stops / (stops + self.without[force, group])
            for (where, group), stops in self.located.items()
            if where == force and stops
        }

    def laid_on(self, force: str, index: Areas, groups: Sequence[str], moves: Moves) -> Laid:
        """The points of a force laid on areas, counted by some groups."""
        row = {group: k for k, group in enumerate(groups)}
        rows = [row.get(group, -1) for group, _ in self._groups]
        return laid_on(self.spots, self._forces.get(force, -1), index, rows, len(groups), moves)

    def by_month(
        self, force: str, index: Areas, groups: Sequence[str]
    ) -> dict[str, NDArray[np.int64]]:
        """The same month by month, of all months there are; (n_groups, n_areas + 1) each."""
        row = {group: k for k, group in enumerate(groups)}
        months = sorted({month for _, month in self._groups})
        first = {month: k * len(groups) for k, month in enumerate(months)}
        rows = [first[month] + row[group] if group in row else -1 for group, month in self._groups]
        number = len(groups) * len(months)
        of_force = self._forces.get(force, -1)
        laid = laid_on(self.spots, of_force, index, rows, number, Moves(0.0, 0, times=0))
        each = laid.stops.reshape(len(months), len(groups), len(index.codes) + 1)
        return dict(zip(months, each, strict=True))


def count_points(
    database: Engine, paths: Sequence[Path], how: Reading, counts: StopCounts
) -> Points:
    """Count stops by point and group.

    Only distinct points come back from the engine, a part at a time, and go to disk: so they are
    joined to areas here whichever engine it is, and however many there are.

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
    seen = SeenDegrees()
    for rows in database.open(paths):
        places = find_places(database, rows, how)
        if places.in_question:
            _count(database, rows, how, counts, points, places, seen)
    seen.refuse_wrong(where=paths[0].name)
    return points


def _count(
    database: Engine,
    rows: Rows,
    how: Reading,
    counts: StopCounts,
    points: Points,
    places: Places,
    seen: SeenDegrees,
) -> None:
    latitude, longitude = _columns(rows)
    who = str(how.ethnicity)
    named = {key: name for key, name in columns_of(rows).items() if key in {*WHEN, who}}
    named |= {"longitude": longitude, "latitude": latitude}
    heads = heads_of(rows)
    said = (*heads, who)
    within = places.within(heads)
    for table, number in database.count_in_parts(rows, named, within=within, starts=places.starts):
        cells = from_arrow(table.select(list(dict.fromkeys(said))), rows=number)
        lon, lat = (numbers(table.column(name)) for name in ("longitude", "latitude"))
        alike, which = cells.alike(said)
        for k, values in enumerate(alike):
            place = places.in_question.get(values[:-1])
            if place is None:
                continue
            row = dict(zip(said, values, strict=True))
            group = counts.group(row["file"], row[who], who, rows)
            here = which == k
            seen.look_at(lon[here], lat[here])
            points.add(*place, group, lon[here], lat[here], number[here])


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


@dataclass(frozen=True, slots=True)
class Lookup:
    """The force of each small area, as data.police.uk calls it, by code."""

    forces: Mapping[str, str]
    vintage: Vintage


def read_lookup(path: Path) -> Lookup:
    """The force of each small area.

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
    forces: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, fields in rows:
        if len(fields) != len(names):
            raise CannotRead(path.name, "this row has too few or too many values.", line=line)
        code = fields[code_at].strip()
        forces[code] = slug_of(fields[at])
        lines.setdefault(code, line)
    return Lookup(forces, vintage_of(path.name, names[code_at], lines))


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
            f"{lacking[0]} for one. Give outlines of all of them; codes of 2011 and 2021 differ.",
        )
    return Areas.of(codes, boundaries.shapes[[place[code] for code in codes]])
