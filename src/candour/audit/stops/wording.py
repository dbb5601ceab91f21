"""What a finding on stops says: sentences made by rule from its rows."""

from collections.abc import Iterator, Mapping, Sequence

from candour.audit.names import listed, place
from candour.audit.plans import Row
from candour.audit.rate_leads import Asked, leads
from candour.audit.residents.ethnicity import MISSING, NAMES
from candour.audit.statistics.estimates import Estimate
from candour.audit.stops.headings import OTHER_POWERS, SIXTY
from candour.audit.stops.question import AS_COUNTED
from candour.audit.wording import interval, number

Tables = Mapping[str, Sequence[Row]]

KINDS_OF_AREA = {
    "local-authority": ("local authority", "local authorities"),
    "lsoa": ("LSOA", "LSOAs"),
}
MOST_NAMED = 3  # forces or areas that the sentences take one by one
AVAILABLE = "many people stopped there do not live there"
NO_AGE = "Not adjusted for age: those searched are mostly young, and groups differ in age."
SOME_AGE = (
    "Only the standardised figures are adjusted for age, and only in five bands; all others are "
    "not: those searched are mostly young, and groups differ in age."
)
ASSUMPTIONS = (
    "Rates are searches per 1,000 residents of the area (residents are not the people available "
    "to be stopped, and some of those searched live elsewhere).",
    "Rates: exact Poisson and mid-P. Ratios: conditional exact and mid-P, if stops were "
    "independent; and scaled for how much more the split between two groups varies from month to "
    "month than chance would have it. All at 95%.",
    "P-values are exact, two-sided, and adjusted by Holm over all groups and forces.",
    "Rows that repeat another in every column are kept, since two people may be searched together; "
    "the ratio without them stands beside each ratio.",
    "Ratios leave out stops without ethnicity; if those were missing at random, rates would be "
    "higher and ratios the same. The bounds show what they could do at most.",
)
WITH_AREAS = (
    "Areas: stops whose file gives no area, or one that the population lacks, are left out. Ratios "
    "of areas are also shown drawn towards the mean of all areas (empirical Bayes), the more so "
    "the fewer stops there were; they describe areas, and are not tested. Only the stops of these "
    "files are counted: where another force makes most stops, a rate is too low."
)
WITH_AGES = (
    "Standardised for age: direct, to the ages of all residents of the force area, in the five "
    "bands that stops are published with; gamma intervals (Fay and Feuer). Stops without an age "
    "are left out, and their share is stated."
)
DOES_NOT_SHOW = (
    "Why groups are searched at different rates, nor whether any one search was lawful.",
    "How many people were searched: one person can be searched many times.",
    "How searches follow from a stop: these files hold only stops that led to a search, so we "
    "cannot tell whether some groups are searched on weaker grounds.",
)
FINDS = "Equal find rates do not show equal treatment, nor unequal ones unequal treatment."


def assumptions(tables: Tables) -> tuple[str, ...]:
    """What the numbers rest on, with what was asked for besides."""
    return (
        *ASSUMPTIONS,
        *([WITH_AGES] if tables.get("standardised") else []),
        *([WITH_AREAS] if tables.get("areas_fitness") else []),
    )


def does_not_show(tables: Tables, *, adjusted_for_age: bool) -> tuple[str, ...]:
    """The limits; those of find rates only where the finding has any."""
    has_finds = any(row.get("find") for row in tables.get("outcomes", ()))
    age = SOME_AGE if adjusted_for_age else NO_AGE
    return (age, *DOES_NOT_SHOW, *([FINDS] if has_finds else []))


def sentences(tables: Tables, reference: str, period: str) -> tuple[str, ...]:
    """The findings in words, one group after another, and what was refused."""
    latest = [row for row in of_latest_census(tables["ratios"]) if row["ratio"] is not None]
    asked = Asked("stops", reference, period, "searches")
    made = leads(latest, tables["ratios"], asked, few=MOST_NAMED)
    if len({row["force"] for row in latest}) <= MOST_NAMED:
        made += [_standardised(row) for row in tables.get("standardised", ()) if row["ratio"]]
    made += _areas(tables, reference, period)
    made += _sixty(tables["powers"])
    made += [
        f"{place(row['force'])} was not compared: {row['reason']}."
        for row in tables["fitness"]
        if not row["fit"]
    ]
    return tuple(made) or ("No force could be compared.",)


