"""The words of a finding: made by rule, and held to what the numbers can bear."""

import re

from candour.audit.estimates import Estimate

# What no finding may say, and why.
FORBIDDEN = {
    r"\btimes (?:as|more) likely\b": "a rate ... is not a person's chance",
    r"\b(?:more|less) likely to be (?:stopped|searched)\b": "residents are not those available",
    r"\bpeople who (?:offend|commit)\b": "areas and records are not people",
    r"\b(?:proves?|proved) (?:that )?(?:discrimination|racism|fairness)\b": "counts prove neither",
    r"\bincidents of force were used\b": "tactics are not incidents",
    r"\bno discrimination\b": "counts can't show its absence",
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
