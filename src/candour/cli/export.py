"""candour export: the whole register as files that anybody can read and verify."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from candour.cli.audit.waiting import progress_bar
from candour.cli.database import bring_database_up_to_date, data_folder, wake_django
from candour.core.errors import CandourError
from candour.core.progress import Progress

if TYPE_CHECKING:
    from candour.register.releasing import ReleaseReport

Since = Annotated[
    Path | None,
    typer.Option("--since", help="Folder of an older release: say in delta/ what differs."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def export(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="Folder or file.tar.gz to write; nothing may stand there yet. By default a "
            "release is published at /data/, from the data folder."
        ),
    ] = None,
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
    progress = Progress()
    with progress_bar(progress):
        report = _exported(folder, since, progress)
    if as_json:
        told = {"folder": str(report.folder), "files": report.files, "bytes": report.size}
        print(json.dumps(told | report.release.as_dict(), ensure_ascii=False, indent=1))
        return
    release = report.release
    print(f"Release {release.version}: {report.files} files, {report.size:,} bytes.")
    print(", ".join(f"{number:,} {name}" for name, number in release.rows.items()) + ".")
    print(f"`candour verify {report.folder}` verifies them.")


def _exported(folder: Path | None, since: Path | None, progress: Progress) -> "ReleaseReport":
    if folder is not None:
        from candour.register.releasing import export_release

        return export_release(folder, since=since, progress=progress)
    if since is not None:
        raise CandourError(
            "--since goes with a folder. What is published tells what differs from the newest "
            "release that was published before."
        )
    from candour.register.published import FOLDER, publish

    return publish(data_folder() / FOLDER, progress=progress)
