"""Clocks: the worked dates, relations that hold for any day, and a second way of counting."""

import csv
import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from candour.core.errors import CandourError
from candour.law.clocks import (
    NOT_LEGAL_ADVICE,
    BadStop,
    NotOfThisNation,
    Stopped,
    WhyNoStop,
    due_date,
    moved,
)
from candour.law.holidays import (
    Country,
    HolidaysUnknown,
    Nation,
    part_named,
    read_holidays,
    why_not_working,
)
from candour.law.rules import Counting, LastDay, Unit, UnknownClock, read_rules
from tests.law.counting import OF_OTHER_BODIES, by_hand, later_reading

HOLIDAYS = read_holidays()
RULES = read_rules()
TABLE = (Path(__file__).parent / "deadline_examples.csv").read_text(encoding="utf-8")
EXAMPLES = list(csv.DictReader(TABLE.splitlines()))
OTHER_BODIES = list(
    csv.DictReader(
        (Path(__file__).parent / "deadline_examples_2.csv").read_text(encoding="utf-8").splitlines()
    )
)
BY_HAND = list(
    csv.DictReader(
        (Path(__file__).parent / "dates_by_hand.csv").read_text(encoding="utf-8").splitlines()
    )
)
CAREFUL = re.compile(r"careful: (\d{4}-\d{2}-\d{2})")
MANY = 10_000
CHECKED_BY_HAND = (
    *("FOIA20", "FOIA-CLARIFY", "FOI-IR", "FOISA20", "FOISA-REV", "SC-ACK", "SC-56"),
    *("DPA1M", "DPA+2M", "DPA164A", "JR3M", "JR3M-S", "HRA1Y", "EQA6M", "SEARCH3M"),
    *("SIC6M", "LPB28", "TORT6Y", "S166-28"),
    *OF_OTHER_BODIES,
)

days = st.dates(date(2012, 1, 2), date(2027, 12, 31))
unstopped = st.sampled_from([rule for rule in RULES.by_id.values() if not rule.needs_stop])
nations = st.sampled_from(list(Nation))


def due(clock, day, **more):
    return due_date(RULES.find(clock), date.fromisoformat(str(day)), holidays=HOLIDAYS, **more)


def named(found):
    return {each.name: each.day for each in (*found.dates, *found.readings, *found.also)} | {
        "due": found.on
    }


@pytest.mark.parametrize(
    "row", EXAMPLES, ids=[f"{row['clock']} {row['event_on']} {row['name']}" for row in EXAMPLES]
)
def test_every_worked_date_comes_out(row):
    assert named(due(row["clock"], row["event_on"]))[row["name"]].isoformat() == row["due_on"]


@pytest.mark.parametrize(
    "row", OTHER_BODIES, ids=[f"{row['clock']} {row['event_on']}" for row in OTHER_BODIES]
)
def test_every_worked_date_of_the_newer_rules_comes_out(row):
    found = due(row["clock"], row["event_on"], nation=part_named(row["nation"]))
    assert found.on.isoformat() == row["due_on"]
    if careful := CAREFUL.search(row["note"]):
        assert named(found)["to be careful, act by"].isoformat() == careful[1]


@pytest.mark.parametrize(
    "row", BY_HAND, ids=[f"{row['clock']} {row['event_on']} {row['nation']}" for row in BY_HAND]
)
def test_every_date_that_a_reader_worked_by_hand_comes_out(row):
    """Weekends, holidays of each nation, ends of months, leap days: settled before any was run."""
    found = due(
        row["clock"],
        row["event_on"],
        nation=part_named(row["nation"]),
        decided_on=date.fromisoformat(row["decided_on"]) if row["decided_on"] else None,
    )
    dates = named(found) | {each.name: each.day for each in found.readings} | {"due": found.on}
    assert dates[row["name"]].isoformat() == row["due_on"]


