"""The page of one subject of any class: its head, then sections as page_order.py has them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from candour.core.voice import sentence
from candour.evidence.asked import FIELD as DISCLOSURE
from candour.evidence.asked import behaviour_when_asked, only_totals
from candour.evidence.audited import Audited
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.statements import Statement
from candour.evidence.use import Headline
from candour.register.overviews import Touched
from candour.register.subject_pages import OnSubject
from candour.web import words
from candour.web.addresses import change_address, statement_address, subject_address
from candour.web.page_order import IN_THE_HEAD, Section, sections_of
from candour.web.pages.clashes import ClashShown, clash_shown
from candour.web.pages.corroborated import CorroboratedShown, corroborated_shown
from candour.web.pages.derived import DerivedShown, derived_shown
from candour.web.pages.figures import FigureTable, figure_tables
from candour.web.pages.findings import FindingOn, findings_on
from candour.web.pages.gaps import GapsShown, gaps_shown
from candour.web.pages.life_picture import (
    LifePictures,
    life_contradicted,
    life_pictures,
    life_point,
    life_told,
)
from candour.web.pages.recommendations import RECOMMENDATIONS, what_is_asked_for
from candour.web.pages.shown import Link, Showing, Shown, verdicts_by_claim
from candour.web.pages.timeline import LifeRow, life_rows

REACHES_PEOPLE = frozenset({"product", "part-of", "method", "funded-by"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One field with all that is said under it."""

    key: str
    label: str
    help: str
    values: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One section with what it shows; a block of another kind finds its content on the page.

    `group` is the heading that it stands under with others; "" where sections have none.
    """

    section: Section
    facts: tuple[Fact, ...] = ()
    brief: tuple[Fact, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class UseShown:
    """The headline of use, with links to the statements it rests on, the first of them the lead."""

    sentence: str
    statements: tuple[Link, ...]
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change set that touched the subject: its day, and how many statements came and went."""

    number: int
    address: str
    made_on: str
    why: str
    asserted: int
    retracted: int


@dataclass(frozen=True, slots=True)
class SourceShown:
    link: Link
    statements: int


@dataclass(frozen=True, slots=True)
class MentionGroup:
    """Statements on other subjects that name this one, under one field."""

    label: str
    statements: tuple[tuple[Link, Shown], ...]


@dataclass(frozen=True)
class SubjectPage:
    """All that the template of a subject's page is told."""

    slug: str
    subject_class: str
    class_label: str
    name: str
    also: tuple[str, ...]
    address: str
    kind: Shown | None
    summary: Shown | None
    scopes: tuple[Fact, ...]
    use: UseShown | None
    operators: tuple[Shown, ...]
    sections: tuple[SectionShown, ...]
    findings: tuple[FindingOn, ...]
    audited: Audited | None
    tables: tuple[FigureTable, ...]
    verdict_counts: tuple[tuple[str, str, int], ...]
    failing: Mapping[str, str]
    derived: tuple[DerivedShown, ...]
    clashes: tuple[ClashShown, ...]
    gaps: GapsShown
    timeline: tuple[LifeRow, ...]
    corroborated: tuple[CorroboratedShown, ...]
    life_told: str
    life_point: str
    life_contradicted: str
    life_picture: LifePictures
    changes: tuple[ChangeShown, ...]
    sources: tuple[SourceShown, ...]
    mentions: tuple[MentionGroup, ...]
    statements: int
    figures: int
    asked: tuple[tuple[str, tuple[Shown, ...]], ...] = ()
    only_totals: tuple[Shown, ...] = ()
    asked_for: str = ""
    reached_through: tuple[Link, ...] = ()


