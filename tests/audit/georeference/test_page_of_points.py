"""Control points clicked in a browser: the fit is told as it stands, and one file is written."""

import http.client
import json
import threading

import numpy as np
import pytest

from candour.audit.georeference.control_points import read_control_points
from candour.audit.georeference.editing import as_csv, fit_of, rows_of_file
from candour.audit.georeference.pages import read_page
from candour.cli.main import main
from candour.cli.point_page import Desk
from tests.audit.georeference.drawing import Ground, control_points, draw
from tests.audit.places.town import SOUTH, WEST, Town

MIDDLE = (WEST + 5_000.0, SOUTH + 5_000.0)
GROUND = Ground(MIDDLE, 15.0, 0.0, 1.0, 0.0, np.zeros((2, 3)))


@pytest.fixture
def desk(tmp_path):
    rng = np.random.default_rng(4)
    draw(tmp_path / "map.png", GROUND, [], rng)
    town = Town.made(tmp_path)
    return Desk.of(read_page(tmp_path / "map.png"), tmp_path / "points.csv", town.areas)


@pytest.fixture
def served(desk):
    server = desk.server(0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield desk.address(server), server.server_port
    server.shutdown()
    server.server_close()


def rows(count):
    places = [(100, 100), (800, 120), (450, 650), (120, 600), (700, 500), (300, 330)][:count]
    return [
        {
            "x": x,
            "y": y,
            "easting": MIDDLE[0] + 15 * (x - 450),
            "northing": MIDDLE[1] + 15 * (350 - y) + 3 * (k % 2),
            "sigma": "",
            "check": "0",
        }
        for k, (x, y) in enumerate(places)
    ]


def test_the_fit_is_told_as_it_stands():
    assert fit_of(rows(3))["says"].startswith("3 control points to fit: at least 4")
    told = fit_of(rows(6))
    assert told["is_fit"]
    assert told["says"].startswith("6 points, helmert: they foretell each other to")
    assert all(0 <= missed < 10 for missed in told["misses"])
    assert told["metres_a_pixel"] == pytest.approx(15, rel=0.01)
    apart = fit_of([*rows(5), rows(6)[5] | {"check": "1"}])
    assert "Points kept apart lie" in apart["says"]
    assert apart["misses"][5] is not None


def test_points_go_to_the_file_and_back(tmp_path):
    path = tmp_path / "points.csv"
    assert rows_of_file(path) == []
    control_points(path, GROUND, np.random.default_rng(1))
    again = tmp_path / "again.csv"
    again.write_text(as_csv(rows_of_file(path)), "utf-8")
    for one, other in zip(read_control_points(path), read_control_points(again), strict=True):
        assert np.array_equal(one.image, other.image)
        assert np.array_equal(one.ground, other.ground)
        assert np.array_equal(one.sigma, other.sigma)


def ask(port, path, *, method="GET", host="", body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Host": host} if host else {}
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_nothing_is_told_without_the_key_or_to_another_host(desk, served):
    _, port = served
    assert ask(port, f"/{desk.key}/points.json")[0] == 200
    for path in ("/", "/wrong/", "/wrong/points.json", f"/{desk.key}/../points.csv"):
        assert ask(port, path)[0] == 404
    assert ask(port, f"/{desk.key}/", host="evil.example")[0] == 404
    assert ask(port, "/wrong/save", method="POST", body="[]")[0] == 404
    assert not desk.points.exists()


@pytest.mark.parametrize("body", ["no json", "{}", "[1]", " " * 1_000_001, " " * 9_000_000])
def test_what_is_no_list_of_points_is_refused(desk, served, body):
    _, port = served
    assert ask(port, f"/{desk.key}/save", method="POST", body=body)[0] == 400
    assert not desk.points.exists()


def test_points_are_saved_only_when_asked(desk, served):
    _, port = served
    told = json.dumps(rows(6))
    ask(port, f"/{desk.key}/fit", method="POST", body=told)
    assert not desk.points.exists()
    status, data = ask(port, f"/{desk.key}/save", method="POST", body=told)
    assert (status, json.loads(data)["says"]) == (200, f"6 points are in {desk.points}.")
    assert len(read_control_points(desk.points)[0]) == 6


def test_a_port_that_is_taken_and_a_file_without_a_name_are_told(tmp_path, served, capsys):
    _, port = served
    common = ["georeference", str(tmp_path / "map.png"), "--edit"]
    for more, problem in (
        (["--points", str(tmp_path / "p.csv"), "--port", str(port)], f"Port {port} can't be used"),
        ([], "name it with --points"),
    ):
        with pytest.raises(SystemExit) as end:
            main([*common, *more])
        assert end.value.code == 2
        assert problem in capsys.readouterr().err


def test_points_are_clicked_on_the_picture_and_on_the_ground(page, desk, served):
    address, _ = served
    page.goto(address)
    page.get_by_text("No point has its true place yet.").wait_for()
    picture, ground = page.locator("#picture img"), page.locator("#ground")
    corners = np.array([corner for ring in desk.outlines for corner in ring])
    low, wide = corners.min(axis=0), np.ptp(corners, axis=0)
    for right, down in [(0.15, 0.2), (0.8, 0.25), (0.5, 0.8), (0.2, 0.75), (0.75, 0.6)]:
        box = picture.bounding_box()
        picture.click(position={"x": right * box["width"], "y": down * box["height"]})
        box = ground.bounding_box()
        # The picture is 13.5 km by 10.5 km around the middle of the town.
        true = np.add(MIDDLE, [(right - 0.5) * 13_500, (0.5 - down) * 10_500])
        part = (true - low) / wide
        ground.click(position={"x": part[0] * box["width"], "y": (1 - part[1]) * box["height"]})
    page.get_by_text("5 points, helmert: they foretell each other to").wait_for()
    page.get_by_role("button", name="Take out point 5").click()
    page.get_by_text("4 points, helmert").wait_for()
    page.get_by_role("button", name="Save the points").click()
    page.get_by_text("4 points are in").wait_for()
    points, _ = read_control_points(desk.points)
    true = [MIDDLE[0] - 0.35 * 13_500, MIDDLE[1] + 0.3 * 10_500]
    assert points.ground[0] == pytest.approx(true, abs=100)
