"""The number that a finding on rates leads with, alone, as its title has it."""

from collections.abc import Sequence

from candour.audit.exhibits import KeyNumber
from candour.audit.in_words import times
from candour.audit.names import listed
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.clearly import TOO_SHORT
from candour.audit.per_resident.leads import in_brackets
from candour.audit.per_resident.order import by_importance, groups_by_importance
from candour.audit.per_resident.rows import Ratio
from candour.audit.per_resident.summary import Summary
from candour.audit.per_resident.title import FEW, FEW_WEEKS, range_in_title
from candour.audit.residents.group_names import group, people
from candour.audit.verdicts import span


def key_number(summary: Summary) -> KeyNumber | None:
    """The ratio in the middle area of many, with its middle half; else that of the first force."""
    ratios, primary = summary.leading_ratios, summary.frame.primary
    reference = group(summary.reference)
    if len(of.forces_of(ratios)) > FEW:
        name = groups_by_importance(ratios, primary)[0]
        own = of.with_events([row for row in ratios if row.group == name])
        counts = of.tally(own)
        low, high = of.middle_half(own)
        clear = max(counts.above, counts.below)
        return KeyNumber(
            f"{times(of.middle(own))} times",
            f"the {reference} rate of {summary.events} for {summary.subject.people(name)}, in the "
            f"typical police area (half are higher){_by_census(summary, own, name)}",
            f"the middle half of areas {times(low)} to {times(high)}; clear in {clear} of "
            f"{counts.all}",
            is_clear=2 * clear > counts.all,
        )
    row = next(iter(by_importance(ratios, primary)), None)
    if row is None or row.ratio is None:
        return None
    return KeyNumber(
        f"{times(row.ratio)} times",
        f"the {reference} rate for {people(row.group)}",
        (f"range {span(*of.widest(row))}" if row.low is not None else "")
        + range_in_title(summary).replace(",", ";", 1),
        is_clear=bool(of.side(row)),
        unclear=_unclear(row.depends_on or ()),
    )


def _by_census(summary: Summary, own: Sequence[Ratio], name: str) -> str:
    """The same on each census, where they differ much."""
    return in_brackets(of.by_census(summary.ratios, name, own[0].population_year))


def _unclear(depends_on: Sequence[str]) -> str:
    """How it is said that a ratio is not clear: with the reason, where its range leaves out 1.

    >>> _unclear([]), _unclear([TOO_SHORT])
    ('not clear', 'too few weeks to be clear')
    >>> _unclear(["how missing ethnicity is filled", TOO_SHORT])
    'not clear: it depends on how missing ethnicity is filled; too few weeks to be clear'
    """
    others = [reason for reason in depends_on if reason != TOO_SHORT]
    clauses = [
        *([f"not clear: it depends on {listed(others)}"] if others else []),
        *([FEW_WEEKS] if TOO_SHORT in depends_on else []),
    ]
    return "; ".join(clauses) or "not clear"
