"""Which residents a report leads with, and which are plausible for its months."""

from dataclasses import replace
from datetime import date

import pytest

from candour.audit.errors import PlanError
from candour.audit.findings import Plan
from candour.audit.per_resident.denominators import choose, in_words, leading, plausible
from candour.audit.residents.populations import Population

C2011 = Population(2011, date(2011, 3, 27), {})
C2021 = Population(2021, date(2021, 3, 21), {})
BETWEEN = Population("interpolated 2019-10-01", date(2019, 10, 1), {})


def chosen_of(*arguments):
    found = choose(*arguments)
    assert found is not None
    return found


def test_between_two_censuses_a_straight_line_leads_and_the_nearer_census_is_plausible_too():
    found = chosen_of([C2011, C2021, BETWEEN], date(2019, 10, 1))
    assert found.leading == "interpolated 2019-10-01"
    assert found.plausible == ("interpolated 2019-10-01", 2021)


def test_after_the_last_census_that_one_alone_is_plausible():
    found = chosen_of([C2011, C2021], date(2024, 7, 1))
    assert (found.leading, found.plausible) == (2021, (2021,))


@pytest.mark.parametrize(
    ("chosen", "first"), [("2011", 2011), ("2021", 2021), ("interpolated", BETWEEN.year)]
)
def test_what_is_chosen_leads_and_takes_nothing_away(chosen, first):
    usual = chosen_of([C2011, C2021, BETWEEN], date(2019, 10, 1))
    found = chosen_of([C2011, C2021, BETWEEN], date(2019, 10, 1), chosen)
    assert found.leading == found.plausible[0] == first
    assert set(found.plausible) >= set(usual.plausible)


def test_what_is_not_there_is_refused_with_what_is():
    with pytest.raises(PlanError, match="no population 'mid-2019' for this period, only: 2021"):
        choose([C2021], date(2019, 10, 1), "mid-2019")


def test_a_plan_says_both_and_an_older_plan_neither():
    older = Plan("stops", "rates", "white", ("black",))
    plan = replace(older, options=chosen_of([C2011, C2021, BETWEEN], date(2019, 10, 1)).options)
    assert (leading(plan), plausible(plan)) == (BETWEEN.year, (BETWEEN.year, 2021))
    assert (leading(older), plausible(older)) == (None, ())
    assert choose([], date(2019, 10, 1)) is None
    assert in_words(2021) == "the census of 2021"
