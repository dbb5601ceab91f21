"""What a finding on stops says: sentences made by rule from its rows."""

from collections.abc import Iterator, Sequence

from candour.audit.in_words import interval, number
from candour.audit.names import listed, place
from candour.audit.names import period as period_in_words
from candour.audit.per_resident.denominators import Residents
from candour.audit.per_resident.leads import Frame, leads
from candour.audit.per_resident.rows import forces_of, of_latest_census, of_leading
from candour.audit.residents.ethnicity import MISSING, NAMES, Ethnicity
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.waves import FEWEST_STRETCHES, FEWEST_TO_SAY_CLEARLY
from candour.audit.stops.powers import OTHER_POWERS, SIXTY, WITHOUT_SUSPICION
from candour.audit.stops.question import StopsQuestion
from candour.audit.stops.rows import Power, Standardised, Stops
from candour.audit.stops.rows_by_area import Area, AreaFitness, are_widened
from candour.audit.stops.subject import SUBJECT

KINDS_OF_AREA = {
    "local-authority": ("local authority", "local authorities"),
    "lsoa": ("LSOA", "LSOAs"),
}
STRANGE_MATTERS = 0.01  # of the searches with an area, in one that the population lacks
MOST_NAMED = 3  # forces or areas that the sentences take one by one
AVAILABLE = "many people stopped there do not live there"
NO_AGE = "Not adjusted for age: those searched are mostly young, and groups differ in age."
SOME_AGE = (
    "Only the standardised figures are adjusted for age, and only in five bands; all others are "
    "not: those searched are mostly young, and groups differ in age."
)
RESIDENTS = (
    "Rates are searches per 1,000 residents of the area (residents are not the people available "
    "to be stopped, and some of those searched live elsewhere)."
)
OF_FORCES = (
    "Rates: exact Poisson and mid-P. Ratios: conditional exact and mid-P, if stops were "
    "independent. Both again for stops that come in waves, and so are differences, excess "
    "searches and p-values, all of one row by the same widened error: how much more a group's "
    "split with the reference varies from week to week (from month to month, where the data have "
    "no days) than chance would have it, with Student's t. Waves that last longer than a month "
    "are not seen in months. All at 95%.",
    "P-values are two-sided, and adjusted by Holm over the groups of a force.",
    "A rate is called clearly higher or lower if its widened range leaves out 1 on every count "
    "of residents that the plan names, with missing ethnicity left out and filled from what "
    "officers put down, if its adjusted p-value is below 0.05, and if the data run for at least "
    f"{FEWEST_TO_SAY_CLEARLY} weeks. Else it depends, and on what is said.",
    "Rows that repeat another in every column are kept, since two people may be searched together; "
    "the ratio without them stands beside each ratio.",
    "Ratios leave out stops without ethnicity; if those were missing at random, rates would be "
    "higher and ratios the same. The bounds show what they could do at most.",
)
OF_AREAS_ALONE = (
    "Rates: exact Poisson and mid-P. Ratios: conditional exact and mid-P, as if searches were "
    "independent, which those that come in waves are not. All at 95%.",
    "Rows that repeat another in every column are kept, since two people may be searched together.",
    "Ratios leave out stops without ethnicity. How many there are in each area stands in its row; "
    "what they could change is not worked out.",
)
WITH_AREAS = (
    "Areas: stops whose file gives no area, or one that the population lacks, are left out. Rates "
    "and ratios of areas are also shown drawn towards those of all areas, the more so the fewer "
    "stops there were; they describe areas, and are not tested. It takes areas to be alike but for "
    "chance and one common spread (gamma for rates, normal for logarithms of ratios), so that an "
    "area that truly stands apart is drawn in too far. Their intervals hold the error of how far "
    "areas differ, which is itself estimated, and the truth 95% of the time on average over areas, "
    "not in each. Only the stops of these files are counted: where another force makes most stops, "
    "a rate is too low."
)
WAVES_OF_AREAS = (
    "Intervals of areas are widened by how much more searches vary there from month to month than "
    "by chance (areas with few searches all by the same); waves longer than a month are not seen."
)
NO_WAVES_OF_AREAS = (
    "All intervals of areas take searches as independent, so are too narrow where searches come in "
    f"waves: fewer than {FEWEST_STRETCHES} months, or counts that are hidden, can't tell how much."
)
NONE_IS_CLEAR = (
    "Nothing is called clear of any one area: a ratio drawn in describes all areas together, and "
    "its interval holds the truth on average over them; none is given where more searches lack an "
    "ethnicity than are known to be of the group."
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


def assumptions(result: Stops) -> tuple[str, ...]:
    """What the numbers rest on, with what was asked for besides."""
    return (
        RESIDENTS,
        *(OF_AREAS_ALONE if result.areas and not result.ratios else OF_FORCES),
        *([WITH_AGES] if result.standardised else []),
        *([WITH_AREAS] if result.areas_fitness else []),
        *(_waves_of_areas(result.areas) if result.areas else []),
    )


def _waves_of_areas(areas: Sequence[Area]) -> Iterator[str]:
    """How drawn-in intervals are widened, and where nothing says by how much."""
    yield WAVES_OF_AREAS if are_widened(areas) else NO_WAVES_OF_AREAS


def does_not_show(result: Stops, *, adjusted_for_age: bool) -> tuple[str, ...]:
    """The limits; those of find rates only where the finding has any."""
    age = SOME_AGE if adjusted_for_age else NO_AGE
    return (age, *DOES_NOT_SHOW)


def sentences(
    result: Stops, question: StopsQuestion, residents: Residents | None
) -> tuple[str, ...]:
    """The findings in words, what is clear first, and what was refused."""
    reference, period = question.reference, period_in_words(str(question.period))
    shown = [
        row
        for row in of_leading(result.ratios, residents.leading if residents else None)
        if row.ratio is not None
    ]
    by_officers = "" if question.ethnicity is Ethnicity.SELF else ", ethnicity as officers saw it"
    frame = Frame(
        SUBJECT,
        reference,
        f"{period}{by_officers}",
        primary=question.primary,
        denominators=residents.plausible if residents else (),
        weeks=question.period.weeks,
        is_filled=question.ethnicity is Ethnicity.SELF,
        is_hidden=any(row.stops_from is not None for row in result.rates),
    )
    texts = leads(
        shown, result.ratios, frame, few=MOST_NAMED, on_all=result.ratios
    ) or _of_one_group(result, question)
    if len(forces_of(shown)) <= MOST_NAMED:
        texts += [_standardised(row) for row in result.standardised or () if row.ratio]
    texts += areas_in_words(result, reference, period, question.primary)
    texts += _sixty(result.powers)
    texts += _others_without_suspicion(result.powers)
    texts += [
        f"{place(row.force)} was not compared: {row.reason}."
        for row in result.fitness
        if not row.fit
    ]
    return tuple(texts) or ("No force could be compared.",)


def _of_one_group(result: Stops, question: StopsQuestion) -> list[str]:
    """Why a force that is fit has no ratio: its searches are of one group, or not the reference."""
    fit = {row.force: row for row in result.fitness if row.fit}
    searched: dict[str, list[str]] = {force: [] for force in fit}
    for row in result.rates:
        if row.force in fit and row.stops and row.group not in searched[row.force]:
            searched[row.force].append(row.group)
    reference = NAMES[question.reference]
    return [
        f"{place(force)} could not be compared: "
        + (
            f"every search with an ethnicity is of {NAMES[groups[0]]} people"
            if len(groups) == 1
            else f"no search with an ethnicity is of {reference} people"
        )
        + ". If other groups were left out of the files, give all of their rows."
        for force, groups in searched.items()
        if groups and (len(groups) == 1 or question.reference not in groups)
    ]


def _standardised(row: Standardised) -> str:
    assert row.ratio is not None
    assert row.low is not None
    ratio = Estimate(row.ratio, row.low, row.high or float("inf"))
    return (
        f"In {place(row.force)}, had {NAMES[row.group]} and {NAMES[row.reference]} "
        f"residents the same ages, those of all residents, the ratio of searches per 1,000 would "
        f"be {interval(ratio)}; from the same stops without that adjustment it is "
        f"{number(row.ratio_not_standardised)}."
    )


def areas_in_words(result: Stops, reference: str, period: str, primary: str) -> list[str]:
    """What areas come to, and for how many stops nobody can say where they were made."""
    texts = []
    for fitness in of_latest_census(result.areas_fitness or ()):
        one, many = KINDS_OF_AREA[fitness.by]
        if fitness.refused:
            texts.append(f"Rates by {one} were refused: {fitness.refused}.")
            continue
        texts.append(_placed(fitness, many))
        rows = [
            row
            for row in of_latest_census(result.areas or ())
            if row.area_kind == one and row.shrunken_ratio is not None
        ]
        if len({row.area_code for row in rows}) <= MOST_NAMED:
            texts += [_one_area(row, reference, period) for row in rows if row.ratio is not None]
        else:
            texts += list(_many_areas(rows, many, reference, period, primary))
        if rows:
            texts.append(NONE_IS_CLEAR)
    return texts


def area_leads(result: Stops) -> tuple[str, ...]:
    """What leads where areas of the stops are not those of the population: another year's codes."""
    texts = []
    for fitness in of_latest_census(result.areas_fitness or ()):
        many = KINDS_OF_AREA[fitness.by][1]
        placed = fitness.stops - fitness.stops_without_area
        strange = fitness.stops_in_areas_not_in_the_population
        if strange > STRANGE_MATTERS * placed:
            texts.append(
                f"{strange:,} of {placed:,} searches with one are in {many} that the population "
                "does not have, so in no figure by area: boundaries change, and districts merge, "
                "so both files have to be of the boundaries of one year."
            )
    return tuple(texts)


def _placed(fitness: AreaFitness, areas: str) -> str:
    return (
        f"{fitness.share_with_area or 0:.1%} of {fitness.stops:,} stops are in one of the "
        f"{areas} that the population knows; the rest are in no figure by area."
    )


def _one_area(row: Area, reference: str, period: str) -> str:
    assert row.ratio is not None
    assert row.ratio_low is not None
    high = float("inf") if row.ratio_high is None else row.ratio_high
    ratio = Estimate(row.ratio, row.ratio_low, high)
    few = " The numbers are small: read it with care." if row.few else ""
    if has_more_missing(row):
        few += (
            f" More searches there lack an ethnicity ({row.without_ethnicity:,}) than are known to "
            f"be of the group ({row.stops:,})."
        )
    return (
        f"In {row.area_name}, {period}, there were {interval(ratio)} times as many searches for "
        f"each 1,000 {NAMES[row.group]} residents as for each 1,000 {NAMES[reference]} "
        f"residents, if stops were independent (census of {row.population_year}; "
        f"{AVAILABLE}).{few}"
    )


def has_more_missing(row: Area) -> bool:
    """Whether more searches of an area lack an ethnicity than are known to be of the group.

    What is missing can then be more than all that the ratio rests on, and an interval for chance
    would say too much.
    """
    return row.without_ethnicity > row.stops


def _many_areas(
    rows: Sequence[Area], areas: str, reference: str, period: str, primary: str
) -> Iterator[str]:
    """How far areas go, group by group: the plan's primary first, then those searched most."""
    searches = {row.group: 0 for row in rows}
    for row in rows:
        searches[row.group] += row.stops
    for group in sorted(searches, key=lambda name: (name != primary, -searches[name], name)):
        own = sorted(
            row.shrunken_ratio
            for row in rows
            if row.group == group and row.shrunken_ratio is not None
        )
        few = sum(row.few for row in rows if row.group == group)
        of = (
            f"the ratio of searches per 1,000 {NAMES[group]} to those per 1,000 {NAMES[reference]} "
            "residents"
        )
        low, middle, high = (number(own[place]) for place in (0, len(own) // 2, -1))
        small = f"in {few} of them numbers are small ({AVAILABLE})"
        if low == high:
            yield (
                f"{period}: no difference between the {len(own)} {areas} could be told in {of}; "
                f"{middle} is the figure of all together and says nothing of any one; {small}."
            )
        else:
            yield (
                f"{period}: over {len(own)} {areas}, {of}, drawn towards the mean of all, runs "
                f"from {low} to {high}, with {middle} in the middle; true ratios are likely to lie "
                f"further apart than that; {small}."
            )


def _sixty(powers: Sequence[Power]) -> list[str]:
    """Section 60 apart: how many, and what the ratios are without it."""
    forces = sorted({row.force for row in powers if row.power == SIXTY and row.stops})
    under = {f: sum(r.stops for r in powers if r.force == f and r.power == SIXTY) for f in forces}
    of = {force: sum(row.stops for row in powers if row.force == force) for force in forces}
    if len(forces) > MOST_NAMED:
        return [
            f"Section 60, which needs no suspicion: {sum(under.values()):,} of "
            f"{sum(of.values()):,} searches in {len(forces)} "
            "forces that used it. The table of powers shows them apart."
        ]
    return [_sixty_of(force, under[force], of[force], powers) for force in forces]


def _sixty_of(force: str, under: int, of: int, powers: Sequence[Power]) -> str:
    share = f"Section 60, which needs no suspicion: {under:,} of {of:,} searches in {place(force)}"
    others = [
        f"{number(row.against.ratio)} for {NAMES[row.group]} residents"
        for row in powers
        if row.force == force
        and row.power == OTHER_POWERS
        and row.group != MISSING
        and row.against.ratio is not None
    ]
    return f"{share}; under other powers the ratio is {listed(others)}." if others else f"{share}."


def _others_without_suspicion(powers: Sequence[Power]) -> list[str]:
    """Other powers that need no suspicion, each by its name; no outcome test is of them."""
    searches = sum(row.stops for row in powers)
    texts = []
    for power, name in WITHOUT_SUSPICION.items():
        forces = sorted({place(row.force) for row in powers if row.power == power and row.stops})
        if forces:
            under = sum(row.stops for row in powers if row.power == power)
            where = listed(forces) if len(forces) <= MOST_NAMED else f"{len(forces)} forces"
            verb = "need" if name.startswith("Powers") else "needs"
            texts.append(
                f"{name}, which {verb} no suspicion: {under:,} of {searches:,} searches, in "
                f"{where}."
            )
    if not texts:
        return []
    texts[-1] += (
        " The rates above hold these searches too; what was found in them says nothing about "
        "suspicion, so no hit rate for powers that need it does."
    )
    return texts
