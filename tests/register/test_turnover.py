"""What a difference comes to, held against what stood at each of its ends."""

from datetime import date

import pytest

from candour.register import models, selectors
from candour.register.between import Scope, Span, came_in, touched, went_out
from candour.register.by_force import by_force
from candour.register.follows import worked_out_list
from candour.register.moments import NOW, Moment
from candour.register.stretches import Change
from candour.register.turnover import in_changes, turnover
from candour.register.uses import headlines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

TODAY = date(2026, 11, 30)


def last():
    return selectors.head(NOW).number


def summed(span, scope):
    return turnover(touched(span, scope), span, scope, today=TODAY)


def named_once_in(number):
    """The subjects that had a name once a change set was in, told in another way."""
    return {
        row.subject
        for row in models.Recording.objects.select_related("statement")
        if row.statement.field == "name"
        and row.asserted_in_id <= number
        and (row.retracted_in_id is None or row.retracted_in_id > number)
    }


@pytest.mark.parametrize("low", [0, 1, 14])
def test_what_is_new_was_not_there_before_and_what_is_gone_is_there_no_longer(low):
    total = summed(Span(low, last()), Scope())
    before, after = named_once_in(low), named_once_in(last())
    assert set(total.new) == after - before
    assert set(total.gone) == before - after


def test_everything_is_new_since_before_the_first_change():
    slugs = by_force().around("essex-police")
    total = summed(Span(0, last()), Scope(slugs))
    assert set(total.new) == slugs
    rows = worked_out_list("contradiction", among=slugs).distinct()
    assert [row["id"] for row in total.clashes.new] == [row.row["id"] for row in rows]
    assert (total.clashes.gone, total.uses, total.corrected) == (0, (), 0)


def test_contradictions_are_not_said_to_be_new_since_a_moment_within_a_day():
    total = summed(Span(1, last()), Scope())
    days = {row.arrived_at.date() for row in models.ChangeSet.objects.filter(number__lte=2)}
    assert len(days) == 1, "all that ships arrives at once"
    assert not total.clashes.is_known
    assert total.clashes.new == ()


def test_a_use_told_otherwise_has_both_headlines_and_each_is_that_of_its_moment():
    span = Span(1, last())
    total = summed(span, Scope())
    assert total.uses
    for turn in total.uses:
        for number, told in ((span.low, turn.before), (span.high, turn.after)):
            moment = Moment(change=number)
            subject = selectors.subjects([turn.system], moment)
            (headline,) = headlines(subject, today=TODAY, moment=moment).values()
            assert headline.sentence == told
        assert turn.before != turn.after


def test_each_change_has_its_part_of_the_difference():
    span, scope = Span(1, last()), Scope()
    total = summed(span, scope)
    assert sum(one.came for one in total.by_change) == came_in(span, scope).count()
    assert sum(one.went for one in total.by_change) == went_out(span, scope).count()
    numbers = [one.change.number for one in total.by_change]
    assert numbers == sorted(numbers, reverse=True)


def test_a_change_by_itself_has_all_that_it_brought_in_and_took_out():
    rows = selectors.change_sets()
    for one in in_changes(Change.of(row) for row in rows):
        recordings = models.Recording.objects
        assert one.came == recordings.filter(asserted_in=one.change.number).count()
        assert one.went == recordings.filter(retracted_in=one.change.number).count()
