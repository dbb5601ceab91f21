"""Files of LSOAs of 2011 and of 2021 brought to one geography: areas that both years have whole.

Where all files are of one year nothing changes. Where they are not, areas that were split, merged
or drawn anew are put together in every file: residents are added up and outlines joined, which is
exact; a figure of deprivation is the mean of the parts by residents, or the tenth in which most of
them live.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import shapely

from candour.audit.geography.boundaries import Boundaries
from candour.audit.geography.codes import DATA_ZONE, MixedVintages, Vintage
from candour.audit.geography.deprivation import Deprivation
from candour.audit.geography.joint_areas import OF_2011, OF_2021, joint_areas
from candour.audit.stops.points import Lookup
from candour.audit.stops.question import Denominator
from candour.audit.stops.rows_by_area import Bridged
from candour.tables.errors import CannotRead

Members: TypeAlias = Mapping[str, tuple[str, ...]]  # by joint area, the codes of a file in it


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """What points are laid on, all of one geography.

    Attributes
    ----------
    members : of each file that was brought over, what it holds and its areas by joint area
    """

    denominator: Denominator
    boundaries: Boundaries
    deprivation: Deprivation | None
    lookup: Lookup | None
    members: Sequence[tuple[str, Vintage, Members]] = ()
    averaged: frozenset[str] = frozenset()

    def bridged(self, codes: Iterable[str]) -> tuple[Bridged, ...]:
        """What became of the areas of each file, for the joint areas that are studied."""
        studied = set(codes)
        rows = []
        for holds, vintage, members in self.members:
            own = {joint: parts for joint, parts in members.items() if joint in studied}
            changed = [joint for joint in own if joint in joint_areas().parts]
            rows.append(
                Bridged(
                    file=vintage.file,
                    holds=holds,
                    year=vintage.year,
                    areas_of_the_file=sum(map(len, own.values())),
                    put_together=sum(len(own[joint]) for joint in changed),
                    joint_areas=len(changed),
                    averaged=len(self.averaged & set(changed)) if holds == "deprivation" else 0,
                )
            )
        return tuple(rows)


def in_one_geography(layers: Layers) -> Layers:
    """The same files where all are of one year; else all of joint areas.

    Raises
    ------
    MixedVintages
        If years differ between which there is no look-up here.
    CannotRead
        If a file is of data zones of Scotland, or the population lacks a part of a joint area.
    """
    holds, vintages = _vintages(layers)
    for vintage in vintages:
        _refuse_data_zones(vintage)
    years = {vintage.year for vintage in vintages} - {""}
    if len(years) <= 1:
        return layers
    if years != {OF_2011, OF_2021}:
        raise MixedVintages(*_two_years(vintages))
    people, of_people = _people(layers.denominator)
    boundaries, of_boundaries = _outlines(layers.boundaries)
    members = [of_people, of_boundaries]
    averaged: frozenset[str] = frozenset()
    deprivation, lookup = layers.deprivation, layers.lookup
    if deprivation is not None:
        deprivation, of_deprivation, averaged = _deprivation(deprivation)
        members.append(of_deprivation)
    if lookup is not None:
        lookup, of_lookup = _lookup(lookup)
        members.append(of_lookup)
    return Layers(
        people,
        boundaries,
        deprivation,
        lookup,
        tuple(zip(holds, vintages, members, strict=True)),
        averaged,
    )


def _vintages(layers: Layers) -> tuple[list[str], list[Vintage]]:
    """What each file holds, and of which year its areas are, as far as all of them tell.

    A population that tells no year of its areas is of those of its census; a file with codes that
    2011 alone has is of 2011, once another has codes that 2021 alone has. A made-up table has
    either by chance, and not both.
    """
    population = layers.denominator
    files = {
        "residents": population.vintage or Vintage("the population by LSOA"),
        "outlines": layers.boundaries.vintage,
        "deprivation": layers.deprivation.vintage if layers.deprivation else None,
        "look-up": layers.lookup.vintage if layers.lookup else None,
    }
    known = {holds: vintage for holds, vintage in files.items() if vintage is not None}
    has_new = any(vintage.has_new for vintage in known.values())
    told = {
        holds: replace(vintage, year=OF_2011, told="by its codes")
        if not vintage.year and vintage.has_old and has_new
        else vintage
        for holds, vintage in known.items()
    }
    if not told["residents"].year:
        year = str(population.population_year)
        told["residents"] = replace(told["residents"], year=year, told="by its census")
    return list(told), list(told.values())


def _refuse_data_zones(vintage: Vintage) -> None:
    if vintage.kind == DATA_ZONE:
        raise CannotRead(
            vintage.file,
            f"{vintage.told} is a data zone of Scotland: stops are joined to LSOAs, those of "
            "England and Wales. Give files of LSOAs.",
        )


def _two_years(vintages: Sequence[Vintage]) -> tuple[Vintage, Vintage]:
    first = next(vintage for vintage in vintages if vintage.year)
    return first, next(v for v in vintages if v.year not in {"", first.year})


def _members(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By joint area, the codes that make it up whole; none where a part of it lacks."""
    joint = joint_areas()
    given: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        given[joint.of(code)].append(code)
    return {
        name: joint.whole(name, own) if name in joint.parts else tuple(own)
        for name, own in given.items()
    }


