"""What is known of each item asked of a subject in scope, and by what right.

Only what is published, with a link to it, counts as provided. That somebody else describes a
thing, that a document is said to exist, or that a body says how it works in general, is told apart.
What no body can answer, because this register does (whether the ban called for would reach a
system), is published here once it stands with its reason.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from candour.core.days import Days
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.fields import GapItem, Schema
from candour.evidence.speakers import REGISTER_ITSELF
from candour.evidence.statements import Silence, Statement
from candour.evidence.weights import EXCLUSIVE, usual_strength


class State(StrEnum):
    """How an item stands, from what says most to what says least."""

    PUBLISHED = "published"
    DISCLOSED = "disclosed"
    DESCRIBED = "described"
    NAMED = "named"
    DECLARED_NONE = "declared-none"
    NOT_FOUND = "not-found"
    REFUSED = "refused"
    SILENT = "silent"


ORDER = tuple(State)
VALUES = (State.PUBLISHED, State.DISCLOSED, State.DESCRIBED, State.NAMED)
OF_SILENCE = {
    "none-exists": State.DECLARED_NONE,
    "not-held": State.DECLARED_NONE,
    "not-found": State.NOT_FOUND,
    "withheld": State.REFUSED,
    "ncnd": State.REFUSED,
}
PRACTICE = "practice"  # the qualifier of what a body says of its work in general
ABSENT = "absent"  # the qualifier of words that say that there is none, or none that is public
NOTHING_UNDER = "nothing under "  # begins the reason that names fields of which nothing is said
INTERNAL = "internal"  # the qualifier of a review by a part of the operator
# What a page of a document says of every document; more than this describes what it holds.
BARE = frozenset({"name", "also", "kind", "author", "about", "dated", "published", "summary"})


@dataclass(frozen=True, slots=True)
class Gap:
    """The state of one item for one subject.

    Attributes
    ----------
    why : what is missing, in words and keys of fields
    statements : what the state rests on
    practice : what is said of the practice of its body, which never counts for the subject
    is_contradicted : a statement it rests on stands in a contradiction of the subject's own file
    link : address of what its body published, or ""
    """

    subject: str
    item: str
    state: State
    why: str = ""
    statements: tuple[Statement, ...] = ()
    practice: tuple[Statement, ...] = ()
    is_contradicted: bool = False
    link: str = ""

    @property
    def is_open(self) -> bool:
        return self.state is not State.PUBLISHED


def find_gaps(
    collection: Collection, schema: Schema, *, about: Iterable[SubjectFile] | None = None
) -> list[Gap]:
    """Return the state of every item for those of some subjects, or of all, that are in scope."""
    subjects = collection.subjects.values() if about is None else about
    return [
        gap
        for subject in subjects
        if is_in_scope(subject)
        for gap in gaps_of(subject, schema, collection)
    ]


def is_in_scope(subject: SubjectFile) -> bool:
    return any(s.value in {"in-scope", "disputed", "not-known"} for s in subject.of("in-scope"))


def gaps_of(subject: SubjectFile, schema: Schema, collection: Collection) -> Iterator[Gap]:
    asking = _Asking(subject, schema, collection, _contradicted(subject, collection))
    for item in schema.gap_items.values():
        yield asking.dated(item) if item.dated else asking.plain(item)


def _contradicted(subject: SubjectFile, collection: Collection) -> frozenset[str]:
    """The statements that stand in a contradiction declared in the subject's file.

    A clash of which both sides can be so contradicts nothing.
    """
    return frozenset(
        statement.id
        for spec in subject.contradictions
        if (spec.strength or usual_strength(spec.kind)) == EXCLUSIVE
        for side in spec.sides
        for handle in side.statements
        for statement in collection.find(handle, home=subject.slug)
    )


def state_of_all(states: Sequence[State]) -> State:
    """How an item stands of which several things are said.

    It is published, or disclosed, only where all that is said of it is; it is described where
    anything is. Where nothing is told but silences, the one that says most stands.
    """
    values = [state for state in states if state in VALUES]
    if not values:
        return min(states, key=ORDER.index, default=State.SILENT)
    if any(state in VALUES[:3] for state in values):
        return max((s for s in values if s is not State.NAMED), key=ORDER.index)
    return State.NAMED


def fields_missing(why: str) -> tuple[str, ...]:
    """Return the fields that the reason of a gap names as having nothing said of them.

    Examples
    --------
    >>> fields_missing("nothing under procedure; source silent"), fields_missing("source silent")
    (('procedure',), ())
    """
    reasons = [part for part in why.split("; ") if part.startswith(NOTHING_UNDER)]
    keys = (key for part in reasons for key in part.removeprefix(NOTHING_UNDER).split(", "))
    return tuple(keys)


@dataclass(frozen=True, slots=True)
class _Asking:
    """One subject, and what is needed to say how an item stands for it."""

    subject: SubjectFile
    schema: Schema
    collection: Collection
    contradicted: frozenset[str]

    def plain(self, item: GapItem) -> Gap:
        fields = item.needs or item.any_of
        parts = {field: self._of(field, item) for field in fields}
        rests_on = [s for statements in parts.values() for s in statements]
        states = [self.state(s) for s in rests_on]
        state = state_of_all(states)
        why = self._why(item, parts, states)
        if state is State.PUBLISHED and why:
            state = State.DESCRIBED
        return self._gap(item, fields, state, why, rests_on)

    def dated(self, item: GapItem) -> Gap:
        """Whether a document bears a date, and one before the first use."""
        statements = self._of(item.dated, item)
        documents = [s for s in statements if s.kind == "subject"]
        if not documents:
            state = state_of_all([self.state(s) for s in statements])
            return self._gap(item, (item.dated,), state, "", statements)
        state, why, dates = self._time(documents)
        return self._gap(item, (item.dated,), state, why, [*documents, *dates])

    def state(self, statement: Statement) -> State:
        """How one statement says that a thing stands."""
        if isinstance(statement.value, Silence):
            return OF_SILENCE.get(statement.value.kind, State.SILENT)
        if statement.qualifier(ABSENT):
            own = set(statement.said_by) & set(self.subject.slugs("operator"))
            return State.DECLARED_NONE if own else State.SILENT
        is_document = "document" in self.schema.fields[statement.field].of
        if statement.kind == "subject" and is_document:
            return self._state_of_document(statement)
        if self._is_own_publication(statement) or self._is_answered_here(statement):
            return State.PUBLISHED
        return State.DISCLOSED if statement.basis == "disclosed" else State.DESCRIBED

    def _state_of_document(self, statement: Statement) -> State:
        document = self.collection.subjects.get(str(statement.value))
        if document is not None and document.first_text("website"):
            return State.PUBLISHED
        statements = document.statements if document is not None else ()
        if statement.basis == "disclosed" or any(s.basis == "disclosed" for s in statements):
            return State.DISCLOSED
        return State.DESCRIBED if any(_describes(s) for s in statements) else State.NAMED

    def _is_own_publication(self, statement: Statement) -> bool:
        """Whether its operator says it in a text of its own that has an address for anyone to read.

        What was given to one who asked is disclosed, wherever the reply was put afterwards.
        """
        own = set(statement.said_by) & set(self.subject.slugs("operator"))
        is_own = bool(own) and not statement.via and statement.basis != "disclosed"
        return is_own and bool(self._address(statement.source))

    def _is_answered_here(self, statement: Statement) -> bool:
        """Whether it is this register's own answer with its reason, public on its own page."""
        is_own = self.schema.fields[statement.field].ours and REGISTER_ITSELF in statement.said_by
        return is_own and bool(statement.qualifier("note") or statement.qualifier("remark"))

    def _address(self, slug: str) -> str:
        source = self.collection.subjects.get(slug)
        return source.first_text("website") if source is not None else ""

    def _of(self, field: str, item: GapItem) -> list[Statement]:
        """What is said of the subject itself; of reviews, what its own body made or says."""
        statements = [s for s in self.subject.of(field) if s.kind != "closure"]
        statements = [s for s in statements if not s.qualifier(PRACTICE)]
        if not item.own:
            return statements
        return [s for s in statements if s.kind != "subject" or self._is_internal(s)]

    def _is_internal(self, statement: Statement) -> bool:
        """Whether a document is by the operator, or is said to be by a part of it."""
        document = self.collection.subjects.get(str(statement.value))
        authors = document.slugs("author") if document is not None else []
        is_own = bool(set(authors) & set(self.subject.slugs("operator")))
        return is_own or bool(statement.qualifier(INTERNAL))

    def _why(self, item: GapItem, parts: dict[str, list[Statement]], states: list[State]) -> str:
        reasons = []
        silent = [
            s.value
            for statements in parts.values()
            for s in statements
            if isinstance(s.value, Silence)
        ]
        if silent and len(silent) == len(states):
            return silent[0].reason
        missing = [field for field in item.needs if not parts[field]]
        if missing and any(parts.values()):
            reasons.append(f"{NOTHING_UNDER}{', '.join(missing)}")
        elif item.needs and item.complete and any(parts.values()) and not self._closed(item):
            reasons.append("no list is said to be complete")
        reasons += sorted({value.kind.replace("-", " ") for value in silent})
        rests_on = [s for statements in parts.values() for s in statements]
        if any(s.qualifier(ABSENT) for s in rests_on) and any(state in VALUES for state in states):
            reasons.append("part of it is said to be missing or not public")
        if item.own and len(self.subject.slugs(item.needs[0])) > self._documents(parts):
            reasons.append("reviews by others are told of, and don't count")
        return "; ".join(reasons)

    def _documents(self, parts: dict[str, list[Statement]]) -> int:
        return sum(s.kind == "subject" for statements in parts.values() for s in statements)

    def _closed(self, item: GapItem) -> bool:
        return any(s.kind == "closure" and s.value == "yes" for s in self.subject.of(item.complete))

    def _time(self, documents: list[Statement]) -> tuple[State, str, list[Statement]]:
        dates = [date for s in documents for date in _dates_of(str(s.value), self.collection)]
        statements = [statement for statement, _ in dates]
        if not dates:
            return State.SILENT, "the document bears no known date", statements
        first_use = _first_use(self.subject)
        if first_use is None:
            return State.SILENT, "the first use bears no known date", statements
        ends = [days.end.latest for _, days in dates if days.end.latest is not None]
        begun = first_use.start.earliest
        if ends and begun is not None and min(ends) <= begun:
            best = min((self.state(s) for s in documents), key=ORDER.index)
            return best, "made before first use", statements
        latest = first_use.start.latest
        starts = [days.start.earliest for _, days in dates]
        if latest is not None and all(start is not None and start > latest for start in starts):
            return State.NAMED, "made after first use", statements
        return State.SILENT, "the dates do not decide it", statements

    def _gap(
        self,
        item: GapItem,
        fields: Iterable[str],
        state: State,
        why: str,
        rests_on: Iterable[Statement],
    ) -> Gap:
        statements, practice = tuple(rests_on), self._practice(fields)
        if practice:
            why = "; ".join(filter(None, [why, f"of its practice: {_in_brief(practice)}"]))
        return Gap(
            self.subject.slug,
            item.key,
            state,
            why,
            statements,
            practice,
            any(s.id in self.contradicted for s in statements),
            self._link(statements) if state is State.PUBLISHED else "",
        )

    def _practice(self, fields: Iterable[str]) -> tuple[Statement, ...]:
        """What its body says of its work in general, under the same fields."""
        wanted = set(fields)
        own = [s for s in self.subject.statements if s.field in wanted and s.qualifier(PRACTICE)]
        bodies = [self.collection.subjects.get(slug) for slug in self.subject.slugs("operator")]
        general = [s for body in bodies if body for field in wanted for s in body.of(field)]
        return (*own, *(s for s in general if s.kind != "quantity"))

    def _link(self, statements: Iterable[Statement]) -> str:
        """The address of a document that is published, or of the text in which its body says it."""
        for statement in statements:
            document = self.collection.subjects.get(str(statement.value))
            if statement.kind == "subject" and document is not None:
                website = document.first_text("website")
                if website:
                    return website
            if self._is_own_publication(statement):
                return self._address(statement.source)
        return ""


def _describes(statement: Statement) -> bool:
    """Whether a statement on a document tells what it holds, and not only what it leaves out."""
    is_told = not isinstance(statement.value, Silence) and not statement.qualifier(ABSENT)
    return is_told and statement.field not in BARE


def _in_brief(practice: Iterable[Statement]) -> str:
    """What kinds of word there are on a body's practice: that there is none, or something told."""
    kinds = {
        s.value.kind.replace("-", " ") if isinstance(s.value, Silence) else "told of"
        for s in practice
    }
    return ", ".join(sorted(kinds))


def _dates_of(slug: str, collection: Collection) -> list[tuple[Statement, Days]]:
    document = collection.subjects.get(slug)
    if document is None:
        return []
    return [(s, s.value) for s in document.of("dated") if isinstance(s.value, Days)]


def _first_use(subject: SubjectFile) -> Days | None:
    for statement in subject.of("first-use"):
        if isinstance(statement.value, Days):
            return statement.value
    starts = [s.valid for s in subject.of("use") if s.valid and s.value in {"in-use", "in-trial"}]
    begun = [days for days in starts if days.start.earliest is not None]
    return min(begun, key=lambda days: days.start.earliest, default=None)  # type: ignore[arg-type,return-value]
