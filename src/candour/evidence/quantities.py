"""Printed numbers: kept as printed, and read as a point and an interval.

What each hedge is taken to mean stands in the glossary and here, once: `INTERVALS`.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from candour.core.errors import BadQuantity

INFINITY = Decimal("Infinity")
THOUSAND = 1000
LONGEST_SMALL_NUMBER = 8  # digits

HEDGES = (
    ("no more than", "up to"),
    ("not more than", "up to"),
    ("more than", "more than"),
    ("at least", "at least"),
    ("a minimum of", "at least"),
    ("just over", "just over"),
    ("slightly over", "just over"),
    ("just under", "just under"),
    ("slightly under", "just under"),
    ("fewer than", "less than"),
    ("less than", "less than"),
    ("under", "less than"),
    ("up to", "up to"),
    ("as many as", "up to"),
    ("as much as", "up to"),
    ("a maximum of", "up to"),
    ("almost", "almost"),
    ("nearly", "almost"),
    ("close to", "almost"),
    ("in the region of", "about"),
    ("approximately", "about"),
    ("around", "about"),
    ("roughly", "about"),
    ("about", "about"),
    ("circa", "about"),
    ("some", "about"),
    ("over", "more than"),
    (">", "more than"),
    ("<", "less than"),
    ("~", "about"),
)

NUMBER_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
)
WORDS = {word: number for number, word in enumerate(NUMBER_WORDS)} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "once": 1,
    "a": 1,
}

FRACTIONS = {
    "half": (1, 2),
    "a half": (1, 2),
    "one-half": (1, 2),
    "a third": (1, 3),
    "one-third": (1, 3),
    "third": (1, 3),
    "two-thirds": (2, 3),
    "a quarter": (1, 4),
    "one-quarter": (1, 4),
    "quarter": (1, 4),
    "three-quarters": (3, 4),
    "a fifth": (1, 5),
    "four-fifths": (4, 5),
}

MULTIPLES = {"twice": 2, "double": 2, "thrice": 3, "triple": 3, "threefold": 3, "twofold": 2}
SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
UNITLESS = re.compile(rf"^(-)?(£)?\s*{NUMBER}\s*(k|m|bn|thousand|million|billion)?\s*(.*)$")
RANGE = re.compile(rf"^(?:between\s+)?(£)?{NUMBER}\s*(?:-|–|to|and)\s*£?{NUMBER}\s*(.*)$")
ONE_IN = re.compile(r"^([\w,]+) in ([\w,]+)(?: .*)?$")
GIVEN = re.compile(r"^-?\d[\d,]*(?:\.\d+)?$", re.ASCII)
MOST_DIGITS = 18  # more than any count has, and few enough for sums to be exact

EXACT_UNITS_OF_RATIO = frozenset({"percent", "times", "proportion"})


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

    def interval(self) -> tuple[Decimal, Decimal]:
        """Return the lowest and highest value the printed number can stand for.

        A hedge on a negative number is on its size: "almost -45%" is a fall of almost 45.
        """
        if self.stated == "range" and self.high is not None:
            return self.value, self.high
        low, high = INTERVALS[self.stated](abs(self.value), self.step)
        return (low, high) if self.value >= 0 else (-high, -low)

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
        high = Decimal(data["high"]) if "high" in data else None
        return cls(
            data["printed"],
            Decimal(data["value"]),
            data["unit"],
            data["decimals"],
            data["stated"],
            high,
        )


INTERVALS: dict[str, Callable[[Decimal, Decimal], tuple[Decimal, Decimal]]] = {
    "exact": lambda value, step: (value, value),
    "rounded": lambda value, step: (value - step / 2, value + step / 2),
    "truncated": lambda value, step: (value, value + step),
    "at least": lambda value, step: (value, INFINITY),
    "more than": lambda value, step: (value, INFINITY),
    "less than": lambda value, step: (Decimal(0), value),
    "up to": lambda value, step: (Decimal(0), value),
    "almost": lambda value, step: (value * Decimal("0.9"), value),
    "just under": lambda value, step: (value * Decimal("0.9"), value),
    "just over": lambda value, step: (value, value * Decimal("1.1")),
    "about": lambda value, step: (value * Decimal("0.95"), value * Decimal("1.05")),
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
        If no number can be read from `printed` and none is given as `value`.
    """
    read = _read(printed)
    if read is None and not value:
        raise BadQuantity(printed, "give its value beside it, as `value:`")
    number, found_unit, decimals, found_stated, found_high = read or (None, "", 0, "", None)
    if value:
        number, decimals = _override(printed, value)
        found_high = None
    if high:
        found_high = _override(printed, high)[0]
        stated = stated or "range"
    chosen_unit = (unit or found_unit) if value else (found_unit or unit)
    chosen_stated = stated or found_stated or _natural(chosen_unit, decimals)
    if chosen_stated not in STATED:
        raise BadQuantity(printed, f"`stated: {chosen_stated}` is not one of {sorted(STATED)}")
    if not chosen_unit:
        raise BadQuantity(printed, "say what is counted, as `unit:`")
    assert number is not None
    if chosen_stated == "range":
        if found_high is None:
            raise BadQuantity(printed, "a range needs its upper end, as `high:`")
        if found_high < number:
            raise BadQuantity(printed, "the range ends below where it starts; give `value:`")
    return Quantity(
        printed,
        number,
        chosen_unit,
        decimals,
        chosen_stated,
        found_high if chosen_stated == "range" else None,
    )


