"""What a letter is about: the public facts chosen in select boxes, and what can't be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from candour.core.errors import CandourError
from candour.evidence.body_finder import folded
from candour.law.answers import ForWhom
from candour.law.bodies import (
    Force,
    NoAuthority,
    NotInTheUk,
    known_bodies,
    read_kinds,
    typed_force,
)
from candour.law.holidays import (
    PARTS,
    Country,
    Nation,
    Part,
    country_of,
    legal_system,
    part_named,
)
from candour.law.letters import nation_for, nations_of
from candour.law.questions import Questions
from candour.law.systems import SystemFacts
from candour.web.help import law_register
from candour.web.help.form import why_no_authority
from candour.web.help.posted import Posted
from candour.web.pages.lists import Choice
from candour.web.words import listed

NAMES = ("force", "typed", "kind", "system", "nation", "for")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a choice: the field it stands at, and what to do."""

    field: str
    message: str


@dataclass(frozen=True)
class Chosen:
    """The public facts a letter is made from, as far as they could be read.

    `gaps` are the questions that the register leaves open on the systems chosen, or on all that
    are in scope with the body where none is.
    """

    force: Force | None = None
    nation: Nation | None = None
    country: Country | None = None
    systems: tuple[SystemFacts, ...] = ()
    gaps: tuple[Questions, ...] = ()
    for_whom: ForWhom = ForWhom.SELF
    wrong: tuple[Wrong, ...] = ()
    notes: tuple[str, ...] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    hidden_systems: tuple[str, ...] = ()

    @property
    def questions(self) -> int:
        """How many questions the register leaves open."""
        return sum(len(asked.lines) for asked in self.gaps)

    @property
    def system(self) -> SystemFacts | None:
        """The one system, where one alone was chosen."""
        return self.systems[0] if len(self.systems) == 1 else None


# what was chosen


def choose(posted: Posted, *, today: date) -> Chosen:
    """Read the choices; what can't be used is said, and the rest stands."""
    wrong: list[Wrong] = []
    notes: list[str] = []
    force = _typed(posted, wrong)
    systems: tuple[SystemFacts, ...] = ()
    if force is None:
        force, systems = _force_and_systems(posted, today, wrong, notes)
    waiting = posted.last("system") if force is None and not wrong else ""
    part = _part(posted, force, wrong)
    for_whom = _one_of(posted, "for", tuple(ForWhom), wrong) or ForWhom.SELF
    is_typed = force is not None and not force.slug
    hidden = {
        "force": force.slug if force else "",
        "typed": force.name if force is not None and is_typed else "",
        "kind": force.kind.id if force is not None and is_typed else "",
        "system": systems[0].slug if len(systems) == 1 else waiting,
        "nation": posted.last("nation") if part else "",
        "for": for_whom if for_whom != ForWhom.SELF else "",
    }
    nation = _system_of_law(force, part)
    gaps = (
        law_register.questions_to(force.slug, [system.slug for system in systems])
        if force is not None and force.slug
        else ()
    )
    return Chosen(
        force=force,
        nation=nation,
        country=country_of(part) if part else None,
        systems=systems,
        gaps=gaps,
        for_whom=ForWhom(for_whom),
        wrong=tuple(wrong),
        notes=tuple(notes),
        hidden={name: str(value) for name, value in hidden.items() if value},
        hidden_systems=tuple(each.slug for each in systems) if len(systems) > 1 else (),
    )


def _typed(posted: Posted, wrong: list[Wrong]) -> Force | None:
    """Take a body that the register does not hold, by the name and kind that were posted."""
    name, kind = posted.last("typed"), posted.last("kind")
    if not name or posted.last("force"):
        return None
    if kind not in read_kinds():
        wrong.append(Wrong("force", _("Say what kind of body it is.")))
        return None
    known = known_bodies().get(folded(name))
    if known is not None and known.kind.id == kind:
        return known
    part = posted.last("nation")
    country = country_of(part_named(part)) if part in PARTS else None
    return typed_force(name, kind=read_kinds()[kind], country=country)


def _system_of_law(force: Force | None, part: Part | None) -> Nation | None:
    system = legal_system(part) if part is not None else None
    return nation_for(force, system) if force is not None else system


def _force_and_systems(
    posted: Posted, today: date, wrong: list[Wrong], notes: list[str]
) -> tuple[Force | None, tuple[SystemFacts, ...]]:
    """Read the body and the systems; of several systems those that are its own are kept."""
    slugs = posted.all("system")
    if len(slugs) <= 1:
        force, system = _force_and_system(posted, today, wrong, notes)
        return force, (system,) if system is not None else ()
    force = _force(posted.last("force"), wrong) if posted.last("force") else None
    if force is None:
        return None, ()
    known = {each.slug: each for each in law_register.systems_then(force.slug, today)}
    return force, tuple(known[slug] for slug in dict.fromkeys(slugs) if slug in known)


