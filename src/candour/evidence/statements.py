"""The unit of the register: who said what about which subject, where we read it, true when.

A statement never changes. Its identifier is a hash of its canonical form, so the same
statement has the same name in every installation.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from candour.core.days import Answer, Days, parse_days
from candour.core.errors import CandourError
from candour.core.hashing import canonical_json, hashed_name
from candour.evidence.quantities import Quantity

VALUE_KINDS = ("text", "term", "subject", "days", "quantity", "silence", "closure")
BASES = ("self-declared", "disclosed", "research", "press", "testimony", "inferred")
PLANNED = "planned"  # the term of use that tells of days to come
# Numbers of what has happened, which nobody can give for a period before it ends.
COUNTED = frozenset(
    {
        *("people-profiled", "composition", "disproportionality", "accuracy", "effect"),
        *("policing-activity", "requests"),
    }
)


@dataclass(frozen=True, slots=True)
class Silence:
    """An empty answer, which is a fact of its own.

    `kind` is a term of the vocabulary of silences; a refusal may name the Act and section,
    the reason, and the days it was asked, due and is to be reviewed.
    """

    kind: str
    act: str = ""
    section: str = ""
    reason: str = ""
    asked_on: str = ""
    due_on: str = ""
    review_on: str = ""

    def as_dict(self) -> dict[str, str]:
        names = ("kind", "act", "section", "reason", "asked_on", "due_on", "review_on")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


Value = str | Days | Quantity | Silence


@dataclass(frozen=True)
class Statement:
    """One value, one speaker, one place in one source, one stretch of days.

    Attributes
    ----------
    subject, field : the subject's slug and the key of the field
    kind, value : one of `VALUE_KINDS` and the value: text, a term, a slug, Days, a Quantity,
        a Silence, or for `closure` whether a list is complete
    qualifiers : key and text, sorted by key; they belong to the value
    said_by : slugs of those who assert it; several speak together
    via : slug of the body that reports it, or ""
    source, locator : the source's slug and the place in it
    basis : one of `BASES`
    said_on, public_on, valid : days, or None where not stated
    first_public : days on which an earlier text came out that the source says it repeats
    first_in : slug of that text, or ""
    """

    subject: str
    field: str
    kind: str
    value: Value
    said_by: tuple[str, ...]
    source: str
    locator: str
    basis: str
    via: str = ""
    said_on: Days | None = None
    public_on: Days | None = None
    valid: Days | None = None
    first_public: Days | None = None
    first_in: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()

    @cached_property
    def canonical(self) -> str:
        return canonical_json(self.as_dict())

    @cached_property
    def id(self) -> str:
        return name_of(self.canonical)

    def qualifier(self, key: str) -> str:
        return dict(self.qualifiers).get(key, "")

    @property
    def known_to(self) -> date | None:
        """The day of the words: that given, or of a source's own words the day it came out.

        Of words that a source reports without their day there is none: they may be years older.
        """
        spoken = (self.said_on,) if self.via else (self.said_on, self.public_on)
        for days in spoken:
            if days is not None and days.end.latest is not None:
                return days.end.earliest or days.end.latest
        return None

    def true_on(self, day: date) -> Answer:
        if self.valid is None:
            return Answer.CANT_TELL
        return self.valid.hold_on(day, known_to=self.known_to)

    def public_by(self, day: date) -> Answer:
        """Say whether the public could know of this by the end of a day.

        Yes needs a text that this register has read, out by then. No needs a reason: the text that
        said it first was not out yet, the words were not said yet, or what they tell of lay
        ahead, as the end of a period does for what was counted in it.
        That this register has read nothing earlier is no reason.
        """
        if self.public_on is not None:
            out = self.public_on.start.latest
            if out is not None and out <= day:
                return Answer.YES
        start = self._not_before()
        return Answer.NO if start is not None and day < start else Answer.CANT_TELL

    def reported_public_by(self, day: date) -> bool:
        """Whether a text out later, or read later, says that this was public by a day."""
        days = self.first_public
        out = days.start.latest if days is not None else None
        return out is not None and out <= day and self.public_by(day) is Answer.CANT_TELL

    def _not_before(self) -> date | None:
        """The first day on which anybody can have published it, as far as is told."""
        for days in (self.first_public, self.said_on):
            if days is not None:
                return days.start.earliest
        if self.kind == "term" and self.value == PLANNED:
            return None
        period = self.qualifier("period")
        days = parse_days(period) if period else self.valid
        if days is None:
            return None
        is_of_a_whole = self.kind == "quantity" and self.field in COUNTED
        return (is_of_a_whole and days.end.earliest) or days.start.earliest

    def as_dict(self) -> dict[str, Any]:
        """Return the canonical form as plain data; what is empty is left out."""
        data: dict[str, Any] = {
            "subject": self.subject,
            "field": self.field,
            "value": {self.kind: _plain_value(self.value)},
            "said_by": list(self.said_by),
            "source": self.source,
            "locator": self.locator,
            "basis": self.basis,
        }
        optional = {
            "via": self.via,
            "said_on": _text(self.said_on),
            "public_on": _text(self.public_on),
            "valid": _text(self.valid),
            "first_public": _text(self.first_public),
            "first_in": self.first_in,
            "qualifiers": dict(self.qualifiers),
        }
        return data | {key: value for key, value in optional.items() if value}

    @classmethod
    def from_canonical(cls, canonical: str, *, key: str) -> "Statement":
        """Return the statement of a canonical form whose identifier is known already."""
        statement = cls.from_dict(json.loads(canonical))
        # Where a cached property keeps its value: neither has to be worked out again.
        statement.__dict__.update(canonical=canonical, id=key)
        return statement

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Statement":
        ((kind, value),) = data["value"].items()
        return cls(
            subject=data["subject"],
            field=data["field"],
            kind=kind,
            value=_typed_value(kind, value),
            said_by=tuple(data["said_by"]),
            source=data["source"],
            locator=data["locator"],
            basis=data["basis"],
            via=data.get("via", ""),
            said_on=_days(data.get("said_on")),
            public_on=_days(data.get("public_on")),
            valid=_days(data.get("valid")),
            first_public=_days(data.get("first_public")),
            first_in=data.get("first_in", ""),
            qualifiers=tuple(sorted(data.get("qualifiers", {}).items())),
        )


TEXTS = ("subject", "field", "source", "locator", "basis")
OPTIONAL_TEXTS = ("via", "said_on", "public_on", "valid", "first_public", "first_in")
KEYS = frozenset({*TEXTS, *OPTIONAL_TEXTS, "value", "said_by", "qualifiers"})


def statement_fault(data: Any) -> str:
    """Say why plain data from elsewhere are no statement in its canonical form, or ""."""
    if not isinstance(data, dict) or not {*TEXTS, "value", "said_by"} <= data.keys() <= KEYS:
        return "a statement lacks a part, or has one that is not known"
    texts = [data[key] for key in (*TEXTS, *(key for key in OPTIONAL_TEXTS if key in data))]
    speakers, qualifiers = data["said_by"], data.get("qualifiers", {})
    if not isinstance(speakers, list) or not isinstance(qualifiers, dict):
        return "the speakers of a statement are a list, and its qualifiers a mapping"
    if not all(isinstance(text, str) for text in (*texts, *speakers, *qualifiers.values())):
        return "a part of a statement is no text"
    return _value_fault(data)


def _value_fault(data: dict[str, Any]) -> str:
    value = data["value"]
    if not isinstance(value, dict) or len(value) != 1 or not value.keys() <= set(VALUE_KINDS):
        return f"the value of a statement is one of {', '.join(VALUE_KINDS)}"
    ((kind, inner),) = value.items()
    if not isinstance(inner, dict if kind in {"quantity", "silence"} else str):
        return f"the value of a statement is no {kind}"
    try:
        is_canonical = Statement.from_dict(data).as_dict() == data
    except CandourError as error:
        return str(error)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return f"the value of a statement is no {kind}"
    return "" if is_canonical else "a statement is not in its canonical form"


def name_of(canonical: str) -> str:
    """The identifier of the statement of a canonical form."""
    return hashed_name("s1", canonical)


def _text(days: Days | None) -> str:
    return days.text if days is not None else ""


def _days(text: str | None) -> Days | None:
    return parse_days(text) if text else None


def _plain_value(value: Value) -> Any:
    if isinstance(value, Quantity | Silence):
        return value.as_dict()
    return value.text if isinstance(value, Days) else value


def _typed_value(kind: str, value: Any) -> Value:
    if kind == "quantity":
        return Quantity.from_dict(value)
    if kind == "silence":
        return Silence(**value)
    if kind == "days":
        return parse_days(value)
    return str(value)
