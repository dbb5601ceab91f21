"""The life of a subject: what was said of which days, and what was known when."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.content import FOLDER
from candour.core.days import parse_days
from candour.evidence.collection import Row, SubjectFile
from candour.evidence.fields import read_schema
from candour.evidence.reading import read_collection
from candour.evidence.statements import Statement
from candour.evidence.timeline import Told, in_words, timeline, told_beside
from tests.evidence import making


def said(valid, *, said_on="", public_on="", via="", field="event", by="force", value="It began"):
    return Statement(
        subject="tool",
        field=field,
        kind="text",
        value=value,
        said_by=(by,),
        source="report",
        locator="1",
        basis="research",
        via=via,
        said_on=parse_days(said_on) if said_on else None,
        public_on=parse_days(public_on) if public_on else None,
        valid=parse_days(valid) if valid else None,
    )


def life(*statements, **more):
    rows = tuple(Row(f"row.{place}", one) for place, one in enumerate(statements))
    return timeline(SubjectFile("tool", "system", rows), **more)


@pytest.mark.parametrize(
    ("statement", "told", "words"),
    [
        (said("2020", said_on="2019-12-31"), Told.BEFORE, "told beforehand"),
        (said("2020", said_on="2020-06"), Told.DURING, "told at the time"),
        (said("2020/", public_on="2024"), Told.DURING, "told at the time"),
        (said("2020", said_on="2021-01-10"), Told.AFTER, "told less than a month later"),
        (said("2020", said_on="2021-08-05"), Told.AFTER, "told 7 months later"),
        (said("2020", public_on="2022-01-05"), Told.AFTER, "told a year later"),
        (said("2016", said_on="2025-02-20"), Told.AFTER, "told 8 years later"),
        (said("2020"), Told.CANT_TELL, ""),
        # Some of the day of the words lies in the days told of.
        (said("2020-06", said_on="2020"), Told.DURING, "told at the time"),
        # The words were said on the first day, whenever they came out.
        (said("2020", said_on="2020-03", public_on="2025"), Told.DURING, "told at the time"),
    ],
)
def test_how_the_day_of_the_words_lies_to_the_days_they_tell_of(statement, told, words):
    (entry,) = life(statement)
    assert entry.told is told
    assert in_words(entry) == words


def test_it_runs_in_the_order_of_the_days_it_is_true_of():
    late, early, none = said("2021"), said("2019/2024"), said("", public_on="2020")
    assert [entry.days.text for entry in life(late, none, early)] == ["2019/2024", "2021"]


def test_what_gives_no_days_stands_at_the_day_of_its_words():
    said_then = said("", said_on="2018", field="answer")
    out_then = said("", public_on="2025-02-20", field="predictive")
    ours = said("", public_on="2025-02-20", field="predictive", by="candour")
    other = said("", public_on="2025-02-20", field="purpose")
    entries = life(out_then, said_then, ours, other)
    assert [(e.days.text, e.told) for e in entries] == [
        ("2018", Told.UNDATED),
        ("2025-02-20", Told.UNDATED),
    ]
    assert [in_words(entry) for entry in entries] == [
        "told then, of days not given",
        "out then, of days not given",
    ]


def test_what_a_contradiction_names_is_marked():
    one, other = said("2020"), said("2021")
    assert [e.is_disputed for e in life(one, other, disputed={other.id})] == [False, True]


def test_a_body_has_the_lives_of_its_systems_and_no_more_of_them():
    rows = (
        Row("use", said("2018", field="use")),
        Row("purpose", said("2019", field="purpose")),
    )
    entries = life(said("2020"), systems=[SubjectFile("other", "system", rows)])
    assert [entry.lead.field for entry in entries] == ["use", "event"]


DAYS = st.integers(2000, 2030).map(str)


@given(DAYS, DAYS)
def test_before_and_after_are_each_others_mirror(days, words):
    told = told_beside(said(days, said_on=words), parse_days(days))[0]
    mirrored = told_beside(said(words, said_on=days), parse_days(words))[0]
    mirror = {Told.BEFORE: Told.AFTER, Told.AFTER: Told.BEFORE, Told.DURING: Told.DURING}
    assert mirrored is mirror[told]


def test_the_shipped_register_tells_the_life_of_the_gangs_matrix():
    content = read_collection(FOLDER, read_schema(FOLDER))
    entries = timeline(content.subjects["mps-gangs-matrix"])
    assert len({entry.lead.source for entry in entries}) > 8
    first = min(entry.out_on for entry in entries if entry.out_on is not None)
    assert first.isoformat() == "2018-05-31"  # by the end of May 2018, the month Amnesty reported
    stopped = [e for e in entries if e.lead.field == "use" and e.lead.value == "stopped"]
    assert {str(entry.days) for entry in stopped} == {"2024-02/", "2024-02-13/"}


# the words of a stretch, and the edges of days


@pytest.mark.parametrize(
    ("last", "words", "days"),
    [
        ("2021-01-01", "less than a month", 1),
        ("2021-01-30", "less than a month", 30),
        ("2021-01-31", "a month", 31),
        ("2021-02-27", "a month", 58),
        ("2021-02-28", "2 months", 59),
        ("2021-03-30", "2 months", 89),
        ("2021-12-30", "11 months", 364),
        ("2021-12-31", "a year", 365),
        ("2022-12-30", "a year", 729),
        ("2022-12-31", "2 years", 730),
        ("2030-12-31", "10 years", 3652),
    ],
)
def test_how_long_after_is_cut_off_to_whole_months_and_years_of_the_calendar(last, words, days):
    (entry,) = life(said("2020", said_on=last))
    assert (entry.told, entry.after_days) == (Told.AFTER, days)
    assert in_words(entry) == f"told {words} later"


@pytest.mark.parametrize(
    ("days", "words", "told"),
    [
        ("2020", "2020-01-01", Told.DURING),
        ("2020", "2020-12-31", Told.DURING),
        ("2020", "2019-12-31", Told.BEFORE),
        ("2020", "2021-01-01", Told.AFTER),
        ("2020-06-15", "2020-06-15", Told.DURING),
        ("/2020", "1999", Told.DURING),  # it may have begun at any time
        ("/2020", "2021", Told.AFTER),
        ("2020/", "2019", Told.BEFORE),
        ("2020/", "2030", Told.DURING),
    ],
)
def test_words_of_the_first_and_of_the_last_day_are_of_the_time(days, words, told):
    assert told_beside(said(days, said_on=words), parse_days(days))[0] is told


def test_what_is_not_told_after_is_no_days_after():
    for statement in (
        said("2020", said_on="2019"),
        said("2020", said_on="2020"),
        said("2020"),
        said("", said_on="2020"),
    ):
        assert [entry.after_days for entry in life(statement)] == [0]


def test_words_that_another_reports_without_their_day_stand_at_the_day_they_came_out():
    reported = said("2020", public_on="2022-01-01", via="paper")
    (entry,) = life(reported)
    assert (entry.told, entry.after_days) == (Told.AFTER, 1 + 365)
    own = said("2020", said_on="2020", public_on="2022", via="paper")
    assert life(own)[0].told is Told.DURING


def test_an_entry_is_told_as_a_mapping_with_who_when_and_where():
    statement = said("2020", said_on="2021-02", public_on="2022-03", via="paper")
    (entry,) = life(statement, disputed={statement.id})
    assert entry.as_dict() == {
        "subject": "tool",
        "field": "event",
        "days": "2020",
        "said_by": ["force"],
        "via": "paper",
        "source": "report",
        "said_on": "2021-02",
        "public_on": "2022-03",
        "told": "after",
        "after_days": 32,
        "disputed": True,
        "statements": [statement.id],
    }
    (bare,) = life(said("2020"))
    told = bare.as_dict()
    assert (told["said_on"], told["public_on"], told["told"]) == ("", "", "can't tell")
    assert bare.out_on is None


def test_the_public_could_certainly_read_it_by_the_last_day_on_which_it_can_have_come_out():
    (entry,) = life(said("2020", public_on="2022-02"))
    assert entry.out_on == date(2022, 2, 28)


def test_what_came_out_first_of_the_same_days_stands_first_and_what_is_not_out_last():
    late, never, early = (
        said("2020", public_on="2024"),
        said("2020"),
        said("2020", public_on="2022"),
    )
    assert [entry.lead for entry in life(late, never, early)] == [early, late, never]


def test_of_days_that_begin_alike_the_shorter_stands_first_and_without_a_start_the_end_counts():
    year, month, no_start = (said(days, said_on="2025") for days in ("2020", "2020-01", "/2019"))
    entries = life(year, no_start, month)
    assert [entry.days.text for entry in entries] == ["/2019", "2020-01", "2020"]


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(1, 40))
def test_so_many_years_to_the_day_are_so_many_years(last, years):
    try:
        words = last.replace(year=last.year + years)
    except ValueError:  # there is no 29 February
        words = date(last.year + years, 2, 28)
    (entry,) = life(said(last.isoformat(), said_on=words.isoformat()))
    assert in_words(entry) == f"told {'a year' if years == 1 else f'{years} years'} later"
    eve = date.fromordinal(words.toordinal() - 1)
    (entry,) = life(said(last.isoformat(), said_on=eve.isoformat()))
    before = {1: "11 months", 2: "a year"}.get(years, f"{years - 1} years")
    assert in_words(entry) == f"told {before} later"


def table(printed, **rest):
    return making.figure(printed, **{"period": "2020", "source": "report", **rest})


def test_numbers_of_one_table_are_one_entry_and_others_their_own():
    one, two = table("12"), table("15", measure="stops")
    assert [entry.statements for entry in life(one, two)] == [(one, two)]
    for other in (
        {"source": "other"},
        {"said_by": ("other-force",)},
        {"via": "paper"},
        {"period": "2021"},
        {"field": "people-flagged"},
    ):
        apart = table("15", measure="stops", **other)
        assert sorted(len(entry.statements) for entry in life(one, apart)) == [1, 1]


def test_a_number_is_disputed_where_any_of_its_table_is():
    one, two, three = table("12"), table("15", measure="stops"), table("9", source="other")
    entries = life(one, two, three, disputed={two.id})
    assert {entry.statements: entry.is_disputed for entry in entries} == {
        (one, two): True,
        (three,): False,
    }


def test_a_number_stands_at_its_period_and_a_day_at_itself_before_its_validity():
    assert [entry.days.text for entry in life(table("12", valid="2018"))] == ["2018"]
    assert [entry.days.text for entry in life(table("12"))] == ["2020"]
    first = making.statement("2016", field="first-use", kind="days", valid="2018")
    assert [entry.days.text for entry in life(first)] == ["2016"]
    assert life(making.figure("12", period="")) == []


def test_only_answers_stand_at_the_day_they_came_out():
    for field, count in (
        ("predictive", 1),
        ("predictive-use", 1),
        ("answer", 1),
        ("disclosure", 1),
        ("event", 0),
        ("use", 0),
    ):
        assert len(life(said("", public_on="2025", field=field))) == count
        assert len(life(said("", said_on="2025", field=field))) == 1


def test_of_a_system_its_body_tells_use_first_and_last_days_events_and_whether_it_predicts():
    of_a_life = ("use", "first-use", "last-use", "event", "predictive")
    fields = (*of_a_life, "answer", "purpose", "operator")
    rows = tuple(Row(field, said("2019", field=field)) for field in fields)
    entries = life(systems=[SubjectFile("other", "system", rows)])
    assert {entry.lead.field for entry in entries} == set(of_a_life)
