"""candour export: the whole register as files that anybody can verify."""

import json
from pathlib import Path
from typing import Annotated

import typer

from candour.cli.database import bring_database_up_to_date, wake_django

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def export(
    folder: Annotated[
        Path, typer.Argument(help="Folder to write, or file.tar.gz; it may not be there yet.")
    ],
    as_json: AsJson = False,
) -> None:
    """Write the whole register as files: content, chains, checkpoints, and digests of all.

    Example:

        candour export /releases/candour-2026-11-30

        candour export /releases/candour-2026-11-30.tar.gz
    """
    wake_django()
    bring_database_up_to_date()
    from candour.register.dumping import export_release

    report = export_release(folder)
    if as_json:
        print(json.dumps({"folder": str(folder), "files": report.written}, indent=1))
        return
    print(f"{report.written} files. `candour verify {folder}` verifies them.")
