"""Printed numbers: kept as printed, and read as a point and an interval.

What each hedge is taken to mean stands in the glossary and here, once: `INTERVALS`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from candour.core.errors import BadQuantity
from candour.evidence.intervals import INFINITY, NOUGHT, Interval
from candour.evidence.printed_numbers import Parts, Reading, read_plain, read_printed

MOST_DECIMALS = 60
KEPT_NUMBER = re.compile(
    rf"-?[0-9]{{1,{MOST_DECIMALS}}}(?:\.[0-9]{{1,{MOST_DECIMALS}}})?", re.ASCII
)
EXACT_UNITS_OF_RATIO = frozenset({"percent", "times", "proportion"})
OF_PARTS = frozenset({"percent", "proportion"})
HALF, NEAR = Decimal("0.5"), Decimal("1e-9")
HALVES = 2


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed, its value, and how it is stated.

    Attributes
    ----------
    printed : the text of the number, with its hedge
    value : the number itself, in `unit`; the lower end of a range
    unit : in words; `percent` values are per hundred, `proportion` values lie from 0 to 1
    decimals : decimal places printed; negative where thousands or millions are printed
    stated : exact, rounded, truncated, at least, more than, less than, almost, just under,
        just over, up to, about or range
    high : the upper end of a range, else None
    """

    printed: str
    value: Decimal
    unit: str
    decimals: int
    stated: str
    high: Decimal | None = None

    @property
    def step(self) -> Decimal:
        """The smallest difference the printed form can show."""
        return Decimal(1).scaleb(-self.decimals)

    @property
    def is_fraction(self) -> bool:
        """Whether it is printed as so many parts of a whole, with no decimals to cut off."""
        return self.fraction() is not None

    def fraction(self) -> Interval | None:
        """What so many parts of a whole can stand for; None of any other number."""
        if self.unit not in OF_PARTS or self.decimals <= 0 or "." in self.printed:
            return None
        read = _parts(self.printed, self.unit)
        return nearest(read[1]) if read and abs(read[0] - self.value) < NEAR else None

    def stands_for(self) -> Interval:
        """All that the printed number can stand for.

        A hedge on a negative number is on its size: "almost -45%" is a fall of almost 45. No
        hedge makes a fraction in words finer: "about 1 in 5" is all that "1 in 5" is, or more.
        """
        if self.stated == "range" and self.high is not None:
            return Interval(self.value, self.high)
        interval = INTERVALS[self.stated](abs(self.value), self.step)
        if self.stated in {"rounded", "about"} and (fraction := self.fraction()) is not None:
            if self.stated == "rounded":
                return fraction
            low, high = min(fraction.low, interval.low), max(fraction.high, interval.high)
            return Interval(low, high)
        return interval if self.value >= 0 else -interval

    def interval(self) -> tuple[Decimal, Decimal]:
        """Where what it can stand for begins and ends, whether or not the ends are in it."""
        interval = self.stands_for()
        return interval.low, interval.high

    def as_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "printed": self.printed,
            "value": plain(self.value),
            "unit": self.unit,
            "decimals": self.decimals,
            "stated": self.stated,
        }
        if self.high is not None:
            data["high"] = plain(self.high)
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Quantity":
        """Read one from plain data. Raises `BadQuantity` where it could stand for no number."""
        printed, decimals = data["printed"], data["decimals"]
        high = _kept(printed, data["high"]) if "high" in data else None
        if type(decimals) is not int or abs(decimals) > MOST_DECIMALS:
            raise BadQuantity(printed, f"it can't have {str(decimals)[:20]} decimals")
        if data["stated"] not in STATED:
            raise BadQuantity(printed, "how it is stated is not known")
        value = _kept(printed, data["value"])
        return cls(printed, value, data["unit"], decimals, data["stated"], high)


def _kept(printed: str, text: str) -> Decimal:
    """A number as `plain` writes it: an exponent could ask for more digits than memory has."""
    if KEPT_NUMBER.fullmatch(text) is None:
        raise BadQuantity(printed, f"'{text[:40]}' is no number as it is kept")
    return Decimal(text)


@lru_cache(maxsize=1024)
def _parts(printed: str, unit: str) -> tuple[Decimal, Parts] | None:
    """The number and the parts of a fraction in words; None of anything else."""
    try:
        reading = read_printed(printed, unit)
    except BadQuantity:
        return None
    return (reading.value, reading.parts) if reading and reading.parts else None


