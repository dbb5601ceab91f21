"""What a statement of use tells, by itself and beside others: days, ends and the exacter start."""

from datetime import date

import pytest

from candour.core.days import NOT_GIVEN, Edge, parse_days
from candour.evidence.use import headline
from candour.evidence.use_exact import first_told, lies_apart, lies_in, refined
from candour.evidence.use_tellings import tellings, words_day
from tests.evidence import making

OUT = "2025-02-20"
TODAY = date(2026, 11, 29)


def use(value, valid="", *, source="report", by="force", **rest):
    return making.term(
        value, "use", valid=valid, source=source, said_by=(by,), public_on=OUT, **rest
    )


def first_use(days, *, field="first-use", source="report", by="force", **rest):
    return making.statement(
        days, field=field, kind="days", source=source, said_by=(by,), public_on=OUT, **rest
    )


def told(*statements):
    return tellings(statements)


def ends(*statements):
    return refined(tellings(statements), statements)


# by itself


def test_a_single_day_is_certain_and_no_other():
    (telling,) = told(use("in-use", "2020-03-09"))
    assert (telling.sure_from, telling.sure_to) == (date(2020, 3, 9), date(2020, 3, 9))
    assert telling.holds_on(date(2020, 3, 9))
    assert not telling.holds_on(date(2020, 3, 8))
    assert not telling.holds_on(date(2020, 3, 10))
    assert telling.may_hold_on(date(2020, 3, 9))
    assert not telling.may_hold_on(date(2020, 3, 8))
    assert not telling.may_hold_on(date(2020, 3, 10))


@pytest.mark.parametrize(
    ("valid", "first", "sure", "last"),
    [
        # Some day of 2020 is not this day or that: none is certain.
        ("2020", date(2020, 1, 1), None, date(2020, 12, 31)),
        ("2019/2021", date(2019, 1, 1), (date(2019, 12, 31), date(2021, 1, 1)), date(2021, 12, 31)),
        ("2019-12-31/2020-01", date(2019, 12, 31), (date(2019, 12, 31), date(2020, 1, 1)), None),
        ("2020/", date(2020, 1, 1), (date(2020, 12, 31), date(2025, 2, 20)), date(2025, 2, 20)),
        ("/2020", None, None, date(2020, 12, 31)),
        ("2024/2027", date(2024, 1, 1), (date(2024, 12, 31), date(2025, 2, 20)), date(2025, 2, 20)),
    ],
)
def test_the_certain_days_run_from_the_last_start_to_the_first_end_and_not_past_the_words(
    valid, first, sure, last
):
    (telling,) = told(use("in-use", valid))
    assert telling.first == first
    assert (telling.sure_from, telling.sure_to) == (sure or (None, None))
    assert telling.last == (last or date(2020, 1, 31))


def test_never_holds_from_the_first_of_days():
    (never,) = told(use("not-deployed", "/2020"))
    assert (never.sure_from, never.sure_to) == (date.min, date(2020, 1, 1))
    (since,) = told(use("not-deployed", "2019/2020"))
    assert since.sure_from == date(2019, 12, 31)


def test_the_day_of_the_words_is_that_given_or_that_of_a_source_s_own_words():
    assert words_day(use("in-use", said_on="2023")) == parse_days("2023")
    assert words_day(use("in-use")) == parse_days(OUT)
    assert words_day(use("in-use", via="paper")) is None
    assert words_day(use("in-use", via="paper", said_on="2023")) == parse_days("2023")


def test_first_and_last_use_speak_only_where_no_state_is_told():
    (telling,) = told(first_use("2016"))
    assert (telling.state, telling.statement.valid) == ("in-use", parse_days("2016"))
    assert [one.state for one in told(first_use("2016"), use("stopped", "2018/"))] == ["stopped"]
    assert len(told(first_use("2016"), first_use("2018", field="last-use"))) == 2


def test_days_of_something_else_and_silences_tell_no_use():
    assert told(first_use("2016", field="event")) == ()
    assert told(making.silence("not-held", "first-use")) == ()
    assert told(making.silence("not-held", "use")) == ()
    assert told() == ()


def test_a_use_in_one_area_is_of_the_whole_and_an_end_there_of_a_part():
    (here,) = told(use("in-use", "2020", area="one city"))
    (stopped,) = told(use("stopped", "2020/", area="one city"))
    assert (here.part, stopped.part) == ("", "one city")
    assert told(use("in-use", "2020", part="the list"))[0].part == "the list"


# beside another of the same source


def test_an_open_use_ends_where_its_source_tells_of_the_end():
    using, _ = told(use("in-use", "2018/"), use("stopped", "2020-05/"))
    assert using.is_ended
    assert (using.sure_from, using.sure_to) == (date(2018, 12, 31), date(2020, 5, 1))
    assert using.last == date(2020, 5, 31)


def test_an_open_use_ends_on_the_very_day_that_it_began():
    using, _ = told(use("in-use", "2020-05-14/"), use("stopped", "2020-05-14/"))
    assert using.is_ended
    assert using.last == date(2020, 5, 14)


