"""Try mutants of a package: each in a fork of one warm process, against the tests that run it.

All tests of the package are collected once, and the databases they ask for are made. A first fork
runs them under coverage and notes which test runs which line, and how long each takes. For each
mutant another fork puts the changed code into the functions that are already loaded, empties their
caches, and runs the tests of the changed line, quickest first, until one fails. The test that
failed is then run without the fault: only if it passes has it noticed anything. Tables made at
import, and content loaded for many tests at once, keep what they were made with, so a fault that
only they would show counts as not noticed: the figures are on the low side.

Nothing is judged by the clock. The limit of a run is of processor time, far above what the same
tests take, and counts only where they end within it without the fault; whatever else ends a run (a
machine without memory, a person, a wait without end) judges nothing, and the fault is tried again.
"""

import argparse
import gc
import hashlib
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import coverage
import pytest

from scripts.lib.mutants import Mutant
from scripts.lib.mutation_databases import folder_kept, make_databases
from scripts.lib.mutation_map import (
    ROOT,
    RanBy,
    files_in,
    hash_of,
    lines_together,
    module_of,
    read_map,
    state_of,
    write_map,
)
from scripts.lib.mutation_planting import (
    Functions,
    caches_loaded,
    file_of,
    functions_by_place,
    load,
    plant,
)
from scripts.lib.mutation_results import (
    KEPT,
    KILLED,
    NOT_JUDGED,
    NOT_RUN,
    NOTICED,
    PACKAGES,
    SURVIVED,
    TIMED_OUT,
    Result,
    every_mutant,
    keep,
    kept,
    table,
    table_of_draw,
)

OPTIONS = ("-p", "no:cacheprovider", "-s", "-q", "-n", "0", "-m", "not browser and not long")
SLOWEST = 30.0  # seconds: a test that takes longer is not run for each mutant
LEAST_LIMIT = 10  # seconds of processor time
MEMORY = 4 * 2**30  # bytes
UNPLANTED = 3  # the exit status of a fork that could not plant the fault


@dataclass(frozen=True)
class Wanted:
    """What is asked on the command line."""

    package: str
    count: int
    seed: int
    only: tuple[str, ...]
    budget: float
    tests: tuple[str, ...]
    again: bool
    survivors: bool = False


@dataclass(frozen=True)
class End:
    """How a run of tests in a fork ended: `by` is the test that failed."""

    result: str
    by: str = ""


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/mutate")
    parser.add_argument("package", nargs="?", choices=PACKAGES)
    parser.add_argument("--count", type=int, default=500, help="how many faults are drawn")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    parser.add_argument("--only", nargs="+", default=[""], help="the faults of files so named")
    parser.add_argument("--budget", type=float, default=8, help="seconds of tests for each fault")
    parser.add_argument("--tests", nargs="+", default=[], help="these tests, not the package's own")
    parser.add_argument("--again", action="store_true", help="try what was noticed before as well")
    parser.add_argument("--survivors", action="store_true", help="those that no test noticed yet")
    parser.add_argument("--table", action="store_true", help="print what was found so far")
    asked = parser.parse_args()
    if asked.table or not asked.package:
        print(table())
        return 0
    tests = tuple(asked.tests) or PACKAGES[asked.package][1]
    wanted = Wanted(
        package=asked.package,
        count=asked.count,
        seed=asked.seed,
        only=tuple(asked.only),
        budget=asked.budget,
        tests=tests,
        again=asked.again,
        survivors=asked.survivors,
    )
    names = {mutant.name for mutant in drawn(wanted)}
    status = pytest.main([*OPTIONS, *tests], plugins=[Runner(wanted)])
    print(f"{table()}\n\nThis draw:\n{table_of_draw(wanted.package, names)}")
    return int(status)


def drawn(wanted: Wanted) -> list[Mutant]:
    """The mutants asked for, in the order of their files and lines."""
    every = every_mutant(wanted.package)
    if wanted.survivors:
        results = kept(wanted.package)
        waiting = {name for name, row in results.items() if row["result"] not in NOTICED}
        sample = [mutant for mutant in every if mutant.name in waiting]
    else:
        chance = random.Random(wanted.seed)  # noqa: S311 - a sample, not a secret
        sample = chance.sample(every, min(wanted.count, len(every)))
    chosen = [mutant for mutant in sample if any(name in mutant.file for name in wanted.only)]
    return sorted(chosen, key=lambda mutant: (mutant.file, mutant.line, mutant.change))