def nearest(parts: Parts) -> Interval:
    """All shares of which these parts are the nearest way to say it.

    Of "1 in 5" and "a fifth" it is the 5 that was rounded, by a half or by a twentieth of it: 1 in
    5.5 to 1 in 4.5, and "1 in 100" is 1 in 105 to 1 in 95. "Four-fifths" is what is left of a
    fifth. Of other parts it is how many there are: "8 out of 10" is 7.5 to 8.5 of 10. A half lies
    as far below as above.

    Examples
    --------
    >>> one_in_ten, eight_of_ten = Parts(1, 10, is_named=False), Parts(8, 10, is_named=False)
    >>> [round(end, 4) for end in (nearest(one_in_ten).low, nearest(one_in_ten).high)]
    [Decimal('0.0952'), Decimal('0.1053')]
    >>> nearest(eight_of_ten).low, nearest(eight_of_ten).high
    (Decimal('0.75'), Decimal('0.85'))
    """
    part, whole = Decimal(parts.part), Decimal(parts.whole)
    if part == 1 and whole > 1:
        by = max(HALF, whole * TWENTIETH)
        low = 1 / (whole + by)
        return Interval(low, 1 - low if parts.whole == HALVES else 1 / (whole - by))
    if parts.is_named and part == whole - 1:
        left = nearest(Parts(1, parts.whole, is_named=True))
        return Interval(1 - left.high, 1 - left.low)
    return Interval(max(NOUGHT, (part - HALF) / whole), min(Decimal(1), (part + HALF) / whole))


TENTH, TWENTIETH = Decimal("0.1"), Decimal("0.05")


def _almost(value: Decimal, step: Decimal) -> Interval:
    return Interval(value * (1 - TENTH), value, high_open=True)


INTERVALS: dict[str, Callable[[Decimal, Decimal], Interval]] = {
    "exact": lambda value, step: Interval.only(value),
    "rounded": lambda value, step: Interval(value - step / 2, value + step / 2),
    "truncated": lambda value, step: Interval(value, value + step, high_open=True),
    "at least": lambda value, step: Interval(value, INFINITY),
    "more than": lambda value, step: Interval(value, INFINITY, low_open=True),
    "less than": lambda value, step: Interval(NOUGHT, value, high_open=True),
    "up to": lambda value, step: Interval(NOUGHT, value),
    "almost": _almost,
    "just under": _almost,
    "just over": lambda value, step: Interval(value, value * (1 + TENTH), low_open=True),
    "about": lambda value, step: Interval(value * (1 - TWENTIETH), value * (1 + TWENTIETH)),
}
STATED = frozenset(INTERVALS) | {"range"}


def plain(value: Decimal) -> str:
    """Write a number without exponent and without needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_quantity(
    printed: str, *, unit: str = "", value: str = "", stated: str = "", high: str = ""
) -> Quantity:
    """Read a printed number; `unit`, `value`, `stated` and `high` override what is read.

    Raises
    ------
    BadQuantity
        If `printed` can't be read whole and no `value` is given, or what is read and given do
        not go together.
    """
    reading = read_printed(printed, unit)
    if value:
        number, decimals = _stated_value(printed, value)
        as_read = reading or Reading(number, "", decimals)
        reading = Reading(number, unit or as_read.unit, decimals, as_read.stated)
    elif reading is None:
        raise BadQuantity(printed, "give its value beside it, as `value:`")
    upper = _stated_value(printed, high)[0] if high else reading.high
    chosen_unit = reading.unit or unit
    chosen_stated = stated or ("range" if high else reading.stated)
    return _checked(
        Quantity(
            printed,
            reading.value,
            chosen_unit,
            reading.decimals,
            chosen_stated or _natural(chosen_unit, reading.decimals),
            upper,
        )
    )


def _stated_value(printed: str, value: str) -> tuple[Decimal, int]:
    number = read_plain(value)
    if number is None:
        raise BadQuantity(printed, f"`value: {value}` is not a number")
    return number


def _checked(quantity: Quantity) -> Quantity:
    """The same quantity, if its parts go together."""
    printed, stated, high = quantity.printed, quantity.stated, quantity.high
    if stated not in STATED:
        raise BadQuantity(printed, f"`stated: {stated}` is not one of {sorted(STATED)}")
    if not quantity.unit:
        raise BadQuantity(printed, "say what is counted, as `unit:`")
    if stated == "range":
        if high is None:
            raise BadQuantity(printed, "a range needs its upper end, as `high:`")
        if high < quantity.value:
            raise BadQuantity(printed, "the range ends below where it starts; give `value:`")
    elif high is not None:
        raise BadQuantity(
            printed, f"it has two ends and is `{stated}`; say `stated: range`, or give `value:`"
        )
    elif quantity.stands_for().is_empty:
        raise BadQuantity(printed, f"no number is `{stated}` nought; say otherwise in `stated:`")
    return quantity


def _natural(unit: str, decimals: int) -> str:
    """How an unhedged number is stated: counts and pounds exactly, shares and decimals rounded."""
    if unit == "GBP" and decimals >= 0:
        return "exact"
    return "rounded" if unit in EXACT_UNITS_OF_RATIO or decimals != 0 else "exact"
