"""Pages kept for the next reader: which, for how long, and what is never kept."""

from io import BytesIO

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from candour.config import kept_answers
from candour.config.kept_answers import HOLDS_FOR, LONGEST, KeptAnswers
from candour.register import selectors
from candour.register.services import load_content
from tests.evidence.making import TOOL, make_folder, schema, write_files

ADDRESS = "/systems/tool/"


class Page:
    """A page that counts how often it was made."""

    def __init__(self):
        self.made = 0
        self.answer = self.plain

    def __call__(self, request):
        self.made += 1
        return self.answer(request)

    def plain(self, request):
        return HttpResponse(f"page {self.made}", headers={"ETag": f'"{self.made}"'})


@pytest.fixture
def page():
    return Page()


@pytest.fixture
def site(page, monkeypatch):
    """The page behind the keeper, over a register that stays as it is."""
    monkeypatch.setattr(kept_answers, "_state", lambda: "one register")
    return KeptAnswers(page)


def test_a_page_is_made_once_and_given_to_the_next_reader(site, page, rf):
    first, second = (site(rf.get(ADDRESS)) for _ in range(2))
    assert page.made == 1
    assert first.content == second.content == b"page 1"
    assert first.headers == second.headers


def test_a_reader_who_has_the_page_is_told_that_it_is_the_same(site, rf):
    site(rf.get(ADDRESS))
    assert site(rf.get(ADDRESS, headers={"if-none-match": '"1"'})).status_code == 304
    assert site(rf.get(ADDRESS, headers={"if-none-match": '"0"'})).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"cookie": "csrftoken=x"}, {"authorization": "Bearer x"}],
    ids=["cookie", "authorization"],
)
def test_who_shows_who_they_are_is_given_nothing_kept_and_leaves_nothing(site, page, rf, headers):
    site(rf.get(ADDRESS))
    for _ in range(2):
        site(rf.get(ADDRESS, headers=headers))
    assert page.made == 3


@pytest.mark.parametrize(
    "address",
    ["/search/?q=risk", "/systems/?on=2021-03-14", "/routes/d1/", "/report/", "/data/releases/"],
)
def test_what_somebody_asked_is_not_kept(site, page, rf, address):
    for _ in range(2):
        site(rf.get(address))
    assert page.made == 2


@pytest.mark.parametrize("method", ["head", "post", "options"])
def test_only_answers_to_get_are_kept(site, page, rf, method):
    for _ in range(2):
        site(getattr(rf, method)(ADDRESS))
    assert page.made == 2


def with_cookie(request):
    answer = HttpResponse()
    answer.set_cookie("a", "b")
    return answer


@pytest.mark.parametrize(
    "answer",
    [
        with_cookie,
        lambda request: HttpResponse(status=404),
        lambda request: HttpResponse(headers={"Cache-Control": "no-store"}),
        lambda request: HttpResponse(headers={"Vary": "Cookie, Accept-Encoding"}),
        lambda request: HttpResponse(b"x" * (LONGEST + 1)),
        lambda request: FileResponse(BytesIO(b"x")),
    ],
    ids=["sets a cookie", "not found", "no-store", "varies", "too long", "a file"],
)
def test_what_is_not_the_same_for_all_or_not_whole_is_not_kept(site, page, rf, answer):
    page.answer = answer
    for _ in range(2):
        site(rf.get(ADDRESS))
    assert page.made == 2


def test_a_stream_is_kept_once_all_of_it_was_given(site, page, rf):
    page.answer = lambda request: StreamingHttpResponse([b"one ", b"two"])
    broken_off = site(rf.get(ADDRESS))
    next(iter(broken_off.streaming_content))
    assert b"".join(site(rf.get(ADDRESS)).streaming_content) == b"one two"
    assert page.made == 2
    assert site(rf.get(ADDRESS)).content == b"one two"
    assert page.made == 2


def test_a_stream_that_is_too_long_is_given_whole_and_not_kept(site, page, rf):
    page.answer = lambda request: StreamingHttpResponse([b"x" * LONGEST, b"y"])
    for _ in range(2):
        assert len(b"".join(site(rf.get(ADDRESS)).streaming_content)) == LONGEST + 1
    assert page.made == 2


def test_packed_and_plain_pages_and_those_of_two_hosts_stand_apart(site, page, rf):
    for headers in ({}, {"accept-encoding": "gzip"}, {"host": "localhost"}):
        for _ in range(2):
            site(rf.get(ADDRESS, headers=headers))
    assert page.made == 3


def test_a_page_holds_for_a_minute(site, page, rf, monkeypatch):
    now = 1_000.0
    monkeypatch.setattr("candour.config.kept_answers.time.monotonic", lambda: now)
    site(rf.get(ADDRESS))
    now += HOLDS_FOR
    site(rf.get(ADDRESS))
    assert page.made == 1
    now += 0.1
    site(rf.get(ADDRESS))
    assert page.made == 2


def test_those_not_asked_for_longest_go_when_there_is_no_room(site, page, rf, monkeypatch):
    monkeypatch.setattr(kept_answers, "MOST_BYTES", 2 * len(b"page 1"))
    for address in ("/a/", "/b/", "/a/", "/c/"):
        site(rf.get(address))
    assert page.made == 3
    site(rf.get("/a/"))
    assert page.made == 3
    site(rf.get("/b/"))
    assert page.made == 4


@pytest.mark.django_db
def test_what_is_loaded_shows_at_once(page, rf, tmp_path, monkeypatch):
    monkeypatch.setattr(selectors, "schema", schema)
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    load_content(folder)
    site = KeptAnswers(page)
    for _ in range(2):
        site(rf.get(ADDRESS))
    assert page.made == 1

    write_files(folder, {"systems/tool": TOOL + "purpose: set patrols\n"})
    load_content(folder)
    site(rf.get(ADDRESS))
    assert page.made == 2


def test_where_the_database_does_not_answer_the_page_says_so_itself(page, rf, monkeypatch):
    def gone():
        raise DatabaseError

    monkeypatch.setattr(selectors, "head", gone)
    site = KeptAnswers(page)
    for _ in range(2):
        site(rf.get(ADDRESS))
    assert page.made == 2


def test_who_works_on_the_pages_sees_each_as_it_is_now(page, settings):
    settings.DEBUG = True
    with pytest.raises(MiddlewareNotUsed):
        KeptAnswers(page)


def test_the_keeper_stands_around_what_packs_pages_in_service():
    from candour.config import settings

    order = [part.rpartition(".")[2] for part in settings.MIDDLEWARE]
    assert order.index("KeptAnswers") == order.index("Compression") - 1
