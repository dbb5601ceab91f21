"""Under which power a stop was made: those that need no suspicion apart from all others."""

import re
from functools import lru_cache

from candour.audit.residents.labels import NOTHING
from candour.audit.stops.outcomes import plain_words

SIXTY = "section 60"
OTHER_POWERS = "other powers"
NO_POWER = "power not recorded"
UNSAID_TERRORISM = "Terrorism Act, section not said"  # its section 43 needs suspicion
# Other powers that need no suspicion, with their Act, as a sentence starts with them.
WITHOUT_SUSPICION = {
    "section 47A": "Section 47A of the Terrorism Act 2000",
    "section 44": "Section 44 of the Terrorism Act 2000 (until 2011)",
    "Schedule 7": "Schedule 7 to the Terrorism Act 2000, at ports and borders",
    "Schedule 3": "Schedule 3 to the Counter-Terrorism and Border Security Act 2019, at ports and "
    "borders",
    "section 342E": "Section 342E of the Sentencing Code, of people under a serious violence "
    "reduction order",
    "Justice and Security Act, section 24": "Section 24 of the Justice and Security (Northern "
    "Ireland) Act 2007, with its Schedule 3",
    "unnamed powers without suspicion": "Powers without suspicion that the file does not name",
}
# Section 60 of the Criminal Justice and Public Order Act 1994; its section 60AA, on masks, is no
# power to search without suspicion.
SECTION_60 = re.compile(
    r"\bs(ec(t(ion)?)?)? ?60\b(?! ?aa)|\bcjpoa? ?(s ?)?60\b(?! ?aa)|"
    r"\b60 (cjpo|criminal justice and public order)|"
    r"^(the )?criminal justice and public order act( 1994)?$|^cjpoa?( act)?( 1994)?$|^60$|"
    r"\b(section )?sixty$|\badran 60\b"
)
NOT_60 = re.compile(
    r"\b(non|not|no|other than|except|excluding|without) (under )?s(ec|ect|ection)? ?60"
)
THE_ACT = re.compile(r"cjpo|public order")
OTHER_ACTS = re.compile(  # and codes, which have a section 60 that is no power to search
    r"\b(pace|police and criminal evidence|code a|criminal justice act|cja|misuse of drugs|mda|"
    r"firearms|terrorism|customs|road traffic)\b"
)
_SECTION = r"\b(s|sec|sect|section|adran) ?"
_SCHEDULE = r"\b(sch|sched|schedule) ?"
TERRORISM = re.compile(r"\b(terrorism|tact|ta)\b")
THE_TERRORISM_ACT = re.compile(r"(the )?(terrorism act|tact|ta)( (20)?00)?")
NAMED = {
    "section 47A": re.compile(rf"({_SECTION}|^|terrorism act (2000 )?|tact )47 ?a\b"),
    "section 44": re.compile(rf"({_SECTION}|^|terrorism act (2000 )?|tact )44\b"),
    "Schedule 7": re.compile(rf"{_SCHEDULE}7\b"),
    "Schedule 3": re.compile(
        rf"{_SCHEDULE}3\b.*(counter terror|ctbs|border security)|"
        rf"(counter terror|ctbs|border security).*{_SCHEDULE}3\b"
    ),
    "section 342E": re.compile(rf"{_SECTION}342 ?e\b|serious violence reduction|\bsvros?\b"),
    "Justice and Security Act, section 24": re.compile(
        rf"(justice and security|\bjsa\b).*(\b|{_SECTION})24\b|"
        rf"(\b|{_SECTION})24\b.*(justice and security|\bjsa\b)"
    ),
    "unnamed powers without suspicion": re.compile(
        r"\b(no|without) (reasonable )?(suspicion|grounds)\b|\bsuspicionless\b"
    ),
}
NOT_NAMED = re.compile(
    r"\b(non|not|no|other than|except|excluding|without) (under )?"
    r"(s|sec|sect|section|sch|schedule)? ?(47 ?a|44|7)\b"
)


@lru_cache(maxsize=4096)
def power_of(text: str | None) -> str:
    """The power in words: those that need no suspicion are told from all other powers.

    >>> power_of("CJPOA60"), power_of("CJPO s60"), power_of("PACE Code A section 60")
    ('section 60', 'section 60', 'other powers')
    >>> power_of("Section 60 CJPOA 1994"), power_of("S.60"), power_of("s60AA"), power_of(" ")
    ('section 60', 'section 60', 'other powers', 'power not recorded')
    >>> power_of("Terrorism Act 2000 (section 47A)"), power_of("s43 TACT"), power_of("Sch. 7")
    ('section 47A', 'other powers', 'Schedule 7')
    """
    words = plain_words(text)
    if words in NOTHING:
        return NO_POWER
    if SECTION_60.search(words) and not NOT_60.search(words):
        is_of_another = OTHER_ACTS.search(words) and not THE_ACT.search(words)
        return OTHER_POWERS if is_of_another else SIXTY
    if THE_TERRORISM_ACT.fullmatch(words):
        return UNSAID_TERRORISM
    return _named(words)


def _named(words: str) -> str:
    """Another power that needs no suspicion, by its section or schedule; else other powers."""
    is_of_another = OTHER_ACTS.search(words) and not TERRORISM.search(words)
    for power, words_of in NAMED.items():
        if words_of.search(words) and not NOT_NAMED.search(words) and not is_of_another:
            return power
    return OTHER_POWERS
