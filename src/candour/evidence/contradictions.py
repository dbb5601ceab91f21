"""Statements that can't all be true: found by rule, or declared by an editor.

A rule fires only on what is certain: days that certainly overlap, a total that fails on the
interval too, a list that its speaker gave as complete.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from candour.core.days import Answer, Days
from candour.core.hashing import canonical_json, hashed_name
from candour.evidence.checks import FAILS, Verdict
from candour.evidence.collection import Collection, ContradictionSpec, SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Silence, Statement

MISSING = frozenset({"none-exists", "not-held"})
UNCOMPARED = frozenset({"name", "summary", "kind", "in-scope", "predictive-use"})
EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class ContradictionSide:
    said_by: tuple[str, ...]
    said: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements that can't all be true, the kind of clash, and how it was found."""

    id: str
    kind: str
    subjects: tuple[str, ...]
    sides: tuple[ContradictionSide, ...]
    found_by: str
    reason: str
    reply: str = ""

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for side in self.sides for statement in side.statements)


def find_contradictions(
    collection: Collection, schema: Schema, verdicts: list[Verdict]
) -> list[Contradiction]:
    """Return the declared contradictions, then those that rules find beyond them."""
    declared = contradictions_declared(collection.subjects.values(), collection)
    return merged([*declared, *contradictions_by_rule(collection, schema, verdicts)])


def contradictions_declared(
    subjects: Iterable[SubjectFile], collection: Collection
) -> Iterator[Contradiction]:
    for subject in subjects:
        for spec in subject.contradictions:
            yield _declared(spec, collection)


def merged(found: Iterable[Contradiction]) -> list[Contradiction]:
    """Keep what is declared, and what rules found beyond it; in this order."""
    kept: list[Contradiction] = []
    ids_of: list[set[str]] = []
    naming: dict[str, list[int]] = defaultdict(list)  # places in `kept`, by statement
    for contradiction in sorted(found, key=lambda one: one.found_by != EDITOR):
        ids = {statement.id for statement in contradiction.statements}
        places = naming[min(ids)] if ids else []
        covering = next((place for place in places if ids <= ids_of[place]), None)
        if covering is None or contradiction.found_by == EDITOR:
            for key in ids:
                naming[key].append(len(kept))
            kept.append(contradiction)
            ids_of.append(ids)
        elif contradiction.found_by not in kept[covering].found_by:
            both = f"{kept[covering].found_by}; {contradiction.found_by}"
            kept[covering] = replace(kept[covering], found_by=both)
    return kept


def _declared(spec: ContradictionSpec, collection: Collection) -> Contradiction:
    sides = []
    for side in spec.sides:
        statements = tuple(
            statement
            for handle in side.statements
            for statement in collection.find(handle, home=spec.subject)
        )
        speakers = sorted({slug for statement in statements for slug in statement.said_by})
        sides.append(ContradictionSide(tuple(speakers), side.said, statements))
    subjects = {spec.subject} | {s.subject for side in sides for s in side.statements}
    return Contradiction(
        spec.id, spec.kind, tuple(sorted(subjects)), tuple(sides), EDITOR, spec.reason, spec.reply
    )


def contradictions_by_rule(
    collection: Collection,
    schema: Schema,
    verdicts: list[Verdict],
    *,
    about: Container[str] | None = None,
) -> Iterator[Contradiction]:
    """What the rules find about some subjects; about all where none are named."""
    for slug in collection.subjects:
        if about is not None and slug not in about:
            continue
        subject = collection.subjects[slug]
        yield from two_values(subject, schema)
        yield from two_numbers(subject, schema)
        yield from document_and_none(subject, schema)
        yield from left_out_of_complete_list(subject, schema)
    yield from use_denied_and_shown(collection, schema, about=about)
    yield from totals_that_fail(verdicts)


# the rules


def two_values(subject: SubjectFile, schema: Schema) -> Iterator[Contradiction]:
    """Two values of a field that takes one, over days that certainly overlap."""
    for field, statements in _grouped(subject, lambda s: s.field).items():
        row = schema.fields[field]
        if row.many or row.is_figure or field in UNCOMPARED:
            continue
        for one, other in combinations(statements, 2):
            if "silence" in (one.kind, other.kind) or one.value == other.value:
                continue
            if one.qualifiers != other.qualifiers and _scoped(one) != _scoped(other):
                continue
            if row.type == "days" and not _days_apart(one, other):
                continue
            if row.type == "text" or not _same_days(one, other):
                continue
            if row.type == "term" and not _terms_clash(one, other, schema):
                continue
            kind = "date" if row.type == "days" else _clash_kind(one, other, schema)
            yield _pair(kind, one, other, "rule: two values for one field", schema)


