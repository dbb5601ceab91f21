"""The tables of a release: which there are, and what each column holds.

The columns of fields are printed from the table of fields, so that a new field or gap item has
its column and its explanation with no code.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from candour.evidence.fields import CLASSES, FIGURE_QUALIFIERS, Field, Schema
from candour.evidence.use import Standing

TEXT, INTEGER, NUMBER, TRUTH, TEXTS, TREE = "text", "integer", "number", "truth", "list", "json"
KINDS = {
    TEXT: "text; empty where nothing is said",
    INTEGER: "a whole number; null where there is none",
    NUMBER: "a decimal number; null where there is none",
    TRUTH: "true or false",
    TEXTS: "several texts: with “; ” between them in CSV, as a JSON list in SQLite",
    TREE: "deeper data, as JSON text but in JSON Lines",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, which of `KINDS` its values are, and what they mean."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes
    ----------
    key : the columns that no two rows share, which is the order of the rows but where told
    searched : columns that SQLite keeps an index of
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    searched: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _columns(*rows: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


STATEMENT = _columns(
    ("id", TEXT, "The statement’s identifier: a hash of all that it says, the same everywhere"),
    ("subject", TEXT, "Slug of the subject it is about"),
    ("field", TEXT, "Key of the field; the table `fields` explains it"),
    ("kind", TEXT, "text, term, subject, days, quantity, silence or closure"),
    ("value", TEXT, "The text, term, slug, days or number; the kind of a silence; yes or no"),
    ("label", TEXT, "The value in words: the label of a term, the name of a subject, as printed"),
    ("printed", TEXT, "Of a quantity: the number as printed, with its hedge"),
    ("unit", TEXT, "Of a quantity: what it counts; percent is per hundred"),
    ("decimals", INTEGER, "Of a quantity: decimal places printed; negative for thousands"),
    ("stated", TEXT, "Of a quantity: how exact it claims to be"),
    ("high", TEXT, "Of a quantity that is a range: its upper end"),
    ("act", TEXT, "Of a silence: the Act that a refusal names"),
    ("section", TEXT, "Of a silence: the section of that Act"),
    ("reason", TEXT, "Of a silence: the reason given"),
    ("asked_on", TEXT, "Of a silence: when it was asked"),
    ("due_on", TEXT, "Of a silence: when the answer was due"),
    ("review_on", TEXT, "Of a silence: when the refusal is to be reviewed"),
    ("said_by", TEXTS, "Slugs of those who assert it"),
    ("via", TEXT, "Slug of whoever reports their words"),
    ("source", TEXT, "Slug of the source it was read in"),
    ("locator", TEXT, "The place in the source: section and note, or page"),
    ("basis", TEXT, "How it became known: self-declared, disclosed, research, press …"),
    ("said_on", TEXT, "When it was said"),
    ("public_on", TEXT, "When it became public"),
    ("valid", TEXT, "The days it is said to be true of"),
    ("first_public", TEXT, "When an earlier text came out that the source repeats"),
    ("first_in", TEXT, "Slug of that text"),
    ("qualifiers", TREE, "What belongs to the value: group, period, source system, note …"),
)
HANDLE = Column("handle", TEXT, "What the subject’s own file calls it; empty for an audit’s")

SUBJECTS = _columns(
    ("slug", TEXT, "The stable name in addresses"),
    ("class", TEXT, f"{', '.join(CLASSES)}"),
    ("name", TEXT, "The name as its source gives it"),
    ("kind", TEXT, "A term of the vocabulary of kinds"),
    ("also", TEXTS, "Other and former names"),
    ("operator", TEXTS, "Slugs of the bodies said to run or propose it"),
    ("summary", TEXT, "What it is, in our words"),
    ("statements", INTEGER, "How many statements of its own file stand"),
    ("of_findings", INTEGER, "How many more on it are the numbers of findings"),
    ("sources", TEXTS, "Slugs of the sources those of its file were read in"),
    ("was", TEXTS, "Slugs that it had, or that were merged into it"),
)
FIGURES = (
    *_columns(
        ("id", TEXT, "The statement that carries it"),
        ("subject", TEXT, "Slug of the subject it is about"),
        ("field", TEXT, "Key of the field"),
        ("value", NUMBER, "The number itself; the lower end of a range"),
        ("high", NUMBER, "The upper end of a range"),
        ("unit", TEXT, "What it counts; percent is per hundred"),
        ("printed", TEXT, "The number as printed, with its hedge"),
        ("stated", TEXT, "How exact it claims to be"),
    ),
    *(Column(name, TEXT, f"As printed: {name.replace('_', ' ')}") for name in FIGURE_QUALIFIERS),
    *_columns(
        ("said_by", TEXT, "Who asserts it; several are joined by “and”"),
        ("via", TEXT, "Who reports it"),
        ("source", TEXT, "Slug of the source it was read in"),
        ("locator", TEXT, "The place in the source"),
        ("basis", TEXT, "How it became known"),
        ("note", TEXT, "A detail that belongs to it"),
        ("remark", TEXT, "What Candour adds: how it is printed, what is left open"),
        ("probably", TEXT, "What a likely misprint stands for"),
        ("verdicts", TEXTS, "What came of recomputing it, in the order of the checks’ identifiers"),
    ),
)
CHECKS = _columns(
    ("id", TEXT, "The check’s identifier"),
    ("subject", TEXT, "Slug of the subject it is made for"),
    ("kind", TEXT, "Parts of a total, share of a whole, ratio …"),
    ("check", TEXT, "The claim and what it is recomputed from"),
    ("figures", TEXTS, "Statements: the claim, then its parts"),
    ("point", TEXT, "The verdict on the numbers at their face"),
    ("interval", TEXT, "The verdict on all that they can stand for"),
    ("verdict", TEXT, "The verdict to print"),
    ("working", TEXT, "The arithmetic in one line"),
    ("remark", TEXT, "What an editor notes"),
)
DERIVED = _columns(
    ("id", TEXT, "The derived number’s identifier"),
    ("subject", TEXT, "Slug of the subject it is worked out for"),
    ("name", TEXT, "Its short name there"),
    ("measure", TEXT, "What it tells, in our words"),
    ("state", TEXT, "worked-out, not-comparable or undecidable; then there is no number"),
    ("value", NUMBER, "The number with every part at its face"),
    ("low", NUMBER, "The least it can be"),
    ("high", NUMBER, "The most it can be"),
    ("unit", TEXT, "What it counts"),
    ("shown", TEXT, "The number in words, no finer than it is known"),
    ("working", TEXT, "The sum with the numbers as printed"),
    ("reason", TEXT, "Why there is no number"),
    ("remark", TEXT, "What an editor notes"),
    ("said_by", TEXT, "candour: nobody printed it"),
    ("statements", TEXTS, "The printed numbers it is worked out from"),
    ("subjects", TEXTS, "Slugs of their subjects"),
)
CONTRADICTIONS = _columns(
    ("id", TEXT, "The contradiction’s identifier"),
    ("kind", TEXT, "How the sides clash"),
    ("touches", TEXT, "What it touches"),
    ("strength", TEXT, "exclusive: both can’t be so; uneasy: one weakens the other"),
    ("rank", INTEGER, "Its place before the order of weight, from 1; 0 where none is given"),
    ("first", TEXT, "Why an editor put it there"),
    ("subjects", TEXTS, "Slugs of those it concerns"),
    ("statements", TEXTS, "Identifiers of the statements that clash"),
    ("sides", TREE, "Who says what in our words, with the statements of each side"),
    ("found_by", TEXT, "An editor, or the rule"),
    ("reason", TEXT, "Why the sides do not fit together"),
    ("reply", TEXT, "What the body answered"),
)
GAPS = _columns(
    ("subject", TEXT, "Slug of the system that is asked about"),
    ("item", TEXT, "Which item is asked for"),
    ("state", TEXT, "From published to silent; only published counts as provided"),
    ("why", TEXT, "What is missing"),
    ("contradicted", TRUTH, "Whether what it rests on stands in a contradiction"),
    ("link", TEXT, "Address of what is published"),
    ("statements", TEXTS, "Statements it rests on"),
    ("practice", TEXTS, "What is said of the body’s practice, which does not count"),
)
FINDINGS = _columns(
    ("id", TEXT, "A hash of its plan, inputs and numbers"),
    ("name", TEXT, "Its short name: findings/<name>.json of the release holds all of it"),
    ("audit", TEXT, "The kind of audit"),
    ("title", TEXT, "What was asked, in our words"),
    ("lead", TEXT, "The first sentence of what came of it"),
    ("about", TEXTS, "Slugs of the bodies and systems it is about"),
    ("refused", TREE, "Those whose data could not answer, and why"),
    ("source", TEXT, "Slug of the source the data were published in"),
    ("licence", TEXT, "Licence of the data"),
    ("public_on", TEXT, "The day it became public"),
    ("statements", TEXTS, "Its headline numbers, as statements"),
)
CHANGES = _columns(
    ("change", TEXT, "Origin and number, as in candour:12"),
    ("origin", TEXT, "Whose chain it stands in"),
    ("number", INTEGER, "Its place in that chain"),
    ("acts_for", TEXT, "Of drafts: the origin whose files were edited"),
    ("made_at", TEXT, "When it was made, in UTC"),
    ("made_by", TEXT, "Who made it"),
    ("why", TEXT, "The reason given"),
    ("asserted", INTEGER, "How many statements it put in"),
    ("retracted", INTEGER, "How many it took back"),
    ("previous", TEXT, "SHA-256 of the change set before it"),
    ("hash", TEXT, "SHA-256 over it and the one before"),
)
HISTORY = _columns(
    ("change", TEXT, "The change set, as in candour:12"),
    ("line", INTEGER, "The line in it, from 1"),
    ("about", TEXT, "Slug of the subject, or finding: and a finding’s short name"),
    ("entry", TEXT, "assert, retract, page, remove, finding, withdraw; or taken-out, by order"),
    ("id", TEXT, "The statement put in or taken back, or the finding; else empty"),
    ("why", TEXT, "Of a line taken out by order: the day and the reason"),
)
FIELDS = _columns(
    ("key", TEXT, "The field’s key"),
    ("label", TEXT, "Its name on pages"),
    ("type", TEXT, "text, term, subject, days or quantity"),
    ("group", TEXT, "The group it stands in"),
    ("help", TEXT, "What it holds"),
    ("many", TRUTH, "Whether it takes several values"),
    ("vocabulary", TEXT, "Where its terms come from"),
    ("answers", TEXT, "The gap item it answers"),
    ("also", TEXT, "The same in other standards"),
)
TERMS = _columns(
    ("vocabulary", TEXT, "The vocabulary"),
    ("key", TEXT, "The term, as `value` of statements has it"),
    ("label", TEXT, "Its name on pages"),
    ("help", TEXT, "What it means"),
    ("flags", TEXTS, "What it has in common with other terms"),
)

# --- the wide table of systems -------------------------------------------------

WIDE = (  # one column or two for each, in the order in which readers ask
    *("in-scope", "ban-scope", "targets", "purpose", "used-on", "inputs", "data-system"),
    *("outcomes", "recipients", "human-role", "harm", "legal-basis", "product", "method"),
    *("developed-by", "supplied-by", "funded-by", "first-use", "last-use", "evaluations"),
    *("dpia", "eia", "atrs-record"),
)
LABELLED = ("term", "subject")  # types whose values are keys, with names beside them


def column_of(key: str) -> str:
    """The name of a field's column.

    Examples
    --------
    >>> column_of("ban-scope")
    'ban_scope'
    """
    return key.replace("-", "_")


def gap_column(item: str) -> str:
    return f"gap_{column_of(item)}"


def _wide(schema: Schema) -> Iterator[Column]:
    yield from _columns(
        ("slug", TEXT, "The stable name in addresses: /systems/<slug>/"),
        ("name", TEXT, "The name as its source gives it"),
        ("kind", TEXT, "A term of the vocabulary of kinds"),
        ("kind_label", TEXT, "The same in words"),
        ("summary", TEXT, "What it is, in our words"),
        ("operator", TEXTS, schema.fields["operator"].help),
        ("operator_names", TEXTS, "Their names"),
        ("nation", TEXTS, "Where it acts; where nothing says so, where its operators act"),
        ("use", TEXT, "What is told of its use on the day of the release, in one sentence"),
        ("use_state", TEXT, "The term of the vocabulary `use` that leads it"),
        ("use_standing", TEXT, " · ".join(standing.value for standing in Standing)),
        ("use_last_told", TEXT, "The last day told of; empty where none is given"),
        ("use_disputed", TRUTH, "Some say that it was in use and others that it was not"),
    )
    for key in WIDE:
        yield from _of_field(schema.fields[key])
    yield Column("nothing_given", TEXTS, "Fields answered with a silence: the field, and its kind")
    for item in schema.gap_items.values():
        yield Column(gap_column(item.key), TEXT, f"State of the gap item: {item.label}")
    yield from _columns(
        ("gaps_open", INTEGER, "How many of the items asked for are not published; null if none"),
        ("contradictions", INTEGER, "In how many contradictions it stands"),
        ("figures", INTEGER, "How many printed numbers there are on it"),
        ("statements", INTEGER, "How many statements of its own file stand"),
        ("of_findings", INTEGER, "How many more on it are the numbers of findings"),
        ("findings", TEXTS, "Findings of audits about it"),
        ("sources", TEXTS, "Slugs of the sources its statements were read in"),
        ("source_names", TEXTS, "Their names"),
    )


def _of_field(field: Field) -> Iterator[Column]:
    """Every value that anybody gives, each once; those that disagree stand side by side."""
    yield Column(column_of(field.key), TEXTS, f"{field.label}: {field.help}")
    if field.type in LABELLED:
        yield Column(f"{column_of(field.key)}_labels", TEXTS, f"{field.label}: the same in words")


def tables(schema: Schema) -> tuple[Table, ...]:
    """Every table of a release, in the order in which they are written."""
    return (
        Table("systems", "Systems, one wide row each", tuple(_wide(schema)), ("slug",)),
        Table("subjects", "Subjects of every class", SUBJECTS, ("slug",), ("class",)),
        Table(
            *("statements", "Statements that stand", (*STATEMENT, HANDLE)),
            searched=("subject", "field", "source"),
        ),
        Table("figures", "Printed numbers with their verdicts", FIGURES, searched=("subject",)),
        Table("checks", "Printed numbers recomputed", CHECKS, searched=("subject",)),
        Table("derived_numbers", "Numbers that Candour worked out", DERIVED),
        Table("contradictions", "Statements that clash", CONTRADICTIONS),
        Table("gaps", "What is asked, and what is published", GAPS, ("subject", "item")),
        Table("findings", "Results of audits", FINDINGS),
        Table("changes", "Change sets", CHANGES, ("change",)),
        Table("history", "Lines of change sets", HISTORY, ("change", "line"), ("id", "about")),
        Table("former_statements", "Statements that stood and do not now", STATEMENT),
        Table("fields", "The table of fields", FIELDS, ("key",)),
        Table("terms", "Terms of the vocabularies", TERMS, ("vocabulary", "key")),
    )
