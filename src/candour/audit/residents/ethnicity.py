"""The labels that forces write for ethnicity, and the five groups of the census they belong to."""

from enum import StrEnum

from candour.audit.residents.labels import MISSING, group_of, is_heading, known_instead

__all__ = [
    "GROUPS",
    "LABELS",
    "MISSING",
    "NAMES",
    "Ethnicity",
    "group_of",
    "is_heading",
    "known_instead",
]

GROUPS = ("asian", "black", "mixed", "other", "white")
NAMES = {"asian": "Asian", "black": "Black", "mixed": "mixed", "other": "other", "white": "white"}

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


class Ethnicity(StrEnum):
    """Whose word it is."""

    SELF = "self"
    OFFICER = "officer"
