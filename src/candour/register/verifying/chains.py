"""Every change set worked out from the rows it was taken apart into, and held against its hash."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from candour.core.errors import CandourError
from candour.evidence.chain import (
    NO_CHANGE_BEFORE,
    SHIPPED,
    ChangeSet,
    Entry,
    Line,
    group_digest,
    set_digest,
)
from candour.evidence.verified import Verified, several, short
from candour.register import models
from candour.register.history import entries_of, header_of

# What reading a row that somebody altered can come to.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, CandourError)


@dataclass
class Chains:
    """What was read: hashes worked out anew by origin, and the change sets by number here."""

    hashes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    change_sets: dict[int, ChangeSet] = field(default_factory=dict)


def read_chains(report: Verified) -> Chains:
    """Read every change set from its rows, and say where one is not what its hash says."""
    chains = Chains()
    before: models.ChangeSet | None = None
    rows = models.ChangeSet.objects.select_related("origin__drafts_of").order_by("number")
    for row in rows:
        _hold_order(row, before, report)
        before = row
        own = chains.hashes[row.origin.name]
        _hold_link(row, own, report)
        change_set, digest = _read(row, report)
        own.append(digest)
        if change_set is not None:
            chains.change_sets[row.number] = change_set
    _hold_leftovers(report)
    report.checked.append(
        f"{several(len(chains.change_sets), 'change set')} of "
        f"{several(len(chains.hashes), 'chain')}, line by line"
    )
    return chains


def name_of(row: models.ChangeSet) -> str:
    return f"change set {row.position} of '{row.origin.name}'"


def _hold_order(row: models.ChangeSet, before: models.ChangeSet | None, report: Verified) -> None:
    expected = before.number + 1 if before else 1
    if row.number != expected:
        report.differs(name_of(row), f"is number {row.number} here, where {expected} comes next")
    if before is not None and row.arrived_at < before.arrived_at:
        report.differs(name_of(row), "arrived here before the one that came before it")


def _hold_link(row: models.ChangeSet, own: list[str], report: Verified) -> None:
    if row.position != len(own) + 1:
        report.differs(name_of(row), f"stands where change set {len(own) + 1} comes next")
    if row.made_at.microsecond:  # its hash is of a moment to the second
        report.differs(name_of(row), "when it was made is told more finely than its hash is of")
    previous = own[-1] if own else NO_CHANGE_BEFORE
    if row.previous != previous:
        report.differs(name_of(row), "does not go on from the change set before it")


def _read(row: models.ChangeSet, report: Verified) -> tuple[ChangeSet | None, str]:
    """A change set with its lines, None where they can't be read; and the digest it comes to."""
    header = header_of(row)
    where = name_of(row)
    try:
        entries: dict[str, list[Entry]] = defaultdict(list)
        for about, entry in entries_of(row.number):
            entries[about].append(entry)
    except UNREADABLE:
        report.differs(where, "its lines can't be read from the rows that hold them")
        return None, row.hash
    lines: list[Line] = []
    digests: list[str] = []
    are_well = True
    for group in models.ChangeGroup.objects.filter(change_set=row.number).order_by("pk"):
        own = entries.pop(group.about, [])
        of_group, sentence = _lines_of(group, own)
        lines += of_group
        digests.append(group_digest(group.about, [line.digest for line in of_group]))
        if sentence or digests[-1] != group.digest:
            are_well = False
            report.differs(
                f"{where}, {group.about}", sentence or "its lines are not those of its digest"
            )
    for about in entries:
        are_well = False
        report.differs(f"{where}, {about}", "holds lines that it never had")
    digest = set_digest(header.header, digests)
    if digest != row.hash:
        if are_well:
            report.differs(
                where,
                "who made it, when, why, what it goes on from or which groups it has is not what "
                f"its hash {short(row.hash)} is of",
            )
        are_well = False
    return (replace(header, lines=tuple(lines)) if are_well else None), digest


def _lines_of(group: models.ChangeGroup, entries: list[Entry]) -> tuple[list[Line], str]:
    """The lines of a group as far as they can be put together, and what is wrong with them."""
    try:
        salts = json.loads(group.salts)
        kept = sum(isinstance(salt, str) for salt in salts)
        rest = iter(entries)
        lines = [
            Line.read({"about": group.about, **salt})
            if isinstance(salt, dict)
            else Line(next(rest, {}), salt, group.about)
            for salt in salts
        ]
    except UNREADABLE:
        return [], "its salts can't be read"
    if kept != len(entries):
        return lines, f"holds {len(entries)} of its {kept} lines"
    return lines, ""


def _hold_leftovers(report: Verified) -> None:
    """Name rows of change sets that there are not, and origins that never recorded anything."""
    for origin in models.Origin.objects.filter(change_sets=None, is_here=False, drafts=None):
        if origin.name != SHIPPED:  # it comes first in every list, before anything of it is loaded
            report.differs(f"origin '{origin.name}'", "never recorded anything")
    numbers = set(models.ChangeSet.objects.values_list("number", flat=True))
    for table, column, number in _numbers_named():
        if number not in numbers:
            report.differs(table, f"{column} names change set {number}, which there is not")


def _numbers_named() -> Iterator[tuple[str, str, int]]:
    for model in (models.Recording, models.Page, models.Finding):
        for column in ("asserted_in_id", "retracted_in_id"):
            rows = model.objects.exclude(**{column: None}).order_by(column)
            for number in rows.values_list(column, flat=True).distinct():
                yield model._meta.db_table, column, number
    groups = models.ChangeGroup.objects.order_by("change_set_id")
    for number in groups.values_list("change_set_id", flat=True).distinct():
        yield models.ChangeGroup._meta.db_table, "change_set_id", number


def taken_out(chains: Chains) -> Iterator[tuple[str, Line]]:
    """The lines that were taken out by order, each with its change set."""
    for change_set in chains.change_sets.values():
        for line in change_set.lines:
            if line.gone:
                yield f"change set {change_set.number} of '{change_set.origin}'", line


def removed_lines(chains: Chains) -> dict[str, int]:
    """How many lines were taken out of each chain by order."""
    counts: dict[str, int] = {}
    for change_set in chains.change_sets.values():
        gone = sum(bool(line.gone) for line in change_set.lines)
        counts[change_set.origin] = counts.get(change_set.origin, 0) + gone
    return counts


def hashes_and_removed(report: Verified) -> tuple[dict[str, list[str]], dict[str, int]]:
    """The hash of each change set by origin, worked out anew; and how many lines are gone."""
    chains = read_chains(report)
    return chains.hashes, removed_lines(chains)
