"""What a finding on rates is called that nobody gave a title."""

from collections.abc import Sequence

from candour.audit import names
from candour.audit.findings import Input, Plan

FEW = 3


def title(label: str, forces: Sequence[str], plan: Plan, inputs: Sequence[Input]) -> str:
    """Made from the plan: what was asked, of whom, and when."""
    if not forces:
        return f"{label}: {inputs[0].name}" if inputs else label
    where = f"{len(forces)} police force areas"
    if len(forces) <= FEW:
        where = names.listed([names.area(force) for force in forces])
    period = f", {names.period(plan.period)}" if plan.period else ""
    return f"{label} in {where}{period}"
