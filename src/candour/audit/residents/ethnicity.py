"""The labels that forces write for ethnicity, and the five groups of the census they belong to."""

from enum import StrEnum

GROUPS = ("asian", "black", "mixed", "other", "white")
NAMES = {"asian": "Asian", "black": "Black", "mixed": "mixed", "other": "other", "white": "white"}
MISSING = "missing"

# In this order: the first that a label starts with decides. Codes of the older 16+1 list included.
STARTS = (
    ("other ethnic group - not stated", MISSING),
    ("not stated", MISSING),
    ("not recorded", MISSING),
    ("unknown", MISSING),
    ("refused", MISSING),
    ("chinese or other ethnic group - chinese", "asian"),
    ("chinese or other ethnic group", "other"),
    ("officer: not stated", MISSING),
    ("white", "white"),
    ("mixed", "mixed"),
    ("asian", "asian"),
    ("black", "black"),
    ("chinese", "asian"),
    ("other", "other"),
)
# The labels for self-defined ethnicity on data.police.uk: the 18 groups of the census of 2011.
LABELS = (
    "Asian/Asian British - Any other Asian background",
    "Asian/Asian British - Bangladeshi",
    "Asian/Asian British - Chinese",
    "Asian/Asian British - Indian",
    "Asian/Asian British - Pakistani",
    "Black/African/Caribbean/Black British - African",
    "Black/African/Caribbean/Black British - Any other Black/African/Caribbean background",
    "Black/African/Caribbean/Black British - Caribbean",
    "Mixed/Multiple ethnic groups - Any other Mixed/Multiple ethnic background",
    "Mixed/Multiple ethnic groups - White and Asian",
    "Mixed/Multiple ethnic groups - White and Black African",
    "Mixed/Multiple ethnic groups - White and Black Caribbean",
    "Other ethnic group - Any other ethnic group",
    "Other ethnic group - Arab",
    "White - Any other White background",
    "White - English/Welsh/Scottish/Northern Irish/British",
    "White - Gypsy or Irish Traveller",
    "White - Irish",
)
ANYWHERE = (("not stated", MISSING),)  # "Not stated" is not the group "Other"


class Ethnicity(StrEnum):
    """Whose word it is."""

    SELF = "self"
    OFFICER = "officer"


def group_of(label: str | None) -> str | None:
    """Return the group of a label, MISSING where none is stated, None for no known label.

    >>> group_of("Black/African/Caribbean/Black British - African"), group_of("Not Stated")
    ('black', 'missing')
    >>> group_of("Other ethnic group - Not stated"), group_of("Chinese"), group_of("Male")
    ('missing', 'asian', None)
    """
    text = " ".join((label or "").lower().split())
    if not text or any(part in text for part, _ in ANYWHERE):
        return MISSING
    return next((group for start, group in STARTS if text.startswith(start)), None)
