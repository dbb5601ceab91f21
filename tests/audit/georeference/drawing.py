"""Maps drawn by the tests: a known ground, a known transform, noise, warps and colours."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 900, 700
RED, AMBER, GREY = (215, 25, 28), (253, 174, 97), (120, 120, 120)
LEGEND = 'classes:\n  High: "#d7191c"\nbackground: ["#ffffff", "#fdae61", "#787878"]\n'


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A true map: areas on the National Grid, and how its ground comes to lie on the page."""

    centre: tuple[float, float]
    metres_a_pixel: float
    turn: float  # degrees
    stretch: float
    warp: float  # metres, at most
    waves: np.ndarray

    def to_page(self, ground):
        """Pixels, shape (n, 2), of true places, shape (n, 2)."""
        moved = (ground - self.centre) / self.metres_a_pixel
        turn = np.radians(self.turn)
        rotated = moved @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        flat = rotated * [self.stretch, -1.0] + [WIDTH / 2, HEIGHT / 2]
        phases = flat / max(WIDTH, HEIGHT) * 2 * np.pi
        bend = np.stack(
            [np.sin(phases @ self.waves[k, :2] + self.waves[k, 2]) for k in (0, 1)], axis=1
        )
        return flat + bend * self.warp / self.metres_a_pixel


def some_ground(rng, *, warp=0.0, stretch=1.0):
    return Ground(
        (float(rng.uniform(400_000, 500_000)), float(rng.uniform(200_000, 400_000))),
        float(rng.uniform(8, 14)),
        float(rng.normal(0, 1.5)),
        stretch,
        warp,
        rng.uniform(-0.8, 0.8, (2, 3)) * [1, 1, np.pi],
    )


def some_areas(rng, ground, count=8):
    """Round areas without overlap, in the middle of the page, in metres."""
    half = np.array([WIDTH, HEIGHT]) * ground.metres_a_pixel * 0.33
    areas: list[shapely.Polygon] = []
    while len(areas) < count:
        place = np.array(ground.centre) + rng.uniform(-1, 1, 2) * half
        radius = rng.uniform(300, 900)
        corners = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        sizes = radius * (1 + 0.2 * np.sin(3 * corners + rng.uniform(0, 6)))
        one = shapely.Polygon(
            place + sizes[:, None] * np.column_stack([np.cos(corners), np.sin(corners)])
        )
        if all(one.distance(other) > 8 * ground.metres_a_pixel for other in areas):
            areas.append(one)
    return areas


def cells_of(rng, ground, size, count=25):
    """Cells of the National Grid in the middle of the page, as columns and rows."""
    half = np.array([WIDTH, HEIGHT]) * ground.metres_a_pixel * 0.3
    low = np.ceil((np.array(ground.centre) - half) / size).astype(int)
    high = np.floor((np.array(ground.centre) + half) / size).astype(int)
    across = int(high[0] - low[0])
    places = rng.choice(across * int(high[1] - low[1]), count, replace=False)
    return np.column_stack([low[0] + places % across, low[1] + places // across])


def draw(path: Path, ground, areas, rng, *, noise=4.0, outline=2, blur=0.6):
    """Draw areas in red with an outline, roads in grey and other ground in amber."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(picture)
    for _ in range(6):
        x, y = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT)
        pen.ellipse([x, y, x + 60, y + 40], fill=AMBER)
    for one in areas:
        corners = ground.to_page(np.array(one.segmentize(100).exterior.coords))
        pen.polygon([tuple(corner) for corner in corners], fill=RED)
    for one in areas:
        corners = ground.to_page(np.array(one.segmentize(100).exterior.coords))
        pen.line([tuple(corner) for corner in corners], fill=GREY, width=outline)
    for _ in range(5):
        ends = rng.uniform(0, 1, (2, 2)) * [WIDTH, HEIGHT]
        pen.line([tuple(end) for end in ends], fill=GREY, width=2)
    pixels = np.array(picture.filter(ImageFilter.GaussianBlur(blur)), dtype=float)
    pixels += rng.normal(0, noise, pixels.shape)
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path)


def control_points(path: Path, ground, rng, *, count=10, apart=3, sigma=15.0, told=True):
    """Write points spread over the page, found in the picture and on the ground with an error."""
    rows = ["x,y,easting,northing,check" + (",sigma" if told else "")]
    sides = int(np.ceil(np.sqrt(count + apart)))
    places = [(i + 0.5, j + 0.5) for i in range(sides) for j in range(sides)]
    chosen = rng.permutation(len(places))[: count + apart]
    half = np.array([WIDTH, HEIGHT]) * ground.metres_a_pixel * 0.46
    for k, place in enumerate(chosen):
        spot = (np.array(places[place]) + rng.uniform(-0.35, 0.35, 2)) / sides * 2 - 1
        true = np.array(ground.centre) + spot * half
        x, y = ground.to_page(true[None])[0]
        east, north = true + rng.normal(0, sigma, 2)
        row = f"{x:.2f},{y:.2f},{east:.2f},{north:.2f},{int(k >= count)}"
        rows.append(row + (f",{sigma}" if told else ""))
    path.write_text("\n".join(rows) + "\n", "utf-8")
