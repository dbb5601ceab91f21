"""The table of fields, the vocabularies and what gaps are asked: the register's own schema.

It is read from `content/fields.yaml`, `content/gaps.yaml` and `content/vocabularies/`.
Forms, checks, API, exports and reference pages are printed from it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from candour.content import FOLDER as SHIPPED
from candour.core.errors import CandourError
from candour.evidence.names import AS_A_SLUG, is_slug
from candour.evidence.nodes import nodes_of, plain_values
from candour.evidence.plain_files import NotPlain, read_plain_text

CLASSES = ("system", "product", "programme", "method", "dataset", "body", "document", "source")
FOLDERS = {
    "systems": "system",
    "products": "product",
    "programmes": "programme",
    "methods": "method",
    "datasets": "dataset",
    "bodies": "body",
    "documents": "document",
    "sources": "source",
}
FOLDER_OF = {subject_class: folder for folder, subject_class in FOLDERS.items()}
MEASURES = "measures"
MOST_SHOWN = 20
ALWAYS_ALLOWED = ("note", "remark", "probably", "practice", "absent")
FIGURE_QUALIFIERS = (
    *("measure", "group", "period", "area", "denominator", "compared_with", "finding"),
)


class BadSchema(CandourError):
    """The table of fields itself can't be read."""


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the table of fields."""

    key: str
    label: str
    type: str
    group: str
    help: str
    many: bool = False
    closure: bool = False
    vocabulary: str = ""
    of: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    answers: str = ""
    also: str = ""
    ours: bool = False

    @property
    def is_figure(self) -> bool:
        return self.type == "quantity"


@dataclass(frozen=True, slots=True)
class Term:
    key: str
    label: str
    help: str = ""
    sentence: str = ""
    shows: str = ""
    denies: str = ""
    flags: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # other wordings that mean the same


@dataclass(frozen=True, slots=True)
class Qualifier:
    key: str
    label: str
    type: str
    help: str


@dataclass(frozen=True, slots=True)
class GapItem:
    """Something asked of every subject in scope.

    `needs` are fields that must all be answered, `any_of` fields of which one will do,
    `dated` a field whose document must bear a date, to be set against first use; of an `own` item
    only what the operator made itself counts.
    """

    key: str
    label: str
    five: int = 0
    needs: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    dated: str = ""
    complete: str = ""
    own: bool = False


@dataclass(frozen=True)
class Schema:
    version: str
    groups: Mapping[str, str]
    fields: Mapping[str, Field]
    qualifiers: Mapping[str, Qualifier]
    vocabularies: Mapping[str, Mapping[str, Term]]
    gap_items: Mapping[str, GapItem]
    order: Mapping[str, int] = field(default_factory=dict)

    def term(self, vocabulary: str, key: str) -> Term:
        return self.vocabularies.get(vocabulary, {}).get(key) or Term(key, key)

    def term_label(self, field_key: str, key: str) -> str:
        return self.term(self.fields[field_key].vocabulary, key).label

    @cached_property
    def measures(self) -> Mapping[str, str]:
        """The term of every wording of a measure, and of every term's own key."""
        texts: dict[str, str] = {}
        for key, term in self.vocabularies.get(MEASURES, {}).items():
            texts |= dict.fromkeys((key, term.label, *term.also), key)
        return texts

    def measure_of(self, wording: str) -> str:
        """The term that a wording of a measure stands for; numbers of one term can meet.

        A wording that is in no term, as of numbers that audits work out, stands for itself.
        """
        return self.measures.get(wording, wording)

    def allowed_qualifiers(self, field_key: str) -> tuple[str, ...]:
        row = self.fields[field_key]
        own = (*FIGURE_QUALIFIERS, "system") if row.is_figure else row.qualifiers
        return (*own, *ALWAYS_ALLOWED)


class Fields(dict[str, Field]):
    """The rows by their keys.

    One that the table does not hold reads as text of which there may be many: statements under a
    field that was taken out stand on the days before, and another origin may still make them.
    """

    def __missing__(self, key: str) -> Field:
        label = key.replace("-", " ").capitalize()
        return Field(key, label, "text", "", "No longer in the table of fields.", many=True)


