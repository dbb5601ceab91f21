"""The audit of neighbourhoods: from a census, indices of deprivation and outlines to a finding."""

import csv
import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from candour.audit.findings import Finding, Input, Plan
from candour.audit.geography.boundaries import read_boundaries
from candour.audit.geography.bridging import MERGED, SPLIT, Bridge, read_bridge
from candour.audit.geography.deprivation import read_deprivation
from candour.audit.geography.populations import SmallAreas, read_small_areas
from candour.audit.geography.residents import Residents
from candour.audit.neighbourhoods import sentences
from candour.audit.neighbourhoods.measures import (
    FEWEST_AREAS,
    District,
    class_rows,
    residents_rows,
    together,
)
from candour.audit.neighbourhoods.nations import ENGLAND, Nation
from candour.audit.neighbourhoods.outlines import Frame, path_of
from candour.audit.neighbourhoods.rows import (
    TOGETHER,
    Account,
    ClassRow,
    Drawing,
    Neighbourhoods,
    ResidentsRow,
)
from candour.core.errors import CandourError

REFERENCE = "white"
DRAWN = ("black", "asian")
Floats = NDArray[np.float64]


class TooFewAreas(CandourError):
    """A district with so few small areas that its most deprived fifth is a handful."""

    def __init__(self, district: str, areas: int) -> None:
        self.areas = areas
        super().__init__(
            f"The most deprived fifth of {district} is {areas} small areas: no figure here rests "
            f"on fewer than {FEWEST_AREAS}."
        )


@dataclass(frozen=True, slots=True)
class IndexFile:
    """One index of deprivation.

    Attributes
    ----------
    year : by which it is called
    column : its score of income deprivation, the higher the more deprived
    is_of_2011 : whether its areas are those of 2011, to be brought over
    """

    year: str
    path: Path
    column: str
    is_of_2011: bool = False


@dataclass(frozen=True, slots=True)
class Files:
    """What is read. `bridge` and `weights` are needed where an index is of the areas of 2011."""

    census: Path
    boundaries: Path
    districts: Path  # a look-up with `lsoa21_code` and `ltla24_name`
    indices: tuple[IndexFile, ...]
    bridge: Path
    weights: Path  # residents of the areas of 2011
    nation: Nation = ENGLAND


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody said of these places, as the register has it, and what would test it.

    Attributes
    ----------
    said_by : who said it, as it stands at the beginning of a sentence
    text, statement : in our words, and the identifier of the statement
    tests : what would test it, each with the identifier of its statement
    """

    said_by: str
    text: str
    statement: str
    tests: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Which districts, drawn by which indices, beside which claim.

    Attributes
    ----------
    place : what the districts are called together, in a sentence
    groups_beside : of the census's whole groups, what is known of parts; a sentence, or ""
    """

    districts: tuple[str, ...]
    place: str
    drawn_indices: tuple[str, ...]
    claim: Claim | None = None
    groups_beside: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """All small areas that were read, in the order of the census.

    Attributes
    ----------
    district : of each area, its name
    deprivation : by year of the index, of each area; not a number where there is none
    shapes : of each area in metres of the National Grid; None where there is none
    """

    areas: SmallAreas
    district: NDArray[np.str_]
    deprivation: Mapping[str, Floats]
    shapes: NDArray[np.object_]
    corners: int
    bridge: Bridge
    inputs: tuple[Input, ...] = field(default=())
    nation: Nation = ENGLAND

    def of(self, name: str) -> NDArray[np.int64]:
        """Where the areas of a district stand."""
        return np.flatnonzero(self.district == name)


def read_atlas(files: Files) -> Atlas:
    """Read census, indices, outlines and look-ups once, for any number of districts.

    Raises
    ------
    CannotRead, NotOnTheGrid
    """
    areas = read_small_areas(files.census)
    bridge = read_bridge(files.bridge)
    weights = _column(files.weights, "lsoa11_code", "total_population")
    names = _column(files.districts, "lsoa21_code", "ltla24_name")
    boundaries = read_boundaries(files.boundaries)
    at = {code: place for place, code in enumerate(boundaries.codes)}
    shapes = np.array(
        [boundaries.shapes[at[code]] if code in at else None for code in areas.codes], dtype=object
    )
    paths = (
        files.census,
        files.boundaries,
        files.districts,
        *(index.path for index in files.indices),
        files.bridge,
        files.weights,
    )
    return Atlas(
        areas,
        np.array([names.get(code, "") for code in areas.codes]),
        {
            index.year: _scores(index, bridge, weights, areas.codes)
            for index in sorted(files.indices, key=lambda index: index.year, reverse=True)
        },
        shapes,
        boundaries.corners,
        bridge,
        tuple(Input.of(path) for path in paths),
        files.nation,
    )


