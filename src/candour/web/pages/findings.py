"""Findings as pages show them: in a list, one by one, and on the pages of those concerned."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from candour.audit.exhibits import KeyNumber
from candour.audit.findings import Finding
from candour.audit.kinds import Kind, UnknownKind
from candour.audit.per_resident import denominators
from candour.core.voice import sentence
from candour.evidence.statements import Statement
from candour.register import findings as register
from candour.register.findings import FindingHistory, FindingOnSubject, ListedFinding
from candour.register.kinds import kinds
from candour.register.stretches import Stretch
from candour.web import words
from candour.web.addresses import change_address, finding_address
from candour.web.pages.change_days import day_of
from candour.web.pages.charts import charts_of, thumbnail
from candour.web.pages.finding_groups import question_of
from candour.web.pages.shown import Link, Showing, Shown

FEW = 3
KEPT = 256
ON_OTHER_RESIDENTS = re.compile(r"([\d.,]+) on (?:a |the )(.+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding in a list; of many that it is about, their number; and its first drawing.

    `number` is what it leads with, where a number stands alone.
    """

    audit: str
    title: str
    address: str
    kind: str
    lead: str
    about: tuple[Link, ...]
    more: int
    day: str
    drawing: Markup
    number: KeyNumber | None

    @property
    def topic(self) -> str:
        """The title up to what it claims, where the number beside it claims the same."""
        topic, _, claim = self.title.partition(": ")
        return topic if claim and self.number and self.number.number in claim else ""


@dataclass(frozen=True, slots=True)
class StretchShown:
    """From when until when a finding stood."""

    came: Link
    came_on: str
    went: Link | None
    went_on: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """What the page of a finding shows around its report."""

    identifier: str
    address: str
    question: Link
    period: str
    title: str
    lead: str
    about: tuple[Link, ...]
    refused: tuple[tuple[Link, str], ...]
    source: Link | None
    licence: str
    stretches: tuple[StretchShown, ...]
    stands: bool


@dataclass(frozen=True, slots=True)
class FindingOn:
    """What a finding says of one body or system: its numbers, or why there are none.

    `basis` tells which days the numbers are of, and which count of residents they are set against.
    """

    title: str
    address: str
    kind: str
    lead: str
    refused: str
    numbers: tuple[Shown, ...]
    groups: tuple[str, ...]
    measure: str
    basis: str
    question: Link


def slugs_of(findings: Iterable[ListedFinding]) -> set[str]:
    return {slug for finding in findings for slug in finding.about}


def entries(findings: Iterable[ListedFinding], showing: Showing) -> list[Entry]:
    """The rows of a list, those of many bodies first."""
    in_order = sorted(findings, key=lambda one: -len(one.about))
    return [_entry(finding, showing) for finding in in_order]


def leading(shown: Iterable[Entry]) -> Entry | None:
    """What a list opens with: the first, of the most bodies, whose number is a clear one."""
    return next((one for one in shown if one.number and one.number.is_clear), None)


def _entry(finding: ListedFinding, showing: Showing) -> Entry:
    shown = finding.about if len(finding.about) <= FEW else ()
    return Entry(
        finding.audit,
        finding.title,
        finding_address(finding.identifier),
        kinds().label(finding.audit),
        finding.lead,
        tuple(showing.link(slug) for slug in shown),
        len(finding.about) - len(shown),
        day_of(finding.began),
        thumbnail(finding.identifier),
        charts_of(finding.identifier).number,
    )


def finding_page(record: FindingHistory, showing: Showing) -> FindingPage:
    finding = record.found
    return FindingPage(
        finding.identifier,
        finding_address(finding.identifier),
        _question(finding.audit),
        _period(finding.finding),
        finding.title,
        finding.lead,
        tuple(showing.link(slug) for slug in finding.about),
        tuple((showing.link(slug), reason) for slug, reason in finding.refused.items()),
        showing.link(finding.source) if finding.source else None,
        finding.licence,
        tuple(_stretch_shown(stretch) for stretch in record.stretches),
        record.stands,
    )


def _question(audit: str) -> Link:
    key, asked = question_of(audit)
    return Link(asked, f"/findings/#{key}")


def _period(finding: Mapping[str, Any]) -> str:
    """Which days a finding is of, as its plan has them."""
    period = str(finding.get("plan", {}).get("period") or "")
    return words.period_in_words(period.replace(" to ", "/"))


def _stretch_shown(stretch: Stretch) -> StretchShown:
    began, ended = stretch.began, stretch.ended
    return StretchShown(
        Link(f"Change {began.number}", change_address(began.number)),
        day_of(began),
        Link(f"Change {ended.number}", change_address(ended.number)) if ended else None,
        day_of(ended) if ended else "",
    )


def findings_on(
    findings: Sequence[FindingOnSubject],
    headlines: Mapping[str, Sequence[Statement]],
    showing: Showing,
) -> tuple[FindingOn, ...]:
    """What findings say of one body or system."""
    return tuple(
        _finding_on(finding, headlines.get(finding.identifier, ()), showing) for finding in findings
    )


def _finding_on(
    finding: FindingOnSubject, numbers: Sequence[Statement], showing: Showing
) -> FindingOn:
    return FindingOn(
        finding.title,
        finding_address(finding.identifier),
        kinds().label(finding.audit),
        finding.lead,
        finding.refused,
        tuple(showing.show(statement) for statement in numbers),
        tuple(_pair(statement) for statement in numbers),
        sentence(numbers[0].qualifier("measure")) if numbers else "",
        basis_of(numbers[0]) if numbers else "",
        _question(finding.audit),
    )


# whose count of residents: what pages of forces show may be set against another than a finding's


def basis_of(statement: Statement) -> str:
    """Which days a number is of, and what it is set against."""
    days = words.period_in_words(statement.qualifier("period"))
    return "; ".join(part for part in (days, statement.qualifier("denominator")) if part)


def beside_pages_of_forces(finding: Finding[Any], kind: Kind[Any]) -> str:
    """How the numbers of a report stand to those on pages of forces, where residents differ."""
    leading = denominators.leading(finding.plan)
    headlines = kind.headlines(finding)
    if leading is None or headlines is None or headlines.denominator.endswith(f" {leading}"):
        return ""
    return (
        f"On this page people are set against residents by {denominators.in_words(leading)}. Pages "
        f"of forces set the same {kind.events(finding)} against {headlines.denominator}, so that "
        "forces can stand beside one another: the ratios there are other numbers."
    )


def beside_the_finding(statement: Statement) -> str:
    """What the finding that a number is of leads with, where it counts residents otherwise."""
    leading = leading_residents(statement.qualifier("finding"))
    if not leading:
        return ""
    note = statement.qualifier("remark") or statement.qualifier("note")
    for part in note.split("; "):
        number = ON_OTHER_RESIDENTS.fullmatch(part)
        if number and leading.endswith(number[2]):
            return f"The finding leads with {leading}, on which this is {number[1]} times."
    return ""


@lru_cache(maxsize=KEPT)
def leading_residents(identifier: str) -> str:
    """Whose count of residents a finding leads with, in words; a finding never changes."""
    record = register.finding(identifier)
    if record is None:
        return ""
    try:
        leading = denominators.leading(kinds().read(record.found.finding).plan)
    except UnknownKind:
        return ""
    return "" if leading is None else denominators.in_words(leading)


def _pair(statement: Statement) -> str:
    """Whom a ratio compares, as "Black beside white"."""
    return f"{sentence(statement.qualifier('group'))} beside {statement.qualifier('compared_with')}"
