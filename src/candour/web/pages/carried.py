"""How many statements rest on each section of a source."""

from collections import Counter
from collections.abc import Iterable

from candour.web.words import section_of


def by_section(places: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Count statements by section, in the source's order; one that cites two counts in both."""
    counts: Counter[str] = Counter()
    for place, number in places:
        for section in {section_of(one) for one in place.split(",") if one.strip()}:
            counts[section] += number
    return tuple(sorted(counts.items(), key=lambda found: _order(found[0])))


def _order(section: str) -> tuple[bool, list[int], str]:
    parts = section.split(".")
    numbers = [int(part) for part in parts if part.isdecimal()]
    return not numbers, numbers, section
