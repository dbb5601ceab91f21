"""What a reader of a finding on stops needs to read its tables, with the data's own numbers."""

from collections.abc import Mapping, Sequence

from candour.audit.names import place
from candour.audit.plans import Row
from candour.audit.residents.ethnicity import NAMES
from candour.audit.stops.marginality import searches, shape_that_finds
from candour.audit.wording import number


def explanations(tables: Mapping[str, Sequence[Row]], reference: str) -> tuple[str, ...]:
    """What a reader needs to read the tables, with the data's own numbers."""
    return (
        *_years(tables["ratios"]),
        *_labels_never_used(tables["fitness"]),
        *_infra_marginality(tables["outcomes"], reference),
    )


def _years(ratios: Sequence[Row]) -> tuple[str, ...]:
    """How much the choice of census moves a ratio, where two were given."""
    pairs: dict[tuple[str, str], dict[int, float]] = {}
    for row in ratios:
        year = row["population_year"]
        if isinstance(year, int) and row["reading"] == "as counted" and row["ratio"]:
            pairs.setdefault((row["force"], row["group"]), {})[year] = row["ratio"]
    moved = {key: max(by.values()) / min(by.values()) for key, by in pairs.items() if len(by) > 1}
    if not moved:
        return ()
    force, group = max(moved, key=lambda key: moved[key])
    by = pairs[force, group]
    said = ", ".join(f"{number(ratio)} on the census of {year}" for year, ratio in by.items())
    return (
        f"The year of the population matters: for {NAMES[group]} residents of {place(force)} the "
        f"ratio is {said}. The truth of a year between lies nearer the interpolated figure, and "
        "no interval here includes this.",
    )


def _labels_never_used(fitness: Sequence[Row]) -> tuple[str, ...]:
    """Labels that some forces never write: what is 0 there was not counted as 0."""
    without = [row for row in fitness if row["fit"] and row["labels_never_used"]]
    if not without:
        return ()
    most = max(without, key=lambda row: len(row["labels_never_used"]))
    labels = "; ".join(most["labels_never_used"])
    return (
        f"Some labels of the published list are never used by {len(without)} of the forces, so "
        "that those they would fit are counted under another label or under none. "
        f"{place(most['force'])}, which leaves out most, never uses: {labels}. A group is left "
        "out of the comparison where none of its labels is used.",
    )


def _infra_marginality(outcomes: Sequence[Row], reference: str) -> tuple[str, ...]:
    """Show on the data's own find rates that they fit a lower threshold as well as a higher."""
    by_force: dict[str, dict[str, Row]] = {}
    for row in outcomes:
        if row["find"] and 0 < row["find"]["value"] < 1:
            by_force.setdefault(row["force"], {})[row["group"]] = row
    pairs = [
        (by[group], by[reference])
        for by in by_force.values()
        for group in by
        if group != reference and reference in by
    ]
    if not pairs:
        return ()
    here, there = max(pairs, key=lambda pair: int(pair[0]["stops"]))
    hit, theirs = here["find"]["value"], there["find"]["value"]
    bar = min(hit, theirs) / 2
    said = []
    for share in (0.8, 1.2):
        shape = shape_that_finds(hit_rate=hit, threshold=bar * share)
        found = searches(alpha=1, beta=shape, threshold=bar * share)
        said.append(f"a bar of {bar * share:.1%} (find rate {found.hit_rate:.1%})")
    return (
        f"In {place(here['force'])} something that was looked for was found in {hit:.1%} of "
        f"searches of {NAMES[here['group']]} people and {theirs:.1%} of {NAMES[reference]} people. "
        f"If {NAMES[reference]} people were searched from a chance of {bar:.1%} on, the first "
        f"figure would fit {said[0]}, a lower one, as well as {said[1]}, a higher one: it depends "
        "on how suspicion is spread in each group, which nobody has recorded. So find rates alone "
        "neither clear nor convict.",
    )
