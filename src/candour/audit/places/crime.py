"""Recorded crime by area: only for the last of the nested models, which no headline rests on."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from candour.audit.geography.codes import Vintage, code_column, heading_of, refuse_mixed, vintage_of
from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of
from candour.tables.numerals import whole

COLUMNS = ("crimes", "recorded_crimes", "recorded_crime", "count")


def read_crime(path: Path, codes: Sequence[str], *, beside: Vintage) -> NDArray[np.float64]:
    """Recorded events of each area studied, in their order; shape (n_areas,).

    Parameters
    ----------
    path : Path
        CSV: a column of codes, and one called `crimes` or `count`.
    beside : Vintage
        Of the file that the areas studied come from.

    Raises
    ------
    CannotRead
        If a column is missing, a value is no number of events, or an area has no row or two.
    MixedVintages
    """
    rows = rows_of(path)
    _, names = next(rows, (1, []))
    code_at = names.index(code_column(path.name, [name.strip() for name in names]))
    headings = [heading_of(name) for name in names]
    at = next((headings.index(name) for name in COLUMNS if name in headings), None)
    if at is None:
        raise CannotRead(
            path.name, "no column holds recorded events: call it 'crimes' or 'count'.", line=1
        )
    counts: dict[str, int] = {}
    lines: dict[str, int] = {}
    for line, fields in rows:
        if len(fields) != len(names):
            raise CannotRead(path.name, "this row has too few or too many values.", line=line)
        code, number = fields[code_at].strip(), whole(fields[at])
        if number is None:
            raise CannotRead(
                path.name, f"column '{names[at]}': '{fields[at]}' is no number.", line=line
            )
        if code in counts:
            raise CannotRead(path.name, f"column '{names[code_at]}': an area again.", line=line)
        counts[code], lines[code] = number, line
    refuse_mixed([beside, vintage_of(path.name, names[code_at], lines)])
    lacking = sum(code not in counts for code in codes)
    if lacking:
        raise CannotRead(
            path.name,
            f"{lacking:,} of the {len(codes):,} areas studied have no row: write 0 where nothing "
            "was recorded.",
        )
    return np.array([counts[code] for code in codes], dtype=np.float64)