def two_numbers(subject: SubjectFile, schema: Schema) -> Iterator[Contradiction]:
    """Two numbers for the same measure, group, period and area that can't both be right.

    The measure is the term of the vocabulary, whatever words it was given in.
    """

    def key(statement: Statement) -> tuple[object, ...]:
        assert isinstance(statement.value, Quantity)
        named = dict(statement.qualifiers)
        parts = ("group", "period", "area", "denominator", "compared_with", "system")
        return (
            statement.field,
            statement.value.unit,
            str(statement.valid),
            schema.measure_of(named.get("measure", "")),
            *(named.get(part, "") for part in parts),
        )

    figures = [s for s in subject.statements if s.kind == "quantity"]
    groups: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in figures:
        groups[key(statement)].append(statement)
    for statements in groups.values():
        for one, other in combinations(statements, 2):
            assert isinstance(one.value, Quantity)
            assert isinstance(other.value, Quantity)
            (low, high), (other_low, other_high) = one.value.interval(), other.value.interval()
            if low > other_high or other_low > high:
                yield _pair("number", one, other, "rule: two numbers for one measure", None)


def document_and_none(subject: SubjectFile, schema: Schema) -> Iterator[Contradiction]:
    """A document said to exist, and said not to be held or not to exist."""
    for field, statements in _grouped(subject, lambda s: s.field).items():
        if "document" not in schema.fields[field].of:
            continue
        there = [s for s in statements if s.kind == "subject"]
        missing = [
            s for s in statements if isinstance(s.value, Silence) and s.value.kind in MISSING
        ]
        for one in there:
            for other in missing:
                if _same_days(one, other):
                    yield _pair(
                        "document", one, other, "rule: document said to exist and not", schema
                    )


def left_out_of_complete_list(subject: SubjectFile, schema: Schema) -> Iterator[Contradiction]:
    """A list given as complete that leaves out what another speaker or source shows."""
    for field, statements in _grouped(subject, lambda s: s.field).items():
        if not schema.fields[field].closure:
            continue
        for closure in (s for s in statements if s.kind == "closure" and s.value == "yes"):
            own = (closure.said_by, closure.source, closure.locator)
            values = [s for s in statements if s.kind in {"term", "subject"}]
            listed = {s.value for s in values if (s.said_by, s.source, s.locator) == own}
            for other in values:
                apart = (other.said_by, other.source, other.locator) != own
                if listed and apart and other.value not in listed and _same_days(closure, other):
                    yield _pair(
                        "scope", closure, other, "rule: left out of a complete list", schema
                    )


def denials_of_use(body: SubjectFile, schema: Schema) -> list[Statement]:
    return [s for s in body.of("predictive-use") if _flag(s, schema, "denies")]


def use_denied_and_shown(
    collection: Collection, schema: Schema, *, about: Container[str] | None = None
) -> Iterator[Contradiction]:
    """A body denies that it uses such systems, or this one; someone shows that it does."""
    bodies = [body for body in collection.of_class("body") if about is None or body.slug in about]
    denying = {body.slug: denials for body in bodies if (denials := denials_of_use(body, schema))}
    if not denying:
        return
    use_shown: dict[str, list[Statement]] = defaultdict(list)  # by operator
    for system in collection.of_class("system"):
        for operator in denying.keys() & set(system.slugs("operator")):
            use_shown[operator] += [s for s in system.of("use") if _flag(s, schema, "shows")]
    for slug, denials in denying.items():
        own = collection.subjects[slug].of("predictive-use")
        shown = [s for s in own if _flag(s, schema, "shows")] + use_shown[slug]
        for denial in denials:
            against = [s for s in shown if _same_days(denial, s)]
            if against:
                yield _many(
                    "denied-and-shown", denial, against, "rule: use denied and shown", schema
                )


