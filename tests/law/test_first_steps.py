"""The first steps: worded by the days, fit for the person, and no day that nobody legislated."""

import re
from datetime import date, timedelta

import pytest

from candour.law.answers import Age, Situation
from candour.law.bodies import read_kinds, typed_force
from candour.law.holidays import Country, Nation
from candour.law.reminders import DayKind, Reminder
from candour.law.routes import read_routes
from candour.law.rules import Status
from candour.law.triage import State, read_texts
from tests.law.asking import TODAY, ask, ask_of, openings


def first(result):
    return {each.id: each for each in result.first}


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (0, "Ask the force today to keep video"),
        (21, "Ask the force today to keep video"),
        (22, "Video may be wiped this week"),
        (31, "Video may be wiped this week"),
        (32, "Video may be gone by now, so ask if any was kept"),
        (400, "Video may be gone by now, so ask if any was kept"),
    ],
)
def test_evidence_is_asked_for_by_the_days_since(days, says):
    result = ask(on=TODAY - timedelta(days))
    assert says in first(result)["keep-evidence"].sentence


@pytest.mark.parametrize("slug", ["essex-police", "police-scotland",
                                  "police-service-of-northern-ireland"])  # fmt: skip
@pytest.mark.parametrize(
    ("days", "says"),
    [
        (5, "our own day, not the law's"),
        (40, "See a solicitor or a law centre now."),
        (88, "Ring a solicitor today."),
    ],
)
def test_a_solicitor_is_sent_to_by_our_own_day_then_now_then_today(slug, days, says):
    solicitor = first(ask(slug, TODAY - timedelta(days)))["solicitor"]
    assert says in solicitor.plain
    assert solicitor.careful_day is None or solicitor.careful_day >= TODAY
    assert solicitor.clock.startswith("JR3M")


def test_promptly_is_said_in_england_and_wales_alone():
    def said(slug):
        return " ".join(first(ask(slug, "2026-11-10"))["solicitor"].notes)

    assert "promptly" in said("essex-police")
    assert "promptly" not in said("police-scotland")
    assert "promptly" not in said("police-service-of-northern-ireland")


@pytest.mark.parametrize(
    ("slug", "is_prompt"),
    [("essex-police", True), ("police-scotland", False),
     ("police-service-of-northern-ireland", False)],
)  # fmt: skip
def test_judicial_review_says_whether_it_can_be_too_slow_and_closes_once_our_day_has_passed(
    slug, is_prompt
):
    review = openings(ask(slug))["C12"]
    assert review.notes[0].startswith("See a solicitor at once") is is_prompt
    assert review.state is State.CLOSING
    assert first(ask(slug))["solicitor"].notes[0] == "First limit of a court: Judicial review."


def test_after_judicial_review_the_next_limit_of_a_court_is_named():
    solicitor = first(ask(on="2026-07-01"))["solicitor"]
    assert solicitor.clock == "EQA6M"
    assert solicitor.last_day == date(2026, 12, 31)


@pytest.mark.parametrize("situation", [Situation.CHARGED, Situation.UNDER_INVESTIGATION])
def test_whoever_is_charged_sees_a_solicitor_first_and_signs_nothing(situation):
    result = ask(what="arrest-or-charge", situations=frozenset({situation}))
    assert [each.id for each in result.first] == ["solicitor", "keep-evidence"]
    assert "Write nothing yourself" in first(result)["keep-evidence"].sentence
    letters = {each.letter for each in (*result.openings, *result.later) if each.letter}
    assert letters == {"keep-evidence-draft"}


@pytest.mark.parametrize(
    ("slug", "age", "offered"),
    [
        ("essex-police", Age.FROM_16, False),
        ("police-service-of-northern-ireland", Age.FROM_16, False),
        ("police-scotland", Age.FROM_12, False),
        ("police-scotland", Age.FROM_16, True),
    ],
)
def test_no_paper_before_a_claim_is_made_for_a_child_whom_an_adult_must_act_for(slug, age, offered):
    result = ask(slug, "2026-11-10", whom="child", age=age)
    assert bool(openings(result)["C12"].letter) is offered


def test_a_child_is_told_which_clocks_wait_and_who_goes_to_court():
    said = " ".join(ask(whom="child", age=Age.FROM_12).say_first)
    assert "Most do not." in said
    assert "litigation friend" in said
    there = " ".join(ask("police-service-of-northern-ireland", whom="child").say_first)
    assert "next friend" in there


def test_in_scotland_no_child_is_told_of_18_or_of_an_english_act():
    result = ask("police-scotland", "2026-10-14", whom="child", age=Age.FROM_16)
    for text in result.own_words():
        assert not re.search(r"\b18\b", text), text
    for each in (*result.openings, *result.later):
        assert each.route is None or "Limitation Act 1980" not in each.route.law


def test_a_clock_from_background_says_that_it_was_not_checked():
    for kind in read_kinds().values():
        for country in kind.countries:
            body = typed_force("A body", kind=kind, country=country)
            for each in ask_of(body, "2026-11-10", kind.what[0]).openings:
                is_open = each.state in {State.OPEN, State.CLOSING}
                if each.due is not None and is_open and each.due.rule.status is Status.BACKGROUND:
                    assert "Not checked: ask an adviser." in each.notes, (kind.id, each.id)


