"""What stops joined to areas by their points come to in words: tenths of deprivation lead."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf, log

from candour.audit.findings import Option, Plan
from candour.audit.in_words import share, times, whole
from candour.audit.names import listed, place
from candour.audit.residents.group_names import people, residents
from candour.audit.statistics.waves import FEWEST_STRETCHES
from candour.audit.stops import alike_chance
from candour.audit.stops.points import PointFiles
from candour.audit.stops.rows import Stops
from candour.audit.stops.rows_by_area import Bridged, ByDeprivation, are_widened
from candour.audit.verdicts import span

WAVES_OF_TENTHS = (
    "Intervals of tenths of deprivation are widened by how much more searches vary there from "
    "month to month than by chance; waves longer than a month are not seen."
)
NO_WAVES_OF_TENTHS = (
    "Intervals of tenths of deprivation take searches as independent, so are too narrow where "
    f"searches come in waves: fewer than {FEWEST_STRETCHES} months can't tell how much."
)


def planned(plan: Plan, files: PointFiles) -> Plan:
    """The plan, with what stops are joined to areas by."""
    own: dict[str, Option] = {
        "joined_by": "points",
        "snap_metres": files.snap,
        "snap_seed": files.seed,
    }
    if files.deprivation is not None:
        own["domain"] = files.domain
    return replace(plan, options={**plan.options, **own})


def leads(result: Stops, plan: Plan, period: str) -> Iterator[str]:
    """Ratios within tenths of deprivation, and which forces could not be joined to areas.

    Of each force the group that the plan compares first leads, then the others by how far their
    ratio is from 1.
    """
    primary, domain = plan.option("primary"), plan.option("domain")
    rows = [r for r in result.by_deprivation or () if r.within is not None and r.ratio is not None]
    forces = list(dict.fromkeys(row.force for row in rows))
    for row in sorted(
        rows,
        key=lambda row: (forces.index(row.force), row.group != primary, -_distance(row), row.group),
    ):
        yield _lead(result, row, period, domain)
    yield from _located(result)
    for fitness in result.point_fitness or ():
        if fitness.refused:
            yield (
                f"Searches by {place(fitness.force)} were not joined to areas: {fitness.refused}."
            )


def _distance(row: ByDeprivation) -> float:
    """How far a ratio is from 1, on the scale on which twice and half are as far."""
    return abs(log(row.within)) if row.within else inf


def _lead(result: Stops, row: ByDeprivation, period: str, domain: str) -> str:
    assert row.within is not None
    assert row.ratio is not None
    moved = [alike_chance.in_words(result, row)]
    if row.snapped_low is not None:
        ends = span(row.snapped_low, row.snapped_high)
        first, _, last = ends.partition(" to ")
        moved.append(f"{ends if first != last else 'the same'} as points are moved")
    return (
        f"{place(row.force)}, {period}: among areas of the same tenth of {domain} deprivation, "
        f"searches of {people(row.group)} per 1,000 {residents(row.group)} were "
        f"{times(row.within)} times those of {people(row.reference)} ({'; '.join(moved)}), by "
        "where the search was made: many searched there live elsewhere. Without telling tenths "
        f"apart, {times(row.ratio)} times."
    )


def _located(result: Stops) -> Iterator[str]:
    joined = [row for row in result.point_fitness or () if not row.refused]
    if not joined or not result.by_deprivation:
        return
    shares = listed([f"{share(row.share_located)} in {place(row.force)}" for row in joined])
    yield (
        f"Of searches, a point is published for {shares}; those without one are in no figure by "
        "area. Searches are set against the residents of where they were made, and many of those "
        "searched live elsewhere."
    )


def assumptions(result: Stops, plan: Plan) -> Iterator[str]:
    if result.point_fitness is None:
        return
    yield (
        "Searches are joined to LSOAs by their published points, on the British National Grid "
        "(OSTN15); an area covers its own border. Each published point is a spot that stands for "
        f"all places near it: the ranges for points are of {plan.option('snap_metres')} metres at "
        "most, every spot moved at random, with all searches made there."
    )
    yield (
        "Forces with a point for fewer than 70% of searches are refused, and no rate is given "
        "where fewer than 100 of the group live."
    )
    if result.bridged:
        yield _bridged(result.bridged)
    if result.deciles:
        yield (
            f"Deprivation is the {plan.option('domain')} domain: an overall index would contain "
            "recorded crime, which policing shapes."
        )
        yield WAVES_OF_TENTHS if are_widened(result.deciles) else NO_WAVES_OF_TENTHS


def _bridged(files: Sequence[Bridged]) -> str:
    """Which files are of which year, and what was put together."""
    told = [
        f"{file.holds} of {file.year} ({whole(file.put_together)} of "
        f"{whole(file.areas_of_the_file)} areas became {whole(file.joint_areas)})"
        for file in files
    ]
    averaged = sum(file.averaged for file in files)
    differ = (
        f" {whole(averaged)} of these had parts of different deprivation, and have their mean by "
        "residents, or the tenth in which most of them live."
        if averaged
        else ""
    )
    return (
        "The files are of LSOAs of different years, so that areas which were split, merged or "
        "drawn anew between 2011 and 2021 are put together into what both years have whole, by "
        f"the look-up of the Office for National Statistics: {listed(told)}.{differ}"
    )


def does_not_show(result: Stops) -> Iterator[str]:
    if result.point_fitness is not None:
        yield (
            "Where those searched live: a search is set against the residents of the area where "
            "it was made, and in town centres most people there are from elsewhere."
        )