def _force_and_system(
    posted: Posted, today: date, wrong: list[Wrong], notes: list[str]
) -> tuple[Force | None, SystemFacts | None]:
    force = _force(posted.last("force"), wrong) if posted.last("force") else None
    slug = posted.last("system")
    named = law_register.system_named(slug) if slug else None
    if named is None:
        if slug:
            wrong.append(Wrong("system", _("Pick a system from the list, or none.")))
        return force, None
    if named.is_abroad:
        wording = _("%(name)s is outside the UK. These letters are those of UK law.")
        wrong.append(Wrong("system", wording % {"name": named.name}))
        return force, None
    if force is None and len(named.forces) == 1 and not wrong:
        force = named.forces[0]
    if force is None:
        return None, None
    if force.slug not in {each.slug for each in named.forces}:
        wording = _(
            "The register shows %(system)s with %(whose)s, not with %(force)s. It is left out."
        )
        whose = listed([each.name for each in named.forces]) or _("no body that is named")
        notes.append(wording % {"system": named.name, "whose": whose, "force": force.name})
        return force, None
    return force, law_register.system_then(named.slug, today)


def _force(slug: str, wrong: list[Wrong]) -> Force | None:
    try:
        return law_register.force_of(slug)
    except NotInTheUk as error:
        wording = _("%(name)s is outside the UK. These letters are those of UK law.")
        wrong.append(Wrong("force", wording % {"name": error.name}))
    except NoAuthority as error:
        wrong.append(Wrong("force", why_no_authority(error)))
    except CandourError:
        wrong.append(Wrong("force", _("Pick a force or other body from the list.")))
    return None


def _part(posted: Posted, force: Force | None, wrong: list[Wrong]) -> Part | None:
    text = _one_of(posted, "nation", PARTS, wrong)
    if not text:
        return None
    part = part_named(text)
    works_in = nations_of(force) if force is not None else ()
    if works_in and legal_system(part) not in works_in:
        wording = _("%(force)s does not work there. Pick a part of the UK from the list.")
        wrong.append(Wrong("nation", wording % {"force": force.name if force else ""}))
        return None
    return part


def _one_of(posted: Posted, name: str, allowed: tuple[str, ...], wrong: list[Wrong]) -> str:
    text = posted.last(name)
    if text and text not in allowed:
        wrong.append(Wrong(name, _("Pick one from the list.")))
        return ""
    return text


# what there is to choose


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chooser:
    """The select boxes of a page; one that has nothing to choose from is empty."""

    forces: tuple[ChoiceGroup, ...]
    systems: tuple[Choice, ...]
    nations: tuple[Choice, ...]
    people: tuple[Choice, ...]


def chooser(chosen: Chosen, *, today: date) -> Chooser:
    force = chosen.force
    works_in = (nations_of(force) or tuple(Nation)) if force else ()
    systems = law_register.systems_then(force.slug, today) if force and force.slug else ()
    system = chosen.system
    return Chooser(
        forces=_force_groups(force),
        systems=tuple(
            Choice(each.slug, each.name, chosen=system is not None and each.slug == system.slug)
            for each in sorted(systems, key=lambda each: each.name)
        ),
        nations=tuple(
            Choice(each, _(each.label), chosen=each == chosen.nation) for each in works_in
        )
        if len(works_in) > 1
        else (),
        people=tuple(
            Choice(each, label, chosen=each == chosen.for_whom) for each, label in _people().items()
        ),
    )


def _people() -> dict[ForWhom, str]:
    return {
        ForWhom.SELF: _("me, and I am not 17 or younger"),
        ForWhom.CHILD: _("me, and I am 17 or younger"),
        ForWhom.CLIENT: _("someone who gave me written authority"),
        ForWhom.PUBLIC_INTEREST: _("nobody in particular: the public interest"),
    }


def _force_groups(chosen: Force | None) -> tuple[ChoiceGroup, ...]:
    forces = list(law_register.known_forces())
    if chosen is not None and chosen.slug not in {each.slug for each in forces}:
        forces.append(chosen)
    groups: dict[str, list[Choice]] = {}
    for force in sorted(forces, key=lambda each: (_place(each), each.name)):
        choice = Choice(force.slug, force.name, chosen=chosen is not None and force == chosen)
        groups.setdefault(_group_labels()[_place(force)], []).append(choice)
    return tuple(ChoiceGroup(label, tuple(choices)) for label, choices in groups.items())


def _place(force: Force) -> int:
    """Where a body stands in the list: police of each part of the UK, of all, then others."""
    if not force.is_police:
        return len(Nation) + 1
    works_in = nations_of(force)
    return list(Nation).index(works_in[0]) if len(works_in) == 1 else len(Nation)


def _group_labels() -> tuple[str, ...]:
    return (
        _("Police in England and Wales"),
        _("Police in Scotland"),
        _("Police in Northern Ireland"),
        _("Police in all of the UK"),
        _("Other public bodies"),
    )
