"""`candour audit scores`: who is flagged, how often wrongly; who is in each band; who is listed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from candour.audit.bands.rows import Bands
from candour.audit.findings import Finding
from candour.audit.lists.rows import Composition
from candour.audit.scores.rows import Scores
from candour.cli.audit.engines import Counting, EngineName, Memory, SparkRemote, counting
from candour.cli.audit.options import Hidden, Reference
from candour.cli.database import ledgers
from candour.core.errors import CandourError

if TYPE_CHECKING:  # these wake numpy, which help does without
    from candour.audit.bands.question import BandsQuestion
    from candour.audit.lists.composition_question import CompositionQuestion
    from candour.audit.scores.question import ScoresQuestion

File = Annotated[Path, typer.Argument(help="CSV, gzipped CSV or Parquet.")]
Group = Annotated[
    str,
    typer.Option(
        help="Columns of groups, with commas between them; of a table whose columns are groups, "
        "any name for them."
    ),
]
Flagged = Annotated[str, typer.Option(help="Who is flagged, as COL=VALUE,VALUE.")]
Band = Annotated[
    str, typer.Option(help="Column of bands, to see who is in each; needs no outcomes.")
]
Score = Annotated[str, typer.Option(help="Column of scores, instead of --flagged.")]
Threshold = Annotated[float | None, typer.Option(help="Score from which on people are flagged.")]
Outcome = Annotated[str, typer.Option(help="Column of recorded outcomes: 1 or 0.")]
Residents = Annotated[
    Path | None,
    typer.Option(
        help="Residents by group, to set the list against, or with --band or --flagged each band "
        "of it.",
        dir_okay=False,
    ),
]
Count = Annotated[str, typer.Option(help="Column of counts; without it a row is one person.")]
Missing = Annotated[
    str,
    typer.Option(
        help="Values, with commas between them, that mean no score, band or outcome; none where "
        "even -1 is a score."
    ),
]
Official = Annotated[
    bool, typer.Option("--official", help="The counts are published: hide none of them.")
]
Public = Annotated[
    str,
    typer.Option(
        help="Address and day of publication of public rows, as 'https://… 2016-05-23': no group "
        "is hidden then."
    ),
]
Replicates = Annotated[int, typer.Option(min=0, help="Bootstrap draws; 0 for none.")]
Seed = Annotated[int, typer.Option(help="Start of the bootstrap's chance.")]
Machines = Callable[[], AbstractContextManager[Counting]]


def scores(
    file: File,
    group: Group,
    reference: Reference,
    flagged: Flagged = "",
    band: Band = "",
    score: Score = "",
    threshold: Threshold = None,
    outcome: Outcome = "",
    population: Residents = None,
    count: Count = "",
    hidden: Hidden = "",
    missing: Missing = "",
    official: Official = False,
    public: Public = "",
    replicates: Replicates = 200,
    seed: Seed = 20_261_122,
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
    from candour.audit.ranged_counts import read_hidden

    machines = partial(counting, engine, spark_remote, memory)
    column, flags = _flag(flagged)
    if not outcome and (band or flagged or score or population is None):
        from candour.audit.bands.question import BandsQuestion

        of_bands = BandsQuestion(
            group,
            reference,
            _only_one(band, column, score),
            leads=flags,
            threshold=threshold,
            count=count,
            is_official=official,
            public=public,
            missing=_missing(missing),
            hidden=read_hidden(hidden),
        )
        return _in_bands(file, of_bands, population, machines)
    if band:
        raise CandourError("With outcomes say who is flagged, --flagged COL=VALUE, not --band.")
    if population is not None:
        from candour.audit.lists.composition_question import CompositionQuestion

        _need_no_flags(flagged, score, outcome, missing, "" if threshold is None else "threshold")
        of_a_list = CompositionQuestion(
            group,
            reference,
            count,
            is_official=official,
            hidden=read_hidden(hidden),
            public=public,
        )
        return _listed(file, of_a_list, population, machines)
    from candour.audit.scores.question import ScoresQuestion

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
    return _flagged(file, question, machines)


def _in_bands(
    file: Path, question: "BandsQuestion", population: Path | None, machines: Machines
) -> Finding[Bands]:
    from candour.audit.bands.audit import audit_bands

    with machines() as work:
        finding = audit_bands(file, question, population, machine=work.machine, ledgers=ledgers())
    return work.noted_in(finding)


def _listed(
    file: Path, question: "CompositionQuestion", population: Path, machines: Machines
) -> Finding[Composition]:
    from candour.audit.lists.composition import audit_composition

    with machines() as work:
        finding = audit_composition(
            file, population, question, machine=work.machine, ledgers=ledgers()
        )
    return work.noted_in(finding)


def _flagged(file: Path, question: "ScoresQuestion", machines: Machines) -> Finding[Scores]:
    from candour.audit.scores.audit import audit_scores

    with machines() as work:
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
