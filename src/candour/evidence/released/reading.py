"""The table of statements read back: from the CSV of a release, or one of the same form.

A row is taken where it makes the very statement that its identifier names; a row that somebody
wrote needs no identifier, and gets it here. What is wrong is told by file, row and column.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from candour.core.days import Days, parse_days
from candour.core.errors import BadContent, BadDays, BadQuantity, Problem, causes_first, in_short
from candour.evidence.collection import Row
from candour.evidence.fields import CLASSES, Field, Schema
from candour.evidence.names import AS_A_SLUG, is_slug
from candour.evidence.own_words import own_word_problems
from candour.evidence.persons import person_problems
from candour.evidence.plain_files import BOM, MOST_OF_DATA, plain_text, read_plain_bytes
from candour.evidence.quantities import MOST_DECIMALS, STATED, Quantity
from candour.evidence.released.columns import HANDLE, STATEMENT
from candour.evidence.released.forms import BETWEEN
from candour.evidence.statements import BASES, VALUE_KINDS, Silence, Statement, Value

NEEDED = ("subject", "field", "kind", "value", "said_by", "source", "locator", "basis")
KNOWN = (*(column.name for column in STATEMENT), HANDLE.name)
OF_QUANTITY = ("printed", "unit", "decimals", "stated", "high")
OF_SILENCE = ("act", "section", "reason", "asked_on", "due_on", "review_on")
DAYS = ("said_on", "public_on", "valid", "first_public")
SLUGS = ("subject", "source", "via", "first_in")
MOST_PROBLEMS = 100
LONGEST_CELL = 1_000_000

Cells = Mapping[str, str]
ClassOf = Callable[[str], str]


class _Fault(Exception):
    """A cell that can't be read."""

    def __init__(self, column: str, message: str) -> None:
        self.column, self.message = column, message
        super().__init__(message)


