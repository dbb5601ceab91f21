"""The words of a finding: made by rule, and held to what the numbers can bear."""

import re

from candour.audit.residents.ethnicity import NAMES
from candour.audit.statistics.estimates import Estimate

CLOSE_TO_ONE = 0.1  # a ratio as near as this needs two decimals, or it would read as 1.0
TEN = 10
WHY_WIDER = {
    "stops": "searches often happen together, as in one operation or one car",
    "force": "one incident can hold several tactics",
}

# What no finding may say, and why.
FORBIDDEN = {
    r"\btimes (?:as|more) likely\b": "a rate ... is not a person's chance",
    r"\b(?:more|less) likely to be (?:stopped|searched)\b": "residents are not those available",
    r"\bpeople who (?:offend|commit)\b": "areas and records are not people",
    r"\b(?:proves?|proved) (?:that )?(?:discrimination|racism|fairness)\b": "counts prove neither",
    r"\bincidents of force were used\b": "tactics are not incidents",
    r"\bno discrimination\b": "counts can't show its absence",
    r"\d(?:%| per cent) (?:accurate|accuracy|correct)\b": "a share of what is not said",
    r"\b(?:as good as|no better than|no worse than) (?:counting|chance|a guess)\b": (
        "an interval that holds 0 does not show equality"
    ),
    r"\b(?:prevents?|prevented|reduces?|reduced) (?:crimes?|offend\w+|violence)\b": (
        "an event foreseen is not one averted"
    ),
    r"\b(?:predicts?|predicted|foresees?|foresaw) (?:crimes?|offend\w+)\b": (
        "records of events are not crime"
    ),
    r"\bwill (?:happen|occur|offend|re-?offend|commit|be (?:committed|arrested))\b": (
        "nothing here points at tomorrow"
    ),
    r"\b(?:chance|probability|risk) (?:that )?(?:this|that|the|a) (?:flagged )?person\b": (
        "a share of flags is no person's chance"
    ),
}


class BadWording(AssertionError):
    """A sentence says more than its numbers can bear: a fault of this code."""


def guard(text: str) -> str:
    """Return the text if it keeps to what numbers of this kind can bear.

    >>> guard("Black residents were 4 times as likely to be stopped.")
    Traceback (most recent call last):
    ...
    candour.audit.wording.BadWording: 'times as likely': a rate ... is not a person's chance
    """
    for pattern, why in FORBIDDEN.items():
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            raise BadWording(f"'{found[0]}': {why}")
    return text


def number(value: float | None, *, digits: int = 2) -> str:
    """A number for reading: thousands apart, and a dash where there is none.

    >>> number(1234.5), number(None)
    ('1,234.50', '–')
    """
    return "–" if value is None else f"{value:,.{digits}f}"


def interval(estimate: Estimate, *, digits: int = 2) -> str:
    """A value with its interval, in words.

    >>> interval(Estimate(3.599, 2.782, 4.587))
    '3.60 (95% interval 2.78 to 4.59)'
    """
    parts = estimate.as_dict()
    low, high = number(parts["low"], digits=digits), number(parts["high"], digits=digits)
    high = "no upper end" if parts["high"] is None else high
    return f"{number(parts['value'], digits=digits)} (95% interval {low} to {high})"


def percent(estimate: Estimate) -> str:
    """A share with its interval, in per cent.

    >>> percent(Estimate(0.4485, 0.4256, 0.4716))
    '44.9% (95% interval 42.6% to 47.2%)'
    """
    return f"{estimate.value:.1%} (95% interval {estimate.low:.1%} to {estimate.high:.1%})"


def residents(group: str) -> str:
    """The residents of a group.

    >>> residents("black"), residents("mixed"), residents("other")
    ('Black residents', 'residents of mixed background', 'residents of other groups')
    """
    said = {"mixed": "residents of mixed background", "other": "residents of other groups"}
    return said.get(group, f"{NAMES.get(group, group)} residents")


def times(ratio: float) -> str:
    """A ratio for a sentence: fewer digits, but never so few that it turns into 1.

    >>> times(3.599), times(23.3), times(1.04), times(0.6), times(0.04)
    ('3.6', '23', '1.04', '0.60', '0.04')
    """
    if abs(ratio - 1) < CLOSE_TO_ONE:
        return f"{ratio:.2f}"
    if ratio < 1:
        return f"{ratio:.2f}" if ratio >= 1 / TEN else f"{ratio:.2g}"
    return f"{ratio:.1f}" if ratio < TEN else f"{ratio:,.0f}"
