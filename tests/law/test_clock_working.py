"""The working of a clock, line by line, and what is said around it: worked out by hand."""

from datetime import date

import pytest

from candour.law.clocks import (
    BadStop,
    Due,
    Moved,
    NotOfThisNation,
    Step,
    Stopped,
    WhyNoStop,
    due_date,
)
from candour.law.holidays import Country, HolidaysUnknown, Nation, read_holidays
from candour.law.reminders import DayKind
from candour.law.rules import read_rules

HOLIDAYS = read_holidays()
ROW = (
    "name: A clock, plain: Act by this day., starts: the day it came, act: An Act 2000, "
    "section: s.1, checked-on: 2026-11-22"
)
STARTS = "the day it starts is not counted"
STILL = "the clock stood still"
WITHIN = "the day before, since “within” can be read to leave out the last"
GOV_UK = (
    "Bank holidays: GOV.UK, bank holidays (Open Government Licence v3.0), "
    "https://www.gov.uk/bank-holidays.json; added: 2026-06-15 in Scotland, fetched on 2026-11-22"
)


@pytest.fixture
def clock(tmp_path):
    """Work out an invented rule: its row, the day it starts, and what else is known."""

    def work_out(text, day, *, nation=None, stop=None, decided_on=None) -> Due:
        file = tmp_path / f"rules-{abs(hash(text))}.yaml"
        file.write_text(f"R: {{{ROW}, {text}}}\n", encoding="utf-8")
        return due_date(
            read_rules(file).find("R"),
            date.fromisoformat(day),
            holidays=HOLIDAYS,
            nation=nation,
            stopped=Stopped(*map(date.fromisoformat, stop)) if stop else None,
            decided_on=decided_on and date.fromisoformat(decided_on),
        )

    return work_out


def lines(due):
    return [f"{step.day} {'+' if step.counts else '-'} {step.why}" for step in due.working]


CHRISTMAS = (
    "Christmas Day (England and Wales), Christmas Day (Scotland), Christmas Day (Northern Ireland)"
)
BOXING = "Boxing Day (England and Wales), Boxing Day (Scotland), Boxing Day (Northern Ireland)"


@pytest.mark.parametrize(
    ("text", "day", "working"),
    [
        (
            "length: 3 working days after, holidays: any-part",
            "2026-12-23",
            [
                f"2026-12-23 - {STARTS}",
                "2026-12-24 + working day 1",
                f"2026-12-25 - {CHRISTMAS}",
                "2026-12-26 - Saturday",
                "2026-12-27 - Sunday",
                f"2026-12-28 - {BOXING}",
                "2026-12-29 + working day 2",
                "2026-12-30 + working day 3",
            ],
        ),
        (
            "length: 2 working days beginning with, holidays: any-part",
            "2026-12-03",
            ["2026-12-03 + working day 1", "2026-12-04 + working day 2"],
        ),
        (
            "length: 1 month after",
            "2026-01-31",
            [
                f"2026-01-31 - {STARTS}",
                "2026-02-28 + 1 month after 2026-01-31; the month has no day 31",
            ],
        ),
        (
            "length: 1 month beginning with",
            "2026-01-31",
            [
                "2026-01-31 + the first day counts",
                "2026-02-28 + 1 month beginning with 2026-01-31",
            ],
        ),
        (
            "length: 1 month beginning with",
            "2026-01-28",
            [
                "2026-01-28 + the first day counts",
                "2026-02-27 + 1 month beginning with 2026-01-28",
            ],
        ),
        (
            "length: 2 weeks beginning with",
            "2026-01-15",
            [
                "2026-01-15 + the first day counts",
                "2026-01-28 + 2 weeks beginning with 2026-01-15",
            ],
        ),
        (
            "length: '11 months after, then 28 days after'",
            "2026-01-15",
            [
                f"2026-01-15 - {STARTS}",
                "2026-12-15 + 11 months after 2026-01-15",
                "2027-01-12 + 28 days after 2026-12-15",
            ],
        ),
        (
            "length: 1 year after",
            "2028-02-29",
            [
                f"2028-02-29 - {STARTS}",
                "2029-02-28 + 1 year after 2028-02-29; the month has no day 29",
            ],
        ),
        (
            "length: 2 days after, last-day: rolls, holidays: england-wales",
            "2026-12-23",
            [
                f"2026-12-23 - {STARTS}",
                "2026-12-25 - 2 days after 2026-12-23; Christmas Day (England and Wales): moves to "
                "the next working day",
                "2026-12-26 - Saturday: moves to the next working day",
                "2026-12-27 - Sunday: moves to the next working day",
                "2026-12-28 - Boxing Day (England and Wales): moves to the next working day",
                "2026-12-29 + a working day",
            ],
        ),
        (
            "length: 2 days after, last-day: rolls, holidays: england-wales",
            "2026-12-01",
            [f"2026-12-01 - {STARTS}", "2026-12-03 + 2 days after 2026-12-01"],
        ),
    ],
)
def test_the_working_says_of_each_day_whether_it_counts_and_why(clock, text, day, working):
    due = clock(text, day)
    assert lines(due) == working
    assert due.on == due.working[-1].day


