"""What a reader is told when a page can't be given: a status and one clear sentence."""

import json

from django.http import HttpResponse

HEADINGS = {
    400: "This address can’t be read",
    404: "There is no such page",
    410: "What stood here was taken out",
    503: "Please try again in a minute",
}
PROBLEM_JSON = "application/problem+json"  # RFC 9457


class Unanswerable(Exception):
    """A request that gets a page of its own, with the sentence that says why."""

    status = 400

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)

    def as_dict(self) -> dict[str, object]:
        """What a program is told: the members that RFC 9457 names."""
        return {
            "title": HEADINGS[self.status],
            "status": self.status,
            "detail": self.sentence,
        }


class BadQuery(Unanswerable):
    """A part of the address after the question mark can't be read."""


class TakenOut(Unanswerable):
    """What was here was taken out by order; the sentence says when and why."""

    status = 410


class TryAgain(Unanswerable):
    """What is asked for takes long, and others have asked for the like just now."""

    status = 503


class NotHere(Unanswerable):
    """Nothing is at this address; `words` are what near matches are looked for with."""

    status = 404

    def __init__(self, sentence: str, *, words: str = "") -> None:
        self.words = words
        super().__init__(sentence)


def problem_data(problem: Unanswerable) -> HttpResponse:
    """The answer to a program that asked for JSON or CSV."""
    text = json.dumps(problem.as_dict(), ensure_ascii=False)
    return HttpResponse(f"{text}\n", status=problem.status, content_type=PROBLEM_JSON)
