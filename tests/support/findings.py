"""Small findings for tests, made up but whole: what they hold is worked out by nobody."""

from pathlib import Path

from candour.audit.plans import Finding, Input, Plan
from candour.evidence.findings import FOLDER_NAME, RecordedFinding, write_finding
from tests.evidence.making import figure

LEAD = "Made up: searches per 1,000 Black residents came to 2.97 times those of white residents."


def made_up(*, ratio: float = 2.9655, forces=("force",), unfit=(), audit: str = "stops") -> Finding:
    """A finding in the shape of an audit of stops, columns in an order that no alphabet gives."""
    return Finding(
        plan=Plan(
            audit=audit,
            comparison="searches per 1,000 residents",
            reference="white",
            family=("black against white",),
            period="2019-04 to 2020-03",
        ),
        inputs=(Input("stops.csv", "0" * 64),),
        sentences=(LEAD,),
        tables={
            "ratios": [
                {
                    "force": force,
                    "group": "black",
                    "reference": "white",
                    "population_year": year,
                    "reading": reading,
                    "ratio": ratio * (1 if year == 2021 else 2),
                    "low": 2.5,
                    "high": 3.5,
                    "dispersed_low": 2.25,
                    "dispersed_high": 3.75,
                }
                for force in forces
                for year in (2011, 2021, "interpolated 2019-10-01")
                for reading in ("as counted", "mixed counted as black")
            ],
            "fitness": [{"force": force, "fit": True, "reason": None} for force in forces]
            + [{"force": force, "fit": False, "reason": "no stops in 2019-08"} for force in unfit],
        },
        accounted_for={"read": 3, "used": 2, "out_of_period": 1},
        assumptions=("Made up.",),
        does_not_show=("Anything at all.",),
    )


def recorded(
    finding: Finding | None = None,
    *,
    name: str = "made-up",
    title: str = "A made-up finding",
    about=("force",),
    refused=None,
    headlines=("2.97 times",),
) -> RecordedFinding:
    """A finding as a content folder holds it, with a headline for each text given."""
    found = finding or made_up()
    return RecordedFinding(
        name=name,
        title=title,
        about=tuple(about),
        refused=refused or {},
        source="report",
        licence="Made up, so nobody's",
        public_on="2025-03-01",
        statements=tuple(
            figure(
                printed,
                unit="times",
                field="disproportionality",
                measure=f"searches, {number}",
                said_by=("candour",),
                basis="inferred",
                subject=about[0],
                public_on="2025-03-01",
                group="Black",
                compared_with="white",
                finding=found.identifier,
            )
            for number, printed in enumerate(headlines, 1)
        ),
        finding=found.as_dict(),
    )


def put(folder: Path, *findings: RecordedFinding) -> None:
    """Make a content folder hold exactly these findings."""
    place = folder / FOLDER_NAME
    place.mkdir(exist_ok=True)
    for path in place.glob("*.json"):
        path.unlink()
    for found in findings:
        (place / f"{found.name}.json").write_text(write_finding(found), encoding="utf-8")
