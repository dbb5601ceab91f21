"""What the commands of simulations share: options, the bar, and how results are printed."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from candour.core.errors import CandourError
from candour.core.progress import Progress

if TYPE_CHECKING:
    from candour.simulation.seeds import Workers as Crew

R = TypeVar("R")
Moved = Callable[[int, int], None]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
THREADS = "threads"
Seed = Annotated[int, typer.Option(help="Start of chance: the same seed gives the same numbers.")]
Workers = Annotated[int, typer.Option(help="Threads to work with; no number depends on it.")]
Engine = Annotated[
    str, typer.Option(help="What runs it: threads of this machine, or spark for a cluster.")
]
SparkRemote = Annotated[
    str,
    typer.Option(
        "--spark-remote",
        help="Cluster to run on: spark://HOST:PORT or, by Spark Connect, sc://HOST:PORT.",
    ),
]
Runs = Annotated[int, typer.Option(help="How many times to run it, each with its own chance.")]


Memory = Annotated[str, typer.Option("--memory", help="The most memory of one process of Spark's.")]
LITTLE = "1GB"  # replicates need hardly any


@contextmanager
def crew(engine: str, spark_remote: str, memory: str, workers: int) -> Iterator["Crew"]:
    """Who runs the replicates: so many threads, or Spark, on this machine or a cluster.

    Raises
    ------
    CandourError
        If there is no such engine, or Spark can't be had.
    """
    from candour.tables import EngineKind, Machine
    from candour.tables.fan_out import fan_out

    if engine not in {THREADS, EngineKind.SPARK}:
        raise CandourError(f"There is no engine '{engine}': it is {THREADS} or spark.")
    if engine == THREADS:
        if spark_remote:
            Machine(spark=spark_remote)  # says that the engine is missing
        yield workers
        return
    threads = workers if workers > 1 else None
    machine = Machine(EngineKind.SPARK, memory, spark_remote, threads)
    with fan_out(machine) as cluster:
        yield cluster


def with_bar(what: str, work: Callable[[Moved], R]) -> R:
    """Do something that says how far it is, and show that on a terminal."""
    from candour.cli.audit.waiting import progress_bar

    progress, far = Progress(), [0.0]

    def moved(done: int, of: int) -> None:
        far[0] = done / of

    with progress_bar(progress), progress.during(what, lambda: far[0]):
        return work(moved)


def print_json(data: Mapping[str, object]) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))


def pair(text: str, *, option: str) -> tuple[float, float]:
    """Read two numbers, as 609/379.

    Raises
    ------
    CandourError
    """
    parts = text.replace(",", "/").split("/")
    try:
        first, second = (float(part) for part in parts)
    except ValueError:
        raise CandourError(
            f"{option} takes two numbers with a stroke between them, as 609/379, not '{text}'."
        ) from None
    return first, second