def _scores(
    index: IndexFile, bridge: Bridge, weights: Mapping[str, str], codes: Sequence[str]
) -> Floats:
    values = dict(read_deprivation(index.path, domain=index.column).values)
    if index.is_of_2011:
        values = bridge.values(values, {code: float(text) for code, text in weights.items()})
    return np.array([values.get(code, np.nan) for code in codes], dtype=np.float64)


def _column(path: Path, key: str, value: str) -> dict[str, str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return {row[key]: row[value] for row in csv.DictReader(file)}


def audit_neighbourhoods(atlas: Atlas, question: Question) -> Finding[Neighbourhoods]:
    """Set where groups live beside where deprivation is, in one district or several.

    Raises
    ------
    TooFewAreas
        If the most deprived fifth of a district is fewer than ten areas.
    """
    rows: list[ResidentsRow] = []
    classes: list[ClassRow] = []
    drawings: dict[str, Drawing] = {}
    for name in question.districts:
        at = atlas.of(name)
        for year, scores in atlas.deprivation.items():
            known = at[np.isfinite(scores[at])]
            district = _district(atlas, name, year, known)
            rows += residents_rows(district, REFERENCE)
            if rows[-1].areas_most_deprived < FEWEST_AREAS:
                raise TooFewAreas(name, rows[-1].areas_most_deprived)
            for group in DRAWN:
                classes += class_rows(district, group)
                if year in question.drawn_indices:
                    drawing = _drawing(district, group, atlas.shapes[known])
                    drawings[f"{name}, {year}, {group}"] = drawing
    if len(question.districts) > 1:
        rows = together(rows, name=TOGETHER, reference=REFERENCE) + rows
    result = Neighbourhoods(
        residents=tuple(rows),
        classes=tuple(classes),
        drawings=drawings,
        accounted_for=_account(atlas, question.districts),
    )
    plan = _plan(question, tuple(atlas.deprivation), atlas.nation)
    return Finding(
        plan=plan,
        inputs=atlas.inputs,
        sentences=sentences.sentences(result, question.place),
        result=result,
        assumptions=sentences.assumptions(result, atlas.nation),
        does_not_show=sentences.does_not_show(result, plan),
        explains=sentences.explains(),
    )


def _district(atlas: Atlas, name: str, year: str, at: NDArray[np.int64]) -> District:
    residents = Residents(atlas.areas.residents.groups, atlas.areas.residents.people[:, at])
    return District(name, year, residents, atlas.deprivation[year][at])


def _drawing(district: District, group: str, shapes: NDArray[np.object_]) -> Drawing:
    deprivation, share = district.thirds(group)
    have_one = np.array([shape is not None for shape in shapes])
    frame = Frame.around(shapes[have_one])
    outlines = {}
    for one in sorted({*zip(deprivation.tolist(), share.tolist(), strict=True)}):
        here = shapes[have_one & (deprivation == one[0]) & (share == one[1])]
        if here.size:
            outlines[f"{one[0]}{one[1]}"] = path_of(here, frame)
    return Drawing(
        district=district.name,
        index=district.index,
        group=group,
        width=frame.width,
        height=frame.height,
        metres=round(frame.metres, 2),
        outlines=outlines,
    )


def _account(atlas: Atlas, districts: Sequence[str]) -> Account:
    at = np.concatenate([atlas.of(name) for name in districts])
    codes = [atlas.areas.codes[place] for place in at.tolist()]
    changes = [atlas.bridge.change.get(code, "") for code in codes]
    lacking = np.zeros(at.size, np.bool_)
    for scores in atlas.deprivation.values():
        lacking |= ~np.isfinite(scores[at])
    return Account(
        areas=at.size,
        residents=int(atlas.areas.residents.everyone[at].sum()),
        areas_without_outline=sum(shape is None for shape in atlas.shapes[at]),
        corners_of_an_area=atlas.corners,
        areas_split_since_2011=changes.count(SPLIT),
        areas_merged_since_2011=changes.count(MERGED),
        areas_without_index=int(lacking.sum()),
    )


def _plan(question: Question, years: Sequence[str], nation: Nation) -> Plan:
    options: dict[str, Any] = {
        "nation": "" if nation == ENGLAND else nation.name,
        "place": question.place,
        "districts": list(question.districts),
        "indices": list(years),
        "domain": "income",
        "drawn": list(question.drawn_indices),
        "groups_beside": question.groups_beside,
    }
    if question.claim is not None:
        options |= {
            "said_by": question.claim.said_by,
            "claim": question.claim.text,
            "claim_statement": question.claim.statement,
            "tests": [text for text, _ in question.claim.tests],
            "test_statements": [statement for _, statement in question.claim.tests],
        }
    return Plan(
        audit="neighbourhoods",
        comparison="share of each group's residents who live in the most deprived fifth of their "
        "district",
        reference=REFERENCE,
        family=("none is tested: a census counts everyone",),
        denominator="residents of the district, as the census of 2021 counts them",
        options={key: value for key, value in options.items() if value not in ("", [])},
    )
