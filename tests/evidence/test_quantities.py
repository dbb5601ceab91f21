"""Printed numbers: what each form is read as, and what it can stand for."""

# Tables of cases read best with one case to a line, however long.

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.core.errors import BadQuantity
from candour.evidence.intervals import INFINITY
from candour.evidence.number_words import HEDGES_BEFORE
from candour.evidence.quantities import STATED, Quantity, parse_quantity, plain

# As the report prints them: value, unit, decimals, how stated, lowest, highest.
PRINTED = [
    ("1,413", "1413", "people", 0, "exact", "1413", "1413"),
    ("305,196", "305196", "people", 0, "exact", "305196", "305196"),
    ("23.2 per cent", "23.2", "percent", 1, "rounded", "23.15", "23.25"),
    ("87 per cent", "87", "percent", 0, "rounded", "86.5", "87.5"),
    ("66.60%", "66.60", "percent", 2, "rounded", "66.595", "66.605"),
    ("0.03 per cent", "0.03", "percent", 2, "rounded", "0.025", "0.035"),
    ("-45%", "-45", "percent", 0, "rounded", "-45.5", "-44.5"),
    ("£17,683.47", "17683.47", "GBP", 2, "exact", "17683.47", "17683.47"),
    ("£200,874", "200874", "GBP", 0, "exact", "200874", "200874"),
    ("£106k", "106000", "GBP", -3, "rounded", "105500", "106500"),
    ("£4 million", "4000000", "GBP", -6, "rounded", "3500000", "4500000"),
    ("2.7m", "2700000", "people", -5, "rounded", "2650000", "2750000"),
    ("1.2 million", "1200000", "people", -5, "rounded", "1150000", "1250000"),
    ("24.5", "24.5", "people", 1, "rounded", "24.45", "24.55"),
    ("1.8 times", "1.8", "times", 1, "rounded", "1.75", "1.85"),
    ("four times", "4", "times", 0, "rounded", "3.5", "4.5"),
    ("almost three times", "3", "times", 0, "almost", "2.7", "3"),
    ("more than twice", "2", "times", 0, "more than", "2", "inf"),
    ("more than twice as much", "2", "times", 0, "more than", "2", "inf"),
    ("almost three-quarters", "0.75", "proportion", 2, "almost", "0.675", "0.75"),
    ("almost half", "0.5", "proportion", 2, "almost", "0.45", "0.5"),
    ("half of all stops", "0.5", "proportion", 2, "rounded", "0.4", "0.6"),
    ("one in two", "0.5", "proportion", 2, "rounded", "0.4", "0.6"),
    ("1 in 8", "0.125", "proportion", 2, "rounded", 1 / Decimal("8.5"), 1 / Decimal("7.5")),
    ("1 in 5", "0.2", "proportion", 2, "rounded", 1 / Decimal("5.5"), 1 / Decimal("4.5")),
    ("a fifth", "0.2", "proportion", 2, "rounded", 1 / Decimal("5.5"), 1 / Decimal("4.5")),
    (
        "four-fifths",
        "0.8",
        "proportion",
        2,
        "rounded",
        1 - 1 / Decimal("4.5"),
        1 - 1 / Decimal("5.5"),
    ),
    ("two-fifths", "0.4", "proportion", 2, "rounded", "0.3", "0.5"),
    ("one in ten", "0.1", "proportion", 2, "rounded", 1 / Decimal("10.5"), 1 / Decimal("9.5")),
    ("one in four", "0.25", "proportion", 2, "rounded", 1 / Decimal("4.5"), 1 / Decimal("3.5")),
    (
        "one in four people",
        "0.25",
        "proportion",
        2,
        "rounded",
        1 / Decimal("4.5"),
        1 / Decimal("3.5"),
    ),
    ("1 in 1,000", "0.001", "proportion", 4, "rounded", 1 / Decimal(1050), 1 / Decimal(950)),
    ("about 1 in 5", "0.2", "proportion", 2, "about", 1 / Decimal("5.5"), 1 / Decimal("4.5")),
    ("8 out of 10", "0.8", "proportion", 2, "rounded", "0.75", "0.85"),
    ("17 out of 100", "0.17", "proportion", 3, "rounded", "0.165", "0.175"),
    ("5 out of 5", "1", "proportion", 2, "rounded", "0.9", "1"),
    ("half a per cent", "0.5", "percent", 2, "rounded", "0.4", "0.6"),
    ("65-70,000", "65000", "people", 0, "range", "65000", "70000"),
    ("15–20", "15", "people", 0, "range", "15", "20"),
    ("between 15 and 20", "15", "people", 0, "range", "15", "20"),
    ("15 to 20 per cent", "15", "percent", 0, "range", "15", "20"),
    ("£1-2m", "1000000", "GBP", -6, "range", "1000000", "2000000"),
    ("4000+", "4000", "people", 0, "at least", "4000", "inf"),
    ("at least 32", "32", "people", 0, "at least", "32", "inf"),
    ("17 or more", "17", "people", 0, "at least", "17", "inf"),
    ("as many as 170,000", "170000", "people", 0, "up to", "0", "170000"),
    ("up to 30", "30", "people", 0, "up to", "0", "30"),
    ("no more than 30", "30", "people", 0, "up to", "0", "30"),
    ("more than 350,000", "350000", "people", 0, "more than", "350000", "inf"),
    ("over 80 per cent", "80", "percent", 0, "more than", "80", "inf"),
    ("<0.3", "0.3", "people", 1, "less than", "0", "0.3"),
    ("fewer than ten", "10", "people", 0, "less than", "0", "10"),
    ("around 170,000", "170000", "people", 0, "about", "161500", "178500"),
    ("about 100", "100", "people", 0, "about", "95", "105"),
    ("just over 1,000", "1000", "people", 0, "just over", "1000", "1100"),
    ("just under 1,000", "1000", "people", 0, "just under", "900", "1000"),
    ("twelve", "12", "people", 0, "exact", "12", "12"),
    ("Twenty", "20", "people", 0, "exact", "20", "20"),
    ("5", "5", "people", 0, "exact", "5", "5"),
    ("5 people", "5", "people", 0, "exact", "5", "5"),
]