def read_statements(path: Path, schema: Schema) -> list[Row]:
    """Read a table of statements; each row keeps its line in the file.

    Raises
    ------
    NotPlain
        If the file can't be read as text.
    BadContent
        With every row and column that can't be read. Nothing is taken then.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    for line, cells in _table(path, known=KNOWN, needed=NEEDED):
        try:
            statement = _statement(cells, schema)
        except _Fault as fault:
            problems.append(Problem(path.name, line, fault.column, in_short(fault.message)))
            if len(problems) == MOST_PROBLEMS:
                break
            continue
        first = lines.setdefault(statement.id, line)
        if first != line:
            message = f"says the same as line {first}; take one out"
            problems.append(Problem(path.name, line, "id", message))
        rows.append(Row(cells.get(HANDLE.name, ""), statement, line))
    if problems:
        raise BadContent(causes_first(problems))
    return rows


def read_classes(path: Path) -> dict[str, str]:
    """Read the class of each subject from a table of subjects (its columns `slug` and `class`).

    Raises
    ------
    NotPlain
        If the file can't be read as text.
    BadContent
        With every row that names no slug or no class.
    """
    classes: dict[str, str] = {}
    problems = []
    for line, cells in _table(path, known=(), needed=("slug", "class")):
        slug, subject_class = cells["slug"], cells["class"]
        if not is_slug(slug):
            problems.append(Problem(path.name, line, "slug", f"'{slug}' is not {AS_A_SLUG}"))
        elif subject_class not in CLASSES:
            message = f"'{subject_class}' is none of {', '.join(CLASSES)}"
            problems.append(Problem(path.name, line, "class", message))
        classes[slug] = subject_class
    if problems:
        raise BadContent(causes_first(problems[:MOST_PROBLEMS]))
    return classes


def row_problems(
    row: Row, file: str, schema: Schema, class_of: ClassOf, people: frozenset[str]
) -> Iterator[Problem]:
    """What in a row leads nowhere, or may not be held; `class_of` gives "" for what is not here."""
    for column, message in _references(row.statement, schema, class_of):
        yield Problem(file, row.line, column, in_short(message))
    for problem in (
        *person_problems(row, file, schema, people),
        *own_word_problems(row, file),
    ):
        yield Problem(file, row.line, "value", problem.message)


def _references(
    statement: Statement, schema: Schema, class_of: ClassOf
) -> Iterator[tuple[str, str]]:
    if class_of(statement.source) != "source":
        yield "source", f"'{statement.source}' is no source here"
    speakers = [("said_by", slug) for slug in statement.said_by]
    for column, slug in (*speakers, ("via", statement.via)):
        if slug and class_of(slug) != "body":
            yield column, f"'{slug}' is no body here, and only bodies speak or report"
    if statement.first_in and class_of(statement.first_in) not in {"document", "source"}:
        yield "first_in", f"'{statement.first_in}' is no document or source here"
    if statement.kind == "subject":
        yield from _named_subject(statement, schema, class_of)
    for key, text in statement.qualifiers:
        if schema.qualifiers[key].type == "subject" and not class_of(text):
            yield "qualifiers", f"{key}: '{text}' is no subject here"


def _named_subject(
    statement: Statement, schema: Schema, class_of: ClassOf
) -> Iterator[tuple[str, str]]:
    allowed = schema.fields[statement.field].of
    subject_class = class_of(str(statement.value))
    if not subject_class:
        yield "value", f"'{statement.value}' is no subject here"
    elif allowed and subject_class not in allowed:
        words = " or ".join(allowed)
        yield "value", f"'{statement.value}' is a {subject_class}; the field takes {words}"


# --- the file ---------------------------------------------------------------------


def _table(
    path: Path, *, known: tuple[str, ...], needed: tuple[str, ...]
) -> Iterator[tuple[int, Cells]]:
    """Give each row by the names of its columns, with the line it begins on.

    With no `known` columns, those that are not needed are passed over.
    """
    # A spreadsheet puts a byte order mark before what it saves in UTF-8.
    data = read_plain_bytes(path, most=MOST_OF_DATA).removeprefix(BOM)
    longest_before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield from _rows(path.name, plain_text(data, name=path.name), known, needed)
    except csv.Error as error:
        raise BadContent([Problem(path.name, 0, "", f"is no CSV: {error}")]) from error
    finally:
        csv.field_size_limit(longest_before)


def _rows(
    name: str, text: str, known: tuple[str, ...], needed: tuple[str, ...]
) -> Iterator[tuple[int, Cells]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns = next(reader, [])
    problems = list(_heading_problems(name, columns, known, needed))
    if problems:
        raise BadContent(problems)
    line = reader.line_num + 1
    for cells in reader:
        if len(cells) not in {0, len(columns)}:
            message = f"has {len(cells)} cells under {len(columns)} headings"
            raise BadContent([Problem(name, line, "", message)])
        if cells:
            yield line, dict(zip(columns, cells, strict=True))
        line = reader.line_num + 1


def _heading_problems(
    name: str, columns: list[str], known: tuple[str, ...], needed: tuple[str, ...]
) -> Iterator[Problem]:
    for column in needed:
        if column not in columns:
            message = (
                "this column is missing. The first line names the columns, with commas between "
                "them, as in tables/csv/ of a release"
            )
            yield Problem(name, 1, column, message)
    for column in columns:
        if columns.count(column) > 1:
            yield Problem(name, 1, column, "stands twice in the first line")
        elif known and column not in known:
            yield Problem(name, 1, column, f"is no column of statements ({', '.join(known)})")


# --- one row ----------------------------------------------------------------------


def _statement(cells: Cells, schema: Schema) -> Statement:
    for column in NEEDED:
        if not cells[column]:
            raise _Fault(column, "is empty, and every statement has one")
    for column in SLUGS:
        _slug(column, cells.get(column, ""))
    if cells["field"] not in schema.fields:
        raise _Fault("field", f"'{cells['field']}' is not in the table of fields")
    if cells["basis"] not in BASES:
        raise _Fault("basis", f"'{cells['basis']}' is none of {', '.join(BASES)}")
    days = {column: _days(column, cells.get(column, "")) for column in DAYS}
    statement = Statement(
        subject=cells["subject"],
        field=cells["field"],
        kind=cells["kind"],
        value=_value(cells, schema),
        said_by=_speakers(cells["said_by"]),
        source=cells["source"],
        locator=cells["locator"],
        basis=cells["basis"],
        via=cells.get("via", ""),
        first_in=cells.get("first_in", ""),
        qualifiers=_qualifiers(cells, schema),
        **days,
    )
    named = cells.get("id", "")
    if named and named != statement.id:
        raise _Fault(
            "id",
            f"{named} names another statement than this row makes, which is {statement.id}: a "
            "cell was altered, as a spreadsheet does to days and numbers. Leave the cell empty if "
            "the row is your own",
        )
    return statement


def _slug(column: str, text: str) -> str:
    if text and not is_slug(text):
        raise _Fault(column, f"'{text}' is no slug: use {AS_A_SLUG}")
    return text


def _speakers(text: str) -> tuple[str, ...]:
    speakers = tuple(text.split(BETWEEN))
    if len(set(speakers)) < len(speakers):
        raise _Fault("said_by", "names somebody twice")
    for slug in speakers:
        if not slug or not is_slug(slug):
            raise _Fault("said_by", f"'{slug}' is no slug: use {AS_A_SLUG}, with “;” between two")
    return speakers


def _days(column: str, text: str) -> Days | None:
    try:
        return parse_days(text) if text else None
    except BadDays as error:
        raise _Fault(column, str(error)) from error


def _value(cells: Cells, schema: Schema) -> Value:
    kind, field = cells["kind"], schema.fields[cells["field"]]
    _fits(kind, field, cells)
    if kind == "quantity":
        return _quantity(cells)
    if kind == "silence":
        return _silence(cells, schema)
    if kind == "days":
        days = _days("value", cells["value"])
        assert days is not None
        return days
    if kind == "subject":
        return _slug("value", cells["value"])
    if kind == "closure" and cells["value"] not in {"yes", "no"}:
        raise _Fault("value", "of a closure is yes or no")
    if kind == "term" and cells["value"] not in schema.vocabularies[field.vocabulary]:
        raise _Fault("value", f"'{cells['value']}' is not in the vocabulary '{field.vocabulary}'")
    return cells["value"]


def _fits(kind: str, field: Field, cells: Cells) -> None:
    """The kind is one that the field takes, and no cell is filled that is of another kind."""
    if kind not in VALUE_KINDS:
        raise _Fault("kind", f"'{kind}' is none of {', '.join(VALUE_KINDS)}")
    if kind not in {field.type, "silence"} and not (kind == "closure" and field.closure):
        raise _Fault("kind", f"is '{kind}', and '{field.key}' takes '{field.type}' or a silence")
    for own, columns in (("quantity", OF_QUANTITY), ("silence", OF_SILENCE)):
        for column in columns:
            if kind != own and cells.get(column):
                raise _Fault(column, f"is for a {own}, and this row is a {kind}")


def _quantity(cells: Cells) -> Quantity:
    for column in ("printed", "unit", "decimals", "stated"):
        if not cells.get(column):
            raise _Fault(column, "is empty, and every quantity has one")
    try:
        decimals = int(cells["decimals"])
    except ValueError as error:
        raise _Fault("decimals", f"'{cells['decimals']}' is no whole number") from error
    if abs(decimals) > MOST_DECIMALS:
        raise _Fault("decimals", f"is {decimals}, and no number is printed with so many")
    if cells["stated"] not in STATED:
        raise _Fault("stated", f"'{cells['stated']}' is none of {', '.join(sorted(STATED))}")
    data: dict[str, object] = {name: cells[name] for name in ("printed", "value", "unit", "stated")}
    data["decimals"] = decimals
    if cells.get("high"):
        data["high"] = cells["high"]
    try:
        return Quantity.from_dict(data)
    except BadQuantity as error:
        raise _Fault("value", str(error)) from error


def _silence(cells: Cells, schema: Schema) -> Silence:
    kinds = schema.vocabularies["silences"]
    if cells["value"] not in kinds:
        raise _Fault("value", f"'{cells['value']}' is none of {', '.join(kinds)}")
    for column in ("asked_on", "due_on", "review_on"):
        _days(column, cells.get(column, ""))
    return Silence(cells["value"], **{column: cells.get(column, "") for column in OF_SILENCE})


def _qualifiers(cells: Cells, schema: Schema) -> tuple[tuple[str, str], ...]:
    text = cells.get("qualifiers", "")
    if not text:
        return ()
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _Fault("qualifiers", f"is no JSON: {error}") from error
    if not isinstance(data, dict) or not all(isinstance(one, str) for one in data.values()):
        raise _Fault("qualifiers", 'is no JSON object of texts, such as {"note": "…"}')
    allowed = schema.allowed_qualifiers(cells["field"])
    for key, value in data.items():
        if key not in allowed:
            raise _Fault("qualifiers", f"'{key}' is none of {', '.join(allowed)}")
        if not value:
            raise _Fault("qualifiers", f"'{key}' is empty; leave it out")
        if schema.qualifiers[key].type == "days":
            _days("qualifiers", value)
    return tuple(sorted(data.items()))
