"""Columns that name or point at people: Candour takes none."""

import re
from collections.abc import Callable, Iterable, Sequence

from candour.audit.errors import IdentifiesPeople

# A heading, in lower case with single spaces for all but letters and digits.
KINDS = {
    "a name": r"(full|first|last|fore|sur|given|family|middle|maiden|person|nick|suspect|offender|"
    r"defendant|nominal|subject|victim|client|patient|pupil)?s? ?(first|last)? ?names?|"
    r"(first|last|middle|initials|alias(es)?|surname|forename|street name|known as)",
    "a date of birth": r"d ?o ?b|(date|day|month|year) (of )?birth|birth ?(date|day|year|month)|"
    r"born( on| in)?|yob",
    "an NHS number": r"nhs.*",
    "a PNC number": r"(pnc|cro|crn|nomis|prn|pncid|cpr)( ?(id|no|num|number|ref|reference))?",
    "a case number": r".*\b(case|crime|custody|arrest|incident|offence|urn|nominal|person|suspect|"
    r"offender|prisoner|individual|court|warrant|docket)"
    r"( ?(id|no|num|number|ref|reference|urn))|urn|docket",
    "a National Insurance number": r"(ni|nino|national insurance)( ?(no|num|number))?|ssn",
    "a passport or licence number": r"(passport|driving licen[cs]e|licen[cs]e no|licen[cs]e number|"
    r"vrm|vrn|vehicle reg|number plate|registration mark).*|licen[cs]e",
    "a postcode": r".*\bpost ?codes?|.*\bzip ?codes?|zip|postcd|pcd",
    "an address": r".*\baddress(es)?( ?(line)? ?\d)?|street( name)?|house( (no|number|name))?|uprn",
    "a way to reach someone": r"e ?mail.*|(tele|mobile )?phone.*|mobile.*|telephone.*|imei|imsi|"
    r"(social media|twitter|facebook|instagram|snapchat).*",
    "a point on the map": r"lat(itude)?|lon(g|gitude)?|lng|easting|northing|what3words|"
    r"coordinates?",
    "a face or fingerprint": r".*\b(photo|image|fingerprint|dna|mugshot|face)( ?(id|ref|url))?",
}
POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$", re.IGNORECASE)
PNC = re.compile(r"^(19|20)?\d{2}/\d{1,7}[A-Z]$", re.IGNORECASE)
CRO = re.compile(r"^(CF|SF)?\d{1,6}/\d{2}[A-Z]$", re.IGNORECASE)
NI = re.compile(r"^[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]$", re.IGNORECASE)
CASE = re.compile(
    r"^(?:[A-Z]{2,4}[/-]\d{3,}([/-]\w+)*|\d{2}[A-Z0-9]{2}/\d{2,}/\d{2}|\d{2}[A-Z]{2}\d{7}|"
    r"\d{2}/\d{4,}/\d{2})$",
    re.IGNORECASE,
)
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", re.IGNORECASE)
PHONE = re.compile(r"^(\+44|0044|0)[ -]?\d{2,5}[ -]?\d{3,4}[ -]?\d{3,4}$")
ADDRESS = re.compile(
    r"^(flat \w+,? )?\d+[a-z]?,? [\w' ]+ (street|st|road|rd|lane|ln|avenue|ave|close|drive|way|"
    r"court|crescent|terrace|gardens|grove|place|square|hill|row|walk|mews)\b.*$",
    re.IGNORECASE,
)
LATITUDE = re.compile(r"^(49|5\d|60)\.\d{4,}$")
NUMBER_PLATE = re.compile(r"^[A-Z]{2}\d{2} ?[A-Z]{3}$", re.IGNORECASE)
VALUES: dict[str, Callable[[str], object]] = {
    "a postcode": POSTCODE.match,
    "a PNC number": PNC.match,
    "a CRO number": CRO.match,
    "a National Insurance number": NI.match,
    "a case number": CASE.match,
    "a way to reach someone": lambda text: EMAIL.match(text) or PHONE.match(text),
    "an address": ADDRESS.match,
    "a point on the map": LATITUDE.match,
    "a number plate": NUMBER_PLATE.match,
}
DATE = re.compile(
    r"^(?:(\d{4})[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ](?:\d{1,2}|[A-Z]{3,9})[-/. ](\d{4}))"
    r"(?:[ T]\d{2}:\d{2}.*)?$",
    re.IGNORECASE,
)
NAME = re.compile(r"^[^\W\d_][^\W\d_'’.-]*[\w'’.-]*,? [^\W\d_][\w'’.-]*( [^\W\d_][\w'’.-]*)?$")
SHARE = 0.5  # of the values looked at, from which a column is taken for what they look like
BORN_BEFORE = 2000
BORN_OVER = 8  # years: events in one data set seldom spread so far, births do
NAMES_LOOKED_AT = 10  # below so many values nobody can tell names from labels
NAMES_APART = 0.95  # of them that differ: labels come again, names hardly


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


def refuse_identifying_values(
    file: str, column: str, values: Iterable[str], *, one_each: bool = False
) -> None:
    """Raise IdentifiesPeople if most values of a column look like something that identifies.

    Parameters
    ----------
    file, column : str
        For what is said.
    values : iterable of str
        Some of the column's values.
    one_each : bool, default False
        Whether each is of one person: then a column is also taken for names where nearly all
        values differ and have the form of one.
    """
    seen = [value.strip() for value in values if value and value.strip()]
    kind = _kind_of(seen, one_each=one_each)
    if kind:
        raise IdentifiesPeople(file, column, kind)


def _kind_of(values: Sequence[str], *, one_each: bool) -> str | None:
    most = SHARE * len(values)
    for kind, looks_like in VALUES.items():
        if values and sum(bool(looks_like(value)) for value in values) > most:
            return kind
    if values and sum(is_nhs_number(value) for value in values) > most:
        return "an NHS number"
    if _are_births(values, most):
        return "a date of birth"
    if one_each and len(values) >= NAMES_LOOKED_AT and len(set(values)) > NAMES_APART * len(values):
        names = sum(bool(NAME.match(value)) and _has_capital(value) for value in values)
        return "a name" if names > most else None
    return None


def _are_births(values: Sequence[str], most: float) -> bool:
    dates = [match for value in values if (match := DATE.match(value))]
    years = [int(match[1] or match[2]) for match in dates]
    if not values or len(years) <= most:
        return False
    early = sum(year < BORN_BEFORE for year in years)
    return early > most or max(years) - min(years) >= BORN_OVER


def _has_capital(text: str) -> bool:
    return all(word[:1].isupper() for word in text.replace(",", " ").split())


def is_nhs_number(value: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number.

    >>> is_nhs_number("943 476 5919"), is_nhs_number("9434765918")
    (True, False)
    """
    digits = re.sub(r"[ -]", "", value)
    if not re.fullmatch(r"\d{10}", digits, re.ASCII):
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return int(digits[9]) == check % 11
