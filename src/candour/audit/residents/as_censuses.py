"""Residents of a police force area set beside both censuses: a tenth of a group stands out."""

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from candour.audit import names

FILE = Path(__file__).with_name("residents_by_force.csv")  # Census 2011 (KS201EW), 2021 (TS021)
FAR = 3.0  # times: between the two censuses no group's share of an area grew or fell much more


def unlike_censuses(people: Mapping[str, Mapping[str, float]], table: str) -> Iterator[str]:
    """Say of which groups a table has another share of an area than any census since 2011.

    Parameters
    ----------
    people : mapping of str to mapping of str to float
        Residents by police force area and group; areas that are no force's are passed over.
    table : str
        What the table is called where something is said of it, as "2021".

    Notes
    -----
    Shares are compared and not numbers, so that residents of some ages or of another year pass. A
    group is named where its share is less than a third of the smaller of both censuses', or more
    than three times the larger: where one group is a tenth of what it should be, every ratio of it
    is ten times too large.
    """
    for area, groups in people.items():
        counted = _counted().get(area)
        if counted is None or not sum(groups.values()):
            continue
        for group, number in groups.items():
            known = [_share(census, group) for census in counted.values() if group in census]
            share = _share(groups, group)
            if not known or min(known) / FAR <= share <= max(known) * FAR:
                continue
            told = " and ".join(
                f"{census[group]:,.0f} ({_share(census, group):.1%}) in {year}"
                for year, census in counted.items()
            )
            yield (
                f"The residents of {table} have {number:,.0f} people of the group '{group}' in "
                f"{names.area(area)}, {share:.1%} of all; censuses counted {told}. Check the "
                "file: every rate and ratio of that group follows from this number."
            )


def _share(groups: Mapping[str, float], group: str) -> float:
    return groups[group] / sum(groups.values())


@lru_cache(maxsize=1)
def _counted() -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    """By area and census: residents by group."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            area, year = row.pop("force"), row.pop("census")
            found.setdefault(area, {})[year] = {group: int(n) for group, n in row.items()}
    return found
