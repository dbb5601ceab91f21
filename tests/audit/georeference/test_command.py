"""`candour georeference`: from a page to polygons, and on to an audit of places."""

import json

import numpy as np
import pytest
import shapely
from PIL import Image

from candour.audit.geography.boundaries import shapes_on_grid
from candour.audit.georeference.redrawings import MarkedCells, MovedShapes, redrawings_of
from candour.cli.main import main
from candour.tables.outlines import read_outlines
from tests.audit.georeference.drawing import (
    HEIGHT,
    LEGEND,
    WIDTH,
    Ground,
    control_points,
    draw,
)
from tests.audit.places.town import SOUTH, WEST, WIDE, Town

MIDDLE = (WEST + 5_000.0, SOUTH + 5_000.0)


@pytest.fixture
def drawn(tmp_path):
    """A map of a made-up town on which the north-west is marked, and the files to read it with."""
    rng = np.random.default_rng(11)
    ground = Ground(MIDDLE, 15.0, 1.0, 1.0, 0.0, np.zeros((2, 3)))
    marked = shapely.box(WEST + 500, SOUTH + 3_200, WEST + 3_800, SOUTH + 7_400)
    draw(tmp_path / "map.png", ground, [marked], rng, noise=2.0)
    control_points(tmp_path / "points.csv", ground, rng, count=12)
    (tmp_path / "legend.yaml").write_text(LEGEND, "utf-8")
    return tmp_path


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return end.value.code, printed.out, printed.err


def made(drawn, capsys, *more):
    return run(
        capsys,
        "georeference",
        drawn / "map.png",
        "--points",
        drawn / "points.csv",
        "--legend",
        drawn / "legend.yaml",
        *more,
    )


