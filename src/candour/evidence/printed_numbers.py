"""The grammar of printed numbers: a text is read whole, or not at all.

    printed   = [hedge] phrase | phrase hedge            one hedge, before or behind
    phrase    = range | one-in | multiple | part | amount
    range     = [between | from] amount (- | – | to | and) amount
    one-in    = count (in | out of) [every] count        1 in 5, eight out of ten
    multiple  = twice | double | threefold …
    part      = fraction [[of] a (per cent | million …)] half, two-thirds, half a per cent
    amount    = [-] [£] number [scale] [+] [per cent | times]
    number    = digits [fraction] | number in words [and fraction]

Behind it may stand what it is a number of: the words of its unit, or, after a share or a multiple,
a few that say what it is of ("of all stops", "as likely"). Any other word, sign or digit means
that the text is not understood: nothing is read, and whoever gave it is asked for the value. So
"1O5" is not 1, nor "13.5.2024" 13.5.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from candour.core.errors import BadQuantity
from candour.evidence.number_words import (
    ARTICLES,
    BY_TENS,
    DOZEN,
    HEDGES_BEFORE,
    HEDGES_BEHIND,
    LETTERS,
    MANY_PARTS,
    MULTIPLES,
    ONE_PART,
    SCALES,
    UP_TO_NINETEEN,
    WITHOUT_ARTICLE,
    WORDS,
    WRITTEN,
    ZEROS,
)

MOST_DIGITS = 18  # more than any count has, and few enough for sums to be exact
WORDS_DECIMALS = 2  # a fraction in words is shown in hundredths
LARGEST_BELOW = 10  # "3/4" is a fraction; "9/11" may be a day
LEAST_SHORTENED = 10  # "65-70,000" stands for 65,000-70,000; "1-5,000" may be a band from 1
THOUSAND, GROUP = 1000, 3  # digits between the commas of thousands
UNIT_MARK = "\N{REPLACEMENT CHARACTER}"  # stands for the words of a unit; no text with it is read

Groups = dict[str, str]

# the grammar, from small to large

COMMAS, SPACES = r"[1-9]\d{0,2}(?:,\d{3})+", r"[1-9]\d{0,2}(?: \d{3})+"
DIGITS = rf"(?:(?:{COMMAS}|{SPACES}|[1-9]\d*|0)(?:\.\d+)?|\.\d+)"
UNDER_20 = "|".join((*UP_TO_NINETEEN, "nought"))
UNDER_100 = rf"(?:(?:{'|'.join(BY_TENS)})(?: (?:{'|'.join(UP_TO_NINETEEN[1:10])}))?|{UNDER_20})"
CARDINAL = rf"(?:(?:an?|{UNDER_100}) hundred(?: and {UNDER_100})?|{UNDER_100})"
COUNT = rf"{DIGITS}|{CARDINAL}"
SLASHED = r"[1-9]/[1-9]\d?"
FRACTION = (
    rf"(?:{SLASHED}|{'|'.join(WITHOUT_ARTICLE)}|(?:an?|one) (?:{'|'.join(ONE_PART)})|"
    rf"(?:{UNDER_20}) (?:{'|'.join(MANY_PARTS)}))"
)
NUMBER = rf"(?:{DIGITS} {SLASHED}|(?:{COUNT}) and {FRACTION}|{COUNT}|an?)"
SCALE, LONG_SCALE = "|".join(SCALES), "|".join((*ZEROS, DOZEN))
PERCENT, TIMES = r"%|per ?cent|pc", r"times|x|×|fold"
OF_A = r"(?: ?| an? | of an? | of one | of 1 ?)"  # half a per cent, a quarter of 1%

COUNTED = (
    *("adults", "areas", "arrests", "boys", "cases", "cells", "children", "crimes", "events"),
    *("flags", "forces", "forecasts", "girls", "incidents", "men", "offences", "officers"),
    *("people", "places", "predictions", "records", "reports", "residents", "searches"),
    *("stops", "women"),
)
OF_RATIOS = frozenset({"percent", "times", "proportion"})
A_RATIO = re.compile(
    r"^(?:percent|times|proportion|percentage points)\b|\bper\b|"
    r"\b(?:coefficient|index|odds|probability|rate|ratio|score|value)s?$"
)
RIGHT = "correct|right|accurate"
OF_WHAT = (
    rf" (?:of (?:(?:all|the|these|those) )*)?(?:{'|'.join(COUNTED)})(?: (?:{RIGHT}))?| (?:{RIGHT})"
)
THAN_WHAT = r" as (?:much|many|likely|high|often)| more(?: likely| often)?| (?:high|great|larg)er"

PLAIN_NUMBER = re.compile(rf"-?{DIGITS}", re.ASCII)
MIXED = re.compile(rf"(?P<whole>{COUNT})(?: and)? (?P<fraction>{FRACTION})", re.ASCII)
BETWEEN_LETTERS = re.compile(r"(?<=[a-z])-(?=[a-z])")  # two-thirds, per-cent
AFTER_DIGITS = re.compile(r"(?<=\d)-(?:(in)-(?=\d)|(fold)\b)", re.ASCII)  # 1-in-10, 5-fold
HYPHENS, EN_DASHES, FRACTION_SLASH = "\u2010\u2011\u2212", "\u2012\u2014", "\u2044"
DASHES = str.maketrans(
    dict.fromkeys(HYPHENS, "-") | dict.fromkeys(EN_DASHES, "–") | {FRACTION_SLASH: "/"}
)


def _amount(name: str, of_what: str = "", than_what: str = "", own: str = "") -> str:
    """The pattern of a number with its signs, scale and unit, in groups named after it."""
    return (
        rf"(?P<{name}_minus>-|minus )?(?P<{name}_pound>£ ?)?(?P<{name}>{NUMBER})"
        rf"(?: ?(?P<{name}_scale>{SCALE}))?(?P<{name}_plus>\+)?"
        rf"(?: ?(?P<{name}_percent>{PERCENT})(?:{of_what})?"
        rf"| ?(?P<{name}_times>{TIMES})(?:{than_what})?{own})?"
    )


@lru_cache(maxsize=1)
def _forms() -> "tuple[tuple[re.Pattern[str], Callable[[Groups], Reading | None]], ...]":
    """Each form of a phrase with its reader."""
    own = f"|{UNIT_MARK}"
    of_what = OF_WHAT + own
    amount, low = _amount("amount", of_what, THAN_WHAT, own), _amount("low")
    high = _amount("high", of_what, THAN_WHAT, own)
    forms: tuple[tuple[str, Callable[[Groups], Reading | None]], ...] = (
        (rf"(?:(?P<before>between|from) )?{low} ?(?P<joint>-|–|to|and) ?{high}", _read_range),
        (
            rf"(?P<part>{COUNT}) (?:in|out of) (?:every )?(?P<whole>{COUNT})(?:{of_what})?",
            _read_one_in,
        ),
        (rf"(?P<multiple>{'|'.join(MULTIPLES)})(?:{THAN_WHAT})?", _read_multiple),
        (rf"(?P<tenths>0?\.\d+) of (?:an? |one |1 ?)(?:{PERCENT})", _read_tenths),
        (rf"(?P<fraction>{FRACTION}){OF_A}(?P<of>{PERCENT}|{LONG_SCALE})(?:{own})?", _read_part_of),
        (rf"(?P<fraction>{FRACTION})(?:{of_what})?", _read_part),
        (amount, _read_amount),
    )
    return tuple((re.compile(pattern, re.ASCII), reader) for pattern, reader in forms)


def _with_unit_marked(text: str, unit: str) -> str:
    """The text with a mark for the words of its unit, where it ends in them, in one or many.

    In every form they can stand at the end alone, so the forms are the same for all units.
    """
    for word in (unit, unit.removesuffix("s")):
        if word and text.endswith((f" {word}", f"-{word}")):
            return text[: -len(word) - 1] + UNIT_MARK
    return ""


class Parts(NamedTuple):
    """So many of so many, as printed: by a name (two-thirds), or counted (8 out of 10)."""

    part: int
    whole: int
    is_named: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed text says of its number; `unit` and `stated` are empty where it says none."""

    value: Decimal
    unit: str
    decimals: int
    stated: str = ""
    high: Decimal | None = None
    parts: Parts | None = None  # of a fraction in words


