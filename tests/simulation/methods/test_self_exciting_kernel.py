"""The kernel version of the self-exciting process: against plain sums, and planted truth."""

from dataclasses import replace

import numpy as np
import pytest

from candour.simulation.attention import Attention
from candour.simulation.errors import CannotSimulate, OutcomesMissing
from candour.simulation.history import History
from candour.simulation.methods import _kernel_estimates as estimates
from candour.simulation.methods import self_exciting_kernel as ours
from candour.simulation.methods.self_exciting_kernel import SelfExcitingKernel
from candour.simulation.terrain import Terrain

SIZE, SIDE = 50.0, 40
TERRAIN = Terrain.grid(columns=SIDE, rows=SIDE, size=SIZE)
METHOD = SelfExcitingKernel(TERRAIN, window=365, reach=300, memory=60, steps=12)


def planted(rng, *, background, theta, omega, metres, days=365):
    """A background that is higher in the middle, and offspring near and soon after each event."""
    width = SIZE * SIDE
    n = rng.poisson(background * days)
    waiting = [
        (t, *place)
        for t, place in zip(
            rng.uniform(0, days, n), rng.normal(width / 2, width / 5, (n, 2)), strict=True
        )
    ]
    events = []
    while waiting:
        t, x, y = waiting.pop()
        if not (t < days and 0 <= x < width and 0 <= y < width):
            continue
        events.append((t, x, y))
        for _ in range(rng.poisson(theta)):
            near = rng.normal(0, metres, 2)
            waiting.append((t + rng.exponential(1 / omega), x + near[0], y + near[1]))
    t, x, y = np.array(events).T
    cells = (y // SIZE).astype(int) * SIDE + (x // SIZE).astype(int)
    return History.of(cells, t.astype(int), n_cells=SIDE**2, first=0, last=days - 1)


def declustered(method, history):
    return ours._decluster(method, history, ours._cells_with_events(method, history))


def plain_widths(points, neighbours, floor):
    """How wide each hill is: every distance to every other point, one by one."""
    spread = points.std(axis=0)
    scale = np.where(spread > 0, spread, floor)
    scaled = points / scale
    distances = np.sqrt(((scaled[:, None] - scaled[None]) ** 2).sum(axis=2))
    nth = np.sort(distances, axis=1)[:, min(neighbours, len(points) - 1)]  # 0 is the point itself
    return np.maximum(nth[:, None] * scale, floor)


@pytest.mark.parametrize("neighbours", [1, 3, 15, 100])
def test_neighbours_on_a_line_are_those_that_every_distance_gives(neighbours):
    rng = np.random.default_rng(neighbours)
    days = rng.integers(0, 90, 60)  # some of them on the same day
    points, weights, widths = estimates.hills(days[:, None], neighbours, floor=np.array([0.5]))
    every = plain_widths(days[:, None].astype(float), neighbours, np.array([0.5]))
    for point, width in zip(points[:, 0], widths[:, 0], strict=True):
        assert width == pytest.approx(every[days == point][0, 0], rel=1e-12)
    assert weights.sum() == days.size


def test_the_background_in_time_is_that_of_plain_sums_over_mirrored_days():
    days = np.random.default_rng(9).integers(0, 120, 400)
    wide = plain_widths(days[:, None].astype(float), 100, np.array([0.5]))[:, 0]
    plain = np.zeros(120)
    for mirrored in (days, -1 - days, 2 * 120 - 1 - days):
        away = np.arange(120)[:, None] - mirrored
        plain += (np.exp(-0.5 * (away / wide) ** 2) / wide).sum(axis=1)
    assert estimates.in_time(days, 120) == pytest.approx(plain / plain.sum(), rel=1e-12)


def bell(away, width):
    inside = np.abs(away) <= 4 * width
    return np.where(inside, np.exp(-0.5 * (away / width) ** 2), 0) / (np.sqrt(2 * np.pi) * width)


def plain_rates(history, parent, method):
    """The rate at every event, by the paper's sums over every pair: no tables, nothing merged."""
    places = TERRAIN.points[history.cells]
    own = parent < 0
    length = history.last + 1
    # Background in time, mirrored at both ends.
    days = history.days[own].astype(float)
    wide = plain_widths(days[:, None], 100, np.array([0.5]))[:, 0]
    nu = np.zeros(length)
    for mirrored in (days, -1 - days, 2 * length - 1 - days):
        away = np.arange(length)[:, None] - mirrored
        nu += (np.exp(-0.5 * (away / wide) ** 2) / (np.sqrt(2 * np.pi) * wide)).sum(axis=1)
    nu /= nu.sum()
    # Background in space.
    floor = np.array([SIZE / 2, SIZE / 2])
    wide2 = plain_widths(places[own], 15, floor)
    mu = np.array([(bell(p - places[own], wide2)).prod(axis=1).sum() for p in places])
    # Aftermath.
    child = np.flatnonzero(~own)
    away = np.column_stack(
        [history.days[child] - history.days[parent[child]], places[child] - places[parent[child]]]
    ).astype(float)
    wide3 = plain_widths(away, 15, np.array([0.5, SIZE / 2, SIZE / 2]))
    rates = nu[history.days] * mu
    for k in range(history.days.size):
        gaps = history.days[k] - history.days
        apart = places[k] - places
        near = (gaps > 0) & (gaps <= method.memory) & (np.hypot(*apart.T) <= method.reach)
        for j in np.flatnonzero(near):
            late = bell(gaps[j] - away[:, 0], wide3[:, 0]) + bell(gaps[j] + away[:, 0], wide3[:, 0])
            hills = late * bell(apart[j] - away[:, 1:], wide3[:, 1:]).prod(axis=1)
            rates[k] += hills.sum() / history.days.size
    return rates


def test_rates_are_those_of_plain_sums_over_every_pair():
    rng = np.random.default_rng(3)
    history = planted(rng, background=1.5, theta=0.4, omega=0.3, metres=60, days=120)
    method = replace(METHOD, memory=14)  # every day is a node, and so is every cell's middle
    before = declustered(replace(method, steps=2), history).parent
    assert (before >= 0).sum() > 20

    after = declustered(replace(method, steps=3), history).rate

    assert after == pytest.approx(plain_rates(history, before, method), rel=2e-3)


def test_planted_productivity_delay_and_distance_are_recovered():
    rng = np.random.default_rng(1)
    history = planted(rng, background=8, theta=0.4, omega=0.15, metres=60)

    fitted = declustered(METHOD, history)

    is_child = fitted.parent >= 0
    assert fitted.productivity == pytest.approx(0.4, abs=0.08)
    delay = history.days[is_child] - history.days[fitted.parent[is_child]]
    assert delay.mean() == pytest.approx(1 / 0.15, rel=0.35)
    places = TERRAIN.points[history.cells]
    away = places[is_child] - places[fitted.parent[is_child]]
    # Middles of cells stand for events (SIZE^2/6 of variance), and hills widen what they smooth.
    truth = np.sqrt(60**2 + SIZE**2 / 6)
    assert truth < away.std() < 1.5 * truth


def test_where_nothing_sets_anything_off_little_is_taken_for_offspring():
    rng = np.random.default_rng(2)
    with_it = planted(rng, background=8, theta=0.4, omega=0.15, metres=60)
    without = planted(rng, background=12, theta=0.0, omega=0.15, metres=60)
    assert declustered(METHOD, without).productivity < 0.15
    assert declustered(METHOD, with_it).productivity > 0.3


def test_a_parent_came_before_its_offspring_and_within_reach():
    history = planted(np.random.default_rng(4), background=4, theta=0.4, omega=0.2, metres=60)
    fitted = declustered(METHOD, history)
    child = np.flatnonzero(fitted.parent >= 0)
    gap = history.days[child] - history.days[fitted.parent[child]]
    places = TERRAIN.points[history.cells]
    away = np.hypot(*(places[child] - places[fitted.parent[child]]).T)
    assert gap.min() >= 1
    assert gap.max() <= METHOD.memory
    assert away.max() <= METHOD.reach


def test_the_same_seed_gives_the_same_marks_and_another_hardly_others():
    history = planted(np.random.default_rng(5), background=8, theta=0.4, omega=0.15, metres=60)
    outcomes = history.counts()
    scored = [
        replace(METHOD, seed=seed).attend(history, 364).score(outcomes, marked=50).captured
        for seed in (1, 1, 2)
    ]
    assert scored[0] == scored[1]
    assert scored[2] == pytest.approx(scored[0], rel=0.1)


def test_it_marks_where_something_has_just_happened_above_where_it_happened_long_ago():
    rng = np.random.default_rng(6)
    history = planted(rng, background=8, theta=0.5, omega=0.3, metres=40)
    fresh = history.before(364, window=2).counts() > 0
    stale = (history.counts() > 0) & (history.before(364, window=60).counts() == 0)
    assert fresh.sum() >= 10

    attention = METHOD.attend(history, 364)

    share = [attention.score(w.astype(int), marked=100).captured / w.sum() for w in (fresh, stale)]
    assert share[0] > share[1]


def test_too_few_events_and_days_without_outcomes_are_refused():
    few = History.of(np.arange(20), np.arange(20), n_cells=SIDE**2)
    with pytest.raises(CannotSimulate, match="20 events lie in the window: with fewer than 30"):
        METHOD.attend(History.of(few.cells, few.days, n_cells=SIDE**2, last=40), 20)
    with pytest.raises(OutcomesMissing, match="data end on"):
        METHOD.attend(few, 20)
    with pytest.raises(CannotSimulate, match="Reach is above 0"):
        replace(METHOD, reach=0)


def test_what_it_gives_is_closed():
    history = planted(np.random.default_rng(7), background=4, theta=0.3, omega=0.2, metres=60)
    assert isinstance(METHOD.attend(history, 300), Attention)
    assert "array" not in repr(declustered(METHOD, history))
