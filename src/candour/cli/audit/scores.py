"""`candour audit scores`: who is flagged, how often wrongly; or the make-up of a list."""

from pathlib import Path
from typing import Annotated

import typer

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
    group: Annotated[str, typer.Option(help="Columns of groups, with commas between them.")],
    reference: Reference,
    flagged: Annotated[str, typer.Option(help="Who is flagged, as COL=VALUE,VALUE.")] = "",
    score: Annotated[str, typer.Option(help="Column of scores, instead of --flagged.")] = "",
    threshold: Annotated[
        float | None, typer.Option(help="Score from which on people are flagged.")
    ] = None,
    outcome: Annotated[str, typer.Option(help="Column of recorded outcomes: 1 or 0.")] = "",
    population: Annotated[
        Path | None,
        typer.Option(help="Audit the make-up only, against this population.", dir_okay=False),
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
) -> Finding[Scores] | Finding[Composition]:
    """Audit scores or flags by group: who is flagged, how often wrongly; or a list's make-up.

    Columns that identify people are refused. Groups with fewer than five people in a cell are
    hidden, with others that cover them; the data folder keeps which counts were printed of a file,
    so that a later run on it can't undo that. --official is for counts that are published already.

    Example:

        candour audit scores a.csv --group race --flagged band=high --outcome arrest --reference A
    """
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

    column, flags = _flag(flagged)
    if not outcome:
        raise CandourError(
            "Name the column of recorded outcomes (--outcome COL), or a population to set the "
            "list against (--population FILE)."
        )
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
        missing=() if missing.strip().lower() == "none" else _names(missing),
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


def _need_no_flags(*options: str) -> None:
    if any(options):
        raise CandourError(
            "A population is for the make-up of a list: leave out --flagged, --score, --threshold, "
            "--outcome and --missing."
        )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
