"""What several sources say alike, and which of them are independent of one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.content import FOLDER
from candour.core.days import parse_days
from candour.evidence.collection import Row, SubjectFile
from candour.evidence.corroboration import (
    are_independent,
    corroborations,
    in_words,
    owners,
    owners_in,
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
    owned = owners_in(content.of_class("body"))
    hart = list(corroborations(content.subjects["durham-hart"], schema, owned))
    mid_2016 = next(one for one in hart if str(one.statements[0].value) == "2016")
    assert len(mid_2016.independent) == 3
    kent = corroborations(content.subjects["kent-predpol"], schema, owned)
    stopped = next(one for one in kent if one.field == "use")
    assert (len(stopped.sources), stopped.is_independent) == (4, False)
