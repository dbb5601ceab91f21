"""What became of each planted fault: kept between runs, and printed as a table."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import TypedDict

import yaml

from scripts.lib.mutants import Mutant, mutants_of
from scripts.lib.mutation_map import ROOT

KEPT = ROOT / "var/mutation"
NAMED = ROOT / "tests/mutation/survivors.yaml"
PACKAGES = {
    "evidence": (
        "src/candour/evidence",
        (
            "tests/evidence",
            "tests/register/test_release_tables.py",  # what a release is made of stands there
            "tests/register/test_releases.py",
        ),
    ),
    "register": ("src/candour/register", ("tests/register",)),
    "law": ("src/candour/law", ("tests/law",)),
    "statistics": ("src/candour/audit/statistics", ("tests/audit/statistics",)),
}
LEFT_OUT = ("migrations",)
KILLED, SURVIVED, TIMED_OUT, NOT_RUN = "killed", "survived", "timed out", "run by no test"
NOT_JUDGED = "not judged"  # ended by something else than the fault; tried again by the next run
NOTICED = {KILLED, TIMED_OUT}


class Result(TypedDict):
    """One fault as it is kept: the fields of its mutant, and what came of it."""

    file: str
    line: int
    start: int
    function: str
    change: str
    place: int
    number: int
    name: str
    result: str
    by: str  # the test that noticed
    tests: str  # the state of the tests it was tried against


def every_mutant(package: str) -> list[Mutant]:
    """All faults that can be planted in a package as it is."""
    folder = ROOT / PACKAGES[package][0]
    return [
        mutant
        for path in sorted(folder.rglob("*.py"))
        if not any(part in path.parts for part in LEFT_OUT)
        for mutant in mutants_of(path, ROOT)
    ]


def kept(package: str) -> dict[str, Result]:
    path = KEPT / f"{package}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def keep(package: str, results: dict[str, Result]) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    part = KEPT / f"{package}.json.part"
    part.write_text(json.dumps(results, indent=1, sort_keys=True), encoding="utf-8")
    part.replace(KEPT / f"{package}.json")


def reasons() -> dict[str, str]:
    """The reasons why a fault is noticed by no test, by the name of the mutant."""
    rows = yaml.safe_load(NAMED.read_text(encoding="utf-8")) if NAMED.exists() else None
    return {row["mutant"]: row["why"] for row in rows or ()}


# what is printed

HEAD = ["| package | tried | noticed | share | of the rest, named |", "|---|---|---|---|---|"]


def table() -> str:
    """What became of all faults tried that the code can still have, and each survivor by name."""
    why = reasons()
    rows: list[str] = []
    survivors: list[str] = []
    possible: set[str] = set()
    noticed: set[str] = set()
    for package in PACKAGES:
        names = {mutant.name for mutant in every_mutant(package)}
        possible |= names
        standing = [row for name, row in kept(package).items() if name in names]
        if standing:
            rows.append(_row(package, standing, why))
            noticed |= {row["name"] for row in standing if row["result"] in NOTICED}
            survivors += _survivors(standing, why)
    gone = [
        f"{name} is named, but no such fault can be planted now" for name in why.keys() - possible
    ]
    seen = [f"{name} is named, but a test notices it" for name in why.keys() & noticed]
    return "\n".join([*HEAD, *rows, "", *survivors, *sorted(gone), *sorted(seen)])


def table_of_draw(package: str, names: Collection[str]) -> str:
    """What became of the faults of one draw."""
    drawn = [row for name, row in kept(package).items() if name in names]
    return "\n".join([*HEAD, _row(package, drawn, reasons())])


def _row(package: str, rows: Collection[Result], why: dict[str, str]) -> str:
    rest = [row for row in rows if row["result"] not in NOTICED]
    noticed = len(rows) - len(rest)
    with_reason = sum(row["name"] in why for row in rest)
    share = f"{noticed / len(rows):.1%}" if rows else "-"
    return f"| {package} | {len(rows)} | {noticed} | {share} | {with_reason} of {len(rest)} |"


def _survivors(rows: Iterable[Result], why: dict[str, str]) -> Iterator[str]:
    for row in sorted(rows, key=lambda row: (row["file"], row["line"], row["change"])):
        if row["result"] not in NOTICED:
            yield (
                f"{row['name']} {row['result']}: {row['file']}:{row['line']} {row['function']} "
                f"{row['change']}: {why.get(row['name'], 'NO REASON NAMED')}"
            )
