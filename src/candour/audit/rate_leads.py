"""The sentences that a finding on rates leads with: higher, lower or unclear, group by group.

The verdicts, the middles and the areas counted are those of the answers below them in a report:
both take them from `verdicts`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from candour.audit import names, verdicts
from candour.audit.plans import Row
from candour.audit.residents.ethnicity import NAMES
from candour.audit.verdicts import Tally
from candour.audit.wording import WHY_WIDER, residents, times

HIGHER, LOWER = "a clearly higher rate", "a clearly lower rate"
ELSEWHERE = {
    "stops": "Many people stopped do not live where they were stopped.",
    "force": "Tactics are not incidents, and incidents are not people.",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the sentences are of.

    Attributes
    ----------
    audit : stops, or force
    reference : the group that the others are set beside
    period : in words
    events : what is counted, in the plural
    """

    audit: str
    reference: str
    period: str
    events: str


def leads(rows: Sequence[Row], readings: Sequence[Row], asked: Asked, *, few: int) -> list[str]:
    """Sentences from ratios under one census, and last what "clearly" means.

    Parameters
    ----------
    rows : sequence of Row
        Ratios that could be worked out, one for each force and group.
    readings : sequence of Row
        The same with the mixed group counted elsewhere; they may hold `rows` as well.
    few : int
        As many forces as this are taken one by one.
    """
    forces = {row["force"] for row in rows}
    if not forces:
        return []
    if len(forces) <= few:
        made = [_one(row, verdicts.readings_of(row, readings), asked) for row in rows]
    else:
        made = list(_many(rows, asked, len(forces)))
    return [*made, _closing(rows, asked)] if made else []


def _one(row: Row, readings: Sequence[Row], asked: Asked) -> str:
    where = f"{names.area(row['force'])}, {asked.period}: {_who(row['group'], asked)}"
    return f"{where[:1].upper()}{where[1:]}, {one_verdict(row, readings, asked)}."


def one_verdict(row: Row, readings: Sequence[Row], asked: Asked) -> str:
    """A ratio in words, with its range; where residents can be counted decides, that first."""
    ratio, reference = times(row["ratio"]), NAMES[asked.reference]
    figures = f"{ratio} times the {reference} rate (range {verdicts.span(*verdicts.widest(row))})"
    others = [each["ratio"] for each in readings]
    run = f"{times(min(others))} to {times(max(others))}" if len(others) > 1 else ""
    if len({verdicts.side(each) for each in readings}) > 1:
        return (
            "no clear difference: it depends on where residents of mixed background are counted, "
            f"from {run} times the {reference} rate. With those residents in no group it "
            f"is {figures}"
        )
    besides = f". With residents of mixed background counted in another group: {run}" if run else ""
    verdict = verdicts.side(row)
    if verdict == 0:
        return f"no clear difference from {_them(asked)}: {figures}{besides}"
    said = HIGHER if verdict > 0 else LOWER
    return f"{said} of {asked.events} than {_them(asked)}: {figures}{besides}"


def _many(rows: Sequence[Row], asked: Asked, areas: int) -> Iterator[str]:
    for group in sorted({row["group"] for row in rows}):
        own = verdicts.recorded([row for row in rows if row["group"] == group])
        if not own:
            continue
        counts = verdicts.tally(own)
        left = areas - len(own)
        reference = NAMES[asked.reference]
        who = _who(group, asked)
        yield (
            f"{who[:1].upper()}{who[1:]}: {_counted(counts, asked)}; half the areas are above "
            f"{times(verdicts.middle(own))} times the {reference} rate, half below."
            f"{left_out(left)}"
        )


def _counted(counts: Tally, asked: Asked) -> str:
    """The commoner verdict first, the other always said."""
    first, other = (HIGHER, counts.above), ("a clearly lower one", counts.below)
    if counts.below > counts.above:
        first, other = (LOWER, counts.below), ("a clearly higher one", counts.above)
    return (
        f"{first[0]} of {asked.events} than {_them(asked)} in {first[1]} of {counts.all} police "
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


def _who(group: str, asked: Asked) -> str:
    if asked.audit != "force":
        return residents(group)
    if group == "other":
        return "people perceived and recorded as “other ethnic group”"
    return f"people perceived as {NAMES[group]}"


def _them(asked: Asked) -> str:
    return _who(asked.reference, asked)


def _closing(rows: Sequence[Row], asked: Asked) -> str:
    years = sorted({row["population_year"] for row in rows})
    wider = f", widened because {WHY_WIDER[asked.audit]}" if verdicts.is_widened(rows) else ""
    months = f"{asked.period}, for" if len({row["force"] for row in rows}) > 1 else "For"
    return (
        f"{months} every 1,000 residents by the census of {years[-1]}, not adjusted for age. "
        f"“Clearly” means that the range (95% interval{wider}) leaves out 1, the same rate. "
        f"{ELSEWHERE[asked.audit]}"
    )
