"""The sentences that a finding on rates leads with: higher, lower or unclear, group by group.

The verdicts, the middles and the areas counted are those of the answers below them in a report:
both take them from `rows`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from candour.audit import names, verdicts
from candour.audit.in_words import times
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.rows import Ratio
from candour.audit.per_resident.subject import Subject
from candour.audit.residents.ethnicity import NAMES
from candour.audit.verdicts import Tally

HIGHER, LOWER = "a clearly higher rate", "a clearly lower rate"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the sentences are of.

    Attributes
    ----------
    subject : the words of the audit
    reference : the group that the others are set beside
    period : in words
    events : what is counted, in the plural, if not all that the audit counts
    """

    subject: Subject
    reference: str
    period: str
    events: str = ""

    @property
    def counted(self) -> str:
        return self.events or self.subject.events

    @property
    def them(self) -> str:
        return self.subject.people(self.reference)


def leads(
    ratios: Sequence[Ratio], readings: Sequence[Ratio], asked: Asked, *, few: int
) -> list[str]:
    """Sentences from ratios under one census, and last what "clearly" means.

    Parameters
    ----------
    ratios : sequence of Ratio
        Those that could be worked out, one for each force and group.
    readings : sequence of Ratio
        The same with the mixed group counted elsewhere; they may hold `ratios` as well.
    few : int
        As many forces as this are taken one by one.
    """
    forces = of.forces_of(ratios)
    if not forces:
        return []
    if len(forces) <= few:
        sentences = [_one(row, of.readings_of(row, readings), asked) for row in ratios]
    else:
        sentences = list(_many(ratios, asked, len(forces)))
    return [*sentences, _closing(ratios, asked)] if sentences else []


def _one(row: Ratio, readings: Sequence[Ratio], asked: Asked) -> str:
    people = asked.subject.people(row.group)
    where = f"{names.area(row.force)}, {asked.period}: {people}"
    return f"{where[:1].upper()}{where[1:]}, {one_verdict(row, readings, asked)}."


def one_verdict(row: Ratio, readings: Sequence[Ratio], asked: Asked) -> str:
    """A ratio in words, with its range; where residents can be counted decides, that first."""
    assert row.ratio is not None
    ratio, reference = times(row.ratio), NAMES[asked.reference]
    figures = f"{ratio} times the {reference} rate (range {verdicts.span(*of.widest(row))})"
    others = [other.ratio for other in readings if other.ratio is not None]
    run = f"{times(min(others))} to {times(max(others))}" if len(others) > 1 else ""
    if len({of.side(other) for other in readings}) > 1:
        return (
            "no clear difference: it depends on where residents of mixed background are counted, "
            f"from {run} times the {reference} rate. With those residents in no group it "
            f"is {figures}"
        )
    besides = f". With residents of mixed background counted in another group: {run}" if run else ""
    verdict = of.side(row)
    if verdict == 0:
        return f"no clear difference from {asked.them}: {figures}{besides}"
    higher_or_lower = HIGHER if verdict > 0 else LOWER
    return f"{higher_or_lower} of {asked.counted} than {asked.them}: {figures}{besides}"


def _many(ratios: Sequence[Ratio], asked: Asked, areas: int) -> Iterator[str]:
    for group in sorted({row.group for row in ratios}):
        own = of.with_events([row for row in ratios if row.group == group])
        if not own:
            continue
        reference = NAMES[asked.reference]
        people = asked.subject.people(group)
        yield (
            f"{people[:1].upper()}{people[1:]}: {_counted(of.tally(own), asked)}; half the areas "
            f"are above {times(of.middle(own))} times the {reference} rate, half below."
            f"{left_out(areas - len(own))}"
        )


def _counted(counts: Tally, asked: Asked) -> str:
    """The commoner verdict first, the other always said."""
    first, other = (HIGHER, counts.above), ("a clearly lower one", counts.below)
    if counts.below > counts.above:
        first, other = (LOWER, counts.below), ("a clearly higher one", counts.above)
    return (
        f"{first[0]} of {asked.counted} than {asked.them} in {first[1]} of {counts.all} police "
        f"force areas, {other[0]} in {other[1] or 'none'}"
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


def _closing(ratios: Sequence[Ratio], asked: Asked) -> str:
    census = of.years(ratios)[-1]
    wider = f", widened because {asked.subject.why_wider}" if of.is_widened(ratios) else ""
    months = f"{asked.period}, for" if len(of.forces_of(ratios)) > 1 else "For"
    return (
        f"{months} every 1,000 residents by the census of {census}, not adjusted for age. "
        f"“Clearly” means that the range (95% interval{wider}) leaves out 1, the same rate. "
        f"{asked.subject.closing}"
    )
