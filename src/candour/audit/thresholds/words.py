"""What a threshold test says: always "if this model holds", and beside the outcome test."""

from collections.abc import Iterator, Sequence

from candour.audit import names
from candour.audit.exhibits import KeyNumber
from candour.audit.in_words import whole
from candour.audit.residents.ethnicity import GROUPS
from candour.audit.residents.group_names import group as called
from candour.audit.residents.group_names import people
from candour.audit.thresholds.rows import GroupThreshold, ThresholdDifference, Thresholds
from candour.core.voice import sentence

LOWER, HIGHER, UNCLEAR = "lower", "higher", "unclear"
IF = "If this model holds"
POINTS = 100
ASSUMPTIONS = (
    "In one place everyone of one group is searched from one chance of carrying on: the threshold. "
    "Where officers of a place differ, or see no more than guesses, the model does not hold.",
    "Of each group and place, a signal of carrying is normal with one variance, about one mean for "
    "those who carry and another for those who do not (discriminant distributions: Pierson, "
    "Corbett-Davies and Goel 2018, after Simoiu, Corbett-Davies and Goel 2017). How much people "
    "carry, and how plainly it shows, is a part of the group and a part of the place, added up.",
    "Finds are recorded alike for all groups, and whatever was carried is found by a search.",
    "Intervals are posterior ones, 95%: they hold what the counts and what is held likely "
    "beforehand leave open. The second ones hold likely twice as wide a range beforehand. A "
    "threshold is called clearly lower or higher only where both intervals, widened for the number "
    "of groups compared, lie on one side of 0, and the model fits.",
    "Stops of one group in one place are independent. Averages are over places, weighed by the "
    "stops of all groups there.",
    "Chains were refused unless R-hat of the thresholds told was at most 1.01 and of every other "
    "parameter at most 1.05, their draws were worth 400 independent ones, and at most 5 in 1,000 "
    "diverged.",
)
DOES_NOT_SHOW = (
    "Whether the model holds: it can fit every count and be wrong. In made-up places where chances "
    "were spread otherwise than it has them, it pointed the right way, fitted, and made a gap of 5 "
    "points one of 10, outside its interval. With few groups or places much rests on what was held "
    "likely beforehand.",
    "Whether people were treated alike: equal thresholds say nothing of who was stopped, of "
    "searches that need no suspicion, or of how a search was made.",
    "Why thresholds differ, or what any one officer does: they are averages over officers and "
    "places.",
    "Chances of carrying of anyone outside the stops in the file.",
)


def people_of(name: str) -> str:
    """The people of a group, in our words where it is one of the census.

    >>> people_of("black"), people_of("Other"), people_of("Hispanic")
    ('Black people', 'people of other groups', 'Hispanic people')
    """
    return people(name.lower()) if name.lower() in GROUPS else f"{name} people"


def verdict_of(intervals: Sequence[tuple[float, float]], *, fits: bool) -> str:
    """On which side of 0 all intervals lie, if the model fits.

    >>> verdict_of([(-0.2, -0.1), (-0.3, -0.01)], fits=True)
    'lower'
    >>> verdict_of([(-0.2, -0.1), (-0.3, 0.01)], fits=True)
    'unclear'
    >>> verdict_of([(0.1, 0.2)], fits=False)
    'unclear'
    """
    if not fits:
        return UNCLEAR
    if all(high < 0 for _, high in intervals):
        return LOWER
    return HIGHER if all(low > 0 for low, _ in intervals) else UNCLEAR


def sentences(result: Thresholds, reference: str) -> Iterator[str]:
    if not result.model_fits:
        yield misfit(result)
    base = next(row for row in result.groups if row.group == reference)
    rows = {row.group: row for row in result.groups}
    for difference in result.differences:
        yield beside(rows[difference.group], base, difference)
        yield from two_tests(difference)
    yield DOUBT


DOUBT = (
    "A threshold test rests on its model more than on counts: equal thresholds in it do not clear "
    "anyone, nor do lower ones convict."
)


def misfit(result: Thresholds) -> str:
    bad = [row for row in result.fit if not row.is_well]
    counts = " and ".join(f"{row.outside} of {row.cells} {row.measure}s" for row in bad)
    return (
        f"The model does not fit these counts: {counts} of groups in places lie outside what it "
        "would have counted, so no difference of thresholds is called clear."
    )


def beside(row: GroupThreshold, base: GroupThreshold, difference: ThresholdDifference) -> str:
    """A group's threshold beside the reference's, with what the second look says."""
    return (
        f"{IF}, {people_of(row.group)} are searched from a chance of carrying of "
        f"{_share(row)} on average, {people_of(base.group)} from {_share(base)}: "
        f"{_verdict(difference)} ({_points(difference.difference)} points, 95% interval "
        f"{_points(difference.low)} to {_points(difference.high)}; with twice as wide a range held "
        f"likely beforehand {_points(difference.wide_low)} to {_points(difference.wide_high)})."
    )


