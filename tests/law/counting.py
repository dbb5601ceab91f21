"""The same law, counted again in another way: sets of days and string dates, nothing shared.

What the clocks work out step by step is here read off a list of all days of the years.
"""

import json
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache

from candour.law.holidays import SHIPPED

PROCLAIMED = {"scotland": {"2026-06-15"}}
NAMES = ("england-and-wales", "scotland", "northern-ireland")


@cache
def free_days(which):
    """ISO days that are holidays in the parts named, as printed by GOV.UK."""
    data = json.loads(SHIPPED.read_text())
    days = set()
    for name in which:
        days |= {event["date"] for event in data[name]["events"]} | PROCLAIMED.get(name, set())
    return frozenset(days)


@cache
def working_list(which):
    """Every working day from 2012 to 2028, in order."""
    first = date(2012, 1, 1).toordinal()
    last = date(2028, 12, 31).toordinal()
    free = free_days(which)
    every = (date.fromordinal(n) for n in range(first, last + 1))
    return tuple(day for day in every if day.isoweekday() < 6 and day.isoformat() not in free)


def nth_working_day(day, number, which, *, counting_it=False):
    listed = working_list(which)
    before = bisect_left(listed, day) if counting_it else bisect_right(listed, day)
    return listed[before + number - 1]


def next_open(day, which):
    return nth_working_day(day, 1, which, counting_it=True)


def same_date(day, months):
    """The same date some months on, or the last of that month; by trial, not by arithmetic."""
    wanted = day.year * 12 + day.month - 1 + months
    year, month = wanted // 12, wanted % 12 + 1
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def eve(day, months):
    """The last day of months that begin with a day: the next stretch begins the day after it."""
    end = same_date(day, months)
    return end - timedelta(days=1) if end.day == day.day else end


def own(nation):
    return ("england-and-wales",) if nation == "england-wales" else (nation,)


def by_hand(clock, day, nation):
    """What is due, by the words of the law."""
    anywhere, scots, english = NAMES, ("scotland",), ("england-and-wales",)
    answers = {
        "FOIA20": lambda: nth_working_day(day, 20, anywhere),
        "FOIA-CLARIFY": lambda: nth_working_day(day, 20, anywhere),
        "FOI-IR": lambda: nth_working_day(day, 40, anywhere),
        "FOISA20": lambda: nth_working_day(day, 20, scots),
        "FOISA-REV": lambda: nth_working_day(day, 40, scots),
        "SC-ACK": lambda: nth_working_day(day, 5, english, counting_it=True),
        "SC-56": lambda: nth_working_day(day, 56, english, counting_it=True),
        "DPA1M": lambda: next_open(same_date(day, 1), own(nation)),
        "DPA+2M": lambda: next_open(same_date(day, 3), own(nation)),
        "DPA164A": lambda: next_open(day + timedelta(30), own(nation)),
        "JR3M": lambda: same_date(day, 3),
        "JR3M-S": lambda: eve(day, 3),
        "HRA1Y": lambda: eve(day, 12),
        "EQA6M": lambda: eve(day, 6),
        "SEARCH3M": lambda: eve(day, 3),
        "SIC6M": lambda: same_date(day, 6),
        "LPB28": lambda: day + timedelta(28),
        "TORT6Y": lambda: same_date(day, 72),
        "S166-28": lambda: same_date(day, 6) + timedelta(28),
    }
    return answers[clock]()


def later_reading(clock, day, nation):
    """The later reading of a month: it starts on the day after."""
    months = {"DPA1M": 1, "DPA+2M": 3}[clock]
    return next_open(same_date(day + timedelta(1), months), own(nation))
