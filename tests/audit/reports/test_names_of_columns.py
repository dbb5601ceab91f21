"""Every column that any kind of audit can have is named by hand, read off the types of its rows.

No list of findings is kept for it: an audit that is added is held to it with the others.
"""

import json
from dataclasses import fields, is_dataclass, replace
from typing import get_args, get_origin, get_type_hints

import pytest

from candour.audit.kinds import Headings
from candour.audit.payloads import HOW, SPREAD, key_of
from candour.audit.reports.headings import COMMON, Named
from candour.config.kinds import KINDS
from candour.content import FOLDER
from tests.audit.lamps.kind import LAMPS
from tests.support.reports import tables_of

KEPT = sorted((FOLDER / "findings").glob("*.json"))


def tables_by_type(kind) -> dict[str, set[str]]:
    """The keys of each table that a kind's results can have: its fields that hold many rows."""
    result = get_type_hints(kind.read)["return"]
    tables: dict[str, set[str]] = {}
    for one in get_args(result) or (result,):
        for name, annotation in get_type_hints(one).items():
            for row in rows_in(annotation):
                tables.setdefault(key_of(name), set()).update(keys_of(row))
    return tables


def rows_in(annotation):
    """The dataclass that a tuple is made of, also of a tuple that may be None."""
    for choice in (annotation, *get_args(annotation)):
        if get_origin(choice) is tuple and is_dataclass(get_args(choice)[0]):
            yield get_args(choice)[0]


def keys_of(row):
    types = get_type_hints(row)
    for field in fields(row):
        if field.metadata.get(HOW) == SPREAD:
            for choice in filter(is_dataclass, (types[field.name], *get_args(types[field.name]))):
                yield from keys_of(choice)
        else:
            yield key_of(field.name)


def left_to_the_rule(kind):
    """Tables and columns that nobody has named, and that a reader would see by their keys."""
    named = Named(kind.headings, "events")
    for table, keys in tables_by_type(kind).items():
        if table not in kind.headings.captions and table not in COMMON.captions:
            yield table
        yield from (f"{table}.{key}" for key in keys if not named.is_named(key, table=table))


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_table_and_column_of_every_kind_is_named_by_hand(kind):
    assert tables_by_type(kind)
    assert list(left_to_the_rule(kind)) == []


def test_a_table_and_a_column_that_nobody_named_are_found_out():
    assert list(left_to_the_rule(LAMPS)) == []
    bare = replace(LAMPS, headings=Headings(captions={}, columns={"street": "Street"}))
    assert set(left_to_the_rule(bare)) == {"streets", "streets.lamps", "streets.dark"}


def test_rows_beside_the_fields_around_them_and_tables_that_may_be_missing_are_seen():
    assert {"areas", "finds", "rates"} <= set(tables_by_type(KINDS["stops"]))
    assert {"ppv", "ppv_shrunken"} <= tables_by_type(KINDS["scores"])["groups"]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_the_types_know_every_table_and_column_of_what_ships(path):
    data = json.loads(path.read_text(encoding="utf-8"))
    finding = KINDS.read(data.get("finding", data))
    known = tables_by_type(KINDS.of(finding))
    for table, rows in tables_of(finding).items():
        assert {key for row in rows for key in row} <= known.get(table, set()), table
