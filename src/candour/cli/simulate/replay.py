"""`candour simulate replay`: what a documented method would have picked on past days."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from candour.cli.simulate.running import AsJson, Seed, print_json, with_bar

if TYPE_CHECKING:
    from candour.simulation.replay import Accuracy, Exposed


def replay(
    method: Annotated[
        str, typer.Option(help="How cells are chosen: counts, kernel, …; see methods.")
    ],
    events: Annotated[
        Path, typer.Option(help="Past events: a cell and a day each, or counts by cell and month.")
    ],
    grid: Annotated[Path, typer.Option(help="Where cells lie: corners or a point of each.")],
    variant: Annotated[
        str, typer.Option(help="as-derived, or as-published where published code differs.")
    ] = "as-derived",
    areas: Annotated[
        Path | None, typer.Option(help="Which part of which area lies in which cell.")
    ] = None,
    population: Annotated[
        Path | None, typer.Option(help="Residents by group, of cells or of --areas.")
    ] = None,
    strata: Annotated[
        Path | None, typer.Option(help="Band of each cell, such as Income_decile.")
    ] = None,
    features: Annotated[
        Path | None,
        typer.Option(help="For risk-terrain: kind and point of each feature of places."),
    ] = None,
    marked: Annotated[
        int, typer.Option(help="Cells marked in each period, in tens; 0 is 3 in a hundred.")
    ] = 0,
    square: Annotated[
        float, typer.Option(help="Side of the squares of grid-counts in metres: 1000 or 500.")
    ] = 0,
    first: Annotated[str, typer.Option("--from", help="First day or month replayed.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last day or month replayed.")] = "",
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Replay a method on past public data: accuracy and group exposure, never a place.

    Example:

        candour simulate replay --method counts --events events.csv --grid grid.csv --json
    """
    from candour.simulation.findings.replay_words import in_words
    from candour.simulation.replayed import MethodChoice, ReplayFiles, replayed

    choice = MethodChoice(method, variant, square)
    files = ReplayFiles(events, grid, areas, population, strata, features)
    result = with_bar(
        "Replaying past days",
        lambda moved: replayed(
            files,
            choice,
            marked=marked,
            first=first,
            last=last,
            seed=seed,
            moved=moved,
        ),
    )
    if not as_json:
        print("\n".join(in_words(result)))
        return
    print_json(
        {
            "method": result.method,
            "variant": result.variant,
            "looks_back_days": result.looks_back,
            "events_in_no_cell": result.elsewhere,
            "periods": result.periods,
            "cells": result.cells,
            "marked": result.marked,
            "accuracy": _accuracy(result.accuracy),
            "baselines": [
                {"method": row.method, **_accuracy(row), "difference": _difference(row)}
                for row in result.baselines
            ],
            "exposure": [_exposed(row) for row in result.exposure],
            "strata": [_exposed(row) for row in result.strata],
            "open_loop": result.open_loop,
        }
    )


def _accuracy(row: "Accuracy") -> dict[str, object]:
    """`low` and `high` are those of the hit rate."""
    hit, pai = row.hit_rate.reported(), row.pai.reported()
    return {
        "captured": row.captured,
        "events": row.events,
        "hit_rate": hit.value,
        "pai": pai.value,
        "low": hit.low,
        "high": hit.high,
        "pai_low": pai.low,
        "pai_high": pai.high,
    }


def _difference(row: "Accuracy") -> dict[str, float | None] | None:
    if row.difference is None:
        return None
    ends = row.difference.reported()
    return {"value": ends.value, "low": ends.low, "high": ends.high}


def _exposed(row: "Exposed") -> dict[str, object]:
    """`low` and `high` are those of the ratio."""
    share, ratio = row.share.reported(), row.ratio.reported()
    return {
        "group": row.group,
        "share": share.value,
        "ratio": ratio.value,
        "low": ratio.low,
        "high": ratio.high,
        "share_low": share.low,
        "share_high": share.high,
    }
