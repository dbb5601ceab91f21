"""What a letter is about: the public facts chosen in select boxes, and what can't be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from candour.core.errors import CandourError
from candour.law.answers import ForWhom
from candour.law.holidays import Nation
from candour.law.letters import nation_for, nations_of
from candour.law.systems import Force, NoAuthority, NotInTheUk, SystemFacts
from candour.web import law_register
from candour.web.pages.lists import Choice
from candour.web.pages.routes.posted import Posted
from candour.web.words import listed

NAMES = ("force", "system", "nation", "for")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a choice: the field it stands at, and what to do."""

    field: str
    message: str


@dataclass(frozen=True)
class Chosen:
    """The public facts a letter is made from, as far as they could be read."""

    force: Force | None = None
    nation: Nation | None = None
    system: SystemFacts | None = None
    for_whom: ForWhom = ForWhom.SELF
    wrong: tuple[Wrong, ...] = ()
    notes: tuple[str, ...] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)


# what was chosen


def choose(posted: Posted, *, today: date) -> Chosen:
    """Read the choices; what can't be used is said, and the rest stands."""
    wrong: list[Wrong] = []
    notes: list[str] = []
    force, system = _force_and_system(posted, today, wrong, notes)
    waiting = posted.one("system") if force is None and not wrong else ""
    nation = _nation(posted, force, wrong)
    for_whom = _one_of(posted, "for", tuple(ForWhom), wrong) or ForWhom.SELF
    hidden = {
        "force": force.slug if force else "",
        "system": system.slug if system else waiting,
        "nation": posted.one("nation") if nation else "",
        "for": for_whom if for_whom != ForWhom.SELF else "",
    }
    return Chosen(
        force,
        nation,
        system,
        ForWhom(for_whom),
        tuple(wrong),
        tuple(notes),
        {name: str(value) for name, value in hidden.items() if value},
    )


def _force_and_system(
    posted: Posted, today: date, wrong: list[Wrong], notes: list[str]
) -> tuple[Force | None, SystemFacts | None]:
    force = _force(posted.one("force"), wrong) if posted.one("force") else None
    slug = posted.one("system")
    named = law_register.system_named(slug) if slug else None
    if named is None:
        if slug:
            wrong.append(Wrong("system", _("Pick a system from the list, or none.")))
        return force, None
    if named.is_abroad:
        said = _("%(name)s is outside the UK. These letters are those of UK law.")
        wrong.append(Wrong("system", said % {"name": named.name}))
        return force, None
    if force is None and len(named.forces) == 1 and not wrong:
        force = named.forces[0]
    if force is None:
        return None, None
    if force.slug not in {each.slug for each in named.forces}:
        said = _(
            "The register shows %(system)s with %(whose)s, not with %(force)s. It is left out."
        )
        whose = listed([each.name for each in named.forces]) or _("no body that is named")
        notes.append(said % {"system": named.name, "whose": whose, "force": force.name})
        return force, None
    return force, law_register.system_then(named.slug, today)


def _force(slug: str, wrong: list[Wrong]) -> Force | None:
    try:
        return law_register.force_of(slug)
    except NotInTheUk as error:
        said = _("%(name)s is outside the UK. These letters are those of UK law.")
        wrong.append(Wrong("force", said % {"name": error.name}))
    except NoAuthority as error:
        said = _("%(name)s is no public authority. Pick the body that used the system.")
        wrong.append(Wrong("force", said % {"name": error.name}))
    except CandourError:
        wrong.append(Wrong("force", _("Pick a force or other body from the list.")))
    return None


def _nation(posted: Posted, force: Force | None, wrong: list[Wrong]) -> Nation | None:
    text = _one_of(posted, "nation", tuple(Nation), wrong)
    if force is None:
        return Nation(text) if text else None
    works_in = nations_of(force)
    if text and works_in and text not in works_in:
        said = _("%(force)s does not work there. Pick a part of the UK from the list.")
        wrong.append(Wrong("nation", said % {"force": force.name}))
        text = ""
    return nation_for(force, Nation(text) if text else None)


def _one_of(posted: Posted, name: str, known: tuple[str, ...], wrong: list[Wrong]) -> str:
    text = posted.one(name)
    if text and text not in known:
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
    systems = law_register.systems_then(force.slug, today) if force else ()
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
        ForWhom.SELF: _("me, and I am 18 or over"),
        ForWhom.CHILD: _("me, and I am under 18"),
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
