"""The sentences that a finding on rates leads with: what is clear first, with its number.

The verdicts, the middles, the areas counted and their order are those of the answers below them in
a report: both take them from `rows` and `order`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from candour.audit import names, verdicts
from candour.audit.in_words import times
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.clearly import TOO_SHORT, Verdict
from candour.audit.per_resident.denominators import in_words
from candour.audit.per_resident.order import by_importance, groups_by_importance
from candour.audit.per_resident.rows import Ratio, Year
from candour.audit.per_resident.subject import Subject
from candour.audit.residents.ethnicity import NAMES
from candour.audit.statistics.waves import FEWEST_TO_SAY_CLEARLY
from candour.audit.verdicts import Tally

FILLED_TOO = "with missing ethnicity left out or filled by officers' records"
HIGHER, LOWER = "a clearly higher rate", "a clearly lower rate"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the sentences are of.

    Attributes
    ----------
    subject : the words of the audit
    reference : the group that the others are set beside
    period : in words
    events : what is counted, in the plural, if not all that the audit counts
    primary : the group that the plan compares first
    denominators : the counts of residents that "clearly" has to hold on
    weeks : how long the data run; 0 where nothing is said of it
    is_filled : whether missing ethnicity can be filled from what officers put down
    is_hidden : whether some counts are hidden, or ranges
    """

    subject: Subject
    reference: str
    period: str
    events: str = ""
    primary: str = ""
    denominators: tuple[Year, ...] = ()
    weeks: int = 0
    is_filled: bool = False
    is_hidden: bool = False

    @property
    def counted(self) -> str:
        return self.events or self.subject.events

    @property
    def reference_people(self) -> str:
        return self.subject.people(self.reference)

    @property
    def is_short(self) -> bool:
        return 0 < self.weeks < FEWEST_TO_SAY_CLEARLY


def leads(
    ratios: Sequence[Ratio],
    readings: Sequence[Ratio],
    frame: Frame,
    *,
    few: int,
    on_all: Sequence[Ratio] = (),
) -> list[str]:
    """Sentences from ratios on one count of residents, and last what "clearly" means.

    Parameters
    ----------
    ratios : sequence of Ratio
        Those that could be worked out, one for each force and group.
    readings : sequence of Ratio
        The same with the mixed group counted elsewhere; they may hold `ratios` as well.
    few : int
        As many forces as this are taken one by one.
    on_all : sequence of Ratio
        The same ratios on every count of residents.
    """
    forces = of.forces_of(ratios)
    if not forces:
        return []
    if len(forces) <= few:
        ordered = by_importance(ratios, frame.primary)
        sentences = [_one_ratio(row, of.readings_of(row, readings), frame) for row in ordered]
    else:
        sentences = list(_many(ratios, on_all, frame, len(forces)))
    return [*sentences, _closing(ratios, frame)] if sentences else []


def _one_ratio(row: Ratio, readings: Sequence[Ratio], frame: Frame) -> str:
    people = frame.subject.people(row.group)
    where = f"{names.area(row.force)}, {frame.period}: {people}"
    return f"{where[:1].upper()}{where[1:]}, {one_verdict(row, readings, frame)}."


def one_verdict(row: Ratio, readings: Sequence[Ratio], frame: Frame) -> str:
    """A ratio in words, with its range, what it depends on, and how far other counts move it."""
    assert row.ratio is not None
    ratio, reference = times(row.ratio), NAMES[frame.reference]
    figures = f"{ratio} times the {reference} rate (range {verdicts.span(*of.widest(row))})"
    others = [other.ratio for other in readings if other.ratio is not None]
    run = f"{times(min(others))} to {times(max(others))}" if len(others) > 1 else ""
    if row.verdict is None and len({of.side(other) for other in readings}) > 1:
        return (
            "no clear difference: it depends on where residents of mixed background are counted, "
            f"from {run} times the {reference} rate. With those residents in no group it "
            f"is {figures}"
        )
    besides = f"; {run} with mixed residents elsewhere" if run else ""
    besides = besides or _by_denominator(row, frame)
    if of.side(row):
        higher_or_lower = HIGHER if of.side(row) > 0 else LOWER
        return (
            f"{higher_or_lower} of {frame.counted} than {frame.reference_people}: "
            f"{figures}{besides}"
        )
    if row.depends_on:
        way = "higher" if row.verdict == Verdict.HIGHER else "lower"
        return (
            f"a {way} rate of {frame.counted} than {frame.reference_people}, "
            f"{_but(row.depends_on)}: {figures}{besides}"
        )
    return f"no clear difference from {frame.reference_people}: {figures}{besides}"


def _but(depends_on: Sequence[str]) -> str:
    """Why a rate that is higher, or lower, is not clearly so.

    >>> _but(["how missing ethnicity is filled"]), _but([TOO_SHORT])
    ('but it depends on how missing ethnicity is filled', 'on too few weeks to call it clear')
    """
    others = [reason for reason in depends_on if reason != TOO_SHORT]
    clauses = [
        *([f"but it depends on {names.listed(others)}"] if others else []),
        *(["on too few weeks to call it clear"] if TOO_SHORT in depends_on else []),
    ]
    return ", and ".join(clauses)


