"""Contenders take turns, each in a process of its own: what else the machine does meets them all.

A contender's process does its work once for every line it is sent, and says how long it took and
how much memory it ever held. The first turn is not counted: it reads files and imports.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KILOBYTES = 1024  # in a megabyte


@dataclass(frozen=True, slots=True)
class Turns:
    """What a contender took: medians, and the most memory it ever held."""

    seconds: float
    processor_seconds: float
    data_megabytes: float  # held before the first turn: the interpreter and the data
    peak_megabytes: float


def take_turns(work: Callable[[], object]) -> None:
    """Be a contender: work once for every line of stdin."""
    before = _peak_megabytes()
    for _ in sys.stdin:
        began, processor = time.perf_counter(), time.process_time()
        work()
        took = (time.perf_counter() - began, time.process_time() - processor)
        print(json.dumps([*took, before, _peak_megabytes()]), flush=True)


def in_turns(commands: Mapping[str, Sequence[str]], *, rounds: int) -> dict[str, Turns]:
    """Start every contender, and let them work one after another, round by round."""
    running = {
        name: subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        for name, command in commands.items()
    }
    told: dict[str, list[list[float]]] = {name: [] for name in commands}
    try:
        for _ in range(rounds + 1):
            for name, process in running.items():
                told[name].append(_turn(name, process))
    finally:
        for process in running.values():
            process.kill()
            process.communicate()
    return {name: _summed(found[1:]) for name, found in told.items()}


def show(title: str, found: Mapping[str, Turns], *, base: str) -> None:
    """Print what all took as a table, each also as a multiple of the one named."""
    print(f"\n{title}\n")
    print("| | seconds | times | processor seconds | peak (MB) | above the data (MB) |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, each in found.items():
        ratio = each.seconds / found[base].seconds
        above = each.peak_megabytes - each.data_megabytes
        print(
            f"| {name} | {each.seconds:.3f} | {ratio:,.2f} | {each.processor_seconds:.3f} "
            f"| {each.peak_megabytes:,.0f} | {above:,.0f} |"
        )


def _turn(name: str, process: "subprocess.Popen[str]") -> list[float]:
    assert process.stdin
    assert process.stdout
    process.stdin.write("go\n")
    line = process.stdout.readline()
    if not line:
        message = f"'{name}' ended instead of taking its turn."
        raise RuntimeError(message)
    found: list[float] = json.loads(line)
    return found


def _summed(found: Sequence[Sequence[float]]) -> Turns:
    seconds, processor, before, peak = zip(*found, strict=True)
    return Turns(statistics.median(seconds), statistics.median(processor), before[0], max(peak))


def _peak_megabytes() -> float:
    """The most this process held; getrusage would also tell what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / KILOBYTES
