"""The audit of the use of force, as everything else knows it."""

from candour.audit.findings import Finding
from candour.audit.force.publication import WHOLE
from candour.audit.force.rows import Force, read
from candour.audit.force.subject import SUBJECT
from candour.audit.headlines import BY_OFFICERS
from candour.audit.kinds import Answers, Concerned, Headings, Kind
from candour.audit.per_resident import answers, changes, forest, statements, table
from candour.audit.per_resident import headings as of_rates
from candour.audit.per_resident.key_number import key_number
from candour.audit.per_resident.rows import forces_of
from candour.audit.per_resident.summary import Summary
from candour.audit.per_resident.title import number_in_title, title

LABEL = "Use of force"
WHOSE_WORD = (
    "Ethnicity is what the officer saw in the person. A tactic is one thing done, such as "
    "handcuffing: one incident can hold several, and one person can count several times."
)
HEADINGS = Headings(
    captions={**of_rates.CAPTIONS, "refused": "What was refused, and why"},
    columns={
        **of_rates.COLUMNS,
        "tactics": "Tactics reported",
        "tactics_per_incident": "Tactics for each incident",
        "excess_tactics": "Tactics beyond the reference's rate",
        "reason": "Why not",
        "unfit_force": "Of forces that were not compared",
    },
    intervals=of_rates.INTERVALS,
    shares=of_rates.SHARES,
    counts=of_rates.COUNTS | {"excess_tactics"},
)


def summary(finding: Finding[Force]) -> Summary:
    result = finding.result
    return Summary(
        SUBJECT,
        finding.plan,
        result.rates,
        result.ratios,
        result.bounds,
        whose_word=WHOSE_WORD,
        basis=BY_OFFICERS,
        refused=result.reasons,
    )


def concerned(result: Force) -> Concerned:
    """The forces of the table; England and Wales as a whole is none."""
    forces = [force for force in forces_of(result.rates) if force != WHOLE]
    return Concerned(
        tuple(sorted({*forces, *result.reasons})), result.reasons, has_result=bool(result.rates)
    )


KIND = Kind(
    name="force",
    label=LABEL,
    read=read,
    title=lambda f: title(
        LABEL, concerned(f.result).compared, f.plan, f.inputs, number_in_title(summary(f))
    ),
    events=lambda f: SUBJECT.events,
    concerned=concerned,
    headlines=lambda f: statements.headlines(summary(f)),
    not_compared=lambda f: answers.not_compared(f.result.reasons),
    answers=Answers(
        compared=lambda f: answers.compared(summary(f)),
        what_was_found=lambda f: answers.what_was_found(summary(f)),
        how_sure=lambda f: answers.how_sure(summary(f)),
        what_would_change_it=lambda f: changes.what_would_change_it(summary(f)),
    ),
    first_table=lambda f: table.first_table(summary(f)),
    pictures=(lambda f: forest.forest(summary(f)),),
    headings=HEADINGS,
    key_number=lambda f: key_number(summary(f)),
    command="candour.cli.audit.force:force",
)