def test_the_shortest_clock_of_all_stands_first_for_a_homeless_person():
    days = {Country.ENGLAND: 20, Country.WALES: 20, Country.SCOTLAND: 20}
    for country, more in days.items():
        body = typed_force("A council", kind=read_kinds()["council"], country=country)
        step = ask_of(body, TODAY, "homeless").first[0]
        assert step.id == "H1"
        assert step.last_day == TODAY + timedelta(more)
    executive = typed_force(
        "The executive", kind=read_kinds()["housing-executive"], country=Country.NORTHERN_IRELAND
    )
    assert ask_of(executive, TODAY, "homeless").first[0].last_day == TODAY + timedelta(27)


def test_a_reply_that_came_starts_the_clock_of_what_follows():
    council = typed_force("A council", kind=read_kinds()["council"], country=Country.ENGLAND)
    result = ask_of(council, "2026-10-01", "homeless", reply="review-refused",
                    replied_on=date(2026, 11, 6))  # fmt: skip
    assert first(result)["H2"].last_day == date(2026, 11, 27)


def test_the_calendar_holds_every_day_of_the_steps_each_marked_by_whose_it_is():
    result = ask(on="2026-11-10")
    kept = list(result.days_to_keep())
    assert Reminder(date(2026, 12, 10), "solicitor", DayKind.OURS) in kept
    assert all(reminder.day >= TODAY for reminder in kept)
    for opening in result.openings:
        kinds = {each.kind: each.day for each in kept if each.reference == opening.id}
        if opening.route is not None and opening.last_day and opening.last_day >= TODAY:
            assert kinds[DayKind.LAST] == opening.last_day
        if opening.answer_note:
            assert kinds[DayKind.ANSWER] == opening.answer_day
        for dated in opening.due.also if opening.due and opening.last_day else ():
            if TODAY <= dated.day < opening.last_day:
                assert Reminder(dated.day, opening.id, DayKind.OURS) in kept
    assert {DayKind.LAST, DayKind.OURS, DayKind.ANSWER} == {reminder.kind for reminder in kept}
    assert result.nation is Nation.ENGLAND_WALES


@pytest.mark.parametrize("slug", ["essex-police", "police-scotland", "psni"])
def test_the_day_to_see_a_lawyer_by_is_in_the_calendar_of_every_nation(slug):
    reminders = ask(slug, on="2026-11-10").days_to_keep()
    assert [each for each in reminders if each.reference == "solicitor"]


def typed(kind, country):
    return typed_force("A body", kind=read_kinds()[kind], country=country)


def test_a_homeless_person_who_is_late_is_still_told_to_ask_the_council_and_that_it_is_late():
    asked = ask_of(typed("council", Country.ENGLAND), TODAY - timedelta(40), "homeless")
    review = asked.first[0]
    assert review.id == "H1"
    assert review.days_left < 0
    assert review.notes[0] == "The ordinary limit has passed. Ask if a late one can be taken."


def test_what_a_late_reply_leads_to_stays_among_the_first_and_is_marked():
    replied = {"reply": "refused", "replied_on": TODAY - timedelta(200)}
    steps = first(ask(on=TODAY - timedelta(220), what="general", **replied))
    assert {"P3", "P5"} <= set(steps)
    # The day is a body's own rule: no court could lengthen it. The regulator comes after a review.
    assert steps["P3"].state is State.PASSED_ELSEWHERE
    assert steps["P5"].state is State.LATER
    assert steps["P5"].last_day is None
    for name in ("P3", "P5"):
        assert steps[name].says in steps[name].notes


def test_no_other_step_whose_day_has_passed_is_among_the_first():
    steps = first(ask(on=TODAY - timedelta(150)))
    assert "C17" not in steps


@pytest.mark.parametrize(
    ("kind", "country", "what", "more", "step"),
    [
        ("benefits", Country.ENGLAND, "benefits-refused", {}, "B1"),
        ("council", Country.ENGLAND, "housing-list", {}, "H3"),
        ("health", Country.SCOTLAND, "refused-service", {}, "A1"),
        (
            "housing-executive",
            Country.NORTHERN_IRELAND,
            "homeless",
            {"reply": "review-refused", "replied_on": TODAY},
            "H2",
        ),
    ],
)
def test_a_limit_that_was_not_read_is_never_called_none(kind, country, what, more, step):
    result = ask_of(typed(kind, country), TODAY, what, nation=country, **more)
    assert first(result)[step].state is State.NOT_READ
    assert "There is a last day" in first(result)[step].says


@pytest.mark.parametrize("slug", ["essex-police", "police-scotland", "psni"])
def test_who_asked_a_force_for_their_own_data_by_the_wrong_act_is_sent_to_the_right_one(slug):
    replied = {"reply": "own-data-asked", "replied_on": TODAY}
    assert next(iter(first(ask(slug, TODAY, "general", **replied)))) == "D1"


def test_a_child_who_may_have_been_watched_sees_no_tribunal_before_a_solicitor():
    child = first(ask(on=TODAY, what="watched", whom="child", age=Age.FROM_12))
    assert list(child)[:2] == ["D1", "solicitor"]
    assert "C13" not in child
    assert "C13" in first(ask(on=TODAY, what="watched"))


# What a first step may begin with: an order to the person, since it is a step and no heading.
ORDERS = {
    *("Appeal", "Ask", "Complain", "Go", "Report", "Talk", "Tell", "Use", "Write"),
    *("After", "If", "The"),  # when to go on, or who else can act
}


def test_a_first_step_is_an_order_and_no_heading():
    texts, routes = read_texts(), read_routes()
    named = {step for case in texts.cases for step in case.steps}
    named |= {step for reply in texts.replies.values() for step in reply.next}
    for name in sorted(named & set(routes)):
        assert routes[name].short.split()[0] in ORDERS, (name, routes[name].short)
