"""What published totals say in words: claim by claim, what chance could make."""

from collections.abc import Iterator

from candour.audit import names
from candour.audit.evaluations.rows import TotalRow, Totals
from candour.audit.evaluations.totals_file import PrintedClaim
from candour.audit.in_words import number, share, times, whole
from candour.audit.verdicts import span

ASSUMPTIONS = (
    "Ranges are for chance alone: events independent of one another, at a steady rate. Crimes come "
    "in clusters and rates drift, so true ranges are wider.",
    "Where a fall is printed in per cent and in events, what was counted before and after follows "
    "from both, as far as rounding lets it.",
    "Where nothing is said of how long the two sides were, they are taken to be as long.",
)
DOES_NOT_SHOW = (
    "What made a number change. Totals from before and after hold everything that changed in "
    "between: seasons, lockdowns, recording, and places going back to their usual after a bad "
    "spell.",
    "That a measure did nothing: a claim that can’t be told from chance is not shown to be wrong.",
    "How the numbers were counted, and which others were counted and not printed.",
)
EXPLAINS = (
    "Places chosen for a bad spell get better by themselves, on average; that is regression to the "
    "mean. How much can’t be told from totals: it takes counts of all places, also of those that "
    "were not chosen.",
    "A comparison with other places takes out what changed everywhere. Without one, nothing does.",
)
SMALL = {2: "two", 3: "three", 4: "four", 5: "five"}
LENGTHS = "both spells were as long and crimes came singly"


def lacks(claim: PrintedClaim, *, has_counts: bool) -> Iterator[str]:
    """What was not printed, and would have to be, to tell more."""
    if claim.fall is None and not has_counts:
        yield "by how much anything fell"
    if not has_counts:
        yield "how many events there were on either side"
    if claim.days_before is None and claim.treated_at_once is None:
        yield "how long each side was"
    if claim.comparison_before is None and claim.treated_at_once is None:
        yield "the same counts for places without it"
    if claim.chosen_by_count is None:
        yield "how the places were chosen"
    if claim.drawn is None:
        yield "whether treatment was drawn by lot"
    if claim.units is None and claim.tests is None:
        yield "how many places it was"
    yield "how much such counts vary by themselves from one such time to the next"


def sentences(result: Totals, read_in: str = "") -> tuple[str, ...]:
    told = (_claim(row, read_in) for row in result.claims)
    return (lead(result, read_in), *told, *_missing(result, read_in))


def lead(result: Totals, read_in: str = "") -> str:
    """How many of the claims the printed totals bear out, which is often none."""
    number_of, shown = len(result.claims), sum(map(is_shown, result.claims))
    printed = f"what {read_in} prints" if read_in else "the totals printed"
    if shown:
        which = "The fall" if number_of == 1 else f"{whole(shown)} of the {whole(number_of)} falls"
        opening = f"From {printed}: {which} is clear beside what had no treatment."
    elif number_of == 1:
        opening = f"From {printed} it can’t be told whether crime fell because of it."
    else:
        opening = f"From {printed} it can’t be told whether crime fell because of any of the "
        opening += f"{SMALL.get(number_of, whole(number_of))}."
    return f"{opening} {_what_counts_there_are(result)}"


def _what_counts_there_are(result: Totals) -> str:
    """Whose numbers give counts, and whose have places without the measure beside them."""
    counted = [short(row) for row in result.claims if row.events is not None]
    beside = [short(row) for row in result.claims if row.beside is not None]
    if len(result.claims) == 1:
        counts = "Its numbers give counts" if counted else "No counts are printed"
        places = "with" if beside else "without"
        return f"{counts}, {places} places beside it that did not have the measure."
    counts = (
        f"Only the numbers of {names.listed(counted)} give counts"
        if 0 < len(counted) < len(result.claims)
        else ("All give counts" if counted else "None gives counts")
    )
    places = f"places without the measure stand beside {names.listed(beside)}" if beside else ""
    return f"{counts}; {places or 'none has places without the measure beside it'}."


def short(row: TotalRow) -> str:
    """What a claim is called within a sentence: its name up to the first comma."""
    return row.claim.partition(",")[0]


def is_shown(row: TotalRow) -> bool:
    """Whether a fall is clear beside what had no treatment, as far as totals can tell."""
    return row.verdict.startswith("clearly")


