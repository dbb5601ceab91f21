"""Scores or bands put together until nothing that is printed of them is a small cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np

from candour.audit.confidentiality.subtraction import Among, Between, Condition
from candour.audit.confidentiality.suppression import is_small
from candour.audit.scores.counts import Decided
from candour.audit.scores.question import ScoresQuestion

BINS = 20  # up to so many different scores, each is a bin of its own
DIGITS = 2  # of the range of scores, to which the ends of bins are rounded
MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """The scores that bins begin at, the same for all groups."""

    edges: tuple[float, ...]
    top: float
    is_listed: bool  # there are so few scores that each is an edge

    def start_of(self, low: float | None) -> float:
        return self.edges[0] if low is None else low

    def end_of(self, high: float | None) -> float:
        """The highest score in a bin, where they are listed; else where the next one begins."""
        if high is None:
            return self.top
        if not self.is_listed:
            return high
        return max(edge for edge in self.edges if edge < high)


@dataclass(frozen=True, slots=True)
class Part:
    """People of one group whose scores or bands are taken together."""

    condition: Condition
    is_flagged: bool
    without: int
    having: int

    @property
    def people(self) -> int:
        return self.without + self.having


def scale_of(people: Mapping[float, int]) -> Scale:
    """Choose the bins of a score: its values where there are few, else twentieths of all people.

    The ends of twentieths are rounded, so that they are nobody's own score.

    >>> scale_of({1.0: 5, 2.0: 5}).edges
    (1.0, 2.0)
    """
    scores = sorted(people)
    if len(scores) <= BINS:
        return Scale(tuple(scores), scores[-1], is_listed=True)
    digits = min(DIGITS - floor(log10(scores[-1] - scores[0])), MOST_DIGITS)
    step = 10.0**-digits
    below = np.cumsum([people[score] for score in scores])
    places = np.searchsorted(below, below[-1] * np.arange(BINS) / BINS, side="right")
    edges = {round(floor(scores[int(place)] / step) * step, digits) for place in places}
    return Scale(tuple(sorted(edges)), round(ceil(scores[-1] / step) * step, digits), False)


def cut_of(scale: Scale, threshold: float) -> float:
    """The edge from which on people are flagged."""
    if not scale.is_listed:
        return threshold
    return next((edge for edge in scale.edges if edge >= threshold), threshold)


def parts_of_scores(
    atoms: Decided, edges: Sequence[float], cut: float, *, is_official: bool
) -> list[Part]:
    """Put the scores of one group into bins, on either side of the cut.

    Unless the counts are official, bins run on until they hold no small cell.
    """
    lows = sorted({*edges, cut})
    scores = np.array(sorted(atoms), dtype=float)
    cells = np.array([atoms[score] for score in scores.tolist()], dtype=np.int64)
    which = np.maximum(np.searchsorted(lows, scores, side="right") - 1, 0)
    sides: tuple[list[_Bin], list[_Bin]] = ([], [])
    for place in np.unique(which).tolist():
        without, having = cells[which == place].sum(axis=0).tolist()
        is_flagged = bool(scores[which == place][0] >= cut)
        sides[is_flagged].append(_Bin(lows[place], without, having))
    below, above = (side if is_official else _merged(side) for side in sides)
    if above:
        above[0].low = cut
    starts: list[float | None] = [each.low for each in (*below, *above)]
    if below:
        starts[0] = None
    bins = zip((*below, *above), starts, [*starts[1:], None], strict=True)
    return [
        Part(Between(low, high), place >= len(below), each.without, each.having)
        for place, (each, low, high) in enumerate(bins)
    ]


def parts_of_bands(atoms: Decided, bands: Sequence[str], question: ScoresQuestion) -> list[Part]:
    """The bands of one group, each by itself."""
    return [
        Part(Among(frozenset({band})), question.flags(band), *atoms.get(band, (0, 0)))
        for band in bands
    ]


def halves(parts: Sequence[Part]) -> list[Part]:
    """Only who is flagged and who is not."""
    made = []
    for is_flagged in (False, True):
        side = [part for part in parts if part.is_flagged is is_flagged]
        if side:
            without, having = (sum(part.without for part in side), sum(p.having for p in side))
            made.append(Part(_spanning([p.condition for p in side]), is_flagged, without, having))
    return made


def _spanning(conditions: Sequence[Condition]) -> Condition:
    first, last = conditions[0], conditions[-1]
    if isinstance(first, Between) and isinstance(last, Between):
        return Between(first.low, last.high)
    return Among(frozenset().union(*(c.values for c in conditions if isinstance(c, Among))))


@dataclass
class _Bin:
    low: float
    without: int
    having: int

    @property
    def has_small(self) -> bool:
        return is_small(self.without) or is_small(self.having)


def _merged(bins: Sequence[_Bin]) -> list[_Bin]:
    """Join each bin that has a small cell to the next, and the last to the one before it."""
    done: list[_Bin] = []
    for each in bins:
        if done and done[-1].has_small:
            _join(done[-1], each)
        else:
            done.append(each)
    while len(done) > 1 and done[-1].has_small:
        last = done.pop()
        _join(done[-1], last)
    return done


def _join(bin_: _Bin, following: _Bin) -> None:
    bin_.without += following.without
    bin_.having += following.having