@pytest.mark.parametrize(
    ("text", "stop", "working"),
    [
        (
            "length: 2 days after, stop: left-out",
            ("2026-12-02", "2026-12-04"),
            [
                f"2026-12-01 - {STARTS}",
                f"2026-12-02 - {STILL}",
                "2026-12-03 + 2 days after 2026-12-01",
                f"2026-12-03 - {STILL}",
                f"2026-12-04 - {STILL}",
                "2026-12-06 + 3 days later for the stop",
            ],
        ),
        (
            "length: 2 days after, stop: left-out",
            ("2026-12-01", "2026-12-01"),  # the day it starts is left out already
            [f"2026-12-01 - {STARTS}", "2026-12-03 + 2 days after 2026-12-01"],
        ),
        (
            "length: 4 days after, stop: left-out, last-day: rolls, holidays: of-the-nation",
            ("2026-12-06", "2026-12-07"),  # a question on the Sunday the last day moves over
            [
                f"2026-12-01 - {STARTS}",
                "2026-12-05 + 4 days after 2026-12-01",
                f"2026-12-06 - {STILL}",
                f"2026-12-07 - {STILL}",
                "2026-12-07 + 2 days later for the stop",
            ],
        ),
        (
            "length: 2 working days after, stop: left-out, holidays: any-part",
            ("2026-12-02", "2026-12-03"),
            [
                f"2026-12-01 - {STARTS}",
                f"2026-12-02 - {STILL}",
                f"2026-12-03 - {STILL}",
                "2026-12-04 + working day 1",
                "2026-12-05 - Saturday",
                "2026-12-06 - Sunday",
                "2026-12-07 + working day 2",
            ],
        ),
        (
            "length: 2 days after, stop: restarts",
            ("2026-12-02", "2026-12-04"),
            [
                "2026-12-01 - the request came",
                "2026-12-02 - the body asked what was meant; the days start again with the reply",
                f"2026-12-04 - {STARTS}",
                "2026-12-06 + 2 days after 2026-12-04",
            ],
        ),
    ],
)
def test_a_stop_is_seen_in_the_working(clock, text, stop, working):
    due = clock(text, "2026-12-01", stop=stop)
    assert lines(due) == working
    assert due.on == due.working[-1].day