def test_a_map_becomes_polygons_with_how_it_was_made(drawn, capsys):
    code, out, _ = made(drawn, capsys, "-o", drawn / "cells.geojson", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["transform"]["kind"] == "helmert"
    assert told["transform"]["metres_a_pixel"] == pytest.approx(15, rel=0.01)
    assert 0 < told["rmse"] < told["leave_one_out"] < 60
    assert told["hull_coverage"] > 0.9
    assert told["check_points"]["n"] == 3
    assert told["warnings"] == []
    outlines = read_outlines(drawn / "cells.geojson")
    (shape,) = shapes_on_grid(outlines)
    assert shape.area == pytest.approx(3_300 * 4_200, rel=0.02)
    assert outlines.columns["class"] == ["High"]
    assert outlines.held is not None
    assert outlines.held["sha256"] == told["sha256"]
    redrawings = redrawings_of(outlines.held, np.array([shape], dtype=object))
    assert isinstance(redrawings, MovedShapes)
    assert len(redrawings) == 200


def test_the_same_seed_writes_the_same_file(drawn, capsys):
    for name in ("one", "two"):
        assert made(drawn, capsys, "-o", drawn / name)[0] == 0
    assert (drawn / "one").read_bytes() == (drawn / "two").read_bytes()


def test_words_say_how_well_points_foretell_each_other(drawn, capsys):
    code, out, _ = made(drawn, capsys, "-o", drawn / "cells.geojson")
    assert code == 0
    assert "12 control points, helmert: they foretell each other to" in out
    assert "95 of 100 redrawings put a marked place within" in out
    assert "High: 1 shapes" in out
    assert "keep it to yourself" in out


def test_an_audit_carries_the_error_of_the_map_to_every_number(drawn, capsys):
    assert made(drawn, capsys, "-o", drawn / "cells.geojson")[0] == 0
    (drawn / "town").mkdir()
    town = Town.made(drawn / "town")
    arguments = [
        "audit",
        "areas",
        "--targets",
        drawn / "cells.geojson",
        "--areas",
        town.areas,
        "--population",
        town.population,
        "--deprivation",
        town.deprivation,
        "--placements",
        "99",
    ]
    code, out, _ = run(capsys, *arguments, "--json")
    assert code == 0
    result = json.loads(out)
    for row in result["exposure"]:
        assert row["redrawn"]["low"] < row["share"] < row["redrawn"]["high"]
    for row in result["comparisons"]:
        for name in ("ratio", "difference"):
            ends = row[f"{name}_redrawn"]
            assert ends["low"] < row[name] < ends["high"]
        assert row["within_redrawn"]["low"] < row["within_redrawn"]["high"]
    assert result["concentration_redrawn"]["low"] < result["concentration"]
    assert result["accounted_for"]["redrawings"] == 200
    code, out, _ = run(capsys, *arguments)
    assert "The targets were read off a printed map. Drawn again 200 times within its error" in out


def test_shapes_taken_out_of_the_file_are_told(drawn, capsys):
    assert made(drawn, capsys, "-o", drawn / "cells.geojson")[0] == 0
    data = json.loads((drawn / "cells.geojson").read_text())
    data["features"] *= 2
    (drawn / "cells.geojson").write_text(json.dumps(data))
    (drawn / "town").mkdir()
    town = Town.made(drawn / "town")
    options = ("--areas", town.areas, "--population", town.population)
    code, _, err = run(capsys, "audit", "areas", "--targets", drawn / "cells.geojson", *options)
    assert code == 2
    assert "the map was made with 1 shapes and has 2 now" in err
    data["features"] = data["features"][:1]
    data["candour"]["moved"]["moves"] = "none"
    (drawn / "cells.geojson").write_text(json.dumps(data))
    code, _, err = run(capsys, "audit", "areas", "--targets", drawn / "cells.geojson", *options)
    assert code == 2
    assert "Make it anew" in err


def test_cells_of_a_known_grid_are_snapped(tmp_path, capsys):
    rng = np.random.default_rng(5)
    ground = Ground(MIDDLE, 15.0, 0.5, 1.0, 0.0, np.zeros((2, 3)))
    cells = [
        shapely.box(
            WEST + i * WIDE, SOUTH + j * WIDE, WEST + (i + 1) * WIDE, SOUTH + (j + 1) * WIDE
        )
        for i, j in [(3, 4), (5, 9), (6, 9), (12, 13)]
    ]
    draw(tmp_path / "map.png", ground, cells, rng)
    control_points(tmp_path / "points.csv", ground, rng, count=12)
    (tmp_path / "legend.yaml").write_text(LEGEND, "utf-8")
    code, out, _ = made(tmp_path, capsys, "--grid", 500, "-o", tmp_path / "cells.geojson")
    assert code == 0, out
    outlines = read_outlines(tmp_path / "cells.geojson")
    assert {shape.bounds for shape in outlines.shapes} == {cell.bounds for cell in cells}
    assert outlines.held is not None
    held = redrawings_of(outlines.held, outlines.shapes)
    assert isinstance(held, MarkedCells)
    assert len(held.shapes_of(0)) == 4


def test_a_page_of_a_pdf_is_read_as_a_picture_is(drawn, capsys):
    Image.open(drawn / "map.png").save(drawn / "map.pdf", resolution=200)
    (drawn / "map.png").unlink()
    (drawn / "map.pdf").rename(drawn / "map.png")  # what it is is told by its bytes
    code, out, _ = made(drawn, capsys, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["classes"][0]["shapes"] == 1
    code, _, err = made(drawn, capsys, "--page", 2)
    assert code == 2
    assert "there is no page 2: it has 1." in err


def test_without_a_legend_only_the_fit_is_told(drawn, capsys):
    base = ("georeference", drawn / "map.png", "--points", drawn / "points.csv")
    code, out, _ = run(capsys, *base, "--json")
    assert code == 0
    told = json.loads(out)
    assert told["classes"] == []
    assert told["hull_coverage"] is None
    assert told["replicates"] == 0
    assert run(capsys, *base, "-o", drawn / "out")[0] == 2
    assert run(capsys, *base, "--grid", "500")[0] == 2
    assert not (drawn / "out").exists()


HEADINGS = "x,y,easting,northing"
GOOD = [(100, 100), (800, 120), (450, 650), (120, 600), (700, 500)]


def row_of(x, y):
    return f"{x},{y},{WEST + 15 * x:.0f},{SOUTH + 15 * (HEIGHT - y):.0f}"


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([], "0 control points to fit: at least 4"),
        ([row_of(*one) for one in GOOD[:3]], "3 control points to fit"),
        ([row_of(100 * k, 50 * k + 10) for k in range(1, 6)], "lie along one line in the picture"),
        ([*(row_of(*one) for one in GOOD), row_of(100, 100)], "lines 2 and 7 are one place"),
        ([*(row_of(*one) for one in GOOD), "x,1,2,3"], "line 7: column 'x': 'x' is no number"),
        ([*(row_of(*one) for one in GOOD), "1,2,3"], "line 7: this row has too few"),
        ([*(row_of(*one) for one in GOOD), row_of(WIDTH + 50, 10)], "outside the picture"),
    ],
)
def test_points_that_bear_no_map_are_refused_by_line(drawn, capsys, rows, problem):
    (drawn / "points.csv").write_text("\n".join([HEADINGS, *rows]) + "\n", "utf-8")
    code, _, err = made(drawn, capsys, "-o", drawn / "out.geojson")
    assert code == 2
    assert problem in err
    assert len(err.strip().splitlines()) == 1
    assert not (drawn / "out.geojson").exists()


