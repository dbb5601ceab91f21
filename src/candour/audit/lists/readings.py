"""Several readings of one list as one finding: other months, or groups counted in another way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from candour.audit.findings import Finding
from candour.audit.lists.composition_sentences import sentences
from candour.audit.lists.rows import Composition, Ratio, reading_rows
from candour.audit.statistics.families import holm


@dataclass(frozen=True, slots=True)
class Read:
    """One reading: what it is called, the days it is of, and what came of it."""

    name: str
    period: str
    locator: str
    finding: Finding[Composition]


def in_readings(listed: str, residents: str, read: Sequence[Read]) -> Finding[Composition]:
    """Put readings together; the first gives the tables that lead, and each keeps its own.

    P-values are adjusted by Holm over the groups of all readings, since each is a comparison made.
    """
    first = read[0].finding
    adjusted = _adjusted(read)
    result = replace(
        first.result,
        ratios=adjusted[0],
        readings=tuple(
            row
            for each, ratios in zip(read, adjusted, strict=True)
            for row in reading_rows(
                each.finding.result.groups,
                ratios,
                reading=each.name,
                period=each.period,
                locator=each.locator,
            )
        ),
    )
    return replace(
        first,
        plan=replace(
            first.plan,
            family=("representation ratio of each group to the reference, in each reading",),
            options={
                **{key: text for key, text in first.plan.options.items() if key != "counted"},
                "list": listed,
                "residents": residents,
                "readings": [each.name for each in read],
            },
        ),
        inputs=tuple(dict.fromkeys(file for each in read for file in each.finding.inputs)),
        sentences=sentences(result, listed_as=listed, residents_of=residents),
        result=result,
        does_not_show=tuple(
            dict.fromkeys(text for each in read for text in each.finding.does_not_show)
        ),
    )


def _adjusted(read: Sequence[Read]) -> list[tuple[Ratio, ...]]:
    p_values = iter(holm([row.p_value for each in read for row in each.finding.result.ratios]))
    return [
        tuple(replace(row, p_holm=next(p_values)) for row in each.finding.result.ratios)
        for each in read
    ]
