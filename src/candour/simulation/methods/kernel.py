"""Kernel density: a hill over each event, highest where hills overlap.

Southend's pilot of 2020 drew its harm spots from a kernel density of clusters within 150 metres,
each crime weighted by its harm, as *Automated Racism* reports in section 3.1.1. The kernel is the
quartic that hotspot software uses.

References
----------
Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis, section 4.2.2.
Chainey, S. & Ratcliffe, J. (2005). GIS and Crime Mapping, chapter 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING

from candour.core.extras import Late
from candour.simulation.attention import Attention
from candour.simulation.errors import CannotSimulate
from candour.simulation.history import History
from candour.simulation.methods.base import Described, Parameter
from candour.simulation.terrain import Terrain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array
else:
    np = Late("numpy")

SOUTHEND_METRES = 150.0
A_YEAR = 365


@dataclass(frozen=True, slots=True)
class KernelDensity:
    """Attention in proportion to the density of harm around a cell's middle.

    Events count from the middle of their cell: with cells as small as the bandwidth this moves an
    event by less than the hill is wide.
    """

    terrain: Terrain
    bandwidth: float = SOUTHEND_METRES
    window: int = A_YEAR
    harm: bool = True

    def __post_init__(self) -> None:
        if not self.bandwidth > 0:
            raise CannotSimulate(f"A bandwidth is above 0 metres, not {self.bandwidth:g}.")

    @property
    def described(self) -> Described:
        return Described(
            name="kernel",
            does="Smooths past events, weighted by their harm, over the cells around them.",
            source="Automated Racism (2025), section 3.1.1, n189 to n191; Silverman (1986)",
            parameters=(
                Parameter("bandwidth", self.bandwidth, "metres", "Automated Racism (2025), n190"),
                Parameter("window", self.window, "days", "not published; a year is assumed"),
            ),
        )

    def attend(self, history: History, day: int) -> Attention:
        window = history.before(day, window=self.window)
        weights = window.totals() if self.harm else window.counts().astype(float)
        return Attention(hills(self.terrain, self.bandwidth) @ weights)


def hills(terrain: Terrain, bandwidth: float) -> csr_array:
    """The quartic density of each cell at each other's middle, per square metre.

    Returns
    -------
    csr_array, shape (n_cells, n_cells)
        ``3 / (pi h^2) * (1 - d^2 / h^2)^2`` up to a distance of h metres, else 0. A column adds up
        to about 1 over an area: less at the edge of the terrain, where a hill reaches beyond it.
    """
    from scipy.sparse import csr_array  # slow to load

    pairs = terrain.tree.sparse_distance_matrix(terrain.tree, bandwidth, output_type="coo_matrix")
    middle = np.arange(terrain.n_cells)
    rows = np.concatenate([pairs.row, middle])
    columns = np.concatenate([pairs.col, middle])
    heights = quartic(np.concatenate([pairs.data, np.zeros(middle.size)]), bandwidth)
    # The tree names a point's distance to itself too: the last of each is kept.
    once = np.unique(rows * terrain.n_cells + columns, return_index=True)[1]
    shape = (terrain.n_cells, terrain.n_cells)
    return csr_array((heights[once], (rows[once], columns[once])), shape=shape)


def quartic(distance: NDArray[np.float64], bandwidth: float) -> NDArray[np.float64]:
    """The height of a hill at some metres from its middle, per square metre."""
    inside = np.clip(1 - (distance / bandwidth) ** 2, 0, None)
    return 3 / (pi * bandwidth**2) * inside**2
