"""The forces side by side: the rows of their table, how they are sorted and narrowed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from candour.core.voice import sentence
from candour.evidence.fields import Schema
from candour.register.forces import Force, Knowledge
from candour.web import words
from candour.web.addresses import statement_address, subject_address
from candour.web.pages.force_tiles import KNOWN, known_words, mark_of, which
from candour.web.pages.lists import Choice, FilterShown
from candour.web.pages.shown import Link
from candour.web.problems import BadQuery

SORTS: Mapping[str, tuple[str, Callable[[Force], float]]] = {
    "name": ("Name", lambda _: 0),
    "systems": ("Most systems known", lambda force: -len(force.systems)),
    "ban": ("Most in scope of the ban called for", lambda force: -force.in_ban_scope),
    "not-given": (
        "Most that was asked for and not given",
        lambda force: force.asked.given - force.asked.told_of,
    ),
    "not-published": ("Most not published", lambda force: -force.not_published),
    "clashes": ("Most clashes", lambda force: -force.clashes),
}
BANS = {"some": "Some system in scope", "none": "No system known in scope"}


@dataclass(frozen=True, slots=True)
class ForceRow:
    """One force in the table."""

    link: Link
    nation: str
    mark: str
    known: str
    systems: int
    in_ban_scope: int
    asked: str
    not_published: str
    clashes: Link


def choose(forces: Iterable[Force], wanted: Mapping[str, str], schema: Schema) -> list[Force]:
    """Keep the forces asked for, in the order asked for; those that tie by name.

    Raises
    ------
    BadQuery
        If a value is none of those that a filter takes.
    """
    for filter_shown in filters(wanted, schema):
        value = wanted.get(filter_shown.name, "")
        if value and not filter_shown.chosen:
            keys = words.listed([choice.key for choice in filter_shown.choices])
            raise BadQuery(f"“{filter_shown.name}” must be one of {keys}.")
    chosen = [force for force in forces if _fits(force, wanted)]
    _, order = SORTS[wanted.get("sort", "name")]
    return sorted(chosen, key=lambda force: (order(force), force.name))


def _fits(force: Force, wanted: Mapping[str, str]) -> bool:
    return (
        wanted.get("nation", force.nation) == force.nation
        and wanted.get("state", force.known.value) == force.known.value
        and wanted.get("ban", _ban(force)) == _ban(force)
    )


def _ban(force: Force) -> str:
    return "some" if force.in_ban_scope else "none"


def filters(wanted: Mapping[str, str], schema: Schema) -> tuple[FilterShown, ...]:
    """Every choice of the page, those asked for marked."""
    nations = schema.vocabularies["nations"].values()
    cells = {
        "sort": ("Order", {key: label for key, (label, _) in SORTS.items()}),
        "nation": ("Nation", {term.key: term.label for term in nations}),
        "state": ("What is known", {key.value: sentence(KNOWN[key]) for key in KNOWN}),
        "ban": ("Ban called for", BANS),
    }
    return tuple(
        FilterShown(
            name,
            label,
            tuple(
                Choice(key, text, chosen=key == wanted.get(name)) for key, text in choices.items()
            ),
        )
        for name, (label, choices) in cells.items()
    )


def rows(forces: Iterable[Force], schema: Schema) -> tuple[ForceRow, ...]:
    return tuple(_row(force, schema) for force in forces)


def _row(force: Force, schema: Schema) -> ForceRow:
    number = force.clashes
    return ForceRow(
        Link(force.name, subject_address("body", force.slug)),
        schema.term_label("nation", force.nation) if force.nation else "",
        mark_of(force),
        sentence(known_words(force)),
        len(force.systems),
        force.in_ban_scope,
        words.when_asked(force.asked),
        f"{force.not_published} of {force.items}" if force.items else "not asked",
        Link(f"{number:,}", f"/contradictions/?subject={force.slug}" if number else ""),
    )


@dataclass(frozen=True, slots=True)
class ToldTogether:
    """What is told of how all forces answered, and not of which: in the words of the register."""

    told: int
    not_told: int
    words: str
    link: Link


def told_together(forces: Sequence[Force]) -> ToldTogether | None:
    """The totals that stand for most forces; None where every answer is told of its own force."""
    only = [force for force in forces if force.totals and not force.asked.told_of]
    notes = [(force.totals[0].qualifier("note"), force.totals[0].id) for force in only]
    if not notes:
        return None
    ((note, _),) = Counter(note for note, _ in notes).most_common(1)
    key = next(key for text, key in notes if text == note)
    of_all = note.partition(". ")[2] or note
    return ToldTogether(
        len(forces) - len(only), len(only), f"{sentence(of_all)}.", Link("", statement_address(key))
    )


def lead_numbers(forces: Sequence[Force]) -> dict[str, int]:
    """Of how many forces a system is named, a denial is contradicted, and nothing is known."""
    return {
        "total": len(forces),
        "named": sum(bool(force.systems) for force in forces),
        "using": sum(bool(force.using) for force in forces),
        "denied": sum(force.known is Knowledge.CLASH for force in forces),
        "silent": sum(force.known is Knowledge.NOT_KNOWN for force in forces),
    }


def lead(forces: Sequence[Force]) -> str:
    """What the forces come to, in words that can be quoted alone."""
    numbers = lead_numbers(forces)
    total = words.counted(numbers["total"], "police force")
    return (
        f"{numbers['named']} of {total} have a system named here; for {numbers['using']} of them, "
        f"one was last said to be in use or on trial. For {numbers['denied']}, a denial stands "
        f"against what is shown. For {numbers['silent']}, nothing is known either way, which is no "
        f"statement that they use none. Counted are {which(forces)}."
    )
