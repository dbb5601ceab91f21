"""What a finding on the make-up of a list says in words: what matters most comes first."""

from collections.abc import Sequence
from math import log

from candour.audit.exhibits import KeyNumber
from candour.audit.in_words import TEN, times
from candour.audit.lists.rows import Composition, HiddenGroup, ReadingRow
from candour.audit.names import listed
from candour.audit.residents.group_names import group, people_as_named, residents_as_named
from candour.audit.statistics.families import LEVEL
from candour.audit.verdicts import BY_SIDE, side, span
from candour.core.voice import sentence

ASSUMPTIONS = (
    "People on the list are counted once, and independently of one another.",
    "Ratios: conditional exact and mid-P; shares: Wilson; all at 95%. Residents are taken "
    "as known exactly.",
    "A rate is called clearly higher or lower where its interval excludes 1 and its p-value, "
    "adjusted by Holm over all comparisons made, is below 0.05.",
)
DOES_NOT_SHOW = (
    "Not adjusted for age: lists hold mostly young people, and groups differ in age. A "
    "population by age and group would be needed.",
    "Why people are on the list, or whether any of them should be.",
)
WHAT_WOULD_CHANGE_IT = (
    "Residents of the ages that the list holds, of the places it draws from, or of another census "
    "would give other ratios."
)
NOTHING_COMPARED = "No group could be compared with the reference."


def verdict(row: ReadingRow) -> int:
    """1 where a group is clearly listed at a higher rate, -1 at a lower one, 0 where not clear."""
    return side(row.low, row.high) if row.p_holm is not None and row.p_holm < LEVEL else 0


def by_importance(result: Composition) -> list[str]:
    """The clear difference that touches most people first, then the others by size of effect.

    Of several readings, by the first; a difference is clear that is so in each.
    """
    rows = result.by_reading
    first = [row for row in rows if row.reading == rows[0].reading]
    reference = next((row for row in first if not row.reference), None)
    shown = sorted(
        (row for row in first if row.ratio is not None),
        key=lambda row: (-abs(log(row.ratio)) if row.ratio else 0.0, row.group),
    )
    names = [row.group for row in shown]
    clear = [row for row in shown if abs(sum(_verdicts(row.group, result))) == _number(result)]
    if clear and reference is not None:
        base = reference.people / reference.population
        lead = max(clear, key=lambda row: abs(row.people - row.population * base)).group
        names = [lead, *(name for name in names if name != lead)]
    return names


def _number(result: Composition) -> int:
    return len(result.names_of_readings)


def _of_group(name: str, result: Composition) -> list[ReadingRow]:
    return [row for row in result.by_reading if row.group == name]


def _verdicts(name: str, result: Composition) -> list[int]:
    return [verdict(row) for row in _of_group(name, result)]


def sentences(
    result: Composition, *, listed_as: str, residents_of: str, counted: str = ""
) -> tuple[str, ...]:
    """The list and the number that matters most, the other groups, and what they rest on."""
    ranked = by_importance(result)
    if not ranked:
        return (NOTHING_COMPARED, *of_hidden(result))
    texts = [across(name, result) for name in ranked]
    if listed_as:
        texts[0] = f"On {listed_as}, {texts[0]}"
    comparisons = sum(row.ratio is not None for row in result.by_reading)
    comparisons += len(result.hidden or ())
    return (
        *(sentence(text) for text in texts),
        *of_hidden(result),
        *not_named(result),
        *_beside(result, listed_as, residents_of, counted),
        f"{'One comparison was' if comparisons == 1 else f'{comparisons} comparisons were'} made. "
        f"{WHAT_WOULD_CHANGE_IT}",
    )


def of_hidden(result: Composition) -> tuple[str, ...]:
    """Groups whose number is hidden or a range: over all that it can be."""
    return tuple(_of_hidden(row) for row in result.hidden or ())


def _of_hidden(row: HiddenGroup) -> str:
    people, reference = residents_as_named(row.group), residents_as_named(row.reference)
    number = f"Of {people}, {row.people_from:,} to {row.people_to:,} are listed: the number is "
    if row.ratio_from is None or row.ratio_to is None:
        return f"{number}hidden or a range, and no ratio can be told."
    ratios = f"{times(row.ratio_from)} to {times(row.ratio_to)}"
    direction = side(row.ratio_low, row.ratio_high) if row.p_holm < LEVEL else 0
    return (
        f"{number}hidden or a range. That is {ratios} times the rate of {reference} (range "
        f"{span(row.ratio_low, row.ratio_high)}), which is {BY_SIDE[direction]}, before allowing "
        "for age."
    )


def not_named(result: Composition) -> tuple[str, ...]:
    """Of whom nothing is said, since no label of the list names them."""
    groups = result.accounted_for.groups_not_named
    if not groups:
        return ()
    people = listed([residents_as_named(name) for name in groups])
    return (
        f"The list names no {people}: whether any of them are on it is not known, so nothing is "
        "said of them, and its shares are of those in the groups that it names.",
    )


