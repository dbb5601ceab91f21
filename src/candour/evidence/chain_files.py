"""Chains as files: `changes/<origin>/<number>.jsonl`, a change set each, beside the content.

A small change makes a small file, and what was written is never written to again. The first form
of the log, one file `changes.jsonl` with one chain, can still be read: `first_log.py`.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from candour.evidence.chain import (
    NO_CHANGE_BEFORE,
    SHIPPED,
    BadChangeLog,
    ChangeSet,
    Entry,
    Line,
)
from candour.evidence.first_log import FIRST_LOG, read_first_log
from candour.evidence.folder import write_whole
from candour.evidence.plain_files import NotPlain, plain_lines
from candour.evidence.plain_json import plain_json
from candour.evidence.shapes import entry_fault

CHANGES = "changes"
ARRIVALS = "arrivals.jsonl"
ORIGIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
LONGEST_ORIGIN = 80
NUMBER = re.compile(r"[0-9]{5,}", re.ASCII)


def file_of(change_set: ChangeSet) -> str:
    """The path of a change set's file in a content folder."""
    return f"{CHANGES}/{change_set.origin}/{change_set.number:05}.jsonl"


def write_change_set(folder: Path, change_set: ChangeSet) -> Path:
    """Write a change set beside the content, whole or not at all."""
    path = folder / file_of(change_set)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, change_set.text())
    return path


def origins_in(folder: Path) -> list[str]:
    """The origins of which a content folder has a chain, in the order of their names."""
    folders = (path.name for path in (folder / CHANGES).glob("*") if path.is_dir())
    origins = {name for name in folders if ORIGIN.fullmatch(name) and len(name) <= LONGEST_ORIGIN}
    if (folder / FIRST_LOG).exists():
        origins.add(SHIPPED)
    return sorted(origins)


def own_origin(folder: Path) -> str:
    """The origin that a folder's files belong to: that of the content that ships, or its only one.

    A dump notes what came first to the installation it was made in, and its files are of that.

    Raises
    ------
    BadChangeLog
        If there are several, and nothing tells which.
    """
    owners = {name: _owner(folder, name) for name in origins_in(folder)}
    origins = sorted(set(owners.values()))
    if not origins or SHIPPED in origins:
        return SHIPPED
    first = next(read_arrivals(folder), "") if len(origins) > 1 else ""
    if first not in owners and len(origins) > 1:
        raise BadChangeLog(
            f"{CHANGES}/ holds the chains of {', '.join(origins)}. Say with --origin which of them "
            "the files belong to."
        )
    return owners.get(first, origins[0])


def _owner(folder: Path, origin: str) -> str:
    """Whose content an origin's chain is about: its own, or that of files it has drafts of.

    The first header says so; whether it is true to its digest is seen when the chain is read.
    """
    first = next(iter(_files(folder / CHANGES / origin)), None)
    if first is None:
        return origin
    header = next(_rows(first, f"{CHANGES}/{origin}/{first.name}"), {})
    return str(header.get("for") or origin)


def read_chain(folder: Path, origin: str = SHIPPED) -> Iterator[ChangeSet]:
    """Read the chain of an origin, and hold every digest against what it covers.

    Raises
    ------
    BadChangeLog
        At the first line that can't be read or whose digest does not fit.
    """
    files = _files(folder / CHANGES / origin)
    if not files and origin == SHIPPED:
        yield from read_first_log(folder)
        return
    if origin == SHIPPED and (folder / FIRST_LOG).exists():
        raise BadChangeLog(
            f"{FIRST_LOG} and {CHANGES}/{SHIPPED}/ both stand here. Keep the folder, which goes on "
            "from the file, and take the file out."
        )
    previous, number = NO_CHANGE_BEFORE, 0
    for path in files:
        change_set = read_change_set(path)
        name = f"{CHANGES}/{origin}/{path.name}"
        if change_set.origin != origin or file_of(change_set) != name:
            raise BadChangeLog(f"{name}: holds change set {change_set.number} of another name.")
        if change_set.previous != previous or change_set.number != number + 1:
            raise BadChangeLog(
                f"{name}: change set {change_set.number} does not follow on change set {number}. "
                "Take the log from a release again."
            )
        yield change_set
        previous, number = change_set.hash, change_set.number


