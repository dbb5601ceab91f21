"""Pages to look things up on: every route, clock, reply and limit, with calculators that agree."""

import json
from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from candour.law.exemptions import read_exemptions
from candour.law.requirements import read_requirements
from candour.law.routes import read_routes
from candour.law.rules import read_rules
from candour.law.triage import read_texts
from candour.web.help import addresses
from candour.web.help.reference import clocks_of
from tests.web.walking import page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

ROUTES, RULES = read_routes(), read_rules().by_id


def said(response):
    return " ".join(page(response).visible)


# routes


@pytest.mark.parametrize("name", ROUTES)
def test_every_route_has_its_page_with_all_a_person_should_know(client, name):
    route = ROUTES[name]
    response = client.get(addresses.route_address(name))
    assert response.status_code == 200
    text, links = said(response), page(response).links
    for words in (route.name, route.plain, route.who, route.against, route.cost, route.delivers):
        assert " ".join(words.split()) in text
    checked = f"{route.checked_on:%-d %B %Y}"
    for words in (*route.limits, route.law, "This is not legal advice.", checked):
        assert words in text
    assert name in text
    assert route.source in links
    for other in route.next:
        assert addresses.route_address(other) in links
    clocks = set(clocks_of(route))
    for variant in route.variants:
        assert variant.texts.get("law", route.law) in text
    for clock in clocks:
        assert addresses.clock_address(clock) in links
    assert ("It was not read here" in text) is route.is_limit_unread
    is_open = not clocks and not route.is_limit_unread
    assert ("No number of days is set for this." in text) is is_open


@pytest.mark.parametrize("name", ROUTES)
def test_every_route_is_there_as_data(client, name):
    data = json.loads(client.get(f"/routes/{name.lower()}.json").content)
    assert data["id"] == name
    assert {"who", "delivers", "limits", "law", "source", "checked_on", "rules"} <= data.keys()
    assert data["not_legal_advice"] == "This is not legal advice."


def test_each_route_is_on_the_page_of_all(client):
    links = page(client.get("/routes/all/")).links
    assert len(ROUTES) >= 80
    assert {addresses.route_address(name) for name in ROUTES} <= set(links)
    rows = json.loads(b"".join(client.get("/routes/all.json").streaming_content))
    assert [row["id"] for row in rows] == list(ROUTES)


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("nation=scotland", {"C3", "P2"}, {"C1", "C5"}),
        ("phase=preserve", {"C17"}, {"D1"}),
        ("by=body", {"P1", "C12", "C6"}, {"D1"}),
        ("q=tribunal", {"C13"}, {"D1"}),
        ("nation=scotland&phase=complain&q=police", {"C3"}, {"D6", "C1"}),
    ],
)
def test_routes_can_be_narrowed(client, query, there, gone):
    rows = json.loads(b"".join(client.get(f"/routes/all.json?{query}").streaming_content))
    found = {row["id"] for row in rows}
    assert there <= found
    assert not gone & found


def test_a_filter_that_fits_nothing_says_so(client):
    assert "No route fits." in said(client.get("/routes/all/?q=narnia"))


@pytest.mark.parametrize("query", ["nation=narnia", "phase=x", "by=x"])
@pytest.mark.parametrize("page", ["/routes/all/", "/routes/all.json", "/routes/cymraeg/all/"])
def test_a_filter_that_is_none_of_those_there_are_is_told(client, page, query):
    refused = client.get(f"{page}?{query}")
    assert refused.status_code == 400
    assert "must be one of" in refused.content.decode()


def test_a_route_in_large_letters_is_sent_on_and_one_that_is_none_is_said(client):
    assert client.get("/routes/D1/").headers["Location"] == "/routes/d1/"
    assert client.get("/routes/D1.json").headers["Location"] == "/routes/d1.json"
    missing = client.get("/routes/d99/")
    assert missing.status_code == 404
    assert "There is no route of this name." in said(missing)
    assert client.get("/routes/d99.json").status_code == 404


