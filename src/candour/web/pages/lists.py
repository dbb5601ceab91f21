"""A list of subjects of one class: its filters, and one row for each subject."""

from collections.abc import Mapping
from dataclasses import dataclass

from candour.core.voice import sentence
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.use import Headline
from candour.evidence.use_tellings import USE_FIELDS
from candour.register.facets import FACETS, Index
from candour.web import words
from candour.web.addresses import subject_address
from candour.web.pages.shown import Link, Names
from candour.web.pages.use_marks import UseMark, use_mark

LAST_SAID = "last-said"  # what was last said of the use of a system: a value that is worked out
# What each filter of the address looks at. `nation` of a system is that of its operator too.
FILTERS: Mapping[str, Mapping[str, str]] = {
    "system": {
        LAST_SAID: LAST_SAID,
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
FIRST_OF_SYSTEMS = (LAST_SAID, "operator")  # the filters of systems that stand unfolded
FACET_OF: Mapping[str, str] = {
    "flag": "flags",
    "input": "inputs",
    "outcome": "outcomes",
    "harm": "harms",
    "recipient": "recipients",
    "method": "methods",
    "vendor": "vendors",
}
"""The facet behind each further filter of systems, in the order in which they stand."""
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
    "body": (
        "Who speaks or is spoken of: police forces first, then other parts of the state, vendors, "
        "universities and people by their role."
    ),
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
    """One value a filter can take; `count` is how many of the list it leaves, where counted.

    Of those, `abroad` are systems abroad, which are told apart from those of the country.
    """

    key: str
    label: str
    chosen: bool
    count: int | None = None
    abroad: int = 0


@dataclass(frozen=True, slots=True)
class FilterShown:
    """A filter with its choices; `more` of those that stand folded below the first ones."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    more: bool = False

    @property
    def chosen(self) -> str:
        return next((choice.label for choice in self.choices if choice.chosen), "")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One subject of the list; `use`, its `mark` and `operators` only for systems.

    `is_abroad` is true of a system of no part of the country.
    """

    link: Link
    also: str
    kind: str
    summary: str
    operators: str
    use: str
    mark: UseMark | None = None
    is_abroad: bool = False


LABELS = {
    LAST_SAID: "Last said to be",
    "operator": "Run or proposed by",
    "kind": "Kind",
    "use": "Use ever stated",
    "target": "Aimed at",
    "scope": "Scope of the register",
    "nation": "Nation",
    "says": "Own use",
}


def filters_shown(
    subject_class: str, wanted: Mapping[str, str], *, schema: Schema
) -> tuple[FilterShown, ...]:
    """Every filter of a class with its choices, those asked for marked."""
    return tuple(
        FilterShown(
            name,
            LABELS[name],
            tuple(
                Choice(key, label, chosen=key == wanted.get(name))
                for key, label in _terms(field, subject_class, schema)
            ),
        )
        for name, field in FILTERS[subject_class].items()
    )


def system_filters(
    wanted: Mapping[str, str],
    among: Mapping[str, frozenset[str] | None],
    index: Index,
    *,
    schema: Schema,
    names: Names,
) -> tuple[FilterShown, ...]:
    """The filters of systems, each choice with how many the other filters leave of it.

    `among` holds, by filter, the systems that all the other filters leave; None stands for all.
    """
    shown = []
    for name, field in (*FILTERS["system"].items(), *FACET_OF.items()):
        if name == "nation":
            choices = [
                Choice(key, label, key == wanted.get(name))
                for key, label in _terms(field, "system", schema)
            ]
        else:
            choices = _counted_choices(
                field, wanted.get(name, ""), among[name], index, schema=schema, names=names
            )
        shown.append(
            FilterShown(
                name,
                FACETS[field].label if name in FACET_OF else LABELS[name],
                tuple(choices),
                more=name not in FIRST_OF_SYSTEMS,
            )
        )
    return tuple(shown)


def _counted_choices(
    field: str,
    chosen: str,
    among: frozenset[str] | None,
    index: Index,
    *,
    schema: Schema,
    names: Names,
) -> list[Choice]:
    """The values of a field by name, with how many the others leave, those abroad told apart."""
    counted = index.counted(field, among)
    counted.setdefault(chosen, 0)
    at_hand = index.systems if among is None else among
    abroad = index.counted(field, at_hand & index.abroad)
    choices = [
        Choice(key, _value_label(field, key, schema, names), key == chosen, n, abroad.get(key, 0))
        for key, n in counted.items()
        if key
    ]
    return sorted(choices, key=lambda choice: choice.label.casefold())


def _value_label(field: str, key: str, schema: Schema, names: Names) -> str:
    field = "use" if field == LAST_SAID else field
    vocabulary = FACETS[field].vocabulary if field in FACETS else schema.fields[field].vocabulary
    return schema.term(vocabulary, key).label if vocabulary else names.get(key, (key, ""))[0]


def _terms(field: str, subject_class: str, schema: Schema) -> list[tuple[str, str]]:
    terms = schema.vocabularies[schema.fields[field].vocabulary].values()
    return [(term.key, term.label) for term in terms if not term.of or subject_class in term.of]


def list_row(
    subject: SubjectFile,
    schema: Schema,
    names: Names,
    use: Headline | None = None,
    *,
    is_abroad: bool = False,
) -> ListRow:
    kind = subject.first_text("kind")
    return ListRow(
        Link(subject.name, subject_address(subject.subject_class, subject.slug)),
        ", ".join(str(s.value) for s in subject.of("also")[:3]),
        schema.term_label("kind", kind) if kind else "",
        subject.first_text("summary") or subject.first_text("description"),
        words.listed([names.get(slug, (slug, ""))[0] for slug in subject.slugs("operator")]),
        sentence(use.sentence) if use is not None else "",
        use_mark(use, schema) if use is not None else None,
        is_abroad,
    )
