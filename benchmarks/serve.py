"""Requests a second over HTTP, in one run on one machine: Candour, a bare Django view, Datasette.

The two Django projects are served alike, as `candour serve` serves but by one process. Rounds
take turns, so that what else the machine does falls on all of them; the median round counts.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.generate import Size
from benchmarks.load import database, environment
from benchmarks.pressure import requests_per_second
from candour.cli.serve import gunicorn_command

STARTS_WITHIN = 60
HTML, JSON = "HTML", "JSON"
WARM_UP = 0.5
DATASETTE_TABLE = "/candour/register_statement{form}?subject__exact={slug}&_size=100"


@dataclass(frozen=True, slots=True)
class Contender:
    """A server, and the address of a system's rows on it in each form."""

    name: str
    addresses: dict[str, str]
    command: Callable[[int, Path], list[str]]
    settings: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """Requests a second that one contender answered in one form: the median round and all."""

    name: str
    form: str
    median: float
    rounds: tuple[float, ...]


def candour_command(port: int, data: Path) -> list[str]:
    return gunicorn_command(f"127.0.0.1:{port}", workers=1)


def bare_command(port: int, data: Path) -> list[str]:
    return [
        "django.core.wsgi:get_wsgi_application()" if part.startswith("candour.") else part
        for part in candour_command(port, data)
    ]


def datasette_command(port: int, data: Path) -> list[str]:
    settings = {"default_cache_ttl": "0", "suggest_facets": "off", "num_sql_threads": "4"}
    given = [word for name, value in settings.items() for word in ("--setting", name, value)]
    start = [sys.executable, "-m", "datasette", "serve", str(database(data))]
    return [*start, "--port", str(port), *given]


CONTENDERS = (
    Contender(
        "Candour",
        {HTML: "/systems/{slug}/", JSON: "/systems/{slug}.json"},
        candour_command,
        "benchmarks.unkept",
    ),
    Contender(
        "bare Django view",
        {HTML: "/rows/{slug}/", JSON: "/rows/{slug}.json"},
        bare_command,
        "benchmarks.bare.settings",
    ),
    Contender(
        "Datasette",
        {
            HTML: DATASETTE_TABLE.format(form="", slug="{slug}"),
            JSON: DATASETTE_TABLE.format(form=".json", slug="{slug}") + "&_shape=objects",
        },
        datasette_command,
    ),
)


def time_serving(size: Size, data: Path, *, rounds: int, seconds: float) -> Iterator[Served]:
    """Put each contender under the same pressure in turn, and give the median of its rounds."""
    found: dict[tuple[str, str], list[float]] = {}
    with ExitStack() as stack:
        ports = {one.name: stack.enter_context(serving(one, data)) for one in CONTENDERS}
        for number in range(rounds + 1):
            for one in CONTENDERS:
                for form, address in one.addresses.items():
                    asked = drawn(address, size, seed=number)
                    lasting = seconds if number else WARM_UP
                    rate = requests_per_second(ports[one.name], asked, seconds=lasting)
                    if number:
                        found.setdefault((one.name, form), []).append(rate)
    for (name, form), rates in found.items():
        yield Served(name, form, median(rates), tuple(rates))


def drawn(address: str, size: Size, *, seed: int) -> Callable[[], str]:
    """The addresses of systems drawn at random: in each round the same for all contenders."""
    draw = random.Random(seed)  # noqa: S311 - the same systems each time
    return lambda: address.format(slug=f"system-{draw.randrange(size.systems):05}")


@contextmanager
def serving(contender: Contender, data: Path) -> Iterator[int]:
    """Start a server, wait until it answers, give its port, and stop it."""
    port = free_port()
    log = data / f"{contender.name.split()[0].lower()}.log"
    settings = {"DJANGO_SETTINGS_MODULE": contender.settings} if contender.settings else {}
    with log.open("wb") as told:
        server = subprocess.Popen(
            contender.command(port, data),
            env={**environment(data), **settings},
            stdout=told,
            stderr=told,
            start_new_session=True,
        )
    try:
        wait_for(port, server, log)
        yield port
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"A server did not start: {log.read_text()[-2000:]}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
