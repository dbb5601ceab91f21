"""Colours are told apart as the eye does; shapes and cells are traced where they were drawn."""

import numpy as np
import pytest
import shapely

from candour.audit.georeference.colours import classify, nearest_other, oklab, read_legend
from candour.audit.georeference.displacement import Displacements
from candour.audit.georeference.errors import LegendUnreadable, TooRough
from candour.audit.georeference.snapping import Grid, snap
from candour.audit.georeference.tracing import trace
from candour.audit.georeference.transforms import Kind, Transform

RED, WHITE = (215, 25, 28), (255, 255, 255)
TEN = Transform(Kind.HELMERT, np.array([[10.0, 0, 400_000], [0, -10.0, 305_000], [0, 0, 1]]))
STILL = Displacements(np.linspace(0, 500, 9), np.linspace(0, 500, 9), np.zeros((20, 9, 9, 2)))


def legend_of(tmp_path, text):
    (tmp_path / "legend.yaml").write_text(text, "utf-8")
    return read_legend(tmp_path / "legend.yaml")


def test_black_and_white_are_a_hundred_apart_and_known_colours_are_where_they_were_published():
    black, white, red = oklab(np.array([[0, 0, 0], [255, 255, 255], [255, 0, 0]], np.uint8))
    assert np.linalg.norm(white - black) == pytest.approx(100, abs=0.01)
    assert red == pytest.approx([62.796, 22.486, 12.585], abs=0.01)


def test_pixels_are_of_the_nearest_colour_within_the_tolerance(tmp_path):
    legend = legend_of(
        tmp_path, 'classes: {High: "#d7191c", Low: ["#fdae61", "#fdb872"]}\ntolerance: 6\n'
    )
    rows = np.array([[(214, 27, 30), (253, 180, 105), WHITE, (0, 0, 255)]], np.uint8)
    classes, told = classify(rows, legend)
    assert classes.tolist() == [[0, 1, -1, -1]]
    assert [(one.name, one.pixels) for one in told] == [("High", 1), ("Low", 1)]
    assert nearest_other(legend, 0)[0] == "Low"


def test_pixels_between_two_classes_are_told_as_unsure(tmp_path):
    legend = legend_of(tmp_path, 'classes: {A: "#404040", B: "#808080"}\ntolerance: 20\n')
    between = np.tile(np.array([[(95, 95, 95)]], np.uint8), (3, 3, 1))
    _, told = classify(between, legend)
    assert max(one.unsure for one in told if one.pixels) == 1.0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("classes: [a]", "write `classes:`"),
        ("colour: 1\nclasses: {A: '#000000'}", "'colour' is none of"),
        ("classes: {A: red}", "'red' is no colour"),
        ("classes: {A: '#d7191c', B: '#d81a1c'}", "too close to be told apart"),
        ("classes: {A: '#d7191c'}\ntolerance: 0", "tolerance: '0' is no number above 0"),
        ("classes: {A: '#d7191c'}\nline-width: yes", "line-width: 'True' is no number"),
        ("classes: {A: [", "no YAML"),
    ],
)
def test_a_legend_that_can_not_be_read_says_which_key(tmp_path, text, problem):
    with pytest.raises(LegendUnreadable, match=problem):
        legend_of(tmp_path, text)


def test_a_missing_legend_is_told(tmp_path):
    with pytest.raises(LegendUnreadable, match="no such file"):
        read_legend(tmp_path / "none.yaml")


def test_a_square_is_traced_to_the_middle_of_its_line():
    mask = np.zeros((100, 100), bool)
    mask[20:60, 30:80] = True
    (square,) = trace(mask, 4.0)
    assert square.area == pytest.approx(54 * 44, rel=0.01)
    assert square.centroid.coords[0] == pytest.approx((55, 40), abs=0.2)


def test_letters_over_an_area_are_closed_and_specks_left_out():
    mask = np.zeros((100, 100), bool)
    mask[20:60, 30:80] = True
    mask[40:43, 40:45] = False
    mask[80:82, 10:12] = True
    mask[5, :] = True
    (square,) = trace(mask, 2.0)
    assert not square.interiors
    assert square.area == pytest.approx(52 * 42, rel=0.01)


def test_nothing_of_a_class_is_no_shape():
    assert trace(np.zeros((10, 10), bool), 2.0).size == 0


def a_map_of_cells(*, shift=0):
    """Cells of 500 m of a grid at 10 m a pixel, of which three are marked."""
    classes = np.full((500, 500), -1, np.int16)
    for column, row in [(2, 3), (4, 4), (5, 4)]:
        top = 500 - (row + 1) * 50
        classes[top : top + 50, column * 50 + shift : column * 50 + 50 + shift] = 0
    return classes


def test_cells_are_marked_where_the_map_marks_them():
    snapped = snap(a_map_of_cells(), TEN, STILL, Grid(500), rng=np.random.default_rng(1))
    assert sorted((snapped.cells - [800, 600]).tolist()) == [[2, 3], [4, 4], [5, 4]]
    assert (snapped.drawn == 0).all()
    assert (snapped.redrawn == 0).all()
    (first,) = Grid(500).box(np.array([[802, 603]]))
    assert first.bounds == (401_000, 301_500, 401_500, 302_000)


def test_cells_that_lie_elsewhere_are_refused_with_what_to_do():
    with pytest.raises(TooRough, match=r"half a cell further they fit better.*--grid-origin"):
        snap(a_map_of_cells(shift=25), TEN, STILL, Grid(500), rng=np.random.default_rng(1))
    shifted = Grid(500, 250, 0)
    snapped = snap(a_map_of_cells(shift=25), TEN, STILL, shifted, rng=np.random.default_rng(1))
    assert len(snapped.cells) == 3


def test_cells_finer_than_the_picture_are_refused():
    with pytest.raises(TooRough, match=r"5\.0 pixels wide"):
        snap(a_map_of_cells(), TEN, STILL, Grid(50), rng=np.random.default_rng(1))


def test_a_map_moved_by_half_a_cell_marks_other_cells_in_that_redrawing():
    moves = np.zeros((20, 9, 9, 2))
    moves[7, :, :, 0] = 500.0
    moved = Displacements(STILL.across, STILL.down, moves)
    snapped = snap(a_map_of_cells(), TEN, moved, Grid(500), rng=np.random.default_rng(1))
    here = {tuple(cell) for cell in snapped.cells[snapped.redrawn[0] == 0].tolist()}
    there = {tuple(cell) for cell in snapped.cells[snapped.redrawn[7] == 0].tolist()}
    assert there == {(column + 1, row) for column, row in here}


def test_shapes_are_moved_as_a_whole():
    from candour.audit.georeference.redrawings import MovedShapes

    moves = np.zeros((2, 9, 9, 2))
    moves[1, :, :, 1] = 40.0
    shapes = np.array([shapely.box(401_000, 302_000, 401_500, 302_500)], dtype=object)
    held = MovedShapes(
        shapes, TEN, Displacements(STILL.across, STILL.down, moves), np.array([0.0, 10.0])
    )
    assert held.shapes_of(0)[0].equals(shapes[0])
    assert held.shapes_of(1)[0].bounds == pytest.approx((400_990, 302_030, 401_510, 302_550))