def read_printed(printed: str, unit: str = "") -> Reading | None:
    """Read a printed number whole, or not at all.

    `unit` is what it is said to be a number of; its words may stand behind the number.

    Raises
    ------
    BadQuantity
        If it has more digits than any count has, or is a share of nothing.

    Examples
    --------
    >>> read_printed("less than half a per cent")
    Reading(value=Decimal('0.5'), unit='percent', decimals=2, stated='less than', high=None, \
parts=Parts(part=1, whole=2, is_named=True))
    >>> read_printed("1O5") is read_printed("13.5.2024") is None
    True
    """
    text = _plain_text(printed)
    if text is None or UNIT_MARK in text:
        return None
    text, stated = _without_hedge(text)
    marked = _with_unit_marked(text, unit.lower())
    for pattern, reader in _forms():
        match = pattern.fullmatch(text) or (pattern.fullmatch(marked) if marked else None)
        reading = reader(match.groupdict("") | {"unit": unit}) if match else None
        if reading is not None:
            is_hedged_twice = bool(stated) and reading.stated not in {"", "range"}
            if is_hedged_twice or _may_be_thousands(reading, unit):
                return None
            return replace(reading, stated=stated or reading.stated)
    return None


def _may_be_thousands(reading: Reading, unit: str) -> bool:
    """Whether "1.413" vehicles may be 1,413 of them, as some print it elsewhere.

    Of ratios, rates and scores a number with three decimals is one.
    """
    is_ratio = reading.unit in OF_RATIOS or bool(A_RATIO.search(unit.lower()))
    largest = max(abs(reading.value), abs(reading.high or reading.value))
    return reading.decimals == GROUP and not is_ratio and largest >= 1


