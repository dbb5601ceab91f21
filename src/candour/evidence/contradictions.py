"""Statements that clash, and the rules that find those that can't all be true.

A rule fires only on what is certain: days that certainly overlap, numbers that certainly count the
same, a total that fails on the interval too, a list that its speaker gave as complete.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from candour.core.days import Answer, Days
from candour.core.hashing import canonical_json, hashed_name
from candour.evidence.checks import FAILS, Verdict
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Silence, Statement
from candour.evidence.weights import EXCLUSIVE, what_it_touches

MISSING = frozenset({"none-exists", "not-held"})
TWO_VALUES, TWO_NUMBERS = "rule: two values for one field", "rule: two numbers for one measure"
USE_DENIED_AND_SHOWN = "rule: use denied and shown"
BESIDE_THE_VALUE = frozenset({"remark", "finding"})  # qualifiers that tell no two numbers apart
PAIRWISE = frozenset({TWO_VALUES, TWO_NUMBERS})  # rules that find a clash of many pair by pair
UNCOMPARED = frozenset({"name", "summary", "kind", "in-scope", "predictive-use"})


@dataclass(frozen=True, slots=True)
class ContradictionSide:
    said_by: tuple[str, ...]
    said: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements that don't fit together, the kind of clash, and how it was found.

    `strength` tells whether both can't be so or one weakens the other, and `reason` says in a
    sentence why; `touches` is what it touches, in the order of weights.py; `rank` is the place
    before that order which an editor gives it, and `first` why (0 and "" where none does).
    """

    id: str
    kind: str
    subjects: tuple[str, ...]
    sides: tuple[ContradictionSide, ...]
    found_by: str
    reason: str
    touches: str
    reply: str = ""
    first: str = ""
    rank: int = 0
    strength: str = EXCLUSIVE

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for side in self.sides for statement in side.statements)


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
            if field == "use" and (_one_undated(one, other) or _follows(one, other)):
                continue
            if row.type == "term" and not _terms_clash(one, other, schema):
                continue
            kind = "date" if row.type == "days" else _clash_kind(one, other, schema)
            reason = _why_two_values(kind, row.label)
            yield _pair(kind, one, other, TWO_VALUES, schema, reason)


def _why_two_values(kind: str, label: str) -> str:
    if kind == "date":
        return (
            f"The days given under “{label.lower()}” lie apart, and only one of them can be right."
        )
    if kind == "denied-and-shown":
        return f"Under “{label.lower()}”, one side denies what the other shows of the same days."
    return f"“{label}” has one value at a time, and two that differ are given for the same days."


def two_numbers(subject: SubjectFile, schema: Schema) -> Iterator[Contradiction]:
    """Two numbers that certainly count the same and can't both be right.

    The measure is the term of the vocabulary, whatever words it was given in. All else that
    belongs to a value tells numbers apart, its note too: of two models, or of a part and the
    whole. Numbers whose days are not given count the days on which they were said, so that those
    said on different days are not comparable: a list of people changes.
    """

    def key(statement: Statement) -> tuple[object, ...]:
        assert isinstance(statement.value, Quantity)
        named = dict(statement.qualifiers)
        measure = schema.measure_of(named.pop("measure", ""))
        told_apart = tuple(sorted((k, v) for k, v in named.items() if k not in BESIDE_THE_VALUE))
        return (
            statement.field,
            statement.value.unit,
            str(statement.valid),
            measure,
            told_apart,
        )

    figures = [s for s in subject.statements if s.kind == "quantity"]
    groups: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in figures:
        groups[key(statement)].append(statement)
    for statements in groups.values():
        for one, other in combinations(statements, 2):
            assert isinstance(one.value, Quantity)
            assert isinstance(other.value, Quantity)
            can_be_one = one.value.stands_for().meets(other.value.stands_for())
            if not can_be_one and _days_counted_meet(one, other):
                reason = "Both count the same, and neither number can stand for the other."
                yield _pair("number", one, other, TWO_NUMBERS, None, reason)


def document_and_none(subject: SubjectFile, schema: Schema) -> Iterator[Contradiction]:
    """A document said to exist, and said not to be held or not to exist."""
    for field, statements in _grouped(subject, lambda s: s.field).items():
        if "document" not in schema.fields[field].of:
            continue
        naming = [s for s in statements if s.kind == "subject"]
        missing = [
            s for s in statements if isinstance(s.value, Silence) and s.value.kind in MISSING
        ]
        for one in naming:
            for other in missing:
                if _same_days(one, other):
                    reason = "A document that exists can’t be missing on the same days."
                    rule = "rule: document said to exist and not"
                    yield _pair("document", one, other, rule, schema, reason)


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
                    reason = "A list that is complete can’t leave out what others show."
                    rule = "rule: left out of a complete list"
                    yield _pair("scope", closure, other, rule, schema, reason)


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
            against = [s for s in shown if _on_days_of(denial, s)]
            if against:
                yield _denied(denial, against, collection, schema)


