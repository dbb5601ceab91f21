"""Stops joined to LSOAs by their points: rates by tenth of deprivation, and by LSOA."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from candour.audit.errors import PlanError
from candour.audit.geography.boundaries import read_boundaries
from candour.audit.geography.deprivation import Deprivation, read_deprivation
from candour.audit.geography.shapes import Areas
from candour.audit.per_resident.rows import AS_COUNTED, PER
from candour.audit.residents.ethnicity import MISSING
from candour.audit.residents.populations import Area as AreaOf
from candour.audit.statistics.estimates import NO_ESTIMATE
from candour.audit.statistics.waves import widened_rate, widenings_of_places
from candour.audit.stops.areas import Located, area_rows, ratio_of, told_dispersion
from candour.audit.stops.bridged import Layers, in_one_geography
from candour.audit.stops.case import Case
from candour.audit.stops.columns import By
from candour.audit.stops.fitness import Fitness
from candour.audit.stops.points import REPLICATES, PointFiles, Points, read_lookup, shapes_of
from candour.audit.stops.question import Denominator
from candour.audit.stops.rows_by_area import Area, Bridged, ByDeprivation, Decile, PointFitness
from candour.audit.stops.spots import Moves
from candour.core.errors import CandourError

LOCATED_NEEDED = 0.7  # of a force's stops with a point, below which a map of them misleads
INSIDE_NEEDED = 0.9  # of its points in the areas studied
VISITED_NEEDED = 0.25  # of residents, in areas with any stop: else the areas are not the force's
FEWEST_RESIDENTS = 100  # of a group in an LSOA, for a rate
TENTHS = np.arange(1, 11)

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


class NoDeprivation(CandourError):
    """Areas without a figure of deprivation."""

    def __init__(self, deprivation: Deprivation, areas: Sequence[str]) -> None:
        super().__init__(
            f"{deprivation.name}, column '{deprivation.column}': it has no figure of deprivation "
            f"for {len(areas):,} of the LSOAs studied, {areas[0]} for one. Give the index of the "
            "nation they lie in, or leave --deprivation out."
        )


@dataclass(frozen=True, slots=True)
class PointTables:
    """What stops come to by the areas that their points lie in."""

    deciles: tuple[Decile, ...]
    by_deprivation: tuple[ByDeprivation, ...]
    areas: tuple[Area, ...]
    fitness: tuple[PointFitness, ...]
    bridged: tuple[Bridged, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """What points are laid on: the areas, who lives there, how deprived they are, whose they are.

    `people` has the shape (n_groups, n_areas); `tenths` (n_areas,), where deprivation is known.
    """

    files: PointFiles
    denominator: Denominator
    groups: tuple[str, ...]
    codes: tuple[str, ...]
    index: Areas
    people: Floats
    tenths: Counts | None
    forces: Mapping[str, str]  # by code of the area; none without a look-up
    bridged: tuple[Bridged, ...]

    def of(self, force: str) -> NDArray[np.bool_]:
        """Which areas are a force's; all of them where nothing says."""
        if not self.forces:
            return np.ones(len(self.codes), bool)
        return np.array([self.forces.get(code) == force for code in self.codes])


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """One force's stops by group (the last: none recorded) and area (the last: outside of all).

    `compared` are the groups that its labels can show: a group that it never writes has no rate.
    """

    force: str
    compared: tuple[str, ...]
    is_own: NDArray[np.bool_]
    stops: Counts
    by_month: Mapping[str, Counts]
    moved: tuple[Counts, ...]


def point_tables(case: Case, points: Points, files: PointFiles) -> PointTables:
    """Join stops to LSOAs, force by force.

    Raises
    ------
    MixedVintages, CannotRead, NotOnTheGrid, NoDeprivation
        If outlines, population and deprivation are not of the same areas.
    PlanError
        If there are several forces and nothing says whose an area is.
    """
    ground = _ground(case, files)
    if not ground.forces and len(case.fit) > 1:
        raise PlanError(
            "Which LSOAs are whose is not known: give --lookup FILE, with a column of LSOA codes "
            "and one of police force areas, or one force at a time."
        )
    fitness, placed = [], []
    for fit in case.fit:
        found = _placed(fit, case.compared(fit), points, ground)
        row = _fitness(fit, found, points, ground)
        fitness.append(row)
        if row.refused is None:
            placed.append(found)
    deciles: list[Decile] = []
    by_deprivation: list[ByDeprivation] = []
    if ground.tenths is not None:
        for one in placed:
            deciles += _deciles(one, ground, case)
            shares = points.shares_located(one.force)
            by_deprivation += _by_deprivation(one, ground, case.question.reference, shares)
    return PointTables(
        tuple(deciles),
        tuple(by_deprivation),
        tuple(_areas(case, placed, ground)),
        tuple(fitness),
        ground.bridged,
    )


