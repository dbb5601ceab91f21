"""candour content take-out: a line out of the past, by order, with the reason in its place."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from candour.cli.database import bring_database_up_to_date, wake_django
from candour.evidence.removing import take_out_of_files


def take_out(
    statement: Annotated[str, typer.Argument(help="Identifier of the statement.")],
    why: Annotated[
        str, typer.Option("--why", help="By whose order, or under which Act; readers see it.")
    ],
    folder: Annotated[
        Path | None,
        typer.Option(help="Content folder; by default it is taken out of the database."),
    ] = None,
) -> None:
    """Take what a statement said out of the past, by order of a court or for personal data.

    The chain still fits, and the pages say that something was taken out, when and why. Do it in
    the content folder and in each database that holds it; copies that others have are theirs.

    Example:

        candour content take-out s1-he4ji5it4ax22rm5sacq6z2lqh --why "Order of the High Court"
    """
    today = date.today().isoformat()  # noqa: DTZ011 - the day where the operator sits
    if folder is not None:
        lines = take_out_of_files(folder, statement, on=today, why=why)
    else:
        wake_django()
        bring_database_up_to_date()
        from candour.register import removals

        lines = removals.take_out(statement, on=today, why=why)
    print(f"{lines} {'line' if lines == 1 else 'lines'} taken out.")
