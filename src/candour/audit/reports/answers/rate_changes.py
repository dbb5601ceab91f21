"""What would change an answer on rates: missing ethnicity, the census, repeats, age, visitors."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from candour.audit import names, verdicts
from candour.audit.periods import Period
from candour.audit.plans import Finding, Row
from candour.audit.reports import words
from candour.audit.reports.answers.rates import FEW, forces_of, ratios_of
from candour.audit.residents.populations import CENSUS_DAYS


def changes(finding: Finding) -> Iterator[str]:
    """Missing ethnicity, the other census, repeats, age, and who else is there."""
    rows, bounds = ratios_of(finding), words.main_rows(finding.tables.get("bounds", ()))
    if not rows:
        yield "Complete data for the period."
        return
    yield from _if_missing(rows, bounds, finding)
    yield from _other_census(finding, rows)
    yield from _readings(finding, rows)
    yield from _repeats(rows)
    yield from _age(finding, rows)
    yield (
        "Who is there: people who only work in a place or visit it are not among its residents. "
        "Where they are many, as in city centres, rates per resident say little."
    )


def _if_missing(rows: Sequence[Row], bounds: Sequence[Row], finding: Finding) -> Iterator[str]:
    reference = words.group(finding.plan.reference)
    found = {(row["force"], row["group"]): row for row in bounds if row.get("missing")}
    pairs = [
        (row, found[row["force"], row["group"]])
        for row in rows
        if (row["force"], row["group"]) in found
    ]
    if not pairs:
        return
    if len(forces_of(rows)) > FEW:
        yield _undone(rows, found, finding.plan.reference)
        return
    for force in forces_of(rows):
        place = "" if len(forces_of(rows)) == 1 else f", {names.area(force)}"
        own = [bound for row, bound in pairs if row["force"] == force]
        yield (
            f"Missing ethnicity{place}: were all those without it "
            f"{words.people(finding.plan.reference)}, the ratios would be "
            f"{_each(own, 'all_missing_reference')}; were they all of the group instead, "
            f"{_each(own, 'all_missing_group')}. {_tipping(own, reference)}"
        )


def _undone(rows: Sequence[Row], bounds: Mapping[tuple[str, str], Row], reference: str) -> str:
    """How many clear verdicts would be gone at the worst, for either direction."""
    counted = verdicts.recorded(rows)
    above = [row for row in counted if verdicts.side(row) > 0]
    below = [row for row in counted if verdicts.side(row) < 0]
    no_longer_above = sum(
        bounds[_key(row)]["all_missing_reference"] <= 1 for row in above if _key(row) in bounds
    )
    no_longer_below = sum(
        bounds[_key(row)]["all_missing_group"] >= 1 for row in below if _key(row) in bounds
    )
    said = []
    if above:
        said.append(
            f"if all those without it were {words.people(reference)}, "
            f"{_stay(no_longer_above, above, 'higher')}"
        )
    if below:
        said.append(
            f"if all of them were of the group itself, {_stay(no_longer_below, below, 'lower')}"
        )
    return f"Missing ethnicity: {'; '.join(said) or 'no rate here is clearly higher or lower'}."


def _stay(undone: int, rows: Sequence[Row], direction: str) -> str:
    """How many of the clearly higher or lower rates would stay so, all groups together.

    >>> _stay(0, [{"group": "black"}], "higher")
    'the 1 clearly higher rate (Black 1) would stay higher'
    >>> _stay(1, [{"group": "black"}] * 4, "lower")
    '1 of the 4 clearly lower rates (Black 4) would no longer be lower'
    """
    groups = sorted({row["group"] for row in rows})
    counts = [sum(row["group"] == group for row in rows) for group in groups]
    which = ", ".join(f"{words.group(g)} {n}" for g, n in zip(groups, counts, strict=True))
    named = f"clearly {direction} rate{'' if len(rows) == 1 else 's'} ({which})"
    if undone == len(rows) > 1:
        return f"none of the {len(rows)} {named} would stay {direction}"
    if not undone:
        return f"{'all' if len(rows) > 1 else 'the'} {len(rows)} {named} would stay {direction}"
    return f"{undone} of the {len(rows)} {named} would no longer be {direction}"


def _each(bounds: Sequence[Row], key: str) -> str:
    return ", ".join(f"{words.group(row['group'])} {words.times(row[key])}" for row in bounds)


def _tipping(bounds: Sequence[Row], reference: str) -> str:
    """Which split of the missing would make the rates equal, if any would."""
    could = [words.group(row["group"]) for row in bounds if row.get("tipping_point") is not None]
    never = [words.group(row["group"]) for row in bounds if row.get("tipping_point") is None]
    if not could:
        return f"No split between the two makes any of these rates equal to the {reference} one."
    said = (
        f"Missing records could by themselves account for the difference between the {reference} "
        f"rate and that of {names.listed(could)}"
    )
    return f"{said}, but not of {names.listed(never)}." if never else f"{said}."


def _other_census(finding: Finding, rows: Sequence[Row]) -> Iterator[str]:
    every = [
        row
        for row in finding.tables.get("ratios", ())
        if row.get("ratio") is not None and row.get("reading", "as counted") == "as counted"
    ]
    years = words.years(every)
    if len(years) <= 1:
        yield "Another census: residents of another year would give other ratios."
        return
    old = {_key(row): row["ratio"] for row in every if row["population_year"] == years[0]}
    if len(forces_of(rows)) <= FEW:
        several = len(forces_of(rows)) > 1
        pairs = [
            (
                f"{names.area(row['force']) + ', ' if several else ''}{words.group(row['group'])}",
                old[_key(row)],
                row["ratio"],
            )
            for row in rows
            if _key(row) in old
        ]
    else:
        pairs = [(words.group(group), then, now) for group, then, now in _middles(rows, old)]
    said = [
        f"{name} {words.times(then)} instead of {words.times(now)}" for name, then, now in pairs
    ]
    middle = " (middle area)" if len(forces_of(rows)) > FEW else ""
    yield (
        f"The other census: with residents of {years[0]} the ratios{middle} would be "
        f"{'; '.join(said)}.{_turned(pairs)}{_nearer(finding, years)}"
    )


def _turned(pairs: Sequence[tuple[str, float, float]]) -> str:
    """Whose ratio lies on the other side of 1 with the residents of the older census.

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


