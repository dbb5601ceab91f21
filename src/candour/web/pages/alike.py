"""Whether answers that stand side by side differ: words, shares and ranges, each in its own way.

A number that one alone has is held beside nothing, so that it differs from nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

HUNDRED = 100
FEWEST = 2  # numbers that can be held together


@dataclass(frozen=True, slots=True)
class Likeness:
    """Whether answers differ, and the few words that say so beside the question."""

    differs: bool
    mark: str


def of_words(answers: Sequence[Collection[str]]) -> Likeness:
    """Answers in words differ where they are not the same set; no answer and one differ too."""
    differs = len({frozenset(answer) for answer in answers}) > 1
    return Likeness(differs, "differs" if differs else "same")


def of_shares(shares: Sequence[tuple[int, int] | None], what: str) -> Likeness:
    """Counts of different wholes differ where their shares do, to the per cent.

    `shares` are counts with what they are of, None where there is none; `what` is what has been
    counted, in words. Assumes that both are counts of all there are, not of a sample.

    Examples
    --------
    >>> of_shares([(72, 76), (18, 19)], "not published").mark
    'alike: 95% not published'
    >>> of_shares([(4, 4), (1, 1)], "in scope").mark, of_shares([(0, 4), (0, 2)], "given").mark
    ('alike: all in scope', 'alike: none given')
    >>> of_shares([(1, 4), (1, 2)], "in scope"), of_shares([(1, 4), None], "in scope")
    (Likeness(differs=True, mark='differs'), Likeness(differs=False, mark='told of one alone'))
    """
    told = [percent(*share) for share in shares if share is not None and share[1]]
    if len(told) < FEWEST:
        return Likeness(False, "told of one alone" if told else "not told of any")
    where = "" if len(told) == len(shares) else ", where told"
    if len(set(told)) > 1:
        return Likeness(True, f"differs{where}")
    share_in_words = {0: "none", HUNDRED: "all"}.get(told[0], f"{told[0]}%")
    return Likeness(False, f"alike: {share_in_words} {what}{where}")


def percent(count: int, whole: int) -> int:
    """A share to the per cent, half up; only none is 0 and only all is 100.

    Examples
    --------
    >>> percent(300, 301), percent(1, 301), percent(3, 3), percent(0, 3)
    (99, 1, 100, 0)
    """
    if count in (0, whole):
        return HUNDRED if count else 0
    return min(max((2 * HUNDRED * count + whole) // (2 * whole), 1), HUNDRED - 1)


def of_ranges(ranges: Sequence[tuple[float, float] | None]) -> Likeness:
    """Ratios differ where the range of one ends before that of another begins.

    `ranges` are the ends of intervals of one kind, of ratios of one measure, period and
    denominator; None where there is none. That ranges overlap is no proof of equal ratios: two
    intervals of 95% can overlap a little while their difference is clear.

    Examples
    --------
    >>> of_ranges([(2.63, 2.98), (2.30, 2.65)]).mark, of_ranges([(1.1, 1.4), (1.5, 1.9)]).mark
    ('ranges overlap', 'ranges apart')
    >>> of_ranges([(1.0, 1.2), (1.1, 1.5), (1.4, 2.0)]).mark
    'some ranges apart'
    """
    told = sorted(ends for ends in ranges if ends is not None)
    if len(told) < FEWEST:
        return Likeness(False, "one range alone" if told else "no ranges")
    where = "" if len(told) == len(ranges) else ", where told"
    if min(high for _, high in told) >= max(low for low, _ in told):
        return Likeness(False, f"ranges overlap{where}")
    is_each_apart = all(one[1] < other[0] for one, other in pairwise(told))
    return Likeness(True, f"{'ranges apart' if is_each_apart else 'some ranges apart'}{where}")
