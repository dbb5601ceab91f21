"""What a register must give so that a release can be made of it, and a folder that gives it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from candour.evidence.chain import ChangeSet
from candour.evidence.chain_files import change_sets_in
from candour.evidence.changes import replay
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.fields import Schema, read_schema
from candour.evidence.findings import KeptFinding
from candour.evidence.following import Result, WhatFollows, what_follows

Row = dict[str, Any]  # by the names of columns
NATION = "nation"


class Held(Protocol):
    """A register as releases read it: a part at a time, always in the same order."""

    @property
    def schema(self) -> Schema: ...

    def subjects(self) -> Iterator[SubjectFile]:
        """Every subject that stands, in the order of slugs."""

    def findings(self) -> Iterator[KeptFinding]:
        """Every finding that stands, in the order of identifiers."""

    def results(self, kind: str) -> Iterator[Row]:
        """What follows of a kind (`evidence/following.py`), in the order of `id` or subject."""

    def change_sets(self) -> Iterator[ChangeSet]:
        """Every change set, chain by chain in the order of origins."""

    def names(self, slugs: Iterable[str]) -> Mapping[str, str]:
        """The names of subjects; those that are not here are left out."""

    def nations(self, slugs: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """The terms of `nation` that stand on each of some subjects."""


class HeldInFolder:
    """The register that a folder's chains lead to, with what follows worked out anew.

    All of it is in memory: some 4 kB for each statement.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def schema(self) -> Schema:
        return read_schema(self._folder)

    @cached_property
    def _sets(self) -> tuple[ChangeSet, ...]:
        return tuple(change_sets_in(self._folder))

    @cached_property
    def _collection(self) -> Collection:
        return replay(self._sets)

    @cached_property
    def _follows(self) -> WhatFollows:
        return what_follows(self._collection, self.schema, skip_broken=True)

    @cached_property
    def _results(self) -> Mapping[str, list[Result]]:
        by_kind: dict[str, list[Result]] = {}
        for result in self._follows.results():
            by_kind.setdefault(result.kind, []).append(result)
        return by_kind

    def subjects(self) -> Iterator[SubjectFile]:
        yield from self._collection.subjects.values()

    def findings(self) -> Iterator[KeptFinding]:
        owners = dict.fromkeys(change_set.owner for change_set in self._sets)
        standing: dict[str, KeptFinding] = {}
        for owner in owners:
            own = replay(one for one in self._sets if one.owner == owner).findings
            standing = {one.identifier: one for one in own.values()} | standing
        yield from (standing[identifier] for identifier in sorted(standing))

    def results(self, kind: str) -> Iterator[Row]:
        rows: dict[str, Row] = {}
        for result in self._results.get(kind, ()):
            rows.setdefault(result.key, result.row)
        yield from (rows[key] for key in sorted(rows, key=_order))

    def change_sets(self) -> Iterator[ChangeSet]:
        yield from sorted(self._sets, key=lambda one: (one.origin, one.number))

    def names(self, slugs: Iterable[str]) -> Mapping[str, str]:
        subjects = self._collection.subjects
        return {slug: subjects[slug].name for slug in slugs if slug in subjects}

    def nations(self, slugs: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        subjects = self._collection.subjects
        return {slug: nations_of(subjects[slug]) for slug in slugs if slug in subjects}


def _order(key: str) -> tuple[str, ...]:
    """Of a gap, the subject and then the item; of the others the identifier."""
    return tuple(key.split("/"))


def nations_of(subject: SubjectFile) -> tuple[str, ...]:
    terms = (str(one.value) for one in subject.of(NATION) if one.kind == "term")
    return tuple(dict.fromkeys(terms))
