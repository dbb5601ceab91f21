"""candour export: the whole register as files that anybody can read and verify."""

import json
from pathlib import Path
from typing import Annotated

import typer

from candour.cli.audit.waiting import progress_bar
from candour.cli.database import bring_database_up_to_date, wake_django
from candour.core.progress import Progress

Since = Annotated[
    Path | None,
    typer.Option("--since", help="Folder of an older release: say in delta/ what differs."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def export(
    folder: Annotated[
        Path,
        typer.Argument(help="Folder or file.tar.gz to write; nothing may stand there yet."),
    ],
    since: Since = None,
    as_json: AsJson = False,
) -> None:
    """Write the whole register: SQLite, CSV, JSON Lines and Parquet, content, chains, digests.

    Example:

        candour export /releases/candour-2026-11-30

        candour export /releases/candour-2026-11-30.tar.gz
    """
    wake_django()
    bring_database_up_to_date()
    from candour.register.releasing import export_release

    progress = Progress()
    with progress_bar(progress):
        report = export_release(folder, since=since, progress=progress)
    if as_json:
        told = {"folder": str(folder), "files": report.files, "bytes": report.size}
        print(json.dumps(told | report.release.as_dict(), ensure_ascii=False, indent=1))
        return
    release = report.release
    print(f"Release {release.version}: {report.files} files, {report.size:,} bytes.")
    print(", ".join(f"{number:,} {name}" for name, number in release.rows.items()) + ".")
    print(f"`candour verify {folder}` verifies them.")
