"""Stop-and-search files as data.police.uk publishes them: from rows to counts of like stops."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from candour.audit.errors import CannotRead
from candour.audit.ethnicity import group_of
from candour.audit.populations import slug_of
from candour.audit.tables import Engine, Rows, Unreadable

FILE_NAME = re.compile(r"(\d{4}-\d{2})-([a-z-]+)-stop-and-search")
MONTH = re.compile(r"^\d{4}-\d{2}(?!\d)", re.ASCII)
MOST_COUNTED_FOR_REPEATS = 2_000_000  # above it repeats are looked for only when asked

# Our name, and the headings it goes by: in downloads, in the API, and in others' copies of both.
HEADINGS: dict[str, tuple[str, ...]] = {
    "force": ("force", "police force", "force name", "force slug"),
    "month": ("month",),
    "date": ("date", "datetime", "date time"),
    "self": ("self defined ethnicity", "self ethnicity"),
    "officer": ("officer defined ethnicity", "officer ethnicity"),
    "kind": ("type", "search type"),
    "power": ("legislation",),
    "outcome": ("outcome",),
    "linked": ("outcome linked to object of search",),
}
WHEN = ("force", "month", "date")  # and the file: where and when, before all the rest
LATITUDE = ("latitude", "location latitude")
NEEDED = ("self", "officer")
SIXTY = "section 60"
OTHER_POWERS = "other powers"
NO_POWER = "power not recorded"
KINDS = {
    "person search": "person",
    "vehicle search": "vehicle",
    "person and vehicle search": "person and vehicle",
}


class Stop(NamedTuple):
    """Stops that are alike in all that an audit of them asks; counted, not listed."""

    force: str
    month: str
    self_group: str
    officer_group: str
    power: str
    kind: str
    outcome: str  # "none" (no further action), "some", or "missing"
    linked: str  # "yes", "no" or "missing"
    is_located: bool


@dataclass
class StopCounts:
    """Every row of the files, counted or accounted for."""

    stops: dict[Stop, int] = field(default_factory=dict)
    repeats: dict[tuple[str, str, str, str], int] | None = None  # force, month, self, officer
    no_force: int = 0
    no_month: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)  # by whom: label to group

    @property
    def read(self) -> int:
        counted = sum(self.stops.values())
        return counted + self.no_force + self.no_month + len(self.unreadable)


def count_stops(
    database: Engine, paths: Sequence[Path], *, only_force: str = "", repeats: bool | None = None
) -> StopCounts:
    """Count the stops in files of any number and with any of the known headings.

    Parameters
    ----------
    database : Engine
    paths : sequence of Path
        CSV, gzipped CSV or Parquet.
    only_force : str, default none
        The force that rows belong to where neither a column nor the file's name says it.
    repeats : bool, optional
        Whether to look for rows that repeat another in every column; by default only up to two
        million rows, since it means sorting them all.

    Raises
    ------
    CannotRead
        If a file is not what it should be, or a label of ethnicity is not known.
    """
    found = StopCounts(labels={"self": {}, "officer": {}})
    opened = database.open(paths)
    for rows in opened:
        _count_alike(database, rows, found, only_force)
    found.unreadable = database.unreadable()
    if repeats or (repeats is None and found.read <= MOST_COUNTED_FOR_REPEATS):
        found.repeats = {}
        for rows in opened:
            _count_repeats(database, rows, found, only_force)
    return found


def _count_alike(database: Engine, rows: Rows, found: StopCounts, only_force: str) -> None:
    """Count the stops of files with the same columns.

    Rows differ in many ways, but in few by where and when, and in few by the rest: what is made
    of either half is made once.
    """
    named = _columns(rows)
    latitude = next((name for name in rows.columns if _plain(name) in LATITUDE), None)
    when_heads = ("file", *(head for head in named if head in WHEN))
    rest_heads = tuple(head for head in named if head not in WHEN)
    cut = len(when_heads)
    places: dict[tuple[Any, ...], tuple[str, str]] = {}
    kinds: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    alike: dict[tuple[tuple[str, str], tuple[Any, ...]], int] = {}
    for values in database.count_raw(rows, named, located=latitude):
        when, rest, number = values[:cut], values[cut:-1], values[-1]
        place = places.get(when)
        if place is None:
            row = dict(zip(when_heads, when, strict=True))
            place = places[when] = (_force(row, only_force), _month(row))
        if not place[0] or not place[1]:
            found.no_force += 0 if place[0] else number
            found.no_month += number if place[0] else 0
            continue
        kind = kinds.get(rest)
        if kind is None:
            row = dict(zip(rest_heads, rest, strict=False))
            located = bool(rest[-1]) if latitude else False
            kind = kinds[rest] = _kind(when[0], row, located=located, found=found, rows=rows)
        key = (place, kind)
        alike[key] = alike.get(key, 0) + number
    for (place, kind), number in alike.items():
        stop = Stop(*place, *kind)
        found.stops[stop] = found.stops.get(stop, 0) + number


def _kind(
    file: str, row: Mapping[str, Any], *, located: bool, found: StopCounts, rows: Rows
) -> tuple[Any, ...]:
    """All of a stop but where and when, in the order of `Stop`."""
    return (
        _group(file, row.get("self"), "self", found, rows),
        _group(file, row.get("officer"), "officer", found, rows),
        _power(row.get("power")),
        KINDS.get(_plain(row.get("kind") or ""), "not recorded"),
        _outcome(row.get("outcome")),
        _linked(row.get("linked")),
        located,
    )


def _count_repeats(database: Engine, rows: Rows, found: StopCounts, only_force: str) -> None:
    assert found.repeats is not None
    kept = ("force", "month", "date", "self", "officer")
    named = {key: column for key, column in _columns(rows).items() if key in kept}
    for values, number in database.count_repeats(rows, named):
        row = dict(zip(("file", *named), values, strict=True))
        force, month = _force(row, only_force), _month(row)
        if force and month:
            key = (
                force,
                month,
                _group(row["file"], row["self"], "self", found, rows),
                _group(row["file"], row["officer"], "officer", found, rows),
            )
            found.repeats[key] = found.repeats.get(key, 0) + number


def _columns(rows: Rows) -> dict[str, str]:
    """Find our columns among a file's; the date only where nothing else gives the month."""
    by_plain = {_plain(name): name for name in rows.columns}
    named = {
        key: by_plain[heading]
        for key, headings in HEADINGS.items()
        for heading in headings[::-1]
        if heading in by_plain
    }
    missing = [HEADINGS[key][0] for key in NEEDED if key not in named]
    if missing:
        raise CannotRead(
            rows.paths[0].name,
            f"this is no stop-and-search file: there is no column '{missing[0]}'.",
            line=1,
        )
    if "month" in named or all(FILE_NAME.search(path.name) for path in rows.paths):
        named.pop("date", None)
    elif "date" not in named:
        raise CannotRead(rows.paths[0].name, "no column says when a stop was made.", line=1)
    return named


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())