def test_an_end_without_days_leaves_one_certain_day_of_an_open_use():
    using, _ = told(use("in-use", "2018/"), use("stopped"))
    assert using.is_ended
    assert (using.sure_from, using.sure_to) == (date(2018, 12, 31), date(2018, 12, 31))
    assert using.last == date(2025, 2, 20)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(use("stopped", "2020-05/", source="other"), id="of another source"),
        pytest.param(use("stopped", "2016/"), id="before it began"),
        pytest.param(use("denied", "2020-05/"), id="no end"),
    ],
)
def test_an_open_use_is_not_cut_by_what_is_no_later_end_in_its_source(other):
    using, _ = told(use("in-use", "2018/"), other)
    assert not using.is_ended
    assert using.last == date(2025, 2, 20)


def test_a_use_with_an_end_of_its_own_is_not_cut():
    using, _ = told(use("in-use", "2018/2022"), use("stopped", "2020-05/"))
    assert not using.is_ended
    assert using.last == date(2022, 12, 31)


# the exacter


def test_an_end_told_closely_holds_up_to_the_last_day_that_any_of_its_tellings_reaches():
    rough = use("stopped", "2018/", source="late")
    close = use("stopped", "2018-03/", source="early", said_on="2018-11-05")
    (end,) = ends(rough, close)
    assert end.statement == close
    assert end.last == date(2025, 2, 20)
    assert (end.sure_from, end.sure_to) == (date(2018, 3, 31), date(2025, 2, 20))
    (alone,) = ends(close)
    assert (alone.last, alone.sure_to) == (date(2018, 11, 5), date(2018, 11, 5))
    assert ends(close, rough) == (end,)


def test_of_uses_that_end_within_a_rough_end_the_one_told_most_closely_is_told_with_it():
    stop = use("stopped", "before 2020-12-18/", source="paper")
    vague = use("in-use", "2018/before 2019", source="one", by="one")
    year = use("in-use", "2018/2019", source="two", by="two")
    month = use("in-use", "2018/2019-03", source="three", by="three")
    for others, closest in (((vague, year), year), ((vague, year, month), month)):
        end = next(one for one in ends(stop, *others) if one.state == "stopped")
        assert end.closer is not None
        assert end.closer.statement == closest


def test_an_edge_lies_in_itself_and_apart_from_the_day_after():
    day, after = Edge(*[date(2018, 3, 1)] * 2), Edge(*[date(2018, 3, 2)] * 2)
    month = Edge(date(2018, 3, 1), date(2018, 3, 31))
    assert lies_in(day, day)
    assert lies_in(day, month)
    assert not lies_in(month, day)
    assert lies_in(day, NOT_GIVEN)
    assert not lies_in(NOT_GIVEN, day)
    assert lies_apart(day, after)
    assert lies_apart(after, day)
    assert not lies_apart(day, month)
    assert not lies_apart(day, NOT_GIVEN)
    assert not lies_apart(Edge(date(2018, 1, 1), date(2018, 3, 1)), month)


# the first use


def test_only_a_first_use_that_certainly_came_before_the_start_is_told():
    start = parse_days("2020").start
    before = first_use("2019-12-31")
    for days, is_told in (
        ("2019-12-31", True),
        ("2020-01-01", False),
        ("2019/", True),
        ("2020", False),
    ):
        first = first_use(days)
        assert first_told([first], start) == ((first,) if is_told else ())
    assert first_told([first_use("after 2018")], start) == ()
    part = first_use("2010", part="the list")
    last = first_use("2010", field="last-use")
    silent = making.silence("not-held", "first-use")
    assert first_told([part, last, silent, before], start) == (before,)
    assert first_told([part, last, silent], NOT_GIVEN) == ()


def test_of_first_uses_the_exacter_stands_and_those_apart_all_do_the_earliest_first():
    year, month = first_use("2016"), first_use("2016-07", by="paper")
    earlier = first_use("2014", by="agency")
    assert first_told([year, month], NOT_GIVEN) == (month,)
    assert first_told([month, year, earlier], NOT_GIVEN) == (earlier, month)
    again = first_use("2014", by="agency", source="other")
    assert len(first_told([earlier, again], NOT_GIVEN)) == 1


def test_a_headline_without_a_start_names_the_first_use_told():
    sentence = headline([use("in-use"), first_use("2011", by="paper")], TODAY).sentence
    assert "first used in 2011 (paper)" in sentence


def test_the_day_asked_about_is_added_unless_it_is_the_very_day_told_of():
    day = date(2020, 3, 9)
    very = headline([use("in-use", "2020-03-09")], day).sentence
    assert "so on" not in very
    within = headline([use("in-use", "2019/2021-05")], day).sentence
    assert "and so on 9 March 2020" in within
    since = headline([use("in-use", "2020-03-09/")], day).sentence
    assert "and so on 9 March 2020" in since
    until = headline([use("in-use", "2019/2020-03-09")], day).sentence
    assert "and so on 9 March 2020" in until
