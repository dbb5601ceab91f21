"""Days as sources give them: every notation, and what can and can't be told about one day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.core.days import Answer, Days, Edge, parse_days
from candour.core.errors import BadDays

YES, NO, CANT_TELL = Answer.YES, Answer.NO, Answer.CANT_TELL
MARCH_14 = date(2021, 3, 14)

some_days = st.dates(date(2009, 1, 1), date(2027, 12, 31))


@st.composite
def edge_texts(draw):
    """A year, a month or a day, sometimes only known to lie before or after it."""
    day = draw(some_days)
    text = day.strftime(draw(st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"])))
    return draw(st.sampled_from(["", "", "", "before ", "after "])) + text


@st.composite
def stretches(draw):
    """Any notation there is; those that would end before they start are turned round."""
    form = draw(st.sampled_from(["{a}", "{a}/", "/{a}", "{a}/{b}"]))
    a, b = draw(edge_texts()), draw(edge_texts())
    try:
        return parse_days(form.format(a=a, b=b))
    except BadDays:
        return parse_days(form.format(a=b, b=a))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021", (date(2021, 1, 1), date(2021, 12, 31)), (date(2021, 1, 1), date(2021, 12, 31))),
        ("2021-03", (date(2021, 3, 1), date(2021, 3, 31)), (date(2021, 3, 1), date(2021, 3, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29)), (date(2024, 2, 1), date(2024, 2, 29))),
        ("2021-03-14", (MARCH_14, MARCH_14), (MARCH_14, MARCH_14)),
        ("2020/", (date(2020, 1, 1), date(2020, 12, 31)), (None, None)),
        ("/2018", (None, None), (date(2018, 1, 1), date(2018, 12, 31))),
        (
            "2013/2018",
            (date(2013, 1, 1), date(2013, 12, 31)),
            (date(2018, 1, 1), date(2018, 12, 31)),
        ),
        ("before 2016/", (None, date(2015, 12, 31)), (None, None)),
        ("before 2025-02/", (None, date(2025, 1, 31)), (None, None)),
        ("/after 2018", (None, None), (date(2019, 1, 1), None)),
        (
            "2020-09/2021-03",
            (date(2020, 9, 1), date(2020, 9, 30)),
            (date(2021, 3, 1), date(2021, 3, 31)),
        ),
    ],
)
def test_every_notation_is_read_as_a_start_and_an_end(text, start, end):
    assert parse_days(text) == Days(text, Edge(*start), Edge(*end))


@pytest.mark.parametrize(
    ("text", "day", "answer"),
    [
        ("2021", MARCH_14, CANT_TELL),  # some time in 2021, or all of it
        ("2021-03-14", MARCH_14, YES),
        ("2021-03-14", date(2021, 3, 15), NO),
        ("2021", date(2022, 1, 1), NO),
        ("2020/", MARCH_14, CANT_TELL),
        ("2020/", date(2019, 12, 31), NO),
        ("2020/", date(2020, 12, 31), YES),  # begun by the last day of 2020, and nothing ended it
        ("/2018", date(2017, 1, 1), CANT_TELL),  # since when is not given
        ("/2018", date(2019, 1, 1), NO),
        ("2013/2018", date(2015, 6, 1), YES),
        ("2013/2018", date(2013, 6, 1), CANT_TELL),
        ("2013/2018", date(2018, 6, 1), CANT_TELL),
        ("before 2016/", date(2010, 1, 1), CANT_TELL),
        ("before 2016/", date(2015, 12, 31), YES),
    ],
)
def test_a_day_lies_in_a_stretch_yes_no_or_cant_tell(text, day, answer):
    assert parse_days(text).hold_on(day) == answer


def test_an_open_stretch_is_known_as_far_as_its_speaker_can_have_known():
    since_2020 = parse_days("2020/")

    assert since_2020.hold_on(MARCH_14, known_to=date(2025, 2, 20)) == YES
    assert since_2020.hold_on(date(2025, 2, 21), known_to=date(2025, 2, 20)) == CANT_TELL


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "N/A",
        "0000",
        "0999",
        "3000",
        "999999",
        "21",
        "2021-13",
        "2021-00",
        "2021-02-30",
        "2021-2-3",
        "2023-02-29",
        "2020/2019",
        "2021-05/2021-03",
        "2020/2021/2022",
        "before 2016/2014/",
        "since 2020",
        "before",
        "٢٠٢١",
        "\uff12\uff10\uff12\uff11",
        "2021-०३",
        "2021-03-14T00:00",
        "2021\0",
        "-2021",
    ],
)
def test_what_names_no_days_is_refused_and_the_message_says_how_to_write_them(text):
    with pytest.raises(BadDays, match=r"names no days. Write 2021, 2021-03, 2021-03-14") as refused:
        parse_days(text)
    assert refused.value.text == " ".join(text.split())


def test_spaces_do_not_matter():
    assert parse_days("  2013 /  2018 ") == parse_days("2013/2018")
    assert parse_days("before   2016/").text == "before 2016/"


@given(stretches())
def test_the_text_of_days_reads_as_the_same_days(stretch):
    assert parse_days(str(stretch)) == stretch


@given(stretches(), some_days, st.none() | some_days)
def test_a_day_certainly_in_a_stretch_is_never_outside_its_possible_bounds(stretch, day, known_to):
    if stretch.hold_on(day, known_to=known_to) == YES:
        assert stretch.start.earliest is None or stretch.start.earliest <= day
        assert stretch.end.latest is None or day <= stretch.end.latest


@given(stretches(), some_days)
def test_the_three_answers_are_what_can_be_true_of_some_real_stretch(stretch, day):
    """Against every real start and end, by their bounds: the plainest reading of the words."""
    far_back, far_on = date(1900, 1, 1), date(2100, 1, 1)
    starts = (stretch.start.earliest or far_back, stretch.start.latest or far_on)
    ends = (stretch.end.earliest or far_back, stretch.end.latest or far_on)
    may_hold = starts[0] <= day <= ends[1]
    must_hold = starts[1] <= day <= ends[0]

    answer = stretch.hold_on(day)

    assert (answer == NO) == (not may_hold)
    if stretch.end.is_known:
        assert (answer == YES) == (must_hold and may_hold)


@given(stretches(), some_days, st.data())
def test_knowing_an_edge_better_never_turns_yes_into_no(stretch, day, data):
    def narrower(edge):
        if edge.earliest is None or edge.latest is None:
            return edge
        span = (edge.latest - edge.earliest).days
        first = data.draw(st.integers(0, span))
        last = data.draw(st.integers(first, span))
        return Edge(edge.earliest + timedelta(first), edge.earliest + timedelta(last))

    better = Days("", narrower(stretch.start), narrower(stretch.end))
    before, after = stretch.hold_on(day), better.hold_on(day)

    assert (before, after) not in {(YES, NO), (NO, YES)}


@given(stretches(), stretches(), st.none() | some_days, st.none() | some_days)
def test_overlap_does_not_depend_on_who_comes_first(one, other, known, other_known):
    there = one.overlaps(other, known_to=known, other_known_to=other_known)
    back = other.overlaps(one, known_to=other_known, other_known_to=known)
    assert there == back


@given(stretches(), stretches(), some_days)
def test_overlap_agrees_with_single_days(one, other, day):
    answer = one.overlaps(other, known_to=None, other_known_to=None)
    both = one.hold_on(day), other.hold_on(day)

    if both == (YES, YES):
        assert answer == YES
    if answer == NO:
        assert NO in both


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("2013/2018", "2016/2020", YES),
        ("2013/2018", "2019/2020", NO),
        ("2013/2018", "2018/2020", CANT_TELL),  # both somewhere in 2018
        ("2021", "2021", CANT_TELL),
        ("2021-03-14", "2021-03-14", YES),
        ("/2018", "2019/", NO),
        ("/2018", "2010/", CANT_TELL),
    ],
)
def test_two_stretches_overlap_yes_no_or_cant_tell(one, other, answer):
    assert parse_days(one).overlaps(parse_days(other), known_to=None, other_known_to=None) == answer
