"""Dates as a calendar file. Its titles are neutral, since others may see a person's calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from candour.core.hashing import hashed_name

TITLE = "Reminder"
BEFORE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A day to keep, and a short reference that says nothing to others."""

    day: date
    reference: str


def as_calendar(reminders: Iterable[Reminder], *, today: date) -> bytes:
    """Return an iCalendar file of whole days, each with an alarm a week before.

    The same reminders give the same file on the same day, so that a second import brings nothing
    twice.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Reminder//EN")
    calendar.add("version", "2.0")
    for reminder in sorted(set(reminders), key=lambda each: (each.day, each.reference)):
        calendar.add_component(_event(reminder, today=today))
    return bytes(calendar.to_ical())


def _event(reminder: Reminder, *, today: date) -> Event:
    event = Event()
    canonical = f"{reminder.day} {reminder.reference}"
    event.add("uid", hashed_name("r1", canonical))
    event.add("dtstamp", datetime.combine(today, time(0), UTC))
    event.add("dtstart", reminder.day)
    event.add("dtend", reminder.day + timedelta(days=1))
    event.add("summary", TITLE)
    event.add("description", f"Reference {reminder.reference}. Not legal advice: check this day.")
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