@pytest.mark.parametrize(
    ("text", "stop", "why", "says", "turns_on"),
    [
        (
            "length: 2 days after, stop: left-out",
            ("2026-12-08", "2026-12-09"),
            WhyNoStop.AFTER_END,
            "The days of R had run out on 2026-12-03, before the stop on 2026-12-08.",
            date(2026, 12, 3),
        ),
        (
            "readings: [{name: a, length: 2 days after}, {name: b, length: 4 days after}], "
            "stop: left-out",
            ("2026-12-08", "2026-12-09"),
            WhyNoStop.AFTER_END,
            "The days of R had run out on 2026-12-05, before the stop on 2026-12-08.",
            date(2026, 12, 5),
        ),
        (
            "length: 2 days after",
            ("2026-12-02", "2026-12-02"),
            WhyNoStop.CANT_STOP,
            "The clock of R can't be stopped by a question. Leave --clarified out.",
            None,
        ),
        (
            "length: 2 days after, stop: left-out, needs-stop: 'yes'",
            None,
            WhyNoStop.NEEDED,
            "R needs the days of the stop. Give them with --clarified 2026-12-01..2026-12-08.",
            None,
        ),
        (
            "length: 2 days after, stop: left-out",
            ("2026-12-03", "2026-12-02"),
            WhyNoStop.ENDS_FIRST,
            "A stop from 2026-12-03 to 2026-12-02 ends before it starts. Write the day of the "
            "question first.",
            None,
        ),
        (
            "length: 2 days after, stop: left-out",
            ("2026-11-30", "2026-12-02"),
            WhyNoStop.BEFORE_START,
            "The clock started on 2026-12-01 and can't have been stopped on 2026-11-30, before it.",
            date(2026, 12, 1),
        ),
    ],
)
def test_a_stop_that_cant_be_is_refused_with_its_reason(clock, text, stop, why, says, turns_on):
    with pytest.raises(BadStop) as caught:
        clock(text, "2026-12-01", stop=stop)
    assert (str(caught.value), caught.value.reason, caught.value.day) == (says, why, turns_on)


def test_a_stop_of_one_day_can_be(clock):
    due = clock("length: 2 days after, stop: left-out", "2026-12-01", stop=("2026-12-02",) * 2)
    assert due.on == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("text", "day", "also", "notes"),
    [
        # Saturday 4 April 2026 lies in Easter; Good Friday is shut, so Thursday 2 April
        (
            "length: 3 months after, last-day: do-not-rely",
            "2026-01-04",
            [
                (
                    "to be careful, act by",
                    "2026-04-02",
                    "2026-04-04 is no working day (Saturday); do not rely on more time",
                )
            ],
            (),
        ),
        ("length: 3 months after, last-day: do-not-rely", "2026-01-08", [], ()),
        (
            "length: 3 months after, careful: 'yes'",
            "2026-01-28",
            [("to be careful, act by", "2026-04-27", WITHIN)],
            (),
        ),
        (
            "length: 3 months after, careful: 'yes', last-day: do-not-rely",
            "2026-01-06",
            [
                ("to be careful, act by", "2026-04-05", WITHIN),
                (
                    "last open day before it",
                    "2026-04-02",
                    "2026-04-05 is no working day (Sunday); do not rely on more time",
                ),
            ],
            (),
        ),
        (
            "length: 6 years after, last-day: do-not-rely",
            "2026-01-03",
            [],
            (
                "Bank holidays of 2032 are not known here. Check that offices are open on "
                "2032-01-03.",
            ),
        ),
    ],
)
def test_our_own_days_stand_before_the_last_one_with_their_reason(clock, text, day, also, notes):
    due = clock(text, day)
    assert [(each.name, str(each.day), each.source) for each in due.also] == also
    assert all(each.is_ours for each in due.also)
    assert due.notes == notes


def test_working_days_of_years_without_holidays_are_not_guessed(clock):
    with pytest.raises(HolidaysUnknown, match=r"2028-12-31, and this date would need 2029-01-04"):
        clock("length: 3 working days after, holidays: any-part", "2029-01-03")


# in force


FROM_TO = "This rule was not in force: it holds from 2026-02-01 to 2026-06-30."
TURNS = "Whether this rule holds turns on the day of the decision. Old cases keep the old rule."
OLD = "Old cases keep the old rule."


