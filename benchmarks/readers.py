"""Many readers at once, and slow ones beside them: answers a second, waiting times, memory.

    python -m benchmarks.readers --readers 50 --seconds 300 --slow 500

serves the register that DATABASE_URL or CANDOUR_DATA_DIR names (by default the shipped content,
loaded into a new SQLite file) as `candour serve` does, and beside it, with the same server, itself
without the answers that it keeps, a bare Django view on the same database, and Datasette on SQLite
where it is installed. A reader asks for one page after another on a kept connection and thinks for
a moment between two; the client has one processor to itself, the servers the others. Each contender
is asked alone, then with the slow ones: a third send half a request, a third send a form a byte a
second, a third read their answer a little at a time.
"""

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import quantiles

from benchmarks.serve import DATASETTE_TABLE, datasette_command, free_port, wait_for
from candour.cli.serve import gunicorn_command

THINKS = (0.2, 1.0)  # seconds between two pages of a reader, at random
PAGES = (
    *("/", "/systems/", "/forces/", "/figures/", "/contradictions/", "/gaps/", "/findings/"),
    *("/bodies/metropolitan-police/", "/systems/durham-hart/", "/search/?q=risk", "/routes/"),
    *("/systems/mps-gangs-matrix/", "/systems.json", "/about/", "/changes/"),
)
SLUGS = ("durham-hart", "mps-gangs-matrix")
ROWS = ("/rows/durham-hart/", "/rows/mps-gangs-matrix/", "/rows/durham-hart.json")
KILOBYTE = 1024
OK = 200


@dataclass
class Told:
    """What readers saw: seconds of each answer, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Contender:
    """A server; where it is no Django, without settings, and on SQLite alone."""

    name: str
    settings: str
    pages: tuple[str, ...]


CONTENDERS = (
    Contender("Candour", "candour.config.settings", PAGES),
    Contender("Candour, nothing kept", "benchmarks.unkept", PAGES),
    Contender("bare Django view", "benchmarks.bare.settings", ROWS),
)
DATASETTE = Contender(
    "Datasette", "", tuple(DATASETTE_TABLE.format(form="", slug=slug) for slug in SLUGS)
)


# --- readers --------------------------------------------------------------------


async def read(port: int, pages: tuple[str, ...], until: float, told: Told, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - the same pages each time
    streams = None
    while time.monotonic() < until:
        await asyncio.sleep(draw.uniform(*THINKS))
        page, began = draw.choice(pages), time.monotonic()
        try:
            streams = streams or await asyncio.open_connection("127.0.0.1", port)
            status, stays = await ask(*streams, page)
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            told.errors.append(f"{page}: {type(error).__name__}")
            streams = None
            continue
        if not stays:
            streams[1].close()
            streams = None
        told.seconds.append(time.monotonic() - began)
        if status != OK:
            told.errors.append(f"{page}: {status}")


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, page: str
) -> tuple[int, bool]:
    """Ask for a page, read all of it, and give its status and whether the connection stays."""
    head = f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n"
    writer.write(head.encode())
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines if line)
    if "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
    else:
        await reader.read()
    stays = headers.get("connection") != "close" and "content-length" in headers
    return int(first.split()[1]), stays


async def dawdle(port: int, number: int, page: str) -> None:
    """Be slow for ever, in one of three ways; a connection that is closed is opened again."""
    post = "POST /routes/questions/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n"
    form = f"{post}Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    starts = (f"GET {page} HTTP/1.1\r\nHost: 127", form, f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1")
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=KILOBYTE)
            try:
                writer.write(starts[number % 3].encode())
                if number % 3 == 2:  # noqa: PLR2004 - the third way
                    writer.write(b"\r\n\r\n")
                while not writer.is_closing() and not reader.at_eof():
                    await asyncio.sleep(1)
                    if number % 3 == 1:
                        writer.write(b"a")
                        await writer.drain()
                    if number % 3 == 2:  # noqa: PLR2004 - (the same)
                        await reader.read(100)
            finally:
                writer.close()
        await asyncio.sleep(1)


async def press(port: int, pages: tuple[str, ...], options: argparse.Namespace, slow: int) -> Told:
    told = Told()
    dawdlers = [asyncio.create_task(dawdle(port, number, pages[0])) for number in range(slow)]
    await asyncio.sleep(1 if slow else 0)
    until = time.monotonic() + options.seconds
    readers = (read(port, pages, until, told, seed) for seed in range(options.readers))
    await asyncio.gather(*readers)
    for task in dawdlers:
        task.cancel()
    await asyncio.gather(*dawdlers, return_exceptions=True)
    return told


# --- servers --------------------------------------------------------------------


@contextmanager
def serving(contender: Contender, environ: dict[str, str], log: Path) -> Iterator[tuple[int, int]]:
    """Start a server away from the client's processor; give its port and process."""
    port = free_port()
    command = command_of(contender, port, environ["DATABASE_URL"])
    with log.open("wb") as told:
        server = subprocess.Popen(
            command,
            env={**environ, "DJANGO_SETTINGS_MODULE": contender.settings},
            stdout=told,
            stderr=told,
            start_new_session=True,
        )
    os.sched_setaffinity(server.pid, _all_but_the_clients())
    try:
        wait_for(port, server, log)
        yield port, server.pid
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def command_of(contender: Contender, port: int, database: str) -> list[str]:
    if not contender.settings:
        return datasette_command(port, Path(database.removeprefix("sqlite:///")).parent)
    application = "django.core.wsgi:get_wsgi_application()"
    is_ours = contender.settings in {"candour.config.settings", "benchmarks.unkept"}
    command = gunicorn_command(f"127.0.0.1:{port}", workers=2)
    return [
        application if part.startswith("candour.") and not is_ours else part for part in command
    ]


