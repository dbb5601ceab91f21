"""The headline numbers of a finding as statements about the bodies and systems it concerns.

Only ratios are made into statements, and all of them: every force, every group.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from candour.audit.findings import Finding
from candour.audit.in_words import number
from candour.audit.residents.ethnicity import NAMES
from candour.core.days import parse_days
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement

CANDOUR = "candour"  # the register speaks for itself
FIELD = "disproportionality"
HUNDREDTH = Decimal("0.01")
INTERVAL = re.compile(r"\d[\d,.]* to (?:no upper end|[\d,.]*\d)")


@dataclass(frozen=True, slots=True)
class HeadlineRatio:
    """A ratio that becomes a statement: about a force, or where none is named the one subject."""

    force: str
    group: str
    reference: str
    ratio: float
    note: str
    period: str = ""  # where it is another than the finding's, as is its place in the source
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Headlines:
    """The ratios of a finding that become statements, and what they are of.

    Attributes
    ----------
    measure : what is compared with what
    denominator : whom the numbers are set against
    ratios : in the order of their table
    """

    measure: str
    denominator: str
    ratios: tuple[HeadlineRatio, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the register adds to the numbers of a finding.

    Attributes
    ----------
    bodies : slug of the body for each force that the finding names
    source : slug of the source that the data were published in
    public_on : day the finding became public
    subject : slug of the one subject of a finding that compares no forces
    locator : place in the source; by default the name of the first file
    period : days the list covers, for a finding that compares no forces
    note : what else is to be said beside every number
    """

    bodies: Mapping[str, str]
    source: str
    public_on: str
    subject: str = ""
    locator: str = ""
    period: str = ""
    note: str = ""


def statements(
    finding: Finding[Any], headlines: Headlines | None, setting: Setting
) -> tuple[Statement, ...]:
    """The headline ratios of a finding as statements, in the order of their table."""
    if headlines is None:
        return ()
    return tuple(_statements(finding, headlines, setting))


def _statements(
    finding: Finding[Any], headlines: Headlines, setting: Setting
) -> Iterator[Statement]:
    file = finding.inputs[0].name if finding.inputs else ""
    identifier = finding.identifier
    for ratio in headlines.ratios:
        subject = setting.bodies.get(ratio.force, setting.subject)
        if not subject:
            continue
        qualifiers = {
            "compared_with": _group_name(ratio.reference),
            "denominator": headlines.denominator,
            "finding": identifier,
            "group": _group_name(ratio.group),
            "measure": headlines.measure,
            "note": "; ".join(part for part in (ratio.note, setting.note) if part),
            "period": (ratio.period or finding.plan.period.replace(" to ", "/") or setting.period),
        }
        yield Statement(
            subject=subject,
            field=FIELD,
            kind="quantity",
            value=_times(ratio.ratio),
            said_by=(CANDOUR,),
            source=setting.source,
            locator=ratio.locator or setting.locator or file,
            basis="inferred",
            public_on=parse_days(setting.public_on),
            qualifiers=tuple(sorted((key, text) for key, text in qualifiers.items() if text)),
        )


def _group_name(group: str) -> str:
    return NAMES.get(group, group)


def _times(ratio: float) -> Quantity:
    value = Decimal(str(ratio)).quantize(HUNDREDTH, ROUND_HALF_EVEN)
    return Quantity(f"{value:,} times", value, "times", 2, "rounded")


def intervals_in_words(
    low: float | None,
    high: float | None,
    wider_low: float | None = None,
    wider_high: float | None = None,
) -> str:
    """The intervals of a ratio, for the note beside it."""
    plain = f"95% interval {_between(low, high)}, if each were independent of the others"
    if wider_low is None:
        return plain
    return (
        f"{plain}; {_between(wider_low, wider_high)} with allowance for numbers that vary more "
        "than chance would"
    )


def widest_interval(note: str) -> str:
    """The interval that `intervals_in_words` put last in a note, which is the wider of two.

    Examples
    --------
    >>> widest_interval(intervals_in_words(2.82, 3.13, 2.80, 3.15))
    '2.80 to 3.15'
    >>> widest_interval(intervals_in_words(0.5, None)), widest_interval("too few to compare")
    ('0.50 to no upper end', '')
    """
    interval = note.partition("95% interval ")[2].partition(" with allowance")[0]
    plain, _, wider = interval.partition("; ")
    for words in (wider, plain):
        match = INTERVAL.match(words)
        if match:
            return match.group()
    return ""


def _between(low: float | None, high: float | None) -> str:
    return f"{number(low)} to {'no upper end' if high is None else number(high)}"
