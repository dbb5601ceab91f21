"""Asking one server for page after page over kept connections, for so many seconds."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException

THREADS = 2
TIMEOUT = 30


def requests_per_second(port: int, address: Callable[[], str], *, seconds: float) -> float:
    """How many requests a second are answered, all of them with 200."""
    until = time.perf_counter() + seconds
    answered = [0] * THREADS
    failed: list[str] = []

    def ask(place: int) -> None:
        try:
            for _ in _answers(port, address, until):
                answered[place] += 1
        except (OSError, HTTPException, AssertionError) as error:
            failed.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(THREADS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(f"The server on port {port} failed: {failed[0]}")
    return sum(answered) / (time.perf_counter() - began)


def _answers(port: int, address: Callable[[], str], until: float) -> Iterator[int]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)) as connection:
        while time.perf_counter() < until:
            asked = address()
            connection.request("GET", asked)
            response = connection.getresponse()
            size = len(response.read())
            assert response.status == 200, f"{asked}: {response.status}"  # noqa: PLR2004 - OK
            yield size