def contenders(database: str) -> Iterator[Contender]:
    yield from CONTENDERS
    if database.startswith("sqlite:") and find_spec("datasette") is not None:
        yield DATASETTE


def _all_but_the_clients() -> set[int]:
    every = sorted(os.sched_getaffinity(0))
    return set(every[1:]) or set(every)


def megabytes(group: int) -> float:
    """Memory of all processes of a group, what they share counted once (PSS)."""
    total = 0
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ProcessLookupError):
            if os.getpgid(int(path.name)) == group:
                rows = (path / "smaps_rollup").read_text().splitlines()
                total += sum(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return total / KILOBYTE


# --- the table ------------------------------------------------------------------


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="candour-readers-") as folder:
        ours = {"CANDOUR_DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/candour.sqlite3"}
        environ = {**ours, "SECRET_KEY": "for benchmarks alone", **os.environ}
        prepare(environ)
        print(
            f"{options.readers} readers for {options.seconds:g} s, {len(os.sched_getaffinity(0))} "
            "processors of which the client has one."
        )
        print("\n| | slow ones | answers a second | p50 ms | p95 ms | errors | memory MB |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for contender in contenders(environ["DATABASE_URL"]):
            with serving(contender, environ, Path(folder) / "log") as (port, group):
                wake(port, contender.pages)
                for slow in (0, options.slow):
                    told = pressed(port, contender.pages, options, slow)
                    print(row(contender.name, slow, told, options.seconds, megabytes(group)))


def prepare(environ: dict[str, str]) -> None:
    """Bring the database to where `candour serve` would have it."""
    steps = "wake_django(); bring_database_up_to_date(); load_content_if_empty()"
    program = (
        "from candour.cli.database import bring_database_up_to_date, wake_django\n"
        "from candour.cli.serve import collect_static_files, load_content_if_empty\n"
        f"{steps}; collect_static_files()"
    )
    subprocess.run([sys.executable, "-c", program], env=environ, check=True)


def wake(port: int, pages: tuple[str, ...]) -> None:
    """Ask for each page twice, so that both processes have what they keep."""

    async def each_twice() -> None:
        for page in pages * 2:
            streams = await asyncio.open_connection("127.0.0.1", port)
            await ask(*streams, page)
            streams[1].close()

    asyncio.run(each_twice())


def pressed(port: int, pages: tuple[str, ...], options: argparse.Namespace, slow: int) -> Told:
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(every)})
    try:
        return asyncio.run(press(port, pages, options, slow))
    finally:
        os.sched_setaffinity(0, every)


def row(name: str, slow: int, told: Told, seconds: float, memory: float) -> str:
    cuts = quantiles(told.seconds, n=20) if len(told.seconds) > 1 else [float("nan")] * 19
    waits = f"{cuts[9] * 1000:.0f} | {cuts[18] * 1000:.0f}"
    for error in sorted(set(told.errors))[:5]:
        print(f"{name}: {error}", file=sys.stderr)
    rate = len(told.seconds) / seconds
    return f"| {name} | {slow} | {rate:.1f} | {waits} | {len(told.errors)} | {memory:.0f} |"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.readers", description=__doc__)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--slow", type=int, default=500)
    return parser.parse_args()


if __name__ == "__main__":
    main()
