"""What each address answers, on the real content."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candour.content import FOLDER
from candour.core.hashing import canonical_json
from candour.evidence import listing
from candour.evidence.fields import read_schema
from candour.evidence.following import what_follows
from candour.evidence.reading import read_collection
from candour.evidence.use import headline
from candour.register import models
from tests.api.asking import address, every_row, paths

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

HART = "/api/v1/subjects/durham-hart"
SOME_LIST = [
    *("subjects", "statements", "figures", "checks", "derived"),
    *("contradictions", "gaps", "changes", "forces", "sources", "terms"),
]
AT_HAND = {"forces", "terms"}  # whole lists of which a part is given; the first to ask waits


@pytest.fixture(scope="module")
def findings():
    schema = read_schema(FOLDER)
    return what_follows(read_collection(FOLDER, schema), schema)


def by_row(rows):
    """Rows in an order of their own; PostgreSQL keeps the keys of JSON in another than ours."""
    return sorted(rows, key=canonical_json)


def test_every_address_answers(client):
    for path, operation in paths().items():
        answer = client.get(address(path, operation))
        assert answer.status_code == 200, (path, answer.content)
        assert answer.headers["Content-Type"].startswith("application/json")


def test_the_root_lists_every_address(client):
    assert client.get("/api/v1/").json()["addresses"].keys() == paths().keys()


def test_the_short_address_leads_to_the_root(client):
    assert client.get("/api/").headers["Location"] == "/api/v1/"


# the same rows as the command line and the pages print


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("figures", lambda found: [listing.figure_row(one) for one in found.figures]),
        ("derived", lambda found: [listing.derived_row(one) for one in found.derived]),
        ("checks", lambda found: [listing.check_row(one) for one in found.verdicts]),
        (
            "contradictions",
            lambda found: [listing.contradiction_row(one) for one in found.contradictions],
        ),
        ("gaps", lambda found: [listing.gap_row(one) for one in found.gaps]),
    ],
)
def test_rows_are_those_of_the_files_and_the_pages(client, findings, name, rows):
    answered = by_row(every_row(client, f"/api/v1/{name}?limit=500"))
    assert answered == by_row(rows(findings))


def rows_beside(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return json.loads(b"".join(page.streaming_content))


@pytest.mark.parametrize("name", ["figures", "contradictions", "gaps"])
def test_rows_are_those_beside_the_pages(client, name):
    beside = rows_beside(client, f"/{name}.json")
    answered = every_row(client, f"/api/v1/{name}?limit=500")
    for row in beside:
        row.pop("verdicts", None)  # a page says beside a figure what came out of its checks
    assert by_row(answered) == by_row(beside)


def test_systems_and_changes_are_those_beside_the_pages(client):
    systems = every_row(client, "/api/v1/subjects?class=system&limit=200")
    assert by_row(systems) == by_row(rows_beside(client, "/systems.json"))
    assert every_row(client, "/api/v1/changes") == rows_beside(client, "/changes.json")


def test_a_subject_is_that_beside_its_page(client):
    answered, beside = client.get(HART).json(), client.get("/systems/durham-hart.json").json()
    for key in ("statements", "checks", "derived", "contradictions", "gaps"):
        assert by_row(answered[key]) == by_row(beside[key])


def row_of(subject, findings, today):
    """The row of a subject, with what is told of its use today where it is a system."""
    if subject.subject_class != "system":
        return listing.subject_row(subject)
    name = findings.collection.name_of
    return listing.subject_row(subject, headline(subject.statements, today, name=name))


def test_subjects_are_those_of_the_files(client, findings, same_day):
    answered = every_row(client, "/api/v1/subjects?limit=200")
    subjects = findings.collection.subjects.values()
    assert by_row(answered) == by_row(row_of(one, findings, same_day) for one in subjects)


def test_statements_are_those_of_the_files(client, findings):
    answered = {row.pop("id"): row for row in every_row(client, "/api/v1/statements?limit=500")}
    everything = (*findings.collection.statements(), *findings.collection.headlines())
    said = {one.id: one.as_dict() for one in everything}
    assert answered == said


def test_a_subject_holds_its_statements_in_the_order_of_its_file(client, findings, same_day):
    answered = client.get(HART).json()
    subject = findings.collection.subjects["durham-hart"]
    assert answered["subject"] == row_of(subject, findings, same_day)
    assert [row["id"] for row in answered["statements"]] == [s.id for s in subject.statements]


# moments


def test_a_day_marks_what_can_not_be_told(client):
    rows = client.get(f"{HART}?on=2018-01-01").json()["statements"]
    assert {row["true_on"] for row in rows} <= {"yes", "can't tell"}
    assert len(rows) < len(client.get(HART).json()["statements"])


def test_nothing_is_known_before_it_was_public(client):
    answered = client.get(f"{HART}?known=1999-12-31").json()
    assert {one["field"] for one in answered["statements"]} == {"name", "kind"}
    assert answered["asked"] == {"known": "1999-12-31"}


def test_before_the_first_change_there_is_no_subject(client):
    answer = client.get(f"{HART}?as_of=2020-01-01")
    assert answer.status_code == 404
    assert "did not stand in the register" in answer.json()["error"]


def test_what_became_public_is_a_difference(client):
    asked = f"{HART}/difference?clock=known&from=1999-12-31&to=2030-01-01"
    answered = client.get(asked).json()
    assert answered["added"]
    assert answered["gone"] == []


def test_a_history_may_be_of_one_field(client):
    rows = every_row(client, f"{HART}/history?field=use")
    assert rows
    assert {row["statement"]["field"] for row in rows} == {"use"}
    standing = {row["statement"]["id"] for row in rows if row["retracted_in"] is None}
    assert standing == {
        one["id"] for one in client.get(HART).json()["statements"] if one["field"] == "use"
    }


# lists


def test_filters_narrow_a_list_together(client):
    asked = "/api/v1/subjects?class=system&operator=durham-constabulary&target=people"
    assert [row["slug"] for row in every_row(client, asked)] == ["durham-hart"]


def test_words_give_the_best_first(client):
    found = client.get("/api/v1/subjects?q=HART").json()["items"]
    assert found[0]["slug"] == "durham-hart"
    assert client.get("/api/v1/search?q=HART").json()["items"] == found


def test_a_slip_of_spelling_is_said(client):
    answered = client.get("/api/v1/search?q=Violense+Harm").json()
    assert answered["read_as"] == "violence harm"
    assert "mps-violence-harm-assessment" in [row["slug"] for row in answered["items"]]


def test_one_value_can_be_asked_of_all(client):
    rows = every_row(client, "/api/v1/statements?field=inputs&value=police-intelligence")
    assert len({row["subject"] for row in rows}) > 1
    assert all(row["value"] == {"term": "police-intelligence"} for row in rows)


@pytest.mark.parametrize(
    ("asked", "key", "value"),
    [
        ("checks?verdict=fails", "verdict", "fails"),
        ("contradictions?kind=number", "kind", "number"),
        ("contradictions?touches=law", "touches", "law"),
        ("derived?state=not-comparable", "state", "not-comparable"),
        ("derived?subject=durham-hart", "subject", "durham-hart"),
        ("gaps?item=dpia", "item", "dpia"),
        ("gaps?state=silent", "state", "silent"),
        ("gaps?subject=durham-hart", "subject", "durham-hart"),
        ("figures?subject=durham-hart", "subject", "durham-hart"),
        ("figures?source=automated-racism", "source", "automated-racism"),
    ],
)
def test_a_filter_keeps_what_it_names(client, asked, key, value):
    rows = every_row(client, f"/api/v1/{asked}")
    assert rows
    assert {row[key] for row in rows} == {value}


@pytest.mark.parametrize("day", ["on=2018-01-01", "known=2020-12-31", "on=2018-01-01&known=2024"])
@pytest.mark.parametrize("slug", ["durham-hart"])
def test_a_day_admits_the_same_statements_in_lists_as_on_the_subject(client, slug, day):
    day = day.replace("known=2024", "known=2024-06-01")
    whole = client.get(f"/api/v1/subjects/{slug}?{day}").json()["statements"]
    listed = every_row(client, f"/api/v1/statements?subject={slug}&limit=7&{day}")
    assert listed
    assert by_row(listed) == by_row([without_handle(row) for row in whole])
    figures = {row["id"] for row in every_row(client, f"/api/v1/figures?subject={slug}&{day}")}
    assert figures == {row["id"] for row in whole if "quantity" in row["value"]}


def without_handle(row):
    return {key: value for key, value in row.items() if key != "handle"}


def test_a_day_asked_of_too_many_statements_is_refused(client, monkeypatch):
    monkeypatch.setattr("candour.api.statements.MOST_TO_HOLD", 10)
    answer = client.get("/api/v1/statements?known=2020-12-31")
    assert answer.status_code == 422
    assert "name a subject, field, source or value too" in answer.json()["detail"]


def test_forces_are_those_of_the_page(client):
    answered = every_row(client, "/api/v1/forces?limit=20")
    assert answered == rows_beside(client, "/forces.json")
    chosen = every_row(client, "/api/v1/forces?nation=england&state=shown")
    assert {(row["nation"], row["known"]) for row in chosen} == {("england", "shown")}
    assert {row["nation"] for row in every_row(client, "/api/v1/forces?nation=wales")} == {"wales"}


def test_sources_say_how_many_statements_rest_on_them(client):
    rows = {row["slug"]: row for row in every_row(client, "/api/v1/sources?limit=50")}
    subjects = every_row(client, "/api/v1/subjects?class=source&limit=500")
    assert list(rows) == [row["slug"] for row in subjects]
    asked = client.get("/api/v1/statements?source=automated-racism&limit=1").json()
    assert rows["automated-racism"]["statements"] == asked["count"]
    own = every_row(client, "/api/v1/sources?author=amnesty-international")
    assert "automated-racism" in {row["slug"] for row in own}


def test_terms_say_how_often_they_are_said(client):
    rows = every_row(client, "/api/v1/terms?vocabulary=inputs&limit=50")
    assert [row["key"] for row in rows] == list(read_schema(FOLDER).vocabularies["inputs"])
    police = next(row for row in rows if row["key"] == "police-intelligence")
    asked = "/api/v1/statements?value=police-intelligence&limit=500"
    said = {row["id"] for row in every_row(client, asked) if "term" in row["value"]}
    assert police["statements"] == len(said) > 0


@pytest.mark.parametrize("name", SOME_LIST)
def test_a_list_comes_in_parts_that_do_not_overlap(client, name):
    whole = client.get(f"/api/v1/{name}?limit=6").json()
    halves = [client.get(f"/api/v1/{name}?limit=3&offset={start}").json() for start in (0, 3)]
    assert halves[0]["items"] + halves[1]["items"] == whole["items"]
    assert client.get(f"/api/v1/{name}?offset=1000000").json()["items"] == []


# one of a kind


def test_a_statement_says_since_when_it_stands(client):
    standing = models.Recording.objects.filter(retracted_in=None).order_by("statement_id")
    key = standing.values_list("statement_id", flat=True)[0]
    answered = client.get(f"/api/v1/statements/{key}").json()
    assert answered["statement"]["id"] == key
    assert answered["stands"] is True
    assert answered["recordings"][0]["retracted_in"] is None


def test_changes_of_a_day_are_those_that_were_in_by_then(client):
    assert client.get("/api/v1/changes?as_of=2020-01-01").json()["count"] == 0
    every = every_row(client, "/api/v1/changes")
    assert every_row(client, "/api/v1/changes?as_of=2999-12-31&limit=2") == every


def test_a_change_holds_what_it_put_in(client):
    answered = client.get("/api/v1/changes/1?limit=5").json()
    assert answered["set"] == client.get("/api/v1/changes").json()["items"][-1]
    assert answered["asserted"] + answered["retracted"] == answered["count"]
    assert {row["entry"] for row in answered["items"]} == {"assert"}


def test_a_former_slug_leads_to_the_new_one(client):
    models.Redirect.objects.create(slug="old-hart", to="durham-hart")
    answer = client.get("/api/v1/subjects/old-hart?on=2020-01-01")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{HART}?on=2020-01-01"


def test_the_schema_is_the_table_of_fields(client):
    answered = client.get("/api/v1/schema").json()
    assert [row["key"] for row in answered["fields"]] == list(read_schema(FOLDER).fields)
    assert answered["vocabularies"].keys() == read_schema(FOLDER).vocabularies.keys()
    assert [row["key"] for row in answered["gap_items"]] == list(read_schema(FOLDER).gap_items)


# dated by the last change


@pytest.mark.parametrize("name", [*SOME_LIST, "schema", "subjects/durham-hart"])
def test_nothing_changed_is_told_so(client, name):
    first = client.get(f"/api/v1/{name}")
    for header, dated in (("if_none_match", "ETag"), ("if_modified_since", "Last-Modified")):
        again = client.get(f"/api/v1/{name}", headers={header: first.headers[dated]})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_a_new_day_is_no_longer_the_same_answer(client, monkeypatch, same_day):
    """What was planned for a day is told otherwise once it is over."""
    first = client.get("/api/v1/subjects")
    tomorrow = same_day + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    for header, dated in (("if_none_match", "ETag"), ("if_modified_since", "Last-Modified")):
        again = client.get("/api/v1/subjects", headers={header: first.headers[dated]})
        assert again.status_code == 200


def test_a_refusal_bears_no_date(client):
    answer = client.get("/api/v1/figures?limit=0", headers={"if_none_match": "*"})
    assert answer.status_code == 422
    assert "Last-Modified" not in answer.headers


# queries


def queries(client, asked):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(asked).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", [name for name in SOME_LIST if name not in AT_HAND])
def test_a_longer_list_takes_no_more_queries(client, name):
    short, long = (queries(client, f"/api/v1/{name}?limit={limit}") for limit in (2, 200))
    assert short <= long <= 8
    assert long - short <= (name == "subjects")  # names of those who tell of use, if any do


def test_a_larger_subject_takes_no_more_queries(client):
    slugs = ("automated-racism", "durham-hart", "mps-violence-harm-assessment")
    most = {"": 10, "/history": 8, "/difference?from=2024-01-01&clock=known": 8}
    most["?on=2024-01-01"] = 25  # what a subject, and each of its reviews, reaches is read as well
    for rest, limit in most.items():
        counts = [queries(client, f"/api/v1/subjects/{slug}{rest}") for slug in slugs]
        assert max(counts) <= limit, rest  # fewer where there is nothing to look for
