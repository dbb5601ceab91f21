"""The grammar of printed numbers: read whole, or asked about."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from candour.core.errors import BadQuantity
from candour.evidence.number_words import BY_TENS, MULTIPLES, UP_TO_NINETEEN
from candour.evidence.printed_numbers import PLAIN_NUMBER, read_plain, read_printed


def read(printed, unit=""):
    """The reading of a text that can be read."""
    reading = read_printed(printed, unit)
    assert reading is not None
    return reading


THIRD, TWO_THIRDS = Decimal(1) / 3, Decimal(2) / 3
# Printed, and read as: value, unit that it says itself, decimals, how stated, upper end.
READ = [
    ("1 413", 1413, "", 0, "", None),
    ("5 000", 5000, "", 0, "", None),
    ("1\u00a0413", 1413, "", 0, "", None),  # no-break space
    ("1\u202f413", 1413, "", 0, "", None),  # narrow no-break space
    ("1\u2009413.50", "1413.50", "", 2, "", None),  # thin space
    ("1 000 000", 1000000, "", 0, "", None),
    ("１，４１３", 1413, "", 0, "", None),  # noqa: RUF001 - wide digits and comma
    ("٣٤", 34, "", 0, "", None),  # Arabic-Indic
    ("66.60%", "66.60", "percent", 2, "", None),
    ("66.6 ％", "66.6", "percent", 1, "", None),  # noqa: RUF001 - wide sign
    ("66.6 ﹪", "66.6", "percent", 1, "", None),  # small sign
    ("３Ｋ", 3000, "", -3, "", None),  # noqa: RUF001 - wide digit and letter
    ("15pc", 15, "percent", 0, "", None),
    ("15 pc of stops", 15, "percent", 0, "", None),
    ("17 per-cent", 17, "percent", 0, "", None),
    ("17 per cent correct", 17, "percent", 0, "", None),
    ("12.5 per cent of all the stops", "12.5", "percent", 1, "", None),
    ("a hundred per cent", 100, "percent", 0, "", None),
    ("−5%", -5, "percent", 0, "", None),
    ("minus 5", -5, "", 0, "", None),
    ("-£5m", -5000000, "GBP", -6, "", None),
    ("£1.2m", 1200000, "GBP", -5, "", None),
    ("£ 1.2 bn", 1200000000, "GBP", -8, "", None),
    ("2.7M", 2700000, "", -5, "", None),
    ("3K", 3000, "", -3, "", None),
    ("1.5 million", 1500000, "", -5, "", None),
    ("two million", 2000000, "", -6, "", None),
    (".5", "0.5", "", 1, "", None),
    ("5+", 5, "", 0, "at least", None),
    ("4,000+ people", 4000, "", 0, "at least", None),
    ("80+%", 80, "percent", 0, "at least", None),
    ("18 or over", 18, "", 0, "at least", None),
    ("10 people or fewer", 10, "", 0, "up to", None),
    ("5 or so", 5, "", 0, "about", None),
    ("≥ 5", 5, "", 0, "at least", None),
    ("<=5", 5, "", 0, "up to", None),
    ("c.30%", 30, "percent", 0, "about", None),
    ("approx. 5", 5, "", 0, "about", None),
    ("10-15%", 10, "percent", 0, "range", 15),
    ("10%-15%", 10, "percent", 0, "range", 15),
    ("10\u201115%", 10, "percent", 0, "range", 15),  # non-breaking hyphen
    ("10% to 15%", 10, "percent", 0, "range", 15),
    ("ten to fifteen per cent", 10, "percent", 0, "range", 15),
    ("from 10 to 15", 10, "", 0, "range", 15),
    ("between two and a half and three times", "2.5", "times", 1, "range", 3),
    ("-5 to -3%", -5, "percent", 0, "range", -3),
    ("£1m-£2m", 1000000, "GBP", -6, "range", 2000000),
    ("£900k-£1.2m", 900000, "GBP", -3, "range", 1200000),
    ("500-1,000", 500, "", 0, "range", 1000),
    ("65-70,000", 65000, "", 0, "range", 70000),
    ("65–70,000", 65000, "", 0, "range", 70000),
    ("10-15,000", 10000, "", 0, "range", 15000),
    ("10,000-15,000,000", 10000, "", 0, "range", 15000000),
    ("from 5 to 70,000", 5, "", 0, "range", 70000),
    ("one in ten", "0.1", "proportion", 2, "", None),
    ("1-in-10", "0.1", "proportion", 2, "", None),
    ("one in every ten people", "0.1", "proportion", 2, "", None),
    ("8 out of 10", "0.8", "proportion", 2, "", None),
    ("eight out of ten stops", "0.8", "proportion", 2, "", None),
    ("three in a hundred", "0.03", "proportion", 3, "", None),
    ("3/4", "0.75", "proportion", 2, "", None),
    ("3/10", "0.3", "proportion", 2, "", None),
    ("¾", "0.75", "proportion", 2, "", None),
    ("two thirds", TWO_THIRDS, "proportion", 2, "", None),
    ("nearly a third", THIRD, "proportion", 2, "almost", None),
    ("nine-tenths", "0.9", "proportion", 2, "", None),
    ("a thousandth", "0.001", "proportion", 4, "", None),
    ("half of all stops", "0.5", "proportion", 2, "", None),
    ("less than half a percent", "0.5", "percent", 2, "less than", None),
    ("half of one per cent", "0.5", "percent", 2, "", None),
    ("half of 1%", "0.5", "percent", 2, "", None),
    ("½%", "0.5", "percent", 2, "", None),
    ("half per cent", "0.5", "percent", 2, "", None),
    ("a quarter of a per cent", "0.25", "percent", 2, "", None),
    ("two-tenths of a percent", "0.2", "percent", 2, "", None),
    ("0.5 of a percent", "0.5", "percent", 1, "", None),
    (".05 of 1%", "0.05", "percent", 2, "", None),
    ("1½%", "1.5", "percent", 1, "", None),
    ("3¾ per cent", "3.75", "percent", 2, "", None),
    ("1 1/2", "1.5", "", 1, "", None),
    ("two and a half times", "2.5", "times", 1, "", None),
    ("one and a half million", 1500000, "", -5, "", None),
    ("half a million", 500000, "", -5, "", None),
    ("a quarter of a million", 250000, "", -4, "", None),
    ("a dozen", 12, "", 0, "", None),
    ("half a dozen", 6, "", 0, "", None),
    ("two dozen", 24, "", 0, "", None),
    ("a third of a dozen", 4, "", 0, "", None),
    ("twenty-two", 22, "", 0, "", None),
    ("nought", 0, "", 0, "", None),
    ("one hundred and five", 105, "", 0, "", None),
    ("tenfold", 10, "times", 0, "", None),
    ("5-fold", 5, "times", 0, "", None),
    ("10x", 10, "times", 0, "", None),
    ("3.4 times as likely", "3.4", "times", 1, "", None),
    ("double", 2, "times", 0, "", None),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "value", "unit", "decimals", "stated", "high"), READ)
def test_a_number_in_any_common_form_is_read(printed, value, unit, decimals, stated, high):
    reading = read(printed, "people")
    assert (reading.value, reading.unit, reading.decimals) == (Decimal(value), unit, decimals)
    assert (reading.stated, reading.high) == (stated, high)


ASKED = [
    *("", " ", "a", "an", "some", "several", "a few", "lots", "none", "once", "percent", "%"),
    *("1O5", "l05", "13.5.2024", "1.2.3", "2024-05", "12:30", "13/5", "9/11", "24/7"),
    *("1,4,13", "12,34", "1234,567", "1,5", "0,413", "1.413.000", "1.413,5", "1'413", "1_413"),
    *("1 4 13", "12 34", "1 4130", "0 413", "5.", "007", "00.5", "1e999999", "1e6", "10^6"),
    *("1,413²", "5²", "①", "Ⅳ", "150m²", "1\u200b413", "0x10", "nan", "Infinity"),
    *("\u0661\u06623", "\u0663\u066b\u0665"),  # two scripts; a decimal sign of another
    *("+5", "(5)", "–5%", "$5", "€5", "50p", "5‰", "5 bps", "5 lakh", "5 hundred", "5 score"),
    *("1st", "first", "third", "tenth", "90th percentile", "5 percentage points", "25s"),
    *("5 forces", "5 times a day", "17 per cent more", "17% fewer", "5% of 10%", "half of 10%"),
    *("40 and 50", "two or three", "10 to", "to 10", "1-2-3", "between 10 and 15 and 20"),
    *("1-5,000", "between 65 and 70,000", "5 to £10", "10% to 15", "5 times to 10%"),
    *("over 50 or more", "over 4000+", "at least about 5", "10+ to 15", "almost", "more than"),
    *("5 in 4", "1.5 in 10", "1 in 1.5", "1 of 10"),
    *("three halves", "two halves", "three thirds", "two third", "3/3"),
    *("a tenth of a dozen", "2.3-4 dozen", "2-4.3 dozen"),
    *("1.5 1/2", "two m", "1.413", "1.000", "twenty ten", "a per cent"),
    *("£5%", "£5 times", "half as likely", "a half and a third"),
    *("-10-5%", "-10–5", "£1.413", "-1.413", "0.413-1.413", "half to two thirds", "1,5 %"),
    *("one point five per cent", "0·5%", "9 times out of 10", "8 of 10", "dozens", "two score"),
    *("1.5mn", "£2b", "£2.5tn", "200% increase", "1 in 10 to 1 in 5", "5 or 6", "XIV", "50-odd"),
]  # fmt: skip


@pytest.mark.parametrize("printed", ASKED)
def test_what_does_not_fit_whole_is_asked_about(printed):
    assert read_printed(printed, "people") is None


def test_a_share_of_nothing_is_refused():
    with pytest.raises(BadQuantity, match="nothing is one in nought"):
        read_printed("1 in 0")


@pytest.mark.parametrize("printed", ["9" * 19, "1." + "9" * 18, "5 in " + "9" * 19])
def test_more_digits_than_any_count_has_are_refused(printed):
    with pytest.raises(BadQuantity, match="more than 18 digits"):
        read_printed(printed)


def test_eighteen_digits_are_read():
    assert read("9" * 18).value == Decimal("9" * 18)
    assert read("-" + "9" * 17 + ".9").decimals == 1


@pytest.mark.parametrize(
    ("printed", "unit", "value"),
    [
        ("20 years", "years", 20),
        ("one year", "years", 1),
        ("1-year", "years", 1),
        ("90-day", "days", 90),
        ("150-m", "m", 150),
        ("150 m", "km", 150000000),
        ("3 times a day", "times a day", 3),
        ("5 percentage points", "percentage points", 5),
        ("12 per 1,000 residents", "per 1,000 residents", 12),
        ("12-15 per 1,000 residents", "per 1,000 residents", 12),
        ("1 km2", "km2", 1),
        ("Half a million people", "People", 500000),
        ("1.413", "risk value", "1.413"),
        ("0.413", "people", "0.413"),
        ("1.4135", "people", "1.4135"),
    ],
)
def test_the_words_of_the_unit_may_stand_behind_the_number(printed, unit, value):
    reading = read(printed, unit)
    assert (reading.value, reading.unit) == (Decimal(value), "")


@pytest.mark.parametrize("printed", ["5\N{REPLACEMENT CHARACTER}", "5 \N{REPLACEMENT CHARACTER}"])
def test_a_sign_that_stands_for_none_that_could_be_read_is_no_unit(printed):
    assert read_printed(printed, "stops") is None


@pytest.mark.parametrize(
    ("letter", "other", "unit"),
    [
        *(("m", "k", unit) for unit in ("m", "metres", "miles", "minutes", "months", "Metres")),
        *(("m", "k", unit) for unit in ("m2", "square metres", "minutes a day")),
        *(("k", "m", unit) for unit in ("km", "kilometres", "km2")),
    ],
)
def test_a_letter_that_may_be_the_unit_is_not_taken_for_a_scale(letter, other, unit):
    assert read_printed(f"150{letter}", unit) is None
    assert read(f"150{other}", unit).value == (150_000 if other == "k" else 150_000_000)


@pytest.mark.parametrize("unit", ["people", "vehicles", "hours", "uses of force", "GBP", ""])
def test_a_point_before_three_digits_may_part_thousands_of_whatever_is_counted(unit):
    assert read_printed("1.413", unit) is None
    assert read_printed("1.413-2.500", unit) is None
    assert read("0.413", unit).value == Decimal("0.413")
    assert read("1.41", unit).value == Decimal("1.41")


@pytest.mark.parametrize(
    "unit",
    [
        *("percent", "times", "proportion", "percentage points", "relative risk value", "score"),
        *("per 1,000 residents", "people per square mile", "odds ratio"),
    ],
)
def test_of_a_ratio_a_rate_or_a_score_three_decimals_are_decimals(unit):
    assert read("1.413", unit).value == Decimal("1.413")


@pytest.mark.parametrize("text", ["12", "-12", "1,413", "1 413", "0", "0.5", ".5", "1,413,000.25"])
def test_a_number_in_digits_alone_is_read_to_its_last_decimal(text):
    plain = text.replace(",", "").replace(" ", "")
    assert read_plain(text) == (Decimal(plain), len(plain.partition(".")[2]))


@pytest.mark.parametrize(
    "text", ["", "-", "1,4", "1,4,13", "01", "1.", "£5", "5%", "\u0665", " 5", "5\n"]
)
def test_anything_but_digits_is_no_plain_number(text):
    assert read_plain(text) is None


# relations


counts = st.integers(0, 10**15)


@given(counts, st.sampled_from([",", " ", "\u00a0", "\u202f", ""]))
def test_digits_are_read_alike_however_their_thousands_are_parted(count, sign):
    assert read(f"{count:,}".replace(",", sign)).value == count


@given(st.integers(0, 99).filter(lambda n: n <= 20 or n % 10))
def test_a_number_in_words_is_the_number(number):
    tens, ones = divmod(number, 10)
    words = (
        UP_TO_NINETEEN[number]
        if number < 20
        else f"{BY_TENS[tens - 2]}-{UP_TO_NINETEEN[ones]}".removesuffix("-zero")
    )
    assert read(words).value == number
    assert read(f"three hundred and {words}").value == 300 + number
    assert read(f"{words} thousand").value == 1000 * number


@given(st.integers(1, 99), st.integers(1, 99))
def test_so_many_in_so_many_is_a_share_or_asked_about(part, whole):
    for joint in ("in", "out of"):
        reading = read_printed(f"{part} {joint} {whole}")
        assert (reading is None) == (part > whole)
        assert reading is None or abs(reading.value * whole - part) < Decimal("1e-20")


@given(
    st.sampled_from([row[0] for row in READ]),
    st.integers(0, 40),
    st.sampled_from(
        [*"oO§.,;:!?|#&*=()[]{}'\"\\^_²½\u0663", "zz", " per", " of", " and", " or", "\u200b"]
    ),
)
def test_a_stray_sign_anywhere_is_never_passed_over(printed, place, stray):
    """What is read with a stray sign in it says something else than without it, or nothing."""
    marked = f"{printed[:place]}{stray}{printed[place:]}"
    assume(unicodedata.normalize("NFKC", marked) != unicodedata.normalize("NFKC", printed))
    try:
        there, back = read_printed(printed, "people"), read_printed(marked, "people")
    except BadQuantity:
        return
    # A point, a comma, a fraction or a digit may make another number of it; words may not.
    assert back is None or stray in {".", ",", "½", "\u0663"}
    assert back is None or back != there


@given(st.text(st.sampled_from("0123456789.,- %£kmbn"), max_size=12))
def test_every_digit_that_is_read_counts(printed):
    """The digits of what is read are those of the text: none is dropped."""
    try:
        reading = read_printed(printed, "people")
    except BadQuantity:
        return
    if reading is not None and reading.stated != "range":
        digits = "".join(sign for sign in printed if sign.isdigit())
        value = format(abs(reading.value), "f").replace(".", "").strip("0")
        assert value == digits.strip("0")


@given(st.text(st.sampled_from("0123456789.,- "), max_size=10))
def test_a_plain_number_is_what_the_pattern_lets_through(text):
    try:
        number = read_plain(text)
    except BadQuantity:
        return
    assert (number is None) == (PLAIN_NUMBER.fullmatch(text) is None)
    if number is not None:
        assert Decimal(text.replace(",", "").replace(" ", "")) == number[0]


@pytest.mark.parametrize(("word", "times"), MULTIPLES.items())
def test_a_multiple_in_one_word_is_read(word, times):
    reading = read(f"{word} as likely")
    assert (reading.value, reading.unit) == (times, "times")
