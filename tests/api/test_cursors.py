"""Parts of a list are all of the list as it stood when the first was asked for."""

import base64
import json
from datetime import date
from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candour.api.cursors import Cursor, read_cursor
from tests.evidence.making import make_folder, write_files
from tests.register.loading import load_on
from tests.register.region import REGION, body, system
from tests.register.test_findings import CODE, keep
from tests.support.findings import made_up

pytestmark = pytest.mark.django_db

# Before, among and after the rows that stand; a row gone, and rows that say otherwise.
LATER: dict[str, str | None] = {
    "systems/aardvark": system("Aardvark", "inputs: [age]", "purpose: find people"),
    "systems/second": None,
    "systems/tool": system("The Tool", "purpose: find places", "inputs: [age, gang-association]"),
    "systems/zebra": system("Zebra", "purpose: find people"),
    "sources/another": "source: report\nat: '1'\nname: Another\nkind: report\nauthor: authors\n",
    "bodies/a-force": body("A Force of Lakes", "territorial-force", "nation: england"),
}  # fmt: skip
COUNTED = """\
figures:
  listed:
    measure: people on the list
    field: people-profiled
    unit: people
    total: 10
    values: {White: 4, Black: 6}
    checks: [total = White + Black]
derived:
  share: {measure: share of the list, sum: listed.Black / listed.total, unit: percent}
  other: {measure: share of the list, sum: listed.White / listed.total, unit: percent}
"""
LATER["systems/knives"] = system("Knives") + COUNTED
LISTS = (
    *("subjects", "subjects?class=system", "subjects?q=tool", "search?q=force", "sources"),
    *("statements", "statements?value=force", "statements?on=2025-06-01", "figures", "checks"),
    *("derived", "contradictions", "gaps", "gaps?subject=tool", "findings", "changes", "terms"),
    *("forces", "changes/1", "subjects/tool/history", "statements?as_of=2999-12-31"),
)


@pytest.fixture
def region(tmp_path, db):
    force = {"bodies/force": REGION["bodies/force"] + CODE.format("force")}
    folder = make_folder(tmp_path / "content", REGION | force)
    load_on(folder)
    write_files(folder, {"systems/third": system("Third Tool", "purpose: find places") + COUNTED})
    load_on(folder, date(2026, 1, 2))
    keep(made_up())
    return folder


def rows_of(client, name):
    return [row for part in parts(client, asked(name, 500)) for row in part["items"]]


def asked(name, limit):
    return f"/api/v1/{name}{'&' if '?' in name else '?'}limit={limit}"


def parts(client, address):
    """The parts of a list, followed one by one as they are asked for."""
    while address:
        part = client.get(address).json()
        yield part
        address = part["next"]


def test_rows_that_come_and_go_between_two_parts_double_none_and_leave_none_out(client, region):
    whole = {name: rows_of(client, name) for name in LISTS}
    of = {name: 100 if name == "terms" else 1 for name in LISTS}
    going_on = {name: parts(client, asked(name, of[name])) for name in LISTS}
    rows = {
        name: [row for part in islice(going_on[name], 2) for row in part["items"]] for name in LISTS
    }

    write_files(region, LATER)
    load_on(region, date(2026, 1, 3))

    for name, listed in whole.items():
        rest = list(going_on[name])
        rows[name] += [row for part in rest for row in part["items"]]
        assert rows[name] == listed, name
        assert {part["count"] for part in rest} <= {len(listed)}, name


def test_what_came_in_is_there_for_whoever_asks_anew(client, region):
    """Without this, a list that never changes would pass the test above."""
    before = {name: rows_of(client, name) for name in LISTS}
    write_files(region, LATER)
    load_on(region, date(2026, 1, 3))
    same = {name for name in LISTS if rows_of(client, name) == before[name]}
    assert same == {"findings", "changes/1"}


def test_a_part_far_down_is_found_by_its_key_and_not_counted_off(client, region):
    first = client.get(asked("statements", 3)).json()
    with CaptureQueriesContext(
        connection,
    ) as caught:
        client.get(first["next"])
    of_rows = [query["sql"] for query in caught if "canonical" in query["sql"]]
    assert len(of_rows) == 1
    assert "OFFSET" not in of_rows[0]
    assert '"subject" > ' in of_rows[0]


def test_a_cursor_goes_on_under_another_limit_and_after_an_offset(client, region):
    whole = client.get(asked("statements", 500)).json()["items"]
    first = client.get(f"{asked('statements', 2)}&offset=3").json()
    assert first["items"] == whole[3:5]
    assert "offset" not in first["next"]
    assert client.get(first["next"].replace("limit=2", "limit=4")).json()["items"] == whole[5:9]


def cursor_of(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


NEVER_GIVEN = [
    ("statements", "abcdefgh"),
    ("statements", cursor_of("statements", 1)),
    ("statements", cursor_of("statements", 0, "tool", 1)),
    ("statements", cursor_of("statements", True, "tool", 1)),
    ("statements", cursor_of("statements", 1, "tool", -1)),
    ("statements", cursor_of("statements", 1, "tool", 1.5)),
    ("statements", cursor_of("statements", 1, "to\0ol", 1)),
    ("statements", cursor_of("statements", 1, "\ud800", 1)),
    ("statements", cursor_of("statements", 1, ["tool"], 1)),
    ("statements", "é" * 20),
    ("statements", "x" * 10_000),
    ("statements", str(Cursor("statements", 1, ("tool", 1))) + "="),
    ("statements", str(Cursor("statements", 1, (1, "tool")))),
    ("statements", str(Cursor("statements", 1, (1,)))),
    ("statements", str(Cursor("statements", 10_000, ("tool", 1)))),
    ("statements", str(Cursor("figures", 1, ("tool", 1)))),
    ("statements?on=2025-06-01", str(Cursor("statements", 1, ("tool", 1)))),
    ("forces", str(Cursor("forces", 1, ("tool",)))),
]


def test_what_next_never_gave_is_refused_in_a_sentence(client, region):
    for name, cursor in NEVER_GIVEN:
        answer = client.get(f"{asked(name, 2)}&cursor={cursor}")
        assert answer.status_code == 422, (name, cursor)
        assert answer.json()["field"] == "cursor"
        assert "anew, without it." in answer.json()["detail"]


def test_a_cursor_with_an_offset_is_refused(client, region):
    cursor = Cursor("statements", 1, ("tool", 1))
    answer = client.get(f"/api/v1/statements?offset=1&cursor={cursor}")
    assert (answer.status_code, answer.json()["field"]) == (422, "offset")


def test_a_cursor_reads_back_as_it_was():
    for last in ((3,), ("tool", 7), ("É — “name”", "slug")):
        cursor = Cursor("subjects", 4, last)
        assert read_cursor(str(cursor)) == cursor
