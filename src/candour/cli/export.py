"""candour export: the whole register, or the whole site, as files that anybody can read."""

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

NOT_VALID = 1

Since = Annotated[
    Path | None,
    typer.Option("--since", help="Folder of an older release: say in delta/ what differs."),
]
Site = Annotated[
    Path | None,
    typer.Option("--site", help="Folder to write a copy of the whole site to, as pages."),
]
Online = Annotated[
    str,
    typer.Option(
        "--online",
        help="Of --site: address of the site itself, to which whatever needs a server then leads.",
    ),
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
    site: Site = None,
    online: Online = "",
    as_json: AsJson = False,
) -> None:
    """Write the whole register: SQLite, CSV, JSON Lines and Parquet, content, chains, digests.

    With --site it writes every page instead, to be read from a folder or any plain web host.

    Example:

        candour export /releases/candour-2026-11-30

        candour export /releases/candour-2026-11-30.tar.gz

        candour export --site /copies/candour --online https://candour.example
    """
    _refuse_mixtures(folder, since, site, online)
    wake_django()
    bring_database_up_to_date()
    progress = Progress()
    if site is not None:
        _copy(site, online, progress, as_json=as_json)
        return
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


def _refuse_mixtures(
    folder: Path | None, since: Path | None, site: Path | None, online: str
) -> None:
    if site is not None and (folder is not None or since is not None):
        raise CandourError("--site writes a copy of the pages; a release is written apart from it.")
    if online and site is None:
        raise CandourError("--online goes with --site.")


def _copy(folder: Path, online: str, progress: Progress, *, as_json: bool) -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from candour.cli.copying.crawling import copy_site, default_processes, refuse_address
    from candour.cli.copying.links import Told
    from candour.cli.serve import is_register_empty

    told = Told(f"{timezone.localdate():%-d %B %Y}", refuse_address(online))
    if is_register_empty():
        raise CandourError("The register is empty, so there is nothing to copy.")
    call_command("collectstatic", interactive=False, verbosity=0)
    with progress_bar(progress):
        report = copy_site(folder, told, processes=default_processes(), progress=progress)
    if as_json:
        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
    else:
        print(f"{report.pages:,} pages and {report.files - report.pages:,} other files in")
        print(f"{report.folder}: {report.size:,} bytes. Open {report.folder / 'index.html'}.")
        for missing in report.missing:
            print(f"Not copied: {missing}")
    if report.missing:
        raise typer.Exit(NOT_VALID)
