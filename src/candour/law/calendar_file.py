"""Dates as a calendar file. Its titles are neutral, since others may see a person's calendar."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from candour.core.hashing import hashed_name
from candour.law.reminders import DayKind, Reminder

TITLE = "Reminder"
BEFORE = timedelta(days=7)


# What is said of a day that is no last day of the law; neutral, as the titles are.
REMARKS = {
    DayKind.LAST: "",
    DayKind.OURS: " An earlier day of ours: no Act sets it.",
    DayKind.ANSWER: " An answer is due, if it was asked for in time.",
}


def as_calendar(reminders: Iterable[Reminder], *, today: date) -> bytes:
    """Return an iCalendar file of whole days, each with an alarm a week before.

    The same reminders give the same file on the same day, so that a second import brings nothing
    twice.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Reminder//EN")
    calendar.add("version", "2.0")
    in_order = sorted(set(reminders), key=lambda one: (one.day, one.reference, one.kind))
    for reminder in in_order:
        calendar.add_component(_event(reminder, today=today))
    return bytes(calendar.to_ical())


def _event(reminder: Reminder, *, today: date) -> Event:
    event = Event()
    canonical = f"{reminder.day} {reminder.reference} {reminder.kind}"
    event.add("uid", hashed_name("r1", canonical))
    event.add("dtstamp", datetime.combine(today, time(0), UTC))
    event.add("dtstart", reminder.day)
    event.add("dtend", reminder.day + timedelta(days=1))
    event.add("summary", TITLE)
    about = f"Reference {reminder.reference}.{REMARKS[reminder.kind]}"
    event.add("description", f"{about} Not legal advice: check this day.")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm())
    return event


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", TITLE)
    alarm.add("trigger", -BEFORE)
    return alarm
