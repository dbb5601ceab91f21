"""What counts the rows of an audit: the options that choose it, and the wait while it does."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from candour.cli.audit.handing_over import working
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
class Chosen:
    """The options as they were given."""

    engine: str
    spark_remote: str
    memory: str

    def machine(self) -> "Machine":
        from candour.tables import EngineKind, Machine

        if self.engine not in set(EngineKind):
            raise CandourError(f"There is no engine '{self.engine}': it is duckdb or spark.")
        return Machine(EngineKind(self.engine), self.memory, self.spark_remote)

    def count(self, audit: Callable[["Machine"], "Finding[R]"]) -> "Finding[R]":
        """Audit with what was chosen, and say with what and how long it took."""
        machine = self.machine()
        began = time.perf_counter()
        finding = working(lambda: audit(machine), machine.progress)
        seconds = round(time.perf_counter() - began, 1)
        return replace(finding, made_with={"engine": machine.said, "seconds": seconds})
