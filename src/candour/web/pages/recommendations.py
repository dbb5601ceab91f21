"""What a report asks for, and whom of the register it concerns: the words and the rule."""

from collections.abc import Iterable

from candour.evidence.asked import is_police
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.statements import Statement

RECOMMENDATIONS = "amnesty-recommendations"
OF_A_SYSTEM = (
    "that systems like this be prohibited, entered in a public register, and open to challenge by "
    "the people they affect"
)
OF_A_BODY = (
    "that statute oblige this body, and others like it, to enter such systems in a public register "
    "and to answer to the people affected"
)
OF_A_TOOL = (
    "that systems which predict, profile or score in this way be prohibited, and all of them "
    "entered in a public register"
)
OF_OTHERS = "for something that concerns this page"


def what_is_asked_for(subject: SubjectFile, mentions: Iterable[Statement], schema: Schema) -> str:
    """What the recommendations ask of a subject, in the words after "asks"; "" if nothing."""
    if any(s.value == "in-scope" for s in subject.of("ban-scope")):
        return OF_A_SYSTEM
    if is_police(subject):
        return OF_A_BODY
    if subject.subject_class in {"product", "programme", "method"} and _predicts(subject, schema):
        return OF_A_TOOL
    if any(s.subject == RECOMMENDATIONS and s.field == "about" for s in mentions):
        return OF_A_BODY if subject.first_text("kind") in JUSTICE else OF_OTHERS
    return ""


JUSTICE = frozenset({"public-service", "government-department"})


def _predicts(subject: SubjectFile, schema: Schema) -> bool:
    stated = [s for s in subject.of("predictive") if s.kind == "term"]
    return any(schema.term("predictive", str(s.value)).shows == "prediction" for s in stated)
