"""Chance placement: what it must not do, and how often it rejects where there is nothing."""

import numpy as np
import pytest
import shapely

from candour.audit.geography.residents import Residents
from candour.audit.geography.shapes import Areas
from candour.audit.places.placement import CannotPlace, Null, against_chance

SIDE = 20
FIRST, SECOND = np.array([True, False]), np.array([False, True])


@pytest.fixture(scope="module")
def town():
    boxes = [shapely.box(c, r, c + 1, r + 1) for r in range(SIDE) for c in range(SIDE)]
    return Areas.of([str(k) for k in range(SIDE**2)], boxes)


def smooth(rng, *, width=3.0, hills=15):
    """A surface with hills, as densities of people and of crime have."""
    middles = rng.uniform(0, SIDE, (hills, 2))
    at = np.stack(np.meshgrid(np.arange(SIDE) + 0.5, np.arange(SIDE) + 0.5), axis=-1)
    away = np.linalg.norm(at[:, :, None] - middles, axis=-1)
    return np.exp(-0.5 * (away / width) ** 2).sum(axis=-1).ravel()


def targets_of(surface, n):
    top = np.argsort(-surface)[:n]
    return (top % SIDE + 0.5).astype(float), (top // SIDE + 0.5).astype(float)


def test_targets_drawn_to_a_group_are_found(town):
    rng = np.random.default_rng(4)
    hill = smooth(rng, width=0.8, hills=40)
    residents = Residents(("group", "others"), np.stack([1_000 * hill, np.full(SIDE**2, 500.0)]))

    result = against_chance(
        town, residents, targets_of(hill, 30), group=FIRST, reference=SECOND, rng=rng
    )

    assert result.p_value < 0.01
    assert result.statistic > result.expected


def placed_blind(town, rng):
    """The test of targets that know nothing of where two clustered groups live."""
    residents = Residents(
        ("group", "others"), np.stack([1_000 * smooth(rng) + 1, 1_000 * smooth(rng) + 1])
    )
    return against_chance(
        town,
        residents,
        targets_of(smooth(rng), 25),
        group=FIRST,
        reference=SECOND,
        rng=rng,
        placements=99,
    )


def test_targets_placed_blind_are_rejected_about_as_often_as_stated(town):
    rng = np.random.default_rng(20261129)
    p_values = [placed_blind(town, rng).p_value for _ in range(120)]
    assert np.mean(np.array(p_values) <= 0.05) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 120)


def test_a_ratio_lies_beyond_what_chance_gives_just_where_its_p_is_below_the_level(
    town,
):
    """What is drawn as chance and what is called clear are one test, however large the level."""
    rng = np.random.default_rng(7)
    for _ in range(20):
        result = placed_blind(town, rng)
        for level in (0.05, 0.2, result.p_value, min(result.p_value + 1e-6, 1)):
            low, high = result.by_chance(level)
            is_beyond = not low * (1 - 1e-9) <= np.exp(result.statistic) <= high * (1 + 1e-9)
            assert is_beyond == (result.p_value < level), (level, result.p_value)


def test_the_same_seed_gives_the_same_p(town):
    residents = Residents(("a", "b"), np.random.default_rng(1).uniform(1, 9, (2, SIDE**2)))
    at = targets_of(smooth(np.random.default_rng(2)), 20)
    runs = [
        against_chance(
            town,
            residents,
            at,
            group=FIRST,
            reference=SECOND,
            rng=np.random.default_rng(5),
            placements=199,
        )
        for _ in range(2)
    ]
    assert runs[0] == runs[1]


def test_the_banded_null_keeps_each_target_on_areas_like_its_own(town):
    # Others live only in the dense half; targets lie there too. Placed anywhere they look drawn
    # to the others; placed where it is as dense, they don't.
    dense = np.repeat([1, 0], SIDE**2 // 2)
    residents = Residents(
        ("group", "others"),
        np.stack([np.where(dense, 900.0, 1.0), np.full(SIDE**2, 100.0)]),
    )
    rng = np.random.default_rng(6)
    at = rng.uniform(1, SIDE - 1, 30), rng.uniform(1, SIDE / 2 - 1, 30)

    blind = against_chance(town, residents, at, group=FIRST, reference=SECOND, rng=rng)
    banded = against_chance(
        town,
        residents,
        at,
        group=FIRST,
        reference=SECOND,
        null=Null.BANDED,
        bands=dense,
        rng=rng,
    )

    assert blind.statistic - blind.expected > 0.3
    assert banded.statistic - banded.expected == pytest.approx(0, abs=0.01)


def test_too_few_targets_are_refused(town):
    residents = Residents(("a", "b"), np.ones((2, SIDE**2)))
    with pytest.raises(CannotPlace, match="Fewer than 5 targets"):
        against_chance(
            town,
            residents,
            (np.array([1.0, 2.0]), np.array([1.0, 2.0])),
            group=FIRST,
            reference=SECOND,
            rng=np.random.default_rng(1),
        )
