"""What several sources say alike, and how many of them speak independently of one another.

Only what can be compared by rule is: terms, subjects, silences, days and numbers. A text is in our
words, so that two texts that tell the same can't be found by comparing them.

Two statements are independent if nobody speaks for, reports or owns the other side, they were
read in different sources, and neither repeats the other or a text that both repeat. It is a rule
about who speaks and not about how they know: two speakers who both rest on a third that no
source names count as independent here, and independent speakers can both be wrong.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from candour.core.days import Answer, Days
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.quantities import Quantity
from candour.evidence.speakers import REGISTER_ITSELF
from candour.evidence.statements import Silence, Statement

PART_OF = "part-of"
# What is true for a time only: said of other days, it is another thing that is said.
FOR_A_TIME = frozenset({"use", "predictive-use", "disclosure"})
NOT_COMPARED = frozenset({"identity"})  # groups of fields: names and addresses corroborate nothing
BEARINGS = ("group", "period", "area", "denominator", "compared_with", "system", "from_system")
MOST_TRIED = 14  # statements among which the largest independent set is searched for exactly

Owners = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Corroboration:
    """One thing that two or more sources say, with a largest set that is independent.

    Attributes
    ----------
    statements : all that say it, in the order of the subject's file; two sources at least
    independent : those of them of which any two are independent; one at least
    """

    statements: tuple[Statement, ...]
    independent: tuple[Statement, ...]

    @property
    def subject(self) -> str:
        return self.statements[0].subject

    @property
    def field(self) -> str:
        return self.statements[0].field

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(statement.source for statement in self.statements))

    @property
    def is_independent(self) -> bool:
        return len(self.independent) > 1

    def as_dict(self) -> dict[str, object]:
        return {
            "field": self.field,
            "statements": [statement.id for statement in self.statements],
            "sources": list(self.sources),
            "independent": [statement.id for statement in self.independent],
        }


def owners(part_of: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Each body with all that it is a part of, from pairs of a part and its whole.

    Examples
    --------
    >>> sorted(owners([("unit", "force"), ("desk", "unit")])["desk"])
    ['desk', 'force', 'unit']
    """
    wholes: dict[str, set[str]] = defaultdict(set)
    for part, whole in part_of:
        wholes[part].add(whole)
    return {part: frozenset(_above(part, wholes)) for part in tuple(wholes)}


