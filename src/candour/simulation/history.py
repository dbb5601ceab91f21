"""Past events by cell and day: what a method may look at, and what it is scored against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from candour.core.extras import Late
from candour.simulation.errors import CannotSimulate, OutcomesMissing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Cells: TypeAlias = "NDArray[np.int64]"
Days: TypeAlias = "NDArray[np.int64]"
Weights: TypeAlias = "NDArray[np.float64]"

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    return (day - EPOCH).days


def day_of(number: int) -> date:
    return EPOCH + timedelta(days=int(number))


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Events of past days, in order of cell, then day.

    Attributes
    ----------
    cells : ndarray of int, shape (n_events,): the cell of each event, from 0
    days : ndarray of int, shape (n_events,): its day, counted from 1 January 1970
    weights : ndarray of float, shape (n_events,): its harm; 1 where none is given
    n_cells : how many cells there are, those without events included
    first, last : the days between which every event is in the data, both included
    """

    cells: Cells
    days: Days
    weights: Weights
    n_cells: int
    first: int
    last: int

    @classmethod
    def of(
        cls,
        cells: Sequence[int] | Cells,
        days: Sequence[int] | Days,
        *,
        n_cells: int,
        weights: Weights | None = None,
        first: int | None = None,
        last: int | None = None,
    ) -> History:
        """Put events in order.

        Raises
        ------
        CannotSimulate
            If there are no events, or one lies outside the cells or the days.
        """
        in_cell, on_day = np.asarray(cells, dtype=np.int64), np.asarray(days, dtype=np.int64)
        weight = np.ones(in_cell.size) if weights is None else np.asarray(weights, dtype=float)
        _refuse_bad(in_cell, on_day, weight, n_cells)
        begin = int(on_day.min()) if first is None else first
        end = int(on_day.max()) if last is None else last
        if on_day.min() < begin or on_day.max() > end:
            raise CannotSimulate("An event lies outside the days that the data are said to cover.")
        order = np.lexsort((on_day, in_cell))
        return cls(in_cell[order], on_day[order], weight[order], n_cells, begin, end)

    def between(self, first: int, last: int) -> History:
        """The events of some days, both ends included."""
        is_within = (self.days >= first) & (self.days <= last)
        return History(
            self.cells[is_within],
            self.days[is_within],
            self.weights[is_within],
            self.n_cells,
            first,
            last,
        )

    def before(self, day: int, *, window: int) -> History:
        """The `window` days that end the day before `day`: all that a method may look at.

        Raises
        ------
        OutcomesMissing
            If the day itself lies past the end of the data: to ask about it would be a forecast.
        """
        self._refuse_later(day)
        return self.between(day - window, day - 1)

    def counts(self) -> NDArray[np.int64]:
        """Events in each cell, shape (n_cells,)."""
        return np.bincount(self.cells, minlength=self.n_cells)

    def totals(self) -> Weights:
        """The summed weight of the events in each cell, shape (n_cells,)."""
        return np.bincount(self.cells, self.weights, minlength=self.n_cells).astype(np.float64)

    def outcomes(self, first: int, last: int) -> NDArray[np.int64]:
        """Events in each cell over the days asked about.

        Raises
        ------
        OutcomesMissing
            If a day lies past the end of the data.
        """
        self._refuse_later(last)
        return self.between(first, last).counts()

    def _refuse_later(self, day: int) -> None:
        if day > self.last:
            raise OutcomesMissing(_in_words(day), last=_in_words(self.last))


def _in_words(day: int) -> str:
    return f"{day_of(day):%-d %B %Y}"


def _refuse_bad(cells: Cells, days: Days, weights: Weights, n_cells: int) -> None:
    if not cells.size:
        raise CannotSimulate("There are no events: a method has nothing to learn from.")
    if n_cells < 2:  # noqa: PLR2004 # one cell leaves nothing to choose between
        raise CannotSimulate("There is one cell: with nothing to choose between, no method picks.")
    if cells.shape != days.shape or cells.shape != weights.shape:
        raise CannotSimulate("Each event needs a cell, a day and a weight.")
    if cells.min() < 0 or cells.max() >= n_cells:
        raise CannotSimulate(f"An event lies outside the {n_cells} cells.")
    if not np.isfinite(weights).all() or weights.min() < 0:
        raise CannotSimulate("A weight of an event is below 0 or no number.")