def change_sets_in(folder: Path) -> Iterator[ChangeSet]:
    """Every chain of a folder: in the order noted beside them, then that of the files' own first.

    A dump notes the order in which change sets reached the installation that it was made in:
    drafts say what they do to a state, and that state has to be there.
    """
    own = own_origin(folder)
    names = sorted(origins_in(folder), key=lambda name: (name != own, name))
    chains = {name: read_chain(folder, name) for name in names}
    for arrival in read_arrivals(folder):
        change_set = next(chains.get(arrival, iter(())), None)
        if change_set is not None:
            yield change_set
    for name in names:
        yield from chains[name]


def read_arrivals(folder: Path) -> Iterator[str]:
    """The origins of the change sets of a dump, in the order in which they had come."""
    path = folder / CHANGES / ARRIVALS
    if not path.exists():
        return
    for number, row in enumerate(_rows(path, f"{CHANGES}/{ARRIVALS}"), 1):
        if not isinstance(row.get("origin"), str):
            raise BadChangeLog(f"{CHANGES}/{ARRIVALS}:{number}: names no origin.")
        yield row["origin"]


def _files(folder: Path) -> list[Path]:
    paths = [path for path in folder.glob("*.jsonl") if NUMBER.fullmatch(path.stem)]
    return sorted(paths, key=lambda path: int(path.stem))


def read_change_set(path: Path) -> ChangeSet:
    """Read one file, and hold its digest against it."""
    name = f"{CHANGES}/{path.parent.name}/{path.name}"
    rows = list(_rows(path, name))
    if len(rows) < 2 or set(rows[-1]) != {"hash"}:  # noqa: PLR2004 - a first and a last line
        raise BadChangeLog(f"{name}: has no last line with its hash; the file is cut off.")
    header, *lines, footer = rows
    change_set = _put_together(header, list(_lines(lines, name)), name)
    if change_set.hash != footer["hash"]:
        raise BadChangeLog(
            f"{name}: change set {change_set.number} is not what its hash says; it was altered "
            "after it was made."
        )
    return change_set


def _rows(path: Path, name: str) -> Iterator[Entry]:
    try:
        for number, text in enumerate(plain_lines(path, name=name), 1):
            data = plain_json(text, name, number)
            if not isinstance(data, dict):
                raise BadChangeLog(f"{name}:{number}: is no entry of a change log.")
            yield data
    except NotPlain as error:
        raise BadChangeLog(f"{error}.") from error


def _lines(rows: Iterable[Entry], name: str) -> Iterator[Line]:
    last: tuple[tuple[bool, str], int, str] = ((False, ""), 0, "")
    for number, row in enumerate(rows, 2):
        try:
            line = Line.read(row)
        except (KeyError, TypeError, ValueError) as error:
            raise BadChangeLog(f"{name}:{number}: is no entry of a change log.") from error
        fault = entry_fault(line.entry) if not line.gone else ""
        if fault:
            raise BadChangeLog(f"{name}:{number}: {fault}.")
        place = line.place
        if line.gone and place[0] == last[0]:
            place = last  # what it was is not known: it may stand anywhere in its group
        if place < last:
            raise BadChangeLog(f"{name}:{number}: '{line.about}' stands out of order.")
        last = place
        yield line


def _put_together(header: Entry, lines: list[Line], name: str) -> ChangeSet:
    try:
        change_set = ChangeSet(
            header["origin"],
            header["change"],
            header["made_at"],
            header["made_by"],
            header["why"],
            header["previous"],
            tuple(lines),
            header.get("was", ""),
            header.get("for", ""),
        )
    except KeyError as error:
        raise BadChangeLog(f"{name}:1: the header lacks {error}.") from error
    if header != change_set.header or any(
        type(value) is not (int if key == "change" else str) for key, value in header.items()
    ):
        raise BadChangeLog(f"{name}:1: is no header of a change set.")
    return change_set
