"""What a reader of a finding on stops needs to read its tables, with the data's own numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from candour.audit.in_words import number
from candour.audit.names import place
from candour.audit.per_resident.rows import as_counted, key_of
from candour.audit.residents.ethnicity import NAMES
from candour.audit.stops.finds import FOUND, leading, reference_of
from candour.audit.stops.marginality import searches, shape_that_finds
from candour.audit.stops.rows import FitnessRow, Ratio, Stops


def explanations(result: Stops, reference: str) -> tuple[str, ...]:
    """What a reader needs to read the tables, with the data's own numbers."""
    return (
        *_years(result.ratios),
        *_labels_never_used(result.fitness),
        *_infra_marginality(_found(result), reference),
    )


def _years(ratios: Sequence[Ratio]) -> tuple[str, ...]:
    """How much the choice of census moves a ratio, where two were given."""
    pairs: dict[tuple[str, str], dict[int | str, float]] = {}
    for row in as_counted(ratios):
        if row.ratio:
            pairs.setdefault(key_of(row), {})[row.population_year] = row.ratio
    moved = {key: max(by.values()) / min(by.values()) for key, by in pairs.items() if len(by) > 1}
    if not moved:
        return ()
    force, group = max(moved, key=lambda key: moved[key])
    by_year = pairs[force, group].items()
    run = ", ".join(f"{number(ratio)} on the census of {year}" for year, ratio in by_year)
    return (
        f"The year of the population matters: for {NAMES[group]} residents of {place(force)} the "
        f"ratio is {run}. The truth of a year between lies nearer the interpolated figure, and "
        "no interval here includes this.",
    )


def _labels_never_used(fitness: Sequence[FitnessRow]) -> tuple[str, ...]:
    """Labels that some forces never write: what is 0 there was not counted as 0."""
    without = [row for row in fitness if row.fit and row.labels_never_used]
    if not without:
        return ()
    most = max(without, key=lambda row: len(row.labels_never_used))
    labels = "; ".join(most.labels_never_used)
    return (
        f"Some labels of the published list are never used by {len(without)} of the forces, so "
        "that those they would fit are counted under another label or under none. "
        f"{place(most.force)}, which leaves out most, never uses: {labels}. A group is left "
        "out of the comparison where none of its labels is used.",
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A group's find rate in a force, over how many searches."""

    force: str
    group: str
    stops: int
    rate: float
    which: str  # searches, in words


def _found(result: Stops) -> list[_Found]:
    """Find rates as the outcome test tells them, where there is one: one rate on one page."""
    rows = leading(result.finds, FOUND)
    if not rows:
        return [
            _Found(row.force, row.group, row.stops, row.find.value or 0.0 if row.find else 0.0, "")
            for row in result.outcomes
        ]
    rows += [reference_of(row, result.finds or ()) for row in rows]
    return [
        _Found(
            row.force,
            row.group,
            row.stops,
            row.hit_rate.value or 0.0,
            ", under powers that need suspicion",
        )
        for row in rows
    ]


def _infra_marginality(found: Sequence[_Found], reference: str) -> tuple[str, ...]:
    """Show on the data's own find rates that they fit a lower threshold as well as a higher."""
    by_force: dict[str, dict[str, _Found]] = {}
    for row in found:
        if 0 < row.rate < 1:
            by_force.setdefault(row.force, {})[row.group] = row
    pairs = [
        (by[group], by[reference])
        for by in by_force.values()
        for group in by
        if group != reference and reference in by
    ]
    if not pairs:
        return ()
    here, there = max(pairs, key=lambda pair: pair[0].stops)
    own, theirs = here.rate, there.rate
    bar = min(own, theirs) / 2
    bars = []
    for share in (0.8, 1.2):
        shape = shape_that_finds(hit_rate=own, threshold=bar * share)
        rule = searches(alpha=1, beta=shape, threshold=bar * share)
        bars.append(f"a bar of {bar * share:.1%} (find rate {rule.hit_rate:.1%})")
    return (
        f"In {place(here.force)} something that was looked for was found in {own:.1%} "
        f"of searches of {NAMES[here.group]} people and {theirs:.1%} of {NAMES[reference]} people"
        f"{here.which}. If {NAMES[reference]} people were searched from a chance of {bar:.1%} on, "
        f"the first figure would fit {bars[0]}, a lower one, as well as {bars[1]}, a higher one: "
        "it depends on how suspicion is spread in each group, which nobody has recorded. So find "
        "rates alone neither clear nor convict.",
    )
