"""What the API refuses, in which words, and what holds for every answer."""

import pytest

from tests.api.asking import HOSTILE, paths

pytestmark = pytest.mark.django_db


def refused(answer, status):
    assert answer.status_code == status, answer.content
    said = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (said["status"], said["detail"], said["type"]) == (status, said["error"], "about:blank")
    assert said["error"][0].isupper() or said["error"].startswith("'")
    assert said["error"].endswith((".", "?"))
    return said


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_it_can_only_be_read(client, method):
    for path in [*paths(), "/api/v1/nowhere"]:
        answer = getattr(client, method)(
            path.replace("{number}", "1").replace("{", "").replace("}", "")
        )
        assert "only be read" in refused(answer, 405)["error"]
        assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        ("subjects?limit=0", "limit", "must be 1 or more"),
        ("subjects?limit=501", "limit", "must be 500 or less"),
        ("subjects?offset=-1", "offset", "must be 0 or more"),
        ("subjects?offset=9223372036854775808", "offset", "must be 1000000 or less"),
        ("subjects?offset=one", "offset", "must be a whole number"),
        ("subjects?offset=1.5", "offset", "must be a whole number"),
        ("subjects?class=sistem", "class", "Did you mean system?"),
        ("subjects?kind=%27", "kind", "The schema lists what it can be"),
        ("subjects?operator=Kent%20Police", "operator", "small letters, digits and hyphens"),
        ("subjects?q=%00", "q", "null character"),
        ("search?q=" + "x" * 201, "q", "200 characters at most"),
        ("search", "q", "is needed"),
        ("subjects/durham-hart?on=0000-01-01", "on", "a day from 1000 to 2999"),
        ("subjects/durham-hart?known=2021-02-30", "known", "a day from 1000 to 2999"),
        ("subjects/durham-hart?as_of=9999-12-31", "as_of", "a day from 1000 to 2999"),
        ("subjects/durham-hart?as_of=1700000000", "as_of", "a day from 1000 to 2999"),
        ("subjects/durham-hart?as-of=2024-01-01", "as-of", "Did you mean as_of?"),
        ("subjects/durham-hart/difference", "from", "is needed"),
        ("subjects/x/difference?from=2024-01-01&clock=sun", "clock", "'as_of', 'known' or 'on'"),
        ("schema?page=2", "page", "takes none"),
        ("figures?colour=red", "colour", "There are limit, offset, cursor, as_of, on, known"),
        ("figures?limit=1&limit=2", "limit", "is given 2 times"),
    ],
)
def test_what_can_not_be_read_is_said(client, asked, field, words):
    said = refused(client.get(f"/api/v1/{asked}"), 422)
    assert said["field"] == field
    assert words in said["error"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("subjects/no-such-thing", "There is no subject 'no-such-thing'."),
        ("subjects/%00", "There is no subject ''."),
        ("subjects/%ED%A0%80", "There is no subject"),
        ("subjects/no-such-thing/history", "There is no subject"),
        ("subjects/no-such-thing/difference?from=2024-01-01", "There is no subject"),
        ("statements/s1-aaaaaaaaaaaaaaaaaaaaaaaaaa", "There is no statement"),
        ("statements/1", "There is no statement '1'."),
        ("changes/0", "There is no change '0'."),
        ("changes/-1", "There is no change '-1'."),
        ("changes/1234567", "There is no change '1234567'."),
        ("changes/9223372036854775808", "There is no change '9223372036854775808'."),
        ("subjects/", "There is nothing at '/api/v1/subjects/'"),
        ("nowhere", "/api/v1/ lists what there is"),
    ],
)
def test_an_address_that_leads_nowhere_is_said(client, asked, words):
    assert words in refused(client.get(f"/api/v1/{asked}"), 404)["error"]


@pytest.mark.parametrize("odd", HOSTILE, ids=lambda text: ascii(text)[:40])
def test_odd_input_is_never_a_fault(client, odd):
    for name in ("q", "on", "limit", "class", "operator", odd):
        raw = {name.encode("utf-8", "surrogatepass"): odd.encode("utf-8", "surrogatepass")}
        answer = client.get("/api/v1/subjects", raw)
        assert answer.status_code in {200, 422}
        if answer.status_code == 422:
            refused(answer, 422)


def test_long_input_is_not_given_back_whole(client):
    answer = client.get("/api/v1/subjects", {"kind": "x" * 5_000})
    assert len(answer.content) < 500


# every answer


@pytest.mark.parametrize("asked", ["/api/v1/", "/api/v1/nowhere", "/api/v1/subjects?limit=0"])
def test_every_site_may_read_it_and_no_cookie_is_set(client, asked):
    answer = client.get(asked)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_a_script_of_another_site_may_ask_whether_anything_changed(client):
    """It asks first what it may send; and it can read the 304 only if that too is open to it."""
    asked_first = {"Access-Control-Request-Method": "GET", "Origin": "https://example.org"}
    may = client.options("/api/v1/schema", headers=asked_first)
    assert (may.status_code, may.content) == (204, b"")
    assert "If-None-Match" in may.headers["Access-Control-Allow-Headers"]
    assert may.headers["Access-Control-Allow-Origin"] == "*"


def test_head_is_get_without_the_body(client):
    full, head = client.get("/api/v1/schema"), client.head("/api/v1/schema")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(full.content))


def test_an_empty_register_answers_too(client):
    answered = client.get("/api/v1/").json()
    assert answered["last_change"] is None
    assert client.get("/api/v1/subjects").json() == {"count": 0, "next": None, "items": []}


def test_a_fault_of_ours_is_said_in_json_and_written_down(client, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("the index is gone")

    monkeypatch.setattr("candour.register.selectors.listed", broken)
    answer = client.get("/api/v1/subjects")
    assert answer.status_code == 500
    assert answer.json()["error"].startswith("This is a fault of ours")
    assert "the index is gone" not in answer.content.decode()
    assert "the index is gone" in caplog.text