def _beside(
    result: Composition, listed_as: str, residents_of: str, counted: str
) -> tuple[str, ...]:
    if not listed_as:
        return ()
    beside = f"The list is set beside {residents_of or 'the residents of its area'}"
    if result.readings:
        names = "; ".join(result.names_of_readings)
        return (f"{beside}, in {_number(result)} readings: {names}.",)
    return (f"{beside}{f', with {counted}' if counted else ''}.",)


def across(name: str, result: Composition) -> str:
    """What is to be said of a group, over all readings of the list."""
    rows = _of_group(name, result)
    reference = next(row.reference for row in rows if row.reference)
    ratios = [row.ratio for row in rows if row.ratio is not None]
    text = (
        f"{people_as_named(name)} are listed, per resident, at {_from_to(ratios)} times the rate "
        f"of {people_as_named(reference)}{_ways(rows)} ({_ranges(rows)}), which is "
        f"{_verdict_of(_verdicts(name, result))}, before allowing for age."
    )
    of_list = [
        share
        for row in rows
        for share in (
            (row.share_of_list_from, row.share_of_list_to)
            if row.share_of_list_from is not None
            else (row.share_of_list,)
        )
        if share is not None
    ]
    if not of_list:
        return text
    living = [row.share_of_population for row in rows]
    return (
        f"{text} They are {_per_cent(of_list)} of those listed{_with_a_group(result)} and "
        f"{_per_cent(living)} of residents."
    )


def _with_a_group(result: Composition) -> str:
    """Said where some are listed without a group, or may be in one of several readings."""
    return " with a group" if result.readings or result.accounted_for.no_group else ""


def _ways(rows: Sequence[ReadingRow]) -> str:
    """In how many readings, and of how many days and ways of counting they are made."""
    if len(rows) == 1:
        return ""
    days = len({row.period for row in rows})
    ways = len(rows) // days
    if days * ways != len(rows) or 1 in {days, ways}:
        return f" in {len(rows)} readings"
    return f" in {len(rows)} readings ({days} days, {ways} ways of counting groups)"


def _ranges(rows: Sequence[ReadingRow]) -> str:
    if len(rows) == 1:
        return f"range {span(rows[0].low, rows[0].high)}"
    low = min((row.low for row in rows if row.low is not None), default=None)
    highs = [row.high for row in rows]
    high = None if None in highs else max(high for high in highs if high is not None)
    return f"ranges from {span(low, high)}"


def _verdict_of(verdicts: Sequence[int]) -> str:
    number, above, below = len(verdicts), verdicts.count(1), verdicts.count(-1)
    if number == 1:
        return BY_SIDE[verdicts[0]]
    if number in {above, below}:
        return f"{BY_SIDE[verdicts[0]]} in each of {number} readings"
    if above and below:
        return f"clearly higher in {above} and clearly lower in {below} of {number} readings"
    if above or below:
        words = BY_SIDE[1 if above else -1]
        return f"{words} in {above + below} of {number} readings and not clear in the others"
    return f"not clear in any of {number} readings"


def _per_cent(shares: Sequence[float]) -> str:
    low, high = f"{min(shares):.1%}", f"{max(shares):.1%}"
    return low if low == high else f"{low[:-1]} to {high}"


def _from_to(ratios: Sequence[float]) -> str:
    low, high = times(min(ratios)), times(max(ratios))
    if min(ratios) < TEN <= max(ratios):  # as many digits at both ends
        high = f"{max(ratios):.1f}"
    return low if low == high else f"{low} to {high}"


def number_in_title(result: Composition) -> str:
    """What the finding leads with, as a title has it; before it, if not clear in every reading.

    Empty where nothing was compared.
    """
    ranked = by_importance(result)
    if not ranked:
        return ""
    rows = _of_group(ranked[0], result)
    verdicts = [verdict(row) for row in rows]
    is_clear = abs(sum(verdicts)) == len(rows)
    reference = next(row.reference for row in rows if row.reference)
    return (
        f"{'' if is_clear else 'no clear difference; '}{sentence(people_as_named(ranked[0]))} "
        f"listed per resident at {_from_to([r.ratio for r in rows if r.ratio is not None])} times "
        f"the {group(reference)} rate{f', in {len(rows)} readings' if len(rows) > 1 else ''}"
    )


def key_number(result: Composition) -> KeyNumber | None:
    """The ratios of the title over all readings, with the ends of their ranges."""
    ranked = by_importance(result)
    if not ranked:
        return None
    rows = _of_group(ranked[0], result)
    lows = [row.low for row in rows if row.low is not None]
    highs = [row.high for row in rows if row.high is not None]
    reference = next(row.reference for row in rows if row.reference)
    return KeyNumber(
        f"{_from_to([row.ratio for row in rows if row.ratio is not None])} times",
        f"the {group(reference)} rate for {people_as_named(ranked[0])} listed, per resident"
        f"{_ways(rows)}",
        f"ranges from {times(min(lows))} to {times(max(highs))}" if lows and highs else "",
        is_clear=abs(sum(verdict(row) for row in rows)) == len(rows),
    )
