"""A statement as one sentence that a stranger can quote: who says what of whom, as of which days.

The value stands after a colon as it is kept, so that no grammar of ours bends what was said.
"""

from dataclasses import dataclass

from candour.evidence.quantities import Quantity
from candour.evidence.speakers import REGISTER_ITSELF
from candour.evidence.statements import Statement
from candour.web import words
from candour.web.pages.shown import Showing, Shown

# What leads to the value of a field, by the field; {} is the subject.
LEADS = {
    "name": "{} bears the name",
    "also": "{} is also known as",
    "formerly": "{} was formerly called",
    "kind": "{} is of the kind",
    "summary": "this is {} in short",
    "in-scope": "this is the place of {} in the scope of the register",
    "ban-scope": "this is the place of {} in the scope of the ban called for",
    "nation": "{} acts in",
    "code": "{} has the code",
    "role": "{} plays this part",
    "website": "{} is found at",
    "archived": "a copy of {} is kept at",
    "reading": "of {} this was read",
    "copied": "the copy of {} that was read was made on",
    "dated": "{} bears the date",
    "published": "{} became public on",
    "location": "{} applies in",
    "description": "this is what {} is and contains",
    "operator": "{} is run or proposed by",
    "use": "the state of use of {} is",
    "first-use": "{} was first used on",
    "last-use": "{} was last used on",
    "predictive": "as to whether it is predictive, {} is",
    "targets": "{} is aimed at",
    "used-on": "{} is used on",
    "used-in": "{} was applied in, or picked out",
    "users": "{} is used by",
    "event": "this happened to or with {}",
    "purpose": "{} is meant for",
    "operation": "{} works like this in practice",
    "criterion": "{} has the rule or threshold",
    "technique": "{} is worked out like this",
    "procedure": "{} has the standard operating procedure",
    "inputs": "{} uses the data type",
    "data-system": "{} takes data from",
    "data-note": "of the data of {}",
    "outcomes": "{} leads to the decision or outcome",
    "recipients": "{} is shared with",
    "human-role": "people decide this with {}",
    "evaluations": "{} was reviewed in",
    "evaluation-finding": "a review of {} found",
    "claimed-effect": "{} has the effect",
    "limitation": "{} has the limit",
    "legal-basis": "{} has the legal basis",
    "dpia": "{} has the data protection impact assessment",
    "eia": "{} has the equality impact assessment",
    "hria": "{} has the human rights impact assessment",
    "oversight": "{} is watched over like this",
    "overseen-by": "{} is overseen by",
    "mitigation": "{} has the safeguard",
    "rights": "{} touches the right",
    "legal-test": "of {} this part of a legal test was looked at",
    "duty": "{} carries the duty",
    "atrs-record": "{} has the official transparency record",
    "notice": "this is whether people are told of {}",
    "access": "this happens when people ask about themselves in {}",
    "predictive-use": "this is told of the use of such systems by {}",
    "disclosure": "this is how {} behaved when asked",
    "answer": "{} answered",
    "document": "this document is named with {}",
    "harm": "people describe this harm from {}",
    "discrimination": "this is told of unequal effects of {}",
    "view": "this is a published view of or on {}",
    "finding": "research on {} found",
    "would-test": "this would test {}",
    "product": "{} is built on the product",
    "method": "{} applies the method",
    "part-of": "{} is part of",
    "replaces": "{} took over from",
    "developed-by": "{} was developed by",
    "supplied-by": "{} is supplied by",
    "funded-by": "{} was paid for by",
    "used-by": "{} is or was used by",
    "participants": "{} has the participant",
    "holder": "{} is held by",
    "author": "{} was written by",
    "about": "{} is about",
    "related": "beside {} see also",
}
OF_A_NUMBER = ("group", "period", "area", "denominator", "compared_with")
SAID_WITH = {"denominator": "out of {}", "compared_with": "compared with {}"}


@dataclass(frozen=True, slots=True)
class Quotable:
    """What leads to the value, up to a colon, and the value with what bounds it."""

    lead: str
    value: str

    @property
    def sentence(self) -> str:
        return f"{self.lead} {self.value}"


def quotable(statement: Statement, shown: Shown, showing: Showing, *, stands: bool) -> Quotable:
    """The statement in one sentence, with what bounds it: its days, and of whom it was said."""
    gone = "" if stands else "Withdrawn from the register: "
    lead = f"{gone}{_speaker(statement, shown)}, {_lead(statement, shown, showing)}:"
    bounds = "; ".join(_bounds(statement, shown, showing))
    text = shown.value.text
    if bounds:
        text = f"{text.rstrip('.')} ({bounds})"
    is_address = text == shown.value.address  # a full stop would lead elsewhere
    return Quotable(lead, text if is_address or text.endswith((".", "!", "?")) else f"{text}.")


def _speaker(statement: Statement, shown: Shown) -> str:
    if statement.said_by == (REGISTER_ITSELF,):
        is_number = isinstance(statement.value, Quantity)
        return "By Candour’s reckoning" if is_number else "In Candour’s own words"
    through = f", as reported by {shown.via}" if shown.via else ""
    return f"According to {shown.who}{through}"


def _lead(statement: Statement, shown: Shown, showing: Showing) -> str:
    """What is told of whom; of what was said in general the subject alone is not named."""
    subject = showing.name(statement.subject)
    if shown.general:
        return f"speaking in general of {shown.general}, {shown.label.lower()}"
    if isinstance(statement.value, Quantity):
        measure = statement.qualifier("measure")
        return f"{subject}, {measure or shown.label.lower()}"
    if statement.kind in {"silence", "closure"}:
        return f"of {subject}, under “{shown.label}”"
    return LEADS.get(statement.field, f"of {{}}, under “{shown.label}”").format(subject)


def _bounds(statement: Statement, shown: Shown, showing: Showing) -> list[str]:
    part = statement.qualifier("part")
    bounds = [f"of a part of it: {part}"] if part else []
    if isinstance(statement.value, Quantity):
        for key in OF_A_NUMBER:
            text = statement.qualifier(key)
            if text:
                told = words.period_in_words(text) if key == "period" else text
                bounds.append(SAID_WITH.get(key, "{}").format(told))
    if shown.days and not statement.qualifier("period"):
        bounds.append(shown.days)
    return bounds
