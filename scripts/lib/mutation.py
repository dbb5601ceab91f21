"""Try mutants of a package: each in a fork of one warm process, against the tests that run it.

All tests of the package are collected once. A first fork runs them under coverage and notes which
test runs which line, and how long each takes. For each mutant another fork puts the changed code
into the functions that are already loaded, empties their caches, and runs the tests of the changed
line, quickest first, until one fails. Tables made at import keep what they were made with, so a
fault that only they would show counts as not noticed: the figures are on the low side.
"""

import argparse
import functools
import gc
import hashlib
import importlib
import json
import os
import random
import resource
import sys
import time
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import coverage
import pytest
import yaml

from scripts.lib.mutants import Mutant, mutants_of, planted

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var/mutation"
NAMED = ROOT / "tests/mutation/survivors.yaml"
PACKAGES = {
    "evidence": ("src/candour/evidence", ("tests/evidence",)),
    "register": ("src/candour/register", ("tests/register",)),
    "law": ("src/candour/law", ("tests/law",)),
    "statistics": ("src/candour/audit/statistics", ("tests/audit/statistics",)),
}
LEFT_OUT = ("migrations",)
OPTIONS = ("-p", "no:cacheprovider", "-s", "-q", "-n", "0", "-m", "not browser and not long")
SLOWEST = 30.0  # seconds: a test that takes longer is not run for each mutant
MEMORY = 4 * 2**30  # bytes
KILLED, SURVIVED, TIMED_OUT, NOT_RUN = "killed", "survived", "timed out", "run by no test"


@dataclass(frozen=True)
class Wanted:
    """What is asked on the command line."""

    package: str
    count: int
    seed: int
    only: str
    budget: float
    tests: tuple[str, ...]


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/mutate")
    parser.add_argument("package", nargs="?", choices=PACKAGES)
    parser.add_argument("--count", type=int, default=500, help="how many faults are drawn")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    parser.add_argument("--only", default="", help="of those, the faults of files so named")
    parser.add_argument("--budget", type=float, default=8, help="seconds of tests for each fault")
    parser.add_argument("--tests", nargs="+", default=[], help="these tests, not the package's own")
    parser.add_argument("--table", action="store_true", help="print what was found so far")
    given = parser.parse_args()
    if given.table or not given.package:
        print(table())
        return 0
    tests = tuple(given.tests) or PACKAGES[given.package][1]
    wanted = Wanted(given.package, given.count, given.seed, given.only, given.budget, tests)
    status = pytest.main([*OPTIONS, *tests], plugins=[Runner(wanted)])
    print(table())
    return int(status)


def drawn(wanted: Wanted) -> list[Mutant]:
    """The mutants asked for, in the order of their files and lines."""
    folder = ROOT / PACKAGES[wanted.package][0]
    every = [
        mutant
        for path in sorted(folder.rglob("*.py"))
        if not any(part in path.parts for part in LEFT_OUT)
        for mutant in mutants_of(path, ROOT)
    ]
    chance = random.Random(wanted.seed)  # noqa: S311 - a sample, not a secret
    drawn_from_all = chance.sample(every, min(wanted.count, len(every)))
    chosen = [mutant for mutant in drawn_from_all if wanted.only in mutant.file]
    return sorted(chosen, key=lambda mutant: (mutant.file, mutant.line, mutant.change))


# what is kept between runs


def kept(package: str) -> dict[str, dict[str, Any]]:
    path = KEPT / f"{package}.json"
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return dict(found)


def keep(package: str, results: dict[str, dict[str, Any]]) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    part = KEPT / f"{package}.json.part"
    part.write_text(json.dumps(results, indent=1, sort_keys=True), encoding="utf-8")
    part.replace(KEPT / f"{package}.json")


def tests_now(tests: tuple[str, ...]) -> str:
    """A hash of some tests and of this file: a survivor is tried again when either changes."""
    named = [path for name in tests for path in _files(ROOT / name)]
    return _hash_of([Path(__file__).resolve(), *named])


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _hash_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


# the runs


