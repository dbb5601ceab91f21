"""The findings that ship of simulations: worked out anew each time where no file is needed.

Replays rest on files that others publish and that are not kept here: with CANDOUR_OUTSIDE_DATA set
to a folder that holds them they are worked out; without it what stands stays as it stands.
"""

import os
import runpy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from candour.audit.findings import Input
from candour.evidence.findings import KeptFinding
from candour.simulation.city import CityMethod, CityResult, CitySettings, Mitigation, run_city
from candour.simulation.findings.city import find_city
from candour.simulation.findings.city import in_title as city_in_title
from candour.simulation.findings.lists import find_list
from candour.simulation.findings.lists import in_title as list_in_title
from candour.simulation.findings.replays import find_replays
from candour.simulation.findings.replays import in_title as replays_in_title
from candour.simulation.findings.urn import find_urn
from candour.simulation.findings.urn import in_title as urn_in_title
from candour.simulation.lists import ListedGroup, ListSettings, run_list
from candour.simulation.methods.self_exciting import Variant
from candour.simulation.ranges import TRUTHS
from candour.simulation.replayed import MethodChoice, ReplayFiles, replayed
from candour.simulation.sweeps import Change, swept
from candour.simulation.urn import OAKLAND, UrnResult, UrnSettings, run_urn
from candour.simulation.worlds import World

_path = str(Path(__file__).with_name("kept_finding.py"))
kept: Callable[..., KeptFinding] = runpy.run_path(_path)["kept"]

OUTSIDE = os.environ.get("CANDOUR_OUTSIDE_DATA", "")
ON_FILES = ("replay-oakland-2011", "replay-london-2024-2026")
NO_DATA = "A made-up world: it rests on no data. Free to use with Candour as its source."
OAKLAND_LICENCE = (
    "Results only. The records were published with the code of Lum & Isaac (2016), without a "
    "licence that is stated, and are not kept here."
)
LONDON_LICENCE = (
    "Results only. Contains public sector information licensed under the Open Government Licence "
    "v3.0 (data.police.uk; Office for National Statistics; Ministry of Housing, Communities and "
    "Local Government)."
)
SEED = 1
R = TypeVar("R")


def simulated(standing: Mapping[str, KeptFinding]) -> Iterator[KeptFinding]:
    """Give each finding of a simulation; of those on files outside, what stands where none are."""
    yield _urn()
    yield _city()
    yield _list()
    if OUTSIDE:
        yield _oakland(Path(OUTSIDE))
        yield _london(Path(OUTSIDE))
        return
    yield from (standing[name] for name in ON_FILES if name in standing)


def _urn_sweep(base: UrnSettings) -> Iterator[tuple[str, float, UrnResult]]:
    """One setting of the unequal case at a time."""
    second, total = base.rates[1], sum(base.start)
    changes: dict[str, dict[float, UrnSettings]] = {
        "decay": {x: replace(base, decay=x) for x in (0.0, 0.01, 0.1)},
        "reported": {
            x: replace(base, reported=(x * base.rates[0], x * second))
            for x in (0.0, 0.25, 1.0, 4.0)
        },
        "first rate": {x: replace(base, rates=(x * second, second)) for x in (0.9, 1.0, 1.1, 2.0)},
        "start": {x: replace(base, start=(x * total, (1 - x) * total)) for x in (0.25, 0.5, 0.75)},
    }
    for setting, values in changes.items():
        for value, settings in values.items():
            yield setting, value, run_urn(settings, runs=500, draws=20_000, seed=SEED)
    for draws in (1_000, 5_000):
        yield "draws", float(draws), run_urn(base, runs=500, draws=draws, seed=SEED)


def _urn() -> KeptFinding:
    """The three cases of Ensign et al. (2018), on Oakland's rates, without decay."""
    base = replace(OAKLAND, decay=0.0)
    mean = sum(base.rates) / 2
    cases = {
        "Equal discovery": replace(base, rates=(mean, mean)),
        "Unequal discovery": base,
        "Unequal discovery, corrected": replace(base, correction=True),
    }
    results = [
        (name, run_urn(settings, runs=1_000, draws=20_000, seed=SEED))
        for name, settings in cases.items()
    ]
    finding = find_urn(results, list(_urn_sweep(base)))
    return kept(
        finding,
        name="simulated-urn",
        title=f"What records do to themselves: {urn_in_title(finding.result)}",
        about=("predictive-policing",),
        licence=NO_DATA,
    )


# Chosen so that the mechanism shows: few offences are reported, a group lives apart from another,
# its areas had been patrolled twice as much, and all patrols go to a tenth of the areas. The same
# world without marks, or learning from reports alone, shows no runaway, and stands beside it.
WORLD = World(areas=100, residents=1_000, separation=0.6, reporting=0.02, past_policing=2.0)
RUNS, DAYS = 50, 365
CHANGES = tuple(
    Change(setting, value)
    for setting, values in {
        "reporting": (0.0, 0.1, 0.5),
        "past_policing": (1.0, 4.0),
        "separation": (0.2, 0.9),
        "discovery": (0.1, 0.8),
        "marked": (0, 5, 30),
        "window": (4, 52),
        "patrols": (10, 50),
    }.items()
    for value in values
)