def _ground(case: Case, files: PointFiles) -> _Ground:
    layers = in_one_geography(
        Layers(
            _denominator(case),
            read_boundaries(files.areas),
            read_deprivation(files.deprivation, domain=files.domain) if files.deprivation else None,
            read_lookup(files.lookup) if files.lookup else None,
        )
    )
    denominator = layers.denominator
    forces = layers.lookup.forces if layers.lookup else {}
    asked = {fit.force for fit in case.fit}
    codes = tuple(
        code for code in denominator.people if not forces or forces.get(code, "") in asked
    )
    if not codes:
        raise PlanError("No LSOA of the population lies in the area of a force that is compared.")
    groups = case.question.groups
    people = np.array([[denominator.people[code][g] for code in codes] for g in groups], float)
    return _Ground(
        files,
        denominator,
        groups,
        codes,
        shapes_of(layers.boundaries, codes, population="the population by LSOA"),
        people,
        _tenths(layers.deprivation, codes, people) if layers.deprivation else None,
        forces,
        layers.bridged(codes),
    )


def _denominator(case: Case) -> Denominator:
    """The one population by LSOA."""
    found = [
        one
        for kind, one in case.areas
        if kind is AreaOf.LSOA
        and one.reading == AS_COUNTED
        and isinstance(one.population_year, int)
    ]
    if len(found) != 1:
        raise PlanError("To join points to LSOAs, give one population by LSOA: --population FILE.")
    return found[0]


def _tenths(deprivation: Deprivation, codes: Sequence[str], people: Floats) -> Counts:
    lacking = [code for code in codes if code not in deprivation.values]
    if lacking:
        raise NoDeprivation(deprivation, lacking)
    return deprivation.bands(codes, people.sum(axis=0))


def _placed(fit: Fitness, compared: tuple[str, ...], points: Points, ground: _Ground) -> _Placed:
    snap = ground.files.snap
    times = REPLICATES if snap and ground.tenths is not None else 0
    moves = Moves(snap, ground.files.seed, times)
    groups = (*ground.groups, MISSING)
    laid = points.laid_on(fit.force, ground.index, groups, moves)
    by_month = points.by_month(fit.force, ground.index, groups)
    return _Placed(fit.force, compared, ground.of(fit.force), laid.stops, by_month, laid.moved)


def _fitness(fit: Fitness, placed: _Placed, points: Points, ground: _Ground) -> PointFitness:
    without = sum(n for (force, _), n in points.without.items() if force == fit.force)
    located = sum(n for (force, _), n in points.located.items() if force == fit.force)
    inside = int(placed.stops[:, :-1][:, placed.is_own].sum())
    return PointFitness(
        force=fit.force,
        stops=located + without,
        stops_with_point=located,
        share_located=located / (located + without) if located + without else None,
        stops_in_the_areas=inside,
        areas=int(placed.is_own.sum()),
        snapped_within_metres=ground.files.snap,
        refused=_refused(located, without, inside, placed, ground) or None,
    )


def _refused(located: int, without: int, inside: int, placed: _Placed, ground: _Ground) -> str:
    """Why a force's stops can't be set against the areas; empty where they can."""
    share = located / (located + without) if located + without else 0.0
    if share < LOCATED_NEEDED:
        return f"only {share:.0%} of its stops have a point"
    if inside < INSIDE_NEEDED * located:
        return f"only {inside / located:.0%} of its points lie in its areas"
    everyone = ground.people.sum(axis=0)
    visited = (placed.stops[:, :-1].sum(axis=0) > 0) & placed.is_own
    if everyone[visited].sum() < VISITED_NEEDED * everyone[placed.is_own].sum():
        return (
            "most residents live in areas without any stop: give the population of this force's "
            "areas only, or --lookup"
        )
    return ""


def _in_tenths(placed: _Placed, ground: _Ground, counts: NDArray[np.generic]) -> Floats:
    """Sums over a force's areas by tenth; shape (n_groups, 10)."""
    assert ground.tenths is not None
    own = np.asarray(counts, dtype=float)[:, : len(ground.codes)] * placed.is_own
    return np.stack([own[:, ground.tenths == tenth].sum(axis=1) for tenth in TENTHS], axis=1)


