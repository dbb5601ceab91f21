"""What could be worked out by adding and subtracting counts that were printed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from candour.audit.confidentiality.suppression import SMALLEST_SHOWN
from candour.audit.errors import Unfit

PRIME = 2_147_483_647  # 2**31 - 1: products of two remainders fit into 64 bits
CHANCE = 20_261_122
MOST_CELLS = 20_000_000  # counts times sets of people: beyond it the check would take minutes
MOST_SMALL = 2_000


@dataclass(frozen=True, slots=True)
class Among:
    """A column holds one of these texts."""

    values: frozenset[str]

    def holds(self, text: str) -> bool:
        return text in self.values

    def as_plain(self) -> Any:
        return sorted(self.values)


@dataclass(frozen=True, slots=True)
class Between:
    """A column holds a number at or above `low` and below `high`; None leaves that side open."""

    low: float | None
    high: float | None

    def holds(self, text: str) -> bool:
        try:
            value = float(text)
        except ValueError:
            return False
        above = self.low is None or value >= self.low
        return above and (self.high is None or value < self.high)

    def as_plain(self) -> Any:
        return {"from": self.low, "below": self.high}


@dataclass(frozen=True, slots=True)
class NotMissing:
    """A column holds anything at all."""

    def holds(self, text: str) -> bool:
        return bool(text)

    def as_plain(self) -> Any:
        return None


Condition = Among | Between | NotMissing


@dataclass(frozen=True, slots=True)
class Shown:
    """A count that is printed: how many people are alike in these ways."""

    where: tuple[tuple[str, Condition], ...]
    people: int


@dataclass(frozen=True, slots=True)
class Atoms:
    """All people of a file, by the texts in some of its columns."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[tuple[str, ...], int]]  # the texts, and how many people have them


def gives_away(atoms: Atoms, shown: Sequence[Shown], totals: Sequence[Shown]) -> bool:
    """Say whether printed counts, added and subtracted in any way, give the number of a few people.

    Parameters
    ----------
    atoms : Atoms
        Everybody in the file, by every column that a count is printed by.
    shown : sequence of Shown
        The counts that are printed, in this run and in earlier ones.
    totals : sequence of Shown
        How many people were used in each run. That so many lacked one of its columns is printed
        with reason, and is no small cell.

    Returns
    -------
    bool
        Whether the number of some people, fewer than five, can be worked out.

    Raises
    ------
    Unfit
        If there are too many small groups to tell.

    Notes
    -----
    A count is a vector of 0 and 1 over sets of people who are alike in all counts. What can be
    worked out by adding and subtracting is what the vectors span. A set of people is given away
    if its own vector lies in that span; it does if and only if it is orthogonal to the null
    space, which is worked out modulo a prime and looked at through two random projections: a set
    that is given away is always found, and a set that is not is taken for one with a chance of
    about one in 10**18. Sets that hold nobody are left out, as if it were known that they are
    empty. Bounds that follow from counts not being below 0 are not looked at.
    """
    everything = [*shown, *totals]
    masks, people = _alike(atoms, everything)
    small = np.flatnonzero((people > 0) & (people < SMALLEST_SHOWN))
    if small.size == 0:
        return False
    harmless = _missing(masks[len(shown) :])
    return any(frozenset(few) not in harmless for few in _worked_out(masks, people, small))


