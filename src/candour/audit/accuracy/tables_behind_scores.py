"""Whether some table of right and wrong answers gives every printed score.

A printed score is an interval, and a table up to its size a point (see `charts`). The search
looks at boxes of points. A box goes if some score can't be what was printed anywhere in it, or if
a weighted sum of what is printed can't (the weights come from a linear programme of the scores'
slopes, and are then proven in interval arithmetic). What is left is cut in half. So "none" is a
proof; and "some" comes with the point that shows it, which linear steps find.

Boxes shrink until the scores of any of their points differ by less than `NEAR` from what is
printed: scores that meet there meet at the very edge of their rounding, and count as given.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from heapq import heappop, heappush
from itertools import product

import numpy as np

from candour.audit.accuracy.by_false_flags import BY_FALSE_FLAGS
from candour.audit.accuracy.by_precision import BY_PRECISION
from candour.audit.accuracy.charts import Box, Chart, Slopes, least_of
from candour.audit.accuracy.enclosures import (
    ANY_SHARE,
    DIGITS,
    ONE,
    SLACK,
    TWO,
    ZERO,
    Range,
    Unbounded,
    complement,
    point,
)

MOST_BOXES = 6_000
STEPS = 12  # of linear programmes from one starting point, in the first boxes
FIRST = 40
HALVINGS = 6
THINNEST = 64  # times a side may be shorter than the longest, and still be cut
POSSIBLE = Range(-ONE, ONE)
NEAR = Decimal("1e-22")  # between what a point gives and what is printed: an edge of rounding
LEAST_WEIGHT = Decimal("1e-12")


class Undecided(Exception):
    """So many boxes were looked at that the search was given up."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One side of a printed score: what is to be at most nothing, in units of its rounding."""

    value: Decimal
    slopes: Slopes
    width: Decimal


@dataclass(frozen=True, slots=True)
class Table:
    """A table up to its size: prevalence, recall, and the share of others that are flagged."""

    prevalence: Decimal
    recall: Decimal
    false_flags: Decimal


def table_exists(printed: Mapping[str, Range], *, most: int = MOST_BOXES) -> bool:
    """Whether a table has every score within what was printed of it.

    Raises
    ------
    Undecided
        If neither a table nor a proof that there is none came of so many boxes.

    Examples
    --------
    >>> table_exists(
    ...     {
    ...         "precision": Range(Decimal("0.5"), Decimal("0.5")),
    ...         "recall": Range(Decimal("0.5"), Decimal("0.5")),
    ...         "mcc": Range(Decimal("0.6"), Decimal("0.6")),
    ...     }
    ... )
    False
    """
    return table_behind(printed, most=most) is not None


def table_behind(printed: Mapping[str, Range], *, most: int = MOST_BOXES) -> Table | None:
    """A table that gives every printed score, or None where it is proven that none does.

    Raises
    ------
    Undecided
    """
    with localcontext() as context:
        context.prec = DIGITS
        if above_the_ceiling(printed):
            return None
        search = Search(_chart(printed), {"specificity": ANY_SHARE} | dict(printed))
        waiting = [(ZERO, 0, search.narrowed)]  # by how far off their middles are
        number = 0
        for looks in range(most):
            if not waiting:
                return None
            box = heappop(waiting)[2]
            ranges = search.ranges_over(box)
            if not all(wanted.meets(ranges[name]) for name, wanted in search.printed.items()):
                continue
            witness, left = search.looked_at(box, STEPS if looks < FIRST else 1)
            if witness is not None:
                return search.table(witness)
            if left is None:
                continue
            if search.is_at_an_edge(box, ranges):
                return search.table(box.middle)
            for part in [left] if left.is_much_smaller(box) else search.halves(left):
                number += 1
                heappush(waiting, (search.excess(part.middle), number, part))
    raise Undecided


def above_the_ceiling(printed: Mapping[str, Range]) -> bool:
    """Whether MCC is printed above the root of precision x recall, which no table's is.

    Nor is that of a weighted average of tables: the root of a product is concave in its factors
    together, so that the mean of such roots is at most the root of the product of the means.

    MCC: Matthews 1975; its ceiling follows from
    MCC = sqrt(PPV TPR TNR NPV) - sqrt(FDR FNR FPR FOR), Chicco and Jurman 2020.
    """
    if not {"precision", "recall", "mcc"} <= printed.keys():
        return False
    ceiling = (printed["precision"].high * printed["recall"].high).sqrt()
    return printed["mcc"].low > ceiling + SLACK


