"""How clashes are told apart, and ordered: what matters to a person or a decision comes first.

Two strengths: in a contradiction both sides can't be so (`EXCLUSIVE`); of others both can be so,
and one weakens the other (`UNEASY`). An editor says which; where none did, the kind decides.

The order is that of `TOUCHES`; within one, contradictions come before what only sits badly
together, and within that the kind decides, with `wording` no lower than `scope`: how a thing is
worded can decide what people are told. An editor says what a clash touches; where none did, the
field decides, and failing that the kind. An editor may put one before this order, in a rank of its
own and with the reason, which is printed.
"""

CONTRADICTION_KINDS = (
    *("denied-and-shown", "claim-and-result", "document"),
    *("number", "scope", "date", "wording"),
)

EXCLUSIVE, UNEASY = "exclusive", "uneasy"
STRENGTHS = (EXCLUSIVE, UNEASY)
# Kinds of which both sides can't be so unless an editor says that they can.
EXCLUSIVE_KINDS = frozenset({"denied-and-shown", "document", "number", "date"})

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


def usual_strength(kind: str) -> str:
    """The strength of a declared clash of which no editor said it."""
    return EXCLUSIVE if kind in EXCLUSIVE_KINDS else UNEASY


LAST_RANK = 98  # two digits in the order, and what has no rank comes after
UNRANKED = LAST_RANK + 1


def weight(kind: str, touches: str, strength: str, *, rank: int) -> tuple[int, int, int, int]:
    """The place of a clash in the order; the smallest is shown first.

    `rank` is the place that an editor gave it before all others, from 1; 0 where none did.
    """
    of_kind = CONTRADICTION_KINDS.index("scope" if kind == "wording" else kind)
    return (rank or UNRANKED, TOUCHES.index(touches), STRENGTHS.index(strength), of_kind)
