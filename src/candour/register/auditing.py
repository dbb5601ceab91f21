"""Whether and how a system was audited, as the register tells of it at a moment."""

from collections.abc import Sequence

from candour.evidence.audited import Audited, audited
from candour.evidence.collection import SubjectFile
from candour.evidence.gaps import is_in_scope
from candour.evidence.use import Headline
from candour.register.findings import on_subject
from candour.register.models import FindingSubject
from candour.register.moments import NOW, Moment
from candour.simulation.systems import replay_of

REPLAY = "replay"  # the kind of finding that holds a replay


def audited_of(
    system: SubjectFile,
    use: Headline | None,
    moment: Moment = NOW,
    *,
    concerned: Sequence[FindingSubject] | None = None,
) -> Audited | None:
    """Say whether and how a system in scope was audited; None for all else.

    `concerned` are the findings about it, where the caller has them.
    """
    if system.subject_class != "system" or not is_in_scope(system):
        return None
    rows = on_subject(system.slug, moment) if concerned is None else concerned
    row = replay_of(system)
    replayed = on_subject(row.replayed_about, moment) if row.replayed_about else ()
    return audited(
        system,
        state=use.state if use is not None else "",
        findings=[each.finding.identifier for each in rows if not each.refused],
        refused=[each.refused for each in rows if each.refused],
        replays=[each.finding.identifier for each in replayed if each.finding.audit == REPLAY],
        replay=f"{row.told}. A replay of its own would need {row.needed}.",
    )
