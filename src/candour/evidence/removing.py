"""Taking a line out of the chain files by order: what is left of it keeps every hash as it was."""

from dataclasses import replace
from pathlib import Path

from candour.core.errors import CandourError
from candour.evidence.chain import ChangeSet, Line
from candour.evidence.chain_files import origins_in, read_chain, write_change_set
from candour.evidence.changes import replay
from candour.evidence.statements import Statement

LONGEST_REASON = 500


class CannotTakeOut(CandourError):
    """A statement can't be taken out of the past as it is."""


def refuse_reason(why: str) -> None:
    """See that there is a reason that readers can be shown.

    Raises
    ------
    CannotTakeOut
    """
    if not why.strip() or len(why) > LONGEST_REASON or "\0" in why or "\n" in why:
        raise CannotTakeOut(
            f"Say why on one line, in {LONGEST_REASON} characters at most: by whose order, or "
            "under which Act."
        )


def still_stands(key: str) -> CannotTakeOut:
    return CannotTakeOut(
        f"{key} still stands. Take it out of its file, record that (and load it), and then take "
        "out what the past still says."
    )


def says(line: Line, key: str) -> bool:
    """Whether a line asserts a statement or takes it back."""
    if "assert" in line.entry:
        return Statement.from_dict(line.entry["assert"]).id == key
    return bool(line.entry.get("retract") == key)


def take_out_of_files(folder: Path, key: str, *, on: str, why: str) -> int:
    """Take every line that says a statement out of the chains of a folder; return how many.

    Raises
    ------
    CannotTakeOut
        If no line says it, or it still stands.
    BadChangeLog
        If a chain was altered.
    """
    refuse_reason(why)
    change_sets = [each for origin in origins_in(folder) for each in read_chain(folder, origin)]
    if any(statement.id == key for statement in replay(change_sets).statements()):
        raise still_stands(key)
    without = [
        changed
        for each in change_sets
        if (changed := _without(each, key, on=on, why=why)).lines != each.lines
    ]
    if not without:
        raise CannotTakeOut(f"No chain in {folder} has a line that says {key}.")
    for change_set in without:
        write_change_set(folder, change_set)
    return sum(sum(says(line, key) for line in each.lines) for each in change_sets)


def _without(change_set: ChangeSet, key: str, *, on: str, why: str) -> ChangeSet:
    lines = (line.without(on=on, why=why) if says(line, key) else line for line in change_set.lines)
    return replace(change_set, lines=tuple(lines))
