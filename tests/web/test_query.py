"""What stands after the question mark is read, or refused in one sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.register.moments import Moment
from candour.web import query
from candour.web.problems import BadQuery


def test_three_days_are_three_questions():
    asked = query.moment({"on": "2021-03-14", "known": "2022-05-01", "as-of": "2026-12-31"})
    assert asked == Moment(date(2021, 3, 14), date(2022, 5, 1), date(2026, 12, 31))
    assert query.days_of(asked) == {
        "on": "2021-03-14",
        "known": "2022-05-01",
        "as-of": "2026-12-31",
    }


@pytest.mark.parametrize(
    "day",
    ["yesterday", "2021", "2021-13-01", "2021-02-30", "0000-01-01", "9999-12-31", "٢٠٢١-٠٣-١٤"],
)
def test_a_day_that_is_none_is_refused(day):
    with pytest.raises(BadQuery, match="must be a day"):
        query.day({"on": day}, "on")


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "9223372036854775808", "1e3", "½", "²"])
def test_a_number_that_is_none_is_refused(number):
    with pytest.raises(BadQuery, match="whole number"):
        query.number({"page": number}, "page")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    sentences = []
    for read in (query.text, query.day, query.number):
        try:
            read({"q": text}, "q")
        except BadQuery as problem:
            sentences.append(problem.sentence)
    assert all(sentence.endswith(".") for sentence in sentences)
