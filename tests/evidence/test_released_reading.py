"""A table of statements read back: whole, or refused by row and column."""

import csv
import io

import pytest

from candour.core.errors import BadContent
from candour.evidence.plain_files import NotPlain
from candour.evidence.reading import read_collection
from candour.evidence.released.columns import tables
from candour.evidence.released.forms import CSV_CELLS
from candour.evidence.released.reading import read_classes, read_statements, row_problems
from candour.evidence.released.rows import statement_row
from tests.evidence.making import TOOL, make_folder, schema

EVERY_KIND = (
    TOOL
    + """\
purpose: {value: find people, valid: 2021-03/, note: "Found, and “kept”"}
inputs:
  complete: no
  values: [ethnicity, {value: age, said_by: [authors, force]}]
dpia: {silence: withheld, section: '31', act: The Act, asked_on: 2024-01-02}
first-use: {value: before 2016/, said_on: 2024}
figures:
  listed:
    measure: people on the list
    field: people-profiled
    unit: people
    total: almost 1,500
    values: {White: 400, Black: 1013}
"""
)
NAME = "statements.csv"


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    folder = make_folder(tmp_path_factory.mktemp("content"), {"systems/tool": EVERY_KIND})
    return read_collection(folder, schema())


@pytest.fixture
def rows(collection):
    """The cells of the table of statements, as a release writes them."""
    table = next(table for table in tables(schema()) if table.name == "statements")
    return [
        {
            column.name: CSV_CELLS[column.kind](made.get(column.name))
            for column in table.columns
        }
        for subject in collection.subjects.values()
        for row in subject.rows
        for made in [statement_row(row.statement, schema(), {}) | {"handle": row.handle}]
    ]  # fmt: skip


@pytest.fixture
def path(tmp_path):
    return tmp_path / NAME


def write(path, rows, columns=None):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns or rows[0].keys(), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8"))
    return path


def place_of(rows, **cells):
    return next(n for n, row in enumerate(rows) if cells.items() <= row.items())


def refusal(path, read=lambda path: read_statements(path, schema())):
    with pytest.raises(BadContent) as refused:
        read(path)
    problem = refused.value.problems[0]
    return (problem.file, problem.line, problem.field), problem.message


def test_every_kind_of_statement_is_read_as_it_was_written(collection, rows, path):
    read = read_statements(write(path, rows), schema())
    expected = [row for subject in collection.subjects.values() for row in subject.rows]
    assert [(row.handle, row.statement) for row in read] == [
        (row.handle, row.statement) for row in expected
    ]
    assert {row.statement.kind for row in read} == {
        *("text", "term", "subject", "days", "quantity", "silence", "closure")
    }
    assert [row.line for row in read] == list(range(2, len(rows) + 2))


def test_columns_that_need_not_be_there_may_be_left_out(rows, path):
    kept = [row | {"id": ""} for row in rows if row["kind"] == "term"]
    columns = ("subject", "field", "kind", "value", "said_by", "source", "locator", "basis")
    read = read_statements(write(path, kept, columns), schema())
    assert [str(row.statement.value) for row in read] == [row["value"] for row in kept]


def test_a_spreadsheets_mark_and_line_ends_are_taken(rows, path):
    write(path, rows)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert b"\r\n" in path.read_bytes()
    assert len(read_statements(path, schema())) == len(rows)


OF_A_TEXT = (
    ("field", "no-such-field", "not in the table of fields"),
    ("kind", "number", "is none of text, term"),
    ("kind", "term", "takes 'text' or a silence"),
    ("value", "", "is empty"),
    ("said_by", "authors; authors", "twice"),
    ("said_by", "The Authors", "is no slug"),
    ("basis", "rumour", "is none of self-declared"),
    ("valid", "Mar-21", "names no days"),
    ("said_on", "31/12/2024", "names no days"),
    ("qualifiers", "note: x", "is no JSON"),
    ("qualifiers", '["note"]', "no JSON object"),
    ("qualifiers", '{"colour": "red"}', "'colour' is none of"),
    ("qualifiers", '{"note": ""}', "is empty"),
    ("unit", "people", "is for a quantity"),
    ("reason", "s.31", "is for a silence"),
    ("subject", "../etc", "is no slug"),
)
OF_KINDS = (
    *(("text", *one) for one in OF_A_TEXT),
    ("term", "value", "no-such-term", "is not in the vocabulary"),
    ("subject", "value", "The Force", "is no slug"),
    ("quantity", "value", "many", "is no number"),
    ("quantity", "value", "1e9", "is no number"),
    ("quantity", "decimals", "none", "is no whole number"),
    ("quantity", "decimals", "1000", "so many"),
    ("quantity", "stated", "roughly", "is none of"),
    ("quantity", "unit", "", "is empty"),
    ("silence", "value", "hush", "is none of"),
    ("silence", "asked_on", "soon", "names no days"),
    ("closure", "value", "perhaps", "is yes or no"),
    ("days", "value", "Jan-16", "names no days"),
)


