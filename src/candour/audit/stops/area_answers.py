"""The answers of a finding on stops that has no ratio of a force: of areas, and of what was found.

Rates of a force need residents of its whole area. Where only those of smaller areas were given, the
answers for rates would say that nothing is there, beside a page of areas and of hit rates.
"""

from collections.abc import Iterator, Sequence

from candour.audit import names, verdicts
from candour.audit.findings import Finding
from candour.audit.in_words import share
from candour.audit.per_resident.denominators import in_words
from candour.audit.per_resident.rows import of_latest_census
from candour.audit.residents.group_names import group, people
from candour.audit.stops import find_words
from candour.audit.stops.rows import Stops
from candour.audit.stops.rows_by_area import Area
from candour.audit.stops.sentences import (
    AVAILABLE,
    KINDS_OF_AREA,
    NONE_IS_CLEAR,
    areas_in_words,
    has_more_missing,
)


def stands_alone(result: Stops) -> bool:
    """Whether there is no ratio of a force, and yet something that was compared."""
    has_ratio = any(row.ratio is not None for row in result.ratios)
    return not has_ratio and bool(_ratios(result) or result.finds)


def compared(finding: Finding[Stops]) -> Iterator[str]:
    """Which areas, against whose residents, and over which months; and the outcome test."""
    result, reference = finding.result, finding.plan.reference
    when = names.period(finding.plan.period)
    rows = _ratios(result)
    for kind in dict.fromkeys(row.area_kind for row in rows):
        own = [row for row in rows if row.area_kind == kind]
        areas = len({row.area_code for row in own})
        yield (
            f"The number of searches for every 1,000 residents of each ethnic group in {areas} "
            f"{_many(kind)}, beside the same number for {group(reference)} residents; {when}. "
            f"Residents are counted by {in_words(own[0].population_year)}."
        )
    if result.finds:
        yield (
            "Of searches that need suspicion, the share that found what was looked for or led to "
            f"action, group by group; {when}."
        )
    if not result.rates:
        yield "No force as a whole: no population of its whole area was given."


def what_was_found(finding: Finding[Stops]) -> Iterator[str]:
    result, plan = finding.result, finding.plan
    period = names.period(plan.period)
    yield from areas_in_words(result, plan.reference, period, plan.option("primary"))
    yield from find_words.sentences(result, period)


def how_sure(finding: Finding[Stops]) -> Iterator[str]:
    """What the ranges hold, and how much they leave out."""
    result = finding.result
    yield verdicts.CHANCE
    if _ratios(result):
        yield NONE_IS_CLEAR
    account = result.accounted_for
    if account.no_ethnicity:
        all_of_them = account.used + account.no_ethnicity
        yield (
            f"No ethnicity is recorded for {account.no_ethnicity:,} of {all_of_them:,} searches "
            f"({share(account.no_ethnicity / all_of_them)}). The ranges ignore these."
        )


def what_would_change_it(finding: Finding[Stops]) -> Iterator[str]:
    result, primary = finding.result, finding.plan.option("primary")
    rows = [row for row in _ratios(result) if row.group == primary]
    missing = [row for row in rows if has_more_missing(row)]
    if missing:
        yield (
            f"Missing ethnicity: in {len(missing)} of {len(rows)} areas more searches lack one "
            f"than are known to be of {people(primary)}, so that the ratio there could be far off."
        )
    if not result.rates:
        yield (
            "A population of a force's whole area: with it the force has a ratio of its own, a "
            "range widened for searches that come in waves, and bounds for what is missing."
        )
    yield f"Who is there: {AVAILABLE}, and residents are not those who could be stopped."


def _ratios(result: Stops) -> Sequence[Area]:
    return [row for row in of_latest_census(result.areas or ()) if row.shrunken_ratio is not None]


def _many(kind: str) -> str:
    return dict(KINDS_OF_AREA.values()).get(kind, "areas")
