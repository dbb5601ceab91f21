"""What ten invented persons are told, whole: each step, day, letter and note, checked by hand."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from candour.law.answers import (
    Answers,
    ForceNotYet,
    ForWhom,
    InTheFuture,
    LongAgo,
    NationNotOfForce,
    UnknownReply,
)
from candour.law.bodies import Force, read_kinds, typed_force
from candour.law.holidays import Country, Nation, read_holidays
from candour.law.reminders import DayKind
from candour.law.routes import What, read_routes
from candour.law.rules import Status
from candour.law.triage import nation_of, triage
from candour.law.triage_texts import read_texts
from candour.law.wording import Unsayable
from tests.law.as_filed import filed
from tests.law.whole_results import PERSONS, TODAY, answers_of, named, result_of, rows_of

BY_HAND = Path(__file__).with_name("whole_results.csv")
FRIEND = (
    "Under 18 you go to court through an adult, called a next friend. A court can let you act "
    "alone."
)
OF_ALL = ["evidence", "clock", "decided"]
ALWAYS = ["not-legal-advice", "no-systems"]
SAID_FIRST = {
    "stopped in October": [*ALWAYS, *OF_ALL, "aid-england-wales"],
    "at 16 in Scotland": [
        *ALWAYS,
        *(
            "child-scotland",
            "children-no-wait-scotland",
            "children-scotland",
            "children-aid-scotland",
        ),
        *OF_ALL,
        "aid-scotland",
    ],
    "child in Northern Ireland": [
        *ALWAYS,
        *("child", "children", FRIEND, "children-aid-northern-ireland"),
        *OF_ALL,
        "aid-northern-ireland",
    ],
    "with no day": [*ALWAYS, *OF_ALL, "no-day", "aid-england-wales"],
    "group, of long ago": [*ALWAYS, "public-interest", "clock", "aid-england-wales"],
    "charged": ["adviser-first", *ALWAYS, "client", *OF_ALL, "aid-england-wales"],
    "refused a copy": [*ALWAYS, *OF_ALL, "aid-england-wales"],
    "refused a review": [*ALWAYS, *OF_ALL, "aid-england-wales"],
    "some days in Wales": [*ALWAYS, *OF_ALL, "aid-england-wales"],
    "about how a body works": [*ALWAYS, *OF_ALL, "no-day", "aid-england-wales"],
}
ENGLISH = (
    *("Citizens Advice", "Find a legal aid adviser", "Law Centres Network"),
    "Equality Advisory and Support Service",
)
HELPLINE = "Information Commissioner's helpline"
HELPERS = {
    "stopped in October": (*ENGLISH, HELPLINE),
    "at 16 in Scotland": (
        *("Citizens Advice", "Law Society of Scotland", "Equality Advisory and Support Service"),
        *("Scottish Child Law Centre", "Scottish Association of Law Centres", HELPLINE),
    ),
    "child in Northern Ireland": (
        *("Advice NI", "Law Society of Northern Ireland", "Law Centre NI"),
        *("Equality Commission for Northern Ireland", "Children's Law Centre", HELPLINE),
    ),
    "refused a review": (*ENGLISH, "Shelter England", HELPLINE),
}
BY_WORDS = {
    "stopped in October": ("evidence-gone", "solicitor-now"),
    "at 16 in Scotland": ("evidence-gone", "solicitor-today"),
    "with no day": ("evidence-no-day", "solicitor-no-day"),
    "group, of long ago": (None, "solicitor-none"),
    "charged": ("evidence-through", "solicitor-first"),
    "refused a review": (None, "solicitor-now"),  # the appeal's 21 days began on no day given
}


@pytest.mark.parametrize("person", PERSONS)
def test_each_step_stands_in_its_place_with_its_day_letter_and_notes(person):
    with BY_HAND.open(encoding="utf-8", newline="") as file:
        expected = [list(row.values()) for row in csv.DictReader(file) if row["person"] == person]
    assert list(rows_of(person)) == expected


@pytest.mark.parametrize("person", PERSONS)
def test_what_is_said_first_fits_the_person(person):
    assert [named(text) for text in result_of(person).say_first] == SAID_FIRST[person]


@pytest.mark.parametrize("person", HELPERS)
def test_those_who_may_help_are_those_of_the_nation_the_person_and_the_matter(person):
    assert tuple(each.name for each in result_of(person).helpers) == HELPERS[person]


@pytest.mark.parametrize("person", BY_WORDS)
def test_evidence_and_solicitor_are_worded_by_the_days(person):
    steps = {each.id: each for each in result_of(person).openings}
    evidence, solicitor = BY_WORDS[person]
    assert named(steps["solicitor"].plain) == solicitor
    if evidence:
        assert named(steps["keep-evidence"].plain) == evidence
        assert steps["keep-evidence"].sentence == steps["keep-evidence"].plain
    assert steps["solicitor"].is_of_all_courts


@pytest.mark.parametrize(
    ("days", "evidence"),
    [
        (0, "evidence-today"),
        (21, "evidence-today"),
        (22, "evidence-week"),
        (31, "evidence-week"),
        (32, "evidence-gone"),
    ],
)
def test_video_is_asked_for_by_how_long_forces_keep_it(days, evidence):
    result = result_of("stopped in October", today=date(2026, 10, 14) + timedelta(days=days))
    (step,) = [each for each in result.openings if each.id == "keep-evidence"]
    assert named(step.plain) == evidence


@pytest.mark.parametrize(
    ("today", "state", "says"),
    [
        (date(2026, 11, 12), "open", "solicitor-by"),  # the day before our own day
        (date(2026, 11, 13), "open", "solicitor-by"),
        (date(2026, 11, 14), "closing", "solicitor-now"),
        (date(2027, 1, 6), "closing", "solicitor-now"),
        (date(2027, 1, 7), "closing", "solicitor-today"),
        (date(2027, 1, 14), "closing", "solicitor-today"),
        (date(2027, 1, 15), "open", "solicitor-now"),  # the next court's limit is meant
        (date(2033, 1, 1), "no-limit", "solicitor-none"),
    ],
)
def test_the_nearer_the_limit_of_a_court_the_sooner_the_solicitor(today, state, says):
    (step,) = [
        each
        for each in result_of("stopped in October", today=today).openings
        if each.id == "solicitor"
    ]
    wording = filed("triage.yaml")["messages"][says].replace("{day}", "2026-11-13")
    assert (step.state, step.plain) == (state, wording)


# as a program is given it


OF_ROUTE = (
    *("kind", "who", "against", "needs", "cost", "cost_risk", "delivers", "limits", "next", "law"),
    *("source", "clocks"),
)
STATUSES = {status.name.lower(): status.value for status in Status}


@pytest.mark.parametrize("person", ["at 16 in Scotland", "with no day", "some days in Wales"])
def test_a_program_is_given_each_step_whole(person):
    result = result_of(person)
    data = result.as_dict()
    assert [each["id"] for each in data["routes"]] == [each.id for each in result.openings]
    assert [each["id"] for each in data["later"]] == [each.id for each in result.later]
    steps = [
        *zip(data["routes"], result.openings, strict=True),
        *zip(data["later"], result.later, strict=True),
    ]
    for given, step in steps:
        assert given["name"] == step.name
        assert (given["phase"], given["state"]) == (step.phase.value, step.state.value)
        assert given["says"] == filed("triage.yaml")["states"][given["state"]]
        assert given["plain"] == step.plain
        for key in ("last_day", "careful_day", "answer_day"):
            assert (given[key] or "") == str(getattr(step, key) or ""), key
        assert given["days_left"] == step.days_left
        assert (given["clock"] or "", given["letter"] or "") == (step.clock, step.letter)
        answer = f"Asked today, {step.answer_day}" if step.answer_day else ""
        assert len(given["notes"]) == len(step.notes) + bool(answer)
        assert (str(step.answer_day) in given["notes"][-1]) if answer else not step.answer_note
        row = filed("routes.yaml").get(step.id)
        if row is None:
            assert "kind" not in given
        elif "here" not in row:
            for key in OF_ROUTE:
                filed_key = key.replace("_", "-")
                assert given[key] == row.get(filed_key, []), (step.id, key)
            assert given["status"] == STATUSES[row["status"]]
            assert given["checked_on"] == row["checked-on"]


def test_a_program_is_given_who_asked_about_what():
    data = result_of("at 16 in Scotland").as_dict()
    expected: dict[str, object] = {
        "force": "",
        "force_name": "A body",
        "kind": "police",
        "nation": "scotland",
        "country": "scotland",
        "on": "2026-08-24",
        "until": None,
        "today": "2026-11-22",
        "what": "told-a-score",
        "for": "child",
        "age": "16-or-17",
        "reply": None,
        "situations": [],
        "adviser_first": False,
        "systems": [],
        "not_legal_advice": "This is not legal advice.",
    }
    assert {key: data[key] for key in expected} == expected
    assert data["first"][2] == {
        "id": "solicitor",
        "says": "Ring a solicitor today. A court needs papers before the last day.",
        "last_day": "2026-11-23",
        "letter": None,
        "notes": ["First limit of a court: Judicial review."],
    }
    assert data["first"][1]["says"] == filed("routes.yaml")["D1"].get(
        "short", data["first"][1]["says"]
    )
    assert data["first"][0]["letter"] == "keep-evidence"
    assert data["say_first"][0] == "This is not legal advice."
    names = [each["name"] for each in data["helpers"]]
    assert tuple(names) == HELPERS["at 16 in Scotland"]
    assert all(set(each) == {"name", "for", "address", "status"} for each in data["helpers"])
    charged = result_of("charged").as_dict()
    assert (charged["situations"], charged["adviser_first"]) == (["charged"], True)
    wales = result_of("some days in Wales").as_dict()
    assert (wales["until"], wales["age"], wales["country"]) == ("2026-05-29", None, "wales")
    no_day = result_of("with no day").as_dict()
    assert (no_day["on"], no_day["until"]) == (None, None)
    assert result_of("refused a copy").as_dict()["reply"] == "restricted"


def test_what_is_not_checked_and_what_is_a_bodys_own_rule_is_marked():
    scots = {each["id"]: each for each in result_of("at 16 in Scotland").as_dict()["routes"]}
    assert {name for name, each in scots.items() if each["not_checked"]} == {"C16", "D11"}
    refused = {each["id"]: each for each in result_of("refused a copy").as_dict()["routes"]}
    assert {name for name, each in refused.items() if each["policy"]} == {"D8"}
    assert refused["D1"]["policy"] is False


def test_the_days_to_keep_are_those_to_come_marked_by_whose_they_are():
    kept = {(str(e.day), e.reference, e.kind) for e in result_of("refused a review").days_to_keep()}
    assert {each for each in kept if each[1] == "C12"} == {
        ("2027-02-01", "C12", DayKind.LAST),
        ("2026-12-01", "C12", DayKind.OURS),
    }
    assert ("2026-12-22", "C15", DayKind.ANSWER) in kept
    assert not any(each[1] == "solicitor" and each[2] is DayKind.LAST for each in kept)
    passed = {e.reference for e in result_of("some days in Wales").days_to_keep()}
    assert "C12" not in passed
    on_the_day = result_of("stopped in October", today=date(2027, 1, 14)).days_to_keep()
    assert (date(2027, 1, 14), "C12") in {(each.day, each.reference) for each in on_the_day}


def test_a_result_that_says_what_is_never_said_is_not_given():
    texts = read_texts()
    steps = tuple(replace(step, plain="You will win this case.") for step in texts.steps)
    with pytest.raises(Unsayable):
        triage(
            answers_of("stopped in October"),
            today=TODAY,
            systems=(),
            routes=read_routes(),
            holidays=read_holidays(),
            texts=replace(texts, steps=steps),
        )


# answers that can't be


def asked(body, on, **more):
    answers = Answers(force=body, on=on, what=What.TOLD_A_SCORE, for_whom=ForWhom.SELF, **more)
    return triage(answers, today=TODAY, systems=(), routes=read_routes(), holidays=read_holidays())


def police(slug="", nations=("england",)):
    return Force(slug, "A force", nations, read_kinds()["police"])


def test_today_may_be_the_day_and_tomorrow_may_not():
    assert asked(police(), TODAY).first
    with pytest.raises(InTheFuture, match=r"^2026-11-23 has not come yet: today is 2026-11-22\."):
        asked(police(), TODAY + timedelta(days=1))
    assert asked(police(), TODAY, reply="restricted", replied_on=TODAY).first
    with pytest.raises(InTheFuture):
        asked(police(), TODAY, reply="restricted", replied_on=TODAY + timedelta(days=1))


def test_the_first_day_of_1900_is_taken_and_the_day_before_is_not():
    assert asked(police(), date(1900, 1, 1)).first
    with pytest.raises(LongAgo, match=r"^1899-12-31 is before 1900\. Give the day it happened"):
        asked(police(), date(1899, 12, 31))


def test_a_force_is_asked_from_its_first_day_on():
    began = date(2001, 11, 4)
    body = police("police-service-of-northern-ireland", ("northern-ireland",))
    assert asked(body, began).first
    assert asked(body, date(2001, 1, 1), until=began).first
    with pytest.raises(ForceNotYet, match=r"did not exist on 2001-11-03: it began on 2001-11-04"):
        asked(body, date(2001, 11, 3))


def test_an_unknown_reply_names_those_there_are():
    with pytest.raises(UnknownReply, match=r"^'perhaps' is no kind of reply\. Use one of restrict"):
        asked(police(), TODAY, reply="perhaps")


@pytest.mark.parametrize(
    ("nations", "wanted", "nation"),
    [
        (("england",), None, Nation.ENGLAND_WALES),
        (("scotland",), None, Nation.SCOTLAND),
        ((), None, Nation.ENGLAND_WALES),
        ((), Country.SCOTLAND, Nation.SCOTLAND),
        (("uk-wide",), Nation.NORTHERN_IRELAND, Nation.NORTHERN_IRELAND),
        (("england", "scotland"), Country.WALES, Nation.ENGLAND_WALES),
        (("england", "wales"), Country.WALES, Nation.ENGLAND_WALES),
        (("england",), Nation.ENGLAND_WALES, Nation.ENGLAND_WALES),
        (("england",), Country.ENGLAND, Nation.ENGLAND_WALES),
        (("england",), Country.WALES, None),
        (("wales",), Country.ENGLAND, None),
        (("england",), Nation.SCOTLAND, None),
        (("scotland",), Country.ENGLAND, None),
    ],
)
def test_the_nation_is_the_one_given_if_the_body_works_there(nations, wanted, nation):
    answers = Answers(
        force=police(nations=nations),
        on=None,
        what=What.GENERAL,
        for_whom=ForWhom.SELF,
        nation=wanted,
    )
    if nation is not None:
        assert nation_of(answers) is nation
        return
    with pytest.raises(NationNotOfForce) as caught:
        nation_of(answers)
    assert str(caught.value) == (
        f"A force does not work in {wanted.label}. Leave --nation out, or pick the body that works "
        "there."
    )


@pytest.mark.parametrize(
    ("nations", "key"),
    [(("england",), None), (("uk-wide",), "nation"), ((), "nation-unknown")],
)
def test_where_the_nation_is_not_settled_it_is_said(nations, key):
    said = {named(text) for text in asked(police(nations=nations), TODAY).say_first}
    assert said & {"nation", "nation-unknown"} == ({key} if key else set())


def test_a_typed_body_works_where_it_was_typed_to_work():
    kind = read_kinds()["council"]
    assert typed_force("A", kind=kind, country=Country.WALES).country is Country.WALES
    nowhere = typed_force("A", kind=kind, country=None)
    assert (nowhere.slug, nowhere.nations, nowhere.country) == ("", (), None)
