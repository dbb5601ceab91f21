"""What came of a stop, under which power, and what kind it was: the words of forces, closed."""

import re
from functools import lru_cache

from candour.audit.residents.labels import NOTHING

NONE, SOME, MISSING, UNKNOWN = "none", "some", "missing", "unknown"
NOT_RECORDED = "not recorded"
SIXTY = "section 60"
OTHER_POWERS = "other powers"
NO_POWER = "power not recorded"

NO_ACTION = re.compile(
    r"(^| )(nfa|nfpa|n f a)( |$)|no further( police)? action|"
    r"^no (further|police)? ?action( taken)?$|nothing (was )?found|"
    r"^nothing( of (note|interest))?$|^negative( search)?$|^false$|^no?$|^0$|^none$|^nil$|"
    r"^dim gweithredu pellach$|"
    r"^no (items?|objects?|articles?|drugs|weapons?) found|^nothing (seized|recovered)|"
    r"^(search )?no result$|^no further$|^released( with)? no|^sent on (his|her|their) way|"
    r"^no offences?( disclosed| detected| identified)?$|^no outcome$|^nil outcome$|"
    r"^(not|none|nowt|nought) found$|^(nil|no|negative) (return|trace|find)s?$|"
    r"^(search )?negative$|^(items?|objects?|articles?|drugs|weapons?) not found$|"
    r"^not (charged|arrested|prosecuted|summonsed|cautioned|proceeded with|dealt with)$|"
    r"^no (arrest|charge|charges|caution|prosecution|proceedings|offender)s?( made| brought)?$"
)
ACTION = re.compile(
    r"arrest|caution|summons|charge|warn|penalt|pnd|\bfpn\b|fixed penalty|community|resolution|"
    r"restorative|\bcr\b|\bcrime report|postal|requisition|offender|found|seiz|ticket|report|"
    r"detain|detention|dealt|custody|voluntary|\bva\b|\bvai\b|prosecut|advice|advised|recover|"
    r"confiscat|notice|\bcaution|drugs? disposal|diversion|mental health|hospital|section 136|"
    r"referral|refer|safeguard|positive|interview|dispersal|further action|action taken|outcome|"
    r"process|tor\b|vdrs|khat|cannabis|suspect|court|bail|disposal|informal|verbal|words of"
)
SAID_AS_YES = {"true", "yes", "y", "1", "other", "some", "other action", "action"}
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
PERSON, VEHICLE, BOTH = "person", "vehicle", "person and vehicle"
KINDS = {
    **dict.fromkeys(("person search", "person", "persons", "person only", "pedestrian"), PERSON),
    **dict.fromkeys(("vehicle search", "vehicle", "vehicle only", "vehicles"), VEHICLE),
    **dict.fromkeys(
        ("person and vehicle search", "person and vehicle", "vehicle and person", "both",
         "person vehicle", "vehicle and person search"), BOTH,
    ),
}  # fmt: skip
YES, NO = {"true", "1", "yes", "y", "t", "linked"}, {"false", "0", "no", "n", "f", "not linked"}


@lru_cache(maxsize=4096)
def outcome_of(text: str | None) -> str:
    """Whether a stop came to nothing, to something, whether it isn't said, or isn't known.

    >>> [outcome_of(text) for text in ("Not found", "No trace", "Not charged", "Blue form")]
    ['none', 'none', 'none', 'unknown']
    >>> [outcome_of(text) for text in ("NFA", "Nothing found", "Arrest", "Not recorded", "Zebra")]
    ['none', 'none', 'some', 'missing', 'unknown']
    """
    words = _plain(text)
    if NO_ACTION.search(words):
        return NONE
    if words in NOTHING or words in {
        "outcome not recorded",
        "outcome unknown",
        "outcome not known",
    }:
        return MISSING
    if words in SAID_AS_YES or ACTION.search(words):
        return SOME
    return UNKNOWN


@lru_cache(maxsize=4096)
def power_of(text: str | None) -> str:
    """Section 60 needs no suspicion, so it is told from all other powers.

    >>> power_of("CJPOA60"), power_of("CJPO s60"), power_of("PACE Code A section 60")
    ('section 60', 'section 60', 'other powers')
    >>> power_of("Section 60 CJPOA 1994"), power_of("S.60"), power_of("s60AA"), power_of(" ")
    ('section 60', 'section 60', 'other powers', 'power not recorded')
    """
    words = _plain(text)
    if words in NOTHING:
        return NO_POWER
    if not SECTION_60.search(words) or NOT_60.search(words):
        return OTHER_POWERS
    is_of_another = OTHER_ACTS.search(words) and not THE_ACT.search(words)
    return OTHER_POWERS if is_of_another else SIXTY


def kind_of(text: str | None) -> str:
    return KINDS.get(_plain(text), NOT_RECORDED)


def linked_of(text: object) -> str:
    words = _plain(None if text is None else str(text))
    return "yes" if words in YES else "no" if words in NO else MISSING


def _plain(text: str | None) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", (text or "").lower().replace("&", " and ")).split()
    return " ".join(words)
