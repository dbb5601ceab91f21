"""Whether some table of right and wrong answers gives every printed score.

Up to its size a table is a point: the prevalence p of true cases, the sensitivity u (recall), and
the share v of other cases that are flagged (1 - specificity). A printed score is an interval, half
a unit of its last decimal to either side. The search splits boxes of points and throws out each in
which some score can't be what was printed; the ranges of scores over a box are exact, since each
is monotone in u and v and has at most one turning point in p. So "none" is a proof, and "some"
comes with the point that shows it.

That Matthews' correlation (MCC) rises with u and falls with v follows from its form: its
derivative by u has the sign of q(1 - q) - (u - v) p (1 - 2q) / 2 with q = pu + (1 - p)v, and
(u - v) p = q - v is at most q, so that the second term is at most the first. By p it turns once,
at sqrt(A) / (sqrt(A) + sqrt(B)) with A = v(1 - v), B = u(1 - u).

MCC: Matthews 1975; its ceiling sqrt(precision x recall) follows from
MCC = sqrt(PPV TPR TNR NPV) - sqrt(FDR FNR FPR FOR), Chicco and Jurman 2020.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import product
from typing import NamedTuple

ZERO, ONE, TWO = Decimal(0), Decimal(1), Decimal(2)
DIGITS = 50
SLACK = Decimal("1e-40")  # for the last digit of square roots
MOST_BOXES = 4_000
SCORES = (
    "accuracy",
    "precision",
    "recall",
    "specificity",
    "f1",
    "balanced_accuracy",
    "mcc",
    "auc",
)


class Range(NamedTuple):
    """From low to high, both of them in it."""

    low: Decimal
    high: Decimal

    def meets(self, other: "Range") -> bool:
        return self.low <= other.high + SLACK and other.low <= self.high + SLACK

    def holds(self, other: "Range") -> bool:
        return self.low - SLACK <= other.low and other.high <= self.high + SLACK


ANY_SHARE, ANY_CORRELATION = Range(ZERO, ONE), Range(-ONE, ONE)


class Undecided(Exception):
    """So many boxes were looked at that the search was given up."""


@dataclass(frozen=True, slots=True)
class Box:
    """Ranges of prevalence, of recall, and of the share of other cases that are flagged."""

    p: Range
    u: Range
    v: Range

    @property
    def middle(self) -> "Box":
        return Box(*(_point((r.low + r.high) / TWO) for r in (self.p, self.u, self.v)))


WHOLE = Box(ANY_SHARE, ANY_SHARE, ANY_SHARE)


def table_exists(
    printed: Mapping[str, Range], within: Box = WHOLE, *, most: int = MOST_BOXES
) -> bool:
    """Whether a table in a box has every score within what was printed of it.

    Raises
    ------
    Undecided
        If neither a table nor a proof that there is none was found in time.

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
    with localcontext() as context:
        context.prec = DIGITS
        if above_the_ceiling(printed):
            return False
        boxes = [_narrowed(within, printed)]
        for _ in range(most):
            if not boxes:
                return False
            box = boxes.pop()
            ranges = ranges_over(box, printed)
            if not all(printed[name].meets(ranges[name]) for name in printed):
                continue
            if _shows(box.middle, printed):
                return True
            boxes += _halves(box, printed)
    raise Undecided


@dataclass(frozen=True, slots=True)
class Counts:
    """Ranges of how many true cases were flagged, and how many others were not."""

    flagged: tuple[int, int]
    left: tuple[int, int]


def counts_exist(printed: Mapping[str, Range], positives: int, negatives: int) -> bool:
    """Whether whole numbers, of so many true cases and others, give every printed score.

    Raises
    ------
    Undecided
    """
    with localcontext() as context:
        context.prec = DIGITS
        total = Decimal(positives + negatives)
        p = _point(Decimal(positives) / total)
        parts = [Counts((0, positives), (0, negatives))]
        for _ in range(MOST_BOXES):
            if not parts:
                return False
            part = parts.pop()
            u = Range(*(Decimal(n) / positives for n in part.flagged))
            v = Range(*(ONE - Decimal(n) / negatives for n in reversed(part.left)))
            box = Box(p, u, v)
            ranges = ranges_over(box, printed)
            if not all(printed[name].meets(ranges[name]) for name in printed):
                continue
            if part.flagged[0] == part.flagged[1] and part.left[0] == part.left[1]:
                if _shows(box, printed):
                    return True
                continue
            parts += _counts_halved(part)
    raise Undecided


