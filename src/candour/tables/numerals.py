"""Numbers as tables print them: read whole, or not at all."""

import re

FORM = re.compile(r"^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.0*)?$", re.ASCII)
SPACED = re.compile(r"^\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+$", re.ASCII)  # thousands apart
NOTE = r"\[(?:notes? ?)?[\d, ]{1,8}\]|[¹²³⁰⁴-⁹*†‡§]"  # [note 2], [1], a raised figure, a dagger
MARKS = re.compile(rf"(?:\s*(?:{NOTE}|\((?:notes? ?)?\d{{1,2}}\)))+$", re.IGNORECASE)
# Behind numbers also: revised, provisional, estimated. What stands in round brackets is a number.
MARKS_OF_NUMBERS = re.compile(rf"(?<=\d)(?:\s*(?:{NOTE}|\[[rpe]\]|[rp]\b))+$", re.IGNORECASE)
MOST_DIGITS = 12  # no count of people or events has more; beyond 2**53 a double loses units


def whole(text: str) -> int | None:
    """Return a number that counts something: 0, 1, 2 and so on, or None if it is none.

    >>> whole("1,234"), whole("12.0"), whole("-3"), whole("12.5"), whole("1" * 400)
    (1234, 12, None, None, None)
    >>> whole("1 234"), whole("12 34")
    (1234, None)
    """
    plain = text.strip()
    if SPACED.match(plain):
        plain = re.sub(r"\D", "", plain)
    if not FORM.match(plain):
        return None
    digits = plain.partition(".")[0].replace(",", "")
    return int(digits) if len(digits.lstrip("0")) <= MOST_DIGITS else None


def unmarked(text: str) -> str:
    """A name without the marks of footnotes behind it.

    >>> unmarked("Essex [note 2]"), unmarked("White¹"), unmarked("Kent (1)"), unmarked("*Total")
    ('Essex', 'White', 'Kent', '*Total')
    """
    return MARKS.sub("", text.strip())


def unmarked_number(text: str) -> str:
    """A number without the marks behind it; one that is held back keeps its mark.

    >>> unmarked_number("1,234 [r]"), unmarked_number("56*"), unmarked_number("[c]")
    ('1,234', '56', '[c]')
    >>> unmarked_number("20 (50)")
    '20 (50)'
    """
    return MARKS_OF_NUMBERS.sub("", text.strip())
