"""How a method would have shared out attention: kept closed, and read only as group totals.

A list of the cells that a method would have picked points at places. It is the one thing that a
replay must not give away (`docs/explanation/what-we-do-not-do.md`), so it lives in an object that
does not print, save, copy or send its shares, and answers with totals only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from candour.core.extras import Late
from candour.simulation.errors import CannotSimulate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

FEWEST_CELLS = 10  # no figure rests on fewer, alone or by subtracting two others


class PlacesStayClosed(CannotSimulate):
    """Someone asked for the places a method would have picked."""

    def __init__(self) -> None:
        super().__init__(
            "The places that a method would have picked are not printed, kept or sent: only "
            "totals over at least ten of them are."
        )


class Attention:
    """The share of attention that a method would have given to each cell on one past day."""

    __slots__ = ("__shares",)

    def __init__(self, scores: NDArray[np.float64]) -> None:
        """Take scores, shape (n_cells,), none below 0; they are scaled to add up to 1."""
        if not np.isfinite(scores).all() or (scores.size and scores.min() < 0):
            raise CannotSimulate("A method gave a cell a score below 0 or no number.")
        total = float(scores.sum())
        even = np.full(scores.size, 1 / scores.size)
        self.__shares = scores / total if total > 0 else even

    def __repr__(self) -> str:
        return f"Attention over {self.__shares.size} cells, closed"

    def __reduce__(self) -> NoReturn:
        raise PlacesStayClosed

    def __array__(self, *args: object, **kwargs: object) -> NoReturn:
        raise PlacesStayClosed

    def score(self, outcomes: NDArray[np.int64], *, marked: int) -> Capture:
        """What would have happened in the cells that the method puts first.

        Cells that tie for the last places share them, so that nothing hangs on the order in which
        a file names its cells.

        Parameters
        ----------
        outcomes : ndarray of int, shape (n_cells,)
            Events in each cell over the days asked about.
        marked : int
            How many cells are marked, at least ten.
        """
        in_marked = self._weights_of_marked(marked)
        happened = float(outcomes.sum())
        return Capture(float(in_marked @ outcomes), happened, marked, outcomes.size)

    def exposure(self, people: NDArray[np.float64], *, marked: int) -> NDArray[np.float64]:
        """How many of each group live in the marked cells, shape (n_groups,).

        Parameters
        ----------
        people : ndarray of float, shape (n_groups, n_cells)
            Residents of each group in each cell.
        """
        return people @ self._weights_of_marked(marked)

    def _weights_of_marked(self, marked: int) -> NDArray[np.float64]:
        if not FEWEST_CELLS <= marked <= self.__shares.size:
            raise CannotSimulate(
                f"Between {FEWEST_CELLS} and {self.__shares.size} cells can be marked, not "
                f"{marked}: a figure on fewer would point at places."
            )
        last = np.partition(self.__shares, -marked)[-marked]
        surely = self.__shares > last
        tied = self.__shares == last
        weight = (marked - surely.sum()) / tied.sum()
        return np.where(surely, 1.0, np.where(tied, weight, 0.0))


@dataclass(frozen=True, slots=True)
class Capture:
    """Events in the marked cells, of all that happened, over some days."""

    captured: float
    events: float
    marked: int
    cells: int
