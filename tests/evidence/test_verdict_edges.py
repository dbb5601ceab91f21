"""Where each claim begins and ends to hold: every verdict at, inside and outside each end."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.evidence.checks import expand, judge
from candour.evidence.collection import CheckSpec, Row, SubjectFile
from tests.evidence.making import collection, figure, verdict

CLOSED, OPEN = True, False
A_BIT = Decimal("0.001")
FAILS, HOLDS = "fails", "holds"
ROUNDED, TRUNCATED, WORDING = "holds-rounded", "holds-truncated", "holds-wording"

# The claim, where what it can stand for begins and ends, and whether the end is in it.
HEDGED = {
    "at least 10%": ("10", CLOSED, "", OPEN),
    "10% or more": ("10", CLOSED, "", OPEN),
    "more than 10%": ("10", OPEN, "", OPEN),
    "over 10%": ("10", OPEN, "", OPEN),
    "above 10%": ("10", OPEN, "", OPEN),
    "less than 10%": ("0", CLOSED, "10", OPEN),
    "under 10%": ("0", CLOSED, "10", OPEN),
    "below 10%": ("0", CLOSED, "10", OPEN),
    "up to 10%": ("0", CLOSED, "10", CLOSED),
    "no more than 10%": ("0", CLOSED, "10", CLOSED),
    "10% or less": ("0", CLOSED, "10", CLOSED),
    "almost 10%": ("9", CLOSED, "10", OPEN),
    "just under 10%": ("9", CLOSED, "10", OPEN),
    "just over 10%": ("10", OPEN, "11", CLOSED),
    "about 10%": ("9.5", CLOSED, "10.5", CLOSED),
    "10 to 15%": ("10", CLOSED, "15", CLOSED),
    "between 10% and 15%": ("10", CLOSED, "15", CLOSED),
    "almost half": ("45", CLOSED, "50", OPEN),
}
# The claim, and a ladder: from each number on, what a sum that comes to exactly it is given, and
# what one that comes to a bit more.
UNHEDGED = {
    "10%": [("9.5", ROUNDED, ROUNDED), ("10", HOLDS, HOLDS), ("10.5", HOLDS, TRUNCATED),
            ("11", FAILS, FAILS)],
    "11%": [("10.5", ROUNDED, ROUNDED), ("11", HOLDS, HOLDS), ("11.5", TRUNCATED, TRUNCATED),
            ("12", FAILS, FAILS)],
    "0%": [("0", HOLDS, HOLDS), ("0.5", HOLDS, TRUNCATED), ("1", FAILS, FAILS)],
    "10.0%": [("9.95", ROUNDED, ROUNDED), ("10", HOLDS, HOLDS), ("10.05", HOLDS, TRUNCATED),
              ("10.1", FAILS, FAILS)],
    "a half": [("40", ROUNDED, ROUNDED), ("50", HOLDS, ROUNDED), ("60", ROUNDED, FAILS)],
    "4 out of 10": [("35", ROUNDED, ROUNDED), ("40", HOLDS, ROUNDED), ("45", ROUNDED, FAILS)],
    "half a per cent": [("0.4", ROUNDED, ROUNDED), ("0.5", HOLDS, ROUNDED),
                        ("0.6", ROUNDED, FAILS)],
}  # fmt: skip


def on_point(claim, percent):
    """The verdict on a claim where the sum comes to exactly so many per cent."""
    part = Decimal(percent) / 100
    sign, size = ("0 - ", -part) if part < 0 else ("0 + ", part)
    return verdict(claim, f"{sign}{size:f}", {}).verdict


def on_stretch(claim, part):
    """The interval's verdict on a claim where the sum comes to a printed part."""
    return verdict(claim, "part", {"part": part}).interval


@pytest.mark.parametrize("claim", HEDGED)
def test_a_claim_in_words_holds_from_its_first_end_to_its_last(claim):
    low, low_closed, high, high_closed = HEDGED[claim]
    at = Decimal(low)
    assert on_point(claim, at) == (WORDING if low_closed else FAILS)
    assert on_point(claim, at + A_BIT) == WORDING
    if at:
        assert on_point(claim, at - A_BIT) == FAILS
    if high:
        at = Decimal(high)
        assert on_point(claim, at) == (WORDING if high_closed else FAILS)
        assert on_point(claim, at - A_BIT) == WORDING
        assert on_point(claim, at + A_BIT) == FAILS


@pytest.mark.parametrize("claim", HEDGED)
def test_a_stretch_that_touches_a_claim_in_words_meets_it_only_where_both_ends_are_closed(claim):
    low, low_closed, high, high_closed = HEDGED[claim]
    if Decimal(low):
        assert on_stretch(claim, f"up to {low}%") == (WORDING if low_closed else FAILS)
        assert on_stretch(claim, f"less than {low}%") == FAILS
        assert on_stretch(claim, f"up to {Decimal(low) + A_BIT}%") == WORDING
        assert on_stretch(claim, f"up to {Decimal(low) - A_BIT}%") == FAILS
    if high:
        assert on_stretch(claim, f"at least {high}%") == (WORDING if high_closed else FAILS)
        assert on_stretch(claim, f"more than {high}%") == FAILS
        assert on_stretch(claim, f"at least {Decimal(high) - A_BIT}%") == WORDING
        assert on_stretch(claim, f"at least {Decimal(high) + A_BIT}%") == FAILS


@pytest.mark.parametrize("claim", UNHEDGED)
def test_a_claim_without_words_climbs_from_rounded_to_cut_off(claim):
    before = FAILS
    for at, exactly, after in UNHEDGED[claim]:
        if Decimal(at):
            assert on_point(claim, Decimal(at) - A_BIT / 10) == before
        assert on_point(claim, at) == exactly
        assert on_point(claim, Decimal(at) + A_BIT / 10) == after
        before = after


