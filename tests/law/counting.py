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
        "JR3M-NI": lambda: same_date(day, 3),
        "HRA1Y": lambda: eve(day, 12),
        "EQA6M": lambda: eve(day, 6),
        "EQA6M-NI": lambda: eve(day, 6),
        "PONI12M": lambda: same_date(day, 12),
        "SEARCH3M": lambda: eve(day, 3),
        "SIC6M": lambda: same_date(day, 6),
        "LPB28": lambda: day + timedelta(28),
        "TORT6Y": lambda: same_date(day, 72),
        "TORT6Y-NI": lambda: same_date(day, 72),
        "DELICT5Y": lambda: same_date(day, 60),
        "S166-28": lambda: same_date(day, 6) + timedelta(28),
    }
    return (answers.get(clock) or _by_hand_too(clock, day, nation))()


def own_of(nation):
    """The list of holidays of a nation, or of the one its country is part of."""
    return own("england-wales" if nation in {"england", "wales"} else nation)


def _by_hand_too(clock, day, nation):
    """The rules on bodies that are not police, on reviews, ombudsmen and children."""
    anywhere, scots, english = NAMES, ("scotland",), ("england-and-wales",)
    rolling = {
        "GDPR1M": 1,
        "GDPR+2M": 3,
        "DPA94-1M": 1,
        "DPA94+2M": 3,
        "DPA50-ASK": 1,
        "DPA50-ANS": 1,
    }
    same = {
        "SEARCH6M-S": 6,
        "ROADCHECK12M": 12,
        "CUSTODY12M": 12,
        "SPSO12M": 12,
        "NIPSO6M": 6,
        "NIPSO12M": 12,
        "PHSO12M": 12,
        "HOS12M": 12,
        "ICE6M": 6,
        "PROB1Y": 12,
        "PPO3M": 3,
        "HARASS3Y-S": 36,
    }
    eves = {
        "SEARCH12M-NI": 12,
        "TACT47A-12M": 12,
        "LGSCO12M": 12,
        "PSOW1Y": 12,
        "CHILD-TORT-EW": 24 * 12,
        "CHILD-TORT-NI": 24 * 12,
        "CHILD-PI-EW": 21 * 12,
        "CHILD-PI-NI": 21 * 12,
        "CHILD-DELICT-S": 21 * 12,
        "CHILD-PI-S": 19 * 12,
    }
    days_of = {
        "HA202-21D": 20,
        "HWA85-21D": 20,
        "HS35A-21D": 20,
        "HNI11A-28D": 27,
        "HA202-8W": 56,
        "HA204-21D": 21,
        "HWA88-21D": 21,
        "NIPS21D": 21,
        "PAP14": 14,
        "PPO6W": 42,
    }
    working = {
        "FOI-IR-ASK": (40, anywhere),
        "FOI-IR-ANS": (20, anywhere),
        "FOI-IR-MAX": (40, anywhere),
        "FOISA-REV-ASK-DUE": (40, scots),
        "FOISA-REV-ASK-LATE": (40, scots),
        "FOISA-REV-ANS": (20, scots),
        "PROB-ACK5": (5, english),
        "PROB-REPLY25": (25, english),
        "PROB-APPEAL20": (20, english),
        "PROB-APPEAL-ANS20": (20, english),
    }
    if clock in rolling:
        return lambda: next_open(same_date(day, rolling[clock]), own_of(nation))
    if clock == "GDPR164A":
        return lambda: next_open(day + timedelta(30), own_of(nation))
    if clock in same:
        return lambda: same_date(day, same[clock])
    if clock in eves:
        return lambda: eve(day, eves[clock])
    if clock in working:
        return lambda: nth_working_day(day, *working[clock])
    return lambda: day + timedelta(days_of[clock])


OF_OTHER_BODIES = (
    *("GDPR1M", "GDPR+2M", "GDPR164A", "DPA94-1M", "DPA94+2M", "DPA50-ASK", "DPA50-ANS"),
    *("SEARCH6M-S", "ROADCHECK12M", "CUSTODY12M", "SPSO12M", "NIPSO6M", "NIPSO12M", "PHSO12M"),
    *("HOS12M", "ICE6M", "PROB1Y", "PPO3M", "HARASS3Y-S", "SEARCH12M-NI", "TACT47A-12M"),
    *("LGSCO12M", "PSOW1Y", "HA202-21D", "HWA85-21D", "HS35A-21D", "HNI11A-28D", "HA202-8W"),
    *("HA204-21D", "HWA88-21D", "NIPS21D", "PAP14", "PPO6W", "FOI-IR-ASK", "FOI-IR-ANS"),
    *("FOI-IR-MAX", "FOISA-REV-ASK-DUE", "FOISA-REV-ASK-LATE", "FOISA-REV-ANS", "PROB-ACK5"),
    *("PROB-REPLY25", "PROB-APPEAL20", "PROB-APPEAL-ANS20", "CHILD-TORT-EW", "CHILD-TORT-NI"),
    *("CHILD-PI-EW", "CHILD-PI-NI", "CHILD-DELICT-S", "CHILD-PI-S"),
)  # fmt: skip


def later_reading(clock, day, nation):
    """The later reading of a month: it starts on the day after."""
    months = {"DPA1M": 1, "DPA+2M": 3}[clock]
    return next_open(same_date(day + timedelta(1), months), own(nation))
