"""Putting a finding into the register: a change set of this installation's own chain."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from django.db import transaction

from candour.audit.errors import Unfit
from candour.audit.findings import Finding
from candour.audit.headlines import Setting, statements
from candour.audit.kinds import Kind
from candour.core.errors import CandourError
from candour.evidence.chain import FINDING, salted
from candour.evidence.findings import KeptFinding
from candour.evidence.plain_files import hidden_in
from candour.evidence.record import check_signature
from candour.register import models, selectors
from candour.register.counting import keep_counts
from candour.register.history import Application
from candour.register.origins import here, next_header

R = TypeVar("R")
POLICE_UK = "data.police.uk"  # the scheme of the codes by which audits name forces
LONGEST_TITLE = 300


class NoSuchSubject(CandourError):
    """A finding can't be about something that is not in the register."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(
            f"There is no '{slug}' in the register, so no finding can be about it. "
            "Find its slug at /bodies/ or /systems/, or load the content with `candour serve` or "
            "`candour content load`."
        )


class AboutNobody(CandourError):
    """A finding has to be about something."""

    def __init__(self) -> None:
        super().__init__(
            "Say whom the finding is about: --about SLUG, with the slug of a body or a system."
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A finding as it stands in the register; `is_new` says whether it came just now."""

    identifier: str
    about: tuple[str, ...]
    is_new: bool


@transaction.atomic
def keep_finding(
    finding: Finding[R],
    kind: Kind[R],
    *,
    title: str = "",
    about: Sequence[str] = (),
    source: str = "",
    made_by: str,
    why: str,
    made_at: datetime | None = None,
) -> Kept:
    """Record a finding about the forces it compares, and whoever else is named.

    Parameters
    ----------
    finding : Finding
    kind : Kind
        Of the audit that found it.
    title : str
        What was asked, in a few words; by default made of the plan.
    about : sequence of str
        Slugs of bodies or systems, besides the forces that the finding names.
    source : str, default none
        Slug of the source that the data were published in. With it, the headline numbers of the
        finding become statements about the forces.
    made_by, why : str
        Who records it, and why; they stand in the change log.
    made_at : datetime, optional
        By default now.

    Raises
    ------
    AboutNobody, NoSuchSubject
        If there is nobody to record it about, or one who is not in the register.
    Unfit
        If the data were unfit throughout, so that there is no result.
    """
    check_signature(made_by, why)
    concerned = kind.concerned(finding.result)
    if not concerned.has_result:
        raise Unfit("Nothing was recorded: no force's data could answer the question.")
    standing = models.Finding.objects.filter(identifier=finding.identifier, retracted_in=None)
    before = standing.first()
    if before is not None:
        slugs = before.subjects.order_by("pk").values_list("slug", flat=True)
        return Kept(finding.identifier, tuple(slugs), is_new=False)
    bodies = bodies_by_force(concerned.forces)
    subjects = tuple(dict.fromkeys((*bodies.values(), *(selectors.resolve(s) for s in about))))
    if not subjects:
        raise AboutNobody
    names = selectors.names([*subjects, *([source] if source else [])])
    for slug in (*subjects, *([source] if source else [])):
        if slug not in names:
            raise NoSuchSubject(slug)
    if source and names[source][1] != "source":
        raise CandourError(f"'{source}' is no source of the register.")
    moment = made_at or datetime.now(UTC)
    day = moment.astimezone(selectors.LONDON).date().isoformat()
    setting = Setting(bodies=bodies, source=source, public_on=day)
    finding_kept = KeptFinding(
        name=finding.identifier,
        title=(title or kind.title(finding))[:LONGEST_TITLE],
        about=subjects,
        refused=concerned.refused_bodies(bodies),
        source=source,
        licence="",
        public_on=day,
        statements=statements(finding, kind.headlines(finding), setting) if source else (),
        # Not which machine counted, nor for how long: that is nobody's business and no finding.
        finding=replace(finding, made_with={}).as_dict(),
    )
    hidden = hidden_in(finding_kept.as_dict())
    if hidden:
        raise Unfit(
            f"Nothing was recorded: a name in the data or the title holds {hidden}, which nobody "
            "sees. Take it out and run the audit again."
        )
    origin = here()
    header = next_header(origin, made_by=made_by, why=why, made_at=moment)
    application = Application(header, origin, arrived_at=moment)
    application.take(
        salted([(f"{FINDING}{finding_kept.name}", {"finding": finding_kept.as_dict()})])
    )
    application.close()
    keep_counts(application.number)
    return Kept(finding.identifier, subjects, is_new=True)


def bodies_by_force(forces: Sequence[str]) -> dict[str, str]:
    """The slug of the body for each force, by the code that data.police.uk has for it.

    Raises
    ------
    NoSuchSubject
        If no body of the register has the code.
    """
    if not forces:
        return {}
    slugs = {}
    for body in selectors.brief(_with_codes(), ("code",)).values():
        for statement in body.of("code"):
            if statement.qualifier("scheme") == POLICE_UK:
                slugs[str(statement.value)] = body.slug
    for force in forces:
        if force not in slugs:
            raise NoSuchSubject(force)
    return {force: slugs[force] for force in forces}


def _with_codes() -> list[str]:
    rows = selectors.recordings_with(field="code").filter(statement__canonical__contains=POLICE_UK)
    return sorted(set(rows.values_list("subject", flat=True)))
