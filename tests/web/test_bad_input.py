"""Any string or number in an address gets a page or a sentence, never a fault of ours."""

import random
from urllib.parse import quote

import pytest

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("loaded_register"),
]

ODD = [
    "", " ", "'", '"', "''; DROP TABLE x; --", "\0", "a\0b", "%", "%%", "%s", "_", "\\", "*", "^",
    "(", ")", '"a" OR b', "NEAR(a b)", "a AND", "-", "--", "+", ":", "a:*", "&", "|", "!", "<", ">",
    "<script>", "{{7*7}}", "../../etc/passwd", "0", "-1", "1.5", "NaN", "1e999", "2147483648",
    "9223372036854775807", "9223372036854775808", "9" * 100, "0000-00-00", "0000-01-01",
    "0001-01-01", "9999-12-31", "2021-02-30", "2021-03-14", "10000-01-01",
    "\u202eabc", "\u200b", "é", "İ", "ß", "ﬁ", "日本語", "🙂", "\ud7ff", "\ufffe",
    "a" * 201, "a " * 99, "null", "None", "true",
    "[]", "essex-police", "in-use", "fails", "s1-", "4.1",
]  # fmt: skip
# Each name, and a page that reads it.
READ_BY = {
    **dict.fromkeys(
        ("q", "page", "operator", "kind", "use", "last-said", "target", "scope"), "/systems/"
    ),
    **dict.fromkeys(("nation", "says"), "/bodies/"),
    **dict.fromkeys(("on", "known", "as-of"), "/systems/durham-hart/"),
    **dict.fromkeys(("from", "to", "field"), "/systems/durham-hart/history/"),
    **dict.fromkeys(("item", "state"), "/gaps/"),
    "verdict": "/figures/",
    "subject": "/contradictions/",
    "class": "/search/",
    "section": "/sources/automated-racism/",
    "show": "/changes/1/",
}
NAMES = tuple(READ_BY)
ADDRESSES = (
    "/", "/systems/", "/bodies/", "/products/", "/figures/", "/contradictions/", "/gaps/",
    "/changes/", "/changes/1/", "/search/", "/about/", "/data/", "/feedback/",
    "/data/api/", "/report/", "/data/checkpoints/", "/data/checkpoints.json",
    "/systems/durham-hart/", "/systems/durham-hart/history/", "/sources/police-force-codes/",
    "/bodies/kent-police/", "/systems.json", "/gaps.csv", "/search.json",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_odd_queries_get_a_page_or_a_sentence(client, address, tries):
    rng = random.Random(address)  # noqa: S311 - the same cases in every run
    for odd in rng.sample(ODD + ODD, tries(16, long=2 * len(ODD))):
        asked = {rng.choice(NAMES): odd, rng.choice(NAMES): rng.choice(ODD)}
        answer = client.get(address, asked)
        assert answer.status_code in {200, 301, 400, 404}, (asked, answer.status_code)
        if answer.streaming:
            b"".join(answer.streaming_content)


@pytest.mark.parametrize(("name", "address"), READ_BY.items())
def test_every_name_takes_every_odd_value(client, name, address):
    for odd in ODD:
        assert client.get(address, {name: odd}).status_code in {200, 400, 404}, odd


@pytest.mark.parametrize("before", ["/systems/", "/statements/", "/changes/", "/", "/sources/"])
def test_odd_paths_get_a_page_or_a_sentence(client, before):
    for odd in ODD:
        for after in ("", "/", ".json", ".csv", "/history/"):
            answer = client.get(before + quote(odd) + after)
            assert answer.status_code in {200, 301, 400, 404}, before + odd + after


@pytest.mark.parametrize(
    "query", ["?%00", "?=", "?&&&", "?%ff=%ff", "?page=%C0%80", "?q=%ED%A0%80"]
)
def test_broken_encodings_get_a_page_or_a_sentence(client, query):
    for address in ("/systems/", "/search/", "/gaps/"):
        assert client.get(address + query).status_code in {200, 400, 404}


def test_the_sentence_says_what_to_do(client):
    page = client.get("/systems/?on=14.3.2021").content.decode()
    assert "“on” must be a day from 1000 to 2999, written like 2024-08-31." in page
    page = client.get("/datasets/?page=9999999").content.decode()
    assert "There is no page 9999999: this list has one page." in page


def test_what_a_reader_types_is_shown_and_not_run(client):
    page = client.get("/search/", {"q": "<b>bold</b>"}).content.decode()
    assert "<b>bold" not in page
    assert "&lt;b&gt;bold" in page
