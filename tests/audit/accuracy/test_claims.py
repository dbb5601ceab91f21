"""Published shares: both readings, what rounding and chance allow, and what is never said."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from candour.audit.accuracy.claims import audit_claim
from candour.audit.accuracy.kind import KIND
from candour.audit.accuracy.published import ClaimQuestion, ShareOf, possible_counts, read_share
from candour.audit.errors import PlanError
from candour.audit.guard import BadWording, guard
from tests.support.reports import five_answers


def claim(share="0.17", share_of="unknown", **known):
    return audit_claim(ClaimQuestion(share, ShareOf(share_of), **known))


def reading(finding, name):
    return next(row for row in finding.as_dict()["readings"] if row["reading"] == name)


# readings


def test_where_the_source_does_not_say_both_readings_are_given_and_no_icons():
    found = claim(flagged=1_000)
    assert [row["reading"] for row in found.as_dict()["readings"]] == ["precision", "recall"]
    assert found.as_dict()["icon_array"] is None
    assert "does not say what 0.17 is a share of" in found.sentences[0]
    assert any("all judgements" in text for text in found.explains)


def test_a_share_of_flags_is_one_reading_with_icons():
    found = claim(share_of="flagged", flagged=1_000, unit="events")
    assert [row["reading"] for row in found.as_dict()["readings"]] == ["precision"]
    assert found.as_dict()["icon_array"] == {"of": 100, "right": 17, "wrong": 83}
    lead = "Of every 1,000 events predicted, about 170 were recorded and about 830"
    assert found.sentences[0].startswith(lead)


TITLES = {
    ("flagged", "people"): "of the people flagged, 17% had the outcome recorded",
    ("flagged", "events"): "of the events predicted, 17% were recorded",
    ("incidents", ""): "of the recorded incidents, 17% had been flagged",
}


@pytest.mark.parametrize(("share_of", "unit"), TITLES)
def test_a_title_holds_the_share_and_what_it_is_of(share_of, unit):
    title = KIND.title(claim("17%", share_of, unit=unit))
    assert title == f"A published share: {TITLES[share_of, unit]}"


def test_a_title_says_that_a_share_is_not_said_of_what():
    assert KIND.title(claim("17%")) == "A published share, 17%: not said of what"


def test_a_share_of_incidents_says_nothing_of_wrong_flags_and_has_no_icons():
    found = claim(share_of="incidents", flagged=1_000)
    assert found.as_dict()["icon_array"] is None
    assert "wrong" not in found.sentences[0]
    assert any("How many flags had nothing recorded" in text for text in found.does_not_show)
    row = reading(found, "recall")
    assert (row["low"], row["high"], row["number"]) == (None, None, None)


def test_where_the_number_is_not_known_there_is_no_interval_and_it_says_so():
    found = claim(share_of="flagged")
    row = reading(found, "precision")
    assert (row["low"], row["widest_low"]) == (None, None)
    assert (row["right_in_1000"], row["wrong_in_1000"]) == (170, 830)
    assert "(an illustration: how many there were is not given)" in found.sentences[0]
    assert found.sentences[0].endswith("165 to 175).")


def test_what_was_predicted_is_named_where_the_source_names_it():
    asked = ClaimQuestion(
        "1 in 5", ShareOf.FLAGGED, unit="people", outcome="a knife crime within a year"
    )
    assert audit_claim(asked).sentences[0] == (
        "Of every 1,000 people flagged (an illustration: how many there were is not given), about "
        "200 had a knife crime within a year recorded and about 800 had no knife crime within a "
        "year recorded (as printed, anything from 181.8 to 222.2)."
    )


def test_rounding_and_chance_are_kept_apart():
    row = reading(claim(share_of="flagged", flagged=1_000), "precision")
    theirs = stats.binomtest(170, 1_000).proportion_ci(0.95, method="wilson")
    assert (row["low"], row["high"]) == pytest.approx((theirs.low, theirs.high), rel=1e-10)
    assert (row["rounding_low"], row["rounding_high"]) == (0.165, 0.175)
    lowest = stats.binomtest(165, 1_000).proportion_ci(0.95, method="wilson").low
    highest = stats.binomtest(175, 1_000).proportion_ci(0.95, method="wilson").high
    assert (row["widest_low"], row["widest_high"]) == pytest.approx((lowest, highest), rel=1e-10)


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("0.17", 0.165, 0.175),
        ("0.170", 0.1695, 0.1705),
        ("17%", 0.165, 0.175),
        ("17 per cent correct", 0.165, 0.175),
        ("just over 50 per cent", 0.5, 0.55),
        ("at least 90%", 0.9, 1),
        ("15-20%", 0.15, 0.2),
        ("99.9%", 0.9985, 0.9995),
        ("100%", 0.995, 1),
        ("0%", 0, 0.005),
        ("less than half a percent", 0, 0.005),
        ("a quarter of a per cent", 0.01 / 4.5, 0.01 / 3.5),
        ("0.5 of a percent", 0.0045, 0.0055),
        ("8 out of 10", 0.75, 0.85),
        ("one in ten", 1 / 10.5, 1 / 9.5),
        ("1 in 5", 1 / 5.5, 1 / 4.5),
        ("a fifth", 1 / 5.5, 1 / 4.5),
    ],
)
def test_a_share_stands_for_all_that_could_have_been_printed_so(printed, low, high):
    share = read_share(printed)
    assert (share.low, share.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("printed", "text"),
    [("0.170", "0.170"), ("100.0%", "100.0%"), ("66.60%", "66.60%"), ("17 per cent", "17%"),
     ("a half", "0.5"), ("two thirds", "0.6667"), ("10.0-15%", "10.0% to 15%")],
)  # fmt: skip
def test_a_share_is_quoted_as_finely_as_it_was_printed(printed, text):
    assert read_share(printed).text == text


@pytest.mark.parametrize(
    ("printed", "why"),
    [
        ("", "can't be read whole"),
        ("most", "can't be read whole"),
        ("nan", "can't be read whole"),
        ("1O5%", "can't be read whole"),
        ("0,17", "can't be read whole"),
        ("17% more", "can't be read whole"),
        ("less than 0%", "can't be read whole"),
        ("17", "lies between 0 and 1"),
        ("1", "write 0%, 1% or 100%"),
        ("0", "write 0%, 1% or 100%"),
        ("one", "write 0%, 1% or 100%"),
        ("0 to 1", "write 0%, 1% or 100%"),
        ("120%", "lies between 0 and 1"),
        ("-5%", "lies between 0 and 1"),
        ("more than 100%", "lies between 0 and 1"),
        ("£0.17", "is no share"),
        ("twice", "is no share"),
    ],
)
def test_what_is_no_share_is_refused_for_what_it_is(printed, why):
    with pytest.raises(PlanError, match="share") as refused:
        read_share(printed)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("printed", "low_open", "high_open", "counts"),
    [
        ("50%", False, False, (5, 5)),
        ("at least 50%", False, False, (5, 10)),
        ("more than 50%", True, False, (6, 10)),
        ("just over 50%", True, False, None),
        ("up to 50%", False, False, (0, 5)),
        ("less than 50%", False, True, (0, 4)),
        ("almost 50%", False, True, None),
        ("40 to 50%", False, False, (4, 5)),
    ],
)
def test_an_end_that_is_left_out_is_no_possible_count(printed, low_open, high_open, counts):
    share = read_share(printed)
    assert (share.low_open, share.high_open) == (low_open, high_open)
    assert possible_counts(share, 10) == counts


@pytest.mark.parametrize(
    ("printed", "says"),
    [
        ("50%", "about 500 were recorded and about 500 were not (as printed, anything from 495"),
        ("at least 50%", "at least 500 were recorded and at most 500 were not"),
        ("more than 50%", "more than 500 were recorded and fewer than 500 were not"),
        ("less than 50%", "fewer than 500 were recorded and more than 500 were not"),
        ("up to 50%", "at most 500 were recorded and at least 500 were not"),
        ("almost 50%", "almost 500 were recorded and just over 500 were not"),
        ("just under 50%", "just under 500 were recorded and just over 500 were not"),
        ("just over 50%", "just over 500 were recorded and just under 500 were not"),
        ("40 to 50%", "400 to 500 were recorded and 500 to 600 were not"),
        ("less than 50%", "(as printed, anything from 0 to 500, but not 500)"),
    ],
)
def test_how_many_is_said_in_the_words_of_the_share(printed, says):
    assert says in claim(printed, "flagged", unit="events").sentences[0]


@pytest.mark.parametrize(
    ("printed", "compared", "says"),
    [
        ("50%", "of the events predicted, 50% were", "about 500 were recorded and about 500"),
        ("at least 50%", "predicted, at least 50% were", "at least 500 were recorded and at most"),
        ("40 to 50%", "predicted, 40% to 50% were", "400 to 500 were recorded and 500 to 600"),
    ],
)
def test_the_answers_and_the_table_keep_the_words_of_the_share(printed, compared, says):
    finding = claim(printed, "flagged", unit="events", flagged=1_000)
    answers = {answer.question: answer.texts for answer in five_answers(finding)}
    assert compared in answers["What was compared?"][0]
    assert says in answers["What was found?"][0]
    assert not any("not known" in text for text in answers["How sure can we be?"])
    table = KIND.first_table(finding)
    assert table is not None
    (row,) = table.rows
    shown = [column.show(row) for column in table.columns]
    assert shown[2] == says.split(" were")[0]


def test_a_bound_has_no_interval_for_chance_of_its_own_and_no_picture():
    found = claim("at least 50%", "flagged", flagged=1_000)
    row = reading(found, "precision")
    lowest = stats.binomtest(500, 1_000).proportion_ci(0.95, method="wilson").low
    assert (row["low"], row["high"]) == (None, None)
    assert row["widest_low"] == pytest.approx(lowest)
    assert found.result.icon_array is None
    assert "With 1,000 flags and chance (95% interval) as well, 469 to 1,000" in found.sentences[0]


@given(st.integers(1, 400), st.integers(0, 3), st.data())
def test_the_count_behind_a_printed_share_is_among_those_possible(number, decimals, data):
    count = data.draw(st.integers(0, number))
    printed = f"{100 * count / number:.{decimals}f}%"
    first, last = possible_counts(read_share(printed), number) or (1, 0)
    assert first <= count <= last


@given(st.integers(1, 60), st.integers(0, 100))
def test_no_other_count_is_possible(number, percent):
    share = read_share(f"{percent}%")
    slow = [
        count for count in range(number + 1) if abs(200 * count - 2 * percent * number) <= number
    ]
    assert possible_counts(share, number) == ((slow[0], slow[-1]) if slow else None)


def test_a_share_that_no_number_gives_is_refused():
    with pytest.raises(PlanError, match="No whole number out of 7 gives 17%"):
        claim("17%", "flagged", flagged=7)


def test_a_reading_that_no_number_allows_is_ruled_out():
    found = claim("17%", flagged=7)
    assert not reading(found, "precision")["possible"]
    assert reading(found, "recall")["possible"]
    assert "Read as a share of flags, it can't be" in found.sentences[1]


@given(st.data())
def test_what_both_numbers_allow_holds_for_any_true_counts(data):
    flagged, incidents = data.draw(st.integers(1, 500)), data.draw(st.integers(1, 500))
    right = data.draw(st.integers(0, min(flagged, incidents)))
    caught = data.draw(st.integers(right, incidents)) if right else 0  # a flag may catch several
    both = {"flagged": flagged, "incidents": incidents}
    of_incidents = claim(f"{100 * caught / incidents:.2f}%", "incidents", **both)
    of_flags = claim(f"{100 * right / flagged:.2f}%", "flagged", **both)
    most, least = (_percent(found.explains[0]) for found in (of_incidents, of_flags))
    assert "at most" in of_incidents.explains[0]
    assert right / flagged <= most + 0.0006
    assert "at least" in of_flags.explains[0]
    assert least <= caught / incidents + 0.0006


def test_bounds_take_rounding_at_its_most_generous():
    found = claim("17%", "incidents", flagged=100, incidents=100)
    assert "at most 17.5% of flags" in found.explains[0]
    found = claim("17%", "flagged", flagged=100, incidents=100)
    assert "at least 16.5% of incidents" in found.explains[0]


def _percent(text):
    found = re.search(r"([\d.]+)%", text)
    assert found
    return float(found[1]) / 100


# the command


def test_the_command_prints_both_readings(run_json):
    found = run_json("audit", "accuracy", "--flagged", 1_000, "--share", "0.17",
                     "--share-of", "unknown")  # fmt: skip
    assert found["share_of"] == "unknown"
    assert found["icon_array"] is None
    assert [row["of"] for row in found["readings"]] == ["flagged", "incidents"]
    assert found["plan"]["options"]["share_as_printed"] == "0.17"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Give either a published share"),
        (("--share", "0.17", "--predictions", "x.csv"), "Give either a published share"),
        (("--share", "0.17", "--top", "5"), "--top can't be used with a published share"),
        (("--share", "0.17", "--share-of", "all"), "--share-of is flagged, incidents or unknown"),
        (("--share", "0.17", "--unit", "dogs"), "--unit is people, places or events"),
        (("--share", "0.17", "--flagged", "0"), "a share needs at least 1"),
        (("--share", "17"), "write 0.17 or 17%"),
        (("--predictions", "x.csv"), "Give both --predictions FILE and --observed FILE"),
        (("--predictions", "x.csv", "--observed", "y.csv"), "--top 20"),
        (("--predictions", "x.csv", "--observed", "y.csv", "--top", "1"), "there is no such file"),
        (("--predictions", "x.csv", "--observed", "y.csv", "--flagged", "5"), "with forecasts"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(run, arguments, says):
    status, out, err = run("audit", "accuracy", *arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


# words


@pytest.mark.parametrize("unit", ["", "people", "places", "events"])
@pytest.mark.parametrize("share_of", list(ShareOf))
def test_nothing_of_what_was_typed_but_the_number_is_said(unit, share_of):
    # A finding guards its own words; what is typed must not bring in what they may not say.
    found = claim("17 per cent correct", str(share_of), unit=unit, flagged=1_000, incidents=400)
    assert not any("correct" in text for text in found.sentences)


@pytest.mark.parametrize(
    "text",
    [
        "The tool is 17% accurate.",
        "It was 17 per cent correct.",
        "The forecasts are as good as counting.",
        "The tool is no better than chance.",
        "The tool prevented crime.",
        "It predicted crime in these cells.",
        "These are the cells where events will happen.",
        "There is a 17% chance that this person offends.",
    ],
)
def test_what_accuracy_can_not_bear_is_never_said(text):
    with pytest.raises(BadWording):
        guard(text)


# what is small, or close to all


@pytest.mark.parametrize(
    ("share", "said", "ends"),
    [
        ("half a per cent", ("about 5", "about 995"), "anything from 4 to 6"),
        ("5 in every 1,000", ("about 5", "about 995"), "anything from 4.5 to 5.5"),
        ("less than 0.25%", ("fewer than 2.5", "more than 997.5"), "from 0 to 2.5, but not 2.5"),
        ("less than 0.04%", ("fewer than 0.4", "more than 999.6"), "from 0 to 0.4, but not 0.4"),
        ("more than 99.96%", ("more than 999.6", "fewer than 0.4"), "from 999.6 to 1,000, but"),
        ("at least 0.001%", ("at least 0.01", "at most 999.99"), "anything from 0.01 to 1,000"),
        ("0.02%", ("about 0.2", "about 999.8"), "anything from 0.15 to 0.25"),
        ("99.995%", ("about 999.95", "about 0.05"), "anything from 999.945 to 999.955"),
        ("1 in 1,000,000", ("about 0.001", "about 999.999"), "from 0.00095 to 0.00105"),
        ("0%", ("about 0", "about 1,000"), "anything from 0 to 5"),
        ("100%", ("about 1,000", "about 0"), "anything from 995 to 1,000"),
        ("almost 45%", ("almost 450", "just over 550"), "from 405 to 450, but not 450"),
        ("two-thirds", ("about 667", "about 333"), "anything from 600 to 714.3"),
    ],
)
def test_a_share_near_none_or_all_is_told_with_the_decimals_it_takes(share, said, ends):
    (sentence,) = claim(share, "flagged").sentences
    right, wrong = said
    assert f", {right} had it recorded and {wrong} had nothing recorded (as printed," in sentence
    assert ends in sentence


def test_the_answers_and_assumptions_tell_the_ends_of_a_small_share_apart():
    found = claim("0.5%", "flagged")
    assert any("4.5 to 5.5" in text for text in found.sentences)
    assert any("from 0.0045 to 0.0055" in text for text in found.assumptions)
    assert "0.45% to 0.55%" in str(five_answers(found))
    tiny = claim("1 in 1,000,000", "unknown")
    assert "does not say what 0.000001 is a share of" in tiny.sentences[0]
    assert "0.0001%" in KIND.title(tiny)
    assert "A published share, 17.5%:" in KIND.title(claim("0.175"))


def test_chance_about_a_small_share_of_many_is_told_apart_from_none():
    (sentence,) = claim("0.02%", "flagged", flagged=1_000_000).sentences
    assert "chance (95% interval) is 0.17 to 0.23 in 1,000" in sentence