# the runs


class Runner:
    """A plugin of pytest that takes the place of its loop."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.failed = False
        self.took: dict[str, float] = {}
        self.lines: dict[str, dict[int, list[str]]] = {}
        self.items: dict[str, pytest.Item] = {}
        self.functions: Functions = {}
        self.caches: list[Any] = []
        self.put_back: Callable[[], None] = lambda: None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        load(ROOT / PACKAGES[self.wanted.package][0])
        make_databases(session.items)
        with folder_kept() as self.put_back:
            self._map()
            self.functions, self.caches = functions_by_place(), caches_loaded()
            gc.freeze()  # what is frozen is listed no more, so the lists are made before
            self._try_all()
        return True

    def _try_all(self) -> None:
        results, mutants = kept(self.wanted.package), drawn(self.wanted)
        for number, mutant in enumerate(mutants, 1):
            before, chosen = results.get(mutant.name), self._tests_of(mutant)
            state = _state(chosen, self.wanted.tests)
            if before and not self.wanted.again and _stands(before, state):
                results[mutant.name] = {**before, **asdict(mutant)}  # type: ignore[typeddict-item]
                continue
            if not chosen and self._are_some_tests_only:
                continue  # others may run it, so that nothing is known of it
            end = self._try(mutant, chosen)
            results[mutant.name] = Result(
                **asdict(mutant),  # type: ignore[typeddict-item]
                result=end.result,
                by=end.by,
                tests=state,
            )
            keep(self.wanted.package, results)
            where = f"{mutant.file}:{mutant.line} {mutant.change}"
            print(f"{number}/{len(mutants)} {end.result}: {where}", flush=True)
        keep(self.wanted.package, results)

    @property
    def _are_some_tests_only(self) -> bool:
        return self.wanted.tests != PACKAGES[self.wanted.package][1]

    def _map(self) -> None:
        """Which test runs which line: a fork for the tests of a file of which it isn't known."""
        path = KEPT / f"{self.wanted.package}-map.json"
        known = read_map(path)
        unknown: dict[str, list[pytest.Item]] = {}
        for name, item in self.items.items():
            ran = known.get(module_of(name))
            if ran is None or name not in ran.took:
                unknown.setdefault(module_of(name), []).append(item)
        KEPT.mkdir(parents=True, exist_ok=True)
        for number, (module, items) in enumerate(unknown.items(), 1):
            print(f"Which test runs which line: {number}/{len(unknown)} {module} …", flush=True)
            status = _wait(self._fork(partial(self._write_map, items, path, known)))
            if status:
                raise pytest.UsageError(f"The run that notes the lines of {module} has failed.")
            self.put_back()
            known = read_map(path)
        self.took = {test: took for ran in known.values() for test, took in ran.took.items()}
        self.lines = lines_together(known.values())

    def _write_map(self, items: list[pytest.Item], path: Path, known: dict[str, RanBy]) -> int:
        folder = ROOT / PACKAGES[self.wanted.package][0]
        measured = coverage.Coverage(data_file=None, include=[f"{folder}/*"], config_file=False)
        measured.set_option("run:disable_warnings", ["no-data-collected"])  # examples of a helper
        cached = [thing for thing in caches_loaded() if file_of(thing).startswith(f"{folder}/")]
        modules = set(map(module_of, _names(items)))
        ran_by = {module: known.get(module, RanBy(state_of(module))) for module in modules}
        measured.start()
        for item, following in _in_pairs(items):
            for function in cached:  # or only the first test that asks would be seen to run it
                function.cache_clear()
            measured.switch_context(item.nodeid)
            before = time.process_time()
            passes = self._passes(item, following)
            took = time.process_time() - before
            if not passes:
                print(f"This test fails without any fault: {item.nodeid}", file=sys.stderr)
                took = 2 * SLOWEST
            ran_by[module_of(item.nodeid)].took[item.nodeid] = took
        measured.stop()
        data = measured.get_data()
        for file in data.measured_files():
            for line, tests in data.contexts_by_lineno(file).items():
                for test in filter(None, tests):
                    ran_by[module_of(test)].ran(test, Path(file).relative_to(ROOT).as_posix(), line)
        write_map(path, known | ran_by)
        return 0

    def _passes(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        self.failed = False
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return not self.failed

    def _try(self, mutant: Mutant, chosen: Sequence[pytest.Item]) -> End:
        if not chosen:
            return End(NOT_RUN)
        end = self._run(chosen, mutant)
        if end.result == KILLED:
            (blamed,) = (item for item in chosen if item.nodeid == end.by)
            if self._run([blamed]).result != SURVIVED:  # it fails by itself, so it can't tell
                print(f"This test fails without any fault: {end.by}", flush=True)
                self.took[end.by] = 2 * SLOWEST
                return self._try(mutant, [item for item in chosen if item is not blamed])
        if end.result == TIMED_OUT and self._run(chosen).result != SURVIVED:
            return End(NOT_JUDGED)
        return end

    def _run(self, chosen: Sequence[pytest.Item], mutant: Mutant | None = None) -> End:
        """Run some tests in a fork until one fails, with a fault or without."""
        note = KEPT / f"{self.wanted.package}-note"
        note.write_text("")

        def run() -> int:
            try:
                if mutant and not plant(ROOT / mutant.file, mutant, self.functions, self.caches):
                    return 0
            except Exception:  # noqa: BLE001 - no test has looked yet, so none has noticed
                return UNPLANTED
            for item, following in _in_pairs(chosen):
                note.write_text(item.nodeid)
                if not self._passes(item, following):
                    return 1
            return 0

        usual = sum(self.took.get(item.nodeid, 0.0) for item in chosen)
        seconds = round(LEAST_LIMIT + 5 * usual)
        status = _wait(self._fork(run, seconds=seconds))
        self.put_back()  # a run's last test takes the databases down, and another run may follow
        if status == 0:
            return End(SURVIVED)
        if status == UNPLANTED:
            return End(NOT_JUDGED)
        if status > 0:
            return End(KILLED, note.read_text() or chosen[0].nodeid)
        return End(TIMED_OUT if status == -signal.SIGXCPU else NOT_JUDGED)

    def _tests_of(self, mutant: Mutant) -> list[pytest.Item]:
        """The tests that run the line, quickest first, as many as the budget has time for."""
        lines = self.lines.get(mutant.file, {})
        # A line inside a long expression may have no number of its own in the bytecode.
        near = (lines[line] for line in range(mutant.line, mutant.start - 1, -1) if lines.get(line))
        ids = sorted(
            (
                name
                for name in next(near, [])
                if name in self.items and self.took.get(name, 0.0) <= SLOWEST
            ),
            key=lambda name: (self.took.get(name, 0.0), name),
        )
        chosen: list[pytest.Item] = []
        left = self.wanted.budget
        for name in ids:
            left -= self.took.get(name, 0.0)
            if chosen and left < 0:
                break
            chosen.append(self.items[name])
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
                resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
                resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
                signal.alarm(120 + 30 * seconds)  # what waits for ever is ended, and not judged
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            status = work()
        except BaseException:  # noqa: BLE001 - whatever a fault does to the run, it is noticed
            if seconds is None:
                traceback.print_exc()
        finally:
            os._exit(status)


def _wait(child: int) -> int:
    """The exit status of a fork, below 0 where a signal ended it: SIGXCPU at the limit."""
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _stands(before: Result, state: str) -> bool:
    """Whether what came of a fault before would come of it now."""
    return before["result"] in NOTICED or (
        before["result"] != NOT_JUDGED and before["tests"] == state
    )


def _state(chosen: Sequence[pytest.Item], tests: Sequence[str]) -> str:
    """A hash of the tests that a fault is tried against, or of all if none of them runs it."""
    modules = sorted({module_of(name) for name in _names(chosen)})
    if not modules:
        return hash_of(file for name in tests for file in files_in(ROOT / name))
    told = [*map(state_of, modules), *_names(chosen)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


def _names(items: Sequence[pytest.Item]) -> list[str]:
    return [item.nodeid for item in items]


def _in_pairs(
    items: Sequence[pytest.Item],
) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Each test with the one that follows it."""
    return zip(items, [*items[1:], None], strict=True)


if __name__ == "__main__":
    os.chdir(ROOT)
    raise SystemExit(main())
