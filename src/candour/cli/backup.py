"""candour backup and candour restore: everything needed to come back, on either database."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from candour.cli.database import bring_database_up_to_date, ledgers, wake_django

if TYPE_CHECKING:
    from candour.register.backup import BackupReport

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def backup(
    file: Annotated[Path, typer.Argument(help="File to write; nothing may stand there yet.")],
    as_json: AsJson = False,
) -> None:
    """Write all that this installation holds to one file.

    Example:

        candour backup /backups/candour-2026-11-29.tar.gz
    """
    wake_django()
    bring_database_up_to_date()
    from candour.register.backup import write_backup

    _tell(write_backup(file, ledgers=ledgers()), as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="File that `candour backup` wrote.")],
    as_json: AsJson = False,
) -> None:
    """Bring an empty database to what a backup holds: SQLite or PostgreSQL, whichever it was.

    Example:

        candour restore /backups/candour-2026-11-29.tar.gz
    """
    wake_django()
    bring_database_up_to_date()
    from candour.register.backup import restore_backup

    _tell(restore_backup(file, ledgers=ledgers()), as_json=as_json)


def _tell(report: "BackupReport", *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.as_dict(), indent=1))
        return
    print(
        f"{report.change_sets} change sets of {report.origins} origins, {report.statements} "
        f"statements and {report.findings} findings, in {report.files} files."
    )