def test_every_clock_of_the_worked_dates_is_counted_a_second_way():
    assert {row["clock"] for row in OTHER_BODIES} <= set(OF_OTHER_BODIES)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("FOI-IR", ("FOI-IR-ASK", "FOI-IR-ANS", "FOI-IR-MAX")),
        ("FOISA-REV", ("FOISA-REV-ASK-LATE", "FOISA-REV-ANS")),
        ("DPA50", ("DPA50-ASK", "DPA50-ANS")),
    ],
)
def test_a_name_of_several_clocks_gives_the_dates_of_its_parts(name, parts):
    whole = due(name, "2026-03-10", decided_on=date(2026, 1, 1))
    one_by_one = [due(part, "2026-03-10", decided_on=date(2026, 1, 1)).on for part in parts]
    assert [each.day for each in whole.dates] == one_by_one
    assert set(parts) <= set(RULES.find(name).parts)
    assert any("Which day do you have?" in note for note in whole.notes)


@pytest.mark.parametrize(
    ("clock", "country", "instead"),
    [
        ("HA202-21D", Country.WALES, "HWA85-21D"),
        ("HWA85-21D", Country.ENGLAND, "HA202-21D"),
        ("LGSCO12M", Nation.SCOTLAND, "SPSO12M"),
        ("PSOW1Y", Country.NORTHERN_IRELAND, "NIPSO6M"),
    ],
)
def test_a_rule_of_england_is_not_that_of_wales(clock, country, instead):
    with pytest.raises(NotOfThisNation, match=instead):
        due(clock, "2026-03-10", nation=country)


def test_a_rule_of_both_countries_answers_to_either():
    assert due("JR3M", "2026-03-10", nation=Country.WALES).on == due("JR3M", "2026-03-10").on


def test_scotlands_rule_of_2020_is_told_of_the_days_it_held():
    assert any("60 working days" in note for note in due("FOISA20", "2020-04-20").notes)
    assert not any("60 working days" in note for note in due("FOISA20", "2020-05-27").notes)


@pytest.mark.parametrize(
    ("clock", "day", "name", "nation", "expected"),
    [
        ("FOIA20", "2026-05-22", "due", None, "2026-06-23"),  # 15 June counts out for England too
        ("FOIA20", "2026-12-11", "due", None, "2027-01-14"),
        ("DPA1M", "2026-06-30", "reading A", None, "2026-08-03"),
        ("DPA1M", "2026-06-30", "reading A", "scotland", "2026-08-04"),  # its summer holiday
        ("DPA+2M", "2026-05-30", "due", "scotland", "2026-08-31"),
        ("DPA+2M", "2026-05-30", "due", "northern-ireland", "2026-09-01"),
        ("DPA+2M", "2026-03-15", "due", "scotland", "2026-06-16"),
        ("EQA6M", "2026-03-10", "due", None, "2026-09-09"),
        ("JR3M", "2026-03-10", "see a lawyer by", None, "2026-04-09"),
        ("HRA1Y", "2024-02-29", "due", None, "2025-02-28"),
        ("SEARCH3M", "2026-03-31", "due", None, "2026-06-30"),
        ("EQA6M", "2026-03-01", "due", None, "2026-08-31"),  # ends with the month, not on the 28th
        ("SC-ACK", "2026-03-14", "due", None, "2026-03-20"),  # came on a Saturday
        ("FOIA20", "2026-03-14", "due", None, "2026-04-15"),
        ("S166-28", "2026-03-10", "due", None, "2026-10-08"),
    ],
)
def test_other_telling_dates(clock, day, name, nation, expected):
    found = due(clock, day, nation=Nation(nation) if nation else None)
    assert named(found)[name].isoformat() == expected


def test_a_second_way_of_counting_agrees_on_ten_thousand_cases():
    rng = random.Random(20261122)  # noqa: S311 - cases to try, not secrets
    first, last = date(2012, 1, 2), date(2027, 12, 31)
    for _ in range(MANY):
        clock = rng.choice(CHECKED_BY_HAND)
        nation = rng.choice(RULES.find(clock).nations)
        day = first + timedelta(rng.randrange((last - first).days))
        found = due_date(RULES.find(clock), day, holidays=HOLIDAYS, nation=nation)
        assert found.on == by_hand(clock, day, nation.value), (clock, day, nation)
        if found.readings:
            assert found.latest == max(found.on, later_reading(clock, day, nation.value))


