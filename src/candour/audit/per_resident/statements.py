"""The ratios of rates that become statements: those on the census nearest to the period."""

from collections.abc import Sequence

from candour.audit.headlines import HeadlineRatio, Headlines, intervals_in_words
from candour.audit.in_words import number
from candour.audit.per_resident.denominators import in_words
from candour.audit.per_resident.rows import AS_COUNTED, Ratio, Year, key_of
from candour.audit.per_resident.summary import Summary
from candour.audit.periods import Period
from candour.audit.residents.populations import CENSUS_DAYS


def headlines(summary: Summary) -> Headlines:
    """Every force's ratio of every group; what it is on the other census stands in the note."""
    rows = [row for row in summary.ratios if row.reading == AS_COUNTED and row.ratio is not None]
    census = _nearest_census(summary, rows)
    return Headlines(
        summary.subject.measure,
        f"residents of each group, Census {census}" if census else "residents",
        tuple(_headline(row, rows) for row in rows if row.population_year == census),
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


def _headline(row: Ratio, rows: Sequence[Ratio]) -> HeadlineRatio:
    assert row.ratio is not None
    others = [
        f"{number(other.ratio)} on {_residents(other.population_year)}"
        for other in rows
        if key_of(other) == key_of(row) and other.population_year != row.population_year
    ]
    verdict = [f"verdict: {row.verdict}"] if row.verdict else []
    intervals = intervals_in_words(row.low, row.high, row.dispersed_low, row.dispersed_high)
    return HeadlineRatio(
        row.force, row.group, row.reference, row.ratio, "; ".join([*verdict, intervals, *others])
    )
