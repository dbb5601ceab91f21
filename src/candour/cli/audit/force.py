"""`candour audit force`: tactics reported for each group."""

from pathlib import Path
from typing import Annotated

import typer

from candour.audit.findings import Finding
from candour.audit.force.rows import Force
from candour.cli.audit.naming import codes_of
from candour.cli.audit.options import Denominator, Forces, Reference
from candour.cli.audit.waiting import progress_bar


def force(
    file: Annotated[Path, typer.Argument(help="Workbook as published (ODS), or its table as CSV.")],
    period: Annotated[str, typer.Option(help="Months it covers, as 2019-04..2020-03.")],
    population: Annotated[
        list[Path] | None,
        typer.Option(
            "--population", help="Census table by police force area; once for each census."
        ),
    ] = None,
    force: Forces = None,
    reference: Reference = "white",
    denominator: Denominator = "",
    tactic: Annotated[str, typer.Option(help="Tactic, as the table calls it.")] = "*Total Tactics",
    incidents: Annotated[
        Path | None, typer.Option(help="Table of incidents by force; a workbook holds its own.")
    ] = None,
) -> Finding[Force]:
    """Audit the use of force: tactics reported for each group, as perceived by officers.

    Tactics are not incidents, and incidents are not people.

    Example:

        candour audit force force.ods --population census2021.csv --period 2019-04..2020-03
    """
    from candour.audit.force.audit import ForceQuestion, audit_force
    from candour.audit.periods import Period

    question = ForceQuestion(
        period=Period.parse(period),
        reference=reference.strip().lower(),
        denominator=denominator.strip().lower(),
        tactic=tactic,
        forces=codes_of(force or []),
    )
    with progress_bar():
        return audit_force(file, population or [], question, incidents=incidents)
