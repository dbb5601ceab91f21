"""Where cells lie: a regular grid in metres, or areas by a point of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from candour.core.extras import Late
from candour.simulation.errors import CannotSimulate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.spatial import cKDTree
else:
    np = Late("numpy")

Metres: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True, eq=False)
class Terrain:
    """The middle of each cell.

    Attributes
    ----------
    x, y : ndarray of float, shape (n_cells,): metres on a plane, such as the National Grid
    """

    x: Metres
    y: Metres

    def __post_init__(self) -> None:
        if self.x.shape != self.y.shape or not np.isfinite([self.x, self.y]).all():
            raise CannotSimulate("Each cell needs two coordinates in metres.")

    @classmethod
    def grid(cls, *, columns: int, rows: int, size: float) -> Terrain:
        """A regular grid of square cells, row by row; `size` in metres."""
        if columns < 1 or rows < 1 or not size > 0:
            raise CannotSimulate("A grid has columns, rows and a size above 0.")
        across, up = np.meshgrid(np.arange(columns), np.arange(rows))
        middles = (np.asarray((k.ravel() + 0.5) * size, dtype=np.float64) for k in (across, up))
        return cls(*middles)

    @property
    def n_cells(self) -> int:
        return self.x.size

    @cached_property
    def tree(self) -> cKDTree:
        from scipy.spatial import cKDTree  # slow to load

        return cKDTree(self.points)

    @property
    def points(self) -> Metres:
        """Shape (n_cells, 2)."""
        return np.column_stack([self.x, self.y])
