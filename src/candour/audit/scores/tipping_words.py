"""How far recording alone could explain a difference, so worded that it can't be read backwards."""

from candour.audit.in_words import times as ratio
from candour.audit.scores.rows import TippingPoint

HUNDRED = 100


def recording_words(row: TippingPoint, what: str) -> str:
    """What recording would have to be like for a difference to come from it alone.

    Parameters
    ----------
    row : TippingPoint
        `times` below 1 says that outcomes of the group would have to be recorded less readily than
        the reference's, above 1 more readily.
    what : str
        The difference, as "the difference in false positive rates".

    Examples
    --------
    >>> point = TippingPoint(
    ...     group="B", reference="A", measure="fpr", times=0.71, low=0.67, high=0.73
    ... )
    >>> print(recording_words(point, "the difference"))
    For uneven recording alone to make the difference, outcomes in B would have to go unrecorded \
more often than in A: only 71 (range 67 to 73) recorded in B where 100 like them would be in A. If \
outcomes in B are recorded more readily than in A instead, the true difference would be larger.
    """
    here, there = row.group, row.reference
    if row.times is None:
        return f"No way of recording outcomes in {here} would by itself make {what}."
    if round(row.times * HUNDRED) == HUNDRED:
        return f"As recorded, {what} is too small for recording to have anything to explain."
    if row.low is not None and row.high is not None and row.low < 1 < row.high:
        return (
            f"How unevenly outcomes would have to be recorded for that alone to make {what} can't "
            f"be told: what these counts allow ({_of_hundred(row.low)} to {_of_hundred(row.high)} "
            f"recorded in {here} where 100 like them would be in {there}) goes both ways."
        )
    if row.times < 1:
        return (
            f"For uneven recording alone to make {what}, outcomes in {here} would have to go "
            f"unrecorded more often than in {there}: only {_number(row)} recorded in {here} where "
            f"100 like them would be in {there}. If outcomes in {here} are recorded more readily "
            f"than in {there} instead, the true difference would be larger."
        )
    return (
        f"For uneven recording alone to make {what}, outcomes in {here} would have to be recorded "
        f"more readily than in {there}: {_number(row)} recorded in {here} where 100 like them "
        f"would be in {there}. If outcomes in {here} are recorded less readily than in {there} "
        "instead, the true difference would be larger."
    )


def _number(row: TippingPoint) -> str:
    assert row.times is not None
    point = _of_hundred(row.times)
    if row.low is None or row.high is None:
        return f"about {point} (no range could be worked out)"
    return f"{point} (range {_of_hundred(row.low)} to {_of_hundred(row.high)})"


def _of_hundred(times: float) -> str:
    return f"{times * HUNDRED:,.0f}" if times < HUNDRED else ratio(times * HUNDRED)