def of_latest_census(rows: Sequence[Row]) -> list[Row]:
    """Rows against the last census itself, with the mixed group as counted."""
    counted = [
        row
        for row in rows
        if isinstance(row["population_year"], int) and row["reading"] == AS_COUNTED
    ]
    last = max((row["population_year"] for row in counted), default=0)
    return [row for row in counted if row["population_year"] == last]


def _standardised(row: Row) -> str:
    found = Estimate(row["ratio"], row["low"], row["high"] or float("inf"))
    return (
        f"In {place(row['force'])}, had {NAMES[row['group']]} and {NAMES[row['reference']]} "
        f"residents the same ages, those of all residents, the ratio of searches per 1,000 would "
        f"be {interval(found)}; from the same stops without that adjustment it is "
        f"{number(row['ratio_not_standardised'])}."
    )


def _areas(tables: Tables, reference: str, period: str) -> list[str]:
    """What areas come to, and for how many stops nobody can say where they were made."""
    made = []
    for fitness in of_latest_census(tables.get("areas_fitness", ())):
        one, many = KINDS_OF_AREA[fitness["by"]]
        if fitness["refused"]:
            made.append(f"Rates by {one} were refused: {fitness['refused']}.")
            continue
        rows = [
            row
            for row in of_latest_census(tables["areas"])
            if row["area_kind"] == one and row["shrunken_ratio"] is not None
        ]
        made.append(
            f"{fitness['share_with_area']:.1%} of {fitness['stops']:,} stops are in one of the "
            f"{many} that the population knows; the rest are in no figure by area."
        )
        if len({row["area_code"] for row in rows}) <= MOST_NAMED:
            made += [_one_area(row, reference, period) for row in rows if row["ratio"] is not None]
        else:
            made += list(_many_areas(rows, many, reference, period))
    return made


def _one_area(row: Row, reference: str, period: str) -> str:
    high = float("inf") if row["ratio_high"] is None else row["ratio_high"]
    found = Estimate(row["ratio"], row["ratio_low"], high)
    few = " The numbers are small: read it with care." if row["few"] else ""
    return (
        f"In {row['area_name']}, {period}, there were {interval(found)} times as many searches for "
        f"each 1,000 {NAMES[row['group']]} residents as for each 1,000 {NAMES[reference]} "
        f"residents, if stops were independent (census of {row['population_year']}; "
        f"{AVAILABLE}).{few}"
    )


def _many_areas(rows: Sequence[Row], areas: str, reference: str, period: str) -> Iterator[str]:
    for group in sorted({row["group"] for row in rows}):
        own = sorted(row["shrunken_ratio"] for row in rows if row["group"] == group)
        few = sum(row["few"] for row in rows if row["group"] == group)
        yield (
            f"{period}: over {len(own)} {areas}, the ratio of searches per 1,000 "
            f"{NAMES[group]} to those per 1,000 {NAMES[reference]} residents, drawn towards the "
            f"mean of all, runs from {number(own[0])} to {number(own[-1])}, with "
            f"{number(own[len(own) // 2])} in the middle; in {few} of them numbers are small "
            f"({AVAILABLE})."
        )


def _sixty(powers: Sequence[Row]) -> list[str]:
    """Section 60 apart: how many, and what the ratios are without it."""
    forces = sorted({row["force"] for row in powers if row["power"] == SIXTY and row["stops"]})
    totals = {
        force: (
            sum(row["stops"] for row in powers if row["force"] == force and row["power"] == SIXTY),
            sum(row["stops"] for row in powers if row["force"] == force),
        )
        for force in forces
    }
    if len(forces) > MOST_NAMED:
        under, of = (sum(each[i] for each in totals.values()) for i in (0, 1))
        return [
            f"Section 60, which needs no suspicion: {under:,} of {of:,} searches in {len(forces)} "
            "forces that used it. The table of powers shows them apart."
        ]
    return [_sixty_of(force, *totals[force], powers) for force in forces]


def _sixty_of(force: str, under: int, of: int, powers: Sequence[Row]) -> str:
    said = f"Section 60, which needs no suspicion: {under:,} of {of:,} searches in {place(force)}"
    others = [
        f"{number(row['ratio'])} for {NAMES[row['group']]} residents"
        for row in powers
        if row["force"] == force
        and row["power"] == OTHER_POWERS
        and row["group"] != MISSING
        and row["ratio"] is not None
    ]
    return f"{said}; under other powers the ratio is {listed(others)}." if others else f"{said}."
