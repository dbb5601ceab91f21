"""Tables told by prevalence p, recall u and precision r: for scores near which few are true cases.

The share of other cases that are flagged is v = p u (1/r - 1) / (1 - p), and of all cases
q = p u / r. Then MCC is sqrt(u r) (1 - p/r) / sqrt((1 - p)(1 - p u / r)), which has its limit
sqrt(u r) as p goes to nothing. It rises with r (v falls); it falls with p, since
1/(r - p) is at least both 1/(1 - p) and u/(r - p u); and in u it rises where r > p and falls where
r < p, so that its ends are those at the ends of u. Precision below what all cases flagged would
have stands for no table: there v is above 1, which every search rules out.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product

from candour.audit.accuracy.charts import Box, Chart, Slopes
from candour.audit.accuracy.enclosures import (
    ANY_SHARE,
    HALF,
    MINUS,
    NOTHING,
    ONE,
    ONES,
    TWO,
    VAST,
    ZERO,
    Range,
    Unbounded,
    complement,
    minus,
    over,
    plus,
    point,
    spanning,
    times,
)

TWOS = point(TWO)


def _third_of(printed: Mapping[str, Range]) -> Range:
    """Precision as printed, or what F1 and recall leave of it."""
    third = printed.get("precision", ANY_SHARE)
    if "f1" in printed:
        f1, recall = printed["f1"], printed.get("recall", ANY_SHARE)
        third = third.cut(Range(_from_f1(f1.low, recall.high), _from_f1(f1.high, recall.low)))
    return third


def _from_f1(f1: Decimal, recall: Decimal) -> Decimal:
    """Precision is F1 u / (2u - F1), which falls with recall u; all where that has no bound."""
    below = TWO * recall - f1
    return f1 * recall / below if below > 0 else ONE


# ranges


def _corners(box: Box) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    return product(*box.sides)


def _falsely(p: Decimal, u: Decimal, r: Decimal) -> Decimal:
    wrong = p * u * (ONE - r)
    below = r * (ONE - p)
    if not wrong:
        return ZERO
    return min(wrong / below, VAST) if below else VAST


def _false_flags(box: Box) -> Range:
    return Range(
        _falsely(box.p.low, box.u.low, box.third.high),
        _falsely(box.p.high, box.u.high, box.third.low),
    )


def _accuracy(box: Box) -> Range:
    def at(p: Decimal, u: Decimal, r: Decimal) -> Decimal:
        wrong = p * u * (ONE - r)
        return ONE - p + p * u - (wrong / r if r else (VAST if wrong else ZERO))

    return spanning(*(at(*corner) for corner in _corners(box)))


def _f1(box: Box) -> Range:
    def at(u: Decimal, r: Decimal) -> Decimal:
        return TWO * u * r / (u + r) if u + r else ZERO

    return Range(at(box.u.low, box.third.low), at(box.u.high, box.third.high))


def _balanced(box: Box) -> Range:
    return spanning(*((u + ONE - _falsely(p, u, r)) / TWO for p, u, r in _corners(box)))


def _mcc(box: Box) -> Range:
    low = min(_mcc_at(box.p.high, u, box.third.low, otherwise=-ONE) for u in box.u)
    high = max(_mcc_at(box.p.low, u, box.third.high, otherwise=ONE) for u in box.u)
    return Range(max(low, -ONE), min(high, ONE))


def _mcc_at(p: Decimal, u: Decimal, r: Decimal, *, otherwise: Decimal) -> Decimal:
    below = (ONE - p) * (r - p * u)
    if below <= 0:
        return otherwise
    return (r - p) * (u / below).sqrt()


def _auc(box: Box) -> Range:
    """The area under a rising curve through one point: from u(1 - v) to 1 - (1 - u)v."""
    flags = _false_flags(box)
    return Range(max(ZERO, box.u.low * (ONE - flags.high)), ONE - (ONE - box.u.high) * flags.low)


# slopes


def _inverse(r: Range) -> Range:
    return over(ONES, r)


def _accuracy_slopes(box: Box) -> Slopes:
    inverse = _inverse(box.third)
    gain = minus(TWOS, inverse)
    return Slopes(
        minus(times(box.u, gain), ONES),
        times(box.p, gain),
        times(box.p, box.u, inverse, inverse),
    )


def _f1_slopes(box: Box) -> Slopes:
    both = plus(box.u, box.third)
    square = times(both, both)
    return Slopes(
        NOTHING,
        over(times(TWOS, box.third, box.third), square),
        over(times(TWOS, box.u, box.u), square),
    )


def _flags_slopes(box: Box) -> Slopes:
    inverse, left = _inverse(box.third), complement(box.p)
    wrong = minus(inverse, ONES)
    odds = over(box.p, left)
    return Slopes(
        over(times(box.u, wrong), times(left, left)),
        times(odds, wrong),
        times(MINUS, odds, box.u, inverse, inverse),
    )


def _balanced_slopes(box: Box) -> Slopes:
    flags = _flags_slopes(box)
    return Slopes(
        times(MINUS, HALF, flags.p),
        times(HALF, minus(ONES, flags.u)),
        times(MINUS, HALF, flags.third),
    )


def _mcc_slopes(box: Box) -> Slopes:
    p, u, r = box.sides
    k = _inverse(r)
    n, a, b = minus(ONES, times(p, k)), complement(p), minus(ONES, times(p, u, k))
    if min(u.low, a.low, b.low) <= 0:
        raise Unbounded
    square = over(times(u, r), times(a, b))
    root = Range(square.low.sqrt(), square.high.sqrt())
    by_b = over(times(HALF, n), b)
    return Slopes(
        times(root, plus(times(MINUS, k), over(times(HALF, n), a), times(by_b, u, k))),
        times(root, plus(over(times(HALF, n), u), times(by_b, p, k))),
        times(
            root,
            plus(times(HALF, n, k), times(p, k, k), times(MINUS, by_b, p, u, k, k)),
        ),
    )


def _auc_least(box: Box) -> Slopes:
    flags = _flags_slopes(box)
    return Slopes(
        times(MINUS, box.u, flags.p),
        minus(complement(_false_flags(box)), times(box.u, flags.u)),
        times(MINUS, box.u, flags.third),
    )


def _auc_most(box: Box) -> Slopes:
    flags, missed = _flags_slopes(box), complement(box.u)
    return Slopes(
        times(MINUS, missed, flags.p),
        minus(_false_flags(box), times(missed, flags.u)),
        times(MINUS, missed, flags.third),
    )


BY_PRECISION = Chart(
    third_of=_third_of,
    ranges={
        "accuracy": _accuracy,
        "precision": lambda box: box.third,
        "recall": lambda box: box.u,
        "specificity": lambda box: complement(_false_flags(box)),
        "f1": _f1,
        "balanced_accuracy": _balanced,
        "mcc": _mcc,
        "auc": _auc,
    },
    slopes={
        "accuracy": _accuracy_slopes,
        "precision": lambda box: Slopes(NOTHING, NOTHING, ONES),
        "recall": lambda box: Slopes(NOTHING, ONES, NOTHING),
        "specificity": lambda box: _flags_slopes(box).turned(),
        "f1": _f1_slopes,
        "balanced_accuracy": _balanced_slopes,
        "mcc": _mcc_slopes,
    },
    auc_least=_auc_least,
    auc_most=_auc_most,
)
