"""A made-up town of 400 square areas, as the files that an audit of places reads."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SIDE = 20  # areas a side
WIDE = 500.0  # metres an area
WEST, SOUTH = 530_000.0, 180_000.0
METRES = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
GROUPS = ("asian", "black", "white")


def code(k):
    return f"E0100{k + 1:04d}"


def square(west, south, wide=WIDE, corners=12):
    """A ring with corners along its sides, as full outlines have."""
    t = np.linspace(0, 1, corners, endpoint=False)[:, None]
    edge = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    parts = [np.array(edge[i]) + t * (np.array(edge[i + 1]) - np.array(edge[i])) for i in range(4)]
    ring = np.vstack([*parts, [[0, 0]]]) * wide + [west, south]
    return ring.tolist()


def collection(features, crs=METRES):
    return {"type": "FeatureCollection", **({"crs": crs} if crs else {}), "features": features}


def polygon(ring, **said):
    return {
        "type": "Feature",
        "properties": said,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def write_csv(path, rows):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@dataclass
class Town:
    """The files, and what they hold."""

    folder: Path
    people: np.ndarray  # shape (3, 400)
    deciles: np.ndarray
    marked: np.ndarray  # places of the areas that are targets

    @classmethod
    def made(cls, folder, *, corners=12, seed=3):
        rng = np.random.default_rng(seed)
        at = np.stack(np.divmod(np.arange(SIDE**2), SIDE)).T + 0.5
        hill = np.exp(-((at - [6, 7]) ** 2).sum(axis=1) / 30)
        people = np.stack(
            [rng.integers(20, 200, SIDE**2), 10 + 900 * hill, rng.integers(300, 900, SIDE**2)]
        ).astype(int)
        order = np.argsort(-(hill + rng.normal(0, 0.2, SIDE**2)))
        deciles = np.empty(SIDE**2, int)
        deciles[order] = np.arange(SIDE**2) * 10 // SIDE**2 + 1
        marked = np.sort(np.argsort(-(hill + rng.normal(0, 0.15, SIDE**2)))[:60])
        town = cls(folder, people, deciles, marked)
        town.write(corners)
        return town

    def write(self, corners):
        features = [
            polygon(
                square(WEST + k % SIDE * WIDE, SOUTH + k // SIDE * WIDE, corners=corners),
                lsoa21_code=code(k),
            )
            for k in range(SIDE**2)
        ]
        outside = polygon(square(WEST - WIDE, SOUTH), lsoa21_code="E01009999")
        self.areas.write_text(json.dumps(collection([*features, outside])))
        rows = [
            [code(k), *self.people[:, k].tolist(), int(self.people[:, k].sum())]
            for k in range(SIDE**2)
        ]
        write_csv(self.population, [["lsoa21_code", *GROUPS, "total"], *rows])
        write_csv(
            self.deprivation,
            [["lsoa21_code", "Income_decile"]]
            + [[code(k), float(self.deciles[k])] for k in range(SIDE**2)],
        )
        write_csv(self.targets, [["area"], *([code(k)] for k in self.marked)])

    @property
    def areas(self):
        return self.folder / "areas.geojson"

    @property
    def population(self):
        return self.folder / "population.csv"

    @property
    def deprivation(self):
        return self.folder / "deprivation.csv"

    @property
    def targets(self):
        return self.folder / "targets.csv"

    def options(self, **other):
        files = {
            "targets": self.targets,
            "areas": self.areas,
            "population": self.population,
            "placements": 99,
        } | other
        return [part for key, value in files.items() for part in (f"--{key}", value)]
