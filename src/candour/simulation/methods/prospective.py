"""Prospective mapping: each burglary raises the risk near it, less with distance and days.

Greater Manchester Police's Trafford unit drew buffers around past burglaries in 2010 and 2011,
whose colours depended on the date, as *Automated Racism* reports in section 2.2. Its distances
and days are not published. The rule it grew from is: cells of 50 metres, each event counting
``1 / (1 + cells away) * 1 / (1 + weeks ago)`` within 400 metres and two months.

References
----------
Bowers, K. J., Johnson, S. D. & Pease, K. (2004). Prospective hot-spotting: the future of crime
mapping? British Journal of Criminology 44(5), 641-658.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

from candour.core.extras import Late
from candour.simulation.attention import Attention
from candour.simulation.errors import CannotSimulate
from candour.simulation.history import History
from candour.simulation.methods.base import Described, Parameter
from candour.simulation.terrain import Terrain

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array
else:
    np = Late("numpy")

REACH_METRES = 400.0
STEP_METRES = 50.0
WINDOW = 60
WEEK = 7


@dataclass(frozen=True, slots=True)
class Prospective:
    """Attention that fades by bands of distance and by weeks around each past event."""

    terrain: Terrain
    reach: float = REACH_METRES
    step: float = STEP_METRES
    window: int = WINDOW

    def __post_init__(self) -> None:
        if not 0 < self.step <= self.reach:
            raise CannotSimulate("A band of distance is above 0 and no wider than the reach.")

    @property
    def described(self) -> Described:
        return Described(
            name="prospective",
            does="Draws buffers round past events that fade by bands of distance and by weeks.",
            source="Bowers, Johnson & Pease (2004); Automated Racism (2025), section 2.2, for use",
            parameters=(
                Parameter("reach", self.reach, "metres", "Bowers, Johnson & Pease (2004)"),
                Parameter("step", self.step, "metres", "Bowers, Johnson & Pease (2004)"),
                Parameter("window", self.window, "days", "Bowers, Johnson & Pease (2004)"),
            ),
        )

    def attend(self, history: History, day: int) -> Attention:
        window = history.before(day, window=self.window)
        weeks = (day - 1 - window.days) // WEEK
        fresh = np.bincount(window.cells, 1 / (1 + weeks), minlength=window.n_cells)
        return Attention(buffers(self.terrain, self.reach, self.step) @ fresh)


def buffers(terrain: Terrain, reach: float, step: float) -> csr_array:
    """How much an event in each cell counts in each other: 1 / (1 + whole steps between them)."""
    from scipy.sparse import csr_array  # slow to load

    near = terrain.tree.query_ball_tree(terrain.tree, reach)
    rows = np.repeat(np.arange(terrain.n_cells), [len(cells) for cells in near])
    columns = np.concatenate([np.asarray(cells) for cells in near])
    points = terrain.points
    away = np.linalg.norm(points[rows] - points[columns], axis=1)
    bands = np.floor(away / step + 1e-9)  # a point on an edge is in the band beyond it
    assert bands.max() <= floor(reach / step) + 1
    return csr_array((1 / (1 + bands), (rows, columns)), shape=(terrain.n_cells,) * 2)