def _chart(printed: Mapping[str, Range]) -> Chart:
    """By precision where that is known to be above nothing, since few true cases are no edge."""
    return BY_PRECISION if BY_PRECISION.third_of(printed).low > 0 else BY_FALSE_FLAGS


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, on one chart."""

    chart: Chart
    printed: Mapping[str, Range]

    @property
    def narrowed(self) -> Box:
        """The box that holds every table with these scores."""
        return Box(
            _prevalence(self.printed),
            _recall(self.printed),
            self.chart.third_of(self.printed),
        )

    def ranges_over(self, box: Box) -> dict[str, Range]:
        return {name: self.chart.ranges[name](box) for name in self.printed}

    def table(self, at: Box) -> Table:
        flags = complement(self.chart.ranges["specificity"](at)).low
        return Table(at.p.low, at.u.low, flags)

    def shows(self, at: Box, slack: Decimal = SLACK) -> bool:
        """Whether a point is a table with true and other cases that has all the scores."""
        if not ZERO < at.p.low < ONE:
            return False
        ranges = self.ranges_over(at)
        return all(
            wanted.meets(ranges[name]) if name == "auc" else wanted.holds(ranges[name], slack)
            for name, wanted in self.printed.items()
        )

    def looked_at(self, box: Box, steps: int) -> tuple[Box | None, Box | None]:
        """A point of the box that gives every score, if steps lead to one; and what is left of it.

        Nothing is left where it is proven that no point gives them.
        """
        here = box.middle
        if self.shows(here):
            return here, box
        try:
            bounds = list(self.bounds(box, here))
        except Unbounded:
            return self._stepped(box, here, steps), box
        left = _shrunk(box, bounds)
        if left is None or left.is_much_smaller(box):
            return None, left
        solved = _least_excess(bounds, box, here)
        if solved is None:
            return None, left
        onward, weights = solved
        if _none_by(weights, bounds, box):
            return None, None
        return self._stepped(
            box, onward if self.excess(onward) < self.excess(here) else here, steps
        ), left

    def _stepped(self, box: Box, start: Box, steps: int) -> Box | None:
        """Go towards where scores would be right if slopes stayed, while that helps."""
        here = start
        for _ in range(steps):
            if self.shows(here):
                return here
            try:
                solved = _least_excess(list(self.bounds(here, here)), box, here)
            except Unbounded:
                return None
            if solved is None:
                return None
            excess, onward = self.excess(here), solved[0]
            for _ in range(HALVINGS):
                if self.excess(onward) < excess:
                    break
                onward = onward.halfway(here)
            else:
                return None
            here = onward
        return here if self.shows(here) else None

    def excess(self, at: Box) -> Decimal:
        """By how many times its rounding the worst score is off at a point; below nothing: none."""
        ranges = self.ranges_over(at)
        return max(
            max(ranges[name].low - wanted.high, wanted.low - ranges[name].high)
            / max(wanted.radius, SLACK)
            for name, wanted in self.printed.items()
        )

    def bounds(self, over: Box, at: Box) -> Iterator[Bound]:
        """Both sides of each printed score: values at a point, slopes over a box."""
        for name, wanted in self.printed.items():
            width = max(wanted.radius, SLACK)
            value = self.chart.ranges[name](at)
            if name == "auc":
                least, most = self.chart.auc_least(over), self.chart.auc_most(over)
            else:
                least = most = self.chart.slopes[name](over)
            yield Bound(value.low - wanted.high, least, width)
            yield Bound(wanted.low - value.high, most.turned(), width)

    def is_at_an_edge(self, box: Box, ranges: Mapping[str, Range]) -> bool:
        return all(
            name == "auc" or ranges[name].high - ranges[name].low < NEAR for name in self.printed
        ) and self.shows(box.middle, TWO * NEAR)

    def halves(self, box: Box) -> tuple[Box, Box]:
        """Split where it tells most: the side along which the scores range furthest."""
        middle = box.middle
        along = (
            Box(box.p, middle.u, middle.third),
            Box(middle.p, box.u, middle.third),
            Box(middle.p, middle.u, box.third),
        )
        longest = max(side.radius for side in box.sides)
        may_be = [n for n in range(3) if box.sides[n].radius * THINNEST >= longest]
        side = max(may_be, key=lambda n: (self._spread(along[n]), box.sides[n].radius))
        if self.chart.ranges["specificity"](middle).high < 0:  # its middle is no table
            side = max(may_be, key=lambda n: box.sides[n].radius)
        low, high = box.sides[side]
        half = (low + high) / TWO
        parts = [list(box.sides), list(box.sides)]
        parts[0][side], parts[1][side] = Range(low, half), Range(half, high)
        return Box(*parts[0]), Box(*parts[1])

    def _spread(self, box: Box) -> Decimal:
        """How far scores range over a box, each against the width of what was printed of it."""
        ranges = {name: of.cut(POSSIBLE) for name, of in self.ranges_over(box).items()}
        return max(ranges[name].radius / max(self.printed[name].radius, SLACK) for name in ranges)


def _recall(printed: Mapping[str, Range]) -> Range:
    """Recall as printed, and what F1 and precision leave of it: the two are alike in F1."""
    recall = printed.get("recall", ANY_SHARE)
    if "f1" not in printed:
        return recall
    alike = {"f1": printed["f1"], "recall": printed.get("precision", ANY_SHARE)}
    return recall.cut(BY_PRECISION.third_of(alike))


def _prevalence(printed: Mapping[str, Range]) -> Range:
    """Where accuracy, precision and recall fix the table, the prevalence they leave.

    p = (1 - accuracy) / ((1 - R) + R(1/P - 1)) is monotone in each of the three.
    """
    if not {"accuracy", "precision", "recall"} <= printed.keys():
        return ANY_SHARE
    corners = []
    for accuracy, precision, recall in product(
        *(printed[name] for name in ("accuracy", "precision", "recall"))
    ):
        if not precision:
            return ANY_SHARE
        below = ONE - recall + recall * (ONE / precision - ONE)
        if not below:
            return ANY_SHARE
        corners.append((ONE - accuracy) / below)
    return ANY_SHARE.cut(Range(min(corners) - SLACK, max(corners) + SLACK))


def _least_excess(
    bounds: Sequence[Bound], box: Box, at: Box
) -> tuple[Box, Sequence[Decimal]] | None:
    """The point of the box with the least excess if slopes stayed, and the weights of its bounds.

    In each direction the unit is the box's radius, and in each bound that of its rounding, so that
    numbers are near one however small both are.
    """
    from scipy.optimize import linprog  # takes a while to load, and most rows need none

    units = [max(side.radius, SLACK) for side in box.sides]
    table = np.array(
        [
            [*(float(slope.middle * unit / bound.width)
               for slope, unit in zip(bound.slopes.sides, units, strict=True)), -1.0]
            for bound in bounds
        ]
    )  # fmt: skip
    limits = np.array([float(-bound.value / bound.width) for bound in bounds])
    scale = np.maximum(1.0, np.abs(table[:, :3]).max(axis=1))
    reach = [
        (float((side.low - here.low) / unit), float((side.high - here.low) / unit))
        for side, here, unit in zip(box.sides, at.sides, units, strict=True)
    ]
    solved = linprog(
        [0.0, 0.0, 0.0, 1.0],
        A_ub=table / scale[:, None],
        b_ub=limits / scale,
        bounds=[*reach, (-1.0, None)],
        method="highs",
    )
    if solved.status != 0:
        return None
    onward = Box(
        *(
            point(min(max(here.low + Decimal(float(by)) * unit, side.low), side.high))
            for here, by, unit, side in zip(at.sides, solved.x[:3], units, box.sides, strict=True)
        )
    )
    weights = [
        max(ZERO, Decimal(float(-weight / size)))
        for weight, size in zip(solved.ineqlin.marginals, scale, strict=True)
    ]
    return onward, weights


def _shrunk(box: Box, bounds: Sequence[Bound]) -> Box | None:
    """The box without the ends at which some bound is above nothing; None if nothing is left."""
    sides = list(box.sides)
    middles = [side.middle for side in sides]
    for bound in bounds:
        slopes = bound.slopes.sides
        gives = [
            max(abs(s.low), abs(s.high)) * side.radius
            for s, side in zip(slopes, box.sides, strict=True)
        ]
        for side, slope in enumerate(slopes):
            if slope.low <= 0 <= slope.high:
                continue
            room = sum(gives, start=ZERO) - gives[side] - bound.value
            steep = slope if slope.low > 0 else Range(-slope.high, -slope.low)
            reach = room / (steep.low if room > 0 else steep.high) + SLACK
            low, high = sides[side]
            if slope.low > 0:
                high = min(high, middles[side] + reach)
            else:
                low = max(low, middles[side] - reach)
            if low > high:
                return None
            sides[side] = Range(low, high)
    return Box(*sides)


def _none_by(weights: Sequence[Decimal], bounds: Sequence[Bound], box: Box) -> bool:
    """Whether the weighted sum of the bounds is above nothing everywhere in the box: a proof."""
    used = [(w, b) for w, b in zip(weights, bounds, strict=True) if w > LEAST_WEIGHT]
    if not used:
        return False
    value = sum((w * b.value / b.width for w, b in used), start=ZERO)
    slopes = Slopes(
        *(
            Range(
                sum((w * b.slopes.sides[side].low / b.width for w, b in used), start=ZERO),
                sum((w * b.slopes.sides[side].high / b.width for w, b in used), start=ZERO),
            )
            for side in range(3)
        )
    )
    return least_of(value, slopes, box) > SLACK
