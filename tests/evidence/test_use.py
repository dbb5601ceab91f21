"""The state of use is worded by one rule from everything said, and never past what was told."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.content import FOLDER
from candour.core.days import parse_days
from candour.evidence.fields import read_schema
from candour.evidence.statements import Statement
from candour.evidence.use import Standing, headline
from candour.evidence.use_exact import lies_in
from candour.evidence.use_tellings import RANK

TODAY = date(2026, 11, 29)
OUT = "2025-02-20"


def use(value, valid=None, *, by="a-force", via="a-group", said_on=None, source="a-report"):
    return Statement(
        subject="a-system",
        field="use",
        kind="term",
        value=value,
        said_by=(by,),
        via=via,
        source=source,
        locator="1",
        basis="research",
        said_on=parse_days(said_on) if said_on else None,
        public_on=parse_days(OUT),
        valid=parse_days(valid) if valid else None,
    )


def own(value, valid=None, **more):
    """Words of the source itself."""
    return use(value, valid, by="a-group", via="", **more)


def said(*uses, on=TODAY):
    return headline(uses, on).sentence


def standing(*uses, on=TODAY):
    return headline(uses, on).standing


@pytest.mark.parametrize(
    ("uses", "sentence"),
    [
        (
            [own("in-use", "2020/")],
            "said to be in use since 2020, and described in the present tense on 20 February 2025 "
            "(a-group); nothing read says it stopped",
        ),
        (
            [own("in-use", OUT)],
            "described in the present tense as in use on 20 February 2025 (a-group); "
            "nothing read says it stopped",
        ),
        (
            [use("in-use", "2024-08")],
            "said to be in use in August 2024 (a-force); nothing read says it stopped",
        ),
        (
            [use("in-use")],
            "said to be in use, in words without a day reported on 20 February 2025 (a-force); "
            "nothing read says it stopped",
        ),
        (
            [own("in-use")],
            "said to have been in use, on days not given, as told on 20 February 2025 (a-group); "
            "nothing read says it stopped",
        ),
        (
            [own("in-use", "2018/2024-02"), own("stopped", "2024-02/")],
            "said to have stopped in February 2024 (a-group); nothing later read",
        ),
        (
            [use("stopped", "before 2024-05/", said_on="2024-04"), own("in-use")],
            "said in April 2024 to have stopped (a-force); nothing later read",
        ),
        (
            [own("not-deployed", f"/{OUT}"), own("on-hold", "2024-02/"), own("called-used")],
            "never deployed, as said on 20 February 2025 (a-group); on hold since February 2024, "
            "as said on 20 February 2025 (a-group); a list or glossary calls it used (a-group); "
            "nothing later read",
        ),
        (
            [own("on-hold", "2024-02/")],
            "on hold since February 2024, as said on 20 February 2025 (a-group); "
            "nothing later read",
        ),
        (
            [use("in-use", "2019", said_on="2019"), use("denied", "2019-02", said_on="2019-02")],
            "said to be in use in 2019 (a-force); said not to be in use in February 2019 "
            "(a-force); nothing read says it stopped",
        ),
        ([own("in-trial", "2020")], "said to be on trial in 2020 (a-group); nothing later read"),
        ([], "nothing read says whether it was used"),
        (
            [own("called-used")],
            "nothing read says whether it was used; a list or glossary calls it used (a-group)",
        ),
    ],
)
def test_each_state_is_worded_with_who_said_it_and_the_last_day_told_of(uses, sentence):
    assert said(*uses) == sentence


def test_the_present_tense_holds_on_the_day_of_the_words_where_it_is_given():
    telling = use("in-use", "2022/", said_on="2023-07-04")
    assert standing(telling, on=date(2023, 7, 4)) is Standing.THEN
    assert standing(telling, on=date(2023, 7, 5)) is Standing.LAST_IN_USE
    assert "as said on 4 July 2023" in said(telling)


def test_words_reported_without_a_day_show_no_use_up_to_the_report():
    telling = use("in-use", "2013/")
    assert standing(telling, on=date(2020, 1, 1)) is Standing.AROUND
    assert standing(telling, on=TODAY) is Standing.LAST_IN_USE


def test_nobody_tells_of_a_day_after_they_spoke():
    assert standing(use("in-use", "2023/2027"), on=date(2026, 6, 1)) is Standing.LAST_IN_USE


def test_past_the_last_day_told_of_use_is_no_less_told_of_than_its_end():
    for uses in ([own("in-use", "2020/")], [own("stopped", "2020/")], [own("on-hold", "2020/")]):
        assert said(*uses, on=TODAY) == said(*uses, on=date(2027, 11, 29))
        assert "not known" not in said(*uses)


def test_a_use_told_of_without_an_end_yields_to_an_end_in_the_same_source_alone():
    open_use, stop = own("in-use", "2020/"), use("stopped", "2023/")
    assert said(open_use, stop) == "said to have stopped in 2023 (a-force); nothing later read"
    assert standing(open_use, stop, on=date(2022, 6, 1)) is Standing.THEN
    assert standing(open_use, stop, on=date(2024, 6, 1)) is Standing.LAST_OTHER
    other = use("stopped", "2023/", source="another", said_on="2026")
    assert headline([open_use, other], date(2024, 6, 1)).is_disputed


def test_use_and_its_denial_of_one_day_both_stand_in_the_headline():
    found = headline([own("in-use", "2019/2021"), use("denied", "2020/2022")], date(2020, 12, 31))
    assert found.is_disputed
    assert {s.value for s in found.statements} == {"in-use", "denied"}


def test_a_day_between_what_is_told_is_not_settled():
    uses = [own("in-use", "2016"), own("stopped", "2019/")]
    assert said(*uses, on=date(2018, 6, 1)).endswith("that does not settle 1 June 2018")


def test_the_last_day_of_a_use_told_by_the_year_is_not_settled_and_the_day_after_it_is_past():
    uses = [own("in-use", "2018/2020")]
    assert said(*uses, on=date(2020, 12, 31)).endswith("that does not settle 31 December 2020")
    assert standing(*uses, on=date(2021, 1, 1)) is Standing.LAST_IN_USE


def test_a_day_before_all_that_is_told_is_not_told_of():
    assert said(own("in-use", "2020/"), on=date(2001, 1, 1)).endswith(
        "nothing read tells of 1 January 2001"
    )


def test_every_term_of_use_has_its_place_and_words():
    assert set(RANK) == set(read_schema(FOLDER).vocabularies["use"])
    for term in RANK:
        for valid in (None, "2020", "2020/", "/2020", "before 2016", "2013/2014", OUT):
            for make in (use, own):
                for day in (date(2013, 6, 1), date(2020, 6, 1), TODAY):
                    sentence = said(make(term, valid), on=day)
                    assert " is in use" not in sentence
                    assert "shown" not in sentence


@given(
    st.lists(
        st.tuples(
            st.sampled_from(RANK),
            st.sampled_from([None, "2019", "2020/", "/2021", "before 2016", "2018/2023", OUT]),
            st.sampled_from([use, own]),
        ),
        max_size=5,
    ),
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
)
def test_the_rule_looks_at_what_was_said_and_not_at_its_order(rows, day):
    uses = [make(term, valid) for term, valid, make in rows]
    one, other = headline(uses, day), headline(uses[::-1], day)
    assert (one.state, one.standing, one.is_disputed) == (
        other.state,
        other.standing,
        other.is_disputed,
    )
    if day > date(2025, 2, 20) and uses:
        assert one.standing in {Standing.LAST_IN_USE, Standing.LAST_OTHER, Standing.NOTHING}


# the exacter telling of one thing is preferred


def first_use(valid, **more):
    statement = use("in-use", **more)
    return replace(statement, field="first-use", kind="days", value=parse_days(valid))


def test_an_exact_day_beats_a_month_and_a_month_a_year():
    year = own("stopped", "2018/")
    month = use("stopped", "2018-03/", source="paper", said_on="2018-11")
    day = use("stopped", "2018-03-09/", by="another", source="notice", said_on="2018-04")
    assert said(year, month) == "said to have stopped in March 2018 (a-force); nothing later read"
    assert said(year, month, day) == (
        "said to have stopped on 9 March 2018 (another); nothing later read"
    )


def test_an_end_with_days_beats_an_end_without():
    told = said(own("stopped"), use("stopped", "before 2020-12-18/", source="paper"))
    assert told == "said to have stopped before 18 December 2020 (a-force); nothing later read"


def test_those_who_tell_an_end_equally_closely_are_all_named():
    one = use("stopped", "2018-03/", source="one", said_on="2018-11")
    other = use("stopped", "2018-03/", by="another", source="two", said_on="2018-10")
    assert said(one, other) == said(other, one)
    assert "March 2018 (a-force and another)" in said(one, other)


def test_one_speaker_who_says_two_things_of_the_same_days_does_not_agree_with_themselves():
    used, denied = use("in-use", "2018/2022"), use("denied", "2018/2022", source="letter")
    day = date(2020, 1, 1)
    assert headline([used, denied], day).statements == (used, denied)
    assert standing(used, denied, on=day) is Standing.DISPUTED
    assert said(used, denied, on=day) == (
        "said to be in use from 2018 to 2022 (a-force), and so on 1 January 2020; "
        "said not to be in use from 2018 to 2022 (a-force)"
    )


def test_ends_on_days_that_lie_apart_both_stand_with_who_said_them():
    one = use("stopped", "2018-03/", source="one", said_on="2018-11")
    other = use("stopped", "2019/", by="another", source="two", said_on="2020")
    assert said(one, other) == said(other, one)
    assert said(one, other) == (
        "said to have stopped in 2019 (another); said to have stopped in March 2018 (a-force); "
        "nothing later read"
    )


def test_a_last_day_of_use_within_the_year_of_an_end_comes_first():
    last = use("in-use", "2011-01-01/2020-04-15", by="paper", via="", source="paper")
    told = headline([own("stopped", "2020/"), last], TODAY)
    assert told.state == "stopped"
    assert told.sentence == (
        "last said to be in use on 15 April 2020 (paper); said to have stopped in 2020 (a-group); "
        "nothing later read"
    )


def test_what_was_on_hold_up_to_its_end_is_told_as_such():
    uses = [own("stopped"), use("on-hold", "2017/2020-06-23"), use("stopped", "2020-06-23/")]
    assert said(*uses) == (
        "said to have stopped on 23 June 2020 (a-force); on hold from 2017 to 23 June 2020 "
        "(a-force); nothing later read"
    )


def test_a_start_is_told_as_closely_as_anyone_tells_it_with_what_was_told_last():
    rough, close = own("in-use", "2020/"), use("in-use", "2020-03/", said_on="2021", source="x")
    assert said(rough, close) == (
        "said to be in use since March 2020 (a-force), and described in the present tense on "
        "20 February 2025 (a-group); nothing read says it stopped"
    )


def test_of_two_starts_by_one_speaker_the_rougher_is_left_out():
    assert "since March 2021," in said(own("in-use", "2021/"), own("in-use", "2021-03/"))
    assert "since 2020 or March 2021," in said(own("in-use", "2020/"), own("in-use", "2021-03/"))


def test_a_use_without_a_start_is_told_with_the_first_use_that_another_gives():
    told = said(own("in-use"), first_use("2011", by="paper", source="paper"))
    assert told == (
        "said to have been in use, on days not given, as told on 20 February 2025 (a-group); "
        "first used in 2011 (paper); nothing read says it stopped"
    )


def test_the_end_of_a_part_is_never_the_end_of_the_whole():
    part = replace(use("stopped", "2018-08/"), qualifiers=(("part", "the list"),))
    whole = use("stopped", "2019-04/", source="other")
    assert said(part, whole) == "said to have stopped in April 2019 (a-force); nothing later read"
    told = headline([own("in-use", OUT), part], TODAY)
    assert told.state == "in-use"
    assert not told.is_disputed
    assert "of a part (the list), said to have stopped in August 2018 (a-force)" in told.sentence
    assert said(part).startswith("of a part (the list), said to have stopped")


def test_an_end_in_one_area_is_the_end_of_a_part_and_a_use_there_is_a_use():
    area = (("area", "one city"),)
    assert headline([replace(own("in-use", "2020"), qualifiers=area)], TODAY).state == "in-use"
    local = replace(use("stopped", "2022-12/"), qualifiers=area)
    assert "2022" not in said(local, use("stopped", "2025-12/", source="other"))


def test_between_a_rough_end_and_a_close_one_the_close_one_decides_the_day():
    uses = [
        own("in-use", "2013/2018"),
        own("stopped", "2018/"),
        use("stopped", "2018-03/", source="paper", said_on="2018-11"),
    ]
    assert standing(*uses, on=date(2018, 2, 15)) is Standing.THEN
    assert standing(*uses, on=date(2018, 6, 15)) is Standing.NOT_THEN
    assert standing(*uses, on=date(2024, 6, 15)) is Standing.NOT_THEN
    assert "March 2018 (a-force), and so on 15 June 2024" in said(*uses, on=date(2024, 6, 15))


def test_a_plan_is_told_on_the_day_of_the_words():
    assert said(use("planned", "2025-10", said_on="2025-10")).startswith(
        "said in October 2025 to be planned (a-force)"
    )
    assert said(use("planned", "2014-04", said_on="2013")).startswith(
        "said in 2013 to be planned for April 2014 (a-force)"
    )


def test_a_plan_for_the_very_day_of_the_words_lies_ahead_no_more():
    assert said(own("planned", f"{OUT}/")).startswith(
        "said on 20 February 2025 to be planned (a-group)"
    )
    assert said(own("planned", "2025-02-21/")).startswith(
        "said on 20 February 2025 to be planned for 21 February 2025 (a-group)"
    )


ends = st.sampled_from(
    ["2018/", "2018-03/", "2018-03-09/", "2018-11/", "2019/", "before 2019/", "2017-05-01/", None]
)


@given(st.lists(st.tuples(ends, st.sampled_from(["2018", "2019-06", "2024"])), min_size=1))
def test_the_order_of_sources_changes_nothing(rows):
    stops = [use("stopped", end, said_on=on, source=f"s-{end}-{on}") for end, on in rows]
    assert said(*stops) == said(*stops[::-1])


@given(st.lists(ends, min_size=1, max_size=5), st.data())
def test_a_vaguer_telling_of_an_end_changes_no_headline(rows, data):
    stops = [use("stopped", end, source=f"s-{n}") for n, end in enumerate(rows)]
    given = [stop.valid.start for stop in stops if stop.valid]
    vaguer = [
        end
        for end in ("2018/", "2018-03/", "2019/", "before 2019/", "before 2021/", None)
        if any(end is None or lies_in(edge, parse_days(end).start) for edge in given)
    ]
    if vaguer:
        rough = own("stopped", data.draw(st.sampled_from(vaguer)), source="rough")
        exacter = [e for e in given if rough.valid is None or e != rough.valid.start]
        if exacter and (rough.valid is None or any(lies_in(e, rough.valid.start) for e in exacter)):
            assert said(*stops, rough) == said(*stops)
