"""How deprived each small area is, in one domain of an index of deprivation, in ten bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from candour.audit.geography.codes import Vintage, code_column, heading_of, vintage_of
from candour.core.extras import Late
from candour.tables.errors import CannotRead
from candour.tables.lines import number_in, rows_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

BANDS = 10


@dataclass(frozen=True, slots=True)
class Deprivation:
    """One domain.

    Attributes
    ----------
    values : by code of the area
    column : which was read
    are_deciles : whether values are the published deciles, 1 the most deprived; else the higher
        the value, the more deprived
    """

    name: str
    domain: str
    column: str
    are_deciles: bool
    values: Mapping[str, float]
    vintage: Vintage

    def bands(self, codes: Sequence[str], everyone: NDArray[np.float64]) -> NDArray[np.int64]:
        """The band of each area, 1 the most deprived; shape (n_areas,).

        Published deciles as they are, which are of all areas of the nation; values in bands that
        hold as many residents of the areas studied each.
        """
        scores = np.array([self.values[code] for code in codes])
        return scores.astype(np.int64) if self.are_deciles else bands_within(scores, everyone)


def bands_within(
    score: NDArray[np.float64], everyone: NDArray[np.float64], *, bands: int = BANDS
) -> NDArray[np.int64]:
    """Bands of areas with as many residents each, 1 the most deprived (the highest score)."""
    order = np.argsort(-score, kind="stable")
    middle = np.cumsum(everyone[order]) - everyone[order] / 2
    out = np.empty(score.size, np.int64)
    out[order] = np.minimum((middle / everyone.sum() * bands).astype(np.int64) + 1, bands)
    return out


def read_deprivation(path: Path, *, domain: str) -> Deprivation:
    """Read a domain of an index of deprivation: its deciles, scores or ranks, in this order.

    Parameters
    ----------
    path : Path
        CSV, also gzipped: a column of codes, and one called as the domain, alone or with
        `_decile`, `_score` or `_rank` behind it.

    Raises
    ------
    CannotRead
        If a column is missing, a value is none, or an area stands twice: says the line.
    """
    rows = rows_of(path)
    line, names = next(rows, (1, []))
    names = [name.strip() for name in names]
    code_at = names.index(code_column(path.name, names))
    at, is_decile, sign = _column(path, names, domain)
    values: dict[str, float] = {}
    lines: dict[str, int] = {}
    for line, fields in rows:
        if len(fields) != len(names):
            raise CannotRead(path.name, "this row has too few or too many values.", line=line)
        code = fields[code_at].strip()
        if code in values:
            raise CannotRead(path.name, f"column '{names[code_at]}': {code} again.", line=line)
        values[code] = sign * number_in(path, line, names[at], fields[at])
        lines[code] = line
    if is_decile is None:
        is_decile = all(value in range(1, BANDS + 1) for value in values.values())
    elif is_decile:
        _need_deciles(path, names[at], values)
    vintage = vintage_of(path.name, names[code_at], lines)
    return Deprivation(path.name, domain, names[at], is_decile, values, vintage)


def _column(path: Path, names: Sequence[str], domain: str) -> tuple[int, bool | None, int]:
    """Where the domain stands, whether as deciles (None: not said), and which way is deprived."""
    headings = [heading_of(name) for name in names]
    wanted = heading_of(domain)
    forms: tuple[tuple[str, bool | None, int], ...] = (
        (f"{wanted}_decile", True, 1),
        (f"{wanted}_score", False, 1),
        (f"{wanted}_score_pct", False, 1),
        (f"{wanted}_score_rate", False, 1),
        (f"{wanted}_rank", False, -1),
        (wanted, None, 1),
        ("decile", True, 1),
    )
    for heading, is_decile, sign in forms:
        if heading in headings:
            return headings.index(heading), is_decile, sign
    raise CannotRead(
        path.name,
        f"no column holds the domain '{domain}': it would be called '{wanted}_decile', "
        f"'{wanted}_score' or '{wanted}_rank'.",
        line=1,
    )


def _need_deciles(path: Path, column: str, values: Mapping[str, float]) -> None:
    for value in values.values():
        if value not in range(1, BANDS + 1):
            raise CannotRead(path.name, f"column '{column}': {value:g} is no decile of 1 to 10.")
