"""What is refused, and the one sentence that says why."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

ADDRESSED = {"slug": "subject", "key": "statement", "number": "change", "finding_id": "finding"}
LONGEST_ECHO = 80
NO_NUMBER = "must be a whole number."
SENTENCES = {  # by what pydantic calls it
    "missing": "is needed.",
    "value_error": "{error}",
    "greater_than_equal": "must be {ge} or more.",
    "less_than_equal": "must be {le} or less.",
    "string_too_long": "may have {max_length} characters at most.",
    "string_pattern_mismatch": "is written in small letters, digits and hyphens: durham-hart.",
    "literal_error": "must be {expected}.",
    "int_parsing": NO_NUMBER,
    "int_parsing_size": NO_NUMBER,
    "int_from_float": NO_NUMBER,
}


PROBLEM = "application/problem+json"


class Refused(Exception):
    """A request that can't be answered; `field` is the parameter it concerns, or ""."""

    status = 422

    def __init__(self, sentence: str, field: str = "") -> None:
        self.sentence = sentence
        self.field = field
        super().__init__(sentence)

    def as_dict(self) -> dict[str, str | int]:
        return problem_of(self.status, self.sentence) | (
            {"field": self.field} if self.field else {}
        )


class NotHere(Refused):
    """Nothing is at this address."""

    status = 404


class OnlyRead(Refused):
    """The API answers questions and takes nothing."""

    status = 405


class Moved(Exception):
    """A subject that is now found under another slug."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(slug)


def problem_of(status: int, sentence: str) -> dict[str, str | int]:
    """What went wrong, as RFC 9457 has it; `error` repeats the sentence under its older name."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
        "error": sentence,
    }


def answer_of(refused: Refused) -> JsonResponse:
    return JsonResponse(refused.as_dict(), status=refused.status, content_type=PROBLEM)


def echo(text: object) -> str:
    r"""A reader's own text between quotes, cut short and without what can't be shown.

    Examples
    --------
    >>> echo("hart\u202e")
    "'hart'"
    """
    shown = "".join(c for c in str(text) if c.isprintable())
    return f"'{shown[:LONGEST_ECHO]}{'…' if len(shown) > LONGEST_ECHO else ''}'"


def no_such(field: str, value: object) -> NotHere:
    return NotHere(f"There is no {ADDRESSED.get(field, field)} {echo(value)}.", field)


def refusal(error: Mapping[str, Any]) -> Refused:
    """Turn what pydantic says about a parameter into a sentence."""
    field = str(error["loc"][-1])
    words = SENTENCES.get(error["type"], "can't be read.")
    return Refused(f"'{field}' {words.format(**error.get('ctx', {}))}", field)
