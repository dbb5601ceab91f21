"""`candour audit force`: tactics reported for each group."""

from pathlib import Path
from typing import Annotated

import typer

from candour.cli.audit.handing_over import AsJson, Forces, Out, Populations, hand_over, working
from candour.cli.audit.keeping import About, Keeping, Record, RecordedBy, SourceOf, Why


def force(
    file: Annotated[Path, typer.Argument(help="Workbook as published (ODS), or its table as CSV.")],
    period: Annotated[str, typer.Option(help="Months it covers, as 2019-04..2020-03.")],
    population: Populations = None,
    force: Forces = None,
    reference: Annotated[str, typer.Option(help="Group that others are compared with.")] = "white",
    denominator: Annotated[
        str,
        typer.Option(
            help="Residents to lead with: 2011, 2021 or interpolated; by default those nearest to "
            "the period.",
        ),
    ] = "",
    tactic: Annotated[str, typer.Option(help="Tactic, as the table calls it.")] = "*Total Tactics",
    incidents: Annotated[
        Path | None, typer.Option(help="Table of incidents by force; a workbook holds its own.")
    ] = None,
    out: Out = None,
    as_json: AsJson = False,
    record: Record = False,
    about: About = None,
    source: SourceOf = "",
    by: RecordedBy = "",
    why: Why = "",
) -> None:
    """Audit the use of force: tactics reported for each group, as perceived by officers.

    Tactics are not incidents, and incidents are not people.

    Example:

        candour audit force force.ods --population census2021.csv --period 2019-04..2020-03
    """
    from candour.audit.force.audit import ForceQuestion, audit_force
    from candour.audit.force.kind import KIND
    from candour.audit.periods import Period
    from candour.audit.residents.populations import slug_of

    keeping = Keeping.of(record, about, source, by, why)
    question = ForceQuestion(
        period=Period.parse(period),
        reference=reference.strip().lower(),
        denominator=denominator.strip().lower(),
        tactic=tactic,
        forces=tuple(slug_of(name) for name in force or []),
    )
    finding = working(lambda: audit_force(file, population or [], question, incidents=incidents))
    hand_over(finding, KIND, out=out, as_json=as_json, keeping=keeping)
