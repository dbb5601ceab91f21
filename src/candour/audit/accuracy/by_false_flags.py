"""Tables told by prevalence p, recall u and the share v of other cases that are flagged.

v is 1 - specificity. Ranges are exact, since each score is monotone in u and v and has at most one
turning point in p. That Matthews' correlation (MCC) rises with u and falls with v follows from its
form: its derivative by u has the sign of q(1 - q) - (u - v) p (1 - 2q) / 2 with q = pu + (1 - p)v,
and (u - v) p = q - v is at most q, so that the second term is at most the first. By p it turns
once, at sqrt(A) / (sqrt(A) + sqrt(B)) with A = v(1 - v), B = u(1 - u).
"""

from collections.abc import Mapping
from decimal import Decimal

from candour.audit.accuracy.charts import Box, Chart, Slopes
from candour.audit.accuracy.enclosures import (
    ANY_SHARE,
    HALF,
    MINUS,
    NOTHING,
    ONE,
    ONES,
    TWO,
    ZERO,
    Range,
    Unbounded,
    complement,
    minus,
    over,
    plus,
    point,
    times,
)


def _third_of(printed: Mapping[str, Range]) -> Range:
    return complement(printed.get("specificity", ANY_SHARE))


# ranges


def _accuracy(box: Box) -> Range:
    def at(u: Decimal, v: Decimal) -> tuple[Decimal, Decimal]:
        ends = [p * u + (ONE - p) * (ONE - v) for p in box.p]
        return min(ends), max(ends)

    return Range(at(box.u.low, box.third.high)[0], at(box.u.high, box.third.low)[1])


def _precision(box: Box) -> Range:
    """Rises with p and u and falls with v; undefined where nothing is flagged."""

    def at(p: Decimal, u: Decimal, v: Decimal, otherwise: Decimal) -> Decimal:
        flagged = p * u + (ONE - p) * v
        return p * u / flagged if flagged else otherwise

    return Range(
        at(box.p.low, box.u.low, box.third.high, ZERO),
        at(box.p.high, box.u.high, box.third.low, ONE),
    )


def _f1(box: Box) -> Range:
    """Rises with p and u and falls with v."""

    def at(p: Decimal, u: Decimal, v: Decimal, otherwise: Decimal) -> Decimal:
        below = p * u + (ONE - p) * v + p
        return TWO * p * u / below if below else otherwise

    return Range(
        at(box.p.low, box.u.low, box.third.high, ZERO),
        at(box.p.high, box.u.high, box.third.low, ONE),
    )


def _balanced(box: Box) -> Range:
    return Range(
        (box.u.low + ONE - box.third.high) / TWO,
        (box.u.high + ONE - box.third.low) / TWO,
    )


def _auc(box: Box) -> Range:
    """The area under a rising curve through one point: from u(1 - v) to 1 - (1 - u)v."""
    return Range(
        box.u.low * (ONE - box.third.high),
        ONE - (ONE - box.u.high) * box.third.low,
    )


def _mcc(box: Box) -> Range:
    low = _mcc_along(box.p, box.u.low, box.third.high)
    high = _mcc_along(box.p, box.u.high, box.third.low)
    return Range(low.low, high.high)


def _mcc_along(p: Range, u: Decimal, v: Decimal) -> Range:
    """MCC over a range of prevalence, for one recall and one share flagged of the others."""
    gain = u - v
    if not gain:
        return point(ZERO)
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


# slopes


def _flagged(box: Box) -> Range:
    """The share of all cases that are flagged, q = pu + (1 - p)v, over the box."""
    ends = [p * u + (ONE - p) * v for p in box.p for u, v in zip(box.u, box.third, strict=True)]
    return Range(min(ends), max(ends))


def _accuracy_slopes(box: Box) -> Slopes:
    return Slopes(
        Range(box.u.low + box.third.low - ONE, box.u.high + box.third.high - ONE),
        box.p,
        Range(box.p.low - ONE, box.p.high - ONE),
    )


def _precision_slopes(box: Box) -> Slopes:
    q = _flagged(box)
    square, mixed = times(q, q), times(box.p, complement(box.p))
    return Slopes(
        over(times(box.u, box.third), square),
        over(times(mixed, box.third), square),
        times(MINUS, over(times(mixed, box.u), square)),
    )


def _f1_slopes(box: Box) -> Slopes:
    below = plus(_flagged(box), box.p)
    square = times(below, below)
    twice = point(TWO)
    return Slopes(
        over(times(twice, box.u, box.third), square),
        over(times(twice, box.p, plus(box.p, times(complement(box.p), box.third))), square),
        times(MINUS, over(times(twice, box.p, box.u, complement(box.p)), square)),
    )


def _mcc_slopes(box: Box) -> Slopes:
    """With s = p(1 - p), w = q(1 - q) and gain g = u - v, MCC is g sqrt(s / w)."""
    p, q = box.p, _flagged(box)
    if min(p.low, ONE - p.high, q.low, ONE - q.high) <= 0:
        raise Unbounded
    s, w = times(p, complement(p)), times(q, complement(q))
    ratio = over(s, w)
    root = Range(ratio.low.sqrt(), ratio.high.sqrt())
    gain = minus(box.u, box.third)
    tilt = over(times(gain, minus(ONES, times(point(TWO), q))), times(point(TWO), w))
    along_p = minus(
        over(minus(ONES, times(point(TWO), p)), s),
        over(times(minus(ONES, times(point(TWO), q)), gain), w),
    )
    return Slopes(
        times(HALF, gain, root, along_p),
        times(root, minus(ONES, times(p, tilt))),
        times(root, minus(MINUS, times(complement(p), tilt))),
    )


def _auc_least(box: Box) -> Slopes:
    """Of the least area under a curve through the point, u(1 - v)."""
    return Slopes(NOTHING, complement(box.third), times(MINUS, box.u))


def _auc_most(box: Box) -> Slopes:
    """Of the largest, 1 - (1 - u)v."""
    return Slopes(NOTHING, box.third, times(MINUS, complement(box.u)))


BY_FALSE_FLAGS = Chart(
    third_of=_third_of,
    ranges={
        "accuracy": _accuracy,
        "precision": _precision,
        "recall": lambda box: box.u,
        "specificity": lambda box: Range(ONE - box.third.high, ONE - box.third.low),
        "f1": _f1,
        "balanced_accuracy": _balanced,
        "mcc": _mcc,
        "auc": _auc,
    },
    slopes={
        "accuracy": _accuracy_slopes,
        "precision": _precision_slopes,
        "recall": lambda box: Slopes(NOTHING, ONES, NOTHING),
        "specificity": lambda box: Slopes(NOTHING, NOTHING, MINUS),
        "f1": _f1_slopes,
        "balanced_accuracy": lambda box: Slopes(NOTHING, HALF, point(-ONE / TWO)),
        "mcc": _mcc_slopes,
    },
    auc_least=_auc_least,
    auc_most=_auc_most,
)