class Runner:
    """A plugin of pytest that takes the place of its loop."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.failed = False
        self.took: dict[str, float] = {}
        self.lines: dict[str, dict[int, list[str]]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        self._map(items)
        _load(ROOT / PACKAGES[self.wanted.package][0])
        functions, caches = _functions_by_place(), _caches()
        gc.freeze()  # what is frozen is listed no more, so the lists are made before
        results, tests = kept(self.wanted.package), tests_now(self.wanted.tests)
        mutants = drawn(self.wanted)
        for number, mutant in enumerate(mutants, 1):
            before = results.get(mutant.name)
            if before and (before["result"] in {KILLED, TIMED_OUT} or before["tests"] == tests):
                results[mutant.name] |= asdict(mutant)
                continue
            result, by = self._try(mutant, items, functions, caches)
            results[mutant.name] = asdict(mutant) | {"result": result, "by": by, "tests": tests}
            keep(self.wanted.package, results)
            said = f"{number}/{len(mutants)} {result}: {mutant.file}:{mutant.line} {mutant.change}"
            print(said, flush=True)
        keep(self.wanted.package, results)
        return True

    def _map(self, items: dict[str, pytest.Item]) -> None:
        """Which test runs which line, from a fork that runs them all once."""
        name = f"{self.wanted.package}-map"
        code = _files(ROOT / PACKAGES[self.wanted.package][0])
        now = f"{tests_now(self.wanted.tests)}{_hash_of(code)}"
        path = KEPT / f"{name}.json"
        if not path.exists() or json.loads(path.read_text())["now"] != now:
            print(f"Running {len(items)} tests once, to see which runs which line …", flush=True)
            KEPT.mkdir(parents=True, exist_ok=True)
            _wait(self._fork(lambda: self._write_map(items, path, now)))
        found = json.loads(path.read_text(encoding="utf-8"))
        self.took = found["took"]
        self.lines = {
            file: {int(line): ids for line, ids in lines.items()}
            for file, lines in found["lines"].items()
        }

    def _write_map(self, items: dict[str, pytest.Item], path: Path, now: str) -> int:
        folder = ROOT / PACKAGES[self.wanted.package][0]
        measured = coverage.Coverage(data_file=None, include=[f"{folder}/*"], config_file=False)
        cached = [thing for thing in _caches() if _file_of(thing).startswith(f"{folder}/")]
        measured.start()
        in_order = list(items.values())
        for item, following in zip(in_order, [*in_order[1:], None], strict=True):
            for function in cached:  # or only the first test that asks would be seen to run it
                function.cache_clear()
            measured.switch_context(item.nodeid)
            self.failed = False
            before = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.took[item.nodeid] = time.process_time() - before
            if self.failed:
                print(f"This test fails without any fault: {item.nodeid}", file=sys.stderr)
                self.took[item.nodeid] = 2 * SLOWEST
        measured.stop()
        data = measured.get_data()
        lines = {
            Path(file).relative_to(ROOT).as_posix(): {
                line: [test for test in tests if test]
                for line, tests in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        path.write_text(json.dumps({"now": now, "took": self.took, "lines": lines}))
        return 0

    def _try(
        self,
        mutant: Mutant,
        items: dict[str, pytest.Item],
        functions: "Functions",
        caches: list[Any],
    ) -> tuple[str, str]:
        path = ROOT / mutant.file
        chosen = self._tests_of(mutant, items)
        if not chosen:
            return NOT_RUN, ""
        note = KEPT / f"{self.wanted.package}-note"
        note.write_text("")

        def run() -> int:
            if not plant(path, mutant, functions, caches):
                return 0
            for item, following in zip(chosen, [*chosen[1:], None], strict=True):
                self.failed = False
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self.failed:
                    note.write_text(item.nodeid)
                    return 1
            return 0

        seconds = sum(self.took.get(item.nodeid, 0.0) for item in chosen)
        status = _wait(self._fork(run, seconds=round(10 + 5 * seconds)))
        if status < 0:  # ended from outside: by its limit of time or memory
            return TIMED_OUT, ""
        return (KILLED if status else SURVIVED), note.read_text()

    def _tests_of(self, mutant: Mutant, items: dict[str, pytest.Item]) -> list[pytest.Item]:
        """The tests that run the line, quickest first, as many as the budget has time for."""
        lines = self.lines.get(mutant.file, {})
        # A line inside a long expression may have no number of its own in the bytecode.
        near = (lines[line] for line in range(mutant.line, mutant.start - 1, -1) if lines.get(line))
        ids = sorted(
            (
                name
                for name in next(near, [])
                if name in items and self.took.get(name, 0.0) <= SLOWEST
            ),
            key=lambda name: (self.took.get(name, 0.0), name),
        )
        chosen: list[pytest.Item] = []
        left = self.wanted.budget
        for name in ids:
            left -= self.took.get(name, 0.0)
            if chosen and left < 0:
                break
            chosen.append(items[name])
        return chosen

    def _fork(self, work: Callable[[], int], *, seconds: int | None = None) -> int:
        """Start some work in a fork, with a limit of processor time, not of the clock."""
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child:
            return child
        status = 1
        try:
            if seconds is not None:
                resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
                resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            status = work()
        except BaseException:  # noqa: BLE001 - whatever a fault does to the run, it is noticed
            status = 1
        finally:
            os._exit(status)


def _wait(child: int) -> int:
    """The exit status of a fork; below 0 where a signal ended it."""
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


# planting


Place = tuple[str, str, int]
CACHED = type(functools.lru_cache(len))
Functions = dict[Place, list[types.FunctionType]]


def _functions_by_place() -> Functions:
    """Every function that is loaded, by its file, qualified name and first line."""
    found: Functions = {}
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType):
            code = thing.__code__
            if code.co_filename.startswith(str(ROOT)):
                place = (code.co_filename, code.co_qualname, code.co_firstlineno)
                found.setdefault(place, []).append(thing)
    return found


def _load(folder: Path) -> None:
    """Load every module of a package: what only a test would load could not be changed before."""
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(ROOT / "src").with_suffix("").as_posix().replace("/", ".")
        if not any(part in path.parts for part in LEFT_OUT):
            importlib.import_module(name.removesuffix(".__init__"))


def plant(path: Path, mutant: Mutant, functions: Functions, caches: list[Any]) -> bool:
    """Give the loaded functions of a file the changed code; say whether any was changed."""
    changed = compile(planted(path, mutant), str(path), "exec", dont_inherit=True)
    planted_any = False
    for code in _codes(changed):
        for function in functions.get((str(path), code.co_qualname, code.co_firstlineno), ()):
            if function.__code__ != code:
                try:
                    function.__code__ = code
                except ValueError:  # it no longer needs a name of the function around it
                    continue
                planted_any = True
    for function in caches:
        function.cache_clear()
    return planted_any


def _caches() -> list[Any]:
    """Every function that is loaded and remembers its answers."""
    return [thing for thing in gc.get_objects() if isinstance(thing, CACHED)]


def _file_of(cached: Any) -> str:
    code = getattr(cached.__wrapped__, "__code__", None)
    return code.co_filename if code else ""


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from _codes(constant)


# what is printed


def named_survivors() -> dict[str, str]:
    """The reasons why a fault is noticed by no test, by the name of the mutant."""
    found = yaml.safe_load(NAMED.read_text(encoding="utf-8")) if NAMED.exists() else None
    return {row["mutant"]: row["why"] for row in found or ()}


def table() -> str:
    """What was found of each package, and each survivor with its reason."""
    named = named_survivors()
    lines = ["| package | tried | noticed | share | of the rest, named |", "|---|---|---|---|---|"]
    left: list[str] = []
    for package in PACKAGES:
        rows = list(_standing(package))
        if not rows:
            continue
        noticed = sum(row["result"] in {KILLED, TIMED_OUT} for row in rows)
        others = [row for row in rows if row["result"] not in {KILLED, TIMED_OUT}]
        with_reason = sum(row["name"] in named for row in others)
        lines.append(
            f"| {package} | {len(rows)} | {noticed} | {noticed / len(rows):.1%} "
            f"| {with_reason} of {len(others)} |"
        )
        left += [
            f"{row['name']} {row['result']}: {row['file']}:{row['line']} {row['function']} "
            f"{row['change']}: {named.get(row['name'], 'NO REASON NAMED')}"
            for row in sorted(others, key=lambda row: (row["file"], row["line"]))
        ]
    return "\n".join([*lines, "", *left])


def _standing(package: str) -> Iterable[dict[str, Any]]:
    """The results whose mutant can still be made of the code as it is."""
    folder = ROOT / PACKAGES[package][0]
    names = {m.name for path in folder.rglob("*.py") for m in mutants_of(path, ROOT)}
    return (row for row in kept(package).values() if row["name"] in names)


if __name__ == "__main__":
    os.chdir(ROOT)
    raise SystemExit(main())
