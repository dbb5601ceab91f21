"""Audit the street lamps of a town: how many are dark, street by street."""

from collections.abc import Mapping

from candour.audit.findings import Finding, Input, Plan
from tests.audit.lamps.rows import Lamps, Street, Walk


def audit_lamps(seen: Mapping[str, tuple[int, int]]) -> Finding[Lamps]:
    """From lamps and dark ones by street, to a finding."""
    streets = tuple(Street(street=s, lamps=n, dark=dark) for s, (n, dark) in seen.items())
    dark, lamps = sum(row.dark for row in streets), sum(row.lamps for row in streets)
    return Finding(
        plan=Plan("lamps", "dark lamps of all", "all lamps", ("every street",)),
        inputs=(Input("walk.csv", "0" * 64),),
        sentences=(f"{dark} of {lamps} lamps were dark.",),
        result=Lamps(dark=dark, streets=streets, accounted_for=Walk(read=lamps)),
        assumptions=("Every lamp was looked at once.",),
        does_not_show=("Why a lamp is dark.",),
    )