def read_plain(text: str) -> tuple[Decimal, int] | None:
    """Read a number in digits alone, and count its decimals; None where it is anything else.

    Raises
    ------
    BadQuantity
        If it has more digits than any count has.

    Examples
    --------
    >>> read_plain("-1,413.50"), read_plain("1,4,13"), read_plain("1e9")
    ((Decimal('-1413.50'), 2), None, None)
    """
    if PLAIN_NUMBER.fullmatch(text) is None:
        return None
    digits = text.replace(",", "").replace(" ", "")
    if sum(sign.isdigit() for sign in digits) > MOST_DIGITS:
        raise BadQuantity(text, f"it has more than {MOST_DIGITS} digits")
    return Decimal(digits), len(digits.partition(".")[2])


def _plain_text(printed: str) -> str | None:
    """One line in small letters and plain digits; None where the digits are of two scripts.

    Of the signs that only look like others, wide forms, spaces, dashes and fractions in one sign
    (¾) are made plain. A raised 2 may be the mark of a note, so it is not taken for a digit.
    """
    scripts, plain = set(), []
    for sign in printed.translate(DASHES):
        kind = unicodedata.decomposition(sign).partition(" ")[0]
        if sign.isspace():
            plain.append(" ")
        elif sign.isdecimal():
            scripts.add(ord(sign) - unicodedata.decimal(sign))
            plain.append(str(unicodedata.decimal(sign)))
        elif kind == "<fraction>":
            plain.append(f" {unicodedata.normalize('NFKC', sign).translate(DASHES)} ")
        elif kind in {"<wide>", "<small>"}:
            plain.append(unicodedata.normalize("NFKC", sign).lower())
        else:
            plain.append(sign.lower() if sign.isascii() else sign)
    text = BETWEEN_LETTERS.sub(" ", "".join(plain))
    text = " ".join(AFTER_DIGITS.sub(r" \1\2 ", text).split())
    return text if len(scripts) <= 1 else None


