"""Values of small areas of 2011 brought over to those of 2021, by the look-up of the ONS.

The Office for National Statistics says of each pair of areas how they stand to each other: the
same (U), one of several that an area was split into (S), or made of several (M). Of the few that
were drawn anew (X) nothing can be said.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from candour.audit.geography.codes import heading_of
from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of

OLD, NEW, CHANGE = "lsoa11_code", "lsoa21_code", "change_code"
UNCHANGED, SPLIT, MERGED, DRAWN_ANEW = "U", "S", "M", "X"
KNOWN = frozenset({UNCHANGED, SPLIT, MERGED, DRAWN_ANEW})


@dataclass(frozen=True, slots=True)
class Bridge:
    """From areas of 2011 to those of 2021.

    Attributes
    ----------
    parts : by code of 2021, the codes of 2011 that it is made of or part of
    change : by code of 2021, the letter that the ONS has for what became of it
    """

    name: str
    parts: Mapping[str, tuple[str, ...]]
    change: Mapping[str, str]

    def values(self, old: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
        """A value for each area of 2021 for which one can be said.

        Parameters
        ----------
        old : by code of 2011, a value that can be averaged (a rate or a score, no rank or decile)
        weights : by code of 2011, what it is averaged by; residents, for a rate of residents

        Returns
        -------
        dict
            An area that stayed or was split off has the value of the area of 2011; one that was
            merged the weighted mean of its parts. One drawn anew, or with a part that has no value
            or weight, has none.

        Notes
        -----
        That both halves of a split area are as deprived as the whole was is an assumption, and
        breaks where a new estate was built beside an old one: the commonest reason for a split.
        """
        brought: dict[str, float] = {}
        for code, parts in self.parts.items():
            if self.change[code] == DRAWN_ANEW or any(part not in old for part in parts):
                continue
            if len(parts) == 1:
                brought[code] = old[parts[0]]
            elif all(weights.get(part, 0) > 0 for part in parts):
                whole = sum(weights[part] for part in parts)
                brought[code] = sum(old[part] * weights[part] for part in parts) / whole
        return brought


def read_bridge(path: Path) -> Bridge:
    """Read the look-up from areas of 2011 to those of 2021.

    Parameters
    ----------
    path : Path
        CSV, also gzipped, with the columns `lsoa11_code`, `lsoa21_code` and `change_code`.

    Raises
    ------
    CannotRead
        If a column is missing, a change is none that is known, or an area has two kinds of change.
    """
    rows = rows_of(path)
    _, names = next(rows, (1, []))
    headings = [heading_of(name) for name in names]
    lacking = next((name for name in (OLD, NEW, CHANGE) if name not in headings), None)
    if lacking is not None:
        raise CannotRead(path.name, f"there is no column '{lacking}'.", line=1)
    old_at, new_at, change_at = (headings.index(name) for name in (OLD, NEW, CHANGE))
    parts: dict[str, list[str]] = defaultdict(list)
    change: dict[str, str] = {}
    for line, fields in rows:
        if len(fields) != len(names):
            raise CannotRead(path.name, "this row has too few or too many values.", line=line)
        new, letter = fields[new_at].strip(), fields[change_at].strip()
        if letter not in KNOWN:
            raise CannotRead(
                path.name,
                f"column '{CHANGE}': '{letter}' is none of {', '.join(sorted(KNOWN))}.",
                line=line,
            )
        if change.setdefault(new, letter) != letter:
            raise CannotRead(path.name, f"{new} has two kinds of change.", line=line)
        parts[new].append(fields[old_at].strip())
    return Bridge(path.name, {code: tuple(some) for code, some in parts.items()}, change)
