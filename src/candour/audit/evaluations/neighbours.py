"""Which units lie side by side, from pairs in a file."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of

PAIR = 2


def read_neighbours(path: Path, units: Sequence[str]) -> NDArray[np.bool_]:
    """Read pairs of units; shape (n_units, n_units), the same both ways.

    Raises
    ------
    CannotRead
        If a row is no pair of two units of the panel.
    """
    place = {unit: at for at, unit in enumerate(units)}
    near = np.zeros((len(units), len(units)), dtype=bool)
    rows = rows_of(path)
    next(rows, None)
    for line, fields in rows:
        if len(fields) != PAIR:
            raise CannotRead(path.name, "a row holds the two units of a pair.", line=line)
        one, other = (field.strip() for field in fields)
        for name in (one, other):
            if name not in place:
                raise CannotRead(path.name, f"'{name}' is no unit of the panel.", line=line)
        if one == other:
            raise CannotRead(path.name, f"'{one}' is given as its own neighbour.", line=line)
        near[place[one], place[other]] = near[place[other], place[one]] = True
    if not near.any():
        raise CannotRead(path.name, "it holds no pairs.")
    return near
