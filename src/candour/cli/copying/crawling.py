"""Every page of the site asked of the site itself, and written as a file.

Nothing listens: pages are asked of the application in the same process, so a copy is what a
reader would have been given. Several processes share the work; each keeps one page in memory.
"""

import io
import logging
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from candour.cli.copying.links import (
    ABOUT,
    NOWHERE,
    OF_THE_WEB,
    Told,
    file_of,
    is_copied,
    rewritten,
)
from candour.core.errors import CandourError
from candour.core.progress import UNWATCHED, Progress
from candour.evidence.folder import StandsThere

FIRST = ("/", ABOUT, *(one for one in OF_THE_WEB if one.startswith("/")), "/changes.atom")
STATIC = "/static/"
LONGEST_FAULT = 200
AT_ONCE = 16  # addresses handed to a process at a time
FOUND, MOVED = 200, frozenset({301, 302, 307, 308})


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one address: bytes written, if any, what failed, where it leads."""

    address: str
    size: int | None
    fault: str = ""
    leads: tuple[str, ...] = ()


@dataclass
class CopyReport:
    """What a copy holds. `missing` are addresses that pages lead to and that gave no page."""

    folder: Path
    files: int = 0
    pages: int = 0
    size: int = 0
    missing: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "folder": str(self.folder),
            "files": self.files,
            "pages": self.pages,
            "bytes": self.size,
            "missing": self.missing,
        }


def copy_site(
    folder: Path, told: Told, *, processes: int, progress: Progress = UNWATCHED
) -> CopyReport:
    """Write the whole site to an empty folder: all of it or nothing.

    Raises
    ------
    StandsThere
        If the folder holds anything.
    """
    if folder.exists() and any(folder.iterdir()):
        raise StandsThere(folder, sorted(path.name for path in folder.iterdir()))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".copying-") as beside:
        draft = Path(beside) / "site"
        draft.mkdir(mode=0o755)
        report = CopyReport(folder)
        for one in _crawled(draft, told, processes, progress):
            _note(one, report)
        for path in _static_files(draft):
            report.files += 1
            report.size += path.stat().st_size
        draft.replace(folder)
    return report


def _note(one: Written, report: CopyReport) -> None:
    if one.fault:
        report.missing.append(f"{one.address}: {one.fault}")
    if one.size is not None:
        report.files += 1
        report.size += one.size
        report.pages += file_of(one.address).endswith(".html")


def _crawled(draft: Path, told: Told, processes: int, progress: Progress) -> Iterator[Written]:
    """Give what became of each address, followed from those that come first."""
    seen = dict.fromkeys(address for address in FIRST if is_copied(address, told))
    waiting = list(seen)
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes, _begin, (str(draft), told)) as pool:
        while waiting:
            asked, waiting = waiting, []
            answers = pool.imap_unordered(_write, asked, chunksize=AT_ONCE)
            for _ in progress.through(f"Copying {len(asked):,} of {len(seen):,} files", asked):
                one = next(answers)
                yield one
                new = [lead for lead in one.leads if lead not in seen]
                seen.update(dict.fromkeys(new))
                waiting += new


def _static_files(draft: Path) -> Iterator[Path]:
    """Styles, fonts and pictures of the site itself, and no script: a copy has none."""
    from django.conf import settings

    root = Path(settings.STATIC_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix not in {".gz", ".br", ".js", ".json"}:
            target = draft / STATIC.strip("/") / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            yield target


# --- in each process ------------------------------------------------------------------

_here: dict[str, Any] = {}


def _begin(draft: str, told: Told) -> None:
    from candour.cli.database import wake_django

    wake_django()
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # what fails is in the report

    parts = urlsplit(told.online or NOWHERE)
    settings.ALLOWED_HOSTS = [parts.hostname]
    # The addresses that pages give of themselves, to be quoted, are those of the site.
    settings.SECURE_SSL_REDIRECT = False
    _here.update(draft=Path(draft), told=told, host=parts.netloc, scheme=parts.scheme)
    _here["application"] = get_wsgi_application()


def _write(address: str) -> Written:
    try:
        status, headers, body = _answer(address)
    except Exception as error:  # noqa: BLE001 - one page that fails is named, and no more
        return Written(
            address, None, f"failed: {type(error).__name__}: {str(error)[:LONGEST_FAULT]}"
        )
    with closing(body):
        if status in MOVED:
            return _moved(address, headers.get("location", ""))
        fault = "" if status == FOUND else f"answered {status}"
        is_page = headers.get("content-type", "").startswith("text/html")
        if fault and not is_page:
            return Written(address, None, fault)
        path = _here["draft"] / file_of(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not is_page:
            return Written(address, _stream(path, body))
        text = b"".join(body).decode("utf-8")
    # What is not there has its page too: the one that says so.
    page, leads = rewritten(text, address, _here["told"])
    path.write_text(page, encoding="utf-8")
    followed = (lead for lead in leads if not lead.startswith(STATIC))
    return Written(address, path.stat().st_size, fault, tuple(sorted(followed)))


def _moved(address: str, location: str) -> Written:
    """A page that leads on, for an address that was moved."""
    parts = urlsplit(location)
    to = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if not is_copied(to, _here["told"]):
        return Written(address, None, f"leads to {location}")
    html = f'<!doctype html><title>Moved</title><main><a href="{to}">It is here now</a></main>'
    page, leads = rewritten(html, address, _here["told"])
    path = _here["draft"] / file_of(address)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")
    return Written(address, path.stat().st_size, leads=tuple(leads))


def _stream(path: Path, body: Iterable[bytes]) -> int:
    with path.open("wb") as file:
        return sum(file.write(piece) for piece in body)


class _Body:
    """What an application answers with, closed as a server would close it."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._pieces)

    def close(self) -> None:
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()


def _answer(address: str) -> tuple[int, dict[str, str], _Body]:
    """Ask the application for an address, as a server does (PEP 3333)."""
    parts = urlsplit(address)
    host, _, port = _here["host"].partition(":")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(parts.path),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": host,
        "SERVER_PORT": port or ("443" if _here["scheme"] == "https" else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": _here["host"],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": _here["scheme"],
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    begun: list[tuple[int, dict[str, str]]] = []

    def start(status: str, headers: Sequence[tuple[str, str]], _: object = None) -> None:
        begun.append((int(status[:3]), {name.lower(): value for name, value in headers}))

    body = _Body(_here["application"](environ, start))
    ((status, headers),) = begun
    return status, headers, body


def default_processes() -> int:
    return max(1, min(8, len(os.sched_getaffinity(0))))


def refuse_address(online: str) -> str:
    """The address of the site without a last slash, or a refusal in words."""
    parts = urlsplit(online)
    is_site = parts.scheme in {"http", "https"} and parts.hostname and not parts.path.strip("/")
    if online and not is_site:
        raise CandourError(f"--online {online} is no address of a site: write https://example.org.")
    return online.rstrip("/")
