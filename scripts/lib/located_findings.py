"""The findings that ship of stops by the place where they were made: three forces, by deprivation.

Rows with points are published by data.police.uk and are not kept here: with CANDOUR_OUTSIDE_DATA
set to a folder that holds them they are worked out; without it what stands stays as it stands.
"""

import csv
import gzip
import os
import runpy
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from candour.audit.findings import Finding, Input
from candour.audit.names import place
from candour.audit.periods import Period
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.audit.stops.points import PointFiles
from candour.audit.stops.rows import Stops
from candour.evidence.findings import KeptFinding

_path = str(Path(__file__).with_name("kept_finding.py"))
kept: Callable[..., KeptFinding] = runpy.run_path(_path)["kept"]

OUTSIDE = os.environ.get("CANDOUR_OUTSIDE_DATA", "")
CENSUS_BY_FORCE = Path(__file__).resolve().parents[2] / "data/census/census2021_ethnicity_force.csv"
PERIOD = "2019-04..2020-03"
BODIES = {
    "essex": "essex-police",
    "west-midlands": "west-midlands-police",
    "avon-and-somerset": "avon-and-somerset-police",
}
NAMES = {force: f"stops-by-deprivation-{force}-2019-20" for force in BODIES}
LICENCE = (
    "Results only. Contains public sector information licensed under the Open Government Licence "
    "v3.0 (data.police.uk; Office for National Statistics; Ministry of Housing, Communities and "
    "Local Government) and OS data © Crown copyright and database right."
)
NO_AREAS = (
    "Which small areas have which rate: the audit gives them to whoever runs it, and this finding "
    "holds sums of a force's tenths of deprivation only."
)
OTHER_YEARS = (
    "The census is of March 2021 and the index of 2025, the searches of 2019–20: who lives where, "
    "and how deprived a place is, is taken from after the searches."
)


def located(standing: Mapping[str, KeptFinding]) -> Iterator[KeptFinding]:
    """Give a finding for each force; what stands where there are no files."""
    if OUTSIDE:
        yield from (_kept(force, Path(OUTSIDE)) for force in BODIES)
        return
    yield from (standing[name] for name in NAMES.values() if name in standing)


def _kept(force: str, folder: Path) -> KeptFinding:
    finding = find(force, folder)
    return kept(
        finding,
        name=NAMES[force],
        title=title(finding, force),
        about=(BODIES[force], "police-stop-and-search"),
        licence=LICENCE,
        source="police-stop-and-search",
    )


def find(force: str, folder: Path) -> Finding[Stops]:
    """Searches of a force in a year by tenth of income deprivation, from the published rows."""
    stops = folder / "stop_search/stop_search_2019-01_2021-11_all_forces.parquet"
    deprivation = folder / "deprivation/imd2025_england_lsoa21.csv.gz"
    census = folder / "census/census2021_ts021_ethnicity5_lsoa21_ew.csv.gz"
    lookup = folder / "lookups/lsoa21_ltla24_pfa24_derived.csv.gz"
    with tempfile.TemporaryDirectory() as scratch:
        own = _of_force(census, lookup, force, Path(scratch) / census.name)
        finding = audit_stops(
            [stops],
            [CENSUS_BY_FORCE, own],
            StopsQuestion(Period.parse(PERIOD), forces=(force,)),
            joined=PointFiles(folder / "geo/boundaries_lsoa21.geoparquet", deprivation, lookup),
        )
    return replace(
        finding,
        inputs=tuple(
            Input.of(census) if one.name == census.name else one for one in finding.inputs
        ),
        result=replace(finding.result, areas=None),
        does_not_show=(NO_AREAS, *finding.does_not_show),
        assumptions=(*finding.assumptions, OTHER_YEARS),
    )


def _of_force(census: Path, lookup: Path, force: str, to: Path) -> Path:
    """The rows of the census for the areas of one force."""
    with gzip.open(lookup, "rt", encoding="utf-8", newline="") as file:
        own = {
            row["lsoa21_code"]
            for row in csv.DictReader(file)
            if row["pfa24_name"].lower().replace(" ", "-") == force
        }
    with (
        gzip.open(census, "rt", encoding="utf-8", newline="") as rows,
        gzip.open(to, "wt", encoding="utf-8", newline="") as out,
    ):
        reader = csv.DictReader(rows)
        writer = csv.DictWriter(out, reader.fieldnames or ())
        writer.writeheader()
        writer.writerows(row for row in reader if row["lsoa21_code"] in own)
    return to


def title(finding: Finding[Stops], force: str) -> str:
    """With the number that is led with: of Black people, within tenths of deprivation."""
    row = next(row for row in finding.result.by_deprivation or () if row.group == "black")
    assert row.within is not None
    return (
        f"Searches by where made, {place(force)}, 2019/20: Black people {row.within:.1f} times the "
        "white rate in like-deprived areas"
    )
