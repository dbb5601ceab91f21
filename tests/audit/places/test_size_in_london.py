"""How often the banded test rejects on London's areas where targets know nothing of groups.

Targets are the highest tenth of a smooth surface (hills 1.5 to 4 km wide), of an effect of each
band of density and deprivation, and of noise. Residents are those of the census.
"""

from pathlib import Path

import numpy as np
import pytest

from candour.audit.places.audit import Files, PlacesQuestion, study_of
from candour.audit.places.overlay import inner_points
from candour.audit.places.placement import Null, against_chance
from tests.support.sizes import tries

DATA = Path(__file__).resolve().parents[3] / "data/places"
WORLDS = tries(25, long=1_000)
LEVEL = 0.05


@pytest.fixture(scope="module")
def london():
    files = Files(
        DATA / "none",
        DATA / "london-lsoa21.geoparquet",
        DATA / "london-census2021-ethnicity-lsoa21.csv.gz",
        DATA / "london-imd2025-income-lsoa21.csv.gz",
    )
    return study_of(files, PlacesQuestion(reference="white", null=Null.BANDED))


def blind_targets(x, y, bands, rng):
    middles = np.column_stack(
        [rng.uniform(x.min(), x.max(), 40), rng.uniform(y.min(), y.max(), 40)]
    )
    width = rng.choice([1_500.0, 4_000.0])
    surface = sum(
        rng.normal() * np.exp(-0.5 * ((x - a) ** 2 + (y - b) ** 2) / width**2) for a, b in middles
    )
    surface = (surface - surface.mean()) / surface.std()
    effects = {band: rng.normal() for band in np.unique(bands)}
    surface += 0.7 * np.array([effects[band] for band in bands])
    return np.argsort(-(surface + 0.5 * rng.normal(size=x.size)))[: x.size // 10]


@pytest.mark.long
@pytest.mark.parametrize("group", ["black", "everyone else"])
def test_targets_blind_to_groups_are_rejected_no_more_often_than_stated(london, group):
    groups = np.array(london.residents.groups)
    members = groups == group if group in groups else groups != "white"
    bands = london.fine_bands()
    x, y = inner_points(london.shapes)
    rng = np.random.default_rng(9)
    rejected = 0
    for world in range(WORLDS):
        marked = blind_targets(x, y, bands, rng)
        found = against_chance(
            london.index,
            london.residents,
            (x[marked], y[marked]),
            group=members,
            reference=groups == "white",
            null=Null.BANDED,
            bands=bands,
            rng=np.random.default_rng(world),
            placements=99,
        )
        rejected += found.p_value <= LEVEL
    error = np.sqrt(LEVEL * (1 - LEVEL) / WORLDS)
    assert rejected / WORLDS <= LEVEL + 2 * error


@pytest.mark.long
@pytest.mark.parametrize("group", ["black", "everyone else"])
def test_dealing_targets_out_area_by_area_finds_a_difference_nearly_always(london, group):
    """Why it is not offered: it knows nothing of clusters, of targets or of people."""
    rejected = size_of_permutation(london, group, worlds=tries(25, long=1_000))
    assert rejected > 0.3


def size_of_permutation(london, group, *, worlds, placements=199):
    groups = np.array(london.residents.groups)
    members = groups == group if group in groups else groups != "white"
    ours = london.residents.people[members].sum(axis=0)
    theirs = london.residents.people[groups == "white"].sum(axis=0)
    x, y = inner_points(london.shapes)
    rng = np.random.default_rng(9)
    rejected = 0
    for _ in range(worlds):
        marked = blind_targets(x, y, london.fine_bands(), rng)
        dealt = rng.random((placements, x.size)).argpartition(marked.size)[:, : marked.size]
        rows = np.vstack([marked, dealt])
        values = np.log(ours[rows].sum(axis=1) / theirs[rows].sum(axis=1))
        away = np.abs(values - values.mean())
        rejected += (1 + (away[1:] >= away[0]).sum()) / (placements + 1) <= LEVEL
    return rejected / worlds