def _on_days_of(denial: Statement, statement: Statement) -> bool:
    """Use whose days are not given is not shown on the days of a denial that gives its own."""
    if denial.valid is not None and statement.valid is None:
        return False
    return _same_days(denial, statement)


def _denied(
    denial: Statement, against: list[Statement], collection: Collection, schema: Schema
) -> Contradiction:
    body = collection.subjects[denial.subject].name
    systems = {s.subject: None for s in against if s.subject != denial.subject}
    names = [collection.subjects[slug].name for slug in systems]
    shown = f"Use is shown of: {'; '.join(names)}." if names else "Use of such systems is shown."
    speakers = sorted({slug for other in against for slug in other.said_by})
    what = "the system named is" if len(names) == 1 else "the systems named are"
    reason = f"{body} can’t be without such systems on days on which {what} in its use."
    if not names:
        reason = f"{body} can’t both use such systems and not use them on the same days."
    sides = (
        ContradictionSide(denial.said_by, _sentence(denial, schema), (denial,)),
        ContradictionSide(tuple(speakers), shown, tuple(against)),
    )
    return _make("denied-and-shown", sides, USE_DENIED_AND_SHOWN, reason)


def totals_that_fail(verdicts: list[Verdict]) -> Iterator[Contradiction]:
    """A total that its printed parts do not sum to."""
    for verdict in verdicts:
        check = verdict.check
        if check.kind != "parts sum to total" or verdict.verdict != FAILS:
            continue
        claim, parts = check.claim, check.parts
        sides = (
            ContradictionSide(
                claim.said_by, f"The total is printed as {_value_in_words(claim)}.", (claim,)
            ),
            ContradictionSide(
                tuple(sorted({slug for part in parts for slug in part.said_by})),
                f"The parts: {verdict.working}.",
                parts,
            ),
        )
        reason = "The parts printed do not make the total, whatever their rounding."
        yield _make("number", sides, "rule: a total and its parts", reason)


# what the rules share


def _grouped(subject: SubjectFile, key: Callable[[Statement], str]) -> dict[str, list[Statement]]:
    groups: dict[str, list[Statement]] = defaultdict(list)
    for statement in subject.statements:
        groups[key(statement)].append(statement)
    return groups


def _scoped(statement: Statement) -> tuple[str, ...]:
    return tuple(statement.qualifier(key) for key in ("area", "system", "part"))


def _same_days(one: Statement, other: Statement) -> bool:
    """Say whether some day certainly lies in both; what bears no days is meant of all days."""
    if one.valid is None or other.valid is None:
        return True
    answer = one.valid.overlaps(other.valid, known_to=one.known_to, other_known_to=other.known_to)
    return answer == Answer.YES


def _days_counted_meet(one: Statement, other: Statement) -> bool:
    """Whether two numbers of equal days count the same days, also where no days are given."""
    if one.valid is not None or one.qualifier("period"):
        return True
    words, other_words = (s.said_on or s.public_on for s in (one, other))
    return one.source == other.source if words is None else words == other_words


def _one_undated(one: Statement, other: Statement) -> bool:
    """Whether one bears no days: a state whose days are not given is not one of every day."""
    return (one.valid is None) != (other.valid is None)


def _follows(one: Statement, other: Statement) -> bool:
    """Whether one state begins on the very days on which the other ends."""
    if one.valid is None or other.valid is None:
        return False
    return one.valid.end == other.valid.start or other.valid.end == one.valid.start


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


def _value_in_words(statement: Statement, schema: Schema | None = None) -> str:
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
    return f"{label}: {_value_in_words(statement, schema)}{when}."


def _pair(
    kind: str, one: Statement, other: Statement, rule: str, schema: Schema | None, reason: str
) -> Contradiction:
    sides = tuple(
        ContradictionSide(side.said_by, _sentence(side, schema), (side,)) for side in (one, other)
    )
    return _make(kind, sides, rule, reason)


def united_by_value(pairs: Iterable[Contradiction]) -> Contradiction:
    """One contradiction of several that a rule found pair by pair, with a side for each value."""
    some = list(pairs)
    sides: dict[object, ContradictionSide] = {}
    for side in sorted((s for one in some for s in one.sides), key=_first_id):
        (statement,) = side.statements
        key = (statement.kind, statement.value)
        before = sides.get(key)
        if before is None:
            sides[key] = side
        elif statement not in before.statements:
            speakers = tuple(sorted({*before.said_by, *side.said_by}))
            sides[key] = ContradictionSide(speakers, before.said, (*before.statements, statement))
    return _make(some[0].kind, tuple(sides.values()), some[0].found_by, some[0].reason)


def _first_id(side: ContradictionSide) -> str:
    return side.statements[0].id


def _make(kind: str, sides: tuple[ContradictionSide, ...], rule: str, reason: str) -> Contradiction:
    statements = [statement for side in sides for statement in side.statements]
    body = canonical_json({"rule": rule, "statements": sorted(s.id for s in statements)})
    subjects = tuple(sorted({statement.subject for statement in statements}))
    touches = what_it_touches(kind, {statement.field for statement in statements})
    return Contradiction(hashed_name("c1", body), kind, subjects, sides, rule, reason, touches)