def _override(printed: str, value: str) -> tuple[Decimal, int]:
    if GIVEN.match(value) is None:
        raise BadQuantity(printed, f"`value: {value}` is not a number")
    number, decimals = _number(value.removeprefix("-"))
    return (-number if value.startswith("-") else number), decimals


def _natural(unit: str, decimals: int) -> str:
    """How an unhedged number is stated: counts and pounds exactly, shares and decimals rounded."""
    if unit == "GBP" and decimals >= 0:
        return "exact"
    return "rounded" if unit in EXACT_UNITS_OF_RATIO or decimals != 0 else "exact"


Read = tuple[Decimal, str, int, str, Decimal | None]


def _read(printed: str) -> Read | None:
    text = unicodedata.normalize("NFKC", printed).strip().lower().replace("−", "-")
    text, stated = _take_hedge(" ".join(text.split()))
    for reader in (_read_range, _read_one_in, _read_digits, _read_words):
        found = reader(text)
        if found is not None:
            number, unit, decimals, own_stated, high = found
            return number, unit, decimals, stated or own_stated, high
    return None


def _take_hedge(text: str) -> tuple[str, str]:
    for words, stated in HEDGES:
        if text.startswith(words) and (
            not words[-1].isalpha() or text[len(words) :][:1] in " £0123456789"
        ):
            return text[len(words) :].strip(), stated
    if text.endswith("+"):
        return text[:-1].strip(), "at least"
    for words in (" or more", " or greater", " or above"):
        if text.endswith(words):
            return text.removesuffix(words), "at least"
    return text, ""


def _number(text: str) -> tuple[Decimal, int]:
    digits = text.replace(",", "")
    if len(digits) > MOST_DIGITS:
        raise BadQuantity(text, f"it has more than {MOST_DIGITS} digits")
    return Decimal(digits), len(digits.partition(".")[2])


def _read_range(text: str) -> Read | None:
    match = RANGE.match(text)
    if match is None:
        return None
    pound, low_text, high_text, rest = match.groups()
    (low, decimals), (high, _) = _number(low_text), _number(high_text)
    if "," in high_text and "," not in low_text and low < THOUSAND <= high:
        low *= THOUSAND  # "65-70,000"
    scale = SCALES.get(rest.split(" ")[0], 0) if rest else 0
    factor = Decimal(10) ** scale
    unit = "GBP" if pound else _unit_of(rest)
    return low * factor, unit, decimals - scale, "range", high * factor


def _read_one_in(text: str) -> Read | None:
    match = ONE_IN.match(text)
    if match is None:
        return None
    part, whole = (_small_number(word.replace(",", "")) for word in match.groups())
    if part is None or whole is None:
        return None
    if not whole:
        raise BadQuantity(text, "nothing is one in nought")
    return Decimal(part) / Decimal(whole), "proportion", max(2, len(str(whole))), "", None


def _small_number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= LONGEST_SMALL_NUMBER else WORDS.get(word)


def _read_digits(text: str) -> Read | None:
    match = UNITLESS.match(text)
    if match is None:
        return None
    minus, pound, digits, scale_word, rest = match.groups()
    number, decimals = _number(digits)
    own_stated = ""
    if rest.startswith("+"):
        own_stated, rest = "at least", rest[1:].strip()
    scale = SCALES[scale_word] if scale_word else 0
    number = number.scaleb(scale) * (-1 if minus else 1)
    unit = "GBP" if pound else _unit_of(rest)
    return number, unit, decimals - scale, own_stated, None


def _read_words(text: str) -> Read | None:
    for words, (part, whole) in FRACTIONS.items():
        if text == words or text.startswith(f"{words} "):
            return Decimal(part) / Decimal(whole), "proportion", 2, "", None
    first, _, rest = text.partition(" ")
    if first in MULTIPLES:
        return Decimal(MULTIPLES[first]), "times", 0, "", None
    if first in WORDS and first != "a":
        return Decimal(WORDS[first]), _unit_of(rest), 0, "", None
    return None


def _unit_of(rest: str) -> str:
    if rest.startswith(("%", "per cent", "percent")):
        return "percent"
    if rest == "x" or rest.startswith(("times", "fold")):
        return "times"
    return ""
