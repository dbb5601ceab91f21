"""All contradictions of a collection: what editors declare, and what rules find beyond it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from candour.evidence.checks import Verdict
from candour.evidence.collection import Collection, ContradictionSpec, SubjectFile
from candour.evidence.contradictions import (
    PAIRWISE,
    Contradiction,
    ContradictionSide,
    contradictions_by_rule,
    united_by_value,
)
from candour.evidence.fields import Schema
from candour.evidence.statements import Statement
from candour.evidence.weights import LAST_RANK, usual_strength, weight, what_it_touches

EDITOR = "editor"


def find_contradictions(
    collection: Collection, schema: Schema, verdicts: list[Verdict]
) -> list[Contradiction]:
    """Return the declared contradictions, then those that rules find beyond them.

    One is left out where a side says nothing: on the day asked about, nobody had said it.
    """
    declared = [
        contradiction
        for contradiction in contradictions_declared(collection.subjects.values(), collection)
        if all(side.statements for side in contradiction.sides)
    ]
    return merged([*declared, *contradictions_by_rule(collection, schema, verdicts)])


def contradictions_declared(
    subjects: Iterable[SubjectFile], collection: Collection
) -> Iterator[Contradiction]:
    for subject in subjects:
        for spec in subject.contradictions:
            yield _declared(spec, collection)


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
    fields = {statement.field for side in sides for statement in side.statements}
    return Contradiction(
        id=spec.id,
        kind=spec.kind,
        subjects=tuple(sorted(subjects)),
        sides=tuple(sides),
        found_by=EDITOR,
        reason=spec.reason,
        touches=spec.touches or what_it_touches(spec.kind, fields),
        reply=spec.reply,
        first=spec.first,
        rank=spec.rank or (LAST_RANK if spec.first else 0),
        strength=spec.strength or usual_strength(spec.kind),
    )


def merged(contradictions: Iterable[Contradiction]) -> list[Contradiction]:
    """What is declared, and what rules found beyond it, in the order of weight.

    A rule that finds what an editor declared adds its statements to the editor's sides, so that
    a reader meets one clash once.
    """
    kept: list[Contradiction] = []
    naming: dict[str, list[int]] = defaultdict(list)  # places in `kept`, by statement
    for contradiction in sorted(contradictions, key=lambda one: one.found_by != EDITOR):
        ids = {statement.id for statement in contradiction.statements}
        places = sorted({place for key in ids for place in naming[key]})
        same = (p for p in places if contradiction.found_by != EDITOR)
        place = next((p for p in same if _joined(kept[p], contradiction) is not None), None)
        joined = None if place is None else _joined(kept[place], contradiction)
        if place is None or joined is None:
            place = len(kept)
            kept.append(contradiction)
        else:
            kept[place] = joined
        for statement in kept[place].statements:
            naming[statement.id].append(place)
    told_once = _told_once(kept)
    return sorted(
        told_once, key=lambda one: weight(one.kind, one.touches, one.strength, rank=one.rank)
    )


def _told_once(contradictions: Iterable[Contradiction]) -> Iterator[Contradiction]:
    """Make one of what a rule finds pair by pair: five days of first use are one clash, not six."""
    chains: dict[tuple[str, str, tuple[str, ...]], list[list[Contradiction]]] = defaultdict(list)
    for one in contradictions:
        if one.found_by not in PAIRWISE:
            yield one
            continue
        ids = {statement.id for statement in one.statements}
        of_rule = chains[one.found_by, one.kind, one.subjects]
        touching = [
            chain for chain in of_rule if any(s.id in ids for c in chain for s in c.statements)
        ]
        of_rule[:] = [chain for chain in of_rule if chain not in touching]
        of_rule.append([each for chain in touching for each in chain] + [one])
    for of_rule in chains.values():
        yield from (united_by_value(chain) if len(chain) > 1 else chain[0] for chain in of_rule)


def _joined(declared: Contradiction, other: Contradiction) -> Contradiction | None:
    """The two as one, if each side of the other shares a statement with a side of its own."""
    sides = list(declared.sides)
    free = set(range(len(sides)))
    for side in other.sides:
        ids = {statement.id for statement in side.statements}
        shared = (n for n in sorted(free) if ids & {s.id for s in sides[n].statements})
        place = next(shared, None)
        if place is None:
            return None
        free.remove(place)
        sides[place] = _with_statements(sides[place], side.statements)
    if other.found_by in declared.found_by:
        return replace(declared, sides=tuple(sides))
    both = f"{declared.found_by}; {other.found_by}"
    subjects = tuple(sorted({*declared.subjects, *other.subjects}))
    return replace(declared, sides=tuple(sides), found_by=both, subjects=subjects)


def _with_statements(side: ContradictionSide, more: Iterable[Statement]) -> ContradictionSide:
    statements = tuple({s.id: s for s in (*side.statements, *more)}.values())
    speakers = sorted({slug for statement in statements for slug in statement.said_by})
    return ContradictionSide(tuple(speakers), side.said, statements)


def concerned(subjects: Iterable[str], collection: Collection) -> set[str]:
    """Some subjects, and the bodies that operate the systems among them."""
    named = set(subjects)
    for slug in tuple(named):
        subject = collection.subjects.get(slug)
        if subject is not None and subject.subject_class == "system":
            named.update(subject.slugs("operator"))
    return named
