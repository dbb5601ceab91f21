"""How many statements rest on each section of a source."""

import re
from collections import Counter
from collections.abc import Iterable

from candour.web.words import section_of

NUMBER = re.compile(r"\d+")


def by_section(places: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Count statements by section, in the source's order; one that cites two counts in both."""
    counts: Counter[str] = Counter()
    for place, number in places:
        for section in {section_of(part) for part in place.split(",") if part.strip()}:
            counts[section] += number
    return tuple(sorted(counts.items(), key=lambda counted: _order(counted[0])))


def _order(section: str) -> tuple[bool, str, list[int]]:
    """Numbered sections, then the rest by name; numbers in either by their size."""
    label = NUMBER.sub("", section)
    numbers = [int(number) for number in NUMBER.findall(section)]
    return not section[0].isdigit(), "" if section[0].isdigit() else label, numbers
