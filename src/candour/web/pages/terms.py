"""A data type, an outcome, a vendor or a flag: what is said of whom, and of whom nothing is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from candour.core.days import parse_days
from candour.core.errors import BadDays
from candour.core.voice import sentence
from candour.evidence.collection import SubjectFile
from candour.evidence.country import ABROAD
from candour.evidence.fields import Schema
from candour.evidence.reader_voice import remark_of
from candour.evidence.statements import Statement
from candour.evidence.use import Headline
from candour.evidence.use_tellings import IN_USE
from candour.register.facets import (
    FACETS,
    FLAGS,
    VENDING,
    Evidence,
    Facet,
    Index,
    Whose,
    text_of,
)
from candour.web import words
from candour.web.addresses import statement_address, subject_address, term_address
from candour.web.pages.shown import Link, Names, Showing

PEOPLE = "people-profiled"
IN_A_ROW = ("name", "kind", "operator", "nation", PEOPLE)
MOST_SHOWN = 4  # statements beside one system; the rest are on its page
MOST_FIGURES = 2
OURSELVES = "candour"
KNOWN_TO_POLICE = "known to police"
NO_SUSPECTS = (
    "People known to police are not the same as suspects: they may be victims, witnesses, people "
    "who were stopped or never charged. What each source says of whom stands beside the system."
)


@dataclass(frozen=True, slots=True)
class SaidOf:
    """One statement that says it; `words` are those it says it in, where no term does."""

    link: Link
    words: str
    who: str


@dataclass(frozen=True, slots=True)
class TermRow:
    """One system with the value.

    Attributes
    ----------
    said : what says it, a few of them; `more` is how many stand on the page of the system
    through : the products by way of which it has it
    people : the newest numbers of people listed or scored; empty where none is printed
    is_in_a_clash : whether one of the statements stands in a clash, of either kind
    """

    link: Link
    operators: tuple[Link, ...]
    use: str
    said: tuple[SaidOf, ...]
    more: int
    through: tuple[Link, ...]
    people: tuple[Link, ...]
    is_in_a_clash: bool
    is_abroad: bool


@dataclass(frozen=True, slots=True)
class TermSum:
    """All that has a value, whichever part of it a page shows: slugs, systems by name.

    `users` are the bodies named with the systems of the country, with the number of each.
    """

    uk: tuple[str, ...]
    abroad: tuple[str, ...]
    users: Mapping[str, int]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermPage:
    """One value of a facet, with the systems it is said of.

    Attributes
    ----------
    lead : what it comes to, in a sentence that can be quoted alone
    silence : of how many systems nobody has said anything of the kind
    apart : what its name is easily taken for, and is not
    states : how many systems of the country were last said to be in which state of use
    gathers : of a flag, the terms that carry it; else the flags that the term carries
    uk, abroad : the systems on this page of the list
    forces : police forces and other bodies that use them, with the number of systems of each
    others : what else has it and is no system
    """

    facet: Facet
    key: str
    name: str
    help: str
    words: tuple[str, ...]
    lead: str
    silence: str
    gathers: tuple[Link, ...]
    uk: tuple[TermRow, ...]
    abroad: tuple[TermRow, ...]
    forces: tuple[tuple[Link, int], ...]
    others: tuple[Link, ...]
    apart: str = ""
    states: tuple[tuple[str, int], ...] = ()


def value_name(facet: Facet, key: str, schema: Schema, names: Names) -> str:
    if facet.key == FLAGS or facet.vocabulary:
        return schema.term(facet.vocabulary, key).label
    return names.get(key, (key, ""))[0]


def is_known(facet: Facet, key: str, schema: Schema, index: Index) -> bool:
    if facet.vocabulary:
        return key in schema.vocabularies[facet.vocabulary]
    return key in index.subjects.get(facet.key, {})


def term_rows(
    evidence: Mapping[str, Evidence],
    systems: Mapping[str, SubjectFile],
    uses: Mapping[str, Headline],
    clashing: frozenset[str],
    abroad: frozenset[str],
    showing: Showing,
) -> list[TermRow]:
    """One row for each system, in the order given; `abroad` are the bodies of no part of the UK."""
    rows = []
    for slug, system in systems.items():
        why = evidence[slug]
        statements = (*why.statements, *why.by_words)
        operators = system.slugs("operator")
        rows.append(
            TermRow(
                Link(system.name, subject_address("system", slug)),
                tuple(showing.link(operator) for operator in operators),
                sentence(uses[slug].sentence) if slug in uses else "",
                tuple(_said_of(s, why, showing) for s in statements[:MOST_SHOWN]),
                max(0, len(statements) - MOST_SHOWN),
                tuple(showing.link(product) for product in why.through),
                tuple(newest_people(system.of(PEOPLE))),
                any(s.id in clashing for s in statements),
                _is_abroad(system, abroad),
            )
        )
    return rows


def _is_abroad(system: SubjectFile, abroad: frozenset[str]) -> bool:
    nations = {str(s.value) for s in system.of("nation") if s.kind == "term"}
    if nations:
        return nations == {ABROAD}
    operators = system.slugs("operator")
    return bool(operators) and abroad.issuperset(operators)


def _said_of(statement: Statement, why: Evidence, showing: Showing) -> SaidOf:
    by_words = statement in why.by_words
    text = showing.value(statement).text
    own = (statement.qualifier("note"), remark_of(statement))
    note = ". ".join(part for part in own if part)
    return SaidOf(
        Link(text, statement_address(statement.id)),
        text_of(statement) if by_words and text_of(statement) != text else "" if by_words else note,
        showing.who(statement),
    )


def why_shown(why: Evidence) -> str:
    """Why a system is shown where no source says so outright; "" where one does.

    What this register reads from a name, what only words say, and what a source leaves open.
    """
    if any(s.said_by != (OURSELVES,) and not remark_of(s) for s in why.statements):
        return ""
    if not why.statements:
        return next((f"by the words “{text_of(s)}”" for s in why.by_words), "")
    first = why.statements[0]
    if first.said_by != (OURSELVES,):
        return f"reader’s note: {remark_of(first)}"
    reading = first.qualifier("note") or remark_of(first)
    return "read by this register, told by no source" + (f": {reading}" if reading else "")


def newest_people(statements: Sequence[Statement]) -> Iterable[Link]:
    """The numbers of people of the newest period that is told; of no period, as they stand."""
    dated = [(_last_day(s), s) for s in statements if s.kind == "quantity"]
    newest = max((day for day, _ in dated), default="")
    for _, statement in [one for one in dated if one[0] == newest][:MOST_FIGURES]:
        measure, period = statement.qualifier("measure"), statement.qualifier("period")
        when = f", {words.days_in_words(parse_days(period))}" if newest else ""
        number = words.quantity_in_words(statement.value)  # type: ignore[arg-type]
        yield Link(f"{number}: {measure}{when}", statement_address(statement.id))


def _last_day(statement: Statement) -> str:
    """The end of the period of a number, as text that sorts; "" where no day is told."""
    try:
        days = parse_days(statement.qualifier("period"))
    except BadDays:
        return ""
    return str(days).rpartition("/")[2]


def summed(
    systems: Mapping[str, SubjectFile], others: Iterable[str], abroad: frozenset[str]
) -> TermSum:
    """Sum up the systems that have a value; `abroad` are the bodies of no part of the country."""
    by_name = sorted(systems.values(), key=lambda system: system.name)
    here = [system for system in by_name if not _is_abroad(system, abroad)]
    users: dict[str, int] = {}
    for system in here:
        for operator in system.slugs("operator"):
            users[operator] = users.get(operator, 0) + 1
    in_uk = {system.slug for system in here}
    return TermSum(
        tuple(system.slug for system in here),
        tuple(system.slug for system in by_name if system.slug not in in_uk),
        users,
        tuple(others),
    )


def gathered(facet: Facet, key: str, schema: Schema) -> tuple[Link, ...]:
    """The terms that a flag gathers; of a term, the flags under which it is gathered with others.

    So two pages of a like name each say how they differ.
    """
    if facet.key == FLAGS:
        own = [one for one in FACETS.values() if one.vocabulary and one.key != FLAGS]
        return tuple(
            Link(term.label, term_address(one.key, term.key))
            for one in own
            for term in schema.vocabularies[one.vocabulary].values()
            if key in term.flags
        )
    if not facet.vocabulary:
        return ()
    flags = schema.vocabularies[FLAGS]
    carried = schema.term(facet.vocabulary, key).flags
    return tuple(Link(flags[flag].label, term_address(FLAGS, flag)) for flag in carried)


def term_page(
    facet: Facet,
    key: str,
    rows: Sequence[TermRow],
    total: TermSum,
    silent: tuple[int, int],
    in_scope: int,
    showing: Showing,
    forces: frozenset[str],
) -> TermPage:
    """Lay out the page of one value.

    Of the systems of the country it is said of, `in_scope` are in scope of the register; and of
    all systems of the country, `silent` of so many have no value of the facet.
    """
    term = showing.schema.term(facet.vocabulary, key)
    name = value_name(facet, key, showing.schema, showing.names)
    users = [(showing.link(slug), number) for slug, number in total.users.items()]
    of_police = sum(slug in forces for slug in total.users)
    return TermPage(
        facet,
        key,
        name,
        term.help if facet.vocabulary else "",
        term.also if facet.key == FLAGS else (),
        _lead(name, (len(total.uk), in_scope, len(total.abroad)), of_police),
        _silence(facet, *silent),
        gathered(facet, key, showing.schema),
        tuple(row for row in rows if not row.is_abroad),
        tuple(row for row in rows if row.is_abroad),
        tuple(sorted(users, key=lambda pair: pair[0].text)),
        tuple(showing.link(slug) for slug in total.others),
        NO_SUSPECTS if KNOWN_TO_POLICE in name else "",
    )


def states(
    systems: Iterable[str], last_said: Mapping[str, str], schema: Schema
) -> Iterable[tuple[str, int]]:
    """How many were last said to be in each state, those in use first; then of how many none is."""
    counted = Counter(last_said.get(slug, "") for slug in systems)
    order = sorted(schema.vocabularies["use"], key=lambda key: key != IN_USE)
    for key in order:
        if counted[key]:
            yield schema.term("use", key).label, counted[key]
    if counted[""]:
        yield "Nothing read says", counted[""]


def _lead(name: str, numbers: tuple[int, int, int], forces: int) -> str:
    """How many systems it is said of: at home, of those in scope, abroad; no more is told."""
    uk, in_scope, abroad = numbers
    if not uk and not abroad:
        return f"“{name}” is said of no system in any source read so far."
    here = words.counted(uk, "system") if uk else "no system"
    there = f", and of {words.counted(abroad, 'system')} abroad" if abroad else ""
    names = "is" if forces == 1 else "are"
    of_forces = f"{words.counted(forces, 'police force')} {names} named with them"
    users = f" {of_forces}, whether in use or not." if forces else ""
    of_uk = f" Of those in the UK {in_scope:,} are in scope of the register." if uk > 1 else ""
    return f"“{name}” is said of {here} in the UK{there}.{of_uk}{users}"


def _silence(facet: Facet, silent: int, systems: int) -> str:
    if facet.key == FLAGS or not silent:
        return ""
    return (
        f"For {silent:,} of {words.counted(systems, 'system')} in the UK nothing of the kind is "
        "said at all, so that it may be true of them too."
    )


# all terms


@dataclass(frozen=True, slots=True)
class FacetShown:
    """One facet with its values and how many systems each is said of: most in the UK first."""

    facet: Facet
    values: tuple[tuple[Link, Whose], ...]
    roles: Mapping[str, str] = field(default_factory=dict)  # of vendors, by address


ROLES = {
    (True, True): "supplier and developer",
    (True, False): "supplier",
    (False, True): "developer",
}


def facets_shown(index: Index, schema: Schema, names: Names) -> tuple[FacetShown, ...]:
    shown = []
    for facet in FACETS.values():
        links = [
            (Link(value_name(facet, key, schema, names), term_address(facet.key, key)), whose)
            for key, whose in index.values(facet.key)
        ]
        ordered = sorted(links, key=lambda pair: (-pair[1].uk, -pair[1].abroad, pair[0].text))
        roles = {
            term_address(facet.key, key): ROLES[index.vends(key)]
            for key, _ in index.values(facet.key)
            if facet.fields == VENDING
        }
        shown.append(FacetShown(facet, tuple(ordered), roles))
    return tuple(shown)
