"""Printed numbers recomputed from others: known sums, an independent implementation, relations."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

from fractions import Fraction
from math import floor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from candour.core.errors import CandourError
from candour.evidence.checks import (
    VERDICTS,
    CannotCheck,
    all_verdicts,
    expand,
    judge,
    references,
)
from candour.evidence.collection import CheckSpec, Row, SubjectFile
from tests.evidence.making import (
    block_of,
    collection,
    expanded,
    figure,
    verdict,
)

# Sums that can be redone from the report: claim, expression, numbers, unit, (point, interval, verdict).
REPORT = {
    "VHA: the ethnicities make the total": (
        "1,413", "White + Black + Asian + Other", {"White": "329", "Black": "942", "Asian": "91", "Other": "51"},
        "people", ("holds", "holds", "holds"),
    ),
    "VHA: the share of Black people is cut off": (
        "66.6 per cent", "Black / all", {"Black": "942", "all": "1,413"},
        "people", ("holds-truncated", "holds-truncated", "holds-truncated"),
    ),
    "VHA: the share of Asian people holds": (
        "6.4 per cent", "Asian / all", {"Asian": "91", "all": "1,413"}, "people", ("holds", "holds", "holds"),
    ),
    "VHA: the share of White people is cut off": (
        "23.2 per cent", "White / all", {"White": "329", "all": "1,413"},
        "people", ("holds-truncated", "holds-truncated", "holds-truncated"),
    ),
    "VHA: in August four groups leave seven people out": (
        "1,307", "Black + White + Asian + Arab", {"Black": "870", "White": "299", "Asian": "75", "Arab": "56"},
        "people", ("fails", "fails", "fails"),
    ),
    "DARAT: the costs make the total": (
        "£200,874", "cloud + first + second + third",
        {"cloud": "£874", "first": "£60,000", "second": "£70,000", "third": "£70,000"},
        "GBP", ("holds", "holds", "holds"),
    ),
    "IOM: the bands do not make the total": (
        "357,561", "low + middle + high + super", {"low": "297,297", "middle": "39,065", "high": "6,981", "super": "470"},
        "people", ("fails", "fails", "fails"),
    ),
    "IOM: over 80 per cent are in the lowest band": (
        "over 80 per cent", "low / all", {"low": "297,297", "all": "357,561"},
        "people", ("holds-wording", "holds-wording", "holds-wording"),
    ),
    "Met: searches without further action are cut off": (
        "87 per cent", "none / all", {"none": "267,056", "all": "305,196"},
        "stops", ("holds-truncated", "holds-truncated", "holds-truncated"),
    ),
    "Basildon: incidents for each thousand people": (
        "21.4", "incidents / people * 1000", {"incidents": "321", "people": "14,994"},
        "per 1,000 residents", ("holds", "holds", "holds"),
    ),
    "Laindon: incidents for each thousand people are rounded": (
        "19.8", "incidents / people * 1000", {"incidents": "409", "people": "20,706"},
        "per 1,000 residents", ("holds-rounded", "holds-rounded", "holds-rounded"),
    ),
    "North Basildon: the density fits once the area's rounding is allowed for": (
        "16,540", "people / area", {"people": "14,994", "area": "0.91"},
        "people per square mile", ("fails", "holds-rounded", "holds-rounded"),
    ),
    "West Midlands: almost five times is too close to call": (
        "almost five times", "Black / white", {"Black": "10.3", "white": "2.3"},  # 4.48; almost five begins at 4.5
        "per 1,000 residents", ("fails", "holds-wording", "undecidable"),
    ),
    "West Midlands: more than twice": (
        "more than twice as much", "Asian / white", {"Asian": "4.7", "white": "2.3"},
        "per 1,000 residents", ("holds-wording", "holds-wording", "holds-wording"),
    ),
    "Xcalibre: 886 of 2.7 million": (
        "0.03 per cent", "listed / all", {"listed": "886", "all": "2.7m"},
        "people", ("holds", "holds-rounded", "holds"),
    ),
    "England and Wales: four times": (
        "four times", "Black / white", {"Black": "24.5", "white": "5.9"},
        "per 1,000 residents", ("holds", "holds-rounded", "holds"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REPORT)
def test_the_sums_of_the_report_come_out_as_they_are_known_to(case):
    claim, expression, numbers, unit, expected = REPORT[case]
    found = verdict(claim, expression, numbers, unit=unit)
    assert (found.point, found.interval, found.verdict) == expected


@pytest.mark.parametrize(
    ("case", "off_by", "working"),
    [
        ("IOM: the bands do not make the total", 13_748, "297,297 + 39,065 + 6,981 + 470 = 343,813; printed 357,561; off by 13,748"),
        ("VHA: in August four groups leave seven people out", 7, "870 + 299 + 75 + 56 = 1,300; printed 1,307; off by 7"),
        ("VHA: the share of Black people is cut off", None, "942 / 1,413 = 66.6667 per cent; printed 66.6 per cent"),
        ("North Basildon: the density fits once the area's rounding is allowed for", None, "14,994 / 0.91 = 16,476.9231; printed 16,540; off by 63.0769; between 16,386.8852 and 16,567.9558 with their rounding"),
    ],
)  # fmt: skip
def test_the_working_stands_in_one_line_and_says_by_how_much(case, off_by, working):
    claim, expression, numbers, unit, _ = REPORT[case]
    found = verdict(claim, expression, numbers, unit=unit)
    assert found.working == working
    assert off_by is None or found.off_by == off_by


# What each verdict means, at its edges.
MEANINGS = [
    ("50 per cent", "1", "2", "holds"),
    ("33.3 per cent", "1", "3", "holds"),  # rounds and cuts off alike
    ("33.4 per cent", "1", "3", "fails"),
    ("66.7 per cent", "2", "3", "holds-rounded"),
    ("66.6 per cent", "2", "3", "holds-truncated"),
    ("66.5 per cent", "2", "3", "fails"),
    ("66.8 per cent", "2", "3", "fails"),
    ("0.5 per cent", "1", "200", "holds"),
    ("0.6 per cent", "11", "2000", "holds-rounded"),  # 0.55: half up
    ("0.5 per cent", "11", "2000", "holds-truncated"),  # 0.55 cut off
    ("0.2 per cent", "5", "2000", "holds"),  # 0.25: half to even, and cut off
    ("0.3 per cent", "5", "2000", "holds-rounded"),  # 0.25: half up
    ("a third", "1", "3", "holds"),
    ("a third", "29", "100", "holds-rounded"),  # 1 in 3.5 to 1 in 2.5
    ("a third", "28", "100", "fails"),
    ("two-thirds", "59", "100", "fails"),
    ("1 in 5", "22", "100", "holds-rounded"),
    ("1 in 5", "18", "100", "fails"),
    ("two-thirds", "667", "1000", "holds-rounded"),
    ("1 in 5", "1", "5", "holds"),
    ("almost half", "49", "100", "holds-wording"),
    ("almost half", "45", "100", "holds-wording"),
    ("almost half", "44", "100", "fails"),
    ("almost half", "50", "100", "fails"),  # almost is not quite
    ("more than half", "50", "100", "fails"),
    ("more than half", "51", "100", "holds-wording"),
    ("at least half", "50", "100", "holds-wording"),
    ("up to half", "50", "100", "holds-wording"),
    ("up to half", "51", "100", "fails"),
    ("less than half", "50", "100", "fails"),
    ("less than half", "49", "100", "holds-wording"),
    ("about half", "600", "1000", "holds-wording"),
    ("about half", "601", "1000", "fails"),
    ("just over half", "55", "100", "holds-wording"),
    ("just over half", "50", "100", "fails"),
    ("just over half", "56", "100", "fails"),
    ("just under half", "50", "100", "fails"),
    ("15-20 per cent", "15", "100", "holds-wording"),
    ("15-20 per cent", "20", "100", "holds-wording"),
    ("15-20 per cent", "21", "100", "fails"),
]


@pytest.mark.parametrize(("claim", "part", "whole", "expected"), MEANINGS)
def test_each_verdict_means_what_the_glossary_says(claim, part, whole, expected):
    assert verdict(claim, "part / whole", {"part": part, "whole": whole}).verdict == expected


def test_there_are_six_verdicts_in_their_order():
    assert VERDICTS == (
        "holds",
        "holds-rounded",
        "holds-truncated",
        "holds-wording",
        "fails",
        "undecidable",
    )


@pytest.mark.parametrize(
    ("claim", "expression", "numbers", "kind"),
    [
        ("3", "a + b", {"a": "1", "b": "2"}, "parts sum to total"),
        ("50%", "a / b", {"a": "1", "b": "2"}, "share of a whole"),
        ("half", "a / b", {"a": "1", "b": "2"}, "share of a whole"),
        ("3", "a / b", {"a": "6", "b": "2"}, "ratio"),
        ("3", "a - b", {"a": "5", "b": "2"}, "difference"),
        ("6", "a * b", {"a": "3", "b": "2"}, "product"),
        ("more than 5", "a", {"a": "6"}, "wording"),
        ("5", "a", {"a": "5"}, "same number"),
    ],
)
def test_a_check_is_of_a_kind(claim, expression, numbers, kind):
    found = verdict(claim, expression, numbers)
    assert found.check.kind == kind
    assert found.verdict.startswith("holds")


def test_products_come_before_sums_and_equals_go_from_left_to_right():
    numbers = {"a": "2", "b": "3", "c": "4"}
    assert verdict("14", "a + b * c", numbers).verdict == "holds"
    assert verdict("6", "c * b / a", numbers).verdict == "holds"
    assert verdict("3", "c - b + a", numbers).verdict == "holds"
    assert verdict("2,000", "a * 1000", numbers).verdict == "holds"
    assert verdict("2", "a / b * 3", numbers).verdict == "holds"  # two-thirds, three times over


def test_a_fall_is_cut_off_towards_nought_like_a_rise():
    for claim, expected in (
        ("-66.6%", "holds-truncated"),
        ("-66.7%", "holds-rounded"),
        ("-66.5%", "fails"),
    ):
        found = verdict(claim, "0 - part / whole", {"part": "2", "whole": "3"})
        assert (found.point, found.verdict) == (expected, expected)
    rounded = verdict("-66.6%", "0 - part", {"part": "66.69%"})
    assert (rounded.point, rounded.interval) == ("holds-truncated", "holds-truncated")


# an independent implementation: fractions and brute force

counts = st.integers(0, 5000)
places = st.sampled_from([0, 1, 2])


def plainly(claim: Fraction, step: Fraction, derived: Fraction) -> str:
    """The verdict on an unhedged claim, by the words of the glossary and exact arithmetic."""
    rounds = abs(claim - derived) < step / 2 or (
        abs(claim - derived) == step / 2 and (claim > derived or (claim / step) % 2 == 0)
    )
    cuts = floor(derived / step) * step == claim
    if claim == derived or (rounds and cuts):
        return "holds"
    return "holds-rounded" if rounds else "holds-truncated" if cuts else "fails"


@given(st.integers(0, 2000), places, counts, st.integers(1, 5000))
def test_shares_agree_with_exact_fractions(claim, decimals, part, whole):
    step = Fraction(1, 10**decimals)
    printed = f"{claim * step.numerator / step.denominator:.{decimals}f} per cent"
    expected = plainly(claim * step, step, Fraction(100 * part, whole))

    found = verdict(printed, "part / whole", {"part": str(part), "whole": str(whole)})

    assert found.point == expected
    assert found.interval == expected  # exact parts leave no room


@given(counts, st.integers(1, 5000), places)
def test_a_share_printed_by_rounding_or_cutting_off_always_holds(part, whole, decimals):
    share = Fraction(100 * part, whole)
    scale = 10**decimals
    cut = floor(share * scale)
    rounded = floor(share * scale + Fraction(1, 2))
    for number in (cut, rounded):
        printed = f"{number // scale}.{number % scale:0{decimals}d}%" if decimals else f"{number}%"
        found = verdict(printed, "part / whole", {"part": str(part), "whole": str(whole)})
        assert found.verdict.startswith("holds")


rounded_numbers = st.builds(
    lambda number, decimals: f"{number / 10**decimals:.{decimals}f}",
    st.integers(1, 2000),
    st.sampled_from([1, 2]),
)
expressions = st.sampled_from(["a + b", "a - b", "a * b", "a / b", "a / b * 1000", "a + b * b"])


def exactly(expression, a, b):
    return eval(expression, {"a": a, "b": b})  # noqa: S307 - one of the six expressions above


def corners(printed):
    """The ends and some points between of what a rounded number can stand for."""
    half = Fraction(1, 2 * 10 ** len(printed.partition(".")[2]))
    point = Fraction(printed)
    return [point - half, point - half / 3, point, point + half / 3, point + half]


@given(rounded_numbers, rounded_numbers, expressions)
def test_an_interval_fails_only_if_no_numbers_behind_the_print_could_make_the_claim(
    a, b, expression
):
    """Brute force: a claim printed from any true numbers behind the rounded parts must not fail."""
    half = Fraction(1, 2 * 10 ** len(b.partition(".")[2]))
    assume("/" not in expression or Fraction(b) > half)
    true = [exactly(expression, x, y) for x in corners(a) for y in corners(b)]
    for value in true[::6]:
        assume(value >= 0)
        printed = f"{floor(value * 100 + Fraction(1, 2)) / 100:.2f}"
        found = verdict(printed, expression, {"a": a, "b": b}, unit="per 1,000 residents")
        assert found.interval != "fails", found.working
        assert found.verdict != "fails"


@given(rounded_numbers, rounded_numbers, expressions, st.integers(1, 10**6))
def test_an_interval_that_fails_is_out_of_reach_of_every_number_behind_the_print(
    a, b, expression, claim
):
    half = Fraction(1, 2 * 10 ** len(b.partition(".")[2]))
    assume("/" not in expression or Fraction(b) > half)
    found = verdict(f"{claim:,}", expression, {"a": a, "b": b}, unit="people")
    if found.interval == "fails":
        for x in corners(a):
            for y in corners(b):
                value = exactly(expression, x, y)
                assert plainly(Fraction(claim), Fraction(1), value) == "fails"


# relations that hold for any numbers


@given(st.lists(counts, min_size=2, max_size=6), counts, st.randoms(use_true_random=False))
def test_the_order_of_summands_does_not_matter(parts, claim, shuffler):
    numbers = {f"n{i}": f"{part:,}" for i, part in enumerate(parts)}
    names = list(numbers)
    there = verdict(f"{claim:,}", " + ".join(names), numbers)
    shuffler.shuffle(names)
    back = verdict(f"{claim:,}", " + ".join(names), numbers)
    assert (there.point, there.interval, there.off_by) == (back.point, back.interval, back.off_by)


@given(st.integers(0, 1000), counts, st.integers(1, 5000), st.integers(2, 50))
def test_a_share_stays_the_same_when_part_and_whole_grow_alike(claim, part, whole, factor):
    printed = f"{claim / 10:.1f} per cent"
    there = verdict(printed, "a / b", {"a": str(part), "b": str(whole)})
    back = verdict(printed, "a / b", {"a": str(part * factor), "b": str(whole * factor)})
    assert (there.point, there.interval, there.off_by) == (back.point, back.interval, back.off_by)


@given(rounded_numbers, rounded_numbers, expressions, st.integers(1, 10**4))
def test_knowing_a_part_less_exactly_never_turns_a_hold_into_a_fail(a, b, expression, claim):
    """A part stated exactly, then the same part rounded: what could be true still can."""
    assume("/" not in expression or Fraction(b) > Fraction(1, 2 * 10 ** len(b.partition(".")[2])))

    def judged(stated):
        rows = tuple(
            Row(f"b.{name}", figure(printed, unit="people", measure=name, stated=how))
            for name, printed, how in (
                ("claim", f"{claim:,}", ""),
                ("a", a, stated),
                ("b", b, stated),
            )
        )
        spec = CheckSpec("tool", "b", f"claim = {expression}")
        (check,) = expand(spec, collection(SubjectFile("tool", "system", rows, (spec,))))
        return judge(check)

    exact, rounded = judged("exact"), judged("rounded")
    if exact.interval != "fails":
        assert rounded.interval != "fails"
    assert exact.point == rounded.point


@given(counts, counts.filter(bool), st.sampled_from(["a + b", "a - b", "a * b"]))
def test_the_point_never_lies_outside_the_interval(a, b, expression):
    found = verdict("1,000", expression, {"a": f"about {a}", "b": f"almost {b}"})
    amount = found.check.evaluate()
    assert amount.interval.low <= amount.point <= amount.interval.high


# what can't be decided


@pytest.mark.parametrize("whole", ["0", "less than 5", "up to 5", "0.0", "0.04"])
def test_division_by_what_may_be_nought_decides_nothing(whole):
    found = verdict("3", "a / b", {"a": "6", "b": whole})
    if whole == "0.04":  # from 0.035 to 0.045: never nought
        assert found.verdict == "fails"
    else:
        assert (found.point, found.interval, found.verdict) == ("undecidable",) * 3
        assert found.working == "the number divided by may be nought"


def test_an_editor_may_say_why_it_cannot_be_decided_and_name_what_is_not_printed():
    reason = "the report does not say how many forces it counts"
    found = verdict("87%", "stops / all forces", {"stops": "5"}, undecidable=reason)
    assert (found.verdict, found.working) == ("undecidable", reason)


def test_a_claim_that_only_open_ended_words_could_save_is_not_decided():
    found = verdict("10", "a + b", {"a": "at least 3", "b": "4"})
    assert (found.point, found.interval) == ("fails", "holds-rounded")
    assert found.verdict in {"holds-rounded", "undecidable"}


def test_parts_without_an_upper_end_are_shown_as_any_number():
    found = verdict("almost 100", "a + b", {"a": "at least 3", "b": "4"})
    assert found.working.endswith("; between 7 and any number with their rounding")


def test_the_working_says_the_unit_that_the_claim_is_in():
    found = verdict("3 times", "a / b", {"a": "8", "b": "2"})
    assert found.working == "8 / 2 = 4 times; printed 3 times; off by 1"


@given(
    st.sampled_from(["at least 5", "less than 5", "up to 5", "more than 5"]),
    st.sampled_from(["-", "*", "/"]),
    st.sampled_from(["at least 2", "more than 3", "7"]),
)
def test_open_ends_never_break_the_arithmetic(a, operator, b):
    assert verdict("3", f"a {operator} b", {"a": a, "b": b}).verdict in VERDICTS


@pytest.mark.parametrize("digits", [1, 6, 12, 18])
def test_numbers_of_any_size_are_added_to_the_last_digit(digits):
    big = "9" * digits
    found = verdict(f"{int(big) * 2 % 10**18}", "a + b", {"a": big, "b": big})
    assert found.verdict in {"holds", "fails"}
    assert found.verdict == ("holds" if int(big) * 2 < 10**18 else "fails")


def test_a_product_of_huge_numbers_is_judged_without_breaking():
    found = verdict("9" * 18, "a * b", {"a": "9" * 18, "b": "9" * 18})
    assert found.verdict == "fails"


# what a check points at


def test_shares_of_a_total_are_one_check_each():
    numbers = {
        "total": "10",
        "White": "3",
        "Black": "7",
        "White share": "30%",
        "Black share": "70%",
    }
    checks = expanded("shares of total", numbers)
    assert [check.expression for check in checks] == [
        "White share = White / total",
        "Black share = Black / total",
    ]
    assert [judge(check).verdict for check in checks] == ["holds", "holds"]
    name = CheckSpec("tool", "b", "shares of total").id
    assert [check.id for check in checks] == [f"{name}.1", f"{name}.2"]


def test_parts_of_a_total_leave_out_shares_and_the_total_itself():
    numbers = {"total": "10", "White": "3", "Black": "7", "White share": "30%"}
    (check,) = expanded("parts of total", numbers)
    assert check.expression == "total = White + Black"
    assert check.id == CheckSpec("tool", "b", "parts of total").id
    assert (check.kind, judge(check).verdict) == ("parts sum to total", "holds")


def test_a_check_that_stands_for_one_alone_has_the_name_of_what_is_written():
    (check,) = expanded("total = White", {"total": "3", "White": "3"})
    assert check.id == CheckSpec("tool", "b", "total = White").id


def test_parts_of_a_total_are_those_of_its_own_block():
    spec = CheckSpec("tool", "b", "parts of total")
    other = tuple(
        Row(row.handle.replace("b.", "c."), row.statement) for row in block_of({"Asian": "4"})
    )
    rows = (*block_of({"total": "10", "White": "3", "Black": "7"}), *other)
    (check,) = expand(spec, collection(SubjectFile("tool", "system", rows, (spec,))))
    assert (check.expression, judge(check).verdict) == ("total = White + Black", "holds")


def test_a_share_without_its_part_is_refused():
    with pytest.raises(
        CannotCheck, match=r"'White' in 'shares of total' points at no single figure"
    ):
        expanded("shares of total", {"total": "10", "White share": "30%"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "total",
            r"'total' is no check: write `claim = expression`, `shares of …` or `parts of …`",
        ),
        ("gone = total", r"'gone' in 'gone = total' points at no single figure"),
        ("total = gone", r"'gone' in 'total = gone' points at no single figure"),
        ("total = total + ", r"points at no single figure"),
        ("total = total +total", r"'total \+total' in .* points at no single figure"),
        ("total = other#b.total", r"'other#b.total' in .* points at no single figure"),
        ("total = count(gone)", r"'count\(gone\)' in .* points at no single figure"),
        ("total = b", r"'b' in 'total = b' points at no single figure"),
        ("total = 0x10", r"points at no single figure"),
        (" = total", r"points at no single figure"),
    ],
)
def test_a_broken_check_says_what_it_points_at(text, message):
    with pytest.raises(CannotCheck, match=message):
        expanded(text, {"total": "10", "White": "3"})


def test_a_check_reaches_into_other_files_by_slug_and_through_redirects():
    here = CheckSpec("tool", "b", "total = other#b.a + old-name#b.a")
    tool = SubjectFile("tool", "system", block_of({"total": "6"}), (here,))
    other = SubjectFile("other", "system", block_of({"a": "3"}), redirects=("old-name",))

    (found,) = all_verdicts(collection(tool, other))

    assert found.verdict == "holds"
    assert {part.subject for part in found.check.parts} == {"tool"}  # rows made for `tool`


def test_words_that_leave_their_own_number_out_say_so():
    found = verdict("more than 5", "a", {"a": "5"})
    assert (found.verdict, found.off_by) == ("fails", 0)
    assert found.working == "5 = 5; printed more than 5; the words leave 5 itself out"


def test_checks_that_point_at_nothing_can_be_left_out_but_not_by_default():
    spec = CheckSpec("tool", "b", "total = gone")
    home = collection(SubjectFile("tool", "system", block_of({"total": "6"}), (spec,)))
    assert list(all_verdicts(home, skip_broken=True)) == []
    with pytest.raises(CandourError):
        list(all_verdicts(home))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("total = a + b", ("total", "a", "b")),
        ("total = other#a / 1,000", ("total", "other#a")),
        ("total = other#use.a * 2", ("total", "other#use.a")),
        ("shares of other#total", ("other#total",)),
        ("parts of total", ("total",)),
        ("no check at all", ()),
    ],
)
def test_the_names_in_a_check_are_those_it_is_worked_out_from(text, names):
    assert references(CheckSpec("tool", "listed", text)) == names


def test_the_name_of_a_check_is_made_of_what_it_says():
    assert CheckSpec("tool", "b", "a = c").id == CheckSpec("tool", "b", "a = c", line=9).id
    names = {
        CheckSpec("tool", "b", "a = c").id,
        CheckSpec("tool", "d", "a = c").id,
        CheckSpec("tool", "b", "a = d").id,
        CheckSpec("tool", "b", "a = c", "remark").id,
        CheckSpec("tool", "b", "a = c", "", "why").id,
    }
    assert len(names | {CheckSpec("other", "b", "a = c").id}) == 6
