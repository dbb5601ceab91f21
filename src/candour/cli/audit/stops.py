"""`candour audit stops`: how often each group is searched."""

from pathlib import Path
from typing import Annotated

import typer

from candour.cli.audit.handing_over import (
    AsJson,
    Forces,
    Memory,
    Out,
    Populations,
    hand_over,
    working,
)
from candour.core.errors import CandourError

NOT_VALID = 1


def stops(
    files: Annotated[list[Path], typer.Argument(help="Stop-and-search files: CSV, gz, Parquet.")],
    period: Annotated[str, typer.Option(help="Whole months, as 2019-04..2020-03.")],
    population: Populations = None,
    force: Forces = None,
    ethnicity: Annotated[str, typer.Option(help="By whose word: self or officer.")] = "self",
    reference: Annotated[str, typer.Option(help="Group that others are compared with.")] = "white",
    repeats: Annotated[
        bool | None,
        typer.Option(
            "--repeats/--no-repeats",
            help="Look for repeated rows; left to itself, in up to two million rows.",
        ),
    ] = None,
    out: Out = None,
    memory: Memory = "2GB",
    as_json: AsJson = False,
) -> None:
    """Audit stops and searches: how often each group is searched, and how sure we can be.

    Exit status 1 says that no force could be compared: the table of fitness says why.

    Example:

        candour audit stops *.csv --population census2021.csv --period 2019-04..2020-03
    """
    from candour.audit.ethnicity import Ethnicity
    from candour.audit.periods import Period
    from candour.audit.populations import slug_of
    from candour.audit.stops import StopsQuestion, audit_stops

    if ethnicity not in set(Ethnicity):
        raise CandourError(f"'{ethnicity}' is no one's word: --ethnicity is self or officer.")
    question = StopsQuestion(
        period=Period.parse(period),
        ethnicity=Ethnicity(ethnicity),
        reference=reference.strip().lower(),
        forces=tuple(slug_of(name) for name in force or []),
        repeats=repeats,
    )
    finding = working(lambda: audit_stops(files, population or [], question, memory=memory))
    hand_over(finding, out=out, as_json=as_json)
    if not any(row["fit"] for row in finding.tables["fitness"]):
        raise typer.Exit(NOT_VALID)
