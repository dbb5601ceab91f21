"""Derived numbers: the sum, its interval, and when there is a reason and no number."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from candour.evidence.amounts import Amount
from candour.evidence.changes import page_of, subject_of
from candour.evidence.collection import DerivedSpec, SubjectFile
from candour.evidence.derived import (
    NOT_COMPARABLE,
    UNDECIDABLE,
    WORKED_OUT,
    CannotDerive,
    derive,
    derived_numbers,
    in_words,
)
from candour.evidence.intervals import Interval
from candour.evidence.quantities import parse_quantity
from candour.evidence.reading import read_with_problems
from candour.evidence.writing import write_subject
from tests.evidence.making import TOOL, block_of, collection, make_folder, schema


def derived(sum_text: str, numbers: dict[str, str], unit: str = "", in_unit: str = "people"):
    """Work out a sum over printed numbers of one block."""
    spec = DerivedSpec("tool", "x", "what it tells", sum_text, unit)
    home = SubjectFile("tool", "system", block_of(numbers, unit=in_unit), derived=(spec,))
    return derive(spec, collection(home))


@pytest.mark.parametrize(
    ("sum_text", "numbers", "unit", "shown"),
    [
        ("b.all - b.low - b.high", {"all": "357,561", "low": "297,297", "high": "39,065"}, "", "21,199 people"),
        ("(b.all - b.low) / b.all", {"all": "200", "low": "150"}, "percent", "25 per cent"),
        ("b.later / b.earlier - 1", {"later": "1,307", "earlier": "1,413"}, "percent", "−7.5 per cent"),
        ("b.one / b.other", {"one": "10", "other": "4"}, "times", "2.5 times"),
        ("b.crimes / b.people * 1,000", {"crimes": "409", "people": "20,706"}, "per 1,000 people", "19.8 per 1,000 people"),
        ("b.part / b.whole", {"part": "3,292", "whole": "more than 12,000"}, "percent", "less than 27.5 per cent"),
        ("b.whole * b.times", {"whole": "at least 100", "times": "3"}, "people", "at least 300 people"),
        ("b.a - (b.b - b.c)", {"a": "10", "b": "5", "c": "2"}, "", "7 people"),
        ("b.a / (b.b * b.c)", {"a": "100", "b": "5", "c": "4"}, "people a day", "5 people a day"),
        ("b.a + b.b / b.c", {"a": "1", "b": "6", "c": "3"}, "people", "3 people"),
        ("1 - b.part", {"part": "Almost three-quarters"}, "percent", "25.0 to 32.5 per cent"),
        ("b.all / b.parts", {"all": "almost 500", "parts": "20"}, "GBP", "£22 to £25"),
        ("b.length * b.times", {"length": "15–20", "times": "4"}, "minutes", "60 to 80 minutes"),
    ],
)  # fmt: skip
def test_a_sum_comes_to_what_is_worked_out_by_hand(sum_text, numbers, unit, shown):
    number = derived(sum_text, numbers, unit)
    assert number.state == WORKED_OUT
    assert number.shown == shown
    assert number.working.endswith(f" = {shown}")


def test_money_is_shown_in_pounds_with_pence_where_there_are_any():
    assert (
        derived("b.a / b.b", {"a": "22,750", "b": "720"}, "GBP per patrol").shown
        == "£31.60 per patrol"
    )
    assert derived("b.a - b.b", {"a": "5,000", "b": "7,500"}, "GBP").shown == "−£2,500"


def test_the_interval_comes_from_how_the_numbers_are_printed():
    number = derived("b.black / b.white", {"black": "10.3", "white": "2.3"}, "times", "per 1,000")
    assert number.shown == "4.48 times (4.36 to 4.60)"
    amount = number.amount
    assert amount is not None
    assert amount.point == Decimal("10.3") / Decimal("2.3")
    assert amount.low == Decimal("10.25") / Decimal("2.35")
    assert amount.high == Decimal("10.35") / Decimal("2.25")


def test_the_working_keeps_the_numbers_as_printed_and_the_brackets_it_needs():
    numbers = {"a": "around 300", "b": "as many as 50", "c": "20"}
    assert derived("(b.a - b.c) * 2", numbers, "people").working.startswith(
        "(around 300 − 20) × 2 = "
    )
    assert derived("b.a - (b.c - b.b)", numbers).working.startswith(
        "around 300 − (20 − as many as 50) = "
    )
    assert derived("b.a / (b.c / 2)", numbers, "times").working.startswith(
        "around 300 ÷ (20 ÷ 2) = "
    )


@pytest.mark.parametrize(
    ("sum_text", "unit", "message"),
    [
        ("b.a + b.nothing", "", "points at no single figure"),
        ("b", "", "points at no single figure"),
        ("b.a +", "", "a number is missing"),
        ("(b.a + b.b", "", "a bracket is not closed"),
        ("b.a ) + b.b", "", "is not expected"),
        ("3 * 4", "people", "names no printed number"),
        ("b.a / b.b", "", "say what"),
        ("b.a * b.about - b.b", "", "say what"),
        ("b.a - b.b / b.about", "", "say what"),
        ("b.about / b.a - b.about", "times", "is not exact and stands twice"),
    ],
)
def test_a_sum_that_can_t_be_read_is_refused_in_words(sum_text, unit, message):
    with pytest.raises(CannotDerive, match=message):
        derived(sum_text, {"a": "10", "b": "4", "about": "about 7"}, unit)


def test_unlike_things_are_not_added_up():
    people = block_of({"a": "10"}, unit="people")
    stops = tuple(row for row in block_of({"s": "10"}, unit="stops"))
    spec = DerivedSpec("tool", "x", "m", "b.a + b.s", "people")
    home = SubjectFile("tool", "system", people + stops, derived=(spec,))
    with pytest.raises(CannotDerive, match="people and stops can't be added"):
        derive(spec, collection(home))


def test_dividing_by_what_may_be_nought_is_undecidable():
    number = derived("b.a / b.b", {"a": "10", "b": "up to 4"}, "times")
    assert (number.state, number.amount, number.shown) == (UNDECIDABLE, None, "")
    assert "may be nought" in number.reason


def test_a_number_that_could_be_anything_is_no_number():
    number = derived("b.a - b.b", {"a": "more than 10", "b": "more than 4"})
    assert number.state == UNDECIDABLE
    assert number.reason == "the printed numbers leave every value open"


WHY = "they count unlike things"


@pytest.mark.parametrize(
    ("spec", "state"),
    [
        (DerivedSpec("tool", "x", "m", of=("b.a", "b.b"), not_comparable=WHY), NOT_COMPARABLE),
        (DerivedSpec("tool", "x", "m", of=("b.a", "b.b"), undecidable=WHY), UNDECIDABLE),
    ],
)
def test_where_there_is_a_reason_there_is_no_number(spec, state):
    home = SubjectFile("tool", "system", block_of({"a": "1", "b": "2"}), derived=(spec,))
    number = derive(spec, collection(home))
    assert (number.state, number.amount, number.shown, number.working) == (state, None, "", "")
    assert number.reason == WHY
    assert len(number.statements) == 2


def test_a_reason_that_points_at_nothing_is_refused():
    spec = DerivedSpec("tool", "x", "m", of=("b.z",), not_comparable="why")
    home = SubjectFile("tool", "system", block_of({"a": "1"}), derived=(spec,))
    with pytest.raises(CannotDerive, match="points at nothing"):
        derive(spec, collection(home))
    assert list(derived_numbers(collection(home), skip_broken=True)) == []


# relations

whole = st.integers(1, 10**7)
printed = st.one_of(
    whole.map("{:,}".format),
    st.tuples(st.sampled_from(["about", "almost", "just over", "around"]), whole).map("{0[0]} {0[1]:,}".format),
    st.decimals("0.1", "999.9", places=1).map(str),
)  # fmt: skip


def amount_of(text: str) -> Amount:
    return Amount.of(parse_quantity(text, unit="people"))


def stands_for(text: str, data: st.DataObject) -> Decimal:
    """Some number that a printed one can stand for."""
    amount = amount_of(text)
    share = data.draw(st.fractions(0, 1, max_denominator=20))
    return amount.low + (amount.high - amount.low) * share.numerator / share.denominator


@given(printed, printed, st.sampled_from("+-*/"), st.data())
def test_whatever_the_printed_numbers_stand_for_the_result_lies_in_the_interval(
    a, b, operator, data
):
    number = derived(f"b.a {operator} b.b", {"a": a, "b": b}, "people")
    assume(number.state == WORKED_OUT)
    x, y = stands_for(a, data), stands_for(b, data)
    assume(operator != "/" or y)
    result = {"+": x + y, "-": x - y, "*": x * y, "/": x / y if y else x}[operator]
    slack = abs(result) * Decimal("1e-20")
    assert number.amount.low - slack <= result <= number.amount.high + slack


@given(printed, printed)
def test_a_ratio_and_its_inverse_are_each_the_other_upside_down(a, b):
    one = derived("b.a / b.b", {"a": a, "b": b}, "times").amount
    other = derived("b.b / b.a", {"a": a, "b": b}, "times").amount
    assert abs(one.low * other.high - 1) < Decimal("1e-20")
    assert abs(one.high * other.low - 1) < Decimal("1e-20")


@given(st.lists(whole, min_size=2, max_size=5))
def test_shares_of_exact_parts_make_a_hundred(parts):
    numbers = {f"p{n}": f"{part:,}" for n, part in enumerate(parts)}
    total = " + ".join(f"b.{key}" for key in numbers)
    shares = [derived(f"b.{key} / ({total})", numbers, "percent").amount for key in numbers]
    assert all(share.is_exact for share in shares)
    assert abs(sum(share.point for share in shares) - 100) < Decimal("1e-18")


@given(printed, printed)
def test_words_never_claim_more_than_the_interval(a, b):
    amount = derived("b.a / b.b", {"a": a, "b": b}, "times").amount
    assume(not amount.is_exact)
    text = in_words(amount, "times")
    stretch = (
        text.partition("(")[2].rstrip(")") if amount.has_point else text.partition(" times")[0]
    )
    low, high = stretch.replace(",", "").split(" to ")
    assert Decimal(low) <= amount.low <= amount.high <= Decimal(high)


@given(printed)
def test_more_doubt_in_a_part_never_makes_the_result_surer(text):
    wide = Amount(Decimal(5), Interval(Decimal(4), Decimal(6)))
    narrow = Amount.exactly(Decimal(5))
    other = amount_of(text)
    for result, surer in ((wide * other, narrow * other), (wide + other, narrow + other), (wide - other, narrow - other)):  # fmt: skip
        assert result.low <= surer.low
        assert surer.high <= result.high


def test_dividing_by_an_interval_around_nought_is_refused():
    with pytest.raises(ZeroDivisionError):
        Amount.exactly(Decimal(1)) / Amount(Decimal(1), Interval(Decimal(-1), Decimal(2)))


# files

BLOCK = """\
figures:
  listed:
    field: people-profiled
    measure: listed
    unit: people
    total: "1,413"
    values: {Black: 942, White: 329}
