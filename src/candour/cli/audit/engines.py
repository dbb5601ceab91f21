"""What counts the rows of an audit: the options that choose it, and the wait while it does."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from candour.cli.audit.waiting import progress_bar
from candour.core.errors import CandourError

if TYPE_CHECKING:
    from candour.audit.findings import Finding
    from candour.tables import Machine

R = TypeVar("R")

EngineName = Annotated[
    str, typer.Option("--engine", help="What counts the rows: duckdb, or spark for a cluster.")
]
SparkRemote = Annotated[
    str,
    typer.Option(
        "--spark-remote",
        help="Cluster to count on: spark://HOST:PORT or, by Spark Connect, sc://HOST:PORT.",
    ),
]
Memory = Annotated[
    str, typer.Option("--memory", help="The most memory to take; the rest goes to the disk.")
]


@dataclass(frozen=True, slots=True)
class Counting:
    """A machine at work, and since when."""

    machine: "Machine"
    began: float

    def noted_in(self, finding: "Finding[R]") -> "Finding[R]":
        """The finding, which says with what it was counted and how long that took."""
        seconds = round(time.perf_counter() - self.began, 1)
        return replace(
            finding, made_with={"engine": self.machine.engine_and_version, "seconds": seconds}
        )


@contextmanager
def counting(engine: str, spark_remote: str, memory: str) -> Iterator[Counting]:
    """Give the machine that the options choose, and show on a terminal how far it is."""
    machine = _machine(engine, spark_remote, memory)
    with progress_bar(machine.progress):
        yield Counting(machine, time.perf_counter())


def _machine(engine: str, spark_remote: str, memory: str) -> "Machine":
    from candour.tables import EngineKind, Machine

    if engine not in set(EngineKind):
        raise CandourError(f"There is no engine '{engine}': it is duckdb or spark.")
    return Machine(EngineKind(engine), memory, spark_remote)
