"""The difference between two moments, held against what stood at each of them."""

import json

import pytest

from candour.register import models, selectors
from candour.register.between import Scope, Span, came_in, differences, touched, went_out
from candour.register.by_force import by_force
from candour.register.moments import NOW, Moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


def stood(number, among=None):
    """The statements that stood once a change set was in, told in another way."""
    return {
        row.statement_id
        for row in models.Recording.objects.all()
        if row.asserted_in_id <= number
        and (row.retracted_in_id is None or row.retracted_in_id > number)
        and (among is None or row.subject in among)
    }


def last():
    return selectors.head(NOW).number


@pytest.mark.parametrize("among", [None, "essex-police"])
def test_what_came_and_went_is_the_difference_of_what_stood(among):
    slugs = by_force().around(among) if among else None
    for low in (0, 1, last() - 1):
        span, scope = Span(low, last()), Scope(slugs)
        before, after = stood(low, slugs), stood(last(), slugs)
        assert set(came_in(span, scope).values_list("statement", flat=True)) == after - before
        assert set(went_out(span, scope).values_list("statement", flat=True)) == before - after


def test_nothing_differs_between_a_moment_and_itself():
    span = Span.of(NOW, NOW)
    assert touched(span, Scope()) == []


def test_the_order_of_the_two_moments_makes_no_difference():
    one, other = Moment(change=1), Moment(change=last())
    assert Span.of(one, other) == Span.of(other, one) == Span(1, last())


def test_every_statement_stands_under_its_field_with_the_change_that_moved_it():
    span, scope = Span(1, last()), Scope({"mps-gangs-matrix"})
    found = differences(touched(span, scope), span, scope)
    assert found
    for one in found:
        for turn in (*one.before, *one.after):
            assert (turn.statement.subject, turn.statement.field) == (one.subject, one.field)
            assert span.low < turn.change.number <= span.high
    assert {t.statement.id for one in found for t in one.after} == set(
        came_in(span, scope).values_list("statement", flat=True)
    )


def test_a_source_narrows_to_what_was_read_in_it():
    span, scope = Span(0, last()), Scope(source="automated-racism")
    some = differences(touched(span, scope)[:20], span, scope)
    assert {t.statement.source for one in some for t in one.after} == {"automated-racism"}


def test_the_page_counts_what_its_data_hold(client):
    address = "/changes.json?from=1&force=essex-police"
    rows = json.loads(b"".join(client.get(address).streaming_content))
    page = client.get("/changes/?from=1&force=essex-police").content.decode()
    number = sum(row["what"] == "came" for row in rows)
    assert f"{number:,} statements came in" in page
    assert f"today (change {last()})" in page
    assert all(row["why"] and row["made_by"] for row in rows)


@pytest.mark.parametrize(
    "asked", ["from=99999", "from=yesterday", "subject=nobody-at-all", "force=nobody"]
)
def test_a_moment_or_page_that_is_none_is_refused(client, asked):
    assert client.get(f"/changes/?{asked}").status_code == 400
