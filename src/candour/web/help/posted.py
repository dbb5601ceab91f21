"""What comes in with a form of these pages: known names only, short values, nothing kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

LONGEST, MOST = 80, 8
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Posted:
    """The values of a form by name, each a tuple; what is not known by name is left out."""

    values: Mapping[str, tuple[str, ...]]

    def last(self, name: str) -> str:
        """Return the last value under a name, or ""."""
        texts = self.values.get(name, ())
        return texts[-1] if texts else ""

    def all(self, name: str) -> tuple[str, ...]:
        return self.values.get(name, ())

    def pairs(self, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Give names and values of some names, for hidden fields."""
        for name in names:
            for value in self.values.get(name, ()):
                yield name, value

    def with_values(self, **values: str) -> "Posted":
        return Posted({**self.values, **{name: (value,) for name, value in values.items()}})


def read_posted(data: QueryDict, names: tuple[str, ...]) -> Posted:
    """Return what stands under some names, cut to what an answer can be."""
    by_name = {
        name: tuple(text for text in map(_cleaned, data.getlist(name)[:MOST]) if text)
        for name in names
    }
    return Posted({name: values for name, values in by_name.items() if values})


def _cleaned(text: str) -> str:
    flat = SPACES.sub(" ", text.replace("\0", "")).strip()
    return flat.encode("utf-8", "ignore").decode("utf-8")[:LONGEST]


def iso_day(text: str) -> date | None:
    """Return a day written as 2026-06-12, or None."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