def _counts_halved(part: Counts) -> tuple[Counts, Counts]:
    (a, b), (c, d) = part.flagged, part.left
    if b - a >= d - c:
        half = (a + b) // 2
        return Counts((a, half), part.left), Counts((half + 1, b), part.left)
    half = (c + d) // 2
    return Counts(part.flagged, (c, half)), Counts(part.flagged, (half + 1, d))


def ranges_over(box: Box, names: Mapping[str, object]) -> dict[str, Range]:
    """What each score can be over a box."""
    return {name: RANGES[name](box) for name in names}


def above_the_ceiling(printed: Mapping[str, Range]) -> bool:
    """Whether MCC is printed above the root of precision x recall, which no table's is."""
    if not {"precision", "recall", "mcc"} <= printed.keys():
        return False
    ceiling = (printed["precision"].high * printed["recall"].high).sqrt()
    return printed["mcc"].low > ceiling + SLACK


def _narrowed(box: Box, printed: Mapping[str, Range]) -> Box:
    if {"accuracy", "precision", "recall"} <= printed.keys():
        box = _fixed(box, printed)
    u = _cut(box.u, printed.get("recall", ANY_SHARE))
    flagged = printed.get("specificity", ANY_SHARE)
    return Box(box.p, u, _cut(box.v, Range(ONE - flagged.high, ONE - flagged.low)))


def _fixed(box: Box, printed: Mapping[str, Range]) -> Box:
    """Accuracy, precision and recall fix the table: its ranges are those at their corners.

    Prevalence p = (1 - accuracy) / ((1 - R) + R(1/P - 1)) is monotone in each of the three, and
    so is the share flagged of the others, v = pR(1/P - 1) / (1 - p).
    """
    corners = []
    for accuracy, precision, recall in product(
        *(printed[name] for name in ("accuracy", "precision", "recall"))
    ):
        if not precision:
            return box
        wrong = recall * (ONE / precision - ONE)
        below = ONE - recall + wrong
        p = (ONE - accuracy) / below if below else ZERO
        if not ZERO < p < ONE:
            return box
        corners.append((p, p * wrong / (ONE - p)))
    p_range, v_range = (
        Range(min(end) - SLACK, max(end) + SLACK) for end in zip(*corners, strict=True)
    )
    return Box(_cut(box.p, p_range), box.u, _cut(box.v, v_range))


def _cut(one: Range, other: Range) -> Range:
    low, high = max(one.low, other.low), min(one.high, other.high)
    return Range(low, max(low, high))


def _point(value: Decimal) -> Range:
    return Range(value, value)


def _shows(point: Box, printed: Mapping[str, Range]) -> bool:
    """Whether a point is a table with true and other cases that has all the scores."""
    if not ZERO < point.p.low < ONE:
        return False
    ranges = ranges_over(point, printed)
    if not all(printed[name].holds(ranges[name]) for name in printed if name != "auc"):
        return False
    return "auc" not in printed or printed["auc"].meets(ranges["auc"])


def _halves(box: Box, printed: Mapping[str, Range]) -> tuple[Box, Box]:
    """Split where it tells most: the side along which the scores range furthest."""
    middle = box.middle
    along = {
        0: Box(box.p, middle.u, middle.v),
        1: Box(middle.p, box.u, middle.v),
        2: Box(middle.p, middle.u, box.v),
    }
    sides = (box.p, box.u, box.v)
    side = max(along, key=lambda n: (_spread(along[n], printed), sides[n].high - sides[n].low))
    low, high = sides[side]
    half = (low + high) / TWO
    parts = [list(sides), list(sides)]
    parts[0][side], parts[1][side] = Range(low, half), Range(half, high)
    return Box(*parts[0]), Box(*parts[1])