@pytest.mark.parametrize(
    ("headings", "row", "problem"),
    [
        ("x,y,lon,lat", "1,2,3,4", "'easting' and 'northing', or 'longitude' and 'latitude'"),
        ("x,easting,northing", "1,2,3", "there is no column 'y'"),
        (f"{HEADINGS},sigma", f"{row_of(1, 2)},0", "column 'sigma': it is a standard error"),
        (f"{HEADINGS},check", f"{row_of(1, 2)},2", "column 'check': it is 1 for a point kept"),
    ],
)
def test_columns_that_are_not_there_or_not_so_are_told(drawn, capsys, headings, row, problem):
    (drawn / "points.csv").write_text(f"{headings}\n{row}\n", "utf-8")
    code, _, err = made(drawn, capsys)
    assert code == 2
    assert problem in err


def test_a_map_known_too_roughly_for_its_cells_is_refused(drawn, capsys):
    rng = np.random.default_rng(2)
    ground = Ground(MIDDLE, 15.0, 1.0, 1.0, 0.0, np.zeros((2, 3)))
    control_points(drawn / "points.csv", ground, rng, count=8, sigma=250.0)
    code, _, err = made(drawn, capsys, "--grid", "150")
    assert code == 2
    assert "more than half a cell of 150 m" in err


def test_few_points_and_points_to_one_side_are_warned_of(drawn, capsys):
    lines = (drawn / "points.csv").read_text().splitlines()
    fitted = [line for line in lines[1:] if line.split(",")[4] == "0"]
    right = sorted(fitted, key=lambda line: -float(line.split(",")[0]))[:6]
    (drawn / "points.csv").write_text("\n".join([lines[0], *right]) + "\n")
    code, out, _ = made(drawn, capsys, "--json")
    if code == 0:
        warnings = " ".join(json.loads(out)["warnings"])
        assert "6 control points and 0 kept apart" in warnings
        assert "lies outside the control points" in warnings


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("text.png", b"no picture", "this is no PDF and no picture"),
        ("cut.pdf", b"%PDF-1.7 cut", "this PDF can't be opened"),
    ],
)
def test_what_is_no_map_is_told(drawn, capsys, name, data, problem):
    (drawn / "map.png").write_bytes(data)
    code, _, err = made(drawn, capsys)
    assert code == 2
    assert problem in err


def test_other_wrong_wishes_get_a_sentence(drawn, capsys):
    for more, problem in (
        (("--grid", "0"), "a width in metres"),
        (("--grid", "500", "--grid-origin", "1;2"), "write metres east and north"),
        (("--replicates", "5"), "between 100 and 2,000"),
        (("--page", "3"), "a picture has one page"),
    ):
        code, _, err = made(drawn, capsys, *more)
        assert code == 2
        assert problem in err
    (drawn / "legend.yaml").write_text('classes: {High: "#00ff00"}\n')
    code, _, err = made(drawn, capsys)
    assert code == 2
    assert "no pixel has a colour of the legend (High)" in err
    (drawn / "map.png").unlink()
    code, _, err = made(drawn, capsys)
    assert "there is no such file" in err