def test_addresses_written_out_are_those_of_the_site():
    assert reverse("routes") == addresses.START
    assert reverse("questions") == addresses.QUESTIONS
    assert reverse("all-routes") == addresses.ALL_ROUTES
    assert reverse("clocks") == addresses.CLOCKS
    assert reverse("letters") == addresses.LETTERS
    assert addresses.route_address("C17") == reverse("route", args=["c17"])


# clocks


def test_every_clock_is_on_the_page_of_clocks_with_its_law(client):
    response = client.get("/routes/clocks/")
    text, ids = said(response), page(response).ids
    for name, rule in RULES.items():
        assert addresses.clock_anchor(name) in ids
        assert rule.source in text
        assert rule.name in text
    rows = json.loads(b"".join(client.get("/routes/clocks.json").streaming_content))
    assert [row["id"] for row in rows] == list(RULES)


@pytest.mark.parametrize(
    ("clock", "starts", "more", "shown"),
    [
        ("FOIA20", "2026-06-12", {}, ["Tuesday 14 July 2026"]),
        ("FOISA20", "2026-06-12", {"nation": "scotland"}, ["Monday 13 July 2026"]),
        ("DPA1M", "2026-06-30", {}, ["Thursday 30 July 2026", "Monday 3 August 2026"]),
        ("JR3M-S", "2026-03-10", {"nation": "scotland"}, ["Tuesday 9 June 2026"]),
        ("DPA50", "2026-02-10", {"decided": "2026-02-01"}, ["Tuesday 10 March 2026"]),
        ("DPA164A", "2026-05-01", {}, ["This rule was not in force then."]),
        (
            "FOIA20",
            "2026-06-12",
            {"asked": "2026-06-16", "answered": "2026-06-19"},
            ["Monday 20 July 2026"],
        ),
    ],
)
def test_the_calculator_shows_the_day_and_its_working(client, clock, starts, more, shown):
    fields = {"clock": clock, "from": starts, **more}
    for address in ("/routes/clocks/", *users_of(clock)):
        response = client.post(address, fields)
        assert response.status_code == 200, address
        text = said(response)
        for words in shown:
            assert words in text, (address, words)
        assert "How the day was worked out" in text
        assert starts not in " ".join(page(response).links)


def users_of(clock):
    return [
        addresses.route_address(name)
        for name, route in ROUTES.items()
        if any(clock in route.all_clocks(nation) for nation in route.nations)
    ][:1]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"clock": "", "from": "2026-06-12"}, "Pick a clock from the list."),
        ({"clock": "NO", "from": "2026-06-12"}, "Pick a clock from the list."),
        ({"clock": "FOIA20", "from": ""}, "Give a day, written like 2026-06-12."),
        ({"clock": "FOIA20", "from": "12 June"}, "Give a day, written like 2026-06-12."),
        ({"clock": "FOIA20", "from": "2026-02-30"}, "Give a day, written like 2026-06-12."),
        ({"clock": "FOIA20", "from": "1800-02-01"}, "Give a day from 1900 to 2100."),
        ({"clock": "FOIA20", "from": "2031-02-01"}, "We know bank holidays from"),
        ({"clock": "FOISA20", "from": "2026-02-02", "nation": "england-wales"}, "does not run in"),
        ({"clock": "FOIA20", "from": "2026-02-02", "nation": "narnia"}, "Pick a part of the UK"),
        ({"clock": "FOIA-FEES", "from": "2026-02-02"}, "needs the days of the stop"),
        ({"clock": "FOIA20", "from": "2026-02-02", "asked": "2026-02-03"}, "Give both days"),
        (
            {
                "clock": "JR3M",
                "from": "2026-02-02",
                "asked": "2026-02-03",
                "answered": "2026-02-04",
            },
            "A question does not stop this clock.",
        ),
        (
            {
                "clock": "FOIA-FEES",
                "from": "2026-02-02",
                "asked": "2026-02-09",
                "answered": "2026-02-04",
            },
            "The reply can’t come before the question.",
        ),
        (
            {
                "clock": "FOIA-FEES",
                "from": "2026-02-02",
                "asked": "2026-01-09",
                "answered": "2026-02-04",
            },
            "The question can’t come before the clock starts.",
        ),
        (
            {
                "clock": "FOIA-FEES",
                "from": "2026-02-02",
                "asked": "2026-05-09",
                "answered": "2026-06-04",
            },
            "The clock had run out before the question.",
        ),
    ],
)
def test_a_day_that_cannot_be_worked_out_is_met_with_what_to_change(client, fields, says):
    response = client.post("/routes/clocks/", fields)
    assert response.status_code == 422
    assert says in said(response)
    assert "--" not in said(response), "a page names no option of a command"


