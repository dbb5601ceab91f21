"""The findings that ship of places: who lives where most crime of each type is recorded in London.

Recorded crime is no list of where police were sent: it is what place-based systems are fed with,
and what plain counting would send them to. The rule, the types and the period are fixed here.
"""

import csv
import gzip
import runpy
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from candour.audit.findings import Finding, Input
from candour.audit.places.audit import Files, PlacesQuestion, audit_places
from candour.audit.places.lead import number_in_title
from candour.audit.places.placement import Null
from candour.audit.places.rows import Places
from candour.audit.places.types import changes_in_title, side_by_side
from candour.evidence.findings import KeptFinding

_path = str(Path(__file__).with_name("kept_finding.py"))
kept: Callable[..., KeptFinding] = runpy.run_path(_path)["kept"]

DATA = Path(__file__).resolve().parents[2] / "data/places"
COUNTS = DATA / "london-recorded-crime-2023-06-to-2026-05.csv.gz"
PERIOD = "2023-06 to 2026-05"
ONE_IN = 10  # of the areas are marked: those with the most records of a type
TYPES = {
    "all": "crimes of all types",
    "burglary": "burglaries",
    "drugs": "drug offences",
    "violence_and_other": "violent and other crimes",
    "public_order": "public order offences",
    "robbery": "robberies",
    "theft_from_person": "thefts from the person",
    "vehicle": "vehicle crimes",
}
IN_TITLES = {
    "all": "crime",
    "burglary": "burglary",
    "violence_and_other": "violence and other",
    "public_order": "public order crime",
    "robbery": "robbery",
    "theft_from_person": "theft from people",
    "vehicle": "vehicle crime",
}
LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0 "
    "(data.police.uk; Office for National Statistics; Ministry of Housing, Communities and Local "
    "Government) and OS data © Crown copyright and database right."
)
SIZE = (
    "On these areas the test rejects about as often as it says: of 250 made-up patterns of targets "
    "that know nothing of groups it rejected 4.8% at the level of 5% (all others against white "
    "residents), and 4.4% for Black residents alone."
)
NOT_SENT = (
    "Where police were sent: these areas are where most crime is recorded, which policing and "
    "reporting shape. They stand for what a plain count would mark, and for no system."
)


def places() -> Iterator[KeptFinding]:
    """Give a finding for each type of crime, and one that sets the types side by side."""
    findings = {kind: _finding(kind, called) for kind, called in TYPES.items()}
    for kind, finding in findings.items():
        yield kept(
            finding,
            name=f"places-london-{kind.replace('_', '-')}",
            title=f"Living where London records most {IN_TITLES.get(kind, TYPES[kind])}, 2023–26: "
            f"{number_in_title(finding.result)}",
            about=("metropolitan-police",),
            licence=LICENCE,
        )
    yield by_type({TYPES[kind]: finding for kind, finding in findings.items() if kind != "all"})


def by_type(findings: Mapping[str, Finding[Places]]) -> KeptFinding:
    """Side by side: for some types, another group has the largest share."""
    finding = side_by_side(findings)
    return kept(
        finding,
        name="places-london-by-type",
        title=f"Where London records {changes_in_title(finding.result, finding.plan.reference)}",
        about=("metropolitan-police",),
        licence=LICENCE,
    )


def _finding(kind: str, called: str) -> Finding[Places]:
    question = PlacesQuestion(
        reference="white",
        null=Null.BANDED,
        what=f"the tenth of London’s small areas with the most recorded {called}",
    )
    with tempfile.TemporaryDirectory() as folder:
        targets = Path(folder) / "targets.csv"
        targets.write_text("lsoa21_code\n" + "\n".join(_most(kind)) + "\n", encoding="utf-8")
        files = Files(
            targets,
            DATA / "london-lsoa21.geoparquet",
            DATA / "london-census2021-ethnicity-lsoa21.csv.gz",
            DATA / "london-imd2025-income-lsoa21.csv.gz",
        )
        made = audit_places(files, question)
    return replace(
        made,
        plan=replace(made.plan, period=PERIOD),
        inputs=(Input.of(COUNTS), *made.inputs[1:]),
        assumptions=(*made.assumptions, SIZE),
        does_not_show=(NOT_SENT, *made.does_not_show),
    )


def _most(kind: str) -> list[str]:
    """The areas with the most records; where counts are equal, in the order of the codes."""
    with gzip.open(COUNTS, "rt", encoding="utf-8", newline="") as file:
        counts = {row["lsoa21_code"]: int(row[kind]) for row in csv.DictReader(file)}
    order = sorted(counts, key=lambda code: (-counts[code], code))
    return order[: len(order) // ONE_IN]