@pytest.mark.parametrize(
    ("judged_by", "day", "decided_on", "in_force", "notes"),
    [
        ("start", "2026-01-31", None, False, (FROM_TO, OLD)),
        ("start", "2026-02-01", None, True, ()),
        ("start", "2026-06-30", None, True, ()),
        ("start", "2026-07-01", None, False, (FROM_TO, OLD)),
        ("start", "2026-07-01", "2026-06-30", False, (FROM_TO, OLD)),
        ("decision", "2026-01-31", None, False, (FROM_TO, OLD)),
        ("decision", "2026-02-01", None, True, (OLD,)),
        ("decision", "2026-07-01", None, None, (TURNS,)),
        ("decision", "2026-07-01", "2026-06-30", True, (OLD,)),
        ("decision", "2026-07-02", "2026-07-01", False, (FROM_TO, OLD)),
        ("decision", "2026-02-01", "2026-01-31", False, (FROM_TO, OLD)),
    ],
)
def test_whether_a_rule_was_the_law_is_judged_by_its_own_day(
    clock, judged_by, day, decided_on, in_force, notes
):
    row = f"length: 2 days after, in-force: 2026-02-01/2026-06-30, saving: {OLD}"
    due = clock(f"{row}, judged-by: {judged_by}", day, decided_on=decided_on)
    assert due.in_force is in_force
    assert due.notes == notes


def test_a_rule_with_no_end_says_from_when_it_holds(clock):
    due = clock("length: 2 days after, in-force: 2026-02-01/", "2026-01-01")
    assert due.notes == ("This rule was not in force: it holds from 2026-02-01.",)


def test_a_clock_that_could_not_be_stopped_then_runs_on_and_says_so(clock):
    row = "length: 2 days after, stop: left-out, stop-in-force: 2026-02-01/"
    stop = ("2026-01-02", "2026-01-04")
    before = clock(f"{row}, saving: Old ones run on.", "2026-01-01", stop=stop)
    assert before.on == date(2026, 1, 3)
    assert before.notes == ("The clock could not be stopped then. Old ones run on.",)
    assert clock(row, "2026-01-01", stop=stop).notes == ("The clock could not be stopped then.",)
    after = clock(row, "2026-02-01", stop=("2026-02-02", "2026-02-04"))
    assert (after.on, after.notes) == (date(2026, 2, 6), ())


def test_notes_are_those_of_the_rule_those_of_the_day_and_how_far_it_was_read(clock):
    row = (
        "length: 2 days after, status: part, notes: [A note.], "
        "then: [{days: 2026-01-01/2026-06-30, note: Then.}]"
    )
    read = "The text of this rule was read in part."
    assert clock(row, "2026-06-30").notes == ("A note.", "Then.", read)
    assert clock(row, "2026-07-01").notes == ("A note.", read)
    assert clock("length: 2 days after", "2026-07-01").notes == ()


# where


@pytest.mark.parametrize(
    ("text", "nation", "says"),
    [
        (
            "nations: [england-wales], instead: {scotland: R}, length: 1 day after",
            Nation.SCOTLAND,
            "R is a rule of England and Wales, not of Scotland. Use R there.",
        ),
        (
            "nations: [england-wales], countries: england, length: 1 day after",
            Country.WALES,
            "R is a rule of England, not of Wales. This register knows no such rule there.",
        ),
        (
            "nations: [scotland, northern-ireland], instead: {england-wales: R}, "
            "length: 1 day after",
            Country.WALES,
            "R is a rule of Scotland and Northern Ireland, not of Wales. Use R there.",
        ),
        (
            "nations: [england-wales], countries: england, instead: {wales: R}, "
            "length: 1 day after",
            Country.WALES,
            "R is a rule of England, not of Wales. Use R there.",
        ),
    ],
)
def test_a_rule_is_refused_where_it_is_not_the_law_and_the_other_is_named(
    clock, text, nation, says
):
    with pytest.raises(NotOfThisNation) as caught:
        clock(text, "2026-12-01", nation=nation)
    assert str(caught.value) == says


def test_a_rule_of_a_country_holds_where_the_country_is_not_known(clock):
    row = "nations: [england-wales], countries: england, length: 1 day after"
    assert clock(row, "2026-12-01", nation=Nation.ENGLAND_WALES).on == date(2026, 12, 2)
    in_england = clock(row, "2026-12-01", nation=Country.ENGLAND)
    assert (in_england.nation, in_england.country) == (Nation.ENGLAND_WALES, Country.ENGLAND)