def _people(denominator: Denominator) -> tuple[Denominator, Members]:
    members = _members(denominator.people)
    for name, parts in members.items():
        if not parts:
            _refuse_part(denominator, name)
    people = {
        name: {
            group: sum(denominator.people[part][group] for part in parts)
            for group in denominator.people[parts[0]]
        }
        for name, parts in members.items()
    }
    names = {
        name: " and ".join(denominator.names.get(part, part) for part in parts)
        for name, parts in members.items()
    }
    return replace(denominator, people=people, names=names), members


def _refuse_part(denominator: Denominator, joint: str) -> None:
    parts = joint_areas().parts[joint].values()
    own = next(part for codes in parts for part in codes if part in denominator.people)
    siblings = next(codes for codes in parts if own in codes)
    lacking = next(part for part in siblings if part not in denominator.people)
    file = denominator.vintage.file if denominator.vintage else "the population by LSOA"
    raise CannotRead(
        file,
        f"it has a row for {own} and none for {lacking}: the other year has the two as one, or "
        "drawn otherwise. Give both, or files of one year.",
    )


def _outlines(boundaries: Boundaries) -> tuple[Boundaries, Members]:
    place = {code: k for k, code in enumerate(boundaries.codes)}
    members = {name: parts for name, parts in _members(boundaries.codes).items() if parts}
    shapes = np.empty(len(members), dtype=object)
    for k, parts in enumerate(members.values()):
        own = boundaries.shapes[[place[part] for part in parts]]
        shapes[k] = own[0] if len(own) == 1 else shapely.union_all(own)
    return replace(boundaries, codes=tuple(members), shapes=shapes), members


def _deprivation(deprivation: Deprivation) -> tuple[Deprivation, Members, frozenset[str]]:
    members = {name: parts for name, parts in _members(deprivation.values).items() if parts}
    values = {name: _value(deprivation, parts) for name, parts in members.items()}
    averaged = frozenset(
        name
        for name, parts in members.items()
        if len({deprivation.values[part] for part in parts}) > 1
    )
    return replace(deprivation, values=values), members, averaged


def _value(deprivation: Deprivation, parts: Sequence[str]) -> float:
    """The mean of the parts by residents; of published tenths that in which most of them live."""
    values = [deprivation.values[part] for part in parts]
    if len(values) == 1:
        return values[0]
    residents = joint_areas().residents
    weights = [residents.get(part, 1) for part in parts]
    if not deprivation.are_deciles:
        return float(np.average(values, weights=weights))
    of_tenth: dict[float, int] = defaultdict(int)
    for value, weight in zip(values, weights, strict=True):
        of_tenth[value] += weight
    return max(sorted(of_tenth), key=lambda tenth: of_tenth[tenth])


def _lookup(lookup: Lookup) -> tuple[Lookup, Members]:
    """Whose a joint area is, where all its parts are of one force."""
    forces = lookup.forces
    members = {
        name: parts
        for name, parts in _members(forces).items()
        if len({forces[part] for part in parts}) == 1
    }
    return replace(lookup, forces={name: forces[p[0]] for name, p in members.items()}), members
