"""The register of this installation as releases read it.

Subjects are read some hundreds at a time and results one by one, so that a register of any size
is written in little memory. What is written is what `evidence/released/held.py` makes of the
chains alone; `candour verify` holds the two against each other.
"""

from collections.abc import Iterable, Iterator, Mapping

from candour.evidence.chain import ChangeSet
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.findings import KeptFinding
from candour.evidence.following import GAP
from candour.evidence.released.held import NATION, Row, nations_of
from candour.register import models, selectors
from candour.register.history import logged_change_sets

AT_ONCE = 200


class HeldInDatabase:
    """The register of this installation, as it stands."""

    @property
    def schema(self) -> Schema:
        return selectors.schema()

    def subjects(self) -> Iterator[SubjectFile]:
        for some in self._parts():
            yield from selectors.subjects(some).values()

    def _parts(self) -> Iterator[list[str]]:
        """Slugs in the order of Python, which is not that of every database."""
        slugs = models.Page.objects.filter(retracted_in=None).values_list("slug", flat=True)
        ordered = sorted(set(slugs))
        for start in range(0, len(ordered), AT_ONCE):
            yield ordered[start : start + AT_ONCE]

    def findings(self) -> Iterator[KeptFinding]:
        rows = models.Finding.objects.filter(retracted_in=None).order_by("origin")
        by_identifier: dict[str, int] = {}
        for pk, identifier in rows.values_list("pk", "identifier"):
            by_identifier.setdefault(identifier, pk)
        for _, pk in sorted(by_identifier.items()):
            yield KeptFinding.from_text(models.Finding.objects.values_list("text").get(pk=pk)[0])

    def results(self, kind: str) -> Iterator[Row]:
        rows = selectors.following().filter(kind=kind)
        if kind == GAP:
            for some in self._parts():
                own = rows.filter(subjects__slug__in=some, subjects__is_about=True)
                gaps = list(own.values_list("row", flat=True))
                yield from sorted(gaps, key=lambda row: (row["subject"], row["item"]))
            return
        keys = sorted(rows.values_list("key", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            own = rows.filter(key__in=keys[start : start + AT_ONCE])
            by_key = dict(own.values_list("key", "row"))
            yield from (by_key[key] for key in sorted(by_key))

    def change_sets(self) -> Iterator[ChangeSet]:
        names = models.Origin.objects.values_list("name", flat=True)
        for name in sorted(names):
            yield from logged_change_sets(name)

    def names(self, slugs: Iterable[str]) -> Mapping[str, str]:
        wanted = sorted(slugs)
        named: dict[str, str] = {}
        for start in range(0, len(wanted), AT_ONCE):
            some = selectors.names(wanted[start : start + AT_ONCE])
            named |= {slug: name for slug, (name, _) in some.items()}
        return named

    def nations(self, slugs: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        bodies = selectors.brief(sorted(slugs), [NATION])
        return {slug: nations_of(body) for slug, body in bodies.items()}