def _force(row: Mapping[str, Any], only_force: str) -> str:
    said = (row.get("force") or "").strip()
    return slug_of(said) if said else _named(row["file"])[1] or only_force


def _month(row: Mapping[str, Any]) -> str:
    """The month a row was published under; it may differ by an hour from that of its date."""
    said = row.get("month") or _named(row["file"])[0] or row.get("date") or ""
    found = MONTH.match(str(said).strip())
    return found[0] if found else ""


@lru_cache(maxsize=4096)
def _named(file: str) -> tuple[str, str]:
    """The month and the force that a file's name says."""
    found = FILE_NAME.search(Path(file).name)
    return (found[1], found[2]) if found else ("", "")


def _group(file: str, label: str | None, key: str, found: StopCounts, rows: Rows) -> str:
    text = (label or "").strip()
    known = found.labels[key].get(text)
    if known is None:
        known = group_of(text)
        if known is None:
            column = _columns(rows)[key]
            raise CannotRead(
                Path(file).name,
                f"column '{column}' holds '{text[:60]}', which is no label of ethnicity.",
                line=_line_of(Path(file), column, text),
            )
        found.labels[key][text] = known
    return known


def _line_of(path: Path, column: str, text: str) -> int | None:
    """The first line of a CSV file where a column holds a text, as best it can be told."""
    for line, row in _csv_rows(path):
        if (row.get(column) or "").strip() == text:
            return line
    return None


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    import csv
    import gzip

    if path.suffix == ".parquet":
        return
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, row


def _power(text: str | None) -> str:
    if not text:
        return NO_POWER
    return SIXTY if "section 60)" in text.lower() or text.lower().endswith("s60") else OTHER_POWERS


def _outcome(text: str | None) -> str:
    plain = (text or "").strip().lower()
    if not plain:
        return "missing"
    return "none" if "no further action" in plain or plain == "false" else "some"


def _linked(text: Any) -> str:
    plain = "" if text is None else str(text).strip().lower()
    return {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(plain, "missing")