@given(days, unstopped)
def test_a_later_receipt_never_gives_an_earlier_date(day, rule):
    now = due_date(rule, day, holidays=HOLIDAYS)
    next_day = due_date(rule, day + timedelta(1), holidays=HOLIDAYS)
    assert next_day.on >= now.on
    assert next_day.latest >= now.latest


@given(days, unstopped, st.dates(date(2012, 1, 1), date(2028, 12, 31)), nations)
def test_one_more_holiday_never_brings_a_date_forward(day, rule, holiday, part):
    before = due_date(rule, day, holidays=HOLIDAYS)
    after = due_date(rule, day, holidays=HOLIDAYS.with_day(holiday, part))
    assert after.on >= before.on
    assert after.latest >= before.latest


@given(days, unstopped, nations)
def test_a_date_never_falls_on_a_day_that_cannot_be(day, rule, nation):
    assume(nation in rule.nations)
    found = due_date(rule, day, holidays=HOLIDAYS, nation=nation)
    parts = {
        Counting.ANY_PART: set(Nation),
        Counting.SCOTLAND: {Nation.SCOTLAND},
        Counting.ENGLAND_WALES: {Nation.ENGLAND_WALES},
        Counting.OF_THE_NATION: {nation},
    }.get(rule.holidays)
    if parts and (rule.uses_working_days or rule.last_day is LastDay.ROLLS):
        for each in (*found.dates, *found.readings):
            assert not why_not_working(each.day, parts, HOLIDAYS)


@given(days, unstopped)
def test_exactly_as_many_days_count_as_the_rule_says(day, rule):
    for each, dated in zip(due_date(rule, day, holidays=HOLIDAYS).dates, rule.dates, strict=True):
        (first, *more) = dated.length
        if first.unit is Unit.WORKING_DAY and not more:
            assert sum(step.counts for step in each.working) == first.count
            assert each.working[-1].counts


@given(days, st.sampled_from(["HRA1Y", "EQA6M", "JR3M-S", "SEARCH3M"]))
def test_a_period_beginning_with_a_day_meets_the_next_one_without_gap_or_overlap(day, clock):
    rule = RULES.find(clock)
    end = due_date(rule, day, holidays=HOLIDAYS).on
    next_start = end + timedelta(1)
    assert next_start.day in {day.day, 1}


@given(days, st.sampled_from(["DPA1M", "JR3M", "SIC6M", "TORT6Y"]))
def test_months_after_a_day_end_on_its_date_or_on_the_last_of_a_shorter_month(day, clock):
    found = due_date(RULES.find(clock), day, holidays=HOLIDAYS)
    reached = next(step.day for step in found.working if " after 2" in step.why)
    assert reached.day == day.day or (reached + timedelta(1)).day == 1


@settings(max_examples=300)
@given(days)
def test_england_and_scotland_differ_only_where_their_holidays_do(day):
    english = due_date(RULES.find("FOIA20"), day, holidays=HOLIDAYS)
    scottish = due_date(RULES.find("FOISA20"), day, holidays=HOLIDAYS)
    between = [day + timedelta(n) for n in range(1, (english.on - day).days + 1)]
    elsewhere = [
        each
        for each in between
        if each.weekday() < 5
        and HOLIDAYS.on(each, set(Nation))
        and not HOLIDAYS.on(each, {Nation.SCOTLAND})
    ]
    assert (english.on != scottish.on) == bool(elsewhere)


@given(
    st.dates(date(2026, 2, 5), date(2027, 6, 1)),
    st.integers(0, 27),
    st.integers(0, 40),
    st.sampled_from(["DPA1M", "DPA-STOP", "DPA+2M"]),
)
def test_each_day_of_a_stop_is_left_out(day, wait, length, clock):
    asked = day + timedelta(wait)
    stopped = Stopped(asked, asked + timedelta(length))
    rule = RULES.find(clock)
    still = length + 1 - (wait == 0)  # the day it starts never counted
    found = due_date(rule, day, holidays=HOLIDAYS, stopped=stopped)
    without = due_date(
        RULES.find("DPA1M" if clock == "DPA-STOP" else clock), day, holidays=HOLIDAYS
    )
    unrolled = [step.day for step in without.working if " after 2" in step.why][-1]
    expected = unrolled + timedelta(still)
    while why_not_working(expected, {Nation.ENGLAND_WALES}, HOLIDAYS):
        expected += timedelta(1)
    assert found.on == expected


