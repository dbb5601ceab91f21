"""The answers for rates per resident, whichever audit worked them out."""

from collections.abc import Iterator, Mapping, Sequence

from candour.audit import names, verdicts
from candour.audit.in_words import alike, share, times
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.denominators import in_words
from candour.audit.per_resident.leads import in_brackets, left_out, one_verdict
from candour.audit.per_resident.order import by_importance, groups_by_importance
from candour.audit.per_resident.rows import OnACensus, Ratio
from candour.audit.per_resident.summary import FEW, Summary
from candour.audit.residents.group_names import group, heading

MOST_NAMED = 6
YEAR = 12  # months
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def compared(summary: Summary) -> Sequence[str]:
    """Whose rates, where, when, and how residents and ethnicity were counted."""
    ratios, events = summary.leading_ratios, summary.events
    when = _when(summary)
    if not ratios:
        return (
            f"The number of {events} for every 1,000 residents of each ethnic "
            f"group{when}. No place had data fit for this.",
        )
    census = f" by {in_words(ratios[0].population_year)}"
    return (
        f"The number of {events} for every 1,000 residents of each ethnic group, "
        f"beside the same number for {group(summary.reference)} residents, {_where(ratios)}{when}. "
        f"Residents are counted{census}. {summary.whose_word}{summary.subject.counted_twice}",
    )


def what_was_found(summary: Summary) -> Iterator[str]:
    """Group by group: whether the rate is higher, lower, or can't be told apart."""
    ratios = summary.leading_ratios
    if not ratios:
        yield "Nothing that can be compared."
        return
    forces = of.forces_of(ratios)
    if len(forces) <= FEW:
        ordered = by_importance(ratios, summary.frame.primary)
        yield from (_verdict_sentence(summary, row, alone=len(forces) == 1) for row in ordered)
        return
    for name in groups_by_importance(ratios, summary.frame.primary):
        own = of.with_events([row for row in ratios if row.group == name])
        censuses = in_brackets(of.by_census(summary.ratios, name, own[0].population_year))
        reference = group(summary.reference)
        yield _many(own, name, reference, areas=len(forces), censuses=censuses)


def how_sure(summary: Summary) -> Iterator[str]:
    """The ranges, and what they leave out."""
    ratios = summary.leading_ratios
    if not ratios:
        yield "Not at all: see the reasons below."
        return
    yield verdicts.CHANCE
    if of.is_widened(ratios):
        yield f"Ranges are widened because {summary.subject.why_wider}."
    else:
        yield "The ranges take each event to be independent of the others, which is seldom true."
    if summary.subject.too_narrow:
        yield summary.subject.too_narrow
    missing = _missing(summary)
    if missing:
        yield f"{missing} The ranges ignore these."


def not_compared(refused: Mapping[str, str]) -> tuple[str, ...]:
    """How many forces were left out for the state of their data."""
    if not refused:
        return ()
    forces = [f"{names.place(force)} ({reason})" for force, reason in refused.items()]
    which = names.listed(forces)
    if len(forces) > MOST_NAMED:
        which = f"{len(forces)} forces, listed under 'Whether the data are fit to be compared'"
    return (f"Anything about {which}: the data are not fit to be compared.",)


def _where(rows: Sequence[OnACensus]) -> str:
    forces = of.forces_of(rows)
    if len(forces) > FEW:
        return f"in {len(forces)} police force areas"
    return f"in {names.listed([names.area(force) for force in forces])}"


def _when(summary: Summary) -> str:
    period = names.period(summary.plan.period)
    if " to " in period:
        return f", from {period}"
    return f", in {period}" if period else ""


def _verdict_sentence(summary: Summary, row: Ratio, *, alone: bool) -> str:
    """The verdict of one ratio, as the lead has it, and the rates themselves."""
    here, there = _per_1000(summary, row)
    lead = heading(row.group) if alone else f"{names.area(row.force)}, {group(row.group)}"
    verdict = one_verdict(row, of.readings_of(row, summary.ratios), summary.frame)
    return (
        f"{lead[:1].upper()}{lead[1:]}: {verdict}. That is {here} "
        f"against {there} {summary.events} per 1,000 residents{_over(summary)}."
    )


def _over(summary: Summary) -> str:
    """Over how long, where a rate is not one for a year."""
    months = summary.months
    if months in {0, YEAR}:
        return ""
    if months % YEAR:
        return f" over {NUMBERS.get(months, months)} month{'' if months == 1 else 's'}"
    return f" over {NUMBERS.get(months // YEAR, months // YEAR)} years"


def _per_1000(summary: Summary, row: Ratio) -> tuple[str, str]:
    rates = {
        rate.group: rate.per_1000
        for rate in of.of_leading(summary.rates, summary.leading)
        if rate.force == row.force
    }
    return alike(rates.get(row.group), rates.get(row.reference))


def _many(rows: Sequence[Ratio], name: str, reference: str, *, areas: int, censuses: str) -> str:
    counts = of.tally(rows)
    how_many = (
        f"a clearly higher rate than {reference} in {counts.above} of {counts.all} areas, a "
        f"clearly lower rate in {counts.below}, neither clearly in {counts.unclear}"
        if counts.above + counts.below
        else f"neither a clearly higher nor a clearly lower rate than {reference} in any of "
        f"{counts.all} areas"
    )
    return (
        f"{heading(name)}: {how_many}. In the typical police area (half are higher) the "
        f"rate is {times(of.middle(rows))} times the {reference} one{censuses}."
        f"{left_out(areas - counts.all)}"
    )


def _missing(summary: Summary) -> str:
    bounds = of.of_leading(summary.bounds, summary.leading)
    missing = {row.force: row.missing for row in bounds}
    recorded = sum(
        rate.events
        for rate in of.of_leading(summary.rates, summary.leading)
        if rate.force in missing
    )
    total = sum(missing.values()) + recorded
    if not total or not sum(missing.values()):
        return ""
    why = f": {summary.no_ethnicity}" if summary.no_ethnicity else ""
    return (
        f"No ethnicity is recorded for {share(sum(missing.values()) / total)} of "
        f"{summary.events}{why}."
    )
