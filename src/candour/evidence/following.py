"""What follows from statements, and what a subject reaches: one answer to each, for any moment.

`what_follows` is all there is to say about verdicts, derived numbers, contradictions and gaps of a
collection. The register keeps what it returns for each day there was, and asks it again for a day
that only some statements were true of or known by. So a page of today and a page of another day
agree.

What follows for a subject rests on few others. `reaches` gives those that its own file points
at; those that point at it reach it. The subject, all that it reaches, all that reach it and all
that these reach are enough to tell everything that concerns it, as if all were looked at.
"""

from collections import Counter
from collections.abc import Collection as Slugs
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from candour.core.hashing import canonical_json, sha256_hex
from candour.evidence.checks import Verdict, all_verdicts, references
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.contradictions import Contradiction
from candour.evidence.derived import Derived, derived_numbers, handles
from candour.evidence.fields import CLASSES, Schema
from candour.evidence.gaps import Gap, find_gaps
from candour.evidence.listing import check_row, contradiction_row, derived_row, gap_row
from candour.evidence.merging import concerned, find_contradictions
from candour.evidence.reading import counts_by_class
from candour.evidence.statements import Statement
from candour.evidence.weights import weight

CHECK, DERIVED, CONTRADICTION, GAP = "check", "derived", "contradiction", "gap"
OPERATOR = "operator"


# what follows


@dataclass(frozen=True)
class Result:
    """One thing that follows, whatever its kind, as the register keeps it.

    Attributes
    ----------
    kind, key : what it is, and its identifier among those of its kind
    state : a verdict, the kind of a contradiction, the state of a gap
    home : slug of the subject under which lists put it
    order : what goes before the home in lists; the smallest first
    item : what is asked, for a gap; what it touches, for a contradiction; else ""
    about : slugs of the subjects whose statements it rests on
    subjects : slugs of all whom it concerns: those, and the bodies that operate them
    row : as lists and pages print it
    """

    kind: str
    key: str
    state: str
    home: str
    about: tuple[str, ...]
    subjects: tuple[str, ...]
    row: dict[str, Any]
    item: str = ""
    order: tuple[int, ...] = ()

    @cached_property
    def digest(self) -> str:
        """The same for two results only if they say the same of the same subjects."""
        return sha256_hex(
            canonical_json([self.state, self.home, self.order, self.about, self.subjects, self.row])
        )


@dataclass(frozen=True)
class WhatFollows:
    """A collection and all that follows from it."""

    collection: Collection
    verdicts: list[Verdict]
    derived: list[Derived]
    contradictions: list[Contradiction]
    gaps: list[Gap]

    def results(self, about: Container[str] | None = None) -> Iterator[Result]:
        """Everything that follows, or what rests on statements about some subjects."""
        for result in self._all():
            if about is None or any(slug in about for slug in result.about):
                yield result

    def _all(self) -> Iterator[Result]:
        yield from self._checks()
        yield from self._derived()
        yield from self._contradictions()
        yield from self._gaps()

    def _checks(self) -> Iterator[Result]:
        for verdict in self.verdicts:
            check, row = verdict.check, check_row(verdict)
            about = tuple(sorted({check.claim.subject, check.subject}))
            yield Result(CHECK, check.id, verdict.verdict, check.subject, about, about, row)

    def _derived(self) -> Iterator[Result]:
        for number in self.derived:
            row, home = derived_row(number), number.spec.subject
            whom = self._concerned(number.subjects)
            yield Result(DERIVED, number.spec.id, number.state, home, number.subjects, whom, row)

    def _contradictions(self) -> Iterator[Result]:
        for contradiction in self.contradictions:
            row = contradiction_row(contradiction)
            yield Result(
                CONTRADICTION,
                contradiction.id,
                contradiction.kind,
                home=contradiction.statements[0].subject,
                about=contradiction.subjects,
                subjects=self._concerned(contradiction.subjects),
                row=row,
                item=contradiction.touches,
                order=weight(
                    contradiction.kind,
                    contradiction.touches,
                    contradiction.strength,
                    rank=contradiction.rank,
                ),
            )

    def _gaps(self) -> Iterator[Result]:
        for gap in self.gaps:
            key = f"{gap.subject}/{gap.item}"
            about = (gap.subject,)
            row = gap_row(gap)
            yield Result(GAP, key, gap.state.value, gap.subject, about, about, row, item=gap.item)

    def _concerned(self, slugs: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(concerned(slugs, self.collection)))

    @property
    def figures(self) -> list[Statement]:
        figures = [s for s in self.collection.statements() if s.kind == "quantity"]
        return [*figures, *self.collection.headlines()]

    def _statements(self) -> Iterator[Statement]:
        yield from self.collection.statements()
        yield from self.collection.headlines()

    def summary(self) -> dict[str, Any]:
        return {
            "subjects": counts_by_class(self.collection),
            "findings": len(self.collection.findings),
            "statements": sum(1 for _ in self._statements()),
            "figures": len(self.figures),
            "checks": dict(Counter(verdict.verdict for verdict in self.verdicts)),
            "derived": dict(Counter(number.state for number in self.derived)),
            "contradictions": len(self.contradictions),
            "gaps": sum(gap.is_open for gap in self.gaps),
        }


def what_follows(
    collection: Collection, schema: Schema, *, skip_broken: bool = False
) -> WhatFollows:
    """Work out all that follows from a collection.

    `skip_broken` leaves out the checks that point at nothing: in a folder that is a mistake and
    is told; on a day before a number was known it is none.
    """
    verdicts = list(all_verdicts(collection, skip_broken=skip_broken))
    contradictions = find_contradictions(collection, schema, verdicts)
    return WhatFollows(
        collection,
        verdicts,
        list(derived_numbers(collection, skip_broken=skip_broken)),
        contradictions,
        find_gaps(collection, schema),
    )


def place_of(result: Result, class_of_home: str) -> str:
    """Where a result stands in a list: by its weight, then class after class."""
    order = "".join(f"{place:02}" for place in result.order)
    return f"{order}{CLASSES.index(class_of_home):x} {result.home}"


# what a subject reaches


def points_at(subject: SubjectFile) -> frozenset[str]:
    """Slugs, old or new, that a subject's checks, sums and declared contradictions name."""
    names = [name for spec in subject.checks for name in references(spec)]
    names += [name for spec in subject.derived for name in handles(spec)]
    names += [
        name for spec in subject.contradictions for side in spec.sides for name in side.statements
    ]
    return frozenset(name.rpartition("#")[0] for name in names) - {"", subject.slug}


def fields_that_reach(schema: Schema) -> frozenset[str]:
    """The fields whose value is a subject that checks, contradictions or gaps look into."""
    subjects = {
        field
        for item in schema.gap_items.values()
        for field in (*item.needs, *item.any_of, item.dated)
        if field and "document" in schema.fields[field].of
    }
    return frozenset({OPERATOR, *subjects})


def reaches(subject: SubjectFile, schema: Schema) -> frozenset[str]:
    """Slugs, old or new, of all whose statements bear on what follows from a subject's file."""
    by_field = {slug for field in fields_that_reach(schema) for slug in subject.slugs(field)}
    return points_at(subject) | (by_field - {subject.slug})


def texts_of(bodies: Slugs[str], subjects: Iterable[SubjectFile]) -> frozenset[str]:
    """Sources in which some bodies speak for themselves of some subjects.

    Whether such a text has an address tells what is published from what is only described.
    """
    return frozenset(
        statement.source
        for subject in subjects
        for statement in subject.statements
        if not statement.via and any(speaker in bodies for speaker in statement.said_by)
    )
