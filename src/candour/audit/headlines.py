"""The headline numbers of a finding as statements about the bodies and systems it concerns.

Only ratios are made into statements, and all of them: every force, every group.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
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
BY_OWN_WORD, BY_OFFICERS = "by people’s own word", "by officers’ word"
# What a note says beside a number, by how its part begins or ends: written here and read here.
TOO_FEW_WEEKS = "too few weeks to be clear"
VERDICT, WHOSE_WORD = "verdict: ", "ethnicity: "
FILLED = " with missing ethnicity filled from what officers put down"
IF_MISSING = " without ethnicity ("
BY_MIXED = " by where residents of mixed background are counted"
BY_RESIDENTS = " by whose count of residents is taken"
ENDS_IF_MISSING = re.compile(r"(\S+) to (\S+) if all \w+ without ethnicity \((\d+%)\)")
ON_RESIDENTS = re.compile(
    r"([\d,]+\.\d+) on (?:the Census of \d+|a line between|the mid-year estimate).*"
)
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


@dataclass(frozen=True, slots=True)
class Beside:
    """What has to be read with a number, and stands in its note.

    Attributes
    ----------
    verdict : what can be said of it, with the reason where it is not clear
    basis : by whose word people are of a group
    wider : how far it goes by what no interval of chance takes in
    """

    verdict: str
    basis: str
    wider: tuple[str, ...]

    @property
    def is_clear(self) -> bool:
        return ", but " not in self.verdict

    @property
    def if_missing(self) -> "IfMissing | None":
        """What those without ethnicity could do; None where too few lack it to be told."""
        match = next(filter(None, map(ENDS_IF_MISSING.match, self.wider)), None)
        return IfMissing(*match.groups()) if match else None


@dataclass(frozen=True, slots=True)
class IfMissing:
    """The ends of a ratio by how missing ethnicity is counted, and what share lacks it."""

    low: str
    high: str
    share: str


def beside(note: str, printed: str) -> Beside:
    """Read from a note what has to stand wherever its number stands alone.

    Examples
    --------
    >>> note = "verdict: higher; ethnicity: by officers’ word; 3.43 on the Census of 2011"
    >>> beside(note, "3.04 times")
    ... # doctest: +NORMALIZE_WHITESPACE
    Beside(verdict='higher', basis='by officers’ word',
           wider=('3.04 to 3.43 by whose count of residents is taken',))
    """
    parts = note.split("; ")
    on_others = [match[1] for part in parts if (match := ON_RESIDENTS.fullmatch(part))]
    numbers = sorted({printed.removesuffix(" times"), *on_others}, key=_plain)
    run = [f"{numbers[0]} to {numbers[-1]}{BY_RESIDENTS}"] if len(numbers) > 1 else []
    return Beside(
        _after(parts, VERDICT),
        _after(parts, WHOSE_WORD),
        (
            *run,
            *(part for part in parts if IF_MISSING in part or part.endswith((BY_MIXED, FILLED))),
        ),
    )


def _plain(text: str) -> float:
    return float(text.replace(",", ""))


def _after(parts: Sequence[str], start: str) -> str:
    return next((part.removeprefix(start) for part in parts if part.startswith(start)), "")


def _between(low: float | None, high: float | None) -> str:
    return f"{number(low)} to {'no upper end' if high is None else number(high)}"