def _without_hedge(text: str) -> tuple[str, str]:
    for words, stated in HEDGES_BEFORE:
        rest = text.removeprefix(words)
        if rest != text and (rest.startswith(" ") or not words[-1].isalpha()):
            return rest.strip(), stated
    for words, stated in HEDGES_BEHIND:
        if text.endswith(words):
            return text.removesuffix(words), stated
    return text, ""


# amounts and ranges


@dataclass(frozen=True, slots=True)
class _PrintedAmount:
    """A number in a phrase with what is written around it."""

    text: str
    number: Decimal  # before its scale
    decimals: int
    unit: str
    scale: str
    is_least: bool  # a plus behind it

    def scaled(self, scale: str) -> tuple[Decimal, int] | None:
        """Its value and decimals in some scale; None where not all of a dozen comes out."""
        value = self.number * SCALES.get(scale, Decimal(1))
        if scale == DOZEN:
            return (value, 0) if value == value.to_integral_value() else None
        return value, self.decimals - (LETTERS | ZEROS).get(scale, 0)


def _amount_in(groups: Groups, name: str) -> _PrintedAmount | None:
    text, scale = groups[name], groups[f"{name}_scale"]
    number = _number(text)
    money, percent, times = (groups[f"{name}_{part}"] for part in ("pound", "percent", "times"))
    if number is None or (money and (percent or times)) or (text in ARTICLES and not scale):
        return None
    if scale in LETTERS and (text[0].isalpha() or _may_be_unit(scale, groups["unit"])):
        return None
    unit = "GBP" if money else "percent" if percent else "times" if times else ""
    value = -number[0] if groups[f"{name}_minus"] else number[0]
    return _PrintedAmount(text, value, number[1], unit, scale, bool(groups[f"{name}_plus"]))


def _may_be_unit(letter: str, unit: str) -> bool:
    """Whether "150m" may be 150 metres, or "5k" five kilometres."""
    return any(word in WRITTEN.get(letter, ()) for word in unit.lower().split())


def _read_amount(groups: Groups) -> Reading | None:
    amount = _amount_in(groups, "amount")
    scaled = amount.scaled(amount.scale) if amount else None
    if amount is None or scaled is None:
        return None
    value, decimals = scaled
    return Reading(value, amount.unit, decimals, "at least" if amount.is_least else "")


def _read_range(groups: Groups) -> Reading | None:
    """Two numbers; "£1-2m" has its scale, and "10-15%" its unit, at the second alone."""
    low, high = _amount_in(groups, "low"), _amount_in(groups, "high")
    if low is None or high is None or not _may_join(low, high, groups["before"], groups["joint"]):
        return None
    first, last = low.scaled(low.scale or high.scale), high.scaled(high.scale)
    if first is None or last is None:
        return None
    value = _lengthened(low, high, groups["joint"], first[0], last[0])
    return (
        None if value is None else Reading(value, low.unit or high.unit, first[1], "range", last[0])
    )


def _may_join(low: _PrintedAmount, high: _PrintedAmount, before: str, joint: str) -> bool:
    """Two numbers with "and" between them are a range only after "between".

    Of "-10-5%" nobody can say whether it ends at 5 or at -5.
    """
    units = {low.unit, high.unit} - {""}
    written_once = not low.unit or not high.unit
    return (
        not (low.is_least or high.is_least)
        and (joint != "and" or before == "between")
        and (joint not in {"-", "–"} or low.number >= 0 or high.number < 0)
        and not (low.scale and not high.scale)
        and len(units) <= 1
        and not (written_once and (low.unit in {"percent", "times"} or high.unit == "GBP"))
    )