def _nearer(finding: Finding, years: Sequence[int]) -> str:
    """Which census was taken nearer to the months in question."""
    taken = {year: day for year, day in CENSUS_DAYS.items() if year in years}
    if len(taken) <= 1 or not finding.plan.period:
        return ""
    middle = Period.parse(finding.plan.period.replace(" to ", "..")).middle
    nearest = min(taken, key=lambda year: abs(taken[year] - middle))
    return f" The census of {nearest} was taken nearer to these months."


def _middles(
    rows: Sequence[Row], old: Mapping[tuple[str, str], float]
) -> Iterator[tuple[str, float, float]]:
    """The middle ratio of each group on the older census, and on the one shown."""
    for group in sorted({row["group"] for row in rows}):
        counted = verdicts.recorded([row for row in rows if row["group"] == group])
        own = [row for row in counted if _key(row) in old]
        if own:
            yield group, float(median(old[_key(row)] for row in own)), verdicts.middle(own)


def _key(row: Row) -> tuple[str, str]:
    return row["force"], row["group"]


def _readings(finding: Finding, rows: Sequence[Row]) -> Iterator[str]:
    """Officers have no code for mixed: how far it matters where those residents are counted."""
    year = rows[0].get("population_year")
    every = [
        row
        for row in finding.tables.get("ratios", ())
        if row.get("population_year") == year and row.get("ratio") is not None
    ]
    if len({row.get("reading") for row in every}) <= 1:
        return
    if len(forces_of(rows)) > 1:
        yield (
            "Officers have no code for mixed: the tables show the ratios with residents of mixed "
            "groups counted in each other group in turn."
        )


def _age(finding: Finding, rows: Sequence[Row]) -> Iterator[str]:
    """The ratios among residents of the same ages, where a population by age was given."""
    found = {
        (row["force"], row["group"]): row
        for row in words.main_rows(finding.tables.get("standardised", ()))
        if row.get("ratio") is not None
    }
    said = [
        f"{words.group(row['group'])} {words.times(found[row['force'], row['group']]['ratio'])} "
        f"instead of {words.times(row['ratio'])}"
        for row in rows
        if (row["force"], row["group"]) in found
    ]
    if said and len(forces_of(rows)) == 1:
        yield f"Age: among residents of the same ages the ratios would be {'; '.join(said)}."
    elif said:
        yield "Age: the ratios among residents of the same ages are in the tables below."
    else:
        yield (
            "Age: those concerned are mostly young. With residents counted by age the ratios would "
            "be others; we cannot say which way."
        )


def _repeats(rows: Sequence[Row]) -> Iterator[str]:
    if len(forces_of(rows)) > 1:
        return
    moved = [
        f"{words.group(row['group'])} {words.times(row['without_repeats'])}"
        for row in rows
        if row.get("without_repeats") is not None
    ]
    if moved:
        yield f"Repeated rows: were each counted once, the ratios would be {'; '.join(moved)}."
