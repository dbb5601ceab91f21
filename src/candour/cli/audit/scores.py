"""`candour audit scores`: who is flagged, how often wrongly; or the make-up of a list."""

from pathlib import Path
from typing import Annotated

import typer

from candour.cli.audit.engines import Chosen, EngineName, Memory, SparkRemote
from candour.cli.audit.handing_over import AsJson, Out, hand_over
from candour.cli.audit.keeping import About, Keeping, Record, RecordedBy, SourceOf, Why
from candour.cli.database import ledgers
from candour.core.errors import CandourError

File = Annotated[Path, typer.Argument(help="CSV, gzipped CSV or Parquet.")]


def scores(
    file: File,
    group: Annotated[str, typer.Option(help="Columns of groups, with commas between them.")],
    reference: Annotated[str, typer.Option(help="The group that others are compared with.")],
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
    out: Out = None,
    engine: EngineName = "duckdb",
    spark_remote: SparkRemote = "",
    memory: Memory = "2GB",
    as_json: AsJson = False,
    record: Record = False,
    about: About = None,
    source: SourceOf = "",
    by: RecordedBy = "",
    why: Why = "",
) -> None:
    """Audit scores or flags by group: who is flagged, how often wrongly; or a list's make-up.

    Columns that identify people are refused. Groups with fewer than five people in a cell are
    hidden, with others that cover them; the data folder keeps which counts were printed of a file,
    so that a later run on it can't undo that. --official is for counts that are published already.

    Example:

        candour audit scores a.csv --group race --flagged band=high --outcome arrest --reference A
    """
    keeping = Keeping.of(record, about, source, by, why)
    chosen = Chosen(engine, spark_remote, memory)
    if population is not None:
        _need_no_flags(flagged, score, outcome)
        from candour.audit.lists.composition import CompositionQuestion, audit_composition
        from candour.audit.lists.kind import COMPOSITION

        asked = CompositionQuestion(group, reference, count, is_official=official)
        kept_in = ledgers()
        made_up_of = chosen.count(
            lambda machine: audit_composition(
                file, population, asked, machine=machine, ledgers=kept_in
            )
        )
        hand_over(made_up_of, COMPOSITION, out=out, as_json=as_json, keeping=keeping)
        return
    from candour.audit.scores.audit import ScoresQuestion, audit_scores
    from candour.audit.scores.kind import KIND

    column, _, values = flagged.partition("=")
    if flagged and not (column and values):
        raise CandourError(f"--flagged '{flagged}' says no values: write --flagged COL=VALUE,VALUE")
    if not outcome:
        raise CandourError(
            "Name the column of recorded outcomes (--outcome COL), or a population to set the "
            "list against (--population FILE)."
        )
    question = ScoresQuestion(
        groups=_names(group),
        outcome=outcome,
        reference=reference,
        flag_column=column.strip(),
        flag_values=_names(values),
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
    kept_in = ledgers()
    finding = chosen.count(
        lambda machine: audit_scores(file, question, machine=machine, ledgers=kept_in)
    )
    hand_over(finding, KIND, out=out, as_json=as_json, keeping=keeping)


def _need_no_flags(*given: str) -> None:
    if any(given):
        raise CandourError(
            "A population is for the make-up of a list: leave out --flagged, --score and --outcome."
        )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
