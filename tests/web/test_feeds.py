"""What can be followed: read by a reader's own program, the same entry once and for ever."""

import json
from datetime import UTC, date, datetime
from uuid import uuid5

import feedparser
import pytest

from candour.evidence.record import record_change
from candour.register import selectors
from candour.register.services import load_content
from candour.web.pages.feeds import CANDOUR, MEDIA_TYPES
from tests.evidence.making import TOOL, make_folder
from tests.register.loading import edit_and_load, load_on

pytestmark = pytest.mark.django_db

FORCE_SYSTEM = "/bodies/force"
OTHER = TOOL.replace("The Tool", "The Other Tool").replace(
    "operator: force", "operator: other-force"
)


@pytest.fixture
def folder(tmp_path):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL, "systems/other": OTHER})
    load_on(folder)
    edit_and_load(folder, {"systems/tool": TOOL + "purpose: find people\n"}, date(2026, 2, 1))
    edit_and_load(folder, {"systems/other": OTHER + "purpose: find places\n"}, date(2026, 3, 1))
    return folder


def atom(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content)
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    return read


def json_feed(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("application/feed+json")
    return json.loads(answer.content)


def titles(read):
    return [entry.title for entry in read.entries]


@pytest.mark.parametrize("address", ["/changes", "/systems", "/systems/tool", "/bodies/force"])
def test_a_feed_has_all_that_its_form_asks_for(client, folder, address):
    read = atom(client, f"{address}.atom")
    site = "http://testserver"
    assert read.feed.title
    assert read.feed.updated_parsed
    assert read.feed.id
    assert {link["rel"]: link["href"] for link in read.feed.links} == {
        "alternate": f"{site}{address}/",
        "self": f"{site}{address}.atom",
    }
    assert read.entries
    for entry in read.entries:
        assert entry.id.startswith("urn:uuid:")
        assert entry.updated_parsed
        assert entry.title
        assert entry.author
        assert entry.link.startswith(f"{site}/changes/")
        assert 'href="/' not in entry.summary
    written = json_feed(client, f"{address}.feed.json")
    assert written["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in written["items"]] == [entry.id for entry in read.entries]
    assert [item["title"] for item in written["items"]] == titles(read)
    for item in written["items"]:
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None
        assert item["content_html"]
        assert item["url"].startswith(site)


def test_a_change_shows_once_and_newest_first(client, folder):
    read = atom(client, "/changes.atom")
    assert len({entry.id for entry in read.entries}) == len(read.entries) == 3
    assert [entry.updated_parsed[:3] for entry in read.entries] == [
        (2026, 3, 1), (2026, 2, 1), (2026, 1, 1),
    ]  # fmt: skip
    assert titles(read)[1] == "The Tool: 1 statement came in"


def test_a_page_is_told_of_what_touches_it_alone(client, folder):
    assert [entry.updated_parsed[1] for entry in atom(client, "/systems/tool.atom").entries] == [
        2,
        1,
    ]
    assert [entry.updated_parsed[1] for entry in atom(client, "/systems/other.atom").entries] == [
        3,
        1,
    ]


def test_a_force_is_told_of_the_systems_it_is_said_to_use(client, folder):
    edit_and_load(
        folder,
        {"bodies/force": "source: report\nat: '1'\nname: The Force\nkind: territorial-force\n"
         "nation: england\n"},
        date(2026, 4, 1),
    )  # fmt: skip
    read = atom(client, "/bodies/force.atom")
    assert read.feed.title == "Candour: The Force and the systems it is said to use"
    assert "The Tool: 1 statement came in" in titles(read)
    assert not any("Other Tool" in title for title in titles(read)[:2])


def test_a_search_and_a_term_can_be_followed(client, folder):
    read = atom(client, "/search.atom?q=other+tool&class=system")
    assert titles(read)[0] == "The Other Tool: 1 statement came in"
    edit_and_load(folder, {"systems/tool": TOOL + "inputs: [home-address]\n"}, date(2026, 4, 1))
    read = atom(client, "/terms/inputs/home-address.atom")
    assert titles(read)[0].startswith("The Tool: 1 statement came in")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search.atom", 400),
        ("/search.atom?q=a&class=b", 400),
        ("/changes.atom?page=2", 400),
        ("/systems/nothing.atom", 404),
        ("/terms/inputs/nothing.feed.json", 404),
        ("/changes.rss", 404),
    ],
)
def test_what_can_not_be_followed_is_said_in_a_sentence(client, folder, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    if "rss" not in address:
        assert answer["Content-Type"] == "application/problem+json"


def test_an_entry_keeps_its_identifier_when_its_content_is_loaded_elsewhere(client, tmp_path, db):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    record_change(folder, made_by="x", why="y", made_at=datetime(2026, 1, 1, tzinfo=UTC))
    load_content(folder)
    (entry,) = atom(client, "/systems/tool.atom").entries
    change = selectors.last_change()
    assert change is not None
    assert entry.id == uuid5(CANDOUR, f"{change.hash} subject tool").urn


def test_an_entry_is_of_the_day_it_was_recorded_and_new_the_day_this_copy_had_it(client, tmp_path):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    recorded = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)
    record_change(folder, made_by="x", why="y", made_at=recorded)
    load_content(folder)
    change = selectors.last_change()
    assert change is not None
    assert change.arrived_at > recorded
    (entry,) = atom(client, "/systems/tool.atom").entries
    assert entry.published_parsed[:5] == (2026, 1, 1, 9, 30)
    assert entry.updated_parsed[:3] == change.arrived_at.timetuple()[:3]
    (item,) = json_feed(client, "/systems/tool.feed.json")["items"]
    assert datetime.fromisoformat(item["date_published"]) == recorded
    modified = datetime.fromisoformat(item["date_modified"])
    assert modified == change.arrived_at.replace(microsecond=0)


