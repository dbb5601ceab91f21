"""Cells put together into the squares of a grid, a kilometre or so wide."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from candour.simulation.errors import CannotSimulate
from candour.simulation.history import History
from candour.simulation.replay import Peopled
from candour.simulation.replay_files import Cells


@dataclass(frozen=True, slots=True, eq=False)
class Squares:
    """Which square each cell lies in, by its middle.

    Attributes
    ----------
    of_cell : ndarray of int, shape (n_cells,): the square of each, from 0; those without a cell
        are left out
    areas : ndarray of float, shape (n_squares,): square metres, the same for all
    """

    of_cell: NDArray[np.int64]
    areas: NDArray[np.float64]

    @classmethod
    def over(cls, cells: Cells, metres: float) -> "Squares":
        """Lay squares over cells, from their south-western corner.

        Raises
        ------
        CannotSimulate
            If the cells are further apart than a square is wide, or all lie in one.
        """
        points = cells.terrain.points
        nearest, _ = cells.terrain.tree.query(points, k=2)
        step = float(np.median(nearest[:, 1]))
        if step > metres:
            raise CannotSimulate(
                f"The cells of the grid lie {step:,.0f} m apart, and a square is {metres:,.0f} m: "
                "squares can be put together from smaller cells only."
            )
        place = np.floor((points - points.min(axis=0) + step / 2) / metres).astype(np.int64)
        _, of_cell = np.unique(place, axis=0, return_inverse=True)
        of_cell = np.asarray(of_cell, dtype=np.int64).ravel()
        n_squares = int(of_cell.max()) + 1
        if n_squares < 2:  # noqa: PLR2004 # one square leaves nothing to choose between
            raise CannotSimulate(f"All cells lie in one square of {metres:,.0f} m.")
        return cls(of_cell, np.full(n_squares, metres**2))

    def history(self, history: History) -> History:
        """The same events by square."""
        return History.of(
            self.of_cell[history.cells],
            history.days,
            n_cells=self.areas.size,
            weights=history.weights,
            first=history.first,
            last=history.last,
        )

    def peopled(self, cells: Peopled | None) -> Peopled | None:
        """The same residents by square."""
        if cells is None:
            return None
        people = np.zeros((len(cells.groups), self.areas.size))
        for row, of_group in zip(people, cells.people, strict=True):
            np.add.at(row, self.of_cell, of_group)
        return Peopled(cells.groups, people)