def _alike(atoms: Atoms, shown: Sequence[Shown]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Put people who are alike in all counts together: which count holds which, and their number.

    Returns arrays of shape (n_shown, n_sets) and (n_sets,).
    """
    numbers: dict[str, dict[Condition, int]] = {name: {} for name in atoms.columns}
    for count in shown:
        for column, condition in count.where:
            numbers[column].setdefault(condition, len(numbers[column]))
    kinds: list[dict[str, tuple[bool, ...]]] = [{} for _ in atoms.columns]
    people: dict[tuple[tuple[bool, ...], ...], int] = defaultdict(int)
    for texts, number in atoms.rows:
        signs = []
        for text, signs_of, name in zip(texts, kinds, atoms.columns, strict=True):
            if text not in signs_of:
                signs_of[text] = tuple(condition.holds(text) for condition in numbers[name])
            signs.append(signs_of[text])
        people[tuple(signs)] += number
    place = {name: number for number, name in enumerate(atoms.columns)}
    masks = np.zeros((len(shown), len(people)), dtype=bool)
    for row, count in enumerate(shown):
        wanted = [(place[name], numbers[name][condition]) for name, condition in count.where]
        masks[row] = [all(signs[i][j] for i, j in wanted) for signs in people]
    return _merged(masks, np.array(list(people.values()), dtype=np.int64))


def _merged(
    masks: NDArray[np.bool_], people: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    is_used = masks.any(axis=0) & (people > 0)
    if not is_used.any():
        return masks[:, :0], people[:0]
    alike, which = np.unique(masks[:, is_used], axis=1, return_inverse=True)
    together = np.zeros(alike.shape[1], dtype=np.int64)
    np.add.at(together, which.ravel(), people[is_used])
    return alike, together


def _missing(used: NDArray[np.bool_]) -> set[frozenset[int]]:
    """Sets of people who were used in one run and not in another."""
    return {frozenset(np.flatnonzero(one & ~other).tolist()) for one in used for other in used}


def _worked_out(
    masks: NDArray[np.bool_], people: NDArray[np.int64], small: NDArray[np.intp]
) -> Iterator[list[int]]:
    """Give every union of small sets, together fewer than five people, that lies in the span."""
    if masks.size > MOST_CELLS or small.size > MOST_SMALL:
        raise Unfit(
            "There are too many small groups to check against what was printed from this file "
            "before: name fewer columns of groups."
        )
    one, other = (mark.tolist() for mark in _marks(masks))
    size = people.tolist()
    most = SMALLEST_SHOWN - 1
    by_mark: dict[tuple[int, int], list[tuple[int, ...]]] = defaultdict(list)
    for few in chain(combinations(small.tolist(), 1), combinations(small.tolist(), 2)):
        if sum(size[place] for place in few) <= most:
            mark = (
                sum(one[place] for place in few) % PRIME,
                sum(other[place] for place in few) % PRIME,
            )
            by_mark[mark].append(few)
            if mark == (0, 0):
                yield list(few)
    # Three and four sets are two unions of at most two whose marks cancel out.
    for mark, unions in by_mark.items():
        against = by_mark.get((-mark[0] % PRIME, -mark[1] % PRIME), [])
        for few, more in ((few, more) for few in unions for more in against):
            both = {*few, *more}
            if len(both) == len(few) + len(more) and sum(size[place] for place in both) <= most:
                yield sorted(both)


def _marks(masks: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Two random projections of each set's column of the null space: shape (2, n_sets).

    They are 0, for a union of sets, exactly where its vector lies in the span.
    """
    reduced, pivots = _reduced(masks)
    free = np.setdiff1d(np.arange(masks.shape[1]), pivots)
    rng = np.random.default_rng(CHANCE)
    drawn = rng.integers(1, PRIME, size=(2, masks.shape[1]))
    marks = np.zeros((2, masks.shape[1]), dtype=np.int64)
    marks[:, free] = drawn[:, free]
    for row, pivot in enumerate(pivots):
        terms = reduced[row, free] * drawn[:, free] % PRIME
        marks[:, pivot] = -terms.sum(axis=1) % PRIME
    return marks


def _reduced(masks: NDArray[np.bool_]) -> tuple[NDArray[np.int64], list[int]]:
    """The reduced row echelon form modulo the prime, and the columns of its pivots."""
    rows = masks.astype(np.int64)
    pivots: list[int] = []
    for column in range(rows.shape[1]):
        rank = len(pivots)
        below = np.flatnonzero(rows[rank:, column])
        if below.size == 0:
            if rank == rows.shape[0]:
                break
            continue
        chosen = rank + int(below[0])
        rows[[rank, chosen]] = rows[[chosen, rank]]
        rows[rank] = rows[rank] * pow(int(rows[rank, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(rows[:, column])
        others = others[others != rank]
        rows[others] = (rows[others] - rows[others, column][:, None] * rows[rank]) % PRIME
        pivots.append(column)
    return rows[: len(pivots)], pivots


def from_plain(condition: Any) -> Condition:
    """Read a condition back from what `as_plain` gave."""
    if condition is None:
        return NotMissing()
    if isinstance(condition, Mapping):
        return Between(condition["from"], condition["below"])
    return Among(frozenset(condition))