def _by_denominator(row: Ratio, frame: Frame) -> str:
    """How far the size goes by whose count of residents is taken, and by who fills what is missing.

    Direction and size are two things: this is no range of chance.
    """
    if row.ratio_lowest is None or row.ratio_highest is None:
        return ""
    low, high = times(row.ratio_lowest), times(row.ratio_highest)
    varied = [
        *(["residents"] if len(frame.denominators) != 1 else []),
        *(["missing ethnicity"] if frame.is_filled else []),
        *(["hidden counts"] if frame.is_hidden else []),
    ]
    if low == high or not varied:
        return ""
    verb = "is" if varied == ["missing ethnicity"] else "are"
    return f"; {low} to {high} by how {names.listed(varied)} {verb} counted"


def in_brackets(by_census: Mapping[int, float]) -> str:
    """Middles on censuses, to stand behind the middle that leads.

    >>> in_brackets({2011: 6.07, 2021: 3.68}), in_brackets({})
    (' (6.1 by the census of 2011, 3.7 by that of 2021)', '')
    """
    if not by_census:
        return ""
    first, *rest = [f"{times(value)} by the census of {year}" for year, value in by_census.items()]
    return f" ({', '.join([first, *(one.replace('the census', 'that') for one in rest)])})"


def _many(
    ratios: Sequence[Ratio], on_all: Sequence[Ratio], frame: Frame, areas: int
) -> Iterator[str]:
    for place, group in enumerate(groups_by_importance(ratios, frame.primary)):
        own = of.with_events([row for row in ratios if row.group == group])
        reference = NAMES[frame.reference]
        people = frame.subject.people(group)
        when = "" if place else f", {frame.period}"
        censuses = in_brackets(of.by_census(on_all, group, own[0].population_year))
        yield (
            f"{people[:1].upper()}{people[1:]}{when}: {times(of.middle(own))} times the "
            f"{reference} rate of {frame.counted} in the typical police area, half being "
            f"higher{censuses}; "
            f"{_counted(of.tally(own), frame)}."
            f"{left_out(areas - len(own))}"
        )


def _counted(counts: Tally, frame: Frame) -> str:
    """The commoner verdict first, the other always said."""
    if not counts.above + counts.below:
        return (
            f"neither a clearly higher nor a clearly lower rate than {frame.reference_people} in "
            f"any of {counts.all} police force areas"
        )
    first, other = (HIGHER, counts.above), ("a clearly lower one", counts.below)
    if counts.below > counts.above:
        first, other = (LOWER, counts.below), ("a clearly higher one", counts.above)
    rest = f", and in {counts.unclear} it is not clear" if counts.unclear else ""
    return (
        f"{first[0]} than {frame.reference_people} in {first[1]} of {counts.all} police "
        f"force areas, {other[0]} in {other[1] or 'none'}{rest}"
    )


def left_out(areas: int) -> str:
    """Why a group is counted in fewer areas than others.

    >>> left_out(0), left_out(1)[:26]
    ('', ' 1 more area recorded none')
    """
    if not areas:
        return ""
    if areas == 1:
        return (
            " 1 more area recorded none, or too few to compare, and is left out: that may be how "
            "it records."
        )
    return (
        f" {areas} more areas recorded none, or too few to compare, and are left out: that may be "
        "how they record."
    )


def _closing(ratios: Sequence[Ratio], frame: Frame) -> str:
    months = f"{frame.period}, for" if len(of.forces_of(ratios)) > 1 else "For"
    comparisons = f"{len(ratios)} comparisons were made. " if len(ratios) > 1 else ""
    return (
        f"{months} every 1,000 residents by {in_words(ratios[0].population_year)}, not adjusted "
        f"for age. {comparisons}{what_clearly_means(ratios, frame)} {frame.subject.closing}"
    )


def what_clearly_means(ratios: Sequence[Ratio], frame: Frame) -> str:
    """What a rate has to pass to be called clearly higher or lower, or why none is."""
    widened = of.is_widened(ratios)
    if frame.is_short:
        return (
            f"Nothing here is called clear: that takes at least {FEWEST_TO_SAY_CLEARLY} weeks, and "
            f"these are {frame.weeks}, too few to tell how far {frame.counted} come in waves. "
            "A 95% interval over so short a time is of chance within it: other months may differ "
            "by more."
        )
    if not widened and any(row.verdict is not None for row in ratios):
        return (
            f"Nothing here is called clear: {frame.subject.why_wider}, and these data do not show "
            "how much wider the ranges would have to be."
        )
    wider = f", widened because {frame.subject.why_wider}" if widened else ""
    means = f"“Clearly” means that the range (95% interval{wider}) leaves out 1, the same rate"
    if all(row.verdict is None for row in ratios):
        return f"{means}."
    also = [year for year in frame.denominators if year != ratios[0].population_year]
    tests = [
        *[f"also by {in_words(year)}" for year in also],
        *([FILLED_TOO] if frame.is_filled else []),
        "allowing for all groups compared",
    ]
    return f"{means}, {', '.join(tests)}."