def subject_page(about: OnSubject) -> SubjectPage:
    """Build the page of a subject."""
    subject, follows = about.subject, about.consequences.worked_out
    use = about.consequences.use
    showing = Showing(
        about.schema, about.names, about.moment, verdicts_by_claim(follows.checks), about.readings
    )
    facts = _facts(subject, showing)
    tables = figure_tables(subject.rows, showing)
    page = SubjectPage(
        slug=subject.slug,
        subject_class=subject.subject_class,
        class_label=words.CLASS_LABELS[subject.subject_class],
        name=subject.name,
        also=tuple(str(s.value) for s in subject.of("also") if s.kind == "text"),
        address=subject_address(subject.subject_class, subject.slug),
        kind=_first(facts, "kind"),
        summary=_first(facts, "summary"),
        scopes=tuple(facts[key] for key in ("in-scope", "ban-scope") if key in facts),
        use=_use(use, showing) if use is not None else None,
        operators=facts["operator"].values if "operator" in facts else (),
        sections=(),
        findings=findings_on(about.findings, about.headlines, showing),
        audited=about.consequences.audited,
        tables=tables,
        verdict_counts=_verdict_counts(follows.checks),
        failing=_failing(follows.checks),
        derived=tuple(derived_shown(row, showing) for row in follows.derived),
        clashes=tuple(clash_shown(row, showing) for row in follows.contradictions),
        gaps=gaps_shown(follows.gaps, showing.schema),
        timeline=life_rows(
            about.consequences.life,
            subject.slug,
            subject_address(subject.subject_class, subject.slug),
            showing,
        ),
        corroborated=corroborated_shown(about.consequences.corroborated, showing),
        life_told=life_told(about.consequences.life),
        life_point=life_point(
            about.consequences.life,
            of=" of its systems" if subject.subject_class == "body" else "",
        ),
        life_contradicted=life_contradicted(about.consequences.life, showing.name),
        life_picture=life_pictures(
            about.consequences.life,
            showing.name,
            lambda statement: _called(statement, about.schema),
        ),
        changes=tuple(_change(change) for change in about.changes),
        sources=_sources(subject, showing),
        mentions=_mentions(about.mentions, showing),
        statements=len(subject.rows),
        figures=sum(statement.kind == "quantity" for statement in subject.statements),
        asked=_behaviour_when_asked(subject, showing),
        only_totals=tuple(showing.show(s) for s in only_totals(subject)),
        asked_for=_asked_for(about, showing),
        reached_through=_reached_through(about, showing),
    )
    return replace(page, sections=tuple(_sections(page, facts)))


# sections


def _facts(subject: SubjectFile, showing: Showing) -> dict[str, Fact]:
    """Every field but figures, with its statements in the order of the file."""
    values: dict[str, list[Shown]] = {}
    for statement in subject.statements:
        if statement.kind != "quantity":
            values.setdefault(statement.field, []).append(showing.show(statement))
    fields = showing.schema.fields
    return {
        key: Fact(key, fields[key].label, fields[key].help, tuple(shown))
        for key, shown in values.items()
    }


def _first(facts: Mapping[str, Fact], key: str) -> Shown | None:
    return facts[key].values[0] if key in facts else None


def _sections(page: SubjectPage, facts: dict[str, Fact]) -> Iterable[SectionShown]:
    order = sections_of(page.subject_class)
    named = {key for section in order for key in section.fields} | set(IN_THE_HEAD)
    rest = tuple(fact for key, fact in facts.items() if key not in named)
    group = ""
    for section in order:
        group = section.begins or group
        shown = tuple(facts[key] for key in section.fields if key in facts)
        brief = tuple(facts[key] for key in section.brief if key in facts)
        shown += rest if section.takes_rest else ()
        if shown or brief or section.when_empty or _has_content(page, section.block):
            yield SectionShown(section, shown, brief, group)


