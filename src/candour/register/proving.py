"""The proof of a statement, taken from the database."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import Q

from candour.evidence.chain import FINDING, Entry, Line, Proof, path_to, tree_root
from candour.evidence.proofs import Sealed, StatementProof
from candour.evidence.statements import Statement
from candour.register import models
from candour.register.history import header_of, lines_about

Ends = tuple[int, str]  # number of a change set, and the subject or finding its line is about


def prove_statement(key: str) -> StatementProof | None:
    """Return the proof of a statement: every line by which it came or went.

    None where no line of it is left, because it was taken out by order or never was.
    """
    lines: list[Proof] = []
    first: dict[str, models.ChangeSet] = {}
    for number, about in _where(key):
        row = models.ChangeSet.objects.select_related("origin__drafts_of").get(number=number)
        proof = _proof(row, about, key)
        if proof is not None:
            lines.append(proof)
            first.setdefault(row.origin.name, row)
    if not lines:
        return None
    after = {origin: tuple(_after(row)) for origin, row in sorted(first.items())}
    return StatementProof(key, tuple(lines), after)


def _where(key: str) -> Iterator[Ends]:
    """The change sets that may hold a line of it, with whom that line is about."""
    ends: set[Ends] = set()
    for row in models.Recording.objects.filter(statement=key):
        subject = row.subject
        numbers = [row.asserted_in_id]
        numbers += [row.retracted_in_id] if row.retracted_in_id is not None else []
        for number in numbers:
            ends.add((number, subject))
            named = models.Finding.objects.filter(
                Q(asserted_in=number) | Q(retracted_in=number), text__contains=f'"{subject}"'
            )
            ends |= {(number, f"{FINDING}{name}") for name in named.values_list("name", flat=True)}
    yield from sorted(ends)


def _proof(row: models.ChangeSet, about: str, key: str) -> Proof | None:
    groups = list(
        models.ChangeGroup.objects.filter(change_set=row.number)
        .order_by("pk")
        .values_list("about", "digest")
    )
    place = next((n for n, (name, _) in enumerate(groups) if name == about), None)
    if place is None:
        return None
    lines = list(lines_about(row.number, about))
    own = next((n for n, line in enumerate(lines) if _speaks_of(line, key)), None)
    if own is None:
        return None
    return Proof(
        header_of(row).header,
        lines[own].data,
        own,
        tuple(line.digest for line in lines),
        len(groups),
        tuple(path_to([digest for _, digest in groups], place)),
    )


def _speaks_of(line: Line, key: str) -> bool:
    entry: Entry = line.entry
    if "assert" in entry:
        return Statement.from_dict(entry["assert"]).id == key
    if "finding" in entry:
        statements = entry["finding"]["statements"]
        return any(Statement.from_dict(statement).id == key for statement in statements)
    return bool(entry.get("retract") == key)


def _after(row: models.ChangeSet) -> Iterator[Sealed]:
    """What is needed to walk from a change set to the head of its chain."""
    rows = models.ChangeSet.objects.select_related("origin__drafts_of").filter(
        origin=row.origin, position__gt=row.position
    )
    later = {change_set.number: change_set for change_set in rows.order_by("position")}
    groups = models.ChangeGroup.objects.filter(change_set__in=later).order_by("change_set", "pk")
    digests = {
        number: [digest for _, digest in some]
        for number, some in groupby(
            groups.values_list("change_set_id", "digest"), key=lambda pair: pair[0]
        )
    }
    for number, change_set in later.items():
        own = digests.get(number, [])
        yield Sealed(header_of(change_set).header, len(own), tree_root(own))
