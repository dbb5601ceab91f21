"""How contradictions are ordered: what matters to a person or a decision first, wording last.

The order is that of `TOUCHES`, and within one that of `CONTRADICTION_KINDS`. An editor says what
a contradiction touches; where none did, the field decides, and failing that the kind. An editor
may put one before this order, with the reason, which is printed.
"""

CONTRADICTION_KINDS = (
    *("denied-and-shown", "claim-and-result", "document"),
    *("number", "scope", "date", "wording"),
)

# What a contradiction touches, the gravest first.
TOUCHES = ("people", "law", "existence", "effect", "data", "money", "days", "words")
WORDS = TOUCHES[-1]

BY_FIELD = {
    "people-profiled": "people",
    "places-targeted": "people",
    "composition": "people",
    "disproportionality": "people",
    "policing-activity": "people",
    "outcomes": "people",
    "recipients": "people",
    "harm": "people",
    "dpia": "law",
    "eia": "law",
    "hria": "law",
    "procedure": "law",
    "legal-basis": "law",
    "oversight": "law",
    "use": "existence",
    "predictive": "existence",
    "predictive-use": "existence",
    "accuracy": "effect",
    "effect": "effect",
    "evaluations": "effect",
    "inputs": "data",
    "data-system": "data",
    "data-volume": "data",
    "cost": "money",
}
BY_KIND = {
    "denied-and-shown": "existence",
    "claim-and-result": "effect",
    "document": "law",
    "number": "data",
    "scope": "data",
    "date": "days",
    "wording": "words",
}


def what_it_touches(kind: str, fields: set[str]) -> str:
    """What a contradiction touches where no editor said so.

    Dates and wording stay what they are, whatever field they stand in. Else the gravest of its
    fields decides, and its kind where none of them is known here.
    """
    if kind in {"date", "wording"}:
        return BY_KIND[kind]
    named = {BY_FIELD[field] for field in fields if field in BY_FIELD}
    return min(named or {BY_KIND[kind]}, key=TOUCHES.index)


def weight(kind: str, touches: str, *, first: bool) -> tuple[int, int, int]:
    """The place of a contradiction in the order; the smallest is shown first."""
    return (0 if first else 1, TOUCHES.index(touches), CONTRADICTION_KINDS.index(kind))
