"""Triage: order, state and words of every result, and answers that can't be."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from candour.core.errors import CandourError
from candour.evidence.use import Standing
from candour.law.bodies import NoAuthority, NotInTheUk, UnknownSubject, read_kinds, typed_force
from candour.law.holidays import Country, Nation, legal_system
from candour.law.letters import read_letters
from candour.law.routes import Phase, What, read_routes
from candour.law.triage import (
    ForceNotYet,
    ForWhom,
    InTheFuture,
    LongAgo,
    NationNotOfForce,
    Request,
    Situation,
    State,
    read_texts,
    triage,
)
from candour.law.wording import Unsayable, unsayable
from tests.law.asking import (
    HOLIDAYS,
    TODAY,
    answers,
    ask,
    ask_of,
    force,
    openings,
    order,
    register,
    system,
    systems,
)

FORCES = (
    *("essex-police", "avon-and-somerset-police", "greater-manchester-police"),
    *("police-scotland", "police-service-of-northern-ireland", "british-transport-police"),
    *("ministry-of-justice", "durham-constabulary"),
)
DAYS = ("2014-06-01", "2021-06-01", "2025-10-14", "2026-06-30", "2026-11-20")


# every reachable result


@pytest.mark.parametrize("slug", FORCES)
def test_no_reachable_result_says_what_is_never_said(slug):
    for day, what, whom in product(DAYS, What, ForWhom):
        for situations in (frozenset(), frozenset(Situation)):
            result = ask(slug, day, what, whom, situations=situations)
            names = {each.name for each in result.systems}
            for text in (*result.own_words(), *(each.wording for each in result.systems)):
                assert not unsayable(text, names=names)
            assert result.not_legal_advice in result.say_first
            assert result.openings, "nobody is turned away"
            assert result.adviser_first == bool(situations)


@pytest.mark.parametrize("slug", FORCES[:5])
def test_every_result_keeps_the_order_that_protects_evidence_and_time(slug):
    for day, what, whom in product(DAYS, What, ForWhom):
        phases = [each.phase for each in ask(slug, day, what, whom).openings]
        places = {phase: phases.index(phase) for phase in set(phases)}
        assert places.get(Phase.PRESERVE, -1) < places.get(Phase.ACCESS, 99)
        assert places.get(Phase.ACCESS, -1) < places.get(Phase.RESTRICT, 99)
        if Phase.ERASE in places:
            assert phases[-1] is Phase.ERASE


def test_a_result_that_says_it_is_never_given():
    route = read_routes()["D1"]
    bad = replace(route, plain="The system was used on you.")
    with pytest.raises(Unsayable):
        triage(answers(), today=TODAY, systems=(), routes={"D1": bad}, holidays=HOLIDAYS)


@pytest.mark.parametrize(
    ("slug", "on", "what", "whom", "situations", "first", "there"),
    [
        ("essex-police", "2025-10-14", "stop-and-search", "child", (), "C17", {"D1", "C1", "P1"}),
        (
            "avon-and-somerset-police",
            "2026-10-01",
            "told-a-score",
            "self",
            (),
            "keep-evidence",
            {"D5", "D2", "restrict"},
        ),
        (
            "greater-manchester-police",
            "2026-08-01",
            "letter-or-ban",
            "self",
            (),
            "keep-evidence",
            {"C12", "C7", "C11"},
        ),
        (
            "metropolitan-police",
            "2026-10-01",
            "general",
            "public-interest",
            (),
            "C12",
            {"P1", "P7", "C6", "C10"},
        ),
        (
            "police-scotland",
            "2026-10-01",
            "stop-and-search",
            "self",
            (),
            "keep-evidence",
            {"P2", "C3", "C12"},
        ),
        (
            "police-service-of-northern-ireland",
            "2026-10-01",
            "stop-and-search",
            "self",
            (),
            "keep-evidence",
            {"C5", "C8", "P1"},
        ),
        (
            "essex-police",
            "2026-10-01",
            "arrest-or-charge",
            "self",
            ("charged",),
            "keep-evidence",
            {"C12", "D1"},
        ),
    ],
)
def test_a_persons_day(slug, on, what, whom, situations, first, there):
    result = ask(slug, on, what, whom, situations=frozenset(map(Situation, situations)))
    assert there <= set(openings(result))
    running = [each for each in result.openings if each.state is not State.PASSED_ELSEWHERE]
    assert first in {result.openings[0].id, running[0].id, order(result)[1]}
    assert result.adviser_first == bool(situations)
    assert result.helpers


def test_every_route_is_reached_by_someone():
    found = set()
    for kind, country, whom in product(read_kinds().values(), Country, ForWhom):
        body = typed_force("A body", kind=kind, country=country)
        for day, what in product(DAYS[1::3], kind.what):
            found |= set(openings(ask_of(body, day, what, whom)))
    assert set(read_routes()) <= found


@pytest.mark.parametrize("kind", read_kinds())
def test_a_reply_leads_to_letters_of_its_own_request_alone(kind):
    """Over every reply, kind of body and country, and at every step that comes of it."""
    texts, letters = read_texts(), read_letters()
    reached = 0
    for reply, country in product(texts.replies.values(), Country):
        body = typed_force("A body", kind=read_kinds()[kind], country=country)
        if not reply.may_come_from(body, legal_system(country)):
            continue
        what = next(iter(body.kind.what))
        result = ask_of(body, "2026-10-14", what, "self", reply=reply.id, replied_on=TODAY)
        assert result.first, (reply.id, country)
        if reply.letter:
            assert letters.find(reply.letter).request in {reply.request, None}, reply.id
        for opening in result.first:
            if opening.id in reply.next and opening.letter:
                reached += 1
                spec = letters.find(opening.letter)
                is_new = opening.route is not None and opening.route.phase is not Phase.LATER
                assert spec.request in {reply.request, None} or is_new, (reply.id, opening.id)
                assert spec.reach.has(body.kind, result.nation), (reply.id, opening.id)
    assert reached


@pytest.mark.parametrize("kind", read_kinds())
def test_a_data_reply_never_leads_to_a_freedom_of_information_letter(kind):
    for reply, country in product(read_texts().replies.values(), Country):
        body = typed_force("A body", kind=read_kinds()[kind], country=country)
        may_come = reply.may_come_from(body, legal_system(country))
        if reply.request is not Request.OWN_DATA or not may_come:
            continue
        result = ask_of(body, "2026-10-14", body.kind.what[0], "self", reply=reply.id)
        offered = {each.letter for each in result.first}
        assert not offered & {"foi-review", "foi-appeal", "foi-request"}, (reply.id, country)


@pytest.mark.parametrize(
    ("kind", "country", "may"),
    [
        ("landlord", "england", False),
        ("landlord", "wales", False),
        ("landlord", "northern-ireland", False),
        ("landlord", "scotland", True),
        ("private-landlord", "scotland", False),
        ("council", "northern-ireland", True),
        ("home-office", "scotland", True),  # under the Act of the UK
        ("intelligence", "england", False),
    ],
)
def test_what_answers_a_request_for_information_comes_from_a_body_that_an_act_binds_there(
    kind, country, may
):
    body = typed_force("A body", kind=read_kinds()[kind], country=Country(country))
    nation = legal_system(Country(country))
    for reply in read_texts().replies.values():
        if reply.request is Request.INFORMATION:
            assert reply.may_come_from(body, nation) is may, reply.id


def test_where_the_nation_is_not_known_yet_a_reply_may_come_that_one_of_them_allows():
    refused = read_texts().replies["refused"]
    landlord = typed_force("A landlord", kind=read_kinds()["landlord"], country=None)
    firm = typed_force("A firm", kind=read_kinds()["firm"], country=None)
    assert refused.may_come_from(landlord, None)
    assert not refused.may_come_from(firm, None)


def test_a_reply_that_others_than_police_can_give_speaks_of_no_force():
    bodies = [typed_force("A body", kind=kind, country=None) for kind in read_kinds().values()]
    others = [body for body in bodies if not body.is_police]
    for reply in read_texts().replies.values():
        if any(reply.may_come_from(body, None) for body in others):
            for text in (reply.name, reply.says, reply.means, *reply.ask, *reply.only_if.values()):
                assert not re.search(r"\bforce\b", text), (reply.id, text)


@pytest.mark.parametrize("kind", read_kinds())
def test_every_reply_that_is_offered_leads_to_more_than_a_solicitor(kind):
    for reply, country in product(read_texts().replies.values(), Country):
        body = typed_force("A body", kind=read_kinds()[kind], country=country)
        if country in body.kind.countries and reply.may_come_from(body, legal_system(country)):
            came = None if reply.is_silence else TODAY
            result = ask_of(body, "2026-10-14", body.kind.what[0], reply=reply.id, replied_on=came)
            assert [each.id for each in result.first] != ["solicitor"], (reply.id, country)


@pytest.mark.parametrize(
    ("reply", "route", "last"),
    [("refused", "P3", "2027-01-22"), ("review-of-information", "P5", "2027-01-02")],
)
def test_in_scotland_the_days_of_a_body_of_the_whole_uk_are_those_of_the_uks_act(
    reply, route, last
):
    """40 working days, 30 November, Christmas and 4 January out; six weeks for the regulator."""
    office = force("home-office")
    for place in (Country.SCOTLAND, Country.ENGLAND):
        result = ask_of(
            *(office, "2026-10-14", "refused-service"),
            nation=place,
            reply=reply,
            replied_on=date(2026, 11, 21),
            today=date(2026, 11, 22),
        )
        assert openings(result)[route].last_day == date.fromisoformat(last), place


# states


@pytest.mark.parametrize(
    ("on", "route", "state", "last"),
    [
        ("2026-11-10", "C12", State.OPEN, "2027-02-10"),
        ("2026-10-14", "C12", State.CLOSING, "2027-01-14"),  # day 30 has passed
        ("2026-08-25", "C12", State.CLOSING, "2026-11-25"),
        ("2026-08-22", "C12", State.CLOSING, "2026-11-22"),  # today is the last day
        ("2026-08-21", "C12", State.PASSED, "2026-11-21"),
        ("2026-06-01", "C7", State.CLOSING, "2026-11-30"),
        ("2026-08-20", "C17", State.PASSED_ELSEWHERE, "2026-11-19"),
        ("2025-10-14", "C1", State.LATE, None),
        ("2026-10-14", "C1", State.OPEN, None),
    ],
)
def test_a_route_is_open_closing_or_past_its_ordinary_limit(on, route, state, last):
    found = openings(ask(on=on))[route]
    assert found.state is state
    assert (found.last_day.isoformat() if found.last_day else None) == last


def test_a_limit_that_has_passed_is_never_the_end():
    found = openings(ask(on="2025-01-14"))["C12"]
    assert found.says == "The ordinary limit has passed. A court may extend it. Ask an adviser."


def test_a_running_limit_comes_before_all_but_evidence():
    result = ask(on="2026-10-14")
    assert order(result)[:2] == ["C17", "keep-evidence"]
    assert result.openings[2].id == "C12"
    assert "A complaint does not stop the clock of a court." in result.say_first


def test_years_of_time_come_after_the_facts():
    ids = order(ask(on="2026-10-14"))
    assert ids.index("D1") < ids.index("C16") < ids.index("D3")


def test_a_request_tells_when_its_answer_would_be_late():
    note = openings(ask())["D1"].answer_note
    assert note == ("If the body has it today, its reply is late after 2026-12-23.")


def test_a_complaint_to_the_force_has_no_day_before_its_rule_began():
    found = openings(ask(on="2026-05-01", today=date(2026, 6, 1)))["D6"]
    assert found.answer_note == ""


@pytest.mark.parametrize(
    ("on", "here", "gone"), [("2026-02-04", "D4", "D5"), ("2026-02-05", "D5", "D4")]
)
def test_the_rule_on_machine_decisions_is_that_of_the_day(on, here, gone):
    found = openings(ask(on=on))
    assert here in found
    assert gone not in found


def test_nobody_is_turned_away_because_a_person_decided():
    for day in DAYS:
        result = ask(on=day, what="told-a-score")
        assert any("You can still ask" in text for text in result.say_first)
        assert {"D1", "D2", "D3", "explanation"} <= set(openings(result))


# who


@pytest.mark.parametrize("situation", Situation)
def test_an_adviser_comes_first_where_a_word_can_harm(situation):
    result = ask(situations=frozenset({situation}))
    assert result.adviser_first
    assert "put no facts" in result.say_first[0]


def test_a_body_with_no_client_is_given_what_needs_none():
    found = openings(ask(what="general", whom="public-interest"))
    assert {"P1", "P7", "C6", "C10", "C12"} <= set(found)
    assert not {"D1", "C1", "C11", "D3"} & set(found)


def test_a_child_is_told_of_signing_and_of_who_helps_children():
    result = ask(whom="child")
    assert any("signs for themselves" in text for text in result.say_first)
    assert "Just for Kids Law" in {each.name for each in result.helpers}
    assert "Just for Kids Law" not in {each.name for each in ask().helpers}


# where


@pytest.mark.parametrize(
    ("slug", "there", "elsewhere"),
    [
        ("essex-police", {"P1", "C1", "C7", "C17"}, {"P2", "C3", "C5", "C8", "D14", "C13"}),
        ("police-scotland", {"P2", "C3", "C7", "C18"}, {"P1", "C1", "C5", "C8", "C17", "C6"}),
        ("police-service-of-northern-ireland", {"P1", "C5", "C8"}, {"P2", "C1", "C3", "C7"}),
        ("british-transport-police", {"P1", "C1"}, {"P2", "C3"}),
        ("ministry-of-justice", {"P1", "R1", "C12"}, {"C1", "C17", "D12", "D1"}),
    ],
)
def test_routes_are_those_of_the_place_and_the_body(slug, there, elsewhere):
    found = set(openings(ask(slug)))
    assert there <= found
    assert not elsewhere & found


def test_police_of_the_whole_uk_answer_under_the_uk_act_in_scotland_too():
    found = set(openings(ask("british-transport-police", nation=Nation.SCOTLAND)))
    assert {"P1", "C3"} <= found
    assert "P2" not in found


def test_the_clock_is_that_of_the_nation():
    assert openings(ask("police-scotland", "2026-10-14"))["C12"].clock == "JR3M-S"
    assert openings(ask("police-service-of-northern-ireland"))["C12"].clock == "JR3M-NI"


def test_a_route_that_another_takes_the_place_of_is_not_shown_beside_it():
    prevent = ask("essex-police", "2026-10-14", "prevent")
    told = openings(prevent)
    assert "V3" in told
    assert not {"C15", "D1"} & set(told)
    assert "D1" in openings(ask("essex-police", "2026-10-14"))


@pytest.mark.parametrize(
    ("slug", "country"),
    [("essex-police", Country.ENGLAND), ("south-wales-police", Country.WALES)],
)
def test_a_last_day_is_that_of_the_country_where_it_is_known(slug, country):
    due = openings(ask(slug))["C12"].due
    assert due is not None
    assert (due.country, due.nation) == (country, Nation.ENGLAND_WALES)


# answers that can't be


@pytest.mark.parametrize(
    ("slug", "on", "more", "error", "says"),
    [
        ("essex-police", "2026-11-23", {}, InTheFuture, "has not come yet"),
        ("essex-police", "1850-01-01", {}, LongAgo, "before 1900"),
        ("police-scotland", "2013-03-31", {}, ForceNotYet, "Scotland had eight forces"),
        ("police-service-of-northern-ireland", "2001-11-03", {}, ForceNotYet, "did not exist"),
        ("essex-police", "2026-10-01", {"nation": Nation.SCOTLAND}, NationNotOfForce, "not work"),
        ("oakland-police", "2026-10-01", {}, NotInTheUk, "outside the UK"),
        ("liberty", "2026-10-01", {}, NoAuthority, "no public authority"),
        ("nobody", "2026-10-01", {}, UnknownSubject, "no body of this register"),
        ("durham-hart", "2026-10-01", {}, UnknownSubject, "no body of this register"),
    ],
)
def test_an_answer_that_cannot_be_is_met_with_what_to_change(slug, on, more, error, says):
    with pytest.raises(error, match=says) as caught:
        ask(slug, on, **more)
    assert isinstance(caught.value, CandourError)


def test_a_day_long_before_the_known_holidays_still_has_routes():
    assert openings(ask(on="1999-01-01"))["C12"].state is State.PASSED


def test_a_day_before_any_system_says_that_nothing_is_known_of_it():
    result = ask("durham-constabulary", "2001-01-01")
    assert {each.use.standing for each in result.systems} == {Standing.LATER}


def test_the_first_day_that_can_be_and_today_are_taken():
    assert ask(on="1900-01-01").openings
    assert ask(on=TODAY, reply="nothing-to-disclose", replied_on=TODAY).openings
    with pytest.raises(InTheFuture):
        ask(reply="nothing-to-disclose", replied_on=TODAY + timedelta(days=1))
    assert ask("police-scotland", "2013-04-01").openings
    with pytest.raises(ForceNotYet):
        ask("police-scotland", "2013-03-31")


def test_a_careful_day_is_kept_on_the_day_itself_and_not_after_it():
    """A year from 8 March 2026 ends on a Sunday, so that the Friday before is the careful day."""
    friday = date(2027, 3, 5)
    for today, is_kept in ((friday, True), (friday + timedelta(days=1), False)):
        result = openings(ask(on="2026-03-08", today=today))
        assert (friday in {each.careful_day for each in result.values()}) is is_kept


def test_what_a_result_says_of_a_system_is_among_its_words():
    result = ask("essex-police", "2022-10-14")
    assert result.systems
    assert {each.wording for each in result.systems} <= set(result.own_words())


# systems


@pytest.mark.parametrize(
    ("slug", "on", "standing"),
    [
        ("essex-knife-crime-and-violence-model", "2021-05-31", Standing.LATER),
        ("essex-knife-crime-and-violence-model", "2022-10-14", Standing.THEN),
        ("essex-knife-crime-and-violence-model", "2025-10-14", Standing.LAST_IN_USE),
        ("essex-grip-hotspots", "2025-10-14", Standing.LAST_IN_USE),
        ("mps-gangs-matrix", "2020-01-01", Standing.THEN),
        ("mps-gangs-matrix", "2024-06-01", Standing.NOT_THEN),
        ("mps-gangs-matrix", "2026-09-05", Standing.LAST_OTHER),
        ("bristol-city-council-models", "2020-10-14", Standing.AROUND),
        ("belfast-risk-terrain-modelling", "2025-10-14", Standing.NOTHING),
    ],
)
def test_a_system_is_worded_by_what_was_said_of_the_day(slug, on, standing):
    found = system(slug, date.fromisoformat(on))
    assert found.use.standing is standing
    assert bool(found.use.statements) == (standing is not Standing.NOTHING)


def test_every_use_in_the_register_can_be_worded_on_any_day():
    for slug in sorted(
        {s for each in register()[0].of_class("system") for s in each.slugs("operator")}
    ):
        for day in DAYS:
            for found in systems(slug, date.fromisoformat(day)):
                assert found.wording
                assert not unsayable(found.wording)


def test_systems_said_to_be_in_use_on_the_day_come_first():
    found = systems("essex-police", date(2022, 10, 14))
    assert [each.use.standing for each in found][:2] == [Standing.THEN, Standing.THEN]


def test_no_system_listed_is_unknown_and_not_none():
    result = ask("cumbria-constabulary")
    assert result.systems == ()
    assert any("leaves it unknown" in text for text in result.say_first)


# replies


def test_nothing_to_disclose_is_read_as_unknown():
    reply = read_texts().replies["nothing-to-disclose"]
    assert "unknown" in reply.means
    assert reply.next[0] == "D7"


def test_every_reply_leads_on():
    routes = read_routes()
    for reply in read_texts().replies.values():
        assert reply.next
        assert set(reply.next) <= {*routes, *(step.id for step in read_texts().steps)}


def test_the_result_as_data_says_all_that_a_page_shows():
    data = ask().as_dict()
    assert data["today"] == TODAY.isoformat()
    for route in data["routes"]:
        assert {"id", "state", "says", "last_day", "plain", "letter"} <= route.keys()
    assert force("essex-police").name == data["force_name"]


# no day, or one known only roughly


def test_without_a_day_no_last_day_is_made_up():
    result = ask(on="2026-10-14")
    without = triage(
        replace(answers(), on=None),
        today=TODAY,
        systems=(),
        routes=read_routes(),
        holidays=HOLIDAYS,
    )
    assert all(each.last_day is None for each in without.openings)
    with_clock = {each.id for each in result.openings if each.clock}
    states = {each.id: each.state for each in without.openings}
    assert all(states[name] is State.NO_DAY for name in with_clock)
    assert {"D4", "D5"} <= states.keys(), "which of them fits turns on the day"
    assert any("No day was given" in text for text in without.say_first)
    assert without.as_dict()["on"] is None


def test_a_stretch_across_a_new_rule_shows_both_sides():
    found = openings(ask(on="2026-02-01", until=date(2026, 2, 28)))
    assert {"D4", "D5"} <= found.keys()
    assert found["C12"].last_day == date(2026, 5, 1), "counted from the first day it can have been"


def test_a_stretch_that_ends_after_a_force_began_is_taken():
    assert ask("police-scotland", "2013-01-01", until=date(2013, 12, 31)).openings
    with pytest.raises(ForceNotYet):
        ask("police-scotland", "2013-01-01", until=date(2013, 3, 31))
