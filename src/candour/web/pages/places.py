"""Places and the police forces they lie with, as pages show them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from candour.evidence.districts import District, slug_of
from candour.evidence.places import OutwardCode, Place
from candour.web import words
from candour.web.addresses import subject_address
from candour.web.pages.districts import district_address
from candour.web.pages.shown import Link, Names

NATIONS = {
    "england": "England",
    "scotland": "Scotland",
    "wales": "Wales",
    "northern-ireland": "Northern Ireland",
}
MOST_PERHAPS = 4
LONDON = "Greater London"


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A place that was looked for: its forces, how sure, and those that come near it.

    `district` is the page on who lives where in the district of its name, where there is one.
    """

    name: str
    what: str
    forces: tuple[tuple[Link, str], ...]
    perhaps: tuple[Link, ...]
    district: Link | None


@dataclass(frozen=True, slots=True)
class DistrictShown:
    """A district with the towns that lie with each force, and the forces that come near.

    `districts` are the pages on who lives where, of those called as it or as one of its towns.
    """

    name: str
    forces: tuple[tuple[Link, tuple[str, ...]], ...]
    perhaps: tuple[Link, ...]
    districts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class NationShown:
    key: str
    name: str
    districts: tuple[DistrictShown, ...]


def force_link(slug: str, names: Names) -> Link:
    return Link(names.get(slug, (slug, ""))[0], subject_address("body", slug))


def place_shown(place: Place, names: Names, districts: Mapping[str, District]) -> PlaceShown:
    what = f"in {place.within}" if place.within else f"{_kind(place)}, {NATIONS[place.nation]}"
    forces = tuple(
        (force_link(slug, names), _part(number, place.codes, alone=len(place.forces) == 1))
        for slug, number in place.forces
    )
    near = tuple(force_link(slug, names) for slug in place.perhaps[:MOST_PERHAPS])
    where = _district_of(place.name, [slug for slug, _ in place.forces], districts)
    return PlaceShown(place.name, what, forces, near, where)


def _kind(place: Place) -> str:
    """The list of codes names districts, counties and, of London, the whole as one."""
    return "all of its boroughs" if place.name == LONDON else "district or county"


def _district_of(
    name: str, forces: Iterable[str], districts: Mapping[str, District]
) -> Link | None:
    """The district that a place is called as, if it lies with the same force.

    Ashford in Surrey is not in the district of Ashford, which is in Kent.
    """
    district = districts.get(slug_of(name))
    if district is None or district.why_not or district.force not in forces:
        return None
    return Link(
        f"Who lives where in the district of {district.name}", district_address(district.slug)
    )


def _part(number: int, codes: int, *, alone: bool) -> str:
    """How much of a place a force has, where it is not all."""
    return "" if alone else f"{number} of {words.counted(codes, 'outward postcode')}"


def nations_shown(
    codes: Iterable[OutwardCode], names: Names, districts: Mapping[str, District]
) -> tuple[NationShown, ...]:
    """Every district by nation and name; in each the towns of each force."""
    nations: dict[str, dict[str, list[OutwardCode]]] = {key: defaultdict(list) for key in NATIONS}
    for code in codes:
        nations[code.nation][code.district].append(code)
    return tuple(
        NationShown(
            key,
            NATIONS[key],
            tuple(
                _district(name, some, names, districts)
                for name, some in sorted(by_name.items(), key=lambda pair: pair[0].casefold())
            ),
        )
        for key, by_name in nations.items()
    )


def _district(
    name: str, codes: Iterable[OutwardCode], names: Names, districts: Mapping[str, District]
) -> DistrictShown:
    towns: dict[str, set[str]] = defaultdict(set)
    near: dict[str, None] = {}
    for code in codes:
        towns[code.force].add(code.town or f"{code.code}")
        near |= dict.fromkeys(code.perhaps)
    by_size = sorted(towns.items(), key=lambda pair: -len(pair[1]))
    return DistrictShown(
        name,
        tuple((force_link(slug, names), _towns(some)) for slug, some in by_size),
        tuple(force_link(slug, names) for slug in near if slug not in towns),
        tuple(_districts_called(name, towns, districts)),
    )


def _districts_called(
    name: str, towns: Mapping[str, Iterable[str]], districts: Mapping[str, District]
) -> Iterator[Link]:
    """The pages of districts that lie with a force as a place or a town of the same name does."""
    called = {(slug_of(one), force) for force, some in towns.items() for one in (*some, name)}
    for slug, force in sorted(called):
        district = districts.get(slug)
        if district is not None and district.force == force and not district.why_not:
            yield Link(district.name, district_address(slug))


def _towns(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=str.casefold))


def as_row(code: OutwardCode, names: Names) -> Mapping[str, object]:
    """One outward code for machines, and for the finder on a reader's own device."""
    return {
        "code": code.code,
        "town": code.town,
        "district": code.district,
        "nation": code.nation,
        "force": code.force,
        "force_name": names.get(code.force, (code.force, ""))[0],
        "perhaps": list(code.perhaps),
        "perhaps_names": [names.get(slug, (slug, ""))[0] for slug in code.perhaps],
    }