def totals_that_fail(verdicts: list[Verdict]) -> Iterator[Contradiction]:
    """A total that its printed parts do not sum to."""
    for verdict in verdicts:
        check = verdict.check
        if check.kind != "parts sum to total" or verdict.verdict != FAILS:
            continue
        claim, parts = check.claim, check.parts
        sides = (
            ContradictionSide(claim.said_by, f"The total is printed as {_said(claim)}.", (claim,)),
            ContradictionSide(
                tuple(sorted({slug for part in parts for slug in part.said_by})),
                f"The parts: {verdict.working}.",
                parts,
            ),
        )
        yield _make(
            "number", sides, "rule: a total and its parts", "The parts do not make the total."
        )


# what the rules share


def _grouped(subject: SubjectFile, key: Callable[[Statement], str]) -> dict[str, list[Statement]]:
    groups: dict[str, list[Statement]] = defaultdict(list)
    for statement in subject.statements:
        groups[key(statement)].append(statement)
    return groups


def _scoped(statement: Statement) -> tuple[str, str]:
    return statement.qualifier("area"), statement.qualifier("system")


def _same_days(one: Statement, other: Statement) -> bool:
    """Say whether some day certainly lies in both; what bears no days is meant of all days."""
    if one.valid is None or other.valid is None:
        return True
    answer = one.valid.overlaps(other.valid, known_to=one.known_to, other_known_to=other.known_to)
    return answer == Answer.YES


def _days_apart(one: Statement, other: Statement) -> bool:
    assert isinstance(one.value, Days)
    assert isinstance(other.value, Days)
    return one.value.overlaps(other.value, known_to=None, other_known_to=None) == Answer.NO


def _flag(statement: Statement, schema: Schema, name: str) -> str:
    if statement.kind != "term":
        return ""
    term = schema.term(schema.fields[statement.field].vocabulary, str(statement.value))
    return term.shows if name == "shows" else term.denies


def _terms_clash(one: Statement, other: Statement, schema: Schema) -> bool:
    """Two terms clash unless both show, or both deny, the same thing."""
    shows = _flag(one, schema, "shows"), _flag(other, schema, "shows")
    denies = _flag(one, schema, "denies"), _flag(other, schema, "denies")
    return not ((shows[0] and shows[0] == shows[1]) or (denies[0] and denies[0] == denies[1]))


def _clash_kind(one: Statement, other: Statement, schema: Schema) -> str:
    for first, second in ((one, other), (other, one)):
        denied = _flag(first, schema, "denies")
        if denied and denied == _flag(second, schema, "shows"):
            return "denied-and-shown"
    return "wording"


def _said(statement: Statement, schema: Schema | None = None) -> str:
    value = statement.value
    if isinstance(value, Quantity):
        return value.printed
    if isinstance(value, Silence):
        return value.kind.replace("-", " ")
    if schema is not None and statement.kind == "term":
        return schema.term_label(statement.field, str(value))
    return str(value)


def _sentence(statement: Statement, schema: Schema | None) -> str:
    if statement.kind == "closure":
        return "Gives a list as complete."
    label = schema.fields[statement.field].label if schema else statement.qualifier("measure")
    when = f" ({statement.valid.text})" if statement.valid else ""
    return f"{label}: {_said(statement, schema)}{when}."


def _pair(
    kind: str, one: Statement, other: Statement, rule: str, schema: Schema | None
) -> Contradiction:
    return _many(kind, one, [other], rule, schema)


def _many(
    kind: str, one: Statement, others: list[Statement], rule: str, schema: Schema | None
) -> Contradiction:
    sides = [ContradictionSide(one.said_by, _sentence(one, schema), (one,))]
    speakers = sorted({slug for other in others for slug in other.said_by})
    said = " ".join(dict.fromkeys(_sentence(other, schema) for other in others))
    sides.append(ContradictionSide(tuple(speakers), said, tuple(others)))
    return _make(kind, tuple(sides), rule, "")


def _make(kind: str, sides: tuple[ContradictionSide, ...], rule: str, reason: str) -> Contradiction:
    statements = [statement for side in sides for statement in side.statements]
    body = canonical_json({"rule": rule, "statements": sorted(s.id for s in statements)})
    subjects = tuple(sorted({statement.subject for statement in statements}))
    return Contradiction(hashed_name("c1", body), kind, subjects, sides, rule, reason)
