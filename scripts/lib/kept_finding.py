"""A finding that ships and has no headline of its own, as the register keeps it."""

from datetime import date

from candour.audit.findings import Finding
from candour.evidence.findings import KeptFinding


def kept(
    finding: Finding[object],
    *,
    name: str,
    title: str,
    about: tuple[str, ...],
    licence: str,
    source: str = "",
) -> KeptFinding:
    """The finding with what the register adds, public from the day of whoever ships it."""
    return KeptFinding(
        name=name,
        title=title,
        about=about,
        refused={},
        source=source,
        licence=licence,
        public_on=date.today().isoformat(),  # noqa: DTZ011
        statements=(),
        finding=finding.as_dict(),
    )
