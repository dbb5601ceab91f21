"""Columns that name or point at people: Candour takes none."""

import re
from collections.abc import Iterable

from candour.audit.errors import IdentifiesPeople

# A heading, in lower case with single spaces for all but letters and digits.
KINDS = {
    "a name": r"(full|first|last|fore|sur|given|family|middle|maiden|person|nick|suspect|offender|"
    r"defendant|nominal)?s? ?(first|last)? ?names?|(first|last|middle|initials|alias(es)?)",
    "a date of birth": r"d ?o ?b|(date|day|month|year) (of )?birth|birth ?(date|day)|born( on)?",
    "an NHS number": r"nhs.*",
    "a PNC number": r"(pnc|cro|crn|nomis|prn)( ?(id|no|number|ref|reference))?",
    "a case number": r".*\b(case|crime|custody|arrest|incident|offence|urn|nominal|person|suspect|"
    r"offender|prisoner|individual)( ?(id|no|num|number|ref|reference|urn))|urn",
    "a National Insurance number": r"(ni|nino|national insurance)( ?(no|number))?",
    "a passport or licence number": r"(passport|driving licence|licence|vrm|vehicle reg).*",
    "a postcode": r".*\bpost ?codes?|.*\bzip ?codes?|zip",
    "an address": r".*\baddress(es)?( ?(line)? ?\d)?|street( name)?|house( (no|number|name))?|uprn",
    "a way to reach someone": r"e ?mail.*|(tele|mobile )?phone.*|mobile.*|telephone.*",
    "a point on the map": r"lat(itude)?|lon(g|gitude)?|lng|easting|northing|what3words",
    "a face or fingerprint": r".*\b(photo|image|fingerprint|dna)( ?(id|ref|url))?",
}
POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$", re.IGNORECASE)
PNC = re.compile(r"^(19|20)?\d{2}/\d{1,7}[A-Z]$", re.IGNORECASE)
FULL_DATE = re.compile(r"^(19[0-9]{2}-\d{2}-\d{2}|\d{2}/\d{2}/19[0-9]{2})$")
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", re.IGNORECASE)
VALUES = {
    "a postcode": POSTCODE.match,
    "a PNC number": PNC.match,
    "a date of birth": FULL_DATE.match,
    "a way to reach someone": EMAIL.match,
}
SHARE = 0.5  # of the values looked at, from which a column is taken for what they look like


def refuse_identifying_headings(file: str, columns: Iterable[str]) -> None:
    """Raise IdentifiesPeople if a heading names something that identifies people."""
    for column in columns:
        kind = identifying_heading(column)
        if kind:
            raise IdentifiesPeople(file, column, kind)


def identifying_heading(column: str) -> str | None:
    """Say what a heading looks like, if it is something that identifies people.

    >>> identifying_heading("PNC_ID"), identifying_heading("dateOfBirth")
    ('a PNC number', 'a date of birth')
    >>> identifying_heading("score_text") is None
    True
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", apart.lower()).split())
    return next((kind for kind, form in KINDS.items() if re.fullmatch(form, plain)), None)


def refuse_identifying_values(file: str, column: str, values: Iterable[str]) -> None:
    """Raise IdentifiesPeople if most values of a column look like something that identifies."""
    seen = [value.strip() for value in values if value and value.strip()]
    for kind, looks_like in VALUES.items():
        if seen and sum(bool(looks_like(value)) for value in seen) > SHARE * len(seen):
            raise IdentifiesPeople(file, column, kind)
    if seen and sum(is_nhs_number(value) for value in seen) > SHARE * len(seen):
        raise IdentifiesPeople(file, column, "an NHS number")


def is_nhs_number(value: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number.

    >>> is_nhs_number("943 476 5919"), is_nhs_number("9434765918")
    (True, False)
    """
    digits = re.sub(r"[ -]", "", value)
    if not re.fullmatch(r"\d{10}", digits):
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return int(digits[9]) == check % 11
