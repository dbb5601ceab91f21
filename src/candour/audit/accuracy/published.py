"""A published share of correct predictions: as printed, and what it may be a share of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from math import floor, log10

from candour.audit.errors import PlanError
from candour.audit.findings import Plan
from candour.core.errors import BadQuantity
from candour.evidence.intervals import NOUGHT, Interval
from candour.evidence.quantities import Quantity, parse_quantity, plain

HUNDRED, ONE = Decimal(100), Decimal(1)
FEWEST_PLACES, SIGNIFICANT = 4, 4  # of a share in words: a small one keeps its first digits
ALMOST_NOTHING = 1e-12  # what the sums of floats may leave between two equal numbers
LAST_DIGIT = 1e-9  # and what they may take from a power of ten: 0.0999… is a tenth


class ShareOf(StrEnum):
    """What a share of correct predictions is a share of."""

    FLAGGED = "flagged"
    INCIDENTS = "incidents"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Unit:
    """What is flagged, and how a flag that was right and one that was wrong are told."""

    flagged: str
    right: str
    wrong: str


UNITS = {
    "": Unit("flags", "had it recorded", "had nothing recorded"),
    "people": Unit("people flagged", "had the outcome recorded", "did not"),
    "places": Unit("places flagged", "saw a recorded incident", "saw none"),
    "events": Unit("events predicted", "were recorded", "were not"),
}
INCIDENTS = Unit("recorded incidents", "had been flagged", "had not")
ONE_SIDED = frozenset({"at least", "more than", "less than", "up to"})  # a bound, and no point
READINGS = {ShareOf.FLAGGED: "precision", ShareOf.INCIDENTS: "recall"}


@dataclass(frozen=True, slots=True)
class ClaimQuestion:
    """What was published, as it was published."""

    share: str  # as printed: 0.17, 17%, just over 50 per cent
    share_of: ShareOf
    flagged: int | None = None
    incidents: int | None = None
    unit: str = ""
    outcome: str = ""  # of people: what was predicted of them, as printed

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise PlanError(f"'{self.unit}' is no unit: --unit is people, places or events.")
        for option, number in (("--flagged", self.flagged), ("--of-total", self.incidents)):
            if number is not None and number < 1:
                raise PlanError(f"{option} {number}: a share needs at least 1 to be a share of.")

    @property
    def flags(self) -> Unit:
        """What is flagged, and how a flag that was right is told: with its outcome where given."""
        unit = UNITS[self.unit]
        if not self.outcome:
            return unit
        return replace(
            unit,
            right=f"had {self.outcome} recorded",
            wrong=f"had no {_bare(self.outcome)} recorded",
        )

    def plan(self) -> Plan:
        outcome = {"outcome": self.outcome} if self.outcome else {}
        return Plan(
            audit="accuracy",
            comparison="a published share of correct predictions, under each reading it allows",
            reference="",
            family=(),
            denominator={
                ShareOf.FLAGGED: "those flagged",
                ShareOf.INCIDENTS: "recorded incidents",
                ShareOf.UNKNOWN: "not said: those flagged, or recorded incidents",
            }[self.share_of],
            options={
                "share_as_printed": self.share,
                "share_of": str(self.share_of),
                "flagged": self.flagged,
                "incidents": self.incidents,
                "unit": self.unit,
                "interval": "Wilson, where what the share is of is known",
                **outcome,
            },
        )


def _bare(outcome: str) -> str:
    """An outcome without its article.

    >>> _bare("a knife crime within a year")
    'knife crime within a year'
    """
    return outcome.removeprefix("a ").removeprefix("an ")


@dataclass(frozen=True, slots=True)
class Printed:
    """A share as printed: the point, and what it can stand for before rounding.

    An end that is open is not in it: more than a half is anything from 0.5, but not 0.5.
    """

    text: str  # the number and how it is stated, without the words around it
    point: float
    low: float
    high: float
    stated: str
    low_open: bool = False
    high_open: bool = False

    def decimals(self, scale: int) -> int:
        """Decimals, of so many, by which its ends are told apart, and from none and from all.

        Examples
        --------
        >>> read_share("17%").decimals(1_000), read_share("0.25%").decimals(1_000)
        (1, 2)
        """
        ends = (self.low, self.point, self.high)
        apart = (self.high - self.low, *ends, *(1 - end for end in ends))
        return max(1, 1 + places_of(apart, scale))


def places_of(sizes: Iterable[float], scale: int) -> int:
    """The decimal in which the first digit of the smallest stands, of so many."""
    above_nought = [size * scale for size in sizes if size > ALMOST_NOTHING]
    return -floor(log10(min(above_nought)) + LAST_DIGIT) if above_nought else 0


def read_share(printed: str) -> Printed:
    """Read a share as printed, with all it can stand for.

    Raises
    ------
    PlanError
        If it can't be read whole, or is no share.

    Examples
    --------
    >>> share = read_share("0.17")
    >>> share.text, share.low, share.high
    ('0.17', 0.165, 0.175)
    >>> read_share("just over 50 per cent of cases").text
    'just over 50%'
    >>> read_share("less than half a per cent").high
    0.005
    """
    try:
        quantity = parse_quantity(printed, unit="proportion")
    except BadQuantity:
        raise PlanError(
            f"'{printed}' can't be read whole as a share: write 0.17, 17%, '8 out of 10' or "
            "'just over 50 per cent'."
        ) from None
    if quantity.unit not in {"proportion", "percent"}:
        raise PlanError(f"'{printed}' is no share: write 0.17, 17% or 'just over 50 per cent'.")
    if quantity.unit == "proportion" and not quantity.decimals and _point(quantity) <= 1:
        raise PlanError(
            f"'{printed}' does not say if the share is out of 1 or of 100: write 0%, 1% or 100%."
        )
    scale = HUNDRED if quantity.unit == "percent" else ONE
    point, interval = _point(quantity) / scale, quantity.stands_for().scaled(1 / scale)
    possible = _possible(interval)
    if not 0 <= point <= 1 or possible.is_empty:
        raise PlanError(
            f"A share lies between 0 and 1, and '{printed}' does not: write 0.17 or 17%."
        )
    return Printed(
        _text(quantity),
        float(point),
        float(possible.low),
        float(possible.high),
        quantity.stated,
        possible.low_open,
        possible.high_open,
    )


def _possible(interval: Interval) -> Interval:
    """As much of what was printed as can be a share."""
    return Interval(
        max(interval.low, NOUGHT),
        min(interval.high, ONE),
        interval.low_open and interval.low >= NOUGHT,
        interval.high_open and interval.high <= ONE,
    )


def _text(quantity: Quantity) -> str:
    """The number as it can be quoted: nothing else of what was typed comes into a sentence."""
    sign = "%" if quantity.unit == "percent" else ""
    shown = f"{_plain_digits(quantity.value)}{sign}"
    if quantity.high is not None:
        return f"{shown} to {_plain_digits(quantity.high)}{sign}"
    return shown if quantity.stated in {"exact", "rounded"} else f"{quantity.stated} {shown}"


def _plain_digits(number: Decimal) -> str:
    """Four decimals where there are more, and four digits of a number that is smaller."""
    places = max(FEWEST_PLACES, SIGNIFICANT - 1 - number.adjusted()) if number else FEWEST_PLACES
    short = round(number, places)
    return f"{number:f}" if number == short else plain(short)


def _point(quantity: Quantity) -> Decimal:
    return (quantity.value + quantity.high) / 2 if quantity.high is not None else quantity.value


def possible_counts(share: Printed, number: int) -> tuple[int, int] | None:
    """The lowest and highest whole number that could have been printed as the share, if any.

    >>> possible_counts(read_share("0.17"), 100), possible_counts(read_share("17%"), 7)
    ((17, 17), None)
    """
    # In exact arithmetic, so that a count on the very edge of rounding is not lost.
    low, high = (Decimal(repr(end)) * number for end in (share.low, share.high))
    first, last = int(low.to_integral_value("ROUND_CEILING")), int(high)
    first += share.low_open and first == low
    last -= share.high_open and last == high
    return (first, last) if first <= last else None