"""
GOOD = (
    BLOCK
    + """\
derived:
  others:
    measure: people listed in neither group
    sum: listed.total - listed.Black - listed.White
    remark: the report names two groups
  change:
    measure: change from the list before
    of: [listed.total]
    not-comparable: the list before is not printed
"""
)


def problems_of(tmp_path, text):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL + text})
    return read_with_problems(folder, schema())


def test_a_file_with_derived_numbers_is_read_and_written_the_same(tmp_path):
    whole, problems = problems_of(tmp_path, GOOD)
    assert problems == []
    tool = whole.subjects["tool"]
    numbers = list(derived_numbers(whole))
    assert [number.shown for number in numbers] == ["142 people", ""]
    written = write_subject(tool, schema(), whole.subjects.sources)
    path = tmp_path / "content" / "systems" / "tool.yaml"
    path.write_text(written, encoding="utf-8")
    again, problems = read_with_problems(tmp_path / "content", schema())
    assert problems == []
    assert again.subjects["tool"] == tool
    assert subject_of(page_of(tool), {s.id: s for s in tool.statements}) == tool


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{sum: listed.total}", "does not say what the number tells"),
        ("{measure: m}", "needs a `sum:`"),
        ("{measure: m, sum: listed.total, of: [listed.total]}", "needs a `sum:`"),
        ("{measure: m, not-comparable: why}", "as `of:`"),
        ("{measure: m, undecidable: why, sum: listed.total}", "as `of:`"),
        ("{measure: m, undecidable: why, not-comparable: why, of: [listed.total]}", "give one reason"),
        ("{measure: m, sum: listed.nobody}", "points at no single figure"),
        ("{measure: m, of: [listed.nobody], undecidable: why}", "points at nothing"),
        ("{measure: m, sum: listed.total, colour: red}", "is not known here"),
    ],
)  # fmt: skip
def test_a_derived_number_that_is_badly_written_is_a_problem_with_its_place(
    tmp_path, entry, message
):
    _, problems = problems_of(tmp_path, f"{BLOCK}derived:\n  x: {entry}\n")
    assert [p.file for p in problems] == ["systems/tool.yaml"] * len(problems)
    assert any(message in str(problem) for problem in problems), problems