def _deciles(placed: _Placed, ground: _Ground, case: Case) -> Iterator[Decile]:
    people = _in_tenths(placed, ground, ground.people)
    stops = _in_tenths(placed, ground, placed.stops)
    moved = [_in_tenths(placed, ground, one) for one in placed.moved]
    nothing = np.zeros_like(placed.stops)
    monthly = np.stack(  # of shape (n_groups, 10, n_months)
        [
            _in_tenths(placed, ground, placed.by_month.get(month, nothing))
            for month in case.question.period.months
        ],
        axis=-1,
    ).tolist()
    of_reference = ground.groups.index(case.question.reference)
    of_rates = [widenings_of_places(own) for own in monthly]
    of_ratios = [widenings_of_places(own, monthly[of_reference]) for own in monthly]
    for at, tenth in enumerate(TENTHS.tolist()):
        for k, group in enumerate(ground.groups):
            n, m = float(people[k, at]), float(people[of_reference, at])
            if min(n, m) < FEWEST_RESIDENTS or group not in placed.compared:
                continue
            events, reference_events = int(stops[k, at]), int(stops[of_reference, at])
            rate = widened_rate(events, n, widening=of_rates[k][at]).times(PER)
            ratio, low, high = NO_ESTIMATE, None, None
            if k != of_reference:
                ratio = ratio_of((events, n), (reference_events, m), of_ratios[k][at])
                low, high = _ends(moved, k, of_reference, at, n / m)
            yield Decile(
                force=placed.force,
                decile=tenth,
                group=group,
                population_year=ground.denominator.population_year,
                stops=events,
                population=n,
                per_1000=rate.value,
                low=rate.low,
                high=rate.high,
                ratio=ratio.value,
                ratio_low=ratio.low,
                ratio_high=ratio.high,
                snapped_low=low,
                snapped_high=high,
                rate_dispersion=told_dispersion(of_rates[k][at]),
                ratio_dispersion=told_dispersion(of_ratios[k][at]) if k != of_reference else None,
            )


def _ends(
    moved: Sequence[Floats], k: int, of_reference: int, tenth: int, residents: float
) -> tuple[float | None, float | None]:
    """The middle 95% of a ratio over spots moved at random; none where it has no value."""
    pairs = [(one[k, tenth], one[of_reference, tenth]) for one in moved]
    if not pairs or any(others == 0 for _, others in pairs):
        return None, None
    low, high = np.quantile([a / b / residents for a, b in pairs], (0.025, 0.975))
    return float(low), float(high)


def _by_deprivation(
    placed: _Placed, ground: _Ground, reference: str, shares: Mapping[str, float]
) -> Iterator[ByDeprivation]:
    people = _in_tenths(placed, ground, ground.people)
    stops = _in_tenths(placed, ground, placed.stops)
    moved = [_in_tenths(placed, ground, one) for one in placed.moved]
    there = ground.groups.index(reference)
    for k, group in enumerate(ground.groups):
        if k == there or group not in placed.compared:
            continue
        values = [_within(one, people, k, there) for one in moved]
        ratios = [value for value in values if value is not None]
        ends = (
            np.quantile(ratios, (0.025, 0.975)) if ratios and len(ratios) == len(values) else None
        )
        rate, other = (stops[i].sum() / people[i].sum() for i in (k, there))
        yield ByDeprivation(
            force=placed.force,
            group=group,
            reference=reference,
            population_year=ground.denominator.population_year,
            within=_within(stops, people, k, there),
            snapped_low=float(ends[0]) if ends is not None else None,
            snapped_high=float(ends[1]) if ends is not None else None,
            ratio=float(rate / other) if other > 0 else None,
            share_located=shares.get(group),
            reference_share_located=shares.get(reference),
        )


def _within(stops: Floats, people: Floats, k: int, of_reference: int) -> float | None:
    """The ratio of rates within tenths, weighted as Mantel and Haenszel do (Greenland 1985)."""
    both = people[k] + people[of_reference]
    weight = np.divide(1.0, both, out=np.zeros_like(both), where=both > 0)
    top = float((stops[k] * people[of_reference] * weight).sum())
    bottom = float((stops[of_reference] * people[k] * weight).sum())
    return top / bottom if bottom > 0 else None


def _areas(case: Case, placed: Sequence[_Placed], ground: _Ground) -> Iterator[Area]:
    """Rates of LSOAs; none where fewer than a hundred of the group live there."""
    counts: dict[str, dict[str, Counter[str]]] = {}
    groups = (*ground.groups, MISSING)
    for one in placed:
        for place in np.flatnonzero(one.is_own).tolist():
            there = counts.setdefault(ground.codes[place], {})
            for month, stops in one.by_month.items():
                of_groups = dict(zip(groups, stops[:, place].tolist(), strict=True))
                there.setdefault(month, Counter()).update(of_groups)
    if counts:
        total = sum(int(one.stops[:, :-1][:, one.is_own].sum()) for one in placed)
        located = Located(By.LSOA, total, 0, 0, counts)
        yield from area_rows(
            case, located, ground.denominator, AreaOf.LSOA, fewest=FEWEST_RESIDENTS
        )
