"""A list of subjects of one class: its filters, and one row for each subject."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.use import Headline
from candour.evidence.use_tellings import USE_FIELDS
from candour.web import words
from candour.web.addresses import subject_address
from candour.web.pages.shown import Link, Names

# What each filter of the address looks at. `nation` of a system is that of its operator too.
FILTERS: Mapping[str, Mapping[str, str]] = {
    "system": {
        "operator": "operator",
        "kind": "kind",
        "use": "use",
        "target": "targets",
        "scope": "in-scope",
        "nation": "nation",
    },
    "body": {"kind": "kind", "nation": "nation", "says": "predictive-use"},
    "product": {"kind": "kind", "scope": "in-scope"},
    "programme": {"kind": "kind", "scope": "in-scope"},
    "method": {"kind": "kind"},
    "dataset": {"kind": "kind"},
    "document": {"kind": "kind"},
    "source": {"kind": "kind"},
}
BRIEF = ("name", "kind", "summary", "description", "operator", "also", "targets", *USE_FIELDS)
INTRODUCTIONS = {
    "system": (
        "Each is one operator’s use of one tool that predicts, profiles or scores. A record here "
        "is not an approval. Use is worded from what was said of it and says nothing of later days."
    ),
    "product": "Tools that several bodies use or have used.",
    "programme": "Funding programmes, operations and procedures that systems belong to.",
    "method": "Ways of calculating, and ideas they rest on.",
    "dataset": "Where data are held that systems take in.",
    "body": "Police forces, vendors, overseers and others who speak or are spoken of.",
    "document": (
        "Assessments, evaluations, procedures and other papers that sources name. That a document "
        "is named here does not mean that it is public."
    ),
    "source": (
        "What we have read. Every statement in the register points to a place in one of these."
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a filter can take."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterShown:
    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> str:
        return next((choice.label for choice in self.choices if choice.chosen), "")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One subject of the list; `use` and `operators` only for systems."""

    link: Link
    also: str
    kind: str
    summary: str
    operators: str
    use: str


LABELS = {
    "operator": "Used by",
    "kind": "Kind",
    "use": "Use ever stated",
    "target": "Aimed at",
    "scope": "Scope of the register",
    "nation": "Nation",
    "says": "Own use",
}


def filters_shown(
    subject_class: str,
    chosen: Mapping[str, str],
    operators: Sequence[str],
    *,
    schema: Schema,
    names: Names,
) -> tuple[FilterShown, ...]:
    """Every filter of a class with its choices, those asked for marked."""
    filters = []
    for name, field in FILTERS[subject_class].items():
        if field == "operator":
            pairs = sorted((names.get(slug, (slug, ""))[0], slug) for slug in operators)
            choices = [(slug, label) for label, slug in pairs]
        else:
            choices = _terms(field, subject_class, schema)
        wanted = chosen.get(name, "")
        filters.append(
            FilterShown(
                name,
                LABELS[name],
                tuple(Choice(key, label, chosen=key == wanted) for key, label in choices),
            )
        )
    return tuple(filters)


def _terms(field: str, subject_class: str, schema: Schema) -> list[tuple[str, str]]:
    terms = schema.vocabularies[schema.fields[field].vocabulary].values()
    return [(term.key, term.label) for term in terms if not term.of or subject_class in term.of]


def list_row(
    subject: SubjectFile, schema: Schema, names: Names, use: Headline | None = None
) -> ListRow:
    kind = subject.first_text("kind")
    return ListRow(
        Link(subject.name, subject_address(subject.subject_class, subject.slug)),
        ", ".join(str(s.value) for s in subject.of("also")[:3]),
        schema.term_label("kind", kind) if kind else "",
        subject.first_text("summary") or subject.first_text("description"),
        words.listed([names.get(slug, (slug, ""))[0] for slug in subject.slugs("operator")]),
        words.sentence(use.sentence) if use is not None else "",
    )
