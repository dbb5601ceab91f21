"""What leads a report, and what its other parts still have to tell behind that."""

import re
from collections.abc import Sequence
from dataclasses import replace

from candour.audit.reports.answers import Answer

MOST_LEADING = 5  # sentences: warnings, and the first number
NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
FEWEST_NUMBERS = 3  # of a sentence, from which the same ones tell the same thing
IT_LEADS = "It stands above, where this page begins."


def up_to_the_title(sentences: Sequence[str], title: str) -> Sequence[str]:
    """The sentences that lead: warnings, down to the one with the number of the title."""
    numbers = NUMBERS.findall(title)
    wanted = numbers[-1] if numbers else ""
    for place, text in enumerate(sentences[:MOST_LEADING]):
        if wanted and any(number.startswith(wanted) for number in NUMBERS.findall(text)):
            return sentences[: place + 1]
    return sentences[:1]


def without(answers: Sequence[Answer], lead: Sequence[str]) -> tuple[Answer, ...]:
    """The answers without the sentences that lead; what an answer adds to one of them stays."""
    return tuple(
        replace(
            answer,
            texts=tuple(filter(None, (_beyond(text, lead) for text in answer.texts)))
            or ((IT_LEADS,) if answer.texts else ()),
        )
        for answer in answers
    )


def _beyond(text: str, lead: Sequence[str]) -> str:
    for sentence in lead:
        if sentence in text:
            more = text.replace(sentence, "").strip()
            return f"Of what leads: {more[:1].lower()}{more[1:]}" if more else ""
    return text


def not_told(sentences: Sequence[str], answers: Sequence[Answer], title: str) -> list[str]:
    """Sentences that no answer tells: none has the same words, or all the same numbers."""
    texts = [text for answer in answers for text in answer.texts]
    told = [set(NUMBERS.findall(text)) for text in texts]
    of_title = set(NUMBERS.findall(title))
    return [
        sentence
        for sentence in sentences
        if not any(sentence in text for text in texts)
        and not (
            len(own := set(NUMBERS.findall(sentence)) - of_title) >= FEWEST_NUMBERS
            and any(own <= numbers for numbers in told)
        )
    ]
