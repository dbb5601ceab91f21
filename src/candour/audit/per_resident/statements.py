"""The ratios of rates that become statements: those on the census nearest to the period."""

from collections.abc import Iterator, Sequence

from candour.audit import names
from candour.audit.headlines import (
    BY_MIXED,
    FILLED,
    IF_MISSING,
    TOO_FEW_WEEKS,
    VERDICT,
    WHOSE_WORD,
    HeadlineRatio,
    Headlines,
    intervals_in_words,
)
from candour.audit.in_words import number, times
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.clearly import TOO_SHORT, Verdict
from candour.audit.per_resident.denominators import in_words
from candour.audit.per_resident.rows import AS_COUNTED, OnACensus, Ratio, Year, key_of
from candour.audit.per_resident.summary import Summary
from candour.audit.periods import Period
from candour.audit.residents.group_names import group
from candour.audit.residents.populations import CENSUS_DAYS

MISSING_MATTERS = 0.05  # of all events, above which what their ethnicity could do stands beside


def headlines(summary: Summary) -> Headlines:
    """Every force's ratio of every group; what it is on the other census stands in the note."""
    rows = [row for row in summary.ratios if row.reading == AS_COUNTED and row.ratio is not None]
    census = _nearest_census(summary, rows)
    return Headlines(
        summary.subject.measure,
        f"residents of each group, Census {census}" if census else "residents",
        tuple(_headline(row, rows, summary) for row in rows if row.population_year == census),
    )


def _nearest_census(summary: Summary, rows: Sequence[Ratio]) -> int | None:
    """The census nearest to the middle of the period, of those that the rows are worked out on."""
    years = set(CENSUS_DAYS) & {row.population_year for row in rows}
    period = Period.of_plan(summary.plan.period)
    if not years or period is None:
        return None
    middle = period.middle
    return min(sorted(years), key=lambda year: abs(CENSUS_DAYS[year] - middle))


def _residents(year: Year) -> str:
    return f"the Census of {year}" if year in CENSUS_DAYS else in_words(year)


def _headline(row: Ratio, rows: Sequence[Ratio], summary: Summary) -> HeadlineRatio:
    assert row.ratio is not None
    others = [
        f"{number(other.ratio)} on {_residents(other.population_year)}"
        for other in rows
        if key_of(other) == key_of(row) and other.population_year != row.population_year
    ]
    verdict = [f"{VERDICT}{_verdict(row)}"] if row.verdict else []
    basis = [f"{WHOSE_WORD}{summary.basis}"] if summary.basis else []
    intervals = intervals_in_words(row.low, row.high, row.dispersed_low, row.dispersed_high)
    return HeadlineRatio(
        row.force,
        row.group,
        row.reference,
        row.ratio,
        "; ".join(
            [
                *verdict,
                *basis,
                intervals,
                *others,
                *_mixed(row, summary.ratios),
                *_if_missing(row, summary),
            ]
        ),
    )


def _verdict(row: Ratio) -> str:
    """The verdict, with what it depends on where it is not clear."""
    reasons = row.depends_on or ()
    if not reasons:
        return str(row.verdict)
    others = [reason for reason in reasons if reason != TOO_SHORT]
    clauses = [
        *([f"it depends on {names.listed(others)}"] if others else []),
        *([TOO_FEW_WEEKS] if TOO_SHORT in reasons else []),
    ]
    way = "higher" if row.verdict == Verdict.HIGHER else "lower"
    return f"{way}, but {' and '.join(clauses)}"


def _mixed(row: Ratio, rows: Sequence[Ratio]) -> Iterator[str]:
    """How far it goes by where residents of mixed background are counted."""
    others = [other.ratio for other in of.readings_of(row, rows) if other.ratio is not None]
    if len(others) > 1 and number(min(others)) != number(max(others)):
        yield f"{number(min(others))} to {number(max(others))}{BY_MIXED}"


def _if_missing(row: Ratio, summary: Summary) -> Iterator[str]:
    """What missing ethnicity can do, where more than a small share lacks it."""
    own = [b for b in summary.bounds if _same(b, row)]
    recorded = sum(
        rate.events
        for rate in summary.rates
        if (rate.force, rate.population_year, rate.reading)
        == (row.force, row.population_year, row.reading)
    )
    for bound in own:
        share = bound.missing / (bound.missing + recorded) if bound.missing else 0.0
        ends = [e for e in (bound.all_missing_reference, bound.all_missing_group) if e is not None]
        filled = getattr(bound, "officer_filled", None)
        if share > MISSING_MATTERS and filled is not None:
            yield f"{number(filled)}{FILLED}"
        if share > MISSING_MATTERS and len(ends) > 1:
            yield (
                f"{times(min(ends))} to {times(max(ends))} if all {summary.events}{IF_MISSING}"
                f"{share:.0%}) were of {group(row.reference)} people, or all of "
                f"{group(row.group)} people"
            )


def _same(one: OnACensus, other: OnACensus) -> bool:
    return (key_of(one), one.population_year, one.reading) == (
        key_of(other),
        other.population_year,
        other.reading,
    )
