"""What came of a stop, and what kind it was: the words of forces, closed."""

import re
from functools import lru_cache

from candour.audit.residents.labels import NOTHING

NONE, SOME, MISSING, UNKNOWN = "none", "some", "missing", "unknown"
NOT_RECORDED = "not recorded"

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
    words = plain_words(text)
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


def kind_of(text: str | None) -> str:
    return KINDS.get(plain_words(text), NOT_RECORDED)


def linked_of(text: object) -> str:
    words = plain_words(None if text is None else str(text))
    return "yes" if words in YES else "no" if words in NO else MISSING


def plain_words(text: str | None) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", (text or "").lower().replace("&", " and ")).split()
    return " ".join(words)
