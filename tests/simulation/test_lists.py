"""List rules on simulated people: equal records list equally, unequal ones don't."""

from dataclasses import replace

import pytest

from candour.simulation.errors import CannotSimulate
from candour.simulation.lists import ListSettings, RecordedGroup, run_list

EQUAL = ListSettings(groups=(RecordedGroup("A", 20_000), RecordedGroup("B", 20_000)))


def test_equal_records_list_equally():
    _, second = run_list(EQUAL, runs=20, seed=1)
    assert second.ratio is not None
    assert second.ratio.mean == pytest.approx(1, abs=0.05)


def test_people_recorded_more_often_are_listed_more_often_than_they_are_recorded():
    _, second = run_list(ListSettings(), runs=20, seed=1)
    assert second.ratio is not None
    assert second.ratio.mean > 2


def test_leaving_out_suspects_and_intelligence_only_ever_shortens_the_list():
    rules = [
        ListSettings(use_suspects=suspects, use_intelligence=intelligence)
        for suspects in (True, False)
        for intelligence in (True, False)
    ]
    both, no_logs, no_suspects, neither = (run_list(r, runs=10, seed=2) for r in rules)
    for group in range(2):
        assert both[group].listed.mean >= no_logs[group].listed.mean
        assert both[group].listed.mean >= no_suspects[group].listed.mean
        assert no_suspects[group].listed.mean >= neither[group].listed.mean


def test_the_number_of_workers_changes_nothing():
    assert run_list(EQUAL, runs=8, seed=3) == run_list(EQUAL, runs=8, seed=3, workers=3)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"groups": (RecordedGroup("A", 5),)}, "at least two groups"),
        ({"convicted": 1.5}, "a share from 0 to 1, not 1.5"),
        ({"spread": 0}, "above 0"),
    ],
)
def test_a_rule_without_meaning_is_refused_in_a_sentence(change, says):
    with pytest.raises(CannotSimulate, match=says):
        replace(EQUAL, **change)
