"""How long pages take inside one process, and how many queries each asks: no network, no cache."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from benchmarks import words
from benchmarks.generate import Size

PAGE = 50  # rows of a list
OTHER_LISTS = ("bodies", "products", "methods", "datasets", "documents", "sources")
TALLIES = ("forces", "figures", "figures/derived", "contradictions", "gaps", "changes")
TOMORROW_OF_ALL = date(2999, 12, 31)  # after every load: the register as it stands, the long way


@dataclass(frozen=True, slots=True)
class Timed:
    """What asking for one kind of page took."""

    what: str
    p50: float  # milliseconds
    p95: float
    processor_p50: float  # milliseconds that the machine's other work can't stretch much
    processor_p95: float
    fewest_queries: int
    most_queries: int


def time_pages(size: Size, *, requests: int) -> Iterator[Timed]:
    """Ask for each kind of page so many times, of subjects drawn at random."""
    from django.test import Client

    client, draw = Client(), random.Random(size.seed)  # noqa: S311 - the same pages each time
    for what, address in addresses(size, draw).items():
        yield _time(client, what, address, requests)


def addresses(size: Size, draw: random.Random) -> dict[str, Callable[[], str]]:
    """What is asked for, by the name it goes by in the table."""

    def system() -> str:
        return f"/systems/system-{draw.randrange(size.systems):05}"

    def data_type() -> str:
        from candour.register.selectors import schema

        return draw.choice(list(schema().vocabularies["inputs"]))

    def term(name: str) -> str:
        from candour.register.selectors import schema

        vocabulary = schema().vocabularies[name]
        return draw.choice([key for key, term in vocabulary.items() if "system" in term.of])

    return {
        "system": lambda: f"{system()}/",
        "system, as of a day": lambda: f"{system()}/?as-of={TOMORROW_OF_ALL}",
        "system, true on a day": lambda: f"{system()}/?on=2021-03-14",
        "system, JSON": lambda: f"{system()}.json",
        "home": lambda: "/",
        "list": lambda: f"/systems/?page={draw.randint(1, 5)}",
        "list, as of a day": lambda: f"/systems/?page={draw.randint(1, 5)}&as-of={TOMORROW_OF_ALL}",
        "list, last page": lambda: f"/systems/?page={-(-size.systems // PAGE)}",
        "list, two filters": lambda: (
            f"/systems/?kind={term('kinds')}&operator=body-{draw.randrange(size.bodies):04}"
        ),
        "list, filter and words": lambda: (
            f"/systems/?kind={term('kinds')}&q={draw.choice(words.AIMS).replace(' ', '+')}"
        ),
        "list, by data": lambda: f"/systems/?input={data_type()}",
        "systems of a data type": lambda: f"/terms/inputs/{data_type()}/",
        "search": lambda: f"/search/?q={draw.choice(words.STEMS)}{draw.choice(words.ENDINGS)}",
        "search, misspelt": lambda: f"/search/?q={_misspelt(draw.choice(words.AIMS), draw)}",
        "body": lambda: f"/bodies/body-{draw.randrange(size.bodies):04}/",
        **{f"list of {folder}": partial(str, f"/{folder}/") for folder in OTHER_LISTS},
        **{
            name: partial(str, f"/{name}/")
            for name in (
                "forces",
                "figures",
                "figures/derived",
                "contradictions",
                "gaps",
                "changes",
                "statements",
                "terms",
                "places",
            )
        },
        "figures, one verdict": lambda: "/figures/?verdict=fails",
        "figures, one field": lambda: "/figures/?field=composition",
        "figures, as of a day": lambda: f"/figures/?as-of={TOMORROW_OF_ALL}",
        "contradictions, one kind": lambda: "/contradictions/?kind=denied-and-shown",
        "gaps, one item and state": lambda: "/gaps/?item=dpia&state=not-published",
        "one change set": lambda: "/changes/1/",
    }


def _misspelt(name: str, draw: random.Random) -> str:
    """A word with two neighbouring letters the wrong way round."""
    word = max(name.split(), key=len).lower()
    at = draw.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _time(client: Any, what: str, address: Callable[[], str], requests: int) -> Timed:
    _ask(client, address())  # what is read once is read now
    seconds, processor, queries = [], [], []
    for _ in range(requests):
        asked = address()
        with counting() as counted:
            began, started = time.perf_counter(), time.process_time()
            _ask(client, asked)
            seconds.append(time.perf_counter() - began)
            processor.append(time.process_time() - started)
        queries.append(counted[0])
    taken = [percentile(of, share) * 1000 for of in (seconds, processor) for share in (0.5, 0.95)]
    return Timed(what, *taken, min(queries), max(queries))


def _ask(client: Any, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:  # noqa: PLR2004 - OK
        raise SystemExit(f"{address} was answered with {response.status_code}.")


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


@contextmanager
def counting() -> Iterator[list[int]]:
    """Count the queries asked meanwhile, without keeping their text."""
    from django.db import connection

    counted = [0]

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        counted[0] += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        yield counted