def test_a_claim_without_words_of_a_fall_climbs_the_same_way_down():
    for at, exactly, _ in UNHEDGED["10%"]:
        assert on_point("-10%", -Decimal(at)) == exactly


@pytest.mark.parametrize(
    ("part", "interval"),
    [
        ("11 to 12%", FAILS),  # neither rounding nor cutting off gives 10 of 11
        ("10.999 to 12%", TRUNCATED),
        ("at least 11%", FAILS),
        ("10.5 to 12%", ROUNDED),  # 10.5 to the even digit
        ("10.501 to 12%", TRUNCATED),
        ("more than 10.5%", TRUNCATED),
        ("8 to 9.5%", ROUNDED),
        ("8 to 9.499%", FAILS),
        ("less than 9.5%", FAILS),
        ("10.2 to 10.4%", ROUNDED),
        ("8 to 12%", ROUNDED),
    ],
)
def test_what_rounds_or_is_cut_off_to_10_per_cent_lies_from_9_and_a_half_to_below_11(
    part, interval
):
    assert on_stretch("10%", part) == interval


def test_what_is_cut_off_to_nothing_may_have_been_a_little_more_or_less():
    for percent, expected in (("0.999", TRUNCATED), ("1", FAILS)):
        assert on_point("0%", percent) == on_point("0%", f"-{percent}") == expected


def test_a_half_is_not_rounded_down_to_an_odd_digit():
    assert on_stretch("11%", "11.5 to 12%") == TRUNCATED
    assert on_stretch("12%", "11 to 11.5%") == ROUNDED


def test_a_third_that_has_no_last_decimal_has_its_edges_too():
    third = {"part": "1", "whole": "3"}
    for claim, expected in (
        ("a third", HOLDS),
        ("at least a third", WORDING),
        ("up to a third", WORDING),
        ("more than a third", FAILS),
        ("less than a third", FAILS),
    ):
        assert verdict(claim, "part / whole", third).verdict == expected
        assert verdict(claim, "part / whole * whole / whole", third).verdict == expected


def test_what_the_file_says_is_cut_off_is_not_also_rounded():
    def cut(part):
        rows = (
            Row("b.claim", figure("10%", stated="truncated", measure="claim")),
            Row("b.part", figure(part, measure="part")),
        )
        spec = CheckSpec("tool", "b", "claim = part")
        (check,) = expand(spec, collection(SubjectFile("tool", "system", rows, (spec,))))
        return judge(check)

    assert cut("9.9 to 9.999%").interval == FAILS
    assert cut("10 to 10.2%").interval == TRUNCATED
    assert cut("10.999 to 12%").interval == TRUNCATED
    assert cut("11 to 12%").interval == FAILS


def test_a_fraction_in_words_has_no_decimals_to_cut_off():
    assert on_stretch("half", "60.1 to 61%") == FAILS
    assert on_stretch("half", "60 to 61%") == ROUNDED


@pytest.mark.parametrize(
    ("claim", "part", "interval"),
    [
        ("almost -45%", "-50 to -45%", FAILS),
        ("more than -45%", "-45 to -40%", FAILS),
        ("more than -45%", "-45.001 to -40%", WORDING),
        ("at least -45%", "-45 to -40%", WORDING),
        ("just over -10%", "-20 to -11%", WORDING),
        ("just over -10%", "-10 to -9%", FAILS),
    ],
)
def test_the_ends_of_a_fall_are_those_of_its_size(claim, part, interval):
    low, _, high = part.removesuffix("%").partition(" to ")
    size = f"{high[1:]} to {low[1:]}%"
    assert verdict(claim, "0 - size", {"size": size}).interval == interval


def test_a_point_that_only_the_parts_ends_could_save_is_printed_as_the_interval_says():
    found = verdict("10%", "part", {"part": "11 to 12%"})
    assert (found.point, found.interval, found.verdict) == (FAILS, FAILS, FAILS)
    found = verdict("11%", "part", {"part": "10 to 11.2%"})
    assert (found.point, found.interval, found.verdict) == (FAILS, ROUNDED, ROUNDED)
    found = verdict("11%", "part", {"part": "10 to 12%"})
    assert found.verdict == ROUNDED
    found = verdict("10%", "part", {"part": "about 9.9"}, unit="percent")
    assert found.point == ROUNDED
    found = verdict("almost 10%", "part", {"part": "10 to 12%"})
    assert (found.point, found.interval, found.verdict) == (FAILS, FAILS, FAILS)
    found = verdict("more than 10%", "part", {"part": "10 to 12%"})
    assert (found.point, found.interval, found.verdict) == (FAILS, WORDING, "undecidable")


# a relation: an interval holds if, and only if, some number in it does

twentieths = st.integers(0, 320).map(lambda number: Decimal(number) / 20)


@given(st.sampled_from([*HEDGED, *UNHEDGED]), twentieths, st.integers(1, 30))
def test_a_stretch_fails_only_if_every_number_in_it_does(claim, low, length):
    found = on_stretch(claim, f"{low} to {low + Decimal(length) / 20}%")
    inside = {on_point(claim, low + Decimal(n) / 40) for n in range(2 * length + 1)}
    if claim in HEDGED:
        assert (found == FAILS) == (inside == {FAILS})
    elif inside & {HOLDS, ROUNDED}:
        assert found == ROUNDED
    else:
        assert found == (TRUNCATED if TRUNCATED in inside else FAILS)