def _above(part: str, wholes: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = {part}, [part]
    while waiting:
        for whole in wholes.get(waiting.pop(), ()):
            if whole not in reached:
                reached.add(whole)
                waiting.append(whole)
    return reached


def corroborations(subject: SubjectFile, schema: Schema, owned: Owners) -> Iterator[Corroboration]:
    """Every thing that two or more sources say of a subject, in the order of its file."""
    groups: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in subject.statements:
        if _is_compared(statement, schema):
            groups[_said_thing(statement, schema)].append(statement)
    for statements in groups.values():
        for alike in _alike(statements):
            if len({statement.source for statement in alike}) > 1:
                yield Corroboration(alike, _largest_independent(alike, owned))


def are_independent(one: Statement, other: Statement, owned: Owners) -> bool:
    """Whether neither of two statements speaks for, reports or repeats the other."""
    if one.source == other.source or _voices(one, owned) & _voices(other, owned):
        return False
    repeated = {one.first_in, other.first_in} - {""}
    cites = bool(repeated & {one.source, other.source})
    return not cites and not (one.first_in and one.first_in == other.first_in)


def in_words(alike: Corroboration, name: Callable[[str], str]) -> str:
    """How many sources say it, and whose words are independent, as a sentence."""
    counted = f"{_counted(len(alike.sources))} sources say so"
    if not alike.is_independent:
        return f"{counted}, and no two of them independently of each other."
    voices = ["; ".join(name(slug) for slug in one.said_by) for one in alike.independent]
    if len(alike.independent) == len(alike.sources):
        return f"{counted}, independently of one another: {_listed(voices)}."
    return (
        f"{counted}; {_counted(len(alike.independent)).lower()} of them are independent of "
        f"one another: {_listed(voices)}."
    )


# what is the same thing


def _is_compared(statement: Statement, schema: Schema) -> bool:
    row = schema.fields[statement.field]
    return (
        statement.kind not in {"text", "closure"}
        and row.group not in NOT_COMPARED
        and statement.said_by != (REGISTER_ITSELF,)
        and not statement.qualifier("general")
        and not statement.qualifier("practice")
    )


def _said_thing(statement: Statement, schema: Schema) -> tuple[object, ...]:
    value = statement.value
    bearings = tuple(statement.qualifier(key) for key in BEARINGS)
    measure = schema.measure_of(statement.qualifier("measure"))
    if isinstance(value, Quantity):
        return statement.field, "quantity", value.unit, measure, *bearings
    if isinstance(value, Silence):
        return statement.field, "silence", value.kind, *bearings
    if isinstance(value, Days):
        return statement.field, "days", *bearings
    return statement.field, statement.kind, value, *bearings


def _alike(statements: list[Statement]) -> Iterator[tuple[Statement, ...]]:
    """The largest sets of which any two agree in number and days; none lies in another."""
    seen: list[set[int]] = []
    for place in range(len(statements)):
        chosen = [place]
        for other in range(len(statements)):
            if other != place and all(_agree(statements[n], statements[other]) for n in chosen):
                chosen.append(other)
        if not any(set(chosen) <= earlier for earlier in seen):
            seen.append(set(chosen))
            yield tuple(statements[n] for n in sorted(chosen))


def _agree(one: Statement, other: Statement) -> bool:
    if isinstance(one.value, Quantity) and isinstance(other.value, Quantity):
        (low, high), (other_low, other_high) = one.value.interval(), other.value.interval()
        if low > other_high or other_low > high:
            return False
    if isinstance(one.value, Days) and isinstance(other.value, Days):
        return _one_within_the_other(one.value, other.value)
    if one.valid is None or other.valid is None:
        return one.field not in FOR_A_TIME
    answer = one.valid.overlaps(other.valid, known_to=one.known_to, other_known_to=other.known_to)
    return answer == Answer.YES or one.valid == other.valid


def _one_within_the_other(one: Days, other: Days) -> bool:
    """Whether one says the same as the other, or the same more closely: 2016-07 and 2016."""
    spans = [(days.start.earliest, days.end.latest) for days in (one, other)]
    if any(edge is None for span in spans for edge in span):
        return one == other
    (low, high), (other_low, other_high) = spans
    assert low is not None
    assert high is not None
    assert other_low is not None
    assert other_high is not None
    return (low <= other_low and other_high <= high) or (other_low <= low and high <= other_high)


# who is independent of whom


def _voices(statement: Statement, owned: Owners) -> set[str]:
    """Who asserts and who reports it, with all that they are a part of."""
    speaking = {*statement.said_by, statement.via} - {""}
    return {slug for voice in speaking for slug in owned.get(voice, frozenset({voice}))}


def _largest_independent(statements: tuple[Statement, ...], owned: Owners) -> tuple[Statement, ...]:
    """A largest set of which any two are independent; the first of them in order of the file.

    Beyond `MOST_TRIED` statements it is one that can't be added to, and may not be the largest.
    """
    if len(statements) > MOST_TRIED:
        return _first_come(statements, owned)
    apart = {
        frozenset({one.id, other.id})
        for one, other in combinations(statements, 2)
        if are_independent(one, other, owned)
    }
    for size in range(len(statements), 1, -1):
        for some in combinations(statements, size):
            if all(frozenset({a.id, b.id}) in apart for a, b in combinations(some, 2)):
                return some
    return statements[:1]


def _first_come(statements: tuple[Statement, ...], owned: Owners) -> tuple[Statement, ...]:
    chosen: list[Statement] = []
    for statement in statements:
        if all(are_independent(statement, other, owned) for other in chosen):
            chosen.append(statement)
    return tuple(chosen)


def _counted(number: int) -> str:
    words = ("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return words[number] if number < len(words) else str(number)


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
