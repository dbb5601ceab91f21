"""Bank holidays: their years and source, the days their file lacks, files that replace them."""

import json
from datetime import date

import pytest

from candour.core.errors import BadContent
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
        ("[", "it is no JSON"),
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
    with pytest.raises(BadHolidays, match="it is not there"):
        read_holidays(tmp_path / "none.json")


def test_holidays_are_named_with_their_part_in_the_order_of_the_parts():
    assert HOLIDAYS.on(date(2026, 12, 25), set(Nation)) == (
        "Christmas Day (England and Wales)",
        "Christmas Day (Scotland)",
        "Christmas Day (Northern Ireland)",
    )
    assert HOLIDAYS.on(date(2026, 12, 24), set(Nation)) == ()
    assert HOLIDAYS.on(HOLIDAYS.first, {Nation.SCOTLAND}) == ()
    assert HOLIDAYS.know(HOLIDAYS.first)
    assert HOLIDAYS.know(HOLIDAYS.last)


def test_one_more_day_is_added_to_its_part_alone():
    day = date(2026, 11, 24)
    more = HOLIDAYS.with_day(day, Nation.SCOTLAND, "A new day")
    assert more.on(day, set(Nation)) == ("A new day (Scotland)",)
    assert more.on(date(2026, 12, 25), {Nation.SCOTLAND}) == ("Christmas Day (Scotland)",)
    assert HOLIDAYS.on(day, set(Nation)) == ()


NOTES = "source: Mine\naddress: https://example.org/\nfetched-on: 2026-11-22\n"
CORRECTION = (
    "corrections: [{{part: scotland, day: {}, checked-on: 2026-11-22, title: A day, "
    "why: Proclaimed., act: An Act, section: s.1}}]\n"
)


def with_notes(tmp_path, text):
    notes = tmp_path / "holidays.yaml"
    notes.write_text(text, encoding="utf-8")
    return read_holidays(SHIPPED, notes=notes)


def test_the_file_beside_the_days_says_their_source_and_what_it_lacks(tmp_path):
    plain = with_notes(tmp_path, NOTES)
    assert (plain.source, plain.note) == ("Mine, https://example.org/", "")
    assert plain.corrections == ()
    assert with_notes(tmp_path, f"{NOTES}note: Mind.\n").note == "Mind."
    added = with_notes(tmp_path, NOTES + CORRECTION.format("2026-06-15"))
    assert added.source == "Mine, https://example.org/; added: 2026-06-15 in Scotland"
    (correction,) = added.corrections
    assert (correction.title, correction.why, correction.law) == (
        *("A day", "Proclaimed."),
        "An Act, s.1",
    )
    assert correction.checked_on == date(2026, 11, 22)
    two = CORRECTION.format("2026-06-15").rstrip("]\n") + ", {}]\n".format(
        CORRECTION.format("2026-06-16").partition("[")[2].rstrip("]\n")
    )
    assert with_notes(tmp_path, NOTES + two).source == (
        "Mine, https://example.org/; added: 2026-06-15 in Scotland; added: 2026-06-16 in Scotland"
    )


@pytest.mark.parametrize(
    ("day", "is_kept"),
    [
        ("2012-01-01", True),
        ("2028-12-31", True),
        ("2011-12-31", False),
        ("2029-01-01", False),
        ("2026-12-25", False),  # the file has it
    ],
)
def test_a_day_is_added_within_the_years_of_the_file_where_it_lacks_it(tmp_path, day, is_kept):
    holidays = with_notes(tmp_path, NOTES + CORRECTION.format(day))
    assert bool(holidays.corrections) is is_kept
    if is_kept:
        assert holidays.on(date.fromisoformat(day), {Nation.SCOTLAND}) == ("A day (Scotland)",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("notes: x\n", "notes: is not a key of this file"),
        ("corrections: [{part: mars}]\n", "'mars' is not one of"),
        ("corrections: [{why: x}]\n", "corrections[1].section: is missing"),
    ],
)
def test_a_mistake_in_that_file_says_where_and_what(tmp_path, text, says):
    with pytest.raises(BadContent) as caught:
        with_notes(tmp_path, NOTES + text)
    assert any(says in str(each) for each in caught.value.problems), caught.value.problems


def test_a_replacing_file_has_no_note_of_ours(tmp_path):
    file = tmp_path / "mine.json"
    file.write_bytes(SHIPPED.read_bytes())
    assert read_holidays(file).note == ""
