"""Odd requests over the wire, by the hundred thousand: no answer may be a fault of ours.

    python -m benchmarks.fuzz --requests 1000000 --seed 1

serves the register that DATABASE_URL names (by default the shipped content in a new SQLite file) as
`candour serve` does, and sends it whole requests, odd ones and broken ones, drawn from a seed:
addresses that there are with their ends, queries, methods, headers and bodies changed, bytes that
are no HTTP, and requests cut off. With `--in-process` the same requests go through the same reader
of requests and the same application without sockets, which is faster. It tells how often each
status was answered, and ends with 1 and the request itself if one was answered by a fault (5xx, but
for 501 and 503), or if the server no longer answers. The same seed sends the same requests.
"""

import argparse
import os
import random
import re
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from benchmarks.readers import CONTENDERS, PAGES, prepare, serving

SHOWN_EVERY = 10_000
SECONDS = 60
FAULTS = re.compile(rb"HTTP/1\.[01] 5(?!01|03)")
METHODS = (
    *("GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", ""),
)
NAMES = ("q", "on", "known", "as-of", "page", "sort", "of", "from", "to", "class", "force", "x")
TEXTS = (
    *("", "0", "-1", "9" * 40, "2026-02-30", "0001-01-01", "9999-12-31", "%", "%00", "%ff"),
    *("%2e%2e", "<script>", "' OR 1=1 --", "{{7*7}}", "\u202e", "é", "🙈", "a" * 2000, "NaN"),
)
HEADERS = (
    *("Cookie", "Accept-Encoding", "If-None-Match", "Range", "Host", "X-Forwarded-Proto", "X-é"),
    *("Content-Length", "Transfer-Encoding", "Expect", "Connection", "Authorization"),
)
VALUES = (
    *("csrftoken=!", "gzip;q=x", '"', "W/", "bytes=9-1", "bytes=0-0,1-1,2-2", "evil", "https"),
    *("-1", "99999999999", "chunked", "100-continue", "close", "keep-alive", "Bearer", "\x00", "é"),
)


def requests(seed: int) -> Iterator[bytes]:
    """Requests without end, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - the same requests each time
    while True:
        whole = _request(draw)
        match draw.randrange(12):
            case 0:
                yield whole[: draw.randrange(len(whole) + 1)]
            case 1:
                yield _with_bytes_changed(draw, whole)
            case 2:
                yield draw.randbytes(draw.randrange(1, 400)) + b"\r\n\r\n"
            case _:
                yield whole


def _request(draw: random.Random) -> bytes:
    target = draw.choice(PAGES)
    if draw.random() < 0.4:  # noqa: PLR2004 - a share
        target = target.rstrip("/") + draw.choice((".json", ".csv", ".atom", "//", "/x/", "/..;/"))
    if draw.random() < 0.2:  # noqa: PLR2004 - (the same)
        target = f"{target}{_text(draw)}/"
    pairs = (f"{draw.choice(NAMES)}={_text(draw)}" for _ in range(draw.randrange(4)))
    query = "&".join(pairs)
    lines = [f"{draw.choice(METHODS)} {target}{'?' if query else ''}{query} HTTP/1.1",
             "Host: localhost"]  # fmt: skip
    odd = draw.randrange(4) if draw.random() < 0.4 else 0  # noqa: PLR2004 - (the same)
    lines += [f"{draw.choice(HEADERS)}: {draw.choice(VALUES)}" for _ in range(odd)]
    body = draw.choice(TEXTS).encode() if draw.random() < 0.3 else b""  # noqa: PLR2004 - (the same)
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def _text(draw: random.Random) -> str:
    """A text as a browser would write it, and now and then as it must not stand in an address."""
    text = draw.choice(TEXTS)
    return text if draw.random() < 0.1 else quote(text, safe="%")  # noqa: PLR2004 - a share


def _with_bytes_changed(draw: random.Random, whole: bytes) -> bytes:
    odd = bytearray(whole)
    for _ in range(draw.randrange(1, 6)):
        odd[draw.randrange(len(odd))] = draw.randrange(256)
    return bytes(odd)


def answer_to(port: int, request: bytes) -> bytes:
    """The first line of what comes back, or b"" where the connection is closed without a word."""
    with (
        suppress(ConnectionError),
        socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection,
    ):
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)  # a request that was cut off is over
        return connection.recv(4096).partition(b"\r\n")[0]
    return b""


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--in-process", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="candour-fuzz-") as folder:
        ours = {"CANDOUR_DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/candour.sqlite3"}
        environ = {**ours, "SECRET_KEY": "for fuzzing alone", **os.environ}
        prepare(environ)
        log = Path(folder) / "log"
        if options.in_process:
            os.environ.update(environ)
            return int(pressed(answer_in_process(), options.requests, options.seed))
        with serving(CONTENDERS[0], environ, log) as (port, _):
            fault = pressed(partial(answer_to, port), options.requests, options.seed)
        print(f"Lines in the log: {len(log.read_bytes().splitlines())}")
    return int(fault)


def answer_in_process() -> Callable[[bytes], bytes]:
    """What answers a request as a served process does, given the bytes that came."""
    from waitress.adjustments import Adjustments
    from waitress.parser import HTTPRequestParser

    from candour.config import buffering, wsgi

    application = buffering.without_body_for_head(wsgi.application)
    settings = Adjustments(
        max_request_header_size=buffering.LONGEST_HEAD,
        max_request_body_size=buffering.LARGEST_BODY,
        clear_untrusted_proxy_headers=False,
    )

    def answer(request: bytes) -> bytes:
        parser = HTTPRequestParser(settings)
        while request and not parser.completed:
            taken = parser.received(request)
            request = request[taken:]
            if parser.empty:  # blank lines before a request, which a connection skips
                parser = HTTPRequestParser(settings)
        if not parser.completed:
            return b""
        if parser.error:
            return f"HTTP/1.1 {parser.error.code}".encode()
        return _answered(application, _environment(parser, settings))

    return answer


def _environment(parser: Any, settings: Any) -> dict[str, Any]:
    """What the application is given of a request, as waitress makes it for a connection."""
    from candour.config import buffering

    server = SimpleNamespace(
        effective_host="localhost", effective_port=80, server_name="localhost", adj=settings
    )
    channel = SimpleNamespace(
        server=server, addr=("127.0.0.1", 0), creation_time=0, check_client_disconnected=bool
    )
    environment: dict[str, Any] = buffering.Answer(channel, parser).get_environment()
    return environment


def _answered(application: Callable[..., Iterable[bytes]], environment: dict[str, Any]) -> bytes:
    told: list[str] = []
    body = application(environment, lambda status, headers, *rest: told.append(status))
    for _ in body:
        pass
    if hasattr(body, "close"):
        body.close()
    return f"HTTP/1.1 {told[0]}".encode()


def pressed(answered: Callable[[bytes], bytes], number: int, seed: int) -> bool:
    """Send so many requests, print what came of them, and say whether one found a fault."""
    told: Counter[str] = Counter()
    for place, request in zip(range(1, number + 1), requests(seed), strict=False):
        first = answered(request)
        told[first.split(b" ")[1].decode() if b" " in first else "closed"] += 1
        if FAULTS.match(first):
            print(f"Request {place} was answered {first!r}:\n{request!r}", file=sys.stderr)
            return True
        if place % SHOWN_EVERY == 0 or place == number:
            print(f"{place:,} requests: {dict(sorted(told.items()))}", flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())
