"""What a finding is called, in a few words: what was asked, of whom, and when."""

from candour.audit import names
from candour.audit.headlines import forces_of
from candour.audit.plans import Finding

KINDS = {
    "scores": "Who is flagged, and how often wrongly",
    "composition": "Who is on the list",
    "stops": "Stops and searches",
    "force": "Use of force",
    "parts": "How a list is made up",
    "accuracy": "How often it is right",
}
FEW = 3
CLAIMS = {
    "flagged": "Of those flagged, how many had it recorded",
    "incidents": "Of what was recorded, how much had been flagged",
    "unknown": "A published share of right ones, and what it can mean",
}


def kind_of(audit: str) -> str:
    """The kind of an audit in words.

    >>> kind_of("force")
    'Use of force'
    """
    return KINDS.get(audit, "Audit")


def title_of(finding: Finding) -> str:
    """A title made from the plan, for findings that nobody gave one."""
    words = _in_words(finding)
    if words:
        return words
    forces = [names.area(force) for force in compared_forces(finding)]
    of = f" in {len(forces)} police force areas" if len(forces) > FEW else ""
    if 0 < len(forces) <= FEW:
        of = f" in {names.listed(forces)}"
    period = f", {names.period(finding.plan.period)}" if of and finding.plan.period else ""
    files = f": {finding.inputs[0].name}" if finding.inputs and not of else ""
    return f"{kind_of(finding.plan.audit)}{of}{period}{files}"


def _in_words(finding: Finding) -> str:
    """The title of a finding whose plan says what it is of; no name of a file is needed then."""
    options, audit = finding.plan.options, finding.plan.audit
    if audit == "parts":
        return finding.plan.comparison
    if audit == "accuracy" and "readings" in finding.tables:
        return CLAIMS.get(str(finding.values.get("share_of")), "")
    if audit == "composition" and options.get("list"):
        counted = f" ({options['counted']})" if options.get("counted") else ""
        return f"{kind_of(audit)}: {options['list']}{counted}"
    return ""


def compared_forces(finding: Finding) -> tuple[str, ...]:
    """The forces that were compared; where none was fit, those that were asked for."""
    unfit = {row["force"] for row in finding.tables.get("fitness", ()) if not row["fit"]}
    forces = forces_of(finding)
    return tuple(force for force in forces if force not in unfit) or forces
