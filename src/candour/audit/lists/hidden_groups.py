"""Groups whose number on a list is hidden or a range, beside a reference whose number is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from candour.audit.errors import TooFewToCompare
from candour.audit.lists.rows import HiddenGroup
from candour.audit.ranged_counts import Cell
from candour.audit.statistics.estimates import Reported
from candour.audit.statistics.families import holm
from candour.audit.statistics.rates import Method, rate_ratio, rate_ratio_p_value


@dataclass(frozen=True, slots=True)
class Side:
    """Those of a group who are listed, and its residents."""

    listed: int
    residents: int

    def over(self, other: "Side", method: Method = Method.EXACT) -> Reported:
        return rate_ratio(
            self.listed,
            self.residents,
            reference_events=other.listed,
            reference_exposure=other.residents,
            method=method,
        ).reported()

    def p_value(self, other: "Side") -> float:
        return rate_ratio_p_value(
            self.listed,
            self.residents,
            reference_events=other.listed,
            reference_exposure=other.residents,
        )


def hidden_rows(
    ranges: Mapping[str, Cell],
    counts: Mapping[str, int],
    residents: Mapping[str, int],
    reference: str,
    exact: Sequence[str],
) -> tuple[HiddenGroup, ...]:
    """All that can be said of each such group, p-values adjusted over all that are compared."""
    there = Side(counts[reference], residents[reference])
    groups = [group for group in ranges if group]
    p_values = [_largest_p_value(ranges[group], residents[group], there) for group in groups]
    others = [
        Side(counts[group], residents[group]).p_value(there)
        for group in exact
        if group != reference
    ]
    adjusted = holm([*p_values, *others])
    return tuple(
        _hidden_row(group, ranges[group], residents[group], there, reference, p_value, p_holm)
        for group, p_value, p_holm in zip(groups, p_values, adjusted, strict=False)
    )


def _hidden_row(
    group: str,
    cell: Cell,
    residents: int,
    there: Side,
    reference: str,
    p_value: float,
    p_holm: float,
) -> HiddenGroup:
    try:
        least, most = (Side(end, residents).over(there) for end in (cell.low, cell.high))
    except TooFewToCompare:
        least = most = Reported(None, None, None)
    return HiddenGroup(
        group=group,
        reference=reference,
        people_from=cell.low,
        people_to=cell.high,
        population=residents,
        ratio_from=least.value,
        ratio_to=most.value,
        ratio_low=least.low,
        ratio_high=most.high,
        p_value=p_value,
        p_holm=p_holm,
    )


def _largest_p_value(cell: Cell, residents: int, there: Side) -> float:
    """Of both ends; 1 where the rate can be on either side of the reference's."""
    rate = there.listed / there.residents
    if cell.low / residents < rate < cell.high / residents:
        return 1.0
    return max(Side(end, residents).p_value(there) for end in (cell.low, cell.high))
