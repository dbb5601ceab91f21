"""The guard on words: what no result and no letter of this register may say.

It never says that a system was used on someone, that something was against the law, that a case
is strong, safe or free, or that a door is closed for good. The guard reads every text before it
leaves, and what it finds is a mistake of ours.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

# Each pattern, and what a text that holds it would claim.
UNSAYABLE: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:used|deployed|run|applied|turned) (?:on|against|upon) "
        r"(?:you|me|him|her|them|your|my)\b",
        "that a system was used on someone",
    ),
    (
        r"\b(?:you|i|he|she|they|your child|my client|our client) "
        r"(?:was|were|am|is|are|has been|have been|had been) (?:not )?"
        r"(?:scored|profiled|listed|targeted|flagged|rated|predicted|risk[- ]assessed|"
        r"identified|picked out)\b",
        "that a system was used on someone",
    ),
    (
        r"\b(?:scored|profiled|listed|targeted|flagged|picked out|watched) (?:you|me|my client)\b",
        "that a system was used on someone",
    ),
    (
        r"\bunlawful|\billegal|\bbroke the law\b|\bagainst the law\b|"
        r"\bbreach(?:ed|es) (?:the|your|my) (?:law|right)|"
        r"\binfring(?:ed|es)\b|\bviolat(?:ed|es)\b|\bdiscriminated against you\b",
        "that something was against the law",
    ),
    (
        r"\b(?:strong|good|winning|clear|weak|hopeless) (?:case|claim|chance|grounds?)\b|"
        r"\b(?:case|claim) is (?:strong|safe|free|good|weak|hopeless)\b|"
        r"\byou will (?:win|lose|succeed)\b|\bguarantee",
        "how a case will end",
    ),
    (r"\bfree\b|\bno risk\b|\bcosts? you nothing\b", "that a step is free"),
    (r"\bsafe(?:ly)?\b|\bnothing to lose\b", "that a step is safe"),
    (
        r"\btoo late\b|\bclosed for good\b|\btime[- ]barred\b|\bexpired\b|\bout of time\b|"
        r"\bno longer (?:possible|open|able|allowed|complain|claim)\b|"
        r"\b(?:lost|lose) (?:your|the|my) (?:right|chance)\b|\bnever (?:be able|again)\b|"
        r"\b(?:can(?:no|')t|cannot) "
        r"(?:now|any ?more|any longer|be challenged|complain|claim|appeal)\b",
        "that a door is closed for good",
    ),
    # the same in Welsh
    (
        r"\bd?defnyddi(?:o|wyd|r) (?:arnoch|arno|arni|arnynt|yn eich erbyn)\b",
        "that a system was used on someone",
    ),
    (
        r"\b(?:cawsoch|cafodd eich plentyn) eich? (?:sgorio|proffilio|rhestru|targedu)\b",
        "that a system was used on someone",
    ),
    (
        r"\banghyfreithlon|\bthorrwyd y gyfraith\b|\btorri'r gyfraith\b",
        "that something was against the law",
    ),
    (
        r"\bachos (?:cryf|da|gwan)\b|\b[bf]yddwch (?:chi )?yn (?:ennill|colli)\b|\bgwarant",
        "how a case will end",
    ),
    (r"\bam ddim\b|\bdim risg\b", "that a step is free"),
    (r"\byn ddiogel\b|\bdim i'w golli\b", "that a step is safe"),
    (
        r"\brhy hwyr\b|\bwedi dod i ben am byth\b|\bni allwch (?:gwyno|hawlio|apelio) bellach\b",
        "that a door is closed for good",
    ),
)
GUARDS = tuple((re.compile(pattern, re.IGNORECASE), claim) for pattern, claim in UNSAYABLE)


class Unsayable(AssertionError):
    """A text of ours claims what this register may never claim: a mistake, so it is loud."""

    def __init__(self, text: str, phrase: str, claim: str) -> None:
        self.found, self.claim = phrase, claim
        super().__init__(f"'{phrase}' says {claim}: {text}")


def unsayable(text: str, *, names: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return each phrase that may not be said, and what it claims.

    `names` are names the register keeps, such as that of a system; what stands in them is no
    claim of ours.
    """
    flat = " ".join(text.split()).replace("’", "'")
    for name in sorted(names, key=len, reverse=True):
        flat = flat.replace(name, "…") if name else flat
    return list(_claims_in(flat))


@lru_cache(maxsize=4096)  # most texts are said to everyone
def _claims_in(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((match[0], claim) for guard, claim in GUARDS for match in guard.finditer(text))


def checked(text: str, *, names: Iterable[str] = ()) -> str:
    """Return a text that passes the guard.

    Raises
    ------
    Unsayable
        If it says what this register may never say.
    """
    for phrase, claim in unsayable(text, names=names):
        raise Unsayable(text, phrase, claim)
    return text
