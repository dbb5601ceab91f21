"""Numbers as tables print them: read whole, or not at all."""

import re

FORM = re.compile(r"^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.0*)?$", re.ASCII)
SPACED = re.compile(r"^\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+$", re.ASCII)  # thousands apart
EITHER = re.compile(r"^\d{1,3}\.\d{3}$", re.ASCII)  # one in some countries, and 1,000 in others
MOST_DIGITS = 12  # no count of people or events has more; beyond 2**53 a double loses units


def whole(text: str) -> int | None:
    """Return a number that counts something: 0, 1, 2 and so on, or None if it is none.

    >>> whole("1,234"), whole("12.0"), whole("-3"), whole("12.5"), whole("1" * 400)
    (1234, 12, None, None, None)
    >>> whole("1 234"), whole("12 34")
    (1234, None)
    >>> whole("1.00"), whole("1.000"), whole("1234.000")
    (1, None, 1234)
    """
    plain = text.strip()
    if EITHER.match(plain):
        return None
    if SPACED.match(plain):
        plain = re.sub(r"\D", "", plain)
    if not FORM.match(plain):
        return None
    digits = plain.partition(".")[0].replace(",", "")
    return int(digits) if len(digits.lstrip("0")) <= MOST_DIGITS else None


def is_either(text: str) -> bool:
    """Whether a point may stand before thousandths, or between thousands and hundreds.

    >>> is_either("1.234"), is_either("12.5"), is_either("1,234")
    (True, False, False)
    """
    return EITHER.match(text.strip()) is not None