def two_tests(difference: ThresholdDifference) -> Iterator[str]:
    """What the outcome test says beside it, and that it can mislead."""
    low, high = difference.hit_rate_difference_low, difference.hit_rate_difference_high
    way = LOWER if high < 0 else HIGHER if low > 0 else UNCLEAR
    hits = {
        LOWER: "fewer",
        HIGHER: "more",
        UNCLEAR: "not clearly more or fewer",
    }[way]
    start = (
        f"Of searches of {people_of(difference.group)}, {hits} found something than of searches of "
        f"{people_of(difference.reference)} ({_points(difference.hit_rate_difference)} points, "
        f"{_points(low)} to {_points(high)})"
    )
    if way == difference.verdict and way != UNCLEAR:
        yield f"{start}: the outcome test points the same way, and both can mislead."
    elif UNCLEAR in {way, difference.verdict}:
        yield f"{start}; a hit rate is a mean over all searched and does not show the threshold."
    else:
        yield (
            f"{start}, so the outcome test points the other way: a hit rate is a mean over all "
            "searched, and moves with how much a group carries at one and the same threshold "
            "(infra-marginality)."
        )


def _verdict(difference: ThresholdDifference) -> str:
    way = difference.verdict
    return "no clear difference" if way == UNCLEAR else f"clearly {way}"


def _share(row: GroupThreshold) -> str:
    return f"{row.threshold:.1%} ({row.low:.1%} to {row.high:.1%})"


def _points(share: float) -> str:
    """A difference in percentage points with its sign; what is 0 as written has none.

    >>> _points(-0.0321), _points(0.0001)
    ('-3.2', '0.0')
    """
    written = f"{POINTS * share:+.1f}"
    return written[1:] if float(written) == 0 else written


def leading(result: Thresholds) -> ThresholdDifference:
    """The comparison that leads: the largest that is clear; else the largest of all."""
    clear = [row for row in result.differences if row.verdict != UNCLEAR]
    return max(clear or result.differences, key=lambda one: abs(one.difference))


def title_number(result: Thresholds) -> str:
    """What the finding leads with, as a title has it."""
    row = leading(result)
    beside = f"{called(row.group)} beside {called(row.reference)}"
    if row.verdict == UNCLEAR:
        return (
            f"no clear difference, if its model holds ({beside} {_points(row.difference)} points)"
        )
    return f"{beside} {row.verdict} by {_points_apart(row)} points, if its model holds"


def key_number(result: Thresholds) -> KeyNumber:
    """The number that leads, alone: never without its condition."""
    row = leading(result)
    way = row.verdict
    if way == UNCLEAR:
        way = LOWER if row.difference < 0 else HIGHER
    return KeyNumber(
        f"{_points_apart(row)} points",
        f"{way} threshold for a search of {people_of(row.group)} than of "
        f"{people_of(row.reference)}, if this model holds",
        f"95% interval {_points(row.low)} to {_points(row.high)}",
        is_clear=row.verdict != UNCLEAR,
        unclear=f"not clear{'' if result.model_fits else ': the model does not fit'}",
    )


def _points_apart(row: ThresholdDifference) -> str:
    return f"{POINTS * abs(row.difference):.1f}"


def compared(result: Thresholds, reference: str) -> Iterator[str]:
    account = result.accounted_for
    groups = [people_of(row.group) for row in result.groups]
    yield (
        f"{whole(account.used)} stops, with a search and without, of {names.listed(groups)} "
        f"in {account.places} places."
    )
    yield (
        "From which chance of carrying on people are searched, in a model of how such chances are "
        f"spread, beside that for {people_of(reference)}."
    )


def how_sure(result: Thresholds) -> Iterator[str]:
    yield (
        "Intervals are posterior ones: they rest on the model and on what was held likely "
        "beforehand, and no count can show that either is right."
    )
    for row in result.fit:
        yield (
            f"{sentence(row.measure)}s: {row.outside} of {row.cells} groups in places lie outside "
            "the 95% range of what the fitted model would have counted"
            f"{'' if row.is_well else ', which is too many for it to fit'}."
        )
    worst = max(row.r_hat for row in result.chains)
    fewest = min(min(row.effective_bulk, row.effective_tail) for row in result.chains)
    yield (
        f"Chains agree: R-hat at most {worst:.3f}, draws worth {whole(fewest)} independent ones or "
        "more."
    )


WOULD_CHANGE = (
    "Another model of how chances of carrying are spread, or of what officers see.",
    "Officers or places with thresholds of their own within what is one place here.",
    "Which stops are in the file: those that nobody wrote down because they led to no search.",
)
