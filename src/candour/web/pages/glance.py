"""The first screen of a body: what is known of its systems, its own word, and what is not known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from candour.audit.headlines import widest_interval
from candour.evidence.asked import FIELD as DISCLOSURE
from candour.evidence.asked import (
    Behaviour,
    WhenAsked,
    behaviour_when_asked,
    is_police,
    when_asked,
)
from candour.register.subject_pages import NamedSystems, OnSubject
from candour.web import words
from candour.web.pages.bodies import SystemOf, roles_in_systems, systems_of
from candour.web.pages.clashes import ClashShown, clashes_counted
from candour.web.pages.findings import FindingOn
from candour.web.pages.shown import Shown
from candour.web.pages.subject import SubjectPage

COMPARED_FIRST = "Black beside white"
FINDINGS_AT_A_GLANCE = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer of the first screen: what is asked, the answer, and where its evidence stands.

    `mark` picks a shape (● shown, ◐ in part, ○ not known, ≠ clash), which repeats the words.
    """

    label: str
    text: str
    address: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class RatioShown:
    """One ratio of a finding, with the wider of its intervals, and what it is a ratio of."""

    address: str
    statement: str
    of: str
    pair: str
    value: str
    interval: str


@dataclass(frozen=True, slots=True)
class BodyGlance:
    """The answers in the order they are read; `used` are the systems it operates."""

    cells: tuple[Cell, ...]
    ratios: tuple[RatioShown, ...]
    used: tuple[SystemOf, ...]

    @property
    def asks(self) -> bool:
        """Whether anything asked of its systems is not published."""
        return any(system.open for system in self.used)


@dataclass(frozen=True, slots=True)
class BodyParts:
    """What the page of a body shows beyond those of other subjects: its systems, its summary."""

    systems: tuple[SystemOf, ...]
    glance: BodyGlance | None


def body_parts(about: OnSubject, page: SubjectPage, systems_named: NamedSystems) -> BodyParts:
    """Summed up are the police, and others who use a system."""
    systems = systems_of(roles_in_systems(about.mentions), systems_named, about.schema)
    is_summed_up = is_police(about.subject) or any(system.is_used for system in systems)
    behaviour = behaviour_when_asked(about.subject.of(DISCLOSURE))
    return BodyParts(systems, body_glance(page, systems, behaviour) if is_summed_up else None)


def body_glance(
    page: SubjectPage, systems: Sequence[SystemOf], behaviour: Sequence[Behaviour]
) -> BodyGlance:
    """Sum up the page of a body in a few answers."""
    used = [system for system in systems if system.is_used]
    cells = (
        _systems(used, len(systems) - len(used)),
        _own_word(page),
        _when_asked(when_asked(behaviour)),
        _not_published(used),
        _clashes(page.clashes),
    )
    return BodyGlance(cells, tuple(_ratios(page.findings)), tuple(used))


def _systems(used: Sequence[SystemOf], others: int) -> Cell:
    if not used:
        text = "None known here, which does not say that there are none"
        return Cell("Systems", text, "#systems" if others else "", "silent")
    return Cell("Systems", words.counted(len(used), "system") + " known", "#systems", "provided")


def _own_word(page: SubjectPage) -> Cell:
    """What it says of its own use, and whether others show what it denies."""
    own = [fact for s in page.sections for fact in s.facts if fact.key == "predictive-use"]
    values = [shown for fact in own for shown in fact.values]
    by_itself = dict.fromkeys(s.value.text for s in values if page.name in s.who)
    by_others = dict.fromkeys(s.value.text for s in values if page.name not in s.who)
    if not by_itself:
        text = "Not told" + (f"; {words.listed([*by_others]).lower()}" if by_others else "")
        return Cell("Its own word", text, "#own-use" if values else "", "silent")
    text = "; ".join([*by_itself, *(text.lower() for text in by_others if text not in by_itself)])
    is_disputed = len({*by_itself, *by_others}) > 1
    return Cell("Its own word", text, "#own-use", "clash" if is_disputed else "partly")


def _when_asked(when: WhenAsked) -> Cell:
    if not when.told_of:
        return Cell("When asked", "Not told", "", "silent")
    mark = "provided" if when.given == when.told_of else "partly" if when.given else "silent"
    return Cell("When asked", words.when_asked(when).capitalize(), "#asked", mark)


def _not_published(used: Sequence[SystemOf]) -> Cell:
    items, open_ = sum(s.asked for s in used), sum(s.open for s in used)
    if not items:
        return Cell("Not published", "Nothing is asked of it yet", "", "silent")
    text = f"{open_:,} of {items:,} things asked of its systems"
    return Cell("Not published", text, "#systems", "silent" if open_ else "provided")


def _clashes(shown: Sequence[ClashShown]) -> Cell:
    if not shown:
        return Cell("Clashes", "None found")
    return Cell("Clashes", clashes_counted(shown), "#contradictions", "clash")


def _ratios(findings: Iterable[FindingOn]) -> Iterable[RatioShown]:
    """The first ratio of each finding that has any: Black people beside white, where it has that.

    One comparison, so that the first screen of every force shows the same.
    """
    chosen = 0
    for finding in findings:
        numbers = dict(zip(finding.groups, finding.numbers, strict=True))
        shown = numbers.get(COMPARED_FIRST)
        if shown is not None and chosen < FINDINGS_AT_A_GLANCE:
            chosen += 1
            yield _ratio(finding, shown)


def _ratio(finding: FindingOn, shown: Shown) -> RatioShown:
    return RatioShown(
        finding.address,
        shown.address,
        f"{finding.measure.partition(' of one group')[0]}, {finding.basis}",
        COMPARED_FIRST,
        shown.value.text,
        widest_interval(shown.remark),
    )
