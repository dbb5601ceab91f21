"""The page on which control points are clicked: served to this machine only, by one key.

It writes one file, the user's own points. Whoever has not the key in the address gets nothing, and
neither does a page of another site whose name was made to point here.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

from candour.audit.georeference.editing import (
    as_csv,
    fit_of,
    outlines_shown,
    png_of,
    rows_of_file,
)
from candour.audit.georeference.pages import Page
from candour.evidence.folder import write_whole

HERE = "127.0.0.1"
MOST_BYTES = 1_000_000
MOST_PASSED_OVER = 20 * MOST_BYTES  # of a body that is refused; beyond, the connection breaks
CHUNK = 64 * 1024
STATIC = {"": "index.html", "page.css": "page.css", "page.js": "page.js"}
TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "png": "image/png",
    "json": "application/json",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page works on.

    Attributes
    ----------
    picture : the page as PNG
    outlines : rings to click on; none where no outlines were given
    points : the file that is read at first and written when asked
    """

    name: str
    picture: bytes
    outlines: Sequence[Any]
    points: Path
    key: str

    @classmethod
    def of(cls, page: Page, points: Path, outlines: Path | None) -> "Desk":
        return cls(
            page.name,
            png_of(page),
            outlines_shown(outlines) if outlines else (),
            points,
            secrets.token_urlsafe(16),
        )

    def server(self, port: int) -> ThreadingHTTPServer:
        """A server of this desk; port 0 takes a free one.

        Raises
        ------
        OSError
            If the port is taken.
        """
        return ThreadingHTTPServer((HERE, port), partial(_Answers, self))

    def address(self, server: ThreadingHTTPServer) -> str:
        return f"http://{HERE}:{server.server_port}/{self.key}/"


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def __init__(self, desk: Desk, *rest: Any) -> None:
        self.desk = desk
        super().__init__(*rest)

    def do_GET(self) -> None:
        what = self._asked()
        if what in STATIC:
            data = files("candour.audit.georeference").joinpath("page", STATIC[what]).read_bytes()
            self._answer(200, data, STATIC[what].rpartition(".")[2])
        elif what == "page.png":
            self._answer(200, self.desk.picture, "png")
        elif what == "points.json":
            self._json(
                {
                    "name": self.desk.name,
                    "points": rows_of_file(self.desk.points),
                    "outlines": self.desk.outlines,
                }
            )
        else:
            self._answer(404, b"Not here.\n", "html")

    def do_POST(self) -> None:
        what, rows = self._asked(), self._rows()
        if what not in {"fit", "save"}:
            self._answer(404, b"Not here.\n", "html")
        elif rows is None:
            self._answer(400, b"These are no points.\n", "html")
        elif what == "fit":
            self._json(fit_of(rows))
        else:
            self._json({"says": self._saved(rows)})

    def _saved(self, rows: list[dict[str, Any]]) -> str:
        try:
            write_whole(self.desk.points, as_csv(rows))
        except OSError as error:
            return f"{self.desk.points} could not be written: {error.strerror}."
        return f"{len(rows)} points are in {self.desk.points}."

    def _asked(self) -> str | None:
        """What is asked of the desk; None without the key, or under another host's name."""
        assert isinstance(self.server, ThreadingHTTPServer)
        port = self.server.server_port
        names = {f"{HERE}:{port}", f"localhost:{port}"}
        key, _, what = self.path.removeprefix("/").partition("/")
        if self.headers.get("Host") not in names or not secrets.compare_digest(
            key.encode(), self.desk.key.encode()
        ):
            return None
        return what

    def _rows(self) -> list[dict[str, Any]] | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            self.close_connection = True
            self._pass_over(min(int(length), MOST_PASSED_OVER) if length.isdigit() else 0)
            return None
        try:
            rows = json.loads(self.rfile.read(int(length)))
        except ValueError:
            return None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            return None
        return rows

    def _pass_over(self, left: int) -> None:
        """Read on and keep nothing: who is still sending does not hear a refusal."""
        while left > 0 and (part := self.rfile.read(min(left, CHUNK))):
            left -= len(part)

    def _json(self, data: object) -> None:
        self._answer(200, json.dumps(data).encode(), "json")

    def _answer(self, status: int, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", TYPES[kind])
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *rest: Any) -> None:
        """Nothing: the terminal is for the user."""
