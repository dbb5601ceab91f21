"""Areas that LSOAs of 2011 and of 2021 have in common: what both years have whole.

Where an area was split, the whole of 2011 is a joint area; where some were merged, the one of 2021;
where lines were drawn anew between two, both together. Residents and outlines of either year add up
to a joint area exactly, so that files of both years can be set beside each other without guessing
what lies where in an area.

The table beside this file has every pair of areas that are not the same, from the look-up of the
Office for National Statistics, with the residents of each; `scripts/lib/changed_areas.py` makes it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from candour.tables.lines import rows_of

FILE = Path(__file__).with_name("lsoa_changes.csv")
COLUMNS = ("lsoa11_code", "change_code", "lsoa21_code", "residents_2011", "residents_2021")
OF_2011, OF_2021 = "2011", "2021"


@dataclass(frozen=True, slots=True)
class JointAreas:
    """The joint areas that are no area of both years.

    Attributes
    ----------
    joint : by code of an area of one year alone, the joint area that it is, or is a part of
    parts : by joint area, the codes of each year that make it up, by year
    residents : by code of such an area; of 2011 in the middle of 2020, of 2021 by the census
    """

    joint: Mapping[str, str]
    parts: Mapping[str, Mapping[str, tuple[str, ...]]]
    residents: Mapping[str, int]

    def of(self, code: str) -> str:
        """The joint area of a code: itself, where the area is of both years."""
        return self.joint.get(code, code)

    def year_of(self, code: str) -> str:
        """The year that alone has a code; empty where both do, or neither."""
        return next(
            (year for year, codes in self.parts.get(self.of(code), {}).items() if code in codes), ""
        )

    def whole(self, joint: str, codes: Iterable[str]) -> tuple[str, ...]:
        """Those of some codes that make up a joint area whole; none where a part lacks."""
        given = set(codes)
        for parts in self.parts.get(joint, {OF_2021: (joint,)}).values():
            if given.issuperset(parts):
                return parts
        return ()


@lru_cache(maxsize=1)
def joint_areas() -> JointAreas:
    """The joint areas of the two years, from the table that ships."""
    rows = rows_of(FILE)
    next(rows)
    neighbours: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    residents: dict[str, int] = {}
    for _, (old, _, new, residents_2011, residents_2021) in rows:
        neighbours[OF_2011, old].append((OF_2021, new))
        neighbours[OF_2021, new].append((OF_2011, old))
        residents |= {old: int(residents_2011), new: int(residents_2021)}
    joint: dict[str, str] = {}
    parts: dict[str, dict[str, tuple[str, ...]]] = {}
    for start in neighbours:
        if start[1] in joint:
            continue
        together = _reached(start, neighbours)
        by_year = {
            year: tuple(sorted(code for of, code in together if of == year))
            for year in (OF_2011, OF_2021)
        }
        before, after = by_year[OF_2011], by_year[OF_2021]
        name = "+".join(before if len(before) <= len(after) else after)
        parts[name] = by_year
        joint |= {code: name for _, code in together}
    return JointAreas(joint, parts, residents)


def _reached(
    start: tuple[str, str], neighbours: Mapping[tuple[str, str], list[tuple[str, str]]]
) -> set[tuple[str, str]]:
    """All areas that hang together with one, by way of the areas that they became or were."""
    reached, ahead = {start}, [start]
    while ahead:
        for other in neighbours[ahead.pop()]:
            if other not in reached:
                reached.add(other)
                ahead.append(other)
    return reached