# replies


def test_every_reply_says_what_it_means_what_to_ask_and_where_to_go(client):
    response = client.get("/routes/replies/")
    text, links = said(response), page(response).links
    for reply in read_texts().replies.values():
        for words in (reply.name, reply.says, reply.means, *reply.ask):
            assert words in text
        for name in reply.next:
            assert name not in ROUTES or addresses.route_address(name) in links
        assert not reply.letter or reverse("letter", args=[reply.letter]) in links
    for section, exemption in read_exemptions().items():
        assert section in text
        assert exemption.ask in text
    data = json.loads(client.get("/routes/replies.json").content)
    assert len(data["replies"]) == len(read_texts().replies)


def test_a_reply_says_what_it_rests_on_and_how_far_that_was_read(client):
    html = client.get("/routes/replies/").content.decode()
    answers = {
        kind: html.partition(f'id="{kind}"')[2].partition("</details>")[0]
        for kind in ("restricted", "vexatious", "complaint-other")
    }
    assert "Data Protection Act 2018, s.45(4)" in answers["restricted"]
    assert "We read the text of the law. Checked on 29 November 2026." in answers["restricted"]
    assert "We did not read the text of the law." in answers["vexatious"]
    assert "This is advice of ours. No one section says it." in answers["complaint-other"]


def test_a_reply_of_nothing_leaves_it_unknown(client):
    replies = read_texts().replies
    for kind in ("nothing-to-disclose", "neither-confirm-nor-deny", "not-such-a-system"):
        assert replies[kind].is_unknown
    html = client.get("/routes/replies/").content.decode()
    for kind, is_unknown in (("nothing-to-disclose", True), ("no-longer-used", False)):
        answer = html.partition(f'id="{kind}"')[2].partition("</details>")[0]
        assert ("Unknown." in answer) is is_unknown


# limits


def test_every_demand_is_met_or_named_with_its_reason(client):
    response = client.get("/routes/limits/")
    text, links = said(response), page(response).links
    for name, requirement in read_requirements().items():
        assert name in text
        assert requirement.asks in text
        assert requirement.why in text
        for route in requirement.routes:
            assert addresses.route_address(route) in links
    html = response.content.decode()
    unmet = html.partition('id="met-1"')[2].partition('id="met-2"')[0]
    for name, requirement in read_requirements().items():
        assert (f">{name}<" in unmet) is (requirement.met == "no")
    rows = json.loads(b"".join(client.get("/routes/limits.json").streaming_content))
    assert len(rows) == len(read_requirements())


def test_the_day_an_answer_is_due_is_saved_for_a_calendar_and_kept_nowhere(client):
    asked = {"clock": "FOIA20", "from": "2026-11-20"}
    response = client.post("/routes/clock.ics", asked)
    assert response["Content-Type"].startswith("text/calendar")
    assert response["Cache-Control"] == "no-store"
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("dtstart") == date(2026, 12, 21)  # 30 November is out, for Scotland
    assert str(event["summary"]) == "Reminder"
    assert client.post("/routes/clock.ics", {"clock": "FOIA20"}).status_code == 422
    assert client.get("/routes/clock.ics").status_code == 405
