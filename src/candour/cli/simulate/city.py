"""`candour simulate city`: a made-up city, policed by a method that learns from its own finds."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from candour.cli.simulate.running import (
    LITTLE,
    THREADS,
    AsJson,
    Engine,
    Memory,
    Runs,
    Seed,
    SparkRemote,
    Workers,
    crew,
    print_json,
    with_bar,
)
from candour.core.errors import CandourError

if TYPE_CHECKING:
    from candour.simulation.city import CityResult


def city(
    method: Annotated[str, typer.Option(help="How patrols are allocated: counts, kernel, ….")],
    vary: Annotated[
        list[str] | None,
        typer.Option(
            help="Run it again with a setting changed, as reporting=0.02,0.2; repeatable."
        ),
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="City and policing as TOML; see the how-to.", dir_okay=False)
    ] = None,
    runs: Runs = 100,
    days: Annotated[int, typer.Option(help="Days in each run.")] = 365,
    seed: Seed = 1,
    workers: Workers = 1,
    engine: Engine = THREADS,
    spark_remote: SparkRemote = "",
    memory: Memory = LITTLE,
    as_json: AsJson = False,
) -> None:
    """Run a made-up city with and without feedback, over the truths that its records allow.

    Example:

        candour simulate city --method counts --runs 100 --days 365 --seed 1 --json
    """
    from candour.simulation.city import CityMethod, CitySettings
    from candour.simulation.city_files import read_settings
    from candour.simulation.findings.city_words import in_words, of_sweep
    from candour.simulation.ranges import TRUTHS, whole_city
    from candour.simulation.sweeps import read_changes, swept

    if method not in set(CityMethod):
        names = ", ".join(CityMethod)
        raise CandourError(f"There is no method '{method}' for a city: it is one of {names}.")
    settings = read_settings(config) if config else CitySettings()
    settings = replace(settings, method=CityMethod(method))
    changes = read_changes(vary or ())
    for change in changes:
        change.of(settings)
    with crew(engine, spark_remote, memory, workers) as hands:
        whole = with_bar(
            "Running cities",
            lambda moved: whole_city(
                settings, TRUTHS, runs=runs, days=days, seed=seed, workers=hands, moved=moved
            ),
        )
        sweep = with_bar(
            "Changing one setting at a time",
            lambda moved: swept(
                settings, changes, runs=runs, days=days, seed=seed, workers=hands, moved=moved
            ),
        )
    if not as_json:
        print("\n".join([*in_words(whole), *of_sweep(whole, sweep)]))
        return
    swept_rows = [
        {"setting": change.setting, "value": change.value, "groups": _groups(result)}
        for change, result in sweep
    ]
    print_json(
        {
            **({"sweep": swept_rows} if changes else {}),
            "method": method,
            "groups": _groups(whole.with_feedback),
            "without_feedback": _groups(whole.without_feedback),
            "range_over": [
                {
                    "offending_times": truth.offending,
                    "discovery_times": truth.discovery,
                    "groups": _groups(result),
                }
                for truth, result in whole.over_truths
            ],
            "settings": {"runs": runs, "days": days, "seed": seed, **settings.as_dict()},
        }
    )


def _groups(result: "CityResult") -> Sequence[dict[str, object]]:
    """Means for each 1,000 residents, over all days; the spread of runs beside them."""
    return [
        {
            "group": row.group,
            "stops": row.stops.mean,
            "finds": row.finds.mean,
            "listed": row.listed.mean,
            "exposure_ratio": row.exposure_ratio.as_dict(),
            "over_runs": {
                "stops": row.stops.as_dict(),
                "finds": row.finds.as_dict(),
                "listed": row.listed.as_dict(),
                "stop_ratio": row.stop_ratio.as_dict(),
            },
        }
        for row in result.groups
    ]