# what a PDF made by a mapping program holds


def a_pdf_of_paths(path, *, shapes, measure="", turn=0):
    """A page of 324 x 252 points with red paths on it, and what it says of where it lies."""
    paint = " ".join(
        " ".join(f"{x} {y} {'m' if k == 0 else 'l'}" for k, (x, y) in enumerate(ring)) + " h"
        for ring in shapes
    )
    stream = f"0.8431 0.098 0.1098 rg {paint} f*".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 324 252] /Rotate {turn} "
            f"/Contents 4 0 R {measure} >>"
        ).encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data, places = b"%PDF-1.7\n", []
    for k, one in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (k, one)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
    )
    path.write_bytes(data)


SQUARE = [(60, 60), (160, 60), (160, 160), (60, 160)]
HOLE = [(90, 90), (130, 90), (130, 130), (90, 130)]
MAP_OF_LONDON = (
    "/VP [ << /Type /Viewport /BBox [0 0 324 252] /Measure << /Type /Measure /Subtype /GEO "
    "/LPTS [0 0 0 1 1 1 1 0] /GPTS [51.50 -0.15 51.5576 -0.15 51.5576 -0.0311 51.50 -0.0311] "
    "/GCS << /Type /GEOGCS /EPSG {code} >> >> >> ]"
)


def test_paths_of_a_pdf_are_taken_as_they_are_with_their_holes(tmp_path, capsys):
    a_pdf_of_paths(tmp_path / "map.png", shapes=[SQUARE, HOLE])
    (tmp_path / "legend.yaml").write_text(LEGEND, "utf-8")
    metres = 15.0
    rows = [
        f"{x},{y},{WEST + metres * x},{SOUTH + metres * (700 - y)}"
        for x, y in [(50, 50), (850, 60), (820, 650), (40, 640), (400, 300), (600, 200)]
    ]
    (tmp_path / "points.csv").write_text("\n".join([HEADINGS, *rows]) + "\n", "utf-8")
    code, _, err = made(tmp_path, capsys, "-o", tmp_path / "cells.geojson")
    assert code == 0, err
    (shape,) = read_outlines(tmp_path / "cells.geojson").shapes
    a_point = metres * 200 / 72
    assert shape.area == pytest.approx((100**2 - 40**2) * a_point**2, rel=1e-4)
    assert len(shape.interiors) == 1


def test_a_map_that_holds_its_own_places_needs_no_points(tmp_path, capsys):
    """The frame is 8.25 km by 6.41 km of London: a Helmert transform fits it to some metres."""
    a_pdf_of_paths(tmp_path / "map.pdf", shapes=[SQUARE], measure=MAP_OF_LONDON.format(code=4326))
    code, out, err = run(capsys, "georeference", tmp_path / "map.pdf", "--json")
    assert code == 0, err
    told = json.loads(out)
    assert told["transform"]["metres_a_pixel"] == pytest.approx(8_250 / 900, rel=0.01)
    assert told["rmse"] < 60
    assert "4 control points and 0 kept apart" in told["warnings"][0]


def test_places_on_another_datum_or_none_at_all_are_told(tmp_path, capsys):
    a_pdf_of_paths(tmp_path / "map.pdf", shapes=[SQUARE], measure=MAP_OF_LONDON.format(code=4277))
    code, _, err = run(capsys, "georeference", tmp_path / "map.pdf")
    assert code == 2
    assert "another datum" in err
    for turn in (0, 90):
        a_pdf_of_paths(tmp_path / "map.pdf", shapes=[SQUARE], turn=turn)
        code, _, err = run(capsys, "georeference", tmp_path / "map.pdf")
        assert code == 2
        assert "give control points with --points FILE" in err
