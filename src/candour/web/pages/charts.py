"""The pictures of findings, for the page that shows all and for the list of findings.

A finding never changes and is named by its hash, so what is drawn of it is kept by its name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from candour.audit.exhibits import KeyNumber
from candour.audit.kinds import UnknownKind
from candour.audit.reports import pictures_of
from candour.register import findings as register
from candour.register.findings import ListedFinding
from candour.register.kinds import kinds
from candour.web.addresses import finding_address
from candour.web.pages.change_days import day_of
from candour.web.pages.shown import Link, Showing

KEPT = 256
MARK = 'class="report-dot"'
TALLEST = 460  # units of a drawing that stands beside its entry in a list
HEIGHT = re.compile(r'^<svg [^>]*?height="(\d+)"')


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: its name in addresses, its heading, its point, its drawings, a low one."""

    name: str
    heading: str
    point: str
    panels: tuple[Markup, ...]
    small: Markup

    @property
    def thumbnail(self) -> Markup:
        """What is drawn small; else the first drawing, where that is low enough.

        One mark alone on an axis shows no more than its number does, and is left out.
        """
        if self.small:
            return self.small
        if self.panels[0].count(MARK) == 1:
            return Markup("")
        height = HEIGHT.match(self.panels[0])
        return self.panels[0] if height and int(height[1]) <= TALLEST else Markup("")


@dataclass(frozen=True, slots=True)
class Charts:
    """What is drawn of one finding, and the number that it leads with."""

    pictures: tuple[Chart, ...]
    number: KeyNumber | None


@dataclass(frozen=True, slots=True)
class Card:
    """One picture of the gallery: its point is its title, and leads to its finding.

    `number` stands beside the first picture of a finding alone, whose point is the finding's own;
    `more` is how many drawings the picture has that a card has no room for.
    """

    audit: str
    title: str
    address: str
    kind: str
    name: str
    number: KeyNumber | None
    drawing: Markup
    more: int
    source: Link | None
    day: str


@lru_cache(maxsize=KEPT)
def charts_of(identifier: str) -> Charts:
    """Draw a finding; nothing where it has no picture, or its kind is not known here."""
    record = register.finding(identifier)
    assert record is not None, "asked only of findings that are listed"
    try:
        finding = kinds().read(record.found.finding)
    except UnknownKind:
        return Charts((), None)
    kind = kinds().of(finding)
    pictures = tuple(
        Chart(
            name,
            picture.heading,
            picture.point,
            tuple(Markup(panel.svg) for panel in picture.panels),  # noqa: S704 - drawn by us
            Markup(picture.small.svg if picture.small else ""),  # noqa: S704
        )
        for name, picture in pictures_of(finding, kind).items()
    )
    return Charts(pictures, kind.key_number(finding))


def thumbnail(identifier: str) -> Markup:
    """What is drawn of a finding in a list; nothing where it has no picture that is low enough."""
    pictures = charts_of(identifier).pictures
    return pictures[0].thumbnail if pictures else Markup("")


def cards(listed: Iterable[ListedFinding], showing: Showing) -> Iterator[Card]:
    """Every picture of some findings, finding by finding, those of many bodies first."""
    for finding in sorted(listed, key=lambda one: -len(one.about)):
        charts = charts_of(finding.identifier)
        for place, chart in enumerate(charts.pictures):
            yield _card(finding, chart, charts.number if place == 0 else None, place, showing)


def _card(
    finding: ListedFinding,
    chart: Chart,
    number: KeyNumber | None,
    place: int,
    showing: Showing,
) -> Card:
    source = _source(finding.identifier)
    about = f"{finding.title.partition(':')[0]}: {chart.heading[:1].lower()}{chart.heading[1:]}"
    return Card(
        finding.audit,
        finding.title if place == 0 else chart.point or about,
        finding_address(finding.identifier),
        kinds().label(finding.audit),
        chart.name,
        number,
        chart.thumbnail,
        len(chart.panels) - (chart.thumbnail == chart.panels[0]),
        showing.link(source) if source else None,
        day_of(finding.began),
    )


def sources_of(listed: Iterable[ListedFinding]) -> set[str]:
    return {_source(finding.identifier) for finding in listed} - {""}


@lru_cache(maxsize=KEPT)
def _source(identifier: str) -> str:
    record = register.finding(identifier)
    return record.found.source if record is not None else ""
