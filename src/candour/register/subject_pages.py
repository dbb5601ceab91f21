"""All that the register holds on one subject at a moment: what its page and its data rest on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from candour.evidence.audited import Audited
from candour.evidence.collection import SubjectFile
from candour.evidence.corroboration import Corroboration
from candour.evidence.fields import Schema
from candour.evidence.statements import Statement
from candour.evidence.timeline import Entry
from candour.evidence.use import Headline
from candour.evidence.use_tellings import USE_FIELDS
from candour.register import findings, overviews, selectors, uses
from candour.register.auditing import audited_of
from candour.register.findings import FindingOnSubject
from candour.register.follows import WorkedOutRows, worked_out
from candour.register.lives import corroborated, life, systems_run
from candour.register.moments import Moment
from candour.register.naming import named_in, named_in_clashes, named_in_derived
from candour.register.overviews import Touched

Names = Mapping[str, tuple[str, str]]  # slug: name and class


@dataclass(frozen=True)
class Consequences:
    """What follows for a subject from all that is said: in rows, of its use, and of its audits.

    `corroborated` is what several sources say alike, `life` everything dated in order of its days.
    """

    worked_out: WorkedOutRows
    use: Headline | None
    audited: Audited | None
    corroborated: Sequence[Corroboration] = ()
    life: Sequence[Entry] = ()


@dataclass(frozen=True)
class OnSubject:
    """All that is held on a subject, and the names of everybody it names.

    Attributes
    ----------
    mentions : statements on other subjects that name it
    changes : the change sets that touched it
    findings, headlines : findings about it, and the statements that come from each
    names : name and class, by slug
    readings : how much of each source was read, by slug
    """

    subject: SubjectFile
    moment: Moment
    schema: Schema
    consequences: Consequences
    mentions: Sequence[Statement]
    changes: Sequence[Touched]
    findings: Sequence[FindingOnSubject]
    headlines: Mapping[str, Sequence[Statement]]
    names: Names
    readings: Mapping[str, str]


def consequences_for(
    subject: SubjectFile, moment: Moment, *, today: date, schema: Schema
) -> Consequences:
    """Say what follows for a subject, for whoever shows it without its page."""
    use = uses.headlines({subject.slug: subject}, today=today, moment=moment).get(subject.slug)
    follows = worked_out(subject, schema, moment)
    is_body = subject.subject_class == "body"  # the one class whose life is also that of others
    mentions = selectors.mentions(subject.slug, moment) if is_body else []
    run = systems_run(subject, mentions, moment)
    return Consequences(
        follows,
        use,
        audited_of(subject, use, moment),
        corroborated(subject, moment),
        life(subject, follows, run),
    )


def on_subject(
    subject: SubjectFile, moment: Moment, *, today: date, also_named: Iterable[str] = ()
) -> OnSubject:
    """Gather all that a page shows of a subject; `also_named` are others whose names it needs."""
    schema = selectors.schema()
    follows = worked_out(subject, schema, moment)
    mentions = selectors.mentions(subject.slug, moment)
    about_it = findings.on_subject(subject.slug, moment)
    headlines = findings.headlines_on(subject.slug, moment) if about_it else {}
    run = systems_run(subject, mentions, moment)
    lives = [statement for system in run for statement in system.statements]
    from_findings = [statement for numbers in headlines.values() for statement in numbers]
    names = selectors.names(
        named_in((*subject.statements, *mentions, *from_findings, *lives), schema)
        | named_in_derived(follows.derived)
        | named_in_clashes(follows.contradictions)
        | {statement.subject for statement in mentions}
        | set(also_named)
    )
    about = {subject.slug: subject}
    use = uses.headlines(about, today=today, moment=moment, names=names).get(subject.slug)
    return OnSubject(
        subject,
        moment,
        schema,
        Consequences(
            follows,
            use,
            audited_of(subject, use, moment, concerned=about_it),
            corroborated(subject, moment),
            life(subject, follows, run),
        ),
        mentions,
        overviews.changes_of(subject.slug),
        about_it,
        headlines,
        names,
        selectors.readings(),
    )


@dataclass(frozen=True)
class NamedSystems:
    """Subjects in which a body has a part: what lists show of them, costs, gaps and use."""

    briefs: Mapping[str, SubjectFile]
    gaps: Sequence[Mapping[str, Any]]
    uses: Mapping[str, Headline]


def named_systems(slugs: Sequence[str], moment: Moment, *, today: date) -> NamedSystems:
    briefs = selectors.brief(slugs, ("name", "kind", "cost", *USE_FIELDS), moment)
    # Where only what was true or known on a day is admitted, each system's own page has its gaps.
    gaps = overviews.gaps_by_subject(slugs, moment) if slugs and moment.admits_all else []
    return NamedSystems(briefs, gaps, uses.headlines(briefs, today=today, moment=moment))
