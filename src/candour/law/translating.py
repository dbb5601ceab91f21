"""Which fields of the law's data are texts for a reader, so that they can be put in any language.

Names of Acts, addresses, identifiers and letters to a body stay as they are.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass, replace
from typing import Any, TypeVar

from candour.law.bodies import BodyKind, read_kinds
from candour.law.exemptions import Exemption, read_exemptions
from candour.law.holidays import COUNTRY_LABELS, NATION_LABELS, read_holidays
from candour.law.letter_files import (
    BlankSpec,
    Group,
    LetterSpec,
    Parts,
    SignerSpec,
)
from candour.law.letters import read_letters
from candour.law.requirements import Requirement, read_requirements
from candour.law.routes import WHAT_LABELS, Route, Variant, read_routes
from candour.law.rules import Dated, Rule, Status, ThenNote, read_rules
from candour.law.triage_texts import Case, Helper, Reply, StepSpec, Texts, read_texts

TEXTS: Mapping[type, tuple[str, ...]] = {
    Route: (
        *(
            "name",
            "plain",
            "short",
            "who",
            "against",
            "needs",
            "cost",
            "cost_risk",
            "delivers",
            "limits",
        ),
        "variants",
    ),
    BodyKind: ("name",),
    ThenNote: ("note",),
    Rule: ("name", "plain", "starts", "dates", "readings", "also", "saving", "notes", "then"),
    Dated: ("name", "source"),
    Texts: ("states", "messages", "situations", "steps", "helpers", "began", "replies", "cases"),
    Case: ("says",),
    StepSpec: ("name", "plain"),
    Helper: ("offers",),
    Reply: ("name", "says", "means", "ask", "only_if", "there"),
    Exemption: ("about", "ask"),
    Requirement: ("asks", "why"),
    LetterSpec: ("name", "does", "before", "there", "look_for"),
    Parts: ("notices", "groups", "signers", "blanks"),
    Group: ("name", "why"),
    SignerSpec: ("who",),
    BlankSpec: ("label", "hint"),
}
VARIED = ("name", "plain", "who", "against", "delivers")  # of a variant
T = TypeVar("T")


def translated(value: T, say: Callable[[str], str]) -> T:
    """Return the same value with its texts said; mappings and tuples are gone through."""
    in_language: T = _translated(value, say, is_text=False)
    return in_language


def _translated(value: Any, say: Callable[[str], str], *, is_text: bool) -> Any:
    if isinstance(value, str):
        return say(value) if is_text and value else value
    if isinstance(value, tuple):
        return tuple(_translated(each, say, is_text=is_text) for each in value)
    if isinstance(value, Mapping):
        return {key: _translated(each, say, is_text=is_text) for key, each in value.items()}
    if isinstance(value, Variant):
        texts = {k: say(v) if k in VARIED and v else v for k, v in value.texts.items()}
        return replace(value, texts=texts, limits=tuple(map(say, value.limits)))
    if is_dataclass(value) and not isinstance(value, type):
        names = TEXTS.get(type(value), ())
        changes = {name: _translated(getattr(value, name), say, is_text=True) for name in names}
        return replace(value, **changes)
    return value


def texts_in(value: object) -> Iterator[str]:
    """Give every text of a value that `translated` would say, once."""
    texts: dict[str, None] = {}

    def note(text: str) -> str:
        texts[text] = None
        return text

    translated(value, note)
    yield from texts


def every_text() -> Iterator[tuple[str, str]]:
    """Give every text of the content that a reader may be shown, with where it stands."""
    letters = read_letters()
    for name, value in (
        ("law/routes.yaml", read_routes()),
        ("law/rules.yaml", read_rules().by_id),
        ("law/body-kinds.yaml", read_kinds()),
        ("law/triage.yaml", read_texts()),
        ("law/exemptions.yaml", read_exemptions()),
        ("law/requirements.yaml", read_requirements()),
        ("law/letters", letters.by_kind),
        ("law/letter-parts.yaml", letters.parts),
    ):
        for text in texts_in(value):
            yield name, text
    for text in _labels():
        yield "labels", text


def _labels() -> Iterator[str]:
    yield from WHAT_LABELS.values()
    yield from NATION_LABELS.values()
    yield from COUNTRY_LABELS.values()
    yield from (status.value for status in Status)
    days = read_holidays().by_part.values()
    yield from sorted({title for titles in days for title in titles.values()})
