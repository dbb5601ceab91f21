"""Bands of deprivation with few marked areas: neither printed nor to be worked out."""

import numpy as np
import pytest

from candour.audit.geography.residents import Residents
from candour.audit.places.strata import tell_of_few, together
from candour.content import FOLDER
from candour.evidence.findings import read_findings
from tests.audit.places.town import SIDE, Town, code, write_csv

TENTHS = range(1, 11)


def marks(town, numbers):
    """So many areas of each tenth, from the most deprived on, marked."""
    town.marked = np.sort(np.concatenate([
        np.flatnonzero(town.deciles == tenth)[:number]
        for tenth, number in zip(TENTHS, numbers, strict=True)
    ]))  # fmt: skip
    write_csv(town.targets, [["area"], *([code(k)] for k in town.marked)])
    return town


@pytest.fixture
def told(tmp_path):
    """Two tenths with 3 and 8 marked areas beside eight that can be shown."""
    return marks(Town.made(tmp_path), [12] * 8 + [3, 8])


def worked_out(found, population):
    """Everyone who lives in the marked areas of each tenth, from what is printed and the census.

    Of each group's ratio to the white one that tenths alone would give, an equation of the rates of
    tenths; those of hidden ones are solved for.
    """
    groups = {row["group"]: row for row in found["exposure"]}
    strata = found["by_deprivation"]["black"]["strata"]
    shown = [k for k, band in enumerate(strata) if band["share"] is not None]
    hidden = [k for k, band in enumerate(strata) if band["share"] is None]
    if not hidden:
        return None
    living = {
        name: np.array([population[name][band["band"]] for band in strata]) for name in groups
    }
    everyone = np.sum([*living.values()], axis=0)
    inside = np.zeros(len(strata))
    for name in ("asian", "black"):
        for k in shown:
            band = found["by_deprivation"][name]["strata"][k]
            inside[k] += band["share"] * band["residents"]
    for k in shown:
        black = found["by_deprivation"]["black"]["strata"][k]
        inside[k] += black["share"] / black["ratio"] * living["white"][k]
    rows = [everyone.astype(float)]
    right = [sum(row["in_targets"] for row in groups.values())]
    white = living["white"] / living["white"].sum()
    for name in ("asian", "black"):
        ours = living[name] / living[name].sum()
        rows.append(ours - found["by_deprivation"][name]["expected"] * white)
        right.append(0.0)
    rates = inside / everyone
    left = [value - row[shown] @ rates[shown] for row, value in zip(rows, right, strict=True)]
    of_hidden = np.array([row[hidden] / np.abs(row).max() for row in rows])
    left = np.array(left) / [np.abs(row).max() for row in rows]
    if np.linalg.matrix_rank(of_hidden, tol=1e-9) < len(hidden):
        return None
    solved = np.linalg.lstsq(of_hidden, left, rcond=None)[0]
    return {strata[k]["band"]: solved[n] * everyone[k] for n, k in enumerate(hidden)}


def census(town):
    return {
        name: {band: int(people[town.deciles == band].sum()) for band in TENTHS}
        for name, people in zip(("asian", "black", "white"), town.people, strict=True)
    }


def test_what_is_printed_gives_no_band_with_few_marked_areas(told, run_json):
    found = run_json("audit", "areas", *told.options(deprivation=told.deprivation))
    strata = found["by_deprivation"]["black"]["strata"]
    assert [(band["band"], band.get("to")) for band in strata] == [
        *((tenth, None) for tenth in range(1, 9)), (9, 10),
    ]  # fmt: skip
    assert all(band["share"] is not None for band in strata)
    assert worked_out(found, census(told)) is None
    assert any("taken together with those beside them" in text for text in found["explains"])


def test_the_same_bands_left_hidden_would_be_worked_out(told, run_json, monkeypatch):
    """What the tests above and below look for is there to be found."""
    monkeypatch.setattr("candour.audit.places.audit.tell_of_few", lambda *a, **k: False)
    found = run_json("audit", "areas", *told.options(deprivation=told.deprivation))
    inside = told.people.sum(axis=0)[told.marked]
    truth = {band: inside[told.deciles[told.marked] == band].sum() for band in (9, 10)}
    assert worked_out(found, census(told)) == pytest.approx(truth, rel=1e-6)


@pytest.mark.parametrize("numbers", [
    [12, 9, 1, 0, 0, 0, 0, 0, 0, 0], [30, 20, 10, 5, 0, 0, 0, 0, 0, 0],
    [1, 9, 12, 12, 12, 12, 12, 12, 12, 12], [12, 12, 12, 12, 4, 5, 12, 12, 12, 12],
    [20, 20, 12, 8, 4, 2, 1, 1, 0, 0],
])  # fmt: skip
def test_no_pattern_of_marks_lets_a_few_areas_be_worked_out(tmp_path, run_json, numbers):
    town = marks(Town.made(tmp_path), numbers)
    found = run_json("audit", "areas", *town.options(deprivation=town.deprivation))
    solved = worked_out(found, census(town)) or {}
    marked = dict(zip(TENTHS, numbers, strict=True))
    assert all(marked[band] >= 10 for band in solved)
    for band in found["by_deprivation"]["black"]["strata"]:
        if band["share"] is not None:
            last = band.get("to") or band["band"]
            assert sum(marked[tenth] for tenth in range(band["band"], last + 1)) >= 10


def test_bands_that_can_be_worked_out_are_seen_and_others_are_not():
    rng = np.random.default_rng(8)
    strata = np.repeat(np.arange(1, 11), 40)
    people = rng.integers(50, 900, (5, 400)).astype(float)
    residents = Residents(tuple("abcde"), people)

    def tells(numbers):
        covered = np.concatenate([np.arange(40) < number for number in numbers]).astype(float)
        return tell_of_few(residents, covered, strata, reference="a")

    assert not tells([12] * 10)
    assert tells([12] * 8 + [3, 8])
    assert tells([12] * 6 + [3, 3, 3, 3])
    assert not tells([20, 12, 3, 3, 2, 1, 1, 1, 0, 0])


def test_bands_are_taken_together_until_each_has_ten_marked_areas():
    strata = np.repeat(np.arange(1, 11), SIDE)
    covered = np.concatenate([np.arange(SIDE) < n for n in (20, 15, 9, 4, 3, 1, 12, 0, 0, 11)])
    taken, lasts = together(strata, covered.astype(float))
    assert lasts == {1: 1, 2: 2, 3: 6, 7: 7, 8: 10}
    for first in lasts:
        assert covered[taken == first].sum() >= 10


def test_no_finding_that_ships_tells_of_few_marked_areas():
    """Each prints all its bands, or hides more than its equations can be solved for."""
    looked_at = 0
    kept_findings, _ = read_findings(FOLDER)
    for kept in kept_findings.values():
        if kept.finding["audit"] != "places":
            continue
        for row in kept.finding["by_deprivation"].values():
            hidden = [band for band in row["strata"] if band["share"] is None]
            assert not hidden or len(hidden) > len(kept.finding["exposure"])
            looked_at += 1
    assert looked_at > 20
