"""Bank holidays: their years and source, the days their file lacks, files that replace them."""

import json
from datetime import date

import pytest

from candour.law.holidays import (
    GOV_UK_NAMES,
    SHIPPED,
    BadHolidays,
    HolidaysUnknown,
    Nation,
    read_holidays,
)

HOLIDAYS = read_holidays()


def test_the_years_and_the_day_of_the_file_are_told():
    assert (HOLIDAYS.first, HOLIDAYS.last) == (date(2012, 1, 1), date(2028, 12, 31))
    assert HOLIDAYS.fetched_on == date(2026, 11, 22)
    assert "GOV.UK" in HOLIDAYS.source


def test_the_proclaimed_day_is_a_holiday_in_scotland_alone():
    day = date(2026, 6, 15)
    assert HOLIDAYS.on(day, {Nation.SCOTLAND})
    assert not HOLIDAYS.on(day, {Nation.ENGLAND_WALES, Nation.NORTHERN_IRELAND})
    assert [each.law for each in HOLIDAYS.corrections] == [
        "Banking and Financial Dealings Act 1971, s.1(3)"
    ]
    assert "2026-06-15 in Scotland" in HOLIDAYS.source


def test_easter_monday_is_no_holiday_in_scotland():
    day = date(2026, 4, 6)
    assert not HOLIDAYS.on(day, {Nation.SCOTLAND})
    assert HOLIDAYS.on(day, {Nation.ENGLAND_WALES})


@pytest.mark.parametrize("day", [date(2011, 12, 31), date(2029, 1, 1)])
def test_no_day_outside_the_years_is_guessed(day):
    with pytest.raises(HolidaysUnknown):
        HOLIDAYS.on(day, set(Nation))


def test_a_file_that_replaces_them_reaches_its_own_years_and_names_itself(tmp_path):
    data = json.loads(SHIPPED.read_text())
    for division in data.values():
        division["events"].append({"title": "New day", "date": "2029-05-01"})
    file = tmp_path / "new.json"
    file.write_text(json.dumps(data))
    found = read_holidays(file)
    assert found.last == date(2029, 12, 31)
    assert found.source.startswith("new.json")
    assert found.fetched_on is None
    assert found.on(date(2026, 6, 15), {Nation.SCOTLAND})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[", "not JSON"),
        ("{}", "missing"),
        ('{"england-and-wales": 3, "scotland": 3, "northern-ireland": 3}', "missing"),
        (
            json.dumps({name: {"events": []} for name in GOV_UK_NAMES}),
            "no days",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_what_shape_is_wanted(tmp_path, text, says):
    file = tmp_path / "bad.json"
    file.write_text(text)
    with pytest.raises(BadHolidays, match=says):
        read_holidays(file)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(BadHolidays, match="can't be opened"):
        read_holidays(tmp_path / "none.json")
