"""In which order ratios are told: what was asked first, then what concerns most, then by size."""

from collections.abc import Sequence
from math import inf, log

from candour.audit.per_resident import rows as of
from candour.audit.per_resident.rows import AnyRatio, Ratio


def by_importance(rows: Sequence[AnyRatio], primary: str = "") -> list[AnyRatio]:
    """The ratios of one force after another, the one to lead with first.

    That is the plan's primary comparison where it is clear, else the clear one with the most
    events above or below the reference's rate; where none is clear, the primary one again. The
    others follow by size of effect, those that are clear before those that are not.
    """
    return [
        row
        for force in of.forces_of(rows)
        for row in _of_force([row for row in rows if row.force == force], primary)
    ]


def _of_force(rows: Sequence[AnyRatio], primary: str) -> list[AnyRatio]:
    first = _first(rows, primary)
    return sorted(
        rows, key=lambda row: (row is not first, not of.side(row), -_effect(row.ratio), row.group)
    )


def _first(rows: Sequence[AnyRatio], primary: str) -> AnyRatio | None:
    clear = [row for row in rows if of.side(row)]
    of_primary = [row for row in clear if row.group == primary]
    return (
        of_primary[0]
        if of_primary
        else max(
            clear,
            key=lambda row: abs(row.excess or 0.0),
            default=next((row for row in rows if row.group == primary), None),
        )
    )


def groups_by_importance(rows: Sequence[Ratio], primary: str = "") -> list[str]:
    """The groups in the same order, over many forces: clear is what is so in more than half."""
    counted = {
        name: own
        for name in dict.fromkeys(row.group for row in rows)
        if (own := of.with_events([row for row in rows if row.group == name]))
    }
    clear = {name: [row for row in own if of.side(row)] for name, own in counted.items()}
    first = primary
    if primary not in counted or 2 * len(clear[primary]) <= len(counted[primary]):
        excess = {name: sum(abs(row.excess or 0.0) for row in own) for name, own in clear.items()}
        most = max(excess, key=lambda name: excess[name], default="")
        first = most if excess.get(most) else primary
    return sorted(
        counted, key=lambda name: (name != first, -_effect(of.middle(counted[name])), name)
    )


def _effect(ratio: float | None) -> float:
    """How far a ratio is from 1, whichever way."""
    return abs(log(ratio)) if ratio else inf if ratio == 0 else -1.0
