"""What a finding on stops says: sentences made by rule from its rows."""

from collections.abc import Mapping, Sequence

from candour.audit.estimates import Estimate
from candour.audit.ethnicity import NAMES
from candour.audit.marginality import searches, shape_that_finds
from candour.audit.plans import Row
from candour.audit.wording import interval, number

MOST_NAMED = 3  # forces that the sentences take one by one
ASSUMPTIONS = (
    "Rates are searches per 1,000 residents of the force area (residents are not the people "
    "available to be stopped, and some of those searched live elsewhere).",
    "Rates: exact Poisson and mid-P. Ratios: conditional exact and mid-P, if stops were "
    "independent; and scaled for how much more the split between two groups varies from month to "
    "month than chance would have it. All at 95%.",
    "P-values are exact, two-sided, and adjusted by Holm over all groups and forces.",
    "Rows that repeat another in every column are kept, since two people may be searched together; "
    "the ratio without them stands beside each ratio.",
    "Ratios leave out stops without ethnicity; if those were missing at random, rates would be "
    "higher and ratios the same. The bounds show what they could do at most.",
)
DOES_NOT_SHOW = (
    "Not adjusted for age: those searched are mostly young, and groups differ in age.",
    "Why groups are searched at different rates, nor whether any one search was lawful.",
    "How many people were searched: one person can be searched many times.",
    "How searches follow from a stop: these files hold only stops that led to a search, so a test "
    "of the threshold for searching can't be made from them and is refused.",
    "Equal find rates do not show equal treatment, nor unequal ones unequal treatment.",
)


def sentences(
    ratios: Sequence[Row], fitness: Sequence[Row], reference: str, period: str
) -> tuple[str, ...]:
    """The findings in words, one group after another, and what was refused."""
    latest = _of_latest_census(ratios)
    forces = sorted({row["force"] for row in latest})
    if len(forces) <= MOST_NAMED:
        made = [_one(row, period) for row in latest if row["ratio"] is not None]
    else:
        made = _many(latest, reference, period)
    refused = [row for row in fitness if not row["fit"]]
    made += [f"{_place(row['force'])} was not compared: {row['reason']}." for row in refused]
    return tuple(made) or ("No force could be compared.",)


def _of_latest_census(ratios: Sequence[Row]) -> list[Row]:
    counted = [
        row
        for row in ratios
        if isinstance(row["population_year"], int) and row["reading"] == "as counted"
    ]
    last = max((row["population_year"] for row in counted), default=0)
    return [row for row in counted if row["population_year"] == last]


def _place(force: str) -> str:
    return force.replace("-", " ").title().replace(" And ", " and ").replace(" Of ", " of ")


def _one(row: Row, period: str) -> str:
    found = Estimate(row["ratio"], row["low"], row["high"] or float("inf"))
    said = (
        f"In {_place(row['force'])}, {period}, there were {interval(found)} times as many searches "
        f"for each 1,000 {NAMES[row['group']]} residents as for each 1,000 "
        f"{NAMES[row['reference']]} residents, if stops were independent (census of "
        f"{row['population_year']}; residents are not the people available to be stopped)"
    )
    if row["dispersed_low"] is None:
        return f"{said}."
    return (
        f"{said}; allowing for how stops come in waves, the interval is "
        f"{number(row['dispersed_low'])} to {number(row['dispersed_high'])}."
    )


def _many(rows: Sequence[Row], reference: str, period: str) -> list[str]:
    made = []
    for group in sorted({row["group"] for row in rows}):
        own = sorted(
            (row for row in rows if row["group"] == group and row["ratio"] is not None),
            key=lambda row: float(row["ratio"]),
        )
        if not own:
            continue
        above = sum(row["low"] > 1 for row in own)
        below = sum(row["high"] is not None and row["high"] < 1 for row in own)
        middle = own[len(own) // 2]
        made.append(
            f"{period}: searches per 1,000 {NAMES[group]} residents came to between "
            f"{number(own[0]['ratio'])} ({_place(own[0]['force'])}) and {number(own[-1]['ratio'])} "
            f"({_place(own[-1]['force'])}) times those per 1,000 {NAMES[reference]} residents; the "
            f"middle force of {len(own)} is at {number(middle['ratio'])}. The interval lies "
            f"wholly above 1 in {above} force areas and wholly below in {below} "
            f"(census of {own[0]['population_year']}; residents are not the people available to "
            "be stopped)."
        )
    return made


def explanations(tables: Mapping[str, Sequence[Row]], reference: str) -> tuple[str, ...]:
    """What a reader needs to read the tables, with the data's own numbers."""
    return (*_years(tables["ratios"]), *_infra_marginality(tables["outcomes"], reference))


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
        f"The year of the population matters: for {NAMES[group]} residents of {_place(force)} the "
        f"ratio is {said}. The truth of a year between lies nearer the interpolated figure, and "
        "no interval here includes this.",
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
        f"In {_place(here['force'])} something that was looked for was found in {hit:.1%} of "
        f"searches of {NAMES[here['group']]} people and {theirs:.1%} of {NAMES[reference]} people. "
        f"If {NAMES[reference]} people were searched from a chance of {bar:.1%} on, the first "
        f"figure would fit {said[0]}, a lower one, as well as {said[1]}, a higher one: it depends "
        "on how suspicion is spread in each group, which nobody has recorded. So find rates alone "
        "neither clear nor convict.",
    )
