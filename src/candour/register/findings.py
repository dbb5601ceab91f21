"""What may be asked about findings: those that stand, one by its name, and those on a subject."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet

from candour.evidence.findings import FINDING, REPLACES, KeptFinding
from candour.evidence.statements import Statement
from candour.register import models
from candour.register.history import statement_of
from candour.register.moments import NOW, Moment
from candour.register.selectors import LONDON, alone, standing
from candour.register.stretches import Change, Stretch

FROM_A_FINDING = '"finding":"f1-'  # in the canonical form of a statement


def findings(*, audit: str = "", about: str = "", moment: Moment = NOW) -> QuerySet[models.Finding]:
    """The findings that stood at a moment, newest first."""
    rows: QuerySet[models.Finding] = alone(models.Finding.objects.all(), moment, "identifier")
    if audit:
        rows = rows.filter(audit=audit)
    if about:
        rows = rows.filter(subjects__slug=about)
    rows = _public_by(rows, moment)
    return rows.select_related("asserted_in__origin").order_by("-asserted_in", "name")


def standing_findings(origin: models.Origin) -> dict[str, KeptFinding]:
    """Every finding of an origin that stands today, whole, by its short name."""
    rows = models.Finding.objects.filter(origin=origin, retracted_in=None).order_by("name")
    return {name: KeptFinding.from_text(text) for name, text in rows.values_list("name", "text")}


def every_standing_finding() -> Iterator[KeptFinding]:
    """Every finding of every origin that stands today, whole, in the order they came."""
    texts = models.Finding.objects.filter(retracted_in=None).order_by("pk")
    yield from map(KeptFinding.from_text, texts.values_list("text", flat=True))


@dataclass(frozen=True, slots=True)
class FindingOnSubject:
    """A finding about a body or a system; `refused` is why its data could not answer, or empty."""

    identifier: str
    audit: str
    title: str
    lead: str
    refused: str


def on_subject(slug: str, moment: Moment = NOW) -> list[FindingOnSubject]:
    """What the findings that stood at a moment have to do with a body or a system, newest first."""
    rows = models.FindingSubject.objects.filter(
        slug=slug, finding__in=findings(moment=moment).order_by()
    )
    joined = rows.select_related("finding").defer("finding__text")
    return [
        FindingOnSubject(
            row.finding.identifier,
            row.finding.audit,
            row.finding.title,
            row.finding.lead,
            row.refused,
        )
        for row in joined.order_by("-finding__asserted_in", "finding__name")
    ]


def _public_by(rows: QuerySet[models.Finding], moment: Moment) -> QuerySet[models.Finding]:
    """Leave out what this register had not yet recorded on the day of which the public is asked."""
    if moment.known_on is None:
        return rows
    end = datetime.combine(moment.known_on, time.max, LONDON)
    return rows.filter(asserted_in__made_at__lte=end)


def headlines_on(slug: str, moment: Moment = NOW) -> dict[str, list[Statement]]:
    """The headline numbers about a body or a system, by the finding that they come from."""
    rows = standing(
        models.Recording.objects.filter(
            subject=slug, statement__kind="quantity", statement__canonical__contains=FROM_A_FINDING
        ),
        moment,
    )
    headlines: dict[str, list[Statement]] = defaultdict(list)
    for row in rows.select_related("statement").order_by("id"):
        statement = statement_of(row.statement)
        if moment.admits(statement):
            headlines[statement.qualifier(FINDING)].append(statement)
    return headlines


@dataclass(frozen=True)
class FindingHistory:
    """A finding and the stretches for which it stood in the register, the last one first."""

    found: KeptFinding
    stretches: tuple[Stretch, ...]

    @property
    def stands(self) -> bool:
        return any(stretch.stands for stretch in self.stretches)


def finding(identifier: str) -> FindingHistory | None:
    """A finding by its identifier, whether it stands or was withdrawn."""
    rows = models.Finding.objects.filter(identifier=identifier)
    joined = rows.select_related("asserted_in__origin", "retracted_in__origin")
    newest_first = list(joined.order_by("-pk"))
    if not newest_first:
        return None
    return FindingHistory(
        KeptFinding.from_text(newest_first[0].text),
        tuple(Stretch.of(row) for row in newest_first),
    )


def named(name: str) -> str:
    """The identifier of the finding that stands under a short name, the newest; "" for none."""
    rows = models.Finding.objects.filter(name=name, retracted_in=None).order_by("-pk")
    return rows.values_list("identifier", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class ListedFinding:
    """A finding as one row of a list: whom it is about, who of them was refused, since when."""

    identifier: str
    name: str
    audit: str
    title: str
    lead: str
    about: tuple[str, ...]
    refused: tuple[str, ...]
    began: Change


def listed(row: models.Finding) -> ListedFinding:
    """Read a row of `findings`, whose subjects were fetched with it."""
    subjects = list(row.subjects.all())
    return ListedFinding(
        row.identifier,
        row.name,
        row.audit,
        row.title,
        row.lead,
        tuple(subject.slug for subject in subjects),
        tuple(subject.slug for subject in subjects if subject.refused),
        Change.of(row.asserted_in),
    )


def successor(record: FindingHistory) -> str:
    """Identifier of the standing finding that took the place of one that no longer stands, or "".

    Few findings name any that they replace, and only pages of withdrawn ones ask.
    """
    if record.stands:
        return ""
    rows = models.Finding.objects.filter(retracted_in=None, text__contains=f'"{REPLACES}":[')
    for text in rows.values_list("text", flat=True):
        newer = KeptFinding.from_text(text)
        if record.found.name in newer.replaces:
            return newer.identifier
    return ""


def finding_row(row: models.Finding) -> dict[str, Any]:
    """A finding as one row of a list; all of it is at its own address."""
    finding = listed(row)
    return {
        "id": finding.identifier,
        "name": finding.name,
        "audit": finding.audit,
        "title": finding.title,
        "lead": finding.lead,
        "about": list(finding.about),
        "refused": list(finding.refused),
        "recorded_in": finding.began.number,
        "address": f"/findings/{finding.identifier}/",
    }


def finding_data(record: FindingHistory) -> dict[str, Any]:
    """A finding whole, with whether it stands and the change sets that recorded it."""
    return {
        "stands": record.stands,
        "recorded_in": [stretch.began.number for stretch in record.stretches],
        **record.found.as_dict(),
        "statements": [{"id": s.id, **s.as_dict()} for s in record.found.statements],
    }


def touched_in(number: int) -> list[tuple[bool, models.Finding]]:
    """The findings that a change set recorded (True) or that ended in it (False)."""
    rows = models.Finding.objects.defer("text").order_by("name")
    came = [(True, row) for row in rows.filter(asserted_in=number)]
    return came + [(False, row) for row in rows.filter(retracted_in=number)]


def audits() -> list[str]:
    """The kinds of audit of which a finding stands."""
    rows = models.Finding.objects.filter(retracted_in=None)
    return list(rows.values_list("audit", flat=True).distinct().order_by("audit"))


def subjects_of_findings() -> list[str]:
    """The slugs of all that a standing finding is about."""
    rows = models.FindingSubject.objects.filter(finding__retracted_in=None)
    return list(rows.values_list("slug", flat=True).distinct().order_by("slug"))


def identifiers() -> list[str]:
    """Every finding that stands."""
    rows = models.Finding.objects.filter(retracted_in=None)
    return list(rows.values_list("identifier", flat=True).distinct().order_by("identifier"))


def with_words(words: str, most: int) -> list[models.Finding]:
    """Standing findings whose title holds every one of some words."""
    rows: QuerySet[Any] = models.Finding.objects.filter(retracted_in=None)
    wanted = words.split()
    for word in wanted:
        rows = rows.filter(title__icontains=word)
    return list(rows.order_by("-asserted_in", "name")[:most]) if wanted else []
