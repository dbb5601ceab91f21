"""Risk terrain modelling finds the factors and distances that were planted, and no others."""

import numpy as np
import pytest

from candour.simulation.errors import CannotSimulate
from candour.simulation.methods.risk_terrain import (
    Operation,
    _expected,
    fit_risk,
    risk_layers,
)
from candour.simulation.terrain import Terrain

KINDS = ("bars", "schools", "shops", "parks", "hotels")


@pytest.fixture(scope="module")
def town():
    rng = np.random.default_rng(5)
    terrain = Terrain.grid(columns=40, rows=40, size=75)
    features = {kind: rng.random((18, 2)) * 3_000 for kind in KINDS}
    return (terrain, *risk_layers(terrain, features))


def counts_of(rng, names, marks, planted):
    rate = np.full(marks.shape[0], 0.2)
    for layer, risk in planted.items():
        rate *= np.where(marks[:, names.index(layer)], risk, 1.0)
    return rng.poisson(rate)


def test_planted_factors_and_distances_are_recovered(town):
    _, names, marks = town
    planted = {
        ("bars", Operation.PROXIMITY, 150.0): 3.6,
        ("schools", Operation.PROXIMITY, 300.0): 2.0,
    }

    model = fit_risk(counts_of(np.random.default_rng(1), names, marks, planted), names, marks)

    kept = {(f.feature, f.operation, f.metres): f.relative_risk for f in model.factors}
    assert planted.keys() <= kept.keys()
    by_chance = [risk for layer, risk in kept.items() if layer not in planted]
    assert max(by_chance, default=1) < min(planted.values()) / 1.25
    for layer, risk in planted.items():
        assert kept[layer] == pytest.approx(risk, rel=0.25)
    assert model.base == pytest.approx(0.2, rel=0.4)


def test_where_nothing_matters_nothing_is_kept(town):
    _, names, marks = town
    model = fit_risk(counts_of(np.random.default_rng(2), names, marks, {}), names, marks)
    assert model.factors == ()


def test_expected_counts_add_up_to_what_was_recorded(town):
    _, names, marks = town
    planted = {("shops", Operation.PROXIMITY, 150.0): 2.5}
    counts = counts_of(np.random.default_rng(3), names, marks, planted)

    model = fit_risk(counts, names, marks)

    assert _expected(model, names, marks).sum() == pytest.approx(counts.sum(), rel=0.01)


def test_no_events_and_no_features_are_refused(town):
    terrain, names, marks = town
    with pytest.raises(CannotSimulate, match="No event lies in the window"):
        fit_risk(np.zeros(marks.shape[0], dtype=int), names, marks)
    with pytest.raises(CannotSimulate, match="at least one kind of feature"):
        risk_layers(terrain, {})
