"""Calendar files: the days, and nothing another person could read from them."""

from datetime import date, timedelta

from icalendar import Calendar

from candour.law.calendar_file import as_calendar
from candour.law.reminders import DayKind, Reminder

TODAY = date(2026, 11, 22)
REMINDERS = [Reminder(date(2027, 1, 14), "C12"), Reminder(date(2026, 12, 23), "D1")]


def events(reminders):
    return Calendar.from_ical(as_calendar(reminders, today=TODAY)).walk("VEVENT")


def test_each_day_is_a_whole_day_with_an_alarm_a_week_before():
    first, second = events(REMINDERS)
    assert [first.decoded("dtstart"), second.decoded("dtstart")] == [
        date(2026, 12, 23),
        date(2027, 1, 14),
    ]
    assert first.decoded("dtend") - first.decoded("dtstart") == timedelta(days=1)
    (alarm,) = first.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-7)


def test_titles_are_neutral():
    text = as_calendar(REMINDERS, today=TODAY).decode().lower()
    for word in ("police", "candour", "review", "claim", "data", "court", "complaint"):
        assert word not in text
    assert "not legal advice" in text


def test_a_second_import_brings_nothing_twice():
    assert as_calendar(REMINDERS, today=TODAY) == as_calendar(REMINDERS * 2, today=TODAY)


def test_a_day_of_ours_and_the_day_of_an_answer_say_so():
    day = date(2027, 1, 14)
    last, ours, answer = (
        str(events([Reminder(day, "C12", kind)])[0]["description"]) for kind in DayKind
    )
    assert "ours" not in last
    assert "day of ours: no Act sets it" in ours
    assert "An answer is due" in answer


WHOLE = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Reminder//EN
BEGIN:VEVENT
SUMMARY:Reminder
DTSTART;VALUE=DATE:20261223
DTEND;VALUE=DATE:20261224
DTSTAMP:20261122T000000Z
UID:{uid}
CLASS:PRIVATE
DESCRIPTION:Reference D1. An answer is due\\, if it was asked for in time. Not legal advice: check this day.
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Reminder
TRIGGER:-P7D
END:VALARM
END:VEVENT
END:VCALENDAR
"""  # noqa: E501


def test_the_file_holds_these_lines_and_no_others():
    data = as_calendar([Reminder(date(2026, 12, 23), "D1", DayKind.ANSWER)], today=TODAY).decode()
    unfolded = data.replace("\r\n ", "")
    (uid,) = [line[4:] for line in unfolded.splitlines() if line.startswith("UID:")]
    assert uid.startswith("r1-")
    assert len(uid) == len("r1-") + 26
    assert unfolded.replace("\r\n", "\n") == WHOLE.format(uid=uid)


def test_the_same_day_of_two_steps_stands_twice_each_with_its_own_name():
    day = date(2026, 12, 23)
    both = events([Reminder(day, "D1"), Reminder(day, "C12"), Reminder(day, "C12", DayKind.OURS)])
    assert len({str(event["uid"]) for event in both}) == 3
    assert [str(event["description"])[:14] for event in both][2] == "Reference D1. "