def _lengthened(
    low: _PrintedAmount, high: _PrintedAmount, joint: str, first: Decimal, last: Decimal
) -> Decimal | None:
    """The lower number of a range that may be written short; None where it reads both ways."""
    if "," in low.text or "," not in high.text or first * THOUSAND >= last:
        return first
    is_as_long = len(low.text) == len(high.text.partition(",")[0])
    if joint in {"-", "–"}:
        return first * THOUSAND if is_as_long and first >= LEAST_SHORTENED else None
    return None if is_as_long else first


# shares and multiples


def _read_one_in(groups: Groups) -> Reading | None:
    part, whole = _number(groups["part"]), _number(groups["whole"])
    if part is None or whole is None or part[1] or whole[1]:
        return None
    if not whole[0]:
        raise BadQuantity(f"{groups['part']} in {groups['whole']}", "nothing is one in nought")
    if part[0] > whole[0]:
        return None
    return _share(Parts(int(part[0]), int(whole[0]), is_named=False))


def _read_multiple(groups: Groups) -> Reading:
    return Reading(Decimal(MULTIPLES[groups["multiple"]]), "times", 0)


def _read_tenths(groups: Groups) -> Reading | None:
    """A decimal of a per cent: 0.5 of a per cent."""
    number = read_plain(groups["tenths"])
    return number and Reading(number[0], "percent", number[1])


def _read_part(groups: Groups) -> Reading | None:
    fraction = _fraction(groups["fraction"])
    return fraction and _share(Parts(*fraction, is_named=True))


def _read_part_of(groups: Groups) -> Reading | None:
    """Part of a per cent, of a million, of a dozen."""
    fraction = _fraction(groups["fraction"])
    if fraction is None:
        return None
    if groups["of"] not in SCALES:
        return _share(Parts(*fraction, is_named=True), unit="percent")
    number, decimals = _as_decimal(*fraction)
    scaled = _PrintedAmount("", number, decimals, "", "", is_least=False).scaled(groups["of"])
    return scaled and Reading(scaled[0], "", scaled[1])


def _share(parts: Parts, *, unit: str = "proportion") -> Reading:
    """So many of so many; its decimals tell how it is shown, not how good it is."""
    value = Decimal(parts.part) / Decimal(parts.whole)
    return Reading(value, unit, max(WORDS_DECIMALS, len(str(parts.whole))), parts=parts)


# numbers


def _number(text: str) -> tuple[Decimal, int] | None:
    """A number in digits or in words, and its decimals."""
    mixed = MIXED.fullmatch(text)
    if mixed is None:
        return (Decimal(_cardinal(text)), 0) if text[0].isalpha() else read_plain(text)
    whole, fraction = _number(mixed["whole"]), _fraction(mixed["fraction"])
    if whole is None or whole[1] or fraction is None:
        return None
    number, decimals = _as_decimal(*fraction)
    return whole[0] + number, decimals


def _cardinal(text: str) -> int:
    head, hundred, tail = text.partition(" hundred")
    if hundred:
        return 100 * _cardinal(head) + (_cardinal(tail.removeprefix(" and ")) if tail else 0)
    return sum(WORDS[word] for word in text.split())


def _fraction(text: str) -> tuple[int, int] | None:
    """The two numbers of a fraction below 1; None where it may be a day (9/11)."""
    if "/" in text:
        part, whole = (int(number) for number in text.split("/"))
        return (part, whole) if part < whole <= LARGEST_BELOW else None
    first, _, name = text.rpartition(" ")
    part = WORDS[first] if first else 1
    whole = (ONE_PART | MANY_PARTS)[name]
    return (part, whole) if part < whole else None


def _as_decimal(part: int, whole: int) -> tuple[Decimal, int]:
    """A fraction as it would be printed in decimals: a half as 0.5, a third with two."""
    value = Decimal(part) / Decimal(whole)
    return value, 1 if value * 10 == (value * 10).to_integral_value() else WORDS_DECIMALS
