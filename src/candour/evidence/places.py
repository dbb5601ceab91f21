"""Where an outward postcode, a town or a district lies: which police force, and which perhaps.

Rests on one point for each outward code, its middle, so it is as fine as that: an outward code
covers a part of a town or several villages. A force whose area comes within 5 km of the point is
named as perhaps. The file is Candour's own and ships with the content, so it is read here and not
by `tables`, which reads other people's. Nothing here is about a person, and no full postcode is
ever needed.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from candour.core.errors import CandourError

FILE = "places/outward-codes.csv"
COLUMNS = ("code", "town", "district", "nation", "force", "perhaps")
NEAR_METRES = 5_000.0
NEAREST_METRES = 5_000.0  # how far from an outline a point may lie: those of coasts are simplified
WHOLE_NAME = 3  # how much more a place counts whose whole name is typed
OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?[0-9][A-Z]{2}")


class BadPlaces(CandourError):
    """The file of outward codes can't be read."""


@dataclass(frozen=True, slots=True)
class OutwardCode:
    """The first half of a postcode.

    Attributes
    ----------
    town : "" where the list of codes names none, as in the middle of a city
    district : of local government, or a historic county in Northern Ireland
    force : slug of the force in whose area its point lies
    perhaps : slugs of those whose area comes within 5 km of the point, nearest first
    """

    code: str
    town: str
    district: str
    nation: str
    force: str
    perhaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A town or a district, with the forces its outward codes lie with.

    `forces` are those in whose area a point lies, with the number of codes, most first; `perhaps`
    those that come near one. `within` is the district of a town, and "" for a district.
    """

    name: str
    within: str
    nation: str
    forces: tuple[tuple[str, int], ...]
    perhaps: tuple[str, ...]
    codes: int


def as_row(code: OutwardCode) -> dict[str, str]:
    return {
        "code": code.code,
        "town": code.town,
        "district": code.district,
        "nation": code.nation,
        "force": code.force,
        "perhaps": " ".join(code.perhaps),
    }


@lru_cache(maxsize=2)
def outward_codes(folder: Path) -> tuple[OutwardCode, ...]:
    """Read the outward codes that ship in a content folder; none where the folder has no file.

    Raises
    ------
    BadPlaces
        If the file has other columns, or a row without a force.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BadPlaces(f"{FILE} must have the columns {', '.join(COLUMNS)}.")
        return tuple(_code(row, line) for line, row in enumerate(reader, start=2))


def _code(row: Mapping[str, str], line: int) -> OutwardCode:
    if not OUTWARD.fullmatch(row["code"] or "") or not row["force"]:
        raise BadPlaces(f"{FILE}: line {line}: needs an outward code, such as B15, and a force.")
    return OutwardCode(
        row["code"],
        row["town"],
        row["district"],
        row["nation"],
        row["force"],
        tuple((row["perhaps"] or "").split()),
    )


@lru_cache(maxsize=2)
def places(folder: Path) -> tuple[Place, ...]:
    """Every district and every town of the outward codes, by name; districts before towns."""
    districts: dict[tuple[str, str], list[OutwardCode]] = defaultdict(list)
    towns: dict[tuple[str, str, str], list[OutwardCode]] = defaultdict(list)
    for code in outward_codes(folder):
        districts[code.district, code.nation].append(code)
        if code.town and _without_city(plain(code.town)) != _without_city(plain(code.district)):
            towns[code.town, code.district, code.nation].append(code)
    every = [_place(name, "", nation, some) for (name, nation), some in districts.items()]
    every += [_place(name, within, nation, some) for (name, within, nation), some in towns.items()]
    return tuple(sorted(every, key=lambda place: (plain(place.name), -place.codes, place.within)))


def _place(name: str, within: str, nation: str, codes: Iterable[OutwardCode]) -> Place:
    some = list(codes)
    sure = Counter(code.force for code in some)
    near = Counter(slug for code in some for slug in code.perhaps if slug not in sure)
    perhaps = tuple(slug for slug, _ in near.most_common())
    return Place(name, within, nation, tuple(sure.most_common()), perhaps, len(some))


def places_named(text: str, folder: Path, *, most: int = 6) -> tuple[Place, ...]:
    """Places whose name is, or begins with, what is typed, the larger first.

    A whole name counts for more: Leeds before a larger Leeds-on-Sea, and Newcastle upon Tyne
    before a village called Newcastle.

    Examples
    --------
    >>> from candour.content import FOLDER
    >>> [(p.name, p.within, p.forces[0][0]) for p in places_named("leeds", FOLDER)]
    [('Leeds', '', 'west-yorkshire-police'), ('Leeds', 'Kent', 'kent-police')]
    """
    typed = plain(text)
    if not typed:
        return ()
    weighed = []
    for place in places(folder):
        name = plain(place.name)
        if typed in {name, _without_city(name)}:
            weighed.append((-WHOLE_NAME * place.codes, place))
        elif name.startswith(f"{typed} ") or typed in name.split(" and "):
            weighed.append((-place.codes, place))
    weighed.sort(key=lambda pair: pair[0])
    return tuple(place for _, place in weighed[:most])


def is_whole_name(text: str, place: Place) -> bool:
    """Whether a place is called as typed, but for words that tell its kind.

    Examples
    --------
    >>> london = Place("Greater London", "", "england", (), (), 1)
    >>> is_whole_name("London", london), is_whole_name("Great", london)
    (True, False)
    """
    typed, name = plain(text), plain(place.name)
    return typed in {name, _without_city(name), name.removeprefix("greater ")}


@lru_cache(maxsize=2)
def neighbours(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """For each force those whose area comes near the middle of its outward codes, or the reverse.

    Nearest in the sense of most codes first, those that tie by slug. A force on an island of its
    own, or without an area, has none.

    Examples
    --------
    >>> from candour.content import FOLDER
    >>> neighbours(FOLDER)["cleveland-police"]
    ('durham-constabulary', 'north-yorkshire-police')
    """
    near: dict[str, Counter[str]] = defaultdict(Counter)
    for code in outward_codes(folder):
        for slug in code.perhaps:
            near[code.force][slug] += 1
            near[slug][code.force] += 1
    return {
        force: tuple(sorted(codes, key=lambda slug: (-codes[slug], slug)))
        for force, codes in near.items()
    }


@lru_cache(maxsize=2)
def forces_of(nation: str, folder: Path) -> frozenset[str]:
    """The forces in whose area an outward code of a nation lies.

    Examples
    --------
    >>> from candour.content import FOLDER
    >>> len(forces_of("wales", FOLDER))
    4
    """
    return frozenset(code.force for code in outward_codes(folder) if code.nation == nation)


def _without_city(name: str) -> str:
    """Glasgow City and City of Edinburgh are looked for as Glasgow and Edinburgh."""
    short = name.removesuffix(" city")
    for before in ("city of ", "county ", "greater ", "kingston upon "):
        short = short.removeprefix(before)
    return short


def plain(text: str) -> str:
    """A name in small letters, with single spaces for all that is neither letter nor number.

    Examples
    --------
    >>> plain("City of Kingston-upon-Hull")
    'city of kingston upon hull'
    """
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold().replace("’", "'")).split())


def is_postcode(text: str) -> bool:
    """Whether what is typed has the form of a postcode, whole or its first half.

    Examples
    --------
    >>> [is_postcode(text) for text in ("b15 2tt", "SW1A1AA", "b15", "VHA", "PND")]
    [True, True, True, False, False]
    """
    typed = text.strip().upper()
    return bool(OUTWARD.fullmatch(typed) or POSTCODE.fullmatch(typed))
