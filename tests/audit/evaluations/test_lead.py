"""What an evaluation leads with: no word stronger than what stands beside the number."""

from dataclasses import replace

import numpy as np
import pytest

from candour.audit.evaluations import lead
from candour.audit.evaluations.audit import audit_evaluation
from tests.audit.evaluations.panels import asked, from_start, write


@pytest.fixture(scope="module")
def clear(tmp_path_factory):
    """Twelve of thirty places, not those with the most, with half as many from the sixth month."""
    rng = np.random.default_rng(5)
    grid = from_start(30, 12, 12, 6)
    counts = rng.poisson(20 * 0.5**grid)
    counts[-1] += 30
    path = write(tmp_path_factory.mktemp("lead") / "panel.csv", counts, grid)
    return audit_evaluation(path, asked())


def verdict(finding, **changed):
    return lead.verdict(replace(finding.result, **changed), finding.plan)


def test_a_clear_effect_is_called_clear_and_what_changed_too_is_said(clear):
    assert verdict(clear) == "clearly lower"
    assert "Nothing was drawn by lot" in clear.sentences[0]
    assert "exact" not in clear.sentences[0]


@pytest.mark.parametrize(
    "effect",
    [
        {"p_value": 0.06},
        {"p_value": None},
        {"high": 1.01},
        {"low": None, "high": None},
    ],
)
def test_nothing_is_called_clear_that_range_or_p_value_leave_open(effect, clear):
    changed = replace(clear.result.effect, **effect)
    assert verdict(clear, effect=changed) == lead.UNCLEAR


def test_a_rank_among_made_up_treatments_is_never_called_clear(clear):
    changed = replace(clear.result.effect, method="placebo rank: so")
    assert verdict(clear, effect=changed) == "lower than made-up treatments mostly give"


def test_of_units_chosen_by_count_a_fall_that_return_alone_can_make_is_said_to_be_so(clear):
    back = replace(clear.result.regression_to_the_mean, on_this_estimate=0.45)
    highest = replace(back, were_highest=True)
    chosen = replace(clear.plan, options={**clear.plan.options, "chosen_by_count": "yes"})
    for changed, plan, is_said in (
        (back, clear.plan, False),  # not known, and they were not the highest
        (highest, clear.plan, True),
        (back, chosen, True),
    ):
        result = replace(clear.result, regression_to_the_mean=changed)
        assert ("regression to the mean" in lead.verdict(result, plan)) is is_said


def test_units_that_were_drifting_are_said_to_have_been(clear):
    trend = replace(clear.result.pre_trend, p_value=0.01)
    assert "drifting" in verdict(clear, pre_trend=trend)
