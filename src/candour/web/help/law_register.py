"""What the routes and letters need of the register: the bodies a person may face, their systems."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from candour.core.errors import CandourError
from candour.evidence.body_finder import NAMING_FIELDS
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.gaps import State, fields_missing
from candour.evidence.use_tellings import USE_FIELDS
from candour.law.bodies import Force, NotInTheUk, find_force, force_from, police_kinds
from candour.law.questions import OpenItem, Questions, asked_of
from candour.law.systems import SystemFacts, find_system, systems_of
from candour.law.voice import PLAIN, Voice
from candour.register import overviews, selectors, uses
from candour.register.selectors import Filters

OF_A_BODY = ("name", "kind", "nation", "part-of")
NAMES_OF_A_BODY = (*OF_A_BODY, *NAMING_FIELDS)
OF_A_SYSTEM = ("name", "operator", *USE_FIELDS, "inputs", "recipients", "targets")


@dataclass(frozen=True, slots=True)
class SystemNamed:
    """A system with those of its users that the routes lead to; `is_abroad` where none is here."""

    slug: str
    name: str
    forces: tuple[Force, ...]
    is_abroad: bool


def force_of(name: str) -> Force:
    """Return a body that these routes lead to, by its short name or by all it is called.

    Raises
    ------
    UnknownSubject, NoAuthority, NotInTheUk
        If it is no body of the register, no authority, or abroad.
    """
    to = selectors.resolve(name)
    body = selectors.brief([to], OF_A_BODY).get(to)
    if body is not None and body.subject_class == "body":
        return force_from(body, find=_body)
    return find_force(name, Collection(selectors.brief(_every_body(), NAMES_OF_A_BODY)))


def _body(slug: str) -> SubjectFile | None:
    return selectors.brief([slug], OF_A_BODY).get(slug)


def _every_body() -> tuple[str, ...]:
    return tuple(selectors.listed("body", Filters({})).values_list("slug", flat=True))


def known_forces() -> tuple[Force, ...]:
    """Every police force, and every other authority here that is shown to use a system, by name."""
    slugs: set[str] = set()
    for kind in police_kinds():
        pages = selectors.listed("body", Filters({"kind": kind}))
        slugs.update(pages.values_list("slug", flat=True))
    slugs |= set(overviews.values_of("operator"))
    return tuple(sorted(_forces(sorted(slugs)), key=lambda force: force.name))


def _forces(slugs: Iterable[str]) -> list[Force]:
    wanted = list(slugs)
    bodies = Collection(selectors.brief(wanted, OF_A_BODY))
    forces = []
    for slug in wanted:
        try:
            forces.append(find_force(slug, bodies))
        except CandourError:  # a body abroad, or no authority
            continue
    return forces


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


def questions_to(force: str, systems: Iterable[str] = ()) -> tuple[Questions, ...]:
    """Return what the public record leaves open on some systems of a body, or on all of them."""
    slugs = list(dict.fromkeys(systems)) or selectors.operated_by([force])
    open_items: dict[str, list[OpenItem]] = {}
    for row in overviews.gaps_by_subject(slugs):
        state, missing = State(row["state"]), fields_missing(row["why"])
        open_items.setdefault(row["subject"], []).append(OpenItem(row["item"], state, missing))
    facts = _facts_of([slug for slug in slugs if slug in open_items])
    questions = (
        Questions(slug, name, wording, tuple(asked_of(open_items[slug])))
        for slug, (name, wording) in facts.items()
    )
    return tuple(sorted((each for each in questions if each.lines), key=lambda each: each.subject))


def _facts_of(slugs: list[str]) -> dict[str, tuple[str, str]]:
    """The name of each, and how its use is worded today."""
    systems = selectors.brief(slugs, OF_A_SYSTEM)
    worded = uses.headlines(systems, today=timezone.localdate())
    return {slug: (systems[slug].name, worded[slug].sentence) for slug in slugs if slug in worded}
