"""`candour audit thresholds`: from which suspicion on groups are searched, if a model holds."""

from pathlib import Path
from typing import Annotated

import typer

from candour.audit.findings import Finding
from candour.audit.thresholds.rows import Thresholds
from candour.cli.audit.engines import EngineName, Memory, SparkRemote, counting
from candour.cli.audit.options import Reference


def thresholds(
    file: Annotated[
        Path,
        typer.Argument(help="CSV, gzipped CSV or Parquet: stops with a search and without."),
    ],
    group: Annotated[str, typer.Option(help="Column of groups.")],
    place: Annotated[str, typer.Option(help="Column of places, three or more.")],
    reference: Reference,
    searched: Annotated[str, typer.Option(help="Column that is yes where a search was made.")] = "",
    found: Annotated[str, typer.Option(help="Column that is yes where it found something.")] = "",
    count: Annotated[str, typer.Option(help="Column of counts; without it a row is a stop.")] = "",
    stops: Annotated[str, typer.Option(help="Instead: column of numbers of stops.")] = "",
    searches: Annotated[str, typer.Option(help="With --stops: column of searches.")] = "",
    finds: Annotated[str, typer.Option(help="With --stops: column of finds.")] = "",
    official: Annotated[
        bool, typer.Option("--official", help="The counts are published: round none of them.")
    ] = False,
    draws: Annotated[int, typer.Option(help="Draws of each of four chains.")] = 1_000,
    seed: Annotated[int, typer.Option(min=0, help="Start of chance.")] = 20_261_122,
    force: Annotated[str, typer.Option(help="Whose stops they are, for the report.")] = "",
    period: Annotated[
        str, typer.Option(help="Their whole months, as 2019-04..2020-03, for the report.")
    ] = "",
    found_means: Annotated[
        str, typer.Option(help="What counts as found, for the report: drugs, weapons, anything.")
    ] = "",
    engine: EngineName = "duckdb",
    spark_remote: SparkRemote = "",
    memory: Memory = "2GB",
) -> Finding[Thresholds]:
    """Make a threshold test: from which chance of carrying on groups are searched, in a model.

    For files of stops with and without a search, by group and place; those of data.police.uk hold
    searches alone and are refused. What it says holds if its model holds, and it is refused where
    the sampler's chains do not agree. Its sampler is an extra of its own, named thresholds.

    Example:

        candour audit thresholds a.csv --group g --place area --reference A --searched s --found f
    """
    from candour.audit.periods import Period
    from candour.audit.thresholds.audit import ThresholdsQuestion, audit_thresholds

    question = ThresholdsQuestion(
        group=group,
        place=place,
        reference=reference,
        searched=searched,
        found=found,
        count=count,
        stops=stops,
        searches=searches,
        finds=finds,
        is_official=official,
        draws=draws,
        seed=seed,
        force=force.strip(),
        period=Period.parse(period) if period else None,
        found_means=found_means.strip(),
    )
    with counting(engine, spark_remote, memory) as work:
        finding = audit_thresholds(file, question, machine=work.machine)
    return work.noted_in(finding)