def test_a_feed_that_did_not_change_is_not_sent_again(client, folder):
    first = client.get("/systems/tool.atom")
    again = client.get("/systems/tool.atom", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    edit_and_load(folder, {"systems/tool": TOOL + "purpose: x\n"}, date(2026, 5, 1))
    assert client.get(
        "/systems/tool.atom", headers={"If-None-Match": first["ETag"]}
    ).status_code == 200  # fmt: skip


def test_names_and_reasons_are_text_and_never_marks(client, tmp_path):
    files = {"systems/tool": TOOL.replace("The Tool", "'<script>alert(1)</script> & Tool'")}
    load_on(make_folder(tmp_path / "content", files), why="Because <b>of</b> & so on")
    assert "<script" not in client.get("/systems/tool.atom").content.decode()
    (item,) = json_feed(client, "/systems/tool.feed.json")["items"]
    assert item["title"].startswith("<script>alert(1)</script> & Tool")  # a title is plain text
    assert "&lt;script&gt;" in item["content_html"]
    assert "<script" not in item["content_html"]
    assert "Because &lt;b&gt;of&lt;/b&gt; &amp; so on" in item["content_html"]
    (entry,) = atom(client, "/systems/tool.atom").entries
    assert "<script" not in entry.summary


@pytest.mark.parametrize(
    "page", ["/", "/changes/", "/systems/", "/systems/tool/", "/bodies/force/"]
)
def test_a_page_names_its_feeds(client, folder, page):
    html = client.get(page).content.decode()
    followed = "/changes" if page == "/" else page.rstrip("/")
    for form, media_type in MEDIA_TYPES.items():
        assert f'<link rel="alternate" type="{media_type}"' in html
        assert f'href="{followed}.{form}"' in html


def test_a_search_page_names_its_feed_but_not_for_a_postcode(client, folder):
    assert 'href="/search.atom?q=tool"' in client.get("/search/?q=tool").content.decode()
    assert "search.atom" not in client.get("/search/?q=SW1A+1AA").content.decode()
