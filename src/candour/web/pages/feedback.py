"""The page that explains feedback: figures of the findings that ship, none typed in here."""

import json
from dataclasses import dataclass

from candour.audit.in_words import share
from candour.register import findings as register
from candour.register.kinds import kinds
from candour.simulation.findings.city import LEARNS, Cities
from candour.simulation.findings.city_words import NAMES
from candour.simulation.findings.shared import ratio
from candour.simulation.findings.urn import Urns

URN, CITY = "simulated-urn", "simulated-city"


@dataclass(frozen=True, slots=True)
class Told:
    """A finding that the page quotes: where it is, its first sentence, and rows of its table."""

    address: str
    lead: str
    rows: tuple[tuple[str, ...], ...]


def urn() -> Told | None:
    """Case; share of what happens; of records at the start, at the end, and nine runs in ten."""
    stored = _standing("urn", URN)
    if stored is None:
        return None
    finding = kinds().read(stored)
    assert isinstance(finding.result, Urns)
    rows = tuple(
        (
            row.case,
            share(row.truth),
            share(row.share_start),
            share(row.share),
            f"{share(row.low)} to {share(row.high)}",
        )
        for row in finding.result.cases
    )
    return Told(f"/findings/{finding.identifier}/", finding.sentences[0], rows)


def city() -> Told | None:
    """Method; what it learns from; patrols in the first week, in the last, nine runs in ten."""
    stored = _standing("city", CITY)
    if stored is None:
        return None
    finding = kinds().read(stored)
    assert isinstance(finding.result, Cities)
    names = {method.value: name for method, name in NAMES.items()}
    rows = tuple(
        (
            f"{names[row.method]}, {f'{row.marked} areas marked' if row.marked else 'none marked'}",
            LEARNS[row.learns],
            ratio(row.first_week),
            ratio(row.last_week),
            f"{ratio(row.low)} to {ratio(row.high)}",
        )
        for row in finding.result.methods
    )
    return Told(f"/findings/{finding.identifier}/", finding.sentences[0], rows)


def _standing(audit: str, name: str) -> dict[str, object] | None:
    row = register.findings(audit=audit).filter(name=name).first()
    if row is None:
        return None
    stored: dict[str, object] = json.loads(row.text)["finding"]
    return stored
