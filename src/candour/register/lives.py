"""What several sources say alike of a subject, and the life of it, as read at a moment."""

from collections.abc import Iterable

from candour.evidence.collection import SubjectFile
from candour.evidence.corroboration import PART_OF, Corroboration, Owners, corroborations, owners
from candour.evidence.following import OPERATOR
from candour.evidence.statements import Statement
from candour.evidence.timeline import OF_A_LIFE, Entry, timeline
from candour.evidence.weights import EXCLUSIVE
from candour.register import models, selectors
from candour.register.at_hand import AtHand
from candour.register.follows import WorkedOutRows
from candour.register.moments import NOW, Moment

HEADS_AT_HAND = 16
# Beside the life of a system, what a body's page shows of each.
OF_A_SYSTEM = tuple(sorted(OF_A_LIFE))


def corroborated(subject: SubjectFile, moment: Moment = NOW) -> list[Corroboration]:
    """Every thing that two or more sources say of a subject."""
    return list(corroborations(subject, selectors.schema(), owned(moment)))


def corroboration_of(statement: Statement, moment: Moment = NOW) -> Corroboration | None:
    """What corroborates a statement that stands, if another source says the same."""
    subject = selectors.subject(statement.subject, moment)
    alike = corroborated(subject, moment) if subject is not None else []
    return next((one for one in alike if statement in one.statements), None)


def owned(moment: Moment = NOW) -> Owners:
    """Every body that is a part of another, with all that it is a part of."""
    return _at_hand.answer(moment.of_record, selectors.schema(), lambda: _owned(moment))


def _owned(moment: Moment) -> Owners:
    rows = models.Recording.objects.filter(statement__field=PART_OF, statement__kind="subject")
    standing = selectors.alone(rows, moment, "statement")
    return owners(standing.values_list("subject", "statement__value_key"))


def life(
    subject: SubjectFile, follows: WorkedOutRows, systems: Iterable[SubjectFile] = ()
) -> list[Entry]:
    """Everything dated that is said of a subject; of a body also the lives of its systems."""
    disputed = {
        key
        for row in follows.contradictions
        if row["strength"] == EXCLUSIVE
        for side in row["sides"]
        for key in side["statements"]
    }
    return timeline(subject, systems, disputed=disputed)


def systems_run(
    subject: SubjectFile, mentions: Iterable[Statement], moment: Moment = NOW
) -> list[SubjectFile]:
    """The systems that a body operates, by the statements that name it; of others none."""
    if subject.subject_class != "body":
        return []
    slugs = list(dict.fromkeys(one.subject for one in mentions if one.field == OPERATOR))
    return list(selectors.brief(slugs, ("name", *OF_A_SYSTEM), moment).values()) if slugs else []


_at_hand: AtHand[Owners] = AtHand(HEADS_AT_HAND)
