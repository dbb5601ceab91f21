"""What the tests of the API ask: real addresses filled from its own description, and odd input."""

from functools import lru_cache

from candour.api.description import described
from candour.law.letters import read_letters
from candour.law.routes import read_routes
from candour.register import models
from tests.support.shipped_schema import shipped_schema

DAYS = ("2016-05-01", "2021-03-14", "2024-08-31", "2025-03-01", "2026-12-31", "2999-12-31")
WORDS = ("hart", "gang matrix", "predpol", "risk terrain modeling", "police", "zzzz", "harm", "")
HOSTILE = (
    "\0",
    "a\0b",
    "'",
    '"',
    '"" OR 1=1 --',
    "';DROP TABLE register_statement;--",
    "(((",
    "*",
    "NEAR(a b)",
    "a:*",
    "%",
    "%00",
    "\\",
    "\u202e\u200f",
    "\ud800",
    "\udfff\ud800",
    "é" * 300,
    "🚓",
    "x" * 5_000,
    "0",
    "-1",
    "1.5",
    "1e309",
    "NaN",
    "٣",
    "²",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999999999",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "2021-02-30",
    "2021-13-01",
    "2021",
    "2021-W01-1",
    "20210314",
    "+2021-03-14",
    "\n",
    "\r\nSet-Cookie: a=b",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "{}",
    "[]",
    "null",
    "true",
)


def paths():
    with shipped_schema():  # also asked for while tests are collected, before there is a database
        return {path: methods["get"] for path, methods in described()["paths"].items()}


@lru_cache(maxsize=1)
def real_values():
    """Values that stand in the real register, by the name of the parameter that takes them."""
    slugs = models.Page.objects.filter(retracted_in=None).order_by("slug")
    keys = models.Statement.objects.order_by("id").values_list("id", flat=True)
    every = tuple(slugs.values_list("slug", flat=True))
    return {
        "slug": every,
        "subject": every,
        "operator": tuple(slugs.filter(subject_class="body").values_list("slug", flat=True)),
        "source": tuple(slugs.filter(subject_class="source").values_list("slug", flat=True)),
        "key": tuple(keys[:200]),
        "number": (1,),
        "finding_id": tuple(models.Finding.objects.values_list("identifier", flat=True)),
        "about": ("essex-police", "mps-violence-harm-assessment"),
        "name": tuple(name.lower() for name in read_routes()),
        "letter_kind": tuple(read_letters().by_kind),
        "on": DAYS,
        "known": DAYS,
        "from": DAYS,
        "to": DAYS,
        "as_of": DAYS[-2:],  # the register stands from the day it was first loaded
        "q": WORDS,
    }


def address(path, operation):
    """A path filled with real values, as few as it needs."""
    for parameter in operation["parameters"]:
        name = parameter["name"]
        if parameter["in"] == "path":
            path = path.replace(f"{{{name}}}", str(real_values()[name][0]))
    needed = [one for one in operation["parameters"] if one["required"] and one["in"] == "query"]
    query = "&".join(f"{one['name']}={one['example']}" for one in needed)
    return f"{path}?{query}" if query else path


def every_row(client, address):
    """All rows of a list, followed from part to part."""
    rows = []
    while address:
        part = client.get(address).json()
        rows += part["items"]
        address = part["next"]
    assert len(rows) == part["count"]
    return rows