def _claim(row: TotalRow, read_in: str) -> str:
    parts = [f"{row.claim}: {_what_is_printed(row, read_in)}"]
    if row.beside is not None:
        parts.append(
            f"Beside the places without it, {times(row.beside)} times (range for chance "
            f"{span(row.beside_low, row.beside_high)}): {row.verdict}."
        )
    elif row.events is not None and row.ratio is not None:
        parts += _counted(row)
    elif row.ratio is not None:
        parts.append(
            f"How many events there were is not printed in {read_in or 'what was read'}. With "
            f"fewer than about {whole(row.fewest_events)} on both sides together a fall of just "
            "this size can’t be told from chance."
        )
    elif row.by_chance is not None:
        parts.append(
            f"If nothing had changed anywhere, about {number(row.by_chance, digits=1)} of "
            f"{whole(row.tests)} tests would still find a significant fall (at 5%, two-sided)."
        )
    return " ".join([*parts, *_around(row)])


def _around(row: TotalRow) -> Iterator[str]:
    """What else is printed or not read, and what else can have made the number."""
    if row.also:
        yield f"Printed too: {row.also}."
    if row.not_read:
        yield f"Not read, and it may print more: {row.not_read}."
    if row.smallest_fall is not None and not row.is_implied:
        yield (
            f"So many events would show a fall of {share(row.smallest_fall)} or more four times in "
            "five."
        )
    if row.in_a_bad_spell:
        yield (
            "The places are said to have been chosen in a bad spell: such places get better by "
            "themselves."
        )
    if row.confounders:
        yield f"In the same time: {names.listed(list(row.confounders))}."
    if row.events is not None and row.beside is None and not is_shown(row):
        yield "Nothing stands beside it, so it can’t be put down to what was done."


def _counted(row: TotalRow) -> Iterator[str]:
    """What chance could make of counts, under the conditions that it takes."""
    if row.low is None or row.high is None:
        return
    told = f"{times(row.ratio or 0.0)} times, with a range for luck of {span(row.low, row.high)}"
    conditions = "crimes came singly" if row.as_long else LENGTHS
    if row.low <= 1 <= row.high:
        yield f"That is {told}: {row.verdict}."
    elif is_shown(row):
        yield f"If {conditions}, that is {told}: {row.verdict}."
    else:
        way = "it" if row.high < 1 else "such a rise"
        yield f"If {conditions}, luck alone would seldom give {way} ({told})."


def _what_is_printed(row: TotalRow, read_in: str) -> str:
    if row.before_low is None or row.before_high is None or row.after_low is None:
        return f"a fall of {row.change.lstrip('-−')}." if row.change else "no fall is printed."
    after_high = row.after_high or row.after_low
    if row.is_implied:
        fewer = row.before_low - row.after_low
        about = (row.before_low + row.before_high) // 2
        then = (row.after_low + after_high) // 2
        return (
            f"read together, {row.change.replace('-', '−')} and {whole(fewer)} fewer would mean "
            f"about {whole(about)} before ({_between(row.before_low, row.before_high)}) and "
            f"{whole(then)} after; {read_in or 'the source'} does not print it."
        )
    before, after = _between(row.before_low, row.before_high), _between(row.after_low, after_high)
    printed = f"a fall of {row.change.lstrip('-−')}: " if row.change else ""
    return f"{printed}{before} before and {after} after."


def _between(low: int, high: int) -> str:
    return whole(low) if low == high else f"{whole(low)} to {whole(high)}"


def _missing(result: Totals, read_in: str) -> Iterator[str]:
    """What no claim prints, once for all."""
    lists = [set(row.lacks) for row in result.claims]
    of_all = [text for text in result.claims[0].lacks if all(text in one for one in lists)]
    if of_all:
        where = f" in {read_in}" if read_in else ""
        yield f"Printed of none of them{where}: {names.listed(of_all)}."


def in_title(result: Totals, read_in: str = "") -> str:
    shown, number_of = sum(map(is_shown, result.claims)), len(result.claims)
    if shown:
        which = "a fall" if number_of == 1 else f"{shown} of {number_of} falls"
        return f"{which} clear beside what had no treatment"
    printed = f"what {read_in} prints" if read_in else "what is printed"
    it = "it" if number_of == 1 else "them"
    return f"{printed} is too little to tell whether crime fell because of {it}"


def compared(result: Totals) -> Iterator[str]:
    claims = names.listed([row.claim for row in result.claims[:12]])
    yield f"What was printed of {claims}, with what chance alone could make."


def how_sure(result: Totals) -> Iterator[str]:
    yield "Each range allows for chance alone, and crimes come in clusters: true ranges are wider."
    for row in result.claims:
        yield f"{row.claim}: {row.verdict}."


def what_would_change_it(result: Totals) -> Iterator[str]:
    for row in result.claims[:12]:
        yield f"{row.claim}: {names.listed(list(row.lacks))}."
