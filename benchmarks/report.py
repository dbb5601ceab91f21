"""The figures as tables in Markdown, ready for docs/reference/benchmarks.md."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from benchmarks.generate import Size
from benchmarks.load import Load
from benchmarks.pages import Timed
from benchmarks.serve import Served

OURS, BARE, OTHER = "Candour", "bare Django view", "Datasette"


def machine() -> None:
    """What the figures were taken on, and how busy it was."""
    software = ", ".join(_software("Django", "gunicorn", "datasette"))
    print(f"{datetime.now(UTC):%-d %B %Y}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}.")
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {software}.")


def _software(*names: str) -> Iterator[str]:
    """Names with versions, of what is installed: not every part needs every contender."""
    for name in names:
        with suppress(PackageNotFoundError):
            yield f"{name} {version(name)}"


def load(size: Size, loaded: Load) -> None:
    print(f"\nLoad: {size.systems:,} systems, {loaded.statements:,} statements\n")
    rows = [
        ("pages (subjects of all classes)", f"{loaded.pages:,}"),
        ("time", f"{loaded.seconds:.0f} s"),
        ("processor time", f"{loaded.processor_seconds:.0f} s"),
        ("statements a second", f"{loaded.statements / loaded.seconds:,.0f}"),
        ("peak memory", f"{loaded.peak_megabytes:.0f} MB"),
        ("loading the same again", f"{loaded.again_seconds:.0f} s"),
        ("database", f"{loaded.file_megabytes:.0f} MB"),
    ]
    table(("Load", ""), rows)


def pages(timed: Iterable[Timed]) -> None:
    print("\nPages, in one process\n")
    rows = [
        (
            one.what,
            *(f"{ms:.1f}" for ms in (one.p50, one.p95, one.processor_p50, one.processor_p95)),
            _queries(one),
        )
        for one in timed
    ]
    head = ("Page", "p50 (ms)", "p95 (ms)", "processor p50", "processor p95", "queries")
    table(head, rows)


def _queries(one: Timed) -> str:
    if one.fewest_queries == one.most_queries:
        return str(one.most_queries)
    return f"{one.fewest_queries} to {one.most_queries}"


def serving(served: Iterable[Served]) -> None:
    print("\nServing a system's rows, one server process each\n")
    found = list(served)
    base = {one.form: one.median for one in found if one.name == BARE}
    rows = [
        (
            one.name,
            one.form,
            f"{one.median:.0f}",
            f"{min(one.rounds):.0f} to {max(one.rounds):.0f}",
            f"{base[one.form] / one.median:.2f}",
        )
        for one in sorted(found, key=lambda one: (one.form, (OURS, BARE, OTHER).index(one.name)))
    ]
    table(("", "Form", "requests/s", "rounds", "time beside the bare view"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    cells = [list(head), *map(list, rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    print("\n".join([lines[0], rule, *lines[1:]]))


def took(seconds: float) -> None:
    busy = os.getloadavg()[0]
    print(f"\nThe whole run took {seconds:.0f} s; load of the machine at its end {busy:.2f}.")
