"""What a body has to do with systems, and what is not known about them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from candour.core.voice import sentence
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.gaps import State
from candour.evidence.statements import Statement
from candour.evidence.use import Headline
from candour.register.subject_pages import NamedSystems
from candour.web import words
from candour.web.addresses import subject_address
from candour.web.pages.shown import Link

ROLES = {
    "operator": "runs or proposed it",
    "developed-by": "developed it",
    "supplied-by": "supplies it",
    "funded-by": "paid for it",
    "participants": "takes part",
    "used-by": "known user",
    "overseen-by": "oversees it",
}


@dataclass(frozen=True, slots=True)
class SystemOf:
    """What a body has to do with; `open` of `asked` items are not known of it.

    `is_used` says that it is a system and that the body is its operator; `headline` is that of a
    system's use, of which `use` has the sentence.
    """

    link: Link
    roles: str
    kind: str
    use: str
    open: int
    asked: int
    is_used: bool = False
    headline: Headline | None = None


def roles_in_systems(mentions: Iterable[Statement]) -> dict[str, list[str]]:
    """What the body is to each subject that names it, by slug."""
    roles: dict[str, list[str]] = {}
    for statement in mentions:
        role = ROLES.get(statement.field)
        if role is not None and role not in roles.setdefault(statement.subject, []):
            roles[statement.subject].append(role)
    return {slug: own_roles for slug, own_roles in roles.items() if own_roles}


def systems_of(
    roles: Mapping[str, Sequence[str]], names: NamedSystems, schema: Schema
) -> tuple[SystemOf, ...]:
    states: dict[str, list[str]] = {}
    for gap in names.gaps:
        states.setdefault(gap["subject"], []).append(gap["state"])
    return tuple(
        _system(names.briefs[slug], own_roles, states.get(slug, []), names.uses.get(slug), schema)
        for slug, own_roles in roles.items()
        if slug in names.briefs
    )


def _system(
    subject: SubjectFile,
    roles: Sequence[str],
    states: Sequence[str],
    use: Headline | None,
    schema: Schema,
) -> SystemOf:
    kind = subject.first_text("kind")
    return SystemOf(
        Link(subject.name, subject_address(subject.subject_class, subject.slug)),
        words.listed(roles),
        schema.term_label("kind", kind) if kind else words.CLASS_LABELS[subject.subject_class],
        sentence(use.sentence) if use is not None else "",
        sum(state != State.PUBLISHED for state in states),
        len(states),
        is_used=subject.subject_class == "system" and ROLES["operator"] in roles,
        headline=use,
    )
