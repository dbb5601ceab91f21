"""Transforms find what drew the points, and say what they leave."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.audit.georeference.control_points import ControlPoints
from candour.audit.georeference.displacement import redraw
from candour.audit.georeference.errors import PointsUnfit
from candour.audit.georeference.sanity import refuse_astray
from candour.audit.georeference.transforms import Kind, Transform, best_fit, design, fit

HELMERT = np.array([[10.0, 1.0, 500_000], [1.0, -10.0, 200_000], [0, 0, 1]])
AFFINE = np.array([[10.0, 1.5, 500_000], [0.2, -12.0, 200_000], [0, 0, 1]])
PROJECTIVE = np.array([[10.0, 1.0, 500_000], [1.0, -10.0, 200_000], [2e-5, 1e-5, 1]])


def points_of(matrix, *, count=12, noise=0.0, seed=1, sigma=np.nan):
    rng = np.random.default_rng(seed)
    image = rng.uniform(0, 1_000, (count, 2))
    ground = Transform(Kind.PROJECTIVE, matrix)(image) + rng.normal(0, noise, (count, 2))
    return ControlPoints(
        image, ground, np.full(count, sigma), tuple(range(2, count + 2)), "points.csv"
    )


@pytest.mark.parametrize(
    ("kind", "matrix"),
    [(Kind.HELMERT, HELMERT), (Kind.AFFINE, AFFINE), (Kind.PROJECTIVE, PROJECTIVE)],
)
def test_without_noise_the_transform_that_drew_the_points_is_found(kind, matrix):
    fitted = fit(points_of(matrix), kind)
    corners = np.array([[0.0, 0.0], [1_000.0, 0.0], [0.0, 1_000.0], [1_000.0, 1_000.0]])
    assert np.allclose(fitted.transform(corners), Transform(kind, matrix)(corners), atol=1e-4)
    assert fitted.rmse < 1e-5
    assert np.allclose(fitted.transform.back(fitted.transform(corners)), corners, atol=1e-6)


@pytest.mark.parametrize(
    ("matrix", "kind"),
    [(HELMERT, Kind.HELMERT), (AFFINE, Kind.AFFINE), (PROJECTIVE, Kind.PROJECTIVE)],
)
def test_the_plainest_that_does_is_taken(matrix, kind):
    chosen, tried = best_fit(points_of(matrix, noise=1.0, count=20))
    assert chosen.transform.kind is kind
    assert set(tried) == set(Kind)


def test_affine_is_what_linear_regression_gives():
    """An independent implementation: each coordinate by itself, with statsmodels."""
    import statsmodels.api as sm

    points = points_of(AFFINE, noise=30.0, sigma=20.0)
    fitted = fit(points, Kind.AFFINE)
    for k in (0, 1):
        model = sm.WLS(points.ground[:, k], sm.add_constant(points.image), fitted.weights)
        constant, x, y = model.fit().params
        assert np.allclose(fitted.transform.matrix[k], [x, y, constant], rtol=1e-6)


def test_the_leave_one_out_error_of_an_affine_is_that_of_its_hat_matrix():
    points = points_of(AFFINE, noise=30.0)
    fitted = fit(points, Kind.AFFINE)
    rows = np.column_stack([points.image, np.ones(len(points))])
    hat = np.diag(rows @ np.linalg.solve(rows.T @ rows, rows.T))
    assert np.allclose(fitted.left_out, fitted.residuals / (1 - hat[:, None]), atol=1e-4)


@given(st.floats(-200, 200), st.floats(-200, 200), st.floats(0.5, 3))
def test_moving_and_enlarging_the_picture_changes_no_place_on_the_ground(right, down, larger):
    points = points_of(HELMERT, noise=20.0)
    moved = ControlPoints(
        points.image * larger + [right, down],
        points.ground,
        points.sigma,
        points.lines,
        points.name,
    )
    for kind in Kind:
        here, there = fit(points, kind), fit(moved, kind)
        assert np.allclose(here.residuals, there.residuals, atol=1e-3)
        assert here.leave_one_out == pytest.approx(there.leave_one_out, rel=1e-4)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_design_spans_every_small_change_of_the_transform(kind):
    """What the fit can take up is what the redrawings may move by: of the projective, its slope."""
    matrix = {Kind.HELMERT: HELMERT, Kind.AFFINE: AFFINE, Kind.PROJECTIVE: PROJECTIVE}[kind]
    points = points_of(matrix, count=30)
    rng = np.random.default_rng(5)
    change = {
        Kind.HELMERT: np.array([[0.01, 0.02, 3.0], [0.02, -0.01, 4.0], [0, 0, 0]]),
        Kind.AFFINE: np.vstack([rng.normal(0, 0.01, (2, 3)), np.zeros(3)]),
        Kind.PROJECTIVE: np.vstack([rng.normal(0, 0.01, (2, 3)), [1e-8, 2e-8, 0]]),
    }[kind]
    one, other = Transform(kind, matrix), Transform(kind, matrix + change)
    moved = (other(points.image) - one(points.image)).ravel()
    rows = design(one, points.image).reshape(60, -1)
    left = moved - rows @ np.linalg.lstsq(rows, moved, rcond=None)[0]
    assert np.abs(left).max() < 0.02 * np.abs(moved).max()


def test_scale_turn_and_stretch_are_told():
    transform = Transform(Kind.AFFINE, np.array([[10.0, 0, 0], [0, -8.0, 0], [0, 0, 1.0]]))
    places = np.array([[0.0, 0.0], [100.0, 50.0]])
    assert transform.scale(places) == pytest.approx(np.sqrt(80))
    assert transform.stretch(places) == pytest.approx(1.25)
    assert transform.turn(places) == pytest.approx(0)
    turned = Transform(Kind.HELMERT, np.array([[0.0, 10.0, 0], [10.0, 0.0, 0], [0, 0, 1.0]]))
    assert abs(turned.turn(places)) == pytest.approx(90)


def test_a_point_typed_wrong_is_named_by_its_line():
    points = points_of(HELMERT, noise=10.0)
    points.ground[4, 0] += 10_000
    with pytest.raises(PointsUnfit, match=r"line 6: the other points put this place 9,9\d\d m"):
        refuse_astray(points, best_fit(points)[0])
    honest = points_of(HELMERT, noise=10.0)
    refuse_astray(honest, best_fit(honest)[0])


def test_a_mirrored_map_is_refused():
    points = points_of(np.array([[10.0, 0, 500_000], [0, 10.0, 200_000], [0, 0, 1]]), noise=5.0)
    with pytest.raises(PointsUnfit, match="mirrored"):
        refuse_astray(points, fit(points, Kind.AFFINE))


def test_too_few_points_bear_no_rich_transform():
    points = points_of(PROJECTIVE, count=4)
    with pytest.raises(PointsUnfit, match="too few for projective"):
        fit(points, Kind.PROJECTIVE)


# how far a place may be moved


def redrawn(points, *, redrawings=400):
    fitted, _ = best_fit(points)
    return redraw(
        points,
        fitted,
        width=1_000,
        height=1_000,
        redrawings=redrawings,
        rng=np.random.default_rng(3),
    )


def test_places_beyond_the_points_are_less_sure_than_places_among_them():
    moves, _ = redrawn(points_of(HELMERT, noise=20.0))
    middle, corner = moves.reach(np.array([[500.0, 500.0], [1_000.0, 1_000.0]]))
    assert 5 < middle < corner < 100


def test_places_of_one_redrawing_are_moved_together():
    moves, _ = redrawn(points_of(HELMERT, noise=20.0, sigma=20.0))
    near, by, far = (
        np.array([moves.at(k, np.array([place]))[0, 0] for k in range(len(moves))])
        for place in ([500.0, 500.0], [510.0, 500.0], [0.0, 0.0])
    )
    assert np.corrcoef(near, by)[0, 1] > 0.98
    assert abs(np.corrcoef(near, far)[0, 1]) < 0.95


def test_a_lucky_fit_is_not_surer_than_the_errors_that_were_told():
    lucky, _ = redrawn(points_of(HELMERT, noise=0.1, sigma=50.0))
    (reach,) = lucky.reach(np.array([[500.0, 500.0]]))
    assert reach > 20


def test_a_warp_is_shown_where_there_is_one_and_not_where_there_is_none():
    plain = points_of(HELMERT, noise=10.0, count=25)
    assert not redrawn(plain)[1].is_shown
    bent = points_of(HELMERT, noise=3.0, count=25)
    bent.ground[:, 0] += 80 * np.sin(bent.image[:, 1] / 160)
    assert redrawn(bent)[1].is_shown