def _city() -> KeptFinding:
    def run(method: CityMethod, *, feedback: bool = True, **how: object) -> CityResult:
        settings = CitySettings(method=method, world=WORLD, patrols=20, **how)  # type: ignore[arg-type]
        return run_city(settings, runs=RUNS, days=DAYS, seed=SEED, feedback=feedback)

    deaf = Mitigation.IGNORE_DISCOVERED
    results = [
        *(run(method, marked=10) for method in CityMethod),
        *(run(m, marked=10, mitigation=deaf) for m in CityMethod if m != CityMethod.EVEN),
        *(run(m, marked=10, feedback=False) for m in CityMethod if m != CityMethod.EVEN),
        *(run(m) for m in CityMethod if m != CityMethod.EVEN),
    ]
    base = CitySettings(method=CityMethod.COUNTS, world=WORLD, patrols=20, marked=10)
    mitigated = [run(CityMethod.COUNTS, marked=10, mitigation=how) for how in Mitigation]
    sweep = swept(base, CHANGES, runs=RUNS, days=DAYS, seed=SEED)
    truths = [
        (truth, run_city(truth.of(base), runs=RUNS, days=DAYS, seed=SEED)) for truth in TRUTHS
    ]
    finding = find_city(results, truths, mitigated=mitigated, sweep=sweep)
    return kept(
        finding,
        name="simulated-city",
        title=f"A made-up city, equal offending: {city_in_title(finding.result)}",
        about=(
            "geographic-predictive-policing",
            "kernel-density-estimation",
            "prospective-hotspot-mapping",
        ),
        licence=NO_DATA,
    )


def _list_sweep(base: ListSettings) -> Iterator[tuple[str, float, tuple[ListedGroup, ...]]]:
    """One setting at a time; those of a group are the last one's."""
    first, last = base.groups
    changes: dict[str, dict[float, ListSettings]] = {
        "suspected": {
            x: replace(base, groups=(first, replace(last, suspected=x))) for x in (1.0, 1.5, 3.0)
        },
        "watched": {x: replace(base, groups=(first, replace(last, watched=x))) for x in (1.0, 5.0)},
        "spread": {x: replace(base, spread=x) for x in (0.1, 0.5, 1.0)},
        "suspected_a_year": {x: replace(base, suspected_a_year=x) for x in (0.02, 0.1)},
        "convicted": {x: replace(base, convicted=x) for x in (0.1, 0.5)},
    }
    for setting, values in changes.items():
        for value, settings in values.items():
            yield setting, value, run_list(settings, runs=30, seed=SEED)


def _list() -> KeptFinding:
    everything = ListSettings()
    rules = {
        "With suspect and intelligence data": everything,
        "Without suspect data": replace(everything, use_suspects=False),
        "Without intelligence data": replace(everything, use_intelligence=False),
        "With convictions alone": replace(everything, use_suspects=False, use_intelligence=False),
    }
    runs = 100
    results = [
        (name, settings, run_list(settings, runs=runs, seed=SEED))
        for name, settings in rules.items()
    ]
    finding = find_list(results, runs=runs, seed=SEED, sweep=list(_list_sweep(everything)))
    return kept(
        finding,
        name="simulated-list",
        title=f"A simulated list: {list_in_title(finding.result)}",
        about=("individual-predictive-policing",),
        licence=NO_DATA,
    )


def _oakland(folder: Path) -> KeptFinding:
    files = ReplayFiles(
        folder / "benchmarks/oakland/drug_crimes_with_bins.csv",
        folder / "benchmarks/oakland/oakland_grid.csv",
    )
    first, last = "2010-12-28", "2011-12-30"
    replays = [
        replayed(
            files, MethodChoice("self-exciting", Variant.AS_PUBLISHED), first=first, last=last
        ),
        replayed(files, MethodChoice("counts"), first=first, last=last),
    ]
    finding = find_replays(
        replays,
        place="drug crimes recorded in Oakland",
        unit="day",
        period="2010-12-28 to 2011-12-30",
        inputs=[Input.of(path) for path in (files.events, files.grid)],
        unlike=(
            "That any force used it in Oakland: the method is the one documented for PredPol, as "
            "the published code of Lum & Isaac (2016) has it.",
            "Anything about forces in the UK: of those that used PredPol, Candour knows of no "
            "published records of where it sent patrols.",
        ),
    )
    return kept(
        finding,
        name="replay-oakland-2011",
        title=f"Oakland’s drug crimes of 2011 replayed: {replays_in_title(finding.result)}",
        about=("predpol", "geographic-predictive-policing"),
        licence=OAKLAND_LICENCE,
    )


def _london(folder: Path) -> KeptFinding:
    files = ReplayFiles(
        folder / "crime/london_lsoa21_month_crime_counts_2023-06_2026-05.parquet",
        folder / "geo/lsoa21_representative_points_derived.csv.gz",
        population=folder / "census/census2021_ts021_ethnicity5_lsoa21_ew.csv.gz",
        strata=folder / "deprivation/imd2025_england_lsoa21.csv.gz",
    )
    given = (files.events, files.grid, files.population, files.strata)
    finding = find_replays(
        [replayed(files, MethodChoice(name)) for name in ("counts", "kernel")],
        place="crimes recorded in London",
        unit="month",
        period="2024-06 to 2026-05",
        inputs=[Input.of(path) for path in given if path is not None],
        unlike=(
            "What any force in London did: areas are those of the census and months are whole, "
            "while tools that are described work on smaller cells and days. Kernel density takes "
            "twice the usual distance of two areas for its bandwidth.",
        ),
    )
    return kept(
        finding,
        name="replay-london-2024-2026",
        title=f"London’s crimes, 2024–26, replayed: {replays_in_title(finding.result)}",
        about=("kernel-density-estimation", "geographic-predictive-policing"),
        licence=LONDON_LICENCE,
    )
