"""Audit how a published list divides into parts, under each reading of what the whole is."""

from collections.abc import Sequence
from dataclasses import dataclass

from candour.audit.errors import PlanError
from candour.audit.findings import Finding, Input, Plan
from candour.audit.lists.rows import InNoPart, Parts, PrintedNumbers, Share

PER = 1_000
NO_INTERVAL = (
    "No range is given: the numbers are full counts that a force published, and no group is "
    "compared with another."
)


@dataclass(frozen=True, slots=True)
class Count:
    """A published count: what of, how many, and what it was read from."""

    name: str
    people: int
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class PartsQuestion:
    """Which parts are set against which wholes; where more than one would do, all are shown."""

    comparison: str
    parts: tuple[Count, ...]
    wholes: tuple[Count, ...]
    unsaid: tuple[str, ...] = ()  # what the source leaves open
    of: str = ""  # whose numbers these are and when, which the first sentence says
    fills_whole: bool = False  # the parts, none of them in another, are meant to make up the whole

    def __post_init__(self) -> None:
        for whole in self.wholes:
            for part in self.parts:
                if part.people > whole.people or whole.people <= 0:
                    raise PlanError(
                        f"'{part.name}' ({part.people:,}) can't be a part of '{whole.name}' "
                        f"({whole.people:,})."
                    )

    def plan(self) -> Plan:
        return Plan(
            audit="parts",
            comparison=self.comparison,
            reference="each whole that the parts may be parts of",
            family=("every part, under every reading of the whole",),
            denominator="; ".join(whole.name for whole in self.wholes),
        )


COUNTED_ONCE = (
    "That every person is counted once, and in one part only, is assumed: the source does not say."
)


def audit_parts(question: PartsQuestion) -> Finding[Parts]:
    """Work out the share of every part, under every reading of the whole."""
    counts = (*question.parts, *question.wholes)
    inputs = dict.fromkeys(file for count in counts for file in count.inputs)
    left = _in_no_part(question)
    return Finding(
        plan=question.plan(),
        inputs=tuple(inputs),
        sentences=(
            *(
                _sentence(part, question.wholes, of="" if place else question.of)
                for place, part in enumerate(question.parts)
            ),
            *(
                f"{row.people:,} of the {row.whole:,} people {row.of} are in no published part."
                for row in left
            ),
        ),
        result=Parts(
            shares=tuple(
                _share(part, whole) for part in question.parts for whole in question.wholes
            ),
            in_no_part=left or None,
            accounted_for=PrintedNumbers(printed_numbers=len(inputs)),
        ),
        assumptions=(COUNTED_ONCE, NO_INTERVAL),
        does_not_show=(
            *question.unsaid,
            "Why anyone is in a part, or whether they should be in it or on the list at all.",
            "Which groups of people are in the parts: the source gives no breakdown by group.",
        ),
    )


def _in_no_part(question: PartsQuestion) -> tuple[InNoPart, ...]:
    """The people of a whole whom no part holds, where the parts are meant to make it up."""
    if not question.fills_whole:
        return ()
    inside = sum(part.people for part in question.parts)
    return tuple(
        InNoPart(of=whole.name, whole=whole.people, people=whole.people - inside)
        for whole in question.wholes
        if whole.people > inside
    )


def _share(part: Count, whole: Count) -> Share:
    return Share(
        part=part.name,
        people=part.people,
        of=whole.name,
        whole=whole.people,
        share=part.people / whole.people,
        in_1000=part.people / whole.people * PER,
    )


def _sentence(part: Count, wholes: Sequence[Count], *, of: str = "") -> str:
    """A part in one sentence, with every reading of the whole.

    >>> _sentence(Count("in the top band", 470, ()), [Count("with a score", 357_561, ())])
    '470 people are in the top band: 0.131% of the 357,561 people with a score.'
    """
    shares = [
        f"{100 * part.people / whole.people:.3g}% of the {whole.people:,} people {whole.name}"
        for whole in wholes
    ]
    lead = f"{of}: " if of else ""
    return f"{lead}{part.people:,} people are {part.name}: {', or '.join(shares)}."
