"""What the commands of simulations share: options, the bar, and how results are printed."""

import json
from collections.abc import Callable, Mapping
from typing import Annotated, TypeVar

import typer

from candour.core.errors import CandourError
from candour.core.progress import Progress

R = TypeVar("R")
Moved = Callable[[int, int], None]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Seed = Annotated[int, typer.Option(help="Start of chance: the same seed gives the same numbers.")]
Workers = Annotated[int, typer.Option(help="Threads to work with; no number depends on it.")]
Runs = Annotated[int, typer.Option(help="How many times to run it, each with its own chance.")]


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
