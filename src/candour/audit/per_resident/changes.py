"""What would change an answer on rates: missing ethnicity, the census, repeats, age, visitors."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median

from candour.audit import names
from candour.audit.in_words import times
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.rows import Bound, Key, Ratio
from candour.audit.per_resident.summary import FEW, Summary
from candour.audit.periods import Period
from candour.audit.residents.group_names import group, people
from candour.audit.residents.populations import CENSUS_DAYS


def what_would_change_it(summary: Summary) -> Iterator[str]:
    """Missing ethnicity, the other census, repeats, age, and who else is there."""
    ratios = summary.leading_ratios
    if not ratios:
        yield "Complete data for the period."
        return
    yield from _if_missing(summary, ratios)
    yield from _other_census(summary, ratios)
    yield from _readings(summary, ratios)
    yield from _repeats(ratios)
    yield from _age(summary, ratios)
    yield (
        "Who is there: people who only work in or visit a place are not among its residents. "
        "Where they are many, rates per resident say little."
    )


def _if_missing(summary: Summary, ratios: Sequence[Ratio]) -> Iterator[str]:
    reference = group(summary.reference)
    bounds = {
        of.key_of(row): row for row in of.of_leading(summary.bounds, summary.leading) if row.missing
    }
    bounded = [row for row in ratios if of.key_of(row) in bounds]
    if not bounded:
        return
    forces = of.forces_of(ratios)
    if len(forces) > FEW:
        yield _undone(ratios, bounds, summary.reference)
        return
    for force in forces:
        place = "" if len(forces) == 1 else f", {names.area(force)}"
        own = [bounds[of.key_of(row)] for row in bounded if row.force == force]
        yield (
            f"Missing ethnicity{place}: were all those without it "
            f"{people(summary.reference)}, the ratios would be "
            f"{_by_group(own, lambda row: row.all_missing_reference)}; were they all of the group "
            f"instead, {_by_group(own, lambda row: row.all_missing_group)}. "
            f"{_tipping(own, reference)}"
        )


def _undone(ratios: Sequence[Ratio], bounds: Mapping[Key, Bound], reference: str) -> str:
    """How many clear verdicts would be gone at the worst, for either direction."""
    counted = of.with_events(ratios)
    above = [row for row in counted if of.side(row) > 0]
    below = [row for row in counted if of.side(row) < 0]
    no_longer_above = sum(_is(bounds, row, lambda b: b.all_missing_reference, 1) for row in above)
    no_longer_below = sum(_is(bounds, row, lambda b: b.all_missing_group, -1) for row in below)
    clauses = []
    if above:
        clauses.append(
            f"if all those without it were {people(reference)}, "
            f"{_stay(no_longer_above, [row.group for row in above], 'higher')}"
        )
    if below:
        clauses.append(
            "if all of them were of the group itself, "
            f"{_stay(no_longer_below, [row.group for row in below], 'lower')}"
        )
    return f"Missing ethnicity: {'; '.join(clauses) or 'no rate here is clearly higher or lower'}."


def _is(
    bounds: Mapping[Key, Bound], row: Ratio, end: Callable[[Bound], float | None], way: int
) -> bool:
    """Whether a ratio at one end of its bounds is 1, or on the other side of it."""
    bound = bounds.get(of.key_of(row))
    ratio = end(bound) if bound else None
    return ratio is not None and way * ratio <= way


def _stay(undone: int, groups: Sequence[str], direction: str) -> str:
    """How many of the clearly higher or lower rates would stay so, all groups together.

    >>> _stay(0, ["black"], "higher")
    'the 1 clearly higher rate (Black 1) would stay higher'
    >>> _stay(1, ["black"] * 4, "lower")
    '1 of the 4 clearly lower rates (Black 4) would no longer be lower'
    """
    rates = len(groups)
    which = ", ".join(f"{group(name)} {groups.count(name)}" for name in sorted(set(groups)))
    named = f"clearly {direction} rate{'' if rates == 1 else 's'} ({which})"
    if undone == rates > 1:
        return f"none of the {rates} {named} would stay {direction}"
    if not undone:
        return f"{'all' if rates > 1 else 'the'} {rates} {named} would stay {direction}"
    return f"{undone} of the {rates} {named} would no longer be {direction}"


def _by_group(bounds: Sequence[Bound], end: Callable[[Bound], float | None]) -> str:
    ratios = [(row.group, end(row)) for row in bounds]
    return ", ".join(f"{group(name)} {times(ratio)}" for name, ratio in ratios if ratio is not None)


def _tipping(bounds: Sequence[Bound], reference: str) -> str:
    """Which split of the missing would make the rates equal, if any would."""
    could = [group(row.group) for row in bounds if row.tipping_point is not None]
    never = [group(row.group) for row in bounds if row.tipping_point is None]
    if not could:
        return f"No split between the two makes any of these rates equal to the {reference} one."
    account = (
        f"Missing records could by themselves account for the difference between the {reference} "
        f"rate and that of {names.listed(could)}"
    )
    return f"{account}, but not of {names.listed(never)}." if never else f"{account}."


def _other_census(summary: Summary, ratios: Sequence[Ratio]) -> Iterator[str]:
    """What the ratios would be on every census but the count that is shown."""
    every = [row for row in of.as_counted(summary.ratios) if row.ratio is not None]
    others = [year for year in of.years(every) if year != ratios[0].population_year]
    if not others:
        yield "Another census: residents of another year would give other ratios."
        return
    forces = of.forces_of(ratios)
    middle = " (typical area)" if len(forces) > FEW else ""
    clauses, turned = [], []
    for year in others:
        other = {
            of.key_of(row): row.ratio
            for row in every
            if row.population_year == year and row.ratio is not None
        }
        pairs = list(
            _middles(ratios, other) if len(forces) > FEW else _one_by_one(ratios, other, forces)
        )
        clauses.append(f"{year}: {', '.join(f'{name} {times(then)}' for name, then, _ in pairs)}")
        turned.append(_turned(pairs))
    yield (
        f"Another census would give other ratios{middle}. With residents of "
        f"{'; of '.join(clauses)}."
        f"{''.join(dict.fromkeys(turned))}"
    )
    if ratios[0].population_year in of.years(every):
        yield from _nearer(summary, of.years(every))


def _one_by_one(
    ratios: Sequence[Ratio], before: Mapping[Key, float], forces: Sequence[str]
) -> Iterator[tuple[str, float, float]]:
    """Each ratio on another census, and on the count shown."""
    for row in ratios:
        then = before.get(of.key_of(row))
        if then is not None and row.ratio is not None:
            area = f"{names.area(row.force)}, " if len(forces) > 1 else ""
            yield f"{area}{group(row.group)}", then, row.ratio


def _middles(
    ratios: Sequence[Ratio], before: Mapping[Key, float]
) -> Iterator[tuple[str, float, float]]:
    """The middle ratio of each group on another census, and on the count shown."""
    for name in sorted({row.group for row in ratios}):
        counted = of.with_events([row for row in ratios if row.group == name])
        own = [row for row in counted if of.key_of(row) in before]
        if own:
            then = float(median(before[of.key_of(row)] for row in own))
            yield group(name), then, of.middle(own)


def _turned(pairs: Sequence[tuple[str, float, float]]) -> str:
    """Whose ratio lies on the other side of 1 with the residents of another census.

    >>> _turned([("Asian", 1.2, 0.97), ("Black", 4.6, 4.1)])
    ' For Asian that is above the same rate instead of below it.'
    """
    up = [name for name, then, now in pairs if now < 1 < then]
    down = [name for name, then, now in pairs if then < 1 < now]
    ways = [
        *([f"{names.listed(up)} that is above the same rate instead of below it"] if up else []),
        *(
            [f"{names.listed(down)} that is below the same rate instead of above it"]
            if down
            else []
        ),
    ]
    return f" For {'; for '.join(ways)}." if ways else ""


def _nearer(summary: Summary, years: Sequence[int]) -> Iterator[str]:
    """Which census was taken nearer to the months in question."""
    taken = {year: day for year, day in CENSUS_DAYS.items() if year in years}
    period = Period.of_plan(summary.plan.period)
    if len(taken) > 1 and period is not None:
        nearest = min(taken, key=lambda year: abs(taken[year] - period.middle))
        yield f"The census of {nearest} was taken nearer to these months."


def _readings(summary: Summary, ratios: Sequence[Ratio]) -> Iterator[str]:
    """Officers have no code for mixed: how far it matters where those residents are counted."""
    year = ratios[0].population_year
    readings = {
        row.reading
        for row in summary.ratios
        if row.population_year == year and row.ratio is not None
    }
    if len(readings) > 1 and len(of.forces_of(ratios)) > 1:
        yield (
            "Officers have no code for mixed: the tables show the ratios with residents of mixed "
            "groups counted in each other group in turn."
        )


def _age(summary: Summary, ratios: Sequence[Ratio]) -> Iterator[str]:
    """The ratios among residents of the same ages, where a population by age was given."""
    standardised = {
        of.key_of(row): row.ratio
        for row in of.of_leading(summary.standardised, summary.leading)
        if row.ratio is not None
    }
    clauses = [
        f"{group(row.group)} {times(standardised[of.key_of(row)])} instead of {times(row.ratio)}"
        for row in ratios
        if of.key_of(row) in standardised and row.ratio is not None
    ]
    if clauses and len(of.forces_of(ratios)) == 1:
        yield f"Age: among residents of the same ages the ratios would be {'; '.join(clauses)}."
    elif clauses:
        yield "Age: the ratios among residents of the same ages are in the tables below."
    else:
        yield (
            "Age: those concerned are mostly young. By age the ratios would be others; we cannot "
            "say which way."
        )


def _repeats(ratios: Sequence[Ratio]) -> Iterator[str]:
    if len(of.forces_of(ratios)) > 1:
        return
    moved = [
        f"{group(row.group)} {times(row.without_repeats)}"
        for row in ratios
        if row.without_repeats is not None
    ]
    if moved:
        yield f"Repeated rows: were each counted once, the ratios would be {'; '.join(moved)}."
