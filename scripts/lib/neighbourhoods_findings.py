"""The findings that ship of neighbourhoods, beside what a report said of the places police marked.

Where each group lives and where deprivation is, in the places of which the report draws maps; no
place that police marked is in them. What the report says of each, and what would test it, are
statements of the register, and each finding names them. The census and the indices by small area
are published and not kept here: with CANDOUR_OUTSIDE_DATA set to a folder that holds them the
findings are worked out; without it what stands stays as it stands.
"""

import csv
import gzip
import os
import runpy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from candour.audit.in_words import whole
from candour.audit.neighbourhoods import kind
from candour.audit.neighbourhoods.audit import (
    Atlas,
    Claim,
    Files,
    IndexFile,
    Question,
    audit_neighbourhoods,
    read_atlas,
)
from candour.audit.neighbourhoods.nations import ENGLAND, WALES, Nation
from candour.evidence.collection import Collection
from candour.evidence.findings import KeptFinding
from candour.evidence.statements import Statement

_path = str(Path(__file__).with_name("kept_finding.py"))
kept: Callable[..., KeptFinding] = runpy.run_path(_path)["kept"]

OUTSIDE = os.environ.get("CANDOUR_OUTSIDE_DATA", "")
LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0 (Office "
    "for National Statistics; Ministry of Housing, Communities and Local Government) and OS data "
    "© Crown copyright and database right."
)
SAID_BY = "Amnesty International UK’s report “Automated Racism”"
BOTH, NEWEST = ("2025", "2019"), ("2025",)
# The report's own groups, of which the table by small area has none apart.
FOUR = ("African", "Caribbean", "Bangladeshi", "Pakistani")
WHOLE_GROUPS = ("Asian, ", "Black, ")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of which the report draws a map: its districts, and where the register has it."""

    districts: tuple[str, ...]
    called: str
    document: str  # the slug of what the report says there
    figure: str
    about: tuple[str, ...]
    drawn: tuple[str, ...] = BOTH


PLACES = {
    "neighbourhoods-southend": Place(
        ("Southend-on-Sea",),
        "Southend-on-Sea",
        "amnesty-southend-demographic-analysis",
        "figure 3",
        ("southend-harm-spots", "essex-grip-hotspots", "essex-police"),
    ),
    "neighbourhoods-basildon": Place(
        ("Basildon",),
        "Basildon",
        "amnesty-essex-rtm-demographic-analysis",
        "figure 14",
        ("essex-risk-terrain-modelling", "essex-police"),
    ),
    "neighbourhoods-lambeth-southwark": Place(
        ("Lambeth", "Southwark"),
        "Lambeth and Southwark",
        "amnesty-mps-rtm-demographic-analysis",
        "figure 18",
        ("mps-risk-terrain-modelling", "metropolitan-police"),
    ),
    "neighbourhoods-west-midlands": Place(
        (
            *("Birmingham", "Coventry", "Dudley", "Sandwell", "Solihull", "Walsall"),
            "Wolverhampton",
        ),
        "the seven West Midlands districts",
        "amnesty-west-midlands-demographic-analysis",
        "figure 10",
        ("wmp-knife-crime-prediction", "west-midlands-police"),
        NEWEST,
    ),
}


INDICES = {
    ENGLAND: (
        ("2025", "deprivation/imd2025_england_lsoa21.csv.gz", "income_score", False),
        ("2019", "deprivation/imd2019_england_lsoa11.csv.gz", "income_score_pct", True),
    ),
    WALES: (("2019", "deprivation/wimd2019_lsoa11.csv.gz", "income_score", True),),
}


def atlas(folder: Path, nation: Nation = ENGLAND) -> Atlas:
    """All small areas of England and Wales, with the indices of a nation."""
    return read_atlas(
        Files(
            census=folder / "census/census2021_ts021_ethnicity5_lsoa21_ew.csv.gz",
            boundaries=folder / "geo/boundaries_lsoa21.geoparquet",
            districts=folder / "lookups/lsoa21_ltla24_pfa24_derived.csv.gz",
            indices=tuple(
                IndexFile(year, folder / path, column, is_of_2011=is_of_2011)
                for year, path, column, is_of_2011 in INDICES[nation]
            ),
            bridge=folder / "lookups/lsoa11_lsoa21_ltla22.csv.gz",
            weights=folder / "census/population_mid2020_lsoa11_total.csv.gz",
            nation=nation,
        )
    )


def neighbourhoods(
    collection: Collection, standing: Mapping[str, KeptFinding]
) -> Iterator[KeptFinding]:
    """Give a finding for each place; what stands where there are no files."""
    if not OUTSIDE:
        yield from (standing[name] for name in PLACES if name in standing)
        return
    folder = Path(OUTSIDE)
    small_areas = atlas(folder)
    detailed = _detailed(folder / "census/census2021_ethnicity_detailed_ltla21_ew_long.csv.gz")
    for name, place in PLACES.items():
        question = Question(
            place.districts,
            place.called,
            place.drawn,
            _claim(collection, place),
            _groups_beside(place, detailed),
        )
        finding = audit_neighbourhoods(small_areas, question)
        yield kept(
            finding,
            name=name,
            title=kind.title(finding),
            about=(*place.about, place.document),
            licence=LICENCE,
        )


def _claim(collection: Collection, place: Place) -> Claim:
    """What the report says beside its map of the place, and what would test it."""
    said = _at_figure(collection, place, place.figure, "finding")
    # The test of the figure before is named by that of this one ("the same").
    before = f"figure {int(place.figure.removeprefix('figure ')) - 1}"
    tests = [
        *_at_figure(collection, place, before, "would-test"),
        *_at_figure(collection, place, place.figure, "would-test"),
    ]
    return Claim(
        f"{SAID_BY} (beside its {place.figure})",
        str(said[0].value),
        said[0].id,
        tuple((str(test.value), test.id) for test in tests),
    )


def _at_figure(collection: Collection, place: Place, figure: str, field: str) -> list[Statement]:
    """The statements of a field that are about a figure; at least one."""
    own = [
        statement
        for statement in collection.subjects[place.document].of(field)
        if statement.locator.partition(" n")[0].endswith(figure)
    ]
    if not own:
        raise LookupError(f"{place.document} says nothing of {figure} under '{field}'.")
    return own


def _detailed(path: Path) -> Mapping[tuple[str, str], int]:
    """Residents by district and detailed group, as the census calls it."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return {
            (row["ltla21_name"], row["ethnic_group"]): int(float(row["value"]))
            for row in csv.DictReader(file)
            if row["ethnic_group"].endswith("(number)")
        }


def _groups_beside(place: Place, detailed: Mapping[tuple[str, str], int]) -> str:
    """How much of the whole groups the report's four are."""
    own = {
        key: people
        for key, people in detailed.items()
        if key[0] in place.districts and key[1].startswith(WHOLE_GROUPS)
    }
    four = sum(
        people
        for (_, group), people in own.items()
        if group.removesuffix(" (number)").rpartition(": ")[2] in FOUR
    )
    everyone = sum(own.values())
    return (
        "The four groups of the report’s map alone (Black African, Black Caribbean, Bangladeshi "
        "and Pakistani residents): the table by small area has Black and Asian residents whole. "
        f"By the census of the district{'s' if len(place.districts) > 1 else ''} those four are "
        f"{whole(four)} of {whole(everyone)} Black and Asian residents here "
        f"({four / everyone:.0%})."
    )
