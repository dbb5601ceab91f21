"""A published result, from the data that the authors of a textbook pass on."""

import pytest

from candour.audit.evaluations.audit import audit_evaluation
from candour.audit.evaluations.question import EvaluationQuestion
from tests.audit.known import DATA


def test_castle_doctrine_laws_go_with_eight_per_cent_more_homicides():
    """Cheng & Hoekstra (2013), whose abstract says about 8 per cent.

    Homicides of fifty states, 2000 to 2010, with the state's mean population; twenty-one states
    passed such a law, in several years. As the Python package causaldata (0.1.5, MIT) passes it on.
    """
    question = EvaluationQuestion(
        unit="state",
        time="year",
        treated="law",
        outcome="homicides",
        exposure="population",
        draws=199,
    )
    result = audit_evaluation(DATA / "castle_doctrine.csv", question).result
    assert result.accounted_for.units_treated == 21
    assert result.accounted_for.starts > 1
    assert result.effect.estimate == pytest.approx(1.08, abs=0.005)
    assert result.effect.low is not None
    assert result.effect.low < 1.08
    assert result.effect.method.startswith("cluster-robust")
