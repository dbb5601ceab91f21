"""Whether and how a system was audited, as the register tells of it at a moment."""

from collections.abc import Sequence

from candour.evidence.audited import Audited, audited
from candour.evidence.collection import SubjectFile
from candour.evidence.gaps import is_in_scope
from candour.evidence.use import Headline
from candour.register.findings import FindingOnSubject, on_subject
from candour.register.kinds import kinds
from candour.register.moments import NOW, Moment
from candour.simulation.systems import replay_of


def audited_of(
    system: SubjectFile,
    use: Headline | None,
    moment: Moment = NOW,
    *,
    concerned: Sequence[FindingOnSubject] | None = None,
) -> Audited | None:
    """Say whether and how a system in scope was audited; None for all else.

    `concerned` are the findings about it, where the caller has them.
    """
    if system.subject_class != "system" or not is_in_scope(system):
        return None
    about_it = on_subject(system.slug, moment) if concerned is None else concerned
    method = replay_of(system)
    about_replayed = on_subject(method.replayed_about, moment) if method.replayed_about else ()
    replaying = kinds().replaying
    return audited(
        system,
        state=use.state if use is not None else "",
        findings=[finding.identifier for finding in about_it if not finding.refused],
        refused=[finding.refused for finding in about_it if finding.refused],
        replays=[finding.identifier for finding in about_replayed if finding.audit in replaying],
        replay=f"{method.told}. A replay of its own would need {method.needed}.",
    )