def _spread(box: Box, printed: Mapping[str, Range]) -> Decimal:
    """How far the scores range over a box, each against the width of what was printed of it."""
    ranges = ranges_over(box, printed)
    return max(
        (ranges[name].high - ranges[name].low) / max(printed[name].high - printed[name].low, SLACK)
        for name in printed
    )


# the ranges of the scores over a box


def _accuracy(box: Box) -> Range:
    def at(u: Decimal, v: Decimal) -> tuple[Decimal, Decimal]:
        ends = [p * u + (ONE - p) * (ONE - v) for p in box.p]
        return min(ends), max(ends)

    return Range(at(box.u.low, box.v.high)[0], at(box.u.high, box.v.low)[1])


def _precision(box: Box) -> Range:
    """Rises with p and u and falls with v; undefined where nothing is flagged."""

    def at(p: Decimal, u: Decimal, v: Decimal, otherwise: Decimal) -> Decimal:
        flagged = p * u + (ONE - p) * v
        return p * u / flagged if flagged else otherwise

    return Range(
        at(box.p.low, box.u.low, box.v.high, ZERO), at(box.p.high, box.u.high, box.v.low, ONE)
    )


def _f1(box: Box) -> Range:
    """Rises with p and u and falls with v."""

    def at(p: Decimal, u: Decimal, v: Decimal, otherwise: Decimal) -> Decimal:
        below = p * u + (ONE - p) * v + p
        return TWO * p * u / below if below else otherwise

    return Range(
        at(box.p.low, box.u.low, box.v.high, ZERO), at(box.p.high, box.u.high, box.v.low, ONE)
    )


def _balanced(box: Box) -> Range:
    return Range(
        (box.u.low + ONE - box.v.high) / TWO,
        (box.u.high + ONE - box.v.low) / TWO,
    )


def _auc(box: Box) -> Range:
    """The area under a rising curve through one point: from u(1 - v) to 1 - (1 - u)v."""
    return Range(
        box.u.low * (ONE - box.v.high),
        ONE - (ONE - box.u.high) * box.v.low,
    )


def _mcc(box: Box) -> Range:
    low = _mcc_along(box.p, box.u.low, box.v.high)
    high = _mcc_along(box.p, box.u.high, box.v.low)
    return Range(low.low, high.high)


def _mcc_along(p: Range, u: Decimal, v: Decimal) -> Range:
    """MCC over a range of prevalence, for one recall and one share flagged of the others."""
    gain = u - v
    if not gain:
        return _point(ZERO)
    a, b = (v * (ONE - v)).sqrt(), (u * (ONE - u)).sqrt()
    turn = a / (a + b) if a + b else p.low
    peak = _factor(min(max(turn, p.low), p.high), u, v)
    ends = [_factor(end, u, v) for end in p]
    least, most = min(ends), max(peak, *ends)
    return Range(gain * least, gain * most) if gain > 0 else Range(gain * most, gain * least)


def _factor(p: Decimal, u: Decimal, v: Decimal) -> Decimal:
    """The root of p(1 - p) / (q(1 - q)), what cancels taken out so that ends have their limits."""
    share, rest = p, ONE - p
    flagged, not_flagged = p * u + rest * v, p * (ONE - u) + rest * (ONE - v)
    if not v:
        share, flagged = ONE, u
    if not u:
        rest, flagged = ONE, v
    if v == ONE:
        share, not_flagged = ONE, ONE - u
    if u == ONE:
        rest, not_flagged = ONE, ONE - v
    return (share * rest / (flagged * not_flagged)).sqrt()


RANGES = {
    "accuracy": _accuracy,
    "precision": _precision,
    "recall": lambda box: box.u,
    "specificity": lambda box: Range(ONE - box.v.high, ONE - box.v.low),
    "f1": _f1,
    "balanced_accuracy": _balanced,
    "mcc": _mcc,
    "auc": _auc,
}
