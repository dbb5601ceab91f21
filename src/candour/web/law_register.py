"""What the routes and letters need of the register: the bodies a person may face, their systems."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from candour.core.errors import CandourError
from candour.evidence.collection import Collection
from candour.evidence.use import USE_FIELDS
from candour.law.systems import (
    POLICE_KINDS,
    Force,
    NotInTheUk,
    SystemFacts,
    find_force,
    find_system,
    systems_of,
)
from candour.law.voice import PLAIN, Voice
from candour.register import overviews, selectors, uses
from candour.register.selectors import Filters

OF_A_BODY = ("name", "kind", "nation")
OF_A_SYSTEM = ("name", "operator", *USE_FIELDS, "inputs", "recipients", "targets")


@dataclass(frozen=True, slots=True)
class SystemNamed:
    """A system with those of its users that the routes lead to; `is_abroad` where none is here."""

    slug: str
    name: str
    forces: tuple[Force, ...]
    is_abroad: bool


def force_of(slug: str) -> Force:
    """Return a body that these routes lead to.

    Raises
    ------
    UnknownSubject, NoAuthority, NotInTheUk
        If it is no body of the register, no authority, or abroad.
    """
    to = selectors.resolve(slug)
    return find_force(to, Collection(selectors.brief([to], OF_A_BODY)))


def known_forces() -> tuple[Force, ...]:
    """Every police force, and every other authority here that is shown to use a system, by name."""
    slugs: set[str] = set()
    for kind in POLICE_KINDS:
        pages = selectors.listed("body", Filters({"kind": kind}))
        slugs.update(pages.values_list("slug", flat=True))
    slugs |= set(overviews.values_of("operator"))
    found = _forces(sorted(slugs))
    return tuple(sorted(found, key=lambda each: each.name))


def _forces(slugs: Iterable[str]) -> list[Force]:
    wanted = list(slugs)
    bodies = Collection(selectors.brief(wanted, OF_A_BODY))
    found = []
    for slug in wanted:
        try:
            found.append(find_force(slug, bodies))
        except CandourError:  # a body abroad, or no authority
            continue
    return found


def system_named(slug: str) -> SystemNamed | None:
    """Return a system of the register by its slug, or by one that now leads to it."""
    to = selectors.resolve(slug)
    subject = selectors.brief([to], ("name", "operator")).get(to)
    if subject is None or subject.subject_class != "system":
        return None
    operators = subject.slugs("operator")
    bodies = Collection(selectors.brief(operators, OF_A_BODY))
    forces = tuple(_forces(operators))
    return SystemNamed(to, subject.name, forces, is_abroad=_all_abroad(operators, bodies))


def _all_abroad(operators: list[str], bodies: Collection) -> bool:
    def is_abroad(slug: str) -> bool:
        try:
            find_force(slug, bodies)
        except NotInTheUk:
            return True
        except CandourError:
            return False
        return False

    return bool(operators) and all(map(is_abroad, operators))


def systems_then(force: str, on: date, *, voice: Voice = PLAIN) -> tuple[SystemFacts, ...]:
    """Return the systems of a body as told of on a day, those said to be in use then first."""
    slugs = selectors.operated_by([force])
    collection = _with_names(slugs)
    schema = selectors.schema()
    return systems_of(force, on, collection=collection, schema=schema, voice=voice)


def system_then(slug: str, on: date, *, voice: Voice = PLAIN) -> SystemFacts:
    """Return one system as told of on a day.

    Raises
    ------
    UnknownSubject
        If no system of the register bears the slug.
    """
    to = selectors.resolve(slug)
    schema = selectors.schema()
    return find_system(to, on, collection=_with_names([to]), schema=schema, voice=voice)


def _with_names(slugs: Iterable[str]) -> Collection:
    """Some systems, with the names of bodies they point at and of those who tell of their use."""
    systems = selectors.brief(slugs, OF_A_SYSTEM)
    named = {
        slug
        for subject in systems.values()
        for field in ("operator", "recipients")
        for slug in subject.slugs(field)
    }
    named |= uses.speakers(systems)
    return Collection({**selectors.brief(named - systems.keys(), ("name",)), **systems})
