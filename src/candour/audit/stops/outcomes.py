"""What came of a stop, and what kind it was: the words of forces, closed."""

import re
from functools import lru_cache

from candour.audit.residents.labels import NOTHING

NONE, SOME, MISSING, UNKNOWN = "none", "some", "missing", "unknown"
NOT_RECORDED = "not recorded"

NO_ACTION = re.compile(
    r"(^| )(nfa|nfpa|n f a)( |$)|no further( police)? action|"
    r"^no (further|police)? ?action( taken)?$|^nothing( was)?( found)?( of (note|interest))?$|"
    r"^found nothing$|^false$|^no?$|^0$|^none$|^nil$|"
    r"^dim (gweithredu|camau)( gweithredu)? pellach$|"
    r"^no further$|^released( with)? no|^sent on (his|her|their) way|"
    r"^no offences?( disclosed| detected| identified)?$|^(search )?(negative|unsuccessful)$|"
    r"^(not|none|nowt|nought) found$|^(nil|no|negative) (return|trace|find|result|outcome|"
    r"search)s?$|^negative( search)?$|^(search )?no result$"
)
ACTION = re.compile(
    r"arrest|caution|summons|charge|warn|penalt|pnd|\bfpn\b|fixed penalty|community|resolution|"
    r"restorative|\bcr\b|\bcrime report|postal|requisition|offender|\bfound\b|seiz|ticket|report|"
    r"detain|detention|dealt|custody|voluntary|\bva\b|\bvai\b|prosecut|advice|advised|recover|"
    r"confiscat|notice|\bcaution|drugs? disposal|diversion|mental health|hospital|section 136|"
    r"referral|refer|safeguard|positive|interview|dispersal|further action|action taken|"
    r"process|tor\b|vdrs|khat|cannabis|court|bail|disposal|informal|verbal|words of"
)
# What is missed may be any of these as well: "no weapon", "nil trace".
FIND = re.compile(
    r"find|trace|result|outcome|item|object|article|drug|weapon|knife|knives|property|goods|"
    r"evidence|proceed|action"
)
NEGATION = re.compile(
    r"\b(no|not|non|nil|none|nothing|nobody|nowt|nought|without|never|neither|negative|"
    r"unsuccessful|unable|refused)\b"
)
NOT_YET = re.compile(
    r"\b(pending|await(ing|ed)|outstanding|ongoing|not yet|to be (confirmed|decided)|unavailable)\b"
)
CLAUSES = re.compile(r"\s[-\u2013\u2014]+\s|[;:,]|\.\s|\s(?:but|then)\s", re.IGNORECASE)
SAID_AS_YES = {"true", "yes", "y", "1", "other", "some", "other action", "action",
               "other outcome", "an outcome", "outcome"}  # fmt: skip
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
    >>> [outcome_of(text) for text in ("Article not found - Outcome unavailable", "Pending")]
    ['none', 'unknown']
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
    if words in SAID_AS_YES:
        return SOME
    clauses = [plain_words(clause) for clause in CLAUSES.split(text or "")]
    if any("arrest" in _parted(clause)[0] for clause in clauses):
        return SOME  # whatever else came of it, as in "Arrest - no charge"
    outcomes = {_outcome_of_clause(clause) for clause in clauses} - {UNKNOWN}
    return outcomes.pop() if len(outcomes) == 1 else UNKNOWN


def _outcome_of_clause(words: str) -> str:
    """What one clause says: action that no word before it denies, or "no" before any find."""
    if NO_ACTION.search(words):
        return NONE
    before, denied, behind = _parted(words)
    if ACTION.search(before):
        return SOME if not NOT_YET.search(words) or "found" in before else UNKNOWN
    if denied and (ACTION.search(behind) or FIND.search(behind) or FIND.search(before)):
        return NONE
    return UNKNOWN


def _parted(words: str) -> tuple[str, str, str]:
    """What stands before a denial, the denial, and what stands behind it."""
    denial = NEGATION.search(words)
    if denial is None:
        return words, "", ""
    return words[: denial.start()], denial[0], words[denial.end() :]


def kind_of(text: str | None) -> str:
    return KINDS.get(plain_words(text), NOT_RECORDED)


def linked_of(text: object) -> str:
    words = plain_words(None if text is None else str(text))
    return "yes" if words in YES else "no" if words in NO else MISSING


def plain_words(text: str | None) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", (text or "").lower().replace("&", " and ")).split()
    return " ".join(words)