@pytest.mark.parametrize(("kind", "column", "text", "words"), OF_KINDS)
def test_a_cell_that_cant_be_read_is_named_by_row_and_column(rows, path, kind, column, text, words):
    named = {"field": "purpose"} if kind == "text" else {}
    place = place_of(rows, kind=kind, subject="tool", **named)
    rows[place] |= {"id": "", column: text}
    where, message = refusal(write(path, rows))
    assert where == (NAME, place + 2, column)
    assert words in message


def test_a_cell_that_a_spreadsheet_altered_no_longer_fits_its_identifier(rows, path):
    place = place_of(rows, printed="400")
    rows[place]["printed"] = "400.0"
    where, message = refusal(write(path, rows))
    assert where == (NAME, place + 2, "id")
    assert "names another statement" in message


def test_every_row_that_cant_be_read_is_told_at_once(rows, path):
    for row in rows:
        row["basis"] = "rumour"
    with pytest.raises(BadContent) as refused:
        read_statements(write(path, rows), schema())
    assert len(refused.value.problems) == len(rows)


def test_the_same_row_twice_is_refused(rows, path):
    where, message = refusal(write(path, [*rows, rows[0]]))
    assert where == (NAME, len(rows) + 2, "id")
    assert "line 2" in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "this column is missing"),
        ("id;subject;field\n", "this column is missing"),
        ("subject,field,kind,value,said_by,source,locator,basis,colour\n", "no column of statem"),
        ("subject,subject,field,kind,value,said_by,source,locator,basis\n", "twice in the first"),
        ("subject,field,kind,value,said_by,source,locator,basis\na,b\n", "has 2 cells under 8"),
        ('subject,field,kind,value,said_by,source,locator,basis\n"a', "is no CSV"),
    ],
)
def test_what_is_no_table_of_statements_is_refused(path, text, words):
    path.write_text(text, encoding="utf-8")
    assert words in refusal(path)[1]


def test_signs_that_nobody_sees_and_files_that_are_not_there_are_refused(rows, path):
    with pytest.raises(NotPlain, match="is not there"):
        read_statements(path, schema())
    rows[0]["locator"] = "1\u202e"
    with pytest.raises(NotPlain, match="nobody sees"):
        read_statements(write(path, rows), schema())


def test_classes_are_read_from_a_table_of_subjects_or_refused_by_row(tmp_path):
    path = tmp_path / "subjects.csv"
    path.write_text("slug,name,class\ntool,The Tool,system\n", encoding="utf-8")
    assert read_classes(path) == {"tool": "system"}
    path.write_text("slug,class\ntool,gadget\n", encoding="utf-8")
    where, message = refusal(path, read_classes)
    assert (where, "'gadget'" in message) == (("subjects.csv", 2, "class"), True)


REFERENCES = (
    ("source", "source", "no-such-source", "is no source here"),
    ("source", "source", "force", "is no source here"),
    ("said_by", "said_by", "report", "is no body here"),
    ("via", "via", "nobody", "is no body here"),
    ("first_in", "first_in", "nothing", "no document or source"),
)


@pytest.mark.parametrize(("column", "cell", "text", "words"), REFERENCES)
def test_what_leads_nowhere_is_named(collection, rows, path, column, cell, text, words):
    place = place_of(rows, field="purpose")
    rows[place] |= {"id": "", cell: text}
    problems = problems_of(write(path, rows), collection, place)
    assert [(one.line, one.field) for one in problems] == [(place + 2, column)]
    assert words in problems[0].message


def problems_of(path, collection, place):
    row = read_statements(path, schema())[place]
    return list(row_problems(row, NAME, schema(), collection.class_of, frozenset()))


def test_a_value_that_is_no_subject_or_of_another_class_is_named(collection, rows, path):
    place = place_of(rows, field="operator")
    for text, words in (("nobody", "is no subject here"), ("report", "is a source; the field")):
        rows[place] |= {"id": "", "value": text}
        (problem,) = problems_of(write(path, rows), collection, place)
        assert (problem.field, words in problem.message) == ("value", True)


def test_what_may_not_be_held_is_refused_here_too(collection, rows, path):
    place = place_of(rows, field="purpose")
    rows[place] |= {"id": "", "basis": "testimony", "value": "Stopped at age 14"}
    problems = problems_of(write(path, rows), collection, place)
    assert ("value", True) in {(one.field, "an age" in one.message) for one in problems}
