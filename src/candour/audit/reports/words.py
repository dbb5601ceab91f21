"""Groups and numbers as people read them, and which rows come first."""

from collections.abc import Mapping, Sequence
from typing import Any

from candour.audit import wording
from candour.audit.periods import Period
from candour.audit.plans import Finding, Row
from candour.audit.residents.ethnicity import GROUPS, NAMES

NONE = "–"
TEN = 10
SMALLEST_P = 0.0001
MOST = 10**6  # residents that a rate is told of
times = wording.times


def group(name: str) -> str:
    """How a group is called in running text.

    >>> group("black"), group("White"), group("Caucasian")
    ('Black', 'white', 'Caucasian')
    """
    return NAMES.get(name.lower(), name)


def heading(name: str) -> str:
    """How a group is called where it stands first."""
    called = group(name)
    return called[:1].upper() + called[1:] if name.lower() in GROUPS else called


def people(name: str) -> str:
    """The people of a group.

    >>> people("black"), people("other"), people("Caucasian")
    ('Black people', 'people of other groups', 'people of the group Caucasian')
    """
    if name not in GROUPS:
        return f"people of the group {name}"
    if name in {"mixed", "other"}:
        return f"people of {group(name)} groups"
    return f"{group(name)} people"


def whole(number: float | None) -> str:
    return NONE if number is None else f"{number:,.0f}"


def rate(number: float | None) -> str:
    """A rate or a ratio with the digits that reading needs.

    >>> rate(12.345), rate(123.45), rate(0.0123), rate(1234.5), rate(17)
    ('12.35', '123.5', '0.012', '1,234', '17')
    """
    if number is None:
        return NONE
    if isinstance(number, int):
        return f"{number:,}"
    size = abs(number)
    if size == 0:
        return "0"
    if size < 1 / TEN:
        return f"{number:.2g}"
    return f"{number:,.{2 if size < TEN**2 else 1 if size < TEN**3 else 0}f}"


def alike(here: float | None, there: float | None) -> tuple[str, str]:
    """Two rates with as many digits as each other.

    >>> alike(135.17, 32.9), alike(4.751, 1.32), alike(4.0, None)
    (('135.2', '32.9'), ('4.75', '1.32'), ('4.00', '–'))
    """
    known = [number for number in (here, there) if number is not None]
    most = max(known, default=0)
    if any(0 < number < 1 / TEN for number in known):
        return rate(here), rate(there)
    digits = 2 if most < TEN**2 else 1 if most < TEN**3 else 0
    said = [NONE if number is None else f"{number:,.{digits}f}" for number in (here, there)]
    return said[0], said[1]


def share(number: float | None) -> str:
    """A share of 0 to 1 in per cent.

    >>> share(0.4485), share(0.0004), share(None)
    ('44.9%', '0.04%', '–')
    """
    if number is None:
        return NONE
    return f"{number:.1%}" if abs(number) >= 1 / TEN**3 or number == 0 else f"{number:.2%}"


def in_hundred(number: float) -> str:
    """A share as a count of people in a hundred.

    >>> in_hundred(0.4485), in_hundred(0.004)
    ('45', 'fewer than 1')
    """
    people = round(number * TEN**2)
    return str(people) if people or number == 0 else "fewer than 1"


def p_value(number: float | None) -> str:
    """A p-value, without digits that nobody needs.

    >>> p_value(1e-9), p_value(0.0314)
    ('below 0.0001', '0.031')
    """
    if number is None:
        return NONE
    return f"below {SMALLEST_P:.4f}" if number < SMALLEST_P else f"{number:.2g}"


def is_estimate(value: Any) -> bool:
    return isinstance(value, Mapping) and {"value", "low", "high"} <= set(value)


def main_rows(rows: Sequence[Row]) -> list[Row]:
    """The rows that a reader is shown first: the last census itself, groups as counted.

    Tables without a census are given back whole.
    """
    counted = [
        row
        for row in rows
        if isinstance(row.get("population_year"), int)
        and row.get("reading", "as counted") == "as counted"
    ]
    if not counted:
        return list(rows)
    last = max(row["population_year"] for row in counted)
    return [row for row in counted if row["population_year"] == last]


def years(rows: Sequence[Row]) -> list[int]:
    """The censuses that the rows rest on, the first one first."""
    return sorted({y for row in rows if isinstance(y := row.get("population_year"), int)})


def months(period: str) -> int:
    """How many months a period of a plan has.

    >>> months("2023-01 to 2025-12"), months("")
    (36, 0)
    """
    return len(Period.parse(period.replace(" to ", "..")).months) if period else 0


def of_each(smallest: float, *, least: float = 1) -> int:
    """Of how many residents rates are told, so that they read as 1 to 1,000.

    `smallest` is the smallest of the rates, as a share of 1; `least` what it should read as.

    >>> of_each(0.0048), of_each(0.000048), of_each(0), of_each(0.019, least=100)
    (1000, 100000, 1000, 10000)
    """
    each = TEN**3
    while 0 < smallest * each < least and each < MOST:
        each *= TEN
    return each


def events(finding: Finding) -> str:
    """What is counted, in the plural."""
    return {"stops": "searches", "force": "tactics"}.get(finding.plan.audit, "events")


def why_wider(finding: Finding) -> str:
    """Why the wider interval of a ratio is wider than chance alone would have it."""
    return wording.WHY_WIDER.get(finding.plan.audit, "events often happen together")