def test_both_ends_of_a_stop_are_left_out():
    stopped = Stopped(date(2026, 3, 20), date(2026, 3, 27))
    found = due("DPA-STOP", "2026-03-15", stopped=stopped)
    assert named(found)["reading B"] == date(2026, 4, 23)
    assert named(found)["reading A"] == date(2026, 4, 24)
    assert sum(step.why == "the clock stood still" for step in found.working) == 8


def test_a_question_starts_the_days_of_a_freedom_of_information_request_again():
    stopped = Stopped(date(2026, 6, 1), date(2026, 6, 12))
    assert due("FOIA20", "2026-05-22", stopped=stopped).on == due("FOIA20", "2026-06-12").on


def test_days_of_a_fee_are_left_out():
    stopped = Stopped(date(2026, 6, 15), date(2026, 6, 17))
    # 15 June is a holiday in Scotland and does not count anyway
    assert due("FOIA-FEES", "2026-06-12", stopped=stopped).on == date(2026, 7, 16)


@pytest.mark.parametrize(
    ("clock", "stopped", "says", "reason"),
    [
        ("DPA1M", ("2026-03-20", "2026-03-19"), "ends before it starts", WhyNoStop.ENDS_FIRST),
        ("DPA1M", ("2026-03-01", "2026-03-19"), "before it", WhyNoStop.BEFORE_START),
        ("DPA1M", ("2026-05-01", "2026-05-09"), "had run out", WhyNoStop.AFTER_END),
        ("JR3M", ("2026-03-20", "2026-03-21"), "can't be stopped", WhyNoStop.CANT_STOP),
    ],
)
def test_a_stop_that_cannot_be_is_refused_with_its_reason(clock, stopped, says, reason):
    with pytest.raises(BadStop, match=says) as caught:
        due(clock, "2026-03-10", stopped=Stopped(*map(date.fromisoformat, stopped)))
    assert caught.value.reason is reason


def test_a_clock_that_lives_by_its_stop_asks_for_it():
    with pytest.raises(BadStop, match="--clarified"):
        due("DPA-STOP", "2026-03-10")


def test_an_older_request_could_not_be_stopped_and_the_answer_says_so():
    stopped = Stopped(date(2026, 1, 20), date(2026, 1, 27))
    found = due("DPA1M", "2026-01-15", stopped=stopped)
    assert found.on == due("DPA1M", "2026-01-15").on
    assert "could not be stopped" in found.notes[0]


@pytest.mark.parametrize(
    ("clock", "day", "decided", "in_force"),
    [
        ("DPA164A", "2026-06-18", None, False),
        ("DPA164A", "2026-06-19", None, True),
        ("DPA+2M", "2026-02-04", None, False),
        ("DPA+2M", "2026-02-05", None, True),
        ("DPA50", "2026-02-04", None, True),
        ("DPA50", "2026-03-01", None, None),  # turns on the day of the decision
        ("DPA50", "2026-03-01", "2026-02-04", True),
        ("DPA50", "2026-03-01", "2026-02-05", False),
        ("DPA50", "2018-05-24", None, False),
        ("SC-ACK", "2018-10-31", None, False),
    ],
)
def test_whether_a_rule_was_in_force(clock, day, decided, in_force):
    found = due(clock, day, decided_on=date.fromisoformat(decided) if decided else None)
    assert found.in_force is in_force
    said = any("not in force" in note for note in found.notes)
    assert said == (in_force is False)


def test_the_working_shows_each_skipped_day_and_why():
    found = due("FOIA20", "2026-06-12")
    why = {step.day: step.why for step in found.working if not step.counts}
    assert "Scotland" in why[date(2026, 6, 15)]
    assert "Northern Ireland" in why[date(2026, 7, 13)]
    assert why[date(2026, 6, 13)] == "Saturday"
    assert why[date(2026, 6, 12)] == "the day it starts is not counted"
    assert found.working[-1].why == "working day 20"


