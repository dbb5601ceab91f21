"""The pictures of findings, for the page that shows all and for the list of findings.

A finding never changes and is named by its hash, so what is drawn of it is kept by its name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from candour.audit.kinds import UnknownKind
from candour.audit.reports import pictures_of, tables
from candour.register import findings as register
from candour.register.findings import ListedFinding
from candour.register.kinds import kinds
from candour.web.addresses import finding_address
from candour.web.pages.change_days import day_of
from candour.web.pages.shown import Link, Showing

KEPT = 256
TALLEST = 320  # units of a drawing that stands beside its entry in a list
HEIGHT = re.compile(r'^<svg [^>]*?height="(\d+)"')


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: its name in addresses, its heading, how to read it, its drawings, a low one."""

    name: str
    heading: str
    how_to_read: str
    panels: tuple[Markup, ...]
    small: Markup


@dataclass(frozen=True, slots=True)
class Charts:
    """What is drawn of one finding, and the table that has its numbers."""

    pictures: tuple[Chart, ...]
    table: Markup


@dataclass(frozen=True, slots=True)
class FindingDrawn:
    """A finding with its pictures: its title is the point; source and day are its foot."""

    title: str
    address: str
    kind: str
    lead: str
    source: Link | None
    day: str
    charts: Charts


@lru_cache(maxsize=KEPT)
def charts_of(identifier: str) -> Charts:
    """Draw a finding; nothing where it has no picture, or its kind is not known here."""
    record = register.finding(identifier)
    assert record is not None, "asked only of findings that are listed"
    try:
        finding = kinds().read(record.found.finding)
    except UnknownKind:
        return Charts((), Markup(""))
    kind = kinds().of(finding)
    pictures = tuple(
        Chart(
            name,
            picture.heading,
            picture.how_to_read,
            tuple(Markup(panel.svg) for panel in picture.panels),  # noqa: S704 - drawn by us
            Markup(picture.small.svg if picture.small else ""),  # noqa: S704
        )
        for name, picture in pictures_of(finding, kind).items()
    )
    table = kind.first_table(finding) if pictures else None
    among = f"finding {identifier}"
    return Charts(pictures, Markup(tables.html(table, among=among) if table else ""))  # noqa: S704


def thumbnail(identifier: str) -> Markup:
    """What is drawn small of a finding; else its first drawing, where that is low enough."""
    pictures = charts_of(identifier).pictures
    if not pictures:
        return Markup("")
    if pictures[0].small:
        return pictures[0].small
    first = pictures[0].panels[0]
    height = HEIGHT.match(first)
    return first if height and int(height[1]) <= TALLEST else Markup("")


def drawn(listed: Iterable[ListedFinding], showing: Showing) -> list[FindingDrawn]:
    return [_drawn(finding, charts_of(finding.identifier), showing) for finding in listed]


def sources_of(listed: Iterable[ListedFinding]) -> set[str]:
    return {_source(finding.identifier) for finding in listed} - {""}


@lru_cache(maxsize=KEPT)
def _source(identifier: str) -> str:
    record = register.finding(identifier)
    return record.found.source if record is not None else ""


def _drawn(finding: ListedFinding, charts: Charts, showing: Showing) -> FindingDrawn:
    source = _source(finding.identifier)
    return FindingDrawn(
        finding.title,
        finding_address(finding.identifier),
        kinds().label(finding.audit),
        finding.lead,
        showing.link(source) if source else None,
        day_of(finding.began),
        charts,
    )
