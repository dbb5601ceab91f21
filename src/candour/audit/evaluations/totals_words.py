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
HOW_MANY = 3


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


def sentences(result: Totals) -> tuple[str, ...]:
    return (lead(result), *(_claim(row) for row in result.claims), *_missing(result))


def lead(result: Totals) -> str:
    """How many of the claims the printed totals bear out, which is often none."""
    number_of, shown = len(result.claims), sum(map(is_shown, result.claims))
    account = result.accounted_for
    if number_of == 1:
        opening = (
            "From the totals printed, the fall is clear"
            if shown
            else "From the totals printed, no fall can be put down to what was done"
        )
    else:
        opening = (
            f"From the totals printed, {_some(shown)} of the {whole(number_of)} claims "
            f"{'show' if shown > 1 else 'shows'} a fall that can be put down to what was done"
        )
    return (
        f"{opening}: {_some(account.with_counts)} of them prints counts, or a fall and its size "
        f"that imply them, and {_some(account.with_a_comparison)} prints counts of places without "
        "it."
    )


def is_shown(row: TotalRow) -> bool:
    """Whether a fall is clear beside what had no treatment, as far as totals can tell."""
    return row.verdict.startswith("clearly")


def _some(count: int) -> str:
    return {0: "none", 1: "one"}.get(count, whole(count))


def _claim(row: TotalRow) -> str:
    parts = [f"{row.claim}: {_what_is_printed(row)}"]
    if row.beside is not None:
        parts.append(
            f"Beside the places without it, {times(row.beside)} times (range for chance "
            f"{span(row.beside_low, row.beside_high)}): {row.verdict}."
        )
    elif row.events is not None and row.ratio is not None:
        parts.append(
            f"That is {times(row.ratio)} times, with a range for chance of "
            f"{span(row.low, row.high)}: {row.verdict}."
        )
    elif row.ratio is not None:
        parts.append(
            "How many events there were is not printed. With fewer than about "
            f"{whole(row.fewest_events)} on both sides together a fall of just this size can’t be "
            "told from chance."
        )
    elif row.by_chance is not None:
        parts.append(
            f"If nothing had changed anywhere, about {number(row.by_chance, digits=1)} of "
            f"{whole(row.tests)} tests would still find a significant fall (at 5%, two-sided)."
        )
    if row.smallest_fall is not None:
        parts.append(
            f"So many events would show a fall of {share(row.smallest_fall)} or more four times in "
            "five."
        )
    if row.confounders:
        parts.append(f"In the same time: {names.listed(list(row.confounders))}.")
    return " ".join(parts)


def _what_is_printed(row: TotalRow) -> str:
    if row.before_low is None or row.before_high is None or row.after_low is None:
        return f"a fall of {row.change.lstrip('-−')}." if row.change else "no fall is printed."
    before = _between(row.before_low, row.before_high)
    after = _between(row.after_low, row.after_high or row.after_low)
    printed = f"a fall of {row.change.lstrip('-−')}, which means " if row.change else ""
    return f"{printed}{before} before and {after} after."


def _between(low: int, high: int) -> str:
    return whole(low) if low == high else f"{whole(low)} to {whole(high)}"


def _missing(result: Totals) -> Iterator[str]:
    """What no claim prints, once for all."""
    lists = [set(row.lacks) for row in result.claims]
    of_all = [text for text in result.claims[0].lacks if all(text in one for one in lists)]
    if of_all:
        yield f"Printed of none of them: {names.listed(of_all)}."


def in_title(result: Totals) -> str:
    shown = sum(map(is_shown, result.claims))
    if len(result.claims) == 1:
        return result.claims[0].verdict
    return f"{shown or 'none'} of {len(result.claims)} shown to have worked"


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
