"""What several sources say alike, and which of them are independent of one another."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.content import FOLDER
from candour.core.days import parse_days
from candour.evidence.collection import Row, SubjectFile
from candour.evidence.corroboration import (
    PART_OF,
    are_independent,
    corroborations,
    in_words,
    owners,
)
from candour.evidence.fields import read_schema
from candour.evidence.reading import read_collection
from candour.evidence.statements import Statement
from tests.evidence import making

OWNED = owners([("unit", "force"), ("desk", "unit"), ("office", "ministry")])


@pytest.fixture(scope="module")
def schema():
    return read_schema(FOLDER)


def said(source, by, value="2016", *, via="", first_in="", field="first-use", valid=""):
    kind = "days" if field == "first-use" else "term"
    return Statement(
        subject="tool",
        field=field,
        kind=kind,
        value=parse_days(value) if kind == "days" else value,
        said_by=(by,),
        source=source,
        locator="1",
        basis="research",
        via=via,
        first_in=first_in,
        valid=parse_days(valid) if valid else None,
    )


def found(schema, *statements, owned=OWNED):
    rows = tuple(Row(f"row.{place}", one) for place, one in enumerate(statements))
    return list(corroborations(SubjectFile("tool", "system", rows), schema, owned))


def test_three_sources_two_of_them_independent(schema):
    one, two, three = said("a", "force"), said("b", "paper"), said("c", "unit", via="agency")
    (alike,) = found(schema, one, two, three)
    assert alike.sources == ("a", "b", "c")
    assert alike.independent == (one, two)
    names = {"force": "The Force", "paper": "The Paper"}
    assert in_words(alike, lambda slug: names[slug]) == (
        "Three sources say so; two of them are independent of one another: The Force and The Paper."
    )


def test_all_that_are_independent_are_named(schema):
    (alike,) = found(schema, said("a", "force"), said("b", "paper"))
    assert in_words(alike, str.title) == (
        "Two sources say so, independently of one another: Force and Paper."
    )


def test_many_reports_of_one_word_are_one_voice(schema):
    (alike,) = found(schema, *(said(s, "force", via=f"paper-{s}") for s in "abcd"))
    assert not alike.is_independent
    assert in_words(alike, str) == (
        "Four sources say so, and no two of them independently of each other."
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(said("a", "force"), said("a", "paper"), id="read in one source"),
        pytest.param(said("a", "force"), said("b", "force"), id="one speaker"),
        pytest.param(said("a", "paper"), said("b", "force", via="paper"), id="one reports"),
        pytest.param(said("a", "x", via="p"), said("b", "y", via="p"), id="one reporter of both"),
        pytest.param(said("a", "desk"), said("b", "force"), id="a part of the other"),
        pytest.param(said("a", "x", first_in="b"), said("b", "y"), id="one repeats the other"),
        pytest.param(
            said("a", "x", first_in="c"), said("b", "y", first_in="c"), id="both repeat a third"
        ),
    ],
)
def test_who_speaks_for_reports_or_repeats_another_is_not_independent(one, other):
    assert not are_independent(one, other, OWNED)
    assert not are_independent(other, one, OWNED)
    assert are_independent(one, said("z", "stranger"), OWNED)


def test_states_of_other_days_are_not_the_same_thing(schema):
    one = said("a", "force", "in-use", field="use", valid="2016")
    other = said("b", "paper", "in-use", field="use", valid="2020")
    without = said("c", "agency", "in-use", field="use")
    assert found(schema, one, other, without) == []


def test_a_day_given_more_closely_says_the_same(schema):
    (alike,) = found(schema, said("a", "force", "2016"), said("b", "paper", "2016-07"))
    assert alike.is_independent
    assert found(schema, said("a", "force", "2016"), said("b", "paper", "2017-07")) == []


def test_what_this_register_adds_corroborates_nothing(schema):
    assert found(schema, said("a", "force"), said("b", "candour")) == []


VOICES = st.sampled_from(["force", "unit", "desk", "ministry", "office", "paper", "agency"])
SAID = st.builds(said, st.sampled_from("abcdef"), VOICES, via=VOICES | st.just(""))


@given(st.lists(SAID, min_size=2, max_size=7, unique_by=lambda one: one.id))
def test_no_larger_set_of_independent_statements_exists(statements):
    for alike in found(making.schema(), *statements):
        best = max(
            sum(1 << n & chosen > 0 for n in range(len(alike.statements)))
            for chosen in range(1, 1 << len(alike.statements))
            if all(
                are_independent(alike.statements[a], alike.statements[b], OWNED)
                for a in range(len(alike.statements))
                for b in range(a)
                if 1 << a & chosen and 1 << b & chosen
            )
        )
        assert len(alike.independent) == best


def test_the_shipped_register_holds_what_independent_sources_say(schema):
    content = read_collection(FOLDER, schema)
    bodies = content.of_class("body")
    owned = owners((one.slug, whole) for one in bodies for whole in one.slugs(PART_OF))
    hart = list(corroborations(content.subjects["durham-hart"], schema, owned))
    in_2017 = next(one for one in hart if str(one.statements[0].value) == "2017")
    assert (in_2017.field, len(in_2017.independent)) == ("first-use", 2)
    kent = corroborations(content.subjects["kent-predpol"], schema, owned)
    stopped = next(one for one in kent if one.field == "use")
    assert (len(stopped.sources), stopped.is_independent) == (4, False)


# what is the same thing, and what stands at its edges


def test_a_part_of_a_part_is_a_part_of_the_whole_and_rings_end():
    assert owners([("unit", "force"), ("desk", "unit")]) == {
        "unit": frozenset({"unit", "force"}),
        "desk": frozenset({"desk", "unit", "force"}),
    }
    ring = owners([("one", "two"), ("two", "one"), ("two", "three")])
    assert ring["one"] == ring["two"] == frozenset({"one", "two", "three"})
    assert owners([]) == {}


def test_it_is_told_as_a_mapping_with_the_names_of_what_it_rests_on(schema):
    one, two, three = said("a", "force"), said("b", "paper"), said("c", "unit")
    (alike,) = found(schema, one, two, three)
    assert (alike.subject, alike.field) == ("tool", "first-use")
    assert alike.as_dict() == {
        "field": "first-use",
        "statements": [one.id, two.id, three.id],
        "sources": ["a", "b", "c"],
        "independent": [one.id, two.id],
    }


def alike_in(*statements, **of):
    """The places of those that say the same, set by set."""
    places = {one.id: place for place, one in enumerate(statements)}
    return [
        [places[one.id] for one in alike.statements]
        for alike in found(of.get("schema", making.schema()), *statements)
    ]


def figure(source, printed, **rest):
    return making.figure(printed, said_by=("force",), source=source, **rest)


def test_numbers_say_the_same_where_what_they_can_stand_for_meets():
    about, near, far = figure("a", "1,200"), figure("b", "1,200"), figure("c", "1,201")
    assert alike_in(about, near, far) == [[0, 1]]
    rough = figure("d", "about 1,200", stated="about")
    assert alike_in(about, far, rough) == [[0, 2], [1, 2]]
    assert alike_in(far, rough) == alike_in(rough, far) == [[0, 1]]


def test_ranges_that_meet_at_their_ends_say_the_same():
    low, high = (
        figure(source, printed, stated="range") for source, printed in (("a", "1-5"), ("b", "5-9"))
    )
    assert alike_in(low, high) == alike_in(high, low) == [[0, 1]]
    apart = figure("c", "6-9", stated="range")
    assert alike_in(low, apart) == alike_in(apart, low) == []


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"measure": "stops"}, id="of another measure"),
        pytest.param({"unit": "stops"}, id="in another unit"),
        pytest.param({"group": "black"}, id="of another group"),
        pytest.param({"period": "2020"}, id="of another period"),
        pytest.param({"area": "Kent"}, id="of another area"),
        pytest.param({"denominator": "residents"}, id="of another denominator"),
        pytest.param({"compared_with": "white"}, id="beside another group"),
        pytest.param({"system": "other"}, id="of another system"),
    ],
)
def test_equal_numbers_of_other_things_say_nothing_alike(other):
    assert alike_in(figure("a", "12"), figure("b", "12")) == [[0, 1]]
    assert alike_in(figure("a", "12"), figure("b", "12", **other)) == []


def test_silences_of_one_kind_are_alike_and_no_value_is_a_silence():
    refused, again = (
        making.silence("refused", "purpose", source=source, said_by=("force",)) for source in "ab"
    )
    unheld = making.silence("not-held", "purpose", source="c", said_by=("force",))
    assert alike_in(refused, again, unheld) == [[0, 1]]
    word = making.term("refused", "purpose", source="d", said_by=("paper",))
    assert alike_in(refused, word) == []


def test_that_a_list_is_complete_and_texts_are_never_compared():
    for kind in ("closure", "text"):
        lists = [
            making.statement(
                "complete", field="data-types", kind=kind, source=source, said_by=("force",)
            )
            for source in "ab"
        ]
        assert alike_in(*lists) == []
    terms = [
        making.term("complete", "data-types", source=source, said_by=("force",)) for source in "ab"
    ]
    assert alike_in(*terms) == [[0, 1]]


@pytest.mark.parametrize("key", ["general", "practice"])
def test_what_is_said_in_general_or_of_a_practice_corroborates_nothing(key):
    plain = [making.term("in-use", "data-types", source=source, said_by=("f",)) for source in "ab"]
    marked = making.term("in-use", "data-types", source="c", said_by=("f",), **{key: "yes"})
    assert alike_in(*plain, marked) == [[0, 1]]


def test_what_holds_at_any_time_needs_no_days_and_what_holds_for_a_time_does():
    def of(field, *days):
        return [
            said(source, "force", "in-use", field=field, valid=valid)
            for source, valid in zip("abc", days, strict=False)
        ]

    assert alike_in(*of("data-types", "", "")) == [[0, 1]]
    assert alike_in(*of("data-types", "2016", "")) == [[0, 1]]
    assert alike_in(*of("data-types", "", "2016")) == [[0, 1]]
    for field in ("use", "predictive-use", "disclosure"):
        assert alike_in(*of(field, "", "")) == []
        assert alike_in(*of(field, "2016", "")) == []
        assert alike_in(*of(field, "", "2016")) == []
        assert alike_in(*of(field, "2016", "2016")) == [[0, 1]]
        assert alike_in(*of(field, "2016-02/2018-03", "2017-01/2017-03")) == [[0, 1]]
        assert alike_in(*of(field, "2016/2017", "2018/2019")) == []


def test_days_say_the_same_where_one_lies_in_the_other_and_open_ones_only_where_equal(schema):
    def of(*values):
        return alike_in(
            *(said(source, "force", value) for source, value in zip("ab", values, strict=True))
        )

    for pair in (("2016", "2016-07"), ("2016-07", "2016"), ("2016-01-01", "2016"), ("2016",) * 2):
        assert of(*pair) == [[0, 1]]
    assert of("2016/2018", "2017/2018") == of("2016/2017", "2016/2018") == [[0, 1]]
    assert of("2016/2017", "2017/2018") == of("2016", "2017") == []
    assert of("2016/", "2016/") == of("/2016", "/2016") == [[0, 1]]
    assert of("2016/", "2016-02/") == of("2016/", "2016") == of("/2016", "2016") == []


@pytest.mark.parametrize("edge", [("2016-01", "2016-01-01"), ("2016-12", "2016-12-31")])
def test_a_year_its_month_and_its_day_are_one_thing_in_any_order(edge):
    for values in permutations(("2016", *edge)):
        statements = (said(source, "f", value) for source, value in zip("abc", values, strict=True))
        assert alike_in(*statements) == [[0, 1, 2]]


def test_other_terms_and_other_fields_are_other_things():
    def term(source, value, field):
        return making.term(value, field, source=source, said_by=("force",))

    one = term("a", "in-use", "data-types")
    assert alike_in(one, term("b", "stopped", "data-types")) == []
    assert alike_in(one, term("b", "in-use", "outcomes")) == []
    first, last = (
        said("a", "force"),
        making.statement("2016", field="last-use", kind="days", source="b", said_by=("force",)),
    )
    assert alike_in(first, last) == []


def test_one_statement_may_say_the_same_as_two_that_differ(schema):
    year, spring, autumn = (
        said(source, "force", value)
        for source, value in (("a", "2016"), ("b", "2016-03"), ("c", "2016-10"))
    )
    assert alike_in(year, spring, autumn) == [[0, 1], [0, 2]]
    assert alike_in(spring, year, autumn) == [[0, 1], [1, 2]]
    assert alike_in(spring, autumn) == []


@pytest.mark.parametrize("many", [2, 13, 14, 15, 20])
def test_many_that_are_independent_are_all_chosen_however_many(schema, many):
    statements = [said(f"source-{n:02}", f"body-{n:02}") for n in range(many)]
    (alike,) = found(schema, *statements)
    assert alike.independent == tuple(statements)
    words = {2: "Two", 13: "13", 14: "14", 15: "15", 20: "20"}[many]
    assert in_words(alike, str).startswith(f"{words} sources say so, independently")


def test_of_many_the_first_of_each_voice_is_chosen(schema):
    statements = [said(f"source-{n:02}", "desk" if n % 2 else "paper") for n in range(15)]
    (alike,) = found(schema, *statements)
    assert alike.independent == tuple(statements[:2])


def test_the_exact_search_finds_more_than_taking_the_first_that_fits(schema):
    """The first bars the two others, which are free of each other."""
    first = said("a", "force", via="paper")
    two, three = said("b", "unit"), said("c", "paper")
    (alike,) = found(schema, first, two, three)
    assert alike.independent == (two, three)


def test_counts_are_in_words_up_to_nine_and_several_speakers_of_one_are_told_together(schema):
    for many, word in ((3, "Three"), (5, "Five"), (9, "Nine"), (10, "10")):
        (alike,) = found(schema, *(said(f"s-{n:02}", "force") for n in range(many)))
        assert in_words(alike, str) == (
            f"{word} sources say so, and no two of them independently of each other."
        )
    both = making.term("in-use", "data-types", source="a", said_by=("force", "unit"))
    other = making.term("in-use", "data-types", source="b", said_by=("paper",))
    third = making.term("in-use", "data-types", source="c", said_by=("agency",))
    (alike,) = found(making.schema(), both, other, third)
    assert in_words(alike, str.title) == (
        "Three sources say so, independently of one another: Force; Unit, Paper and Agency."
    )