def _has_content(page: SubjectPage, block: str) -> bool:
    """Whether a block that is no list of fields has anything to show."""
    content: dict[str, object] = {
        "facts": (),
        "use": (),
        "gaps": page.gaps.asked,
        "figures": page.tables,
        "derived": page.derived,
        "findings": page.findings or page.audited,
        "contradictions": page.clashes,
        "mentions": page.mentions,
        "timeline": page.timeline,
        "corroborated": page.corroborated,
        "history": page.changes,
        "asked": page.asked,
        "sources": page.sources,
    }
    return bool(content.get(block, True))


# parts of the page


def _behaviour_when_asked(
    subject: SubjectFile, showing: Showing
) -> tuple[tuple[str, tuple[Shown, ...]], ...]:
    """The questions of how a body behaved, with what is told under each; none if nothing is."""
    disclosures = subject.of(DISCLOSURE) if subject.subject_class == "body" else []
    if not disclosures:
        return ()
    return tuple(
        (behaviour.question.text, tuple(showing.show(s) for s in behaviour.statements))
        for behaviour in behaviour_when_asked(disclosures)
    )


def _called(statement: Statement, schema: Schema) -> str:
    """What a statement tells, in a picture of a life: of use its state."""
    if statement.field == "use" and statement.kind == "term":
        return schema.term("use", str(statement.value)).label
    return schema.fields[statement.field].label


def _asked_for(about: OnSubject, showing: Showing) -> str:
    """What the recommendations ask of the subject, where the register holds them."""
    if RECOMMENDATIONS not in showing.names:
        return ""
    return what_is_asked_for(about.subject, about.mentions, showing.schema)


def _reached_through(about: OnSubject, showing: Showing) -> tuple[Link, ...]:
    """The systems by which a product, programme or method reaches people."""
    if about.subject.subject_class not in {"product", "programme", "method"}:
        return ()
    slugs = dict.fromkeys(s.subject for s in about.mentions if s.field in REACHES_PEOPLE)
    return tuple(
        Link(showing.name(slug), f"/routes/?system={slug}")
        for slug in slugs
        if showing.names.get(slug, ("", ""))[1] == "system"
    )


def _use(use: Headline, showing: Showing) -> UseShown:
    links = (Link(_place(s, showing), statement_address(s.id)) for s in use.statements)
    return UseShown(sentence(use.sentence), tuple(links), use.is_disputed)


def _place(statement: Statement, showing: Showing) -> str:
    """Where a statement was read, and whose word it is."""
    shown = showing.show(statement)
    read = f" ({shown.read})" if shown.read else ""
    return f"{shown.who}, in {shown.place}{read}"


def _failing(checks: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The working of each printed number that fails when recomputed, by its statement's address."""
    failing = [row for row in checks if row["verdict"] == "fails"]
    return {statement_address(row["figures"][0]): row["working"] for row in failing}


def _verdict_counts(checks: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str, int], ...]:
    counts = dict.fromkeys(words.VERDICTS, 0)
    for row in checks:
        counts[row["verdict"]] += 1
    return tuple(
        (key.partition("-")[0], words.VERDICTS[key], count)
        for key, count in counts.items()
        if count
    )


def _change(change: Touched) -> ChangeShown:
    return ChangeShown(
        change.number,
        change_address(change.number),
        words.day_in_words(timezone.localdate(change.made_at)),
        change.why,
        change.came,
        change.went,
    )


def _sources(subject: SubjectFile, showing: Showing) -> tuple[SourceShown, ...]:
    counts: dict[str, int] = {}
    for statement in subject.statements:
        counts[statement.source] = counts.get(statement.source, 0) + 1
    return tuple(SourceShown(showing.link(slug), count) for slug, count in counts.items())


def _mentions(mentions: Sequence[Statement], showing: Showing) -> tuple[MentionGroup, ...]:
    groups: dict[str, list[Statement]] = {}
    for statement in mentions:
        groups.setdefault(statement.field, []).append(statement)
    return tuple(
        MentionGroup(
            showing.schema.fields[field].label,
            tuple((showing.link(s.subject), showing.show(s)) for s in under_it),
        )
        for field, under_it in groups.items()
    )