class Qualifiers(dict[str, Qualifier]):
    """The qualifiers by their keys; one that the table does not hold reads as text."""

    def __missing__(self, key: str) -> Qualifier:
        return Qualifier(key, key.replace("_", " "), "text", "No longer in the table of fields.")


class Vocabularies(dict[str, Mapping[str, Term]]):
    """The terms of each vocabulary; of one that is not there, none."""

    def __missing__(self, name: str) -> Mapping[str, Term]:
        return {}


def read_schema(folder: Path) -> Schema:
    """Read the table of fields, gap items and vocabularies of a content folder.

    Raises
    ------
    BadSchema
        If a file is missing or a row names an unknown type, group or vocabulary.
    """
    return schema_of(schema_texts(folder))


def schema_texts(folder: Path) -> dict[str, str]:
    """The files that the table of fields is read from, by their paths in a content folder.

    A folder of one's own that holds subjects need not hold them: those that ship then stand.
    """
    tables = [folder / name for name in ("fields.yaml", "gaps.yaml", "vocabularies")]
    holds_subjects = any((folder / name).is_dir() for name in FOLDERS)
    if holds_subjects and not any(path.exists() for path in tables):
        folder = SHIPPED
    names = ["fields.yaml", "gaps.yaml"]
    names += [f"vocabularies/{path.name}" for path in (folder / "vocabularies").glob("*.yaml")]
    return {name: _text(folder, name) for name in sorted(names)}


def _text(folder: Path, name: str) -> str:
    try:
        return read_plain_text(folder / name, name=name)
    except NotPlain as error:
        hint = (
            " A folder of your own needs `sources/` or another folder of subjects; the tables that "
            "ship with Candour then stand."
        )
        raise BadSchema(f"{error}.{'' if (folder / name).exists() else hint}") from error


def schema_of(texts: Mapping[str, str]) -> Schema:
    """The table of fields that some files make.

    Raises
    ------
    BadSchema
        If a row can't be read, or names an unknown type, group or vocabulary.
    """
    return _schema_of(tuple(sorted(texts.items())))


@lru_cache(maxsize=4)  # a command reads the same files several times, at a quarter of a second each
def _schema_of(files: tuple[tuple[str, str], ...]) -> Schema:
    try:
        schema = _read(dict(files))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadSchema(
            "fields.yaml, gaps.yaml or a vocabulary has a row that can't be read "
            f"({type(error).__name__}: {error}). Compare it with the rows beside it."
        ) from error
    _check(schema)
    return schema


def _read(texts: Mapping[str, str]) -> Schema:
    table = _load("fields.yaml", texts)
    vocabularies: dict[str, dict[str, Term]] = {}
    for file in sorted(name for name in texts if name.startswith("vocabularies/")):
        for name, terms in _load(file, texts).items():
            if name != "version":
                _need_slugs(terms, where=f"{file}: {name}")
                vocabularies.setdefault(name, {}).update(_terms(terms))
    fields = {key: _field(key, row) for key, row in table["fields"].items()}
    gaps = _load("gaps.yaml", texts)["items"]
    return Schema(
        version=str(table["version"]),
        groups=table["groups"],
        fields=Fields(fields),
        qualifiers=Qualifiers(
            (key, Qualifier(key, row["label"], row["type"], row["help"]))
            for key, row in table["qualifiers"].items()
        ),
        vocabularies=Vocabularies(vocabularies),
        gap_items={key: _gap_item(key, row) for key, row in gaps.items()},
        order={key: place for place, key in enumerate(fields)},
    )


def _need_slugs(terms: Iterable[str], *, where: str) -> None:
    """A term is a part of addresses."""
    for key in terms:
        if not is_slug(key):
            raise BadSchema(f"{where}: '{key}' is no term: use {AS_A_SLUG}.")


