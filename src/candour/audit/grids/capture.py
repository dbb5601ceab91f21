"""How many events fall in the cells ranked highest each day, with ties shared exactly."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cells ranked highest on each day.

    Attributes
    ----------
    above : ndarray of bool, shape (n_cells, n_days)
        Cells that are among the highest whatever becomes of ties.
    tied : ndarray of bool, shape (n_cells, n_days)
        Cells at the cut.
    share : ndarray of float, shape (n_days,)
        How much of each tied cell counts as chosen: places left over the number tied.
    """

    above: NDArray[np.bool_]
    tied: NDArray[np.bool_]
    share: Values

    def weights(self) -> Values:
        """How surely each cell is chosen on each day, 0 to 1; shape (n_cells, n_days)."""
        return self.above + self.tied * self.share

    def sums(self, amounts: Values) -> Values:
        """What the chosen cells hold on each day, by expectation; shape (n_days,).

        Parameters
        ----------
        amounts : ndarray of float, shape (n_cells, n_days) or (n_cells, 1)
            Whole numbers are added up exactly, and rounded once where ties are shared.
        """
        surely = np.where(self.above, amounts, 0.0).sum(axis=0)
        at_cut = np.where(self.tied, amounts, 0.0).sum(axis=0)
        return np.asarray(surely + self.share * at_cut, dtype=np.float64)


def highest(scores: Values, top: int) -> Chosen:
    """Choose the cells with the highest scores on each day.

    Parameters
    ----------
    scores : ndarray of float, shape (n_cells, n_days)
        Any unit: only their order on the day counts. Two scores are tied if they are equal to
        the last digit.
    top : int
        How many cells are chosen each day; 1 to n_cells.

    Notes
    -----
    Where cells tie at the cut, each counts with the chance it would have if the tie were broken
    by lot. So the sums are expectations over all ways to break ties: neither luck nor the order
    of the file decides them.

    Examples
    --------
    >>> chosen = highest(np.array([[3.0], [1.0], [1.0], [0.0]]), 2)
    >>> chosen.weights().ravel().tolist()
    [1.0, 0.5, 0.5, 0.0]
    """
    cells = scores.shape[0]
    cut = np.partition(scores, cells - top, axis=0)[cells - top]
    above, tied = scores > cut, scores == cut
    share = (top - above.sum(axis=0)) / tied.sum(axis=0)
    return Chosen(above, tied, share)


def most_possible(observed: Values, top: int) -> Values:
    """How many events the best choice of cells would hold on each day; shape (n_days,)."""
    cells = observed.shape[0]
    return np.asarray(np.partition(observed, cells - top, axis=0)[cells - top :].sum(axis=0))


@dataclass(frozen=True, slots=True)
class EverChosen:
    """How many cells were chosen on any day: whatever ties do, by expectation, and at most."""

    surely: int
    expected: float
    possibly: int


def ever_chosen(chosen: Chosen) -> EverChosen:
    """Count the cells chosen on at least one day, if ties are broken by lot day by day."""
    weights = chosen.weights()
    surely = int((weights == 1).any(axis=1).sum())
    possibly = int((weights > 0).any(axis=1).sum())
    return EverChosen(surely, float((1 - np.prod(1 - weights, axis=1)).sum()), possibly)
