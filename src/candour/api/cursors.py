"""Where a list goes on, as an address says it: of which list, as it stood when, after which row."""

import base64
import binascii
import json
from dataclasses import dataclass

Key = str | int
LONGEST_CURSOR = 2_000
CURSOR_PATTERN = rf"^[A-Za-z0-9_-]{{8,{LONGEST_CURSOR}}}$"
LAST_NUMBER = 2_147_483_647
LAST_KEY = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list.

    Attributes
    ----------
    list_name : the list it was given for
    change : the last change set that was in when the first part of the list was asked for; 1 or
        more
    last : the columns by which the list is in order, of the last row given; where a list is in no
        order that a row itself tells, how many rows were given
    """

    list_name: str
    change: int
    last: tuple[Key, ...]

    def __str__(self) -> str:
        text = json.dumps([self.list_name, self.change, *self.last], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> Cursor:
    """Read what `str` of a cursor gave.

    Raises
    ------
    ValueError
        If it is none, in a sentence's second half.

    Examples
    --------
    >>> read_cursor(str(Cursor("figures", 12, ("durham-hart", 71)))).last
    ('durham-hart', 71)
    """
    try:
        data = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
        list_name, change, *last = data
        cursor = Cursor(list_name, change, tuple(last))
        is_whole = str(cursor) == text and bool(last) and all(map(_is_key, last))
        is_whole = is_whole and _is_key(change) and 1 <= change <= LAST_NUMBER
    except (ValueError, TypeError, RecursionError, binascii.Error):
        is_whole = False
    if not is_whole:
        raise ValueError("is not one that 'next' gave. Ask for the list anew, without it.")
    return cursor


def _is_key(value: object) -> bool:
    if isinstance(value, str):
        return "\0" not in value and bool(value.encode() or not value)  # no half of a character
    return type(value) is int and 0 <= value <= LAST_KEY