@pytest.mark.parametrize(
    ("printed", "value", "unit", "decimals", "stated", "low", "high"),
    PRINTED,
)
def test_a_printed_form_is_a_point_and_an_interval(
    printed, value, unit, decimals, stated, low, high
):
    quantity = parse_quantity(printed, unit="people")

    assert quantity.value == Decimal(value)
    assert (quantity.unit, quantity.decimals, quantity.stated) == (unit, decimals, stated)
    assert quantity.interval() == (Decimal(low), Decimal(high))
    assert quantity.printed == printed


def test_a_zero_at_the_end_is_kept_because_it_says_how_far_a_number_was_measured():
    assert parse_quantity("66.60 per cent").step == Decimal("0.01")
    assert parse_quantity("66.6 per cent").step == Decimal("0.1")


@pytest.mark.parametrize(
    ("given", "value", "stated", "interval"),
    [
        (
            {"printed": "tens of thousands", "value": "20,000", "stated": "at least"},
            20000,
            "at least",
            (20000, INFINITY),
        ),
        (
            {"printed": "as much as six and seven times", "value": "6", "high": "7"},
            6,
            "range",
            (6, 7),
        ),
        ({"printed": "third", "value": "3"}, 3, "exact", (3, 3)),
        (
            {"printed": "66.6 per cent", "stated": "truncated"},
            Decimal("66.6"),
            "truncated",
            (Decimal("66.6"), Decimal("66.7")),
        ),
        ({"printed": "150m2", "value": "22500"}, 22500, "exact", (22500, 22500)),
    ],
)
def test_what_the_print_leaves_open_can_be_said_beside_it(given, value, stated, interval):
    quantity = parse_quantity(unit="things", **given)

    assert quantity.value == value
    assert quantity.stated == stated
    assert quantity.interval() == interval


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"printed": "lots"},
            "'lots' can't be read as a number: give its value beside it, as `value:`",
        ),
        ({"printed": "+ 3"}, "give its value beside it"),
        ({"printed": ""}, "give its value beside it"),
        ({"printed": "a few", "unit": "people"}, "give its value beside it"),
        ({"printed": "5 forces", "unit": "people"}, "give its value beside it"),
        ({"printed": "12", "unit": "people", "value": "1,2"}, "`value: 1,2` is not a number"),
        ({"printed": "about 10-15", "unit": "people"}, "it has two ends and is `about`"),
        (
            {"printed": "10-15", "unit": "people", "stated": "about"},
            "it has two ends and is `about`",
        ),
        (
            {"printed": "ten", "unit": "people", "high": "12", "stated": "about"},
            "it has two ends and is `about`",
        ),
        ({"printed": "10-15", "unit": "people", "value": "10"}, "needs its upper end"),
        ({"printed": "almost 0", "unit": "people"}, "no number is `almost` nought"),
        ({"printed": "less than 0%"}, "no number is `less than` nought"),
        ({"printed": "1 in 0", "unit": "people"}, "nothing is one in nought"),
        ({"printed": "9" * 19, "unit": "people"}, "it has more than 18 digits"),
        ({"printed": "12"}, "say what is counted, as `unit:`"),
        (
            {"printed": "12", "unit": "people", "stated": "roughly"},
            "`stated: roughly` is not one of",
        ),
        ({"printed": "12", "unit": "people", "value": "twelve"}, "`value: twelve` is not a number"),
        ({"printed": "12", "unit": "people", "value": "NaN"}, "`value: NaN` is not a number"),
        ({"printed": "12", "unit": "people", "value": "1e999999999"}, "is not a number"),
        (
            {"printed": "12", "unit": "people", "value": "Infinity"},
            "`value: Infinity` is not a number",
        ),
        (
            {"printed": "6 and 7", "unit": "people", "value": "6", "high": "seven"},
            "`value: seven` is not a number",
        ),
        ({"printed": "20-15", "unit": "people"}, "ends below where it starts"),
        (
            {"printed": "20 and 15", "unit": "people", "value": "20", "high": "15"},
            "ends below where it starts",
        ),
        (
            {"printed": "12", "unit": "people", "stated": "range"},
            "a range needs its upper end, as `high:`",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(given, message):
    with pytest.raises(BadQuantity) as refused:
        parse_quantity(**given)
    assert message in str(refused.value)


counts = st.integers(0, 10_000_000)
hedges = st.sampled_from(["", *[words for words, _ in HEDGES_BEFORE]])
units = st.sampled_from(["", " per cent", " times", "k", "m", " million"])


@st.composite
def printed_numbers(draw):
    decimals = draw(st.sampled_from([0, 0, 1, 2, 4]))  # 1.413 people may be 1,413
    number = f"{Decimal(draw(counts)).scaleb(-decimals):,.{decimals}f}"
    sign = draw(st.sampled_from(["", "", "", "-"]))
    hedge = draw(hedges) if number.strip("0.") else ""  # nothing is "almost" nought
    return f"{hedge} {sign}{number}{draw(units)}".strip()


@st.composite
def quantities(draw):
    """Any quantity that can stand in a statement, read or said beside the print."""
    low = Decimal(draw(st.integers(-10_000, 10_000_000))).scaleb(-draw(st.integers(0, 3)))
    stated = draw(st.sampled_from(sorted(STATED)))
    high = low + draw(st.integers(0, 1000)) if stated == "range" else None
    unit = draw(st.sampled_from(["people", "percent", "times", "GBP"]))
    return Quantity(draw(printed_numbers()), low, unit, draw(st.integers(-3, 3)), stated, high)


@given(printed_numbers())
def test_the_point_lies_in_its_interval_whatever_is_printed(printed):
    quantity = parse_quantity(printed, unit="people")
    low, high = quantity.interval()
    assert low <= quantity.value <= high


@given(quantities())
def test_the_point_of_any_quantity_lies_in_its_interval(quantity):
    low, high = quantity.interval()
    assert low <= quantity.value <= high


@given(quantities())
def test_a_quantity_written_as_plain_data_reads_as_the_same_quantity(quantity):
    assert Quantity.from_dict(quantity.as_dict()) == quantity


@given(printed_numbers(), st.sampled_from([" ", "\u00a0", "\u202f", "  "]))
def test_the_kind_of_space_does_not_matter(printed, space):
    there = parse_quantity(printed, unit="people")
    back = parse_quantity(printed.replace(" ", space), unit="people")
    assert (there.value, there.unit, there.stated) == (back.value, back.unit, back.stated)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_number_in_plain_digits_is_the_same_number(value):
    text = plain(value)
    assert Decimal(text) == value
    assert "E" not in text
    assert text == "0" or (not text.endswith(".") and (("." not in text) or not text.endswith("0")))


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_in_words(printed):
    try:
        quantity = parse_quantity(printed, unit="people")
    except BadQuantity:
        return
    assert quantity.value.is_finite()


@given(st.integers(1, 10**6))
def test_a_hedge_on_a_negative_number_is_on_its_size(size):
    """A fall of "almost 45 per cent" printed as a negative number is a fall, not a rise."""
    assert parse_quantity(f"almost -{size}%").interval() == (-size, -size * Decimal("0.9"))
    assert parse_quantity(f"at least -{size}%").interval() == (-INFINITY, -size)


def test_a_fraction_in_words_is_told_from_a_share_in_digits():
    for printed, expected in (
        ("two-thirds", True),
        ("1 in 5", True),
        ("0.17", False),
        ("1", False),
    ):
        assert parse_quantity(printed, unit="proportion").is_fraction == expected
    assert not parse_quantity("66%").is_fraction