def _load(file: str, texts: Mapping[str, str]) -> dict[str, Any]:
    node, problems = nodes_of(texts[file], name=file)
    if node is None or problems:
        raise BadSchema("\n".join(f"{problem}." for problem in problems[:MOST_SHOWN]))
    data = plain_values(node)
    assert isinstance(data, dict)
    return data


def _text_in(row: Mapping[str, Any], name: str, *, key: str, file: str) -> str:
    """The text that a row must hold under a name."""
    value = row.get(name)
    if not isinstance(value, str):
        wrong = "is missing" if value is None else "must be text, not a list or mapping"
        raise BadSchema(f"{file}: {key}: `{name}` {wrong}.")
    return value


def _words(value: str | list[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _terms(terms: dict[str, dict[str, Any]]) -> dict[str, Term]:
    return {
        key: Term(
            key,
            row["label"],
            help=row.get("help", ""),
            sentence=row.get("sentence", ""),
            shows=row.get("shows", ""),
            denies=row.get("denies", ""),
            flags=_words(row.get("flags")),
            of=_words(row.get("of")),
            also=_words(row.get("also")),
        )
        for key, row in terms.items()
    }


def _field(key: str, row: dict[str, Any]) -> Field:
    return Field(
        key,
        _text_in(row, "label", key=key, file="fields.yaml"),
        _text_in(row, "type", key=key, file="fields.yaml"),
        _text_in(row, "group", key=key, file="fields.yaml"),
        row.get("help", ""),
        many=row.get("many") == "yes",
        closure=row.get("closure") == "yes",
        vocabulary=row.get("vocabulary", ""),
        of=_words(row.get("of")),
        qualifiers=_words(row.get("qualifiers")),
        answers=row.get("answers", ""),
        also=row.get("also", ""),
        ours=row.get("ours") == "yes",
    )


def _gap_item(key: str, row: dict[str, Any]) -> GapItem:
    return GapItem(
        key,
        _text_in(row, "label", key=key, file="gaps.yaml"),
        five=int(row.get("five", "0")),
        needs=_words(row.get("needs")),
        any_of=_words(row.get("any")),
        dated=row.get("dated", ""),
        complete=row.get("complete", ""),
        own=row.get("own") == "yes",
    )


def _check(schema: Schema) -> None:
    """Hold every reference inside the schema against what it names."""
    for row in schema.fields.values():
        if row.type not in {"text", "term", "subject", "days", "quantity"}:
            raise BadSchema(f"fields.yaml: {row.key}: unknown type '{row.type}'.")
        if row.group not in schema.groups:
            raise BadSchema(f"fields.yaml: {row.key}: unknown group '{row.group}'.")
        if row.type == "term" and row.vocabulary not in schema.vocabularies:
            raise BadSchema(f"fields.yaml: {row.key}: unknown vocabulary '{row.vocabulary}'.")
        _need_known(row.key, row.qualifiers, schema.qualifiers)
        _need_known(row.key, row.of, CLASSES)
        _need_known(row.key, (row.answers,) if row.answers else (), _gap_answers(schema))
    _check_measures(schema)
    for item in schema.gap_items.values():
        names = (*item.needs, *item.any_of, *((item.dated,) if item.dated else ()))
        _need_known(item.key, names, schema.fields)


def _check_measures(schema: Schema) -> None:
    """A wording stands for one measure only."""
    stands_for: dict[str, str] = {}
    for key, term in schema.vocabularies.get(MEASURES, {}).items():
        for wording in {key, term.label, *term.also}:
            if stands_for.setdefault(wording, key) != key:
                raise BadSchema(
                    f"vocabularies: measures: '{wording}' stands under '{stands_for[wording]}' and "
                    f"'{key}'; leave it under one."
                )


def _gap_answers(schema: Schema) -> set[str]:
    return set(schema.gap_items) | {"procedure"}


def _need_known(where: str, names: Iterable[str], allowed: Iterable[str]) -> None:
    for name in names:
        if name not in allowed:
            raise BadSchema(f"fields.yaml: {where}: '{name}' is not in the table.")
