"""`candour simulate urn`: two regions, one patrol, and records that decide where it goes next."""

from dataclasses import replace
from typing import Annotated

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
    pair,
    print_json,
    with_bar,
)
from candour.core.errors import CandourError


def urn(
    pair_name: Annotated[
        str, typer.Option("--pair", help="Pair of regions to start from: oakland.")
    ] = "oakland",
    start: Annotated[
        str, typer.Option(help="Records of each region at the start, as 609/379.")
    ] = "",
    rates: Annotated[
        str, typer.Option(help="Records that a visit to each adds on average, as 3.68511/2.816466.")
    ] = "",
    decay: Annotated[
        float | None, typer.Option(help="Chance that a record is dropped after a draw.")
    ] = None,
    reported: Annotated[
        str, typer.Option(help="Records a day that people's reports add, as 1/1; none as 0/0.")
    ] = "",
    discovery: Annotated[
        str, typer.Option(help="What a visit adds: a poisson number, or one by chance.")
    ] = "poisson",
    correction: Annotated[
        bool, typer.Option("--correction", help="Believe what is seen twice as often half as much.")
    ] = False,
    runs: Runs = 1_000,
    draws: Annotated[int, typer.Option(help="Visits in each run.")] = 1_000,
    seed: Seed = 1,
    workers: Workers = 1,
    engine: Engine = THREADS,
    spark_remote: SparkRemote = "",
    memory: Memory = LITTLE,
    as_json: AsJson = False,
) -> None:
    """Run the urn of Ensign et al. (2018): where the first region's share of records ends.

    Example:

        candour simulate urn --pair oakland --correction --runs 1000 --draws 1000 --seed 1
    """
    from candour.simulation.findings.urn_words import in_words
    from candour.simulation.urn import PAIRS, Discovery, run_urn

    if pair_name not in PAIRS:
        raise CandourError(f"There is no pair '{pair_name}': it is one of {', '.join(PAIRS)}.")
    if discovery not in set(Discovery):
        raise CandourError(f"A visit adds by {' or '.join(Discovery)}, not '{discovery}'.")
    base = PAIRS[pair_name]
    settings = replace(
        base,
        start=pair(start, option="--start") if start else base.start,
        rates=pair(rates, option="--rates") if rates else base.rates,
        reported=pair(reported, option="--reported") if reported else base.reported,
        discovery=Discovery(discovery),
        decay=base.decay if decay is None else decay,
        correction=correction,
    )
    with crew(engine, spark_remote, memory, workers) as hands:
        result = with_bar(
            "Drawing from urns",
            lambda moved: run_urn(
                settings, runs=runs, draws=draws, seed=seed, workers=hands, moved=moved
            ),
        )
    if not as_json:
        print("\n".join(in_words(result)))
        return
    run_with = {"pair": pair_name, "runs": runs, "draws": draws, "seed": seed}
    print_json(
        {
            "share": result.share.as_dict(),
            "truth": result.truth,
            "settings": run_with | settings.as_dict(),
        }
    )
