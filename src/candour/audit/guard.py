"""What no finding may say: every sentence is held to what numbers of its kind can bear."""

import re

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
    candour.audit.guard.BadWording: 'times as likely': a rate ... is not a person's chance
    """
    for pattern, why in FORBIDDEN.items():
        match = re.search(pattern, text, re.IGNORECASE)
        if match:
            raise BadWording(f"'{match[0]}': {why}")
    return text
