"""`candour audit scores`: who is flagged, how often wrongly; who is in each band; who is listed."""

from pathlib import Path
from typing import Annotated

import typer

from candour.audit.bands.rows import Bands
from candour.audit.findings import Finding
from candour.audit.lists.rows import Composition
from candour.audit.scores.rows import Scores
from candour.cli.audit.engines import EngineName, Memory, SparkRemote, counting
from candour.cli.audit.options import Reference
from candour.cli.database import ledgers
from candour.core.errors import CandourError

File = Annotated[Path, typer.Argument(help="CSV, gzipped CSV or Parquet.")]


def scores(
    file: File,
    group: Annotated[
        str,
        typer.Option(
            help="Columns of groups, with commas between them; of a table whose columns are "
            "groups, any name for them."
        ),
    ],
    reference: Reference,
    flagged: Annotated[str, typer.Option(help="Who is flagged, as COL=VALUE,VALUE.")] = "",
    band: Annotated[
        str, typer.Option(help="Column of bands, to see who is in each; needs no outcomes.")
    ] = "",
    score: Annotated[str, typer.Option(help="Column of scores, instead of --flagged.")] = "",
    threshold: Annotated[
        float | None, typer.Option(help="Score from which on people are flagged.")
    ] = None,
    outcome: Annotated[str, typer.Option(help="Column of recorded outcomes: 1 or 0.")] = "",
    population: Annotated[
        Path | None,
        typer.Option(
            help="Residents by group, to set the list against, or with --band or --flagged each "
            "band of it.",
            dir_okay=False,
        ),
    ] = None,
    count: Annotated[
        str, typer.Option(help="Column of counts; without it a row is one person.")
    ] = "",
    missing: Annotated[
        str,
        typer.Option(
            help="Values, with commas between them, that mean no score, band or outcome; none "
            "where even -1 is a score."
        ),
    ] = "",
    official: Annotated[
        bool, typer.Option("--official", help="The counts are published: hide none of them.")
    ] = False,
    public: Annotated[
        str,
        typer.Option(
            help="Address and day of publication of public rows, as 'https://… 2016-05-23': no "
            "group is hidden then."
        ),
    ] = "",
    replicates: Annotated[int, typer.Option(min=0, help="Bootstrap draws; 0 for none.")] = 200,
    seed: Annotated[int, typer.Option(help="Start of the bootstrap's chance.")] = 20_261_122,
    engine: EngineName = "duckdb",
    spark_remote: SparkRemote = "",
    memory: Memory = "2GB",
) -> Finding[Scores] | Finding[Bands] | Finding[Composition]:
    """Audit scores, flags or bands by group: who is flagged, how often wrongly; or who is listed.

    Without --outcome it says who is in each band (--band COL, or --flagged), of the whole list or
    with --population of residents. Published tables are read with a row for each band or each
    group, and with ranges or hidden numbers, as <5.

    Columns that identify people are refused. Groups with fewer than five people in a cell are
    hidden, with others that cover them; the data folder keeps which counts were printed of a file,
    so that a later run on it can't undo that. --official is for counts that are published already.

    Example:

        candour audit scores a.csv --group race --flagged band=high --outcome arrest --reference A
    """
    column, flags = _flag(flagged)
    if not outcome and (band or flagged or score or population is None):
        from candour.audit.bands.audit import BandsQuestion, audit_bands

        of_bands = BandsQuestion(
            group=group,
            reference=reference,
            band=_only_one(band, column, score),
            leads=flags,
            threshold=threshold,
            count=count,
            is_official=official,
            public=public,
            missing=_missing(missing),
        )
        with counting(engine, spark_remote, memory) as work:
            in_bands = audit_bands(
                file, of_bands, population, machine=work.machine, ledgers=ledgers()
            )
        return work.noted_in(in_bands)
    if band:
        raise CandourError("With outcomes say who is flagged, --flagged COL=VALUE, not --band.")
    if population is not None:
        from candour.audit.lists.composition import CompositionQuestion, audit_composition

        _need_no_flags(flagged, score, outcome, missing, "" if threshold is None else "threshold")
        of_a_list = CompositionQuestion(
            group, reference, count, is_official=official, public=public
        )
        with counting(engine, spark_remote, memory) as work:
            composition = audit_composition(
                file, population, of_a_list, machine=work.machine, ledgers=ledgers()
            )
        return work.noted_in(composition)
    from candour.audit.scores.audit import ScoresQuestion, audit_scores

    question = ScoresQuestion(
        groups=_names(group),
        outcome=outcome,
        reference=reference,
        flag_column=column,
        flag_values=flags,
        score=score,
        threshold=threshold,
        count=count,
        is_official=official,
        replicates=replicates,
        seed=seed,
        missing=_missing(missing),
        public=public,
        asks_about_missing=not missing,
    )
    with counting(engine, spark_remote, memory) as work:
        finding = audit_scores(file, question, machine=work.machine, ledgers=ledgers())
    return work.noted_in(finding)


def _flag(text: str) -> tuple[str, tuple[str, ...]]:
    """The column and the values of --flagged COL=VALUE,VALUE."""
    column, _, values = text.partition("=")
    if text and not (column and values):
        raise CandourError(f"--flagged '{text}' says no values: write --flagged COL=VALUE,VALUE")
    return column.strip(), _names(values)


def _only_one(*columns: str) -> str:
    """The one column that says who is in which band; "" where columns are bands."""
    named = [column for column in columns if column]
    if len(named) > 1:
        raise CandourError("Name one column of bands: --band COL, --flagged COL=VALUE or --score.")
    return named[0] if named else ""


def _missing(text: str) -> tuple[str, ...]:
    return () if text.strip().lower() == "none" else _names(text)


def _need_no_flags(*options: str) -> None:
    if any(options):
        raise CandourError(
            "A population is for the make-up of a list: leave out --flagged, --score, --threshold, "
            "--outcome and --missing."
        )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
