"""Marks of footnotes behind names and numbers, as offices print them in tables."""

import re

NOTE = r"\[(?:notes? ?)?[\d, ]{1,8}\]|[¹²³⁰⁴-⁹*†‡§]"  # [note 2], [1], a raised figure, a dagger
MARKS = re.compile(rf"(?:\s*(?:{NOTE}|\((?:notes? ?)?\d{{1,2}}\)))+$", re.IGNORECASE)
# Behind numbers also: revised, provisional, estimated. What stands in round brackets is a number.
MARKS_OF_NUMBERS = re.compile(rf"(?<=\d)(?:\s*(?:{NOTE}|\[[rpe]\]|[rp]\b))+$", re.IGNORECASE)


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
