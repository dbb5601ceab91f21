"""What a threshold test says: always "if this model holds", and beside the outcome test."""

from collections.abc import Iterator, Sequence

from candour.audit import names
from candour.audit.exhibits import KeyNumber
from candour.audit.findings import Finding
from candour.audit.in_words import whole
from candour.audit.residents.ethnicity import GROUPS
from candour.audit.residents.group_names import people
from candour.audit.thresholds.rows import GroupThreshold, ThresholdDifference, Thresholds
from candour.core.voice import sentence

LOWER, HIGHER, UNCLEAR = "lower", "higher", "unclear"
IF = "If this model holds"
POINTS = 100
SURE_OF_AN_END = 2.0  # standard errors by the chance in drawing, within which an end is known
SURE_OF_A_WAY = 4.0  # of them between an end and 0, for a direction: the error is estimated itself
ASSUMPTIONS = (
    "In one place everyone of one group is searched from one chance of carrying on: the threshold, "
    "or bar. Where officers of a place differ, or see no more than guesses, the model does not "
    "hold.",
    "Bars stay the same over the whole period.",
    "Searches that had to be made, or needed no suspicion, are not in the file: those after an "
    "arrest, under a warrant, or under section 60. No bar of an officer's decides them.",
    "Who was stopped is taken as given: the bar is that for searching someone already stopped.",
    "Of each group and place, a signal of carrying is normal with one variance, about one mean for "
    "those who carry and another for those who do not (discriminant distributions: Pierson, "
    "Corbett-Davies and Goel 2018, after Simoiu, Corbett-Davies and Goel 2017). How much people "
    "carry, and how plainly it shows, is a part of the group and a part of the place, added up.",
    "Finds are recorded alike for all groups, 'found' counts the same objects for all, and "
    "whatever was carried is found by a search.",
    "Intervals are posterior ones, 95%: they hold what the counts and the starting assumptions "
    "leave open. The second ones start from vaguer assumptions, twice as wide; the intervals need "
    "not be wider for it. A threshold is called lower or higher only where both intervals, widened "
    "for the number of groups compared and by four times the error of drawing, lie on one side of "
    "0, and the model fits. Thresholds and differences are means of the posterior.",
    "Stops of one group in one place are independent. Averages are over places, weighed by the "
    "stops of all groups there.",
    "Where the sampler's chains do not agree nothing is told; their checks stand in a table.",
)
DOES_NOT_SHOW = (
    "Whether the model holds: it can fit every count and be wrong. In made-up places where chances "
    "were spread otherwise than it has them, it pointed the right way, fitted, and made a gap of 5 "
    "points one of 10, outside its interval. With few groups or places much rests on its "
    "starting assumptions.",
    "From which chance on anyone is searched: levels rest most on the model, more than the "
    "direction of a difference does.",
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


def verdict_of(intervals: Sequence[tuple[float, float]], *, fits: bool, error: float) -> str:
    """On which side of 0 all intervals lie beyond four errors of drawing, if the model fits.

    >>> verdict_of([(-0.2, -0.1), (-0.3, -0.01)], fits=True, error=0.002)
    'lower'
    >>> verdict_of([(-0.2, -0.1), (-0.3, -0.01)], fits=True, error=0.003)
    'unclear'
    >>> verdict_of([(-0.2, -0.1), (-0.3, 0.01)], fits=True, error=0.0)
    'unclear'
    >>> verdict_of([(0.1, 0.2)], fits=False, error=0.0)
    'unclear'
    """
    if not fits:
        return UNCLEAR
    reach = SURE_OF_A_WAY * error
    if all(high + reach < 0 for _, high in intervals):
        return LOWER
    return HIGHER if all(low - reach > 0 for low, _ in intervals) else UNCLEAR


def sentences(result: Thresholds, reference: str) -> Iterator[str]:
    """What was found: which way first, and last what says nothing of it."""
    if not result.model_fits:
        yield misfit(result)
    base = next(row for row in result.groups if row.group == reference)
    rows = {row.group: row for row in result.groups}
    for difference in result.differences:
        yield beside(rows[difference.group], base, difference, fits=result.model_fits)
    yield MEANING
    yield DOUBT
    for difference in result.differences:
        yield outcome_test(difference)


MEANING = (
    "A lower bar means that people are searched on less suspicion: of those just above it, fewer "
    "carry anything."
)
DOUBT = (
    "A threshold test rests on its model more than on counts: equal thresholds in it do not clear "
    "anyone, nor do lower ones convict."
)


def misfit(result: Thresholds) -> str:
    bad = [row for row in result.fit if not row.is_well]
    counts = " and ".join(f"{row.outside} of {row.cells} {row.measure}s" for row in bad)
    return (
        f"The model does not fit these counts: {counts} of groups in places lie outside what it "
        "would have counted, so no difference of thresholds is told."
    )


def beside(
    row: GroupThreshold, base: GroupThreshold, difference: ThresholdDifference, *, fits: bool
) -> str:
    """Which way a group's bar lies from the reference's, if that can be told; then how far."""
    group, reference = people_of(row.group), people_of(base.group)
    if not fits:
        return (
            f"{IF}, which its misfit speaks against, the bar for {group} is from "
            f"{_way(*widest(difference))} that for {reference}: nothing is told of it."
        )
    if difference.verdict == UNCLEAR and one_sided(difference):
        low, high = widest(difference)
        return (
            f"{IF}, no direction can be told yet. The 95% ranges under two sets of starting "
            f"assumptions{_widened(difference)} put the bar for searching {group} {_way(low, high)}"
            f" than that for {reference}, but the end near 0 is within the error of drawing (up to "
            f"{POINTS * SURE_OF_A_WAY * difference.end_error:.1f} points); more draws (--draws) "
            f"may settle it. {too_small(difference)}"
        )
    if difference.verdict == UNCLEAR:
        return (
            f"{IF}, it can't be told whether officers would search {group} on less suspicion than "
            f"{reference} or on more: a bar from {_way(*widest(difference))} fits these counts. "
            f"{too_small(difference)}"
        )
    less_or_more = "less" if difference.verdict == LOWER else "more"
    own, other = _in_100(row.threshold, base.threshold)
    digits = 1 if "." in own else 0
    spans = [_span_in_100(one, digits) for one in (row, base)]
    return (
        f"{IF}, officers would search {group} on {less_or_more} suspicion than {reference}: from a "
        f"chance of carrying of about {own} in 100 on ({spans[0]}), {reference} from about {other} "
        f"in 100 ({spans[1]}), a bar {_points_apart(difference)} points {difference.verdict} (95% "
        f"interval {_way(difference.low, difference.high)}; {VAGUER} "
        f"{_way(difference.wide_low, difference.wide_high)})."
    )


def _span_in_100(row: GroupThreshold, digits: int) -> str:
    return f"{POINTS * row.low:.{digits}f} to {POINTS * row.high:.{digits}f}"


def _widened(difference: ThresholdDifference) -> str:
    """That more than two groups were compared, which widens the ranges."""
    if (difference.family_low, difference.family_high) == (difference.low, difference.high):
        return ""
    return ", widened for the number of groups compared,"


VAGUER = "with vaguer starting assumptions"


def beside_first(difference: ThresholdDifference) -> str:
    """How wide the second look's range is beside the first's, where chance in drawing can tell."""
    moves = SURE_OF_AN_END * difference.end_error
    seed = (
        f"With another seed an end of these ranges would move by up to about {POINTS * moves:.1f} "
        f"points; a direction is told only where all ends lie more than twice that, "
        f"{POINTS * SURE_OF_A_WAY * difference.end_error:.1f} points, from 0."
    )
    first, second = difference.high - difference.low, difference.wide_high - difference.wide_low
    if abs(second - first) <= 2 * moves:  # four ends, each by itself: twice the error of one
        return f"The second is as wide as the first, as far as can be told. {seed}"
    if second > first:
        return f"The second is wider. {seed}"
    return (
        "The second is narrower, which vaguer assumptions can bring, as they also allow that "
        f"places differ less. {seed}"
    )


def one_sided(difference: ThresholdDifference) -> bool:
    """Whether all that fits lies on one side of no difference."""
    low, high = widest(difference)
    return low >= 0 or high <= 0


def too_small(difference: ThresholdDifference) -> str:
    """The smallest gap that these counts could have shown."""
    return (
        f"Gaps smaller than about {POINTS * smallest_gap(difference):.0f} points could not be "
        "expected to show in these counts; larger ones may also fail to."
    )


def smallest_gap(difference: ThresholdDifference) -> float:
    """From which size on a gap could have been told, about every second time.

    Were the middle as far from 0 as the farther end is from the middle, an end would lie on 0; and
    it has to be told from 0 by what the chance in drawing may move it.
    """
    low, high = widest(difference)
    reach = max(high - difference.difference, difference.difference - low, (high - low) / 2)
    return reach + SURE_OF_A_WAY * difference.end_error


def widest(difference: ThresholdDifference) -> tuple[float, float]:
    """All that fits, by either start, widened for the number of groups."""
    return (
        min(difference.family_low, difference.family_wide_low),
        max(difference.family_high, difference.family_wide_high),
    )


def _way(low: float, high: float) -> str:
    """An interval of a difference in points, in words.

    >>> _way(-0.161, 0.082), _way(-0.08, -0.021), _way(0.001, 0.2)
    ('16.1 points lower to 8.2 higher', '8.0 to 2.1 points lower', '0.1 to 20.0 points higher')
    """
    first, second = (f"{POINTS * abs(end):.1f}" for end in (low, high))
    if low < 0 < high:
        return f"{first} points {LOWER} to {second} {HIGHER}"
    return f"{first} to {second} points {LOWER if high <= 0 else HIGHER}"


def _in_100(first: float, second: float) -> tuple[str, str]:
    """Two shares in 100, whole where that tells them apart.

    >>> _in_100(0.071, 0.132), _in_100(0.123, 0.118), _in_100(0.004, 0.02)
    (('7', '13'), ('12.3', '11.8'), ('0.4', '2.0'))
    """
    own, other = (POINTS * share for share in (first, second))
    digits = 0 if round(own) != round(other) and min(own, other) >= 1 else 1
    return f"{own:.{digits}f}", f"{other:.{digits}f}"


def outcome_test(difference: ThresholdDifference) -> str:
    """What the outcome test says beside it, and that it can mislead."""
    low, high = difference.hit_rate_difference_low, difference.hit_rate_difference_high
    way = LOWER if high < 0 else HIGHER if low > 0 else UNCLEAR
    share = {
        LOWER: "A smaller share",
        HIGHER: "A larger share",
        UNCLEAR: "Not clearly a larger or a smaller share",
    }[way]
    start = (
        f"{HIT_RATES_ALONE} {share} of searches of {people_of(difference.group)} than of "
        f"{people_of(difference.reference)} found something "
        f"({_points(difference.hit_rate_difference)} points, 95% interval {_points(low)} to "
        f"{_points(high)})"
    )
    taken = ""
    if UNCLEAR not in {way, difference.verdict}:
        is_same = way == difference.verdict
        points = "the same way; both can mislead" if is_same else "the other way"
        taken = f" Taken for a test of the bar, that points {points}."
    return f"{start}.{taken} {INFRA_MARGINALITY}"


HIT_RATES_ALONE = "Hit rates alone say nothing of the bar."
INFRA_MARGINALITY = (
    "A hit rate is a mean over all searched, and moves with how a group's chances of carrying are "
    "spread at one and the same threshold (infra-marginality): it can be lower where the bars are "
    "equal, or higher where a bar is lower."
)


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
    bar, than = f"the bar for searching {people_of(row.group)}", people_of(row.reference)
    if not result.model_fits:
        return f"{NOT_TOLD} whether {bar} is lower or higher than for {than}: {NO_FIT}"
    if row.verdict == UNCLEAR and one_sided(row):
        low, high = widest(row)
        less_or_more = LOWER if high <= 0 else HIGHER
        ends = sorted((abs(low), abs(high)), reverse=True)
        span = " to ".join(f"{POINTS * end:.1f}" for end in ends)
        return (
            f"{NOT_SETTLED}: {bar} may be {less_or_more} than for {than} ({span} points), but more "
            "draws are needed, if its model holds"
        )
    if row.verdict == UNCLEAR:
        return (
            f"{NOT_TOLD} whether {bar} is lower or higher than for {than} ({_way(*widest(row))}), "
            "if its model holds"
        )
    return (
        f"{bar} is {_points_apart(row)} points {row.verdict} than for {than} (95% interval "
        f"{_way(row.low, row.high)}), if its model holds"
    )


NOT_TOLD = "can't be told"
NOT_SETTLED = "not settled"
NO_FIT = "the model does not fit"


def key_number(result: Thresholds) -> KeyNumber:
    """The number that leads, alone: never without its condition, nor one where none is told."""
    row = leading(result)
    group, reference = people_of(row.group), people_of(row.reference)
    if row.verdict == UNCLEAR:
        return KeyNumber(
            _way(*widest(row)),
            f"is where the bar for searching {group} may lie beside that for {reference}, if this "
            "model holds",
            "",
            is_clear=False,
            unclear=_why_unclear(row, fits=result.model_fits),
        )
    return KeyNumber(
        f"{_points_apart(row)} points",
        f"{row.verdict} bar for searching {group} than for {reference}, if this model holds",
        f"95% interval {_way(row.low, row.high)}",
        is_clear=True,
    )


def _why_unclear(row: ThresholdDifference, *, fits: bool) -> str:
    if not fits:
        return f"{NOT_TOLD}: {NO_FIT}"
    return f"{NOT_SETTLED}: too near to 0 for the draws" if one_sided(row) else NOT_TOLD


def _points_apart(row: ThresholdDifference) -> str:
    return f"{POINTS * abs(row.difference):.1f}"


def compared(finding: Finding[Thresholds]) -> Iterator[str]:
    """Whose stops, which, when, and what counts as a find; what nobody gave is said so."""
    result, plan = finding.result, finding.plan
    account = result.accounted_for
    groups = [people_of(row.group) for row in result.groups]
    nearest = plan.option("numbers rounded to")
    rounded = "" if nearest in {"", "1"} else f" {rounding(nearest)}"
    yield (
        f"{whole(account.used)} stops, with a search and without, of {names.listed(groups)} "
        f"in {account.places} places.{rounded}"
    )
    when = names.period(plan.period) if plan.period else ""
    given = {
        "Force": plan.option("force"),
        "Period": when,
        "What counts as found": plan.option("what counts as found"),
    }
    yield " ".join(f"{what}: {text or 'not given'}." for what, text in given.items())
    yield (
        "From which chance of carrying on people are searched, in a model of how such chances are "
        f"spread, beside that for {people_of(plan.reference)}."
    )


def rounding(nearest: str) -> str:
    return f"Counts are rounded to {nearest}, each by itself, so they need not add up."


RANGES = (
    "Each range is a 95% posterior interval: of all that the model and its starting assumptions "
    "allow, what fits the counts best. If either is wrong, so is the range."
)


def how_sure(result: Thresholds) -> Iterator[str]:
    yield (
        "Ranges rest on the model and its starting assumptions, and no count can show that either "
        "is right. Levels rest most on the model; a direction rests on it less."
    )
    for difference in result.differences:
        yield (
            f"{people_of(difference.group)[:1].upper()}{people_of(difference.group)[1:]} beside "
            f"{people_of(difference.reference)}: {_way(difference.low, difference.high)}; {VAGUER} "
            f"{_way(difference.wide_low, difference.wide_high)}. {beside_first(difference)} "
            f"{too_small(difference)}"
        )
    for row in result.fit:
        passed = (
            ", which such a model nearly always passes"
            if row.is_well
            else ", which is too many for it to fit"
        )
        yield (
            f"{sentence(row.measure)}s: {row.outside} of {row.cells} groups in places lie outside "
            f"the 95% range of what the fitted model would have counted{passed}."
        )


WOULD_CHANGE = (
    "Another model of how chances of carrying are spread, or of what officers see.",
    "Officers or places with thresholds of their own within what is one place here.",
    "Which stops are in the file: those that nobody wrote down because they led to no search, and "
    "searches that had to be made.",
)