def test_unsettled_law_gives_both_readings_and_calls_it_late_only_after_the_later():
    found = due("DPA1M", "2026-06-30")
    assert [each.name for each in found.readings] == ["reading B", "reading A"]
    assert all(each.source for each in found.readings)
    assert found.on == date(2026, 7, 30)
    assert found.latest == date(2026, 8, 3)


def test_a_last_day_at_the_weekend_comes_with_a_careful_one():
    found = due("HRA1Y", "2026-03-08")  # ends on Sunday 7 March 2027
    assert found.on == date(2027, 3, 7)
    assert named(found)["to be careful, act by"] == date(2027, 3, 5)


def test_a_date_past_the_known_holidays_is_given_and_says_what_is_not_known():
    found = due("TORT6Y", "2026-03-10")
    assert found.on == date(2032, 3, 10)
    assert any("not known" in note for note in found.notes)


@pytest.mark.parametrize(("clock", "day"), [("FOIA20", "2028-12-20"), ("FOIA20", "2011-12-20")])
def test_outside_the_known_holidays_a_date_is_refused(clock, day):
    with pytest.raises(HolidaysUnknown, match="known from 2012-01-01 to 2028-12-31"):
        due(clock, day)


def test_a_rule_of_another_nation_is_refused_and_the_right_one_named():
    with pytest.raises(NotOfThisNation, match=r"JR3M-S"):
        due("JR3M", "2026-03-10", nation=Nation.SCOTLAND)


def test_an_unknown_clock_names_those_there_are():
    with pytest.raises(UnknownClock, match="Use one of FOIA20, "):
        RULES.find("SOON")
    with pytest.raises(UnknownClock, match=r"Did you mean SEARCH3M, .*SEARCH12M-NI\?"):
        RULES.find("search")
    assert issubclass(UnknownClock, CandourError)


@pytest.mark.parametrize(
    ("clock", "part", "says"),
    [
        ("SEARCH3M", Nation.SCOTLAND, "Use SEARCH6M-S there."),
        ("SEARCH3M", Nation.NORTHERN_IRELAND, "Use SEARCH12M-NI there."),
        ("CHILD-TORT-EW", Nation.SCOTLAND, "Use CHILD-DELICT-S there."),
        ("HS35A-21D", Nation.ENGLAND_WALES, "Use HA202-21D in England and HWA85-21D in Wales."),
        ("HS35A-21D", Country.WALES, "Use HWA85-21D there."),
        ("ROADCHECK12M", Nation.SCOTLAND, "This register knows no such rule there."),
    ],
)
def test_a_rule_of_another_part_names_the_one_that_holds_there(clock, part, says):
    with pytest.raises(NotOfThisNation) as caught:
        due_date(RULES.find(clock), date(2026, 6, 12), holidays=HOLIDAYS, nation=part)
    assert str(caught.value).endswith(says)


def test_dates_that_new_holidays_move_are_shown_with_the_difference():
    new = HOLIDAYS.with_day(date(2026, 7, 1), Nation.SCOTLAND)
    rule = RULES.find("FOIA20")
    before = due_date(rule, date(2026, 6, 12), holidays=HOLIDAYS)
    after = due_date(rule, date(2026, 6, 12), holidays=new)
    (change,) = moved(before, after)
    assert str(change) == "due: 2026-07-15, was 2026-07-14 (1 day later)"
    assert moved(before, before) == ()


def test_every_result_carries_the_act_the_status_and_that_it_is_no_advice():
    for rule in RULES.by_id.values():
        stopped = Stopped(date(2026, 6, 23), date(2026, 6, 24)) if rule.needs_stop else None
        data = due_date(rule, date(2026, 6, 22), holidays=HOLIDAYS, stopped=stopped).as_dict()
        assert data["not_legal_advice"] == NOT_LEGAL_ADVICE
        assert data["sources"][0].startswith(rule.act)
        assert data["checked_on"] >= "2026-11-22"
        assert {"clock", "from", "due", "in_force", "named", "readings", "working"} <= data.keys()


def test_a_day_that_no_act_sets_is_marked_as_a_bodys_own():
    for rule in RULES.by_id.values():
        is_told = any("own policy" in note or "good practice" in note for note in rule.notes)
        assert rule.is_policy or not is_told, rule.id
