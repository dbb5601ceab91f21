"""What a score means at each of its values: calibration, ranking, and what each threshold costs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from candour.audit.errors import TooFewToCompare
from candour.audit.plans import Row
from candour.audit.proportions import wilson
from candour.audit.ranking import area_under_curve
from candour.audit.suppression import is_small

BINS = 10
MOST_BINS = 20  # up to so many different scores, each is a bin of its own
THRESHOLDS = 20

Atoms = Mapping[Any, tuple[int, int]]  # people (without, with) the outcome, by score
Groups = Mapping[str, Atoms]


def calibration(groups: Groups, *, official: bool) -> list[Row]:
    """How often the outcome was recorded among those with like scores, by group.

    Bins are the scores themselves where there are few, else tenths of all people taken together.
    Unless the counts are official, bins run on until they hold no small cell.
    """
    edges = _edges(groups)
    made = []
    for group, atoms in groups.items():
        for low, high, without, having in _bins(atoms, edges, official=official):
            found = wilson(having, without + having)
            made.append(
                {
                    "group": group,
                    "score_from": low,
                    "score_to": high,
                    "people": without + having,
                    **found.as_dict(),
                }
            )
    return made


def areas(groups: Groups) -> list[Row]:
    """How well the score ranks the people of each group."""
    made: list[Row] = []
    for group, atoms in groups.items():
        counts = np.array([atoms[score] for score in sorted(atoms)])
        try:
            found = area_under_curve(counts[:, 1], counts[:, 0]).as_dict()
        except TooFewToCompare:
            found = {"value": None, "low": None, "high": None}
        made.append({"group": group, **found})
    return made


def sweep(groups: Groups, *, official: bool) -> list[Row]:
    """Who would be flagged, and how wrongly, at each threshold.

    Unless the counts are official, thresholds of a group are left out where the step from the
    one before would be a small cell.
    """
    edges = _edges(groups)
    step = max(1, -(-len(edges) // THRESHOLDS))
    made = []
    for group, atoms in groups.items():
        bins = list(_bins(atoms, edges[::step], official=official))
        clean, cases = sum(each[2] for each in bins), sum(each[3] for each in bins)
        for place, (low, _, _, _) in enumerate(bins):
            fp, tp = (sum(each[column] for each in bins[place:]) for column in (2, 3))
            made.append(
                {
                    "group": group,
                    "threshold": low,
                    "selection_rate": (tp + fp) / (clean + cases),
                    "fpr": fp / clean if clean else None,
                    "fnr": 1 - tp / cases if cases else None,
                    "ppv": tp / (tp + fp) if tp + fp else None,
                }
            )
    return made


def _edges(groups: Groups) -> list[float]:
    """The lowest score of each bin, over all groups."""
    people: dict[float, int] = {}
    for atoms in groups.values():
        for score, cell in atoms.items():
            people[score] = people.get(score, 0) + sum(cell)
    scores = sorted(people)
    if len(scores) <= MOST_BINS:
        return scores
    below = np.cumsum([people[score] for score in scores])
    places = np.searchsorted(below, below[-1] * np.arange(BINS) / BINS, side="right")
    return sorted({scores[min(place, len(scores) - 1)] for place in places})


def _bins(
    atoms: Atoms, edges: Sequence[float], *, official: bool
) -> Iterator[tuple[float, float, int, int]]:
    """Give each bin of a group: lowest and highest score, people without and with the outcome."""
    scores = np.array(sorted(atoms))
    cells = np.array([atoms[score] for score in scores])
    which = np.searchsorted(np.asarray(edges), scores, side="right")
    kept: list[list[Any]] = []
    for bin_ in np.unique(which):
        inside = which == bin_
        without, having = (int(each) for each in cells[inside].sum(axis=0))
        kept.append([float(scores[inside][0]), float(scores[inside][-1]), without, having])
    yield from (tuple(each) for each in (kept if official else _merged(kept)))


def _merged(bins: list[list[Any]]) -> list[list[Any]]:
    """Join each bin that has a small cell to the next, and the last to the one before it."""
    done: list[list[Any]] = []
    for each in bins:
        if done and (is_small(done[-1][2]) or is_small(done[-1][3])):
            _join(done[-1], each)
        else:
            done.append(list(each))
    while len(done) > 1 and (is_small(done[-1][2]) or is_small(done[-1][3])):
        last = done.pop()
        _join(done[-1], last)
    return done


def _join(bin_: list[Any], following: list[Any]) -> None:
    bin_[1] = following[1]
    bin_[2] += following[2]
    bin_[3] += following[3]
