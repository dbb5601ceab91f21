"""candour reports: what readers wrote to those who keep this copy, read, answered and deleted."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from candour.cli.database import bring_database_up_to_date, wake_django

app = typer.Typer(help="Read what readers reported or replied.", no_args_is_help=True)

Reference = Annotated[str, typer.Argument(help="Number of the report, as in R-7K3M-QX2P.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
FIRST_WORDS = 60


def _open() -> datetime:
    """Wake the database, and delete what has been kept as long as the form says."""
    wake_django()
    bring_database_up_to_date()
    from candour.inbox.services import drop_what_is_over

    now = datetime.now(UTC)
    drop_what_is_over(now)
    return now


@app.command("list")
def list_(
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Only those that wait for an answer.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List what came in, the oldest first; what was kept long enough is deleted before.

    Example:

        candour reports list --waiting
    """
    _open()
    from candour.inbox.selectors import reports

    rows = reports(waiting=waiting)
    if as_json:
        print(json.dumps([row.as_dict() for row in rows], ensure_ascii=False, indent=1))
        return
    for row in rows:
        state = "answered" if row.answered_at else "waiting"
        words = " ".join(row.text.split())[:FIRST_WORDS]
        print(f"{row.reference}  {row.received_at:%Y-%m-%d}  {state:8}  {row.kind:6}  {row.about}")
        print(f"    {words}")
    print(f"{len(rows)} {'report' if len(rows) == 1 else 'reports'}.")


@app.command()
def show(reference: Reference, as_json: AsJson = False) -> None:
    """Show one report whole.

    Example:

        candour reports show R-7K3M-QX2P
    """
    _open()
    from candour.inbox.selectors import report

    row = report(reference)
    if as_json:
        print(json.dumps(row.as_dict(), ensure_ascii=False, indent=1))
        return
    told = row.as_dict()
    text = told.pop("text")
    for name, value in told.items():
        print(f"{name.replace('_', ' '):12}  {value or '-'}")
    print(f"\n{text}")


@app.command()
def answered(reference: Reference) -> None:
    """Mark a report as answered; it is deleted some days later, as its form says.

    Example:

        candour reports answered R-7K3M-QX2P
    """
    now = _open()
    from candour.inbox.services import KEPT_DAYS_ANSWERED, mark_answered

    report = mark_answered(reference, at=now)
    print(f"{report.reference} is marked as answered. It goes in {KEPT_DAYS_ANSWERED} days.")


@app.command()
def delete(reference: Reference) -> None:
    """Delete a report at once; nothing of it is left.

    Example:

        candour reports delete R-7K3M-QX2P
    """
    _open()
    from candour.inbox.services import delete_report

    delete_report(reference)
    print(f"{reference} is deleted.")
