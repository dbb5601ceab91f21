"""Small findings for tests, made up but whole: what they hold is worked out by nobody."""

from pathlib import Path
from typing import Any

from candour.audit.findings import Finding, Input, Plan
from candour.audit.force.rows import Account as ForceAccount
from candour.audit.force.rows import Force
from candour.audit.lists.parts import Count, PartsQuestion, audit_parts
from candour.audit.lists.rows import Parts
from candour.audit.statistics.estimates import Reported
from candour.audit.stops.rows import Account, FitnessRow, Ratio, Stops
from candour.evidence.findings import FOLDER_NAME, KeptFinding, write_finding
from tests.evidence.making import figure

LEAD = "Made up: searches per 1,000 Black residents came to 2.97 times those of white residents."


def made_up(*, ratio: float = 2.9655, forces=("force",), unfit=()) -> Finding[Stops]:
    """A finding of an audit of stops."""
    return Finding(
        plan=_plan("stops"),
        inputs=(Input("stops.csv", "0" * 64),),
        sentences=(LEAD,),
        result=Stops(
            rates=(),
            ratios=tuple(
                a_ratio(
                    force=force,
                    population_year=year,
                    reading=reading,
                    ratio=ratio * (1 if year == 2021 else 2),
                )
                for force in forces
                for year in (2011, 2021, "interpolated 2019-10-01")
                for reading in ("as counted", "mixed counted as black")
            ),
            bounds=(),
            outcomes=(),
            fitness=(
                *(fitness_of(force) for force in forces),
                *(fitness_of(force, "no stops in 2019-08") for force in unfit),
            ),
            powers=(),
            kinds=(),
            funnel=(),
            trend=(),
            refused=(),
            labels=(),
            accounted_for=an_account(),
        ),
        assumptions=("Made up.",),
        does_not_show=("Anything at all.",),
    )


def made_up_force() -> Finding[Force]:
    """A finding of an audit of the use of force, with nothing in its tables."""
    account = ForceAccount(
        read=3, tactics=3, used=2, no_ethnicity=1, whole_of_england_and_wales=None
    )
    return Finding(
        plan=_plan("force"),
        inputs=(Input("force.csv", "0" * 64),),
        sentences=(LEAD,),
        result=Force(rates=(), ratios=(), bounds=(), accounted_for=account),
        assumptions=("Made up.",),
        does_not_show=("Anything at all.",),
    )


def made_up_parts() -> Finding[Parts]:
    """A finding that compares no forces."""
    whole = Count("with a score", 1_000, (Input("whole", "1" * 64),))
    part = Count("in the top band", 47, (Input("part", "0" * 64),))
    return audit_parts(PartsQuestion("People in the top band", (part,), (whole,)))


def _plan(audit: str) -> Plan:
    return Plan(
        audit=audit,
        comparison="searches per 1,000 residents",
        reference="white",
        family=("black against white",),
        period="2019-04 to 2020-03",
    )


def a_ratio(**changes: Any) -> Ratio:
    """A row of a table of ratios, of Black residents to white ones in 2021."""
    columns: dict[str, Any] = {
        "force": "force",
        "group": "black",
        "reference": "white",
        "population_year": 2021,
        "reading": "as counted",
        "ratio": 2.9655,
        "low": 2.5,
        "high": 3.5,
        "midp_low": 2.51,
        "midp_high": 3.49,
        "dispersed_low": 2.25,
        "dispersed_high": 3.75,
        "dispersion": 1.5,
        "difference_per_1000": Reported(4.0, 3.0, 5.0),
        "difference_midp_low": 3.1,
        "difference_midp_high": 4.9,
        "excess_stops": Reported(40.0, 30.0, 50.0),
        "without_repeats": None,
        "p_value": 0.001,
        "p_holm": 0.002,
    }
    return Ratio(**columns | changes)


def fitness_of(force: str, reason: str | None = None) -> FitnessRow:
    """Whether a force's stops could be compared; they could where there is no reason."""
    return FitnessRow(
        force=force,
        fit=reason is None,
        reason=reason,
        stops=100,
        months=12,
        months_missing=(),
        share_without_ethnicity=0.1,
        groups_never_used=(),
        labels_never_used=(),
        share_located=0.9,
        share_with_outcome=1.0,
        share_of_results_with_link=1.0,
        linked_without_action=0,
        outcomes_refused=None,
        finds_refused=None,
        repeated_rows=None,
    )


def an_account() -> Account:
    return Account(
        read=3,
        used=2,
        out_of_period=1,
        other_force=0,
        unfit_force=0,
        no_ethnicity=0,
        group_not_compared=0,
        no_force=0,
        no_month=0,
        unreadable=0,
        unreadable_lines=(),
        repeated_rows_kept=None,
    )


def recorded(
    finding: Finding[Any] | None = None,
    *,
    name: str = "made-up",
    title: str = "A made-up finding",
    about=("force",),
    refused=None,
    headlines=("2.97 times",),
) -> KeptFinding:
    """A finding as a content folder holds it, with a headline for each text given."""
    found = finding or made_up()
    return KeptFinding(
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


def put(folder: Path, *findings: KeptFinding) -> None:
    """Make a content folder hold exactly these findings."""
    place = folder / FOLDER_NAME
    place.mkdir(exist_ok=True)
    for path in place.glob("*.json"):
        path.unlink()
    for found in findings:
        (place / f"{found.name}.json").write_text(write_finding(found), encoding="utf-8")