# what is given out


READINGS = (
    "meaning: body, status: part, policy: 'yes', address: 'https://example.org/1', "
    "notes: [A note.], parts: [R], "
    "readings: [{name: A, length: 2 days after, source: Case 1}, "
    "{name: B, length: 4 days after, source: Case 2}], "
    "also: [{name: see a lawyer by, length: 1 day after}]"
)


def test_what_a_program_is_given_is_the_whole_of_it(clock):
    due = clock(READINGS, "2026-12-01", nation=Country.WALES)
    start = {"day": "2026-12-01", "counts": False, "why": STARTS}

    def working(day, length):
        return [start, {"day": day, "counts": True, "why": f"{length} after 2026-12-01"}]

    assert due.as_dict() == {
        "clock": "R",
        "name": "A clock",
        "from": "2026-12-01",
        "starts": "the day it came",
        "nation": "england-wales",
        "country": "wales",
        "parts": ["R"],
        "policy": True,
        "meaning": "the body must act by",
        "due": "2026-12-03",
        "in_force": True,
        "named": [{"name": "see a lawyer by", "due": "2026-12-02"}],
        "readings": [
            {"name": "A", "due": "2026-12-03", "source": "Case 1"},
            {"name": "B", "due": "2026-12-05", "source": "Case 2"},
        ],
        "late_after": "2026-12-05",
        "working": working("2026-12-03", "2 days"),
        "workings": {
            "A": working("2026-12-03", "2 days"),
            "B": working("2026-12-05", "4 days"),
            "see a lawyer by": working("2026-12-02", "1 day"),
        },
        "sources": ["An Act 2000, s.1", "https://example.org/1", "Case 1", "Case 2"],
        "status": "read in part",
        "checked_on": "2026-11-22",
        "notes": ["A note.", "The text of this rule was read in part."],
        "not_legal_advice": "This is not legal advice.",
    }
    assert clock(READINGS, "2026-12-01").as_dict()["country"] is None


def test_each_day_is_kept_by_whose_it_is(clock):
    kept = [(str(each.day), each.kind) for each in clock(READINGS, "2026-12-01").reminders()]
    assert kept == [
        ("2026-12-03", DayKind.ANSWER),
        ("2026-12-05", DayKind.ANSWER),
        ("2026-12-02", DayKind.OURS),
    ]
    person = "dates: [{name: a, length: 2 days after}, {name: b, length: 3 days after}]"
    due = clock(person, "2026-12-01")
    assert [(str(each.day), each.kind) for each in due.reminders()] == [
        ("2026-12-03", DayKind.LAST),
        ("2026-12-04", DayKind.LAST),
    ]
    assert [each.name for each in due.named_dates] == ["a", "b"]
    assert due.latest == date(2026, 12, 3)


def test_bank_holidays_are_named_as_a_source_only_where_a_date_rests_on_them(clock):
    act = "An Act 2000, s.1"
    for text in ("holidays: any-part", "last-day: rolls", "last-day: do-not-rely"):
        assert clock(f"length: 2 days after, {text}", "2026-12-01").sources == (act, GOV_UK)
    assert clock("length: 2 days after", "2026-12-01").sources == (act,)


def test_a_step_is_given_with_its_day_and_its_reason():
    step = Step(date(2026, 12, 1), counts=True, why="working day 1")
    assert step.as_dict() == {"day": "2026-12-01", "counts": True, "why": "working day 1"}


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("2026-12-01", "2026-12-02", "due: 2026-12-02, was 2026-12-01 (1 day later)"),
        ("2026-12-04", "2026-12-01", "due: 2026-12-01, was 2026-12-04 (3 days earlier)"),
    ],
)
def test_a_day_that_moved_says_how_far_and_which_way(before, after, says):
    assert str(Moved("due", date.fromisoformat(before), date.fromisoformat(after))) == says
