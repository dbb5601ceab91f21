"""Which test runs which line of a package, and how long each test takes; kept between runs.

It is kept by files of tests. A file is run again only where it has changed, or what the tests
share has, or a file of the package that it ran.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = (ROOT / "tests/conftest.py", ROOT / "tests/support")

Lines = dict[str, dict[int, list[str]]]  # the tests of each line of each file


@dataclass
class RanBy:
    """What one file of tests ran: `code` is the state of each file of the package it ran."""

    state: str
    code: dict[str, str] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)
    lines: Lines = field(default_factory=dict)

    def ran(self, test: str, file: str, line: int) -> None:
        self.lines.setdefault(file, {}).setdefault(line, []).append(test)

    def is_true_still(self, module: str) -> bool:
        return self.state == state_of(module) and all(
            state == state_of_file(ROOT / file) for file, state in self.code.items()
        )


def read_map(path: Path) -> dict[str, RanBy]:
    """What is kept of each file of tests that is still as it was."""
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    ran_by = {module: _read(row) for module, row in rows.items()}
    return {module: ran for module, ran in ran_by.items() if ran.is_true_still(module)}


def _read(row: dict[str, object]) -> RanBy:
    ran = RanBy(**row)  # type: ignore[arg-type]  # as it was written below
    ran.lines = {
        file: {int(line): tests for line, tests in lines.items()}
        for file, lines in ran.lines.items()
    }
    return ran


def write_map(path: Path, ran_by: dict[str, RanBy]) -> None:
    for ran in ran_by.values():
        ran.code = {file: state_of_file(ROOT / file) for file in ran.lines}
    path.write_text(json.dumps({module: asdict(ran) for module, ran in ran_by.items()}))


def module_of(test: str) -> str:
    """The file of a test.

    >>> module_of("tests/law/test_clocks.py::test_a_day[a::b]")
    'tests/law/test_clocks.py'
    """
    return test.partition("::")[0]


def lines_together(ran_by: Iterable[RanBy]) -> Lines:
    """The tests of each line, from all files of tests together."""
    whole: Lines = defaultdict(lambda: defaultdict(list))
    for ran in ran_by:
        for file, lines in ran.lines.items():
            for line, tests in lines.items():
                whole[file][line] += tests
    return whole


# how files stand


@cache
def state_of(module: str) -> str:
    """A hash of a file of tests and of all that it shares with others."""
    path = ROOT / module
    beside = (other for other in files_in(path.parent) if not other.name.startswith("test_"))
    return hash_of([path, *beside, *(file for shared in SHARED for file in files_in(shared))])


@cache
def state_of_file(path: Path) -> str:
    return hash_of([path]) if path.exists() else ""


def hash_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def files_in(path: Path) -> Iterator[Path]:
    every = sorted(path.rglob("*")) if path.is_dir() else [path]
    return (file for file in every if file.is_file() and "__pycache__" not in file.parts)
