"""The audit of evaluations, as everything else knows it: of a panel, of places, of totals."""

from collections.abc import Iterable

from candour.audit.evaluations import answers, lead, pictures, places_alone, tables, totals_words
from candour.audit.evaluations.rows import Evaluation, Falls, Result, read
from candour.audit.exhibits import AnyTable, Picture
from candour.audit.findings import Finding
from candour.audit.kinds import Answers, Concerned, Kind

LABEL = "Did it work"
Texts = Iterable[str]


def title(finding: Finding[Result]) -> str:
    result, plan = finding.result, finding.plan
    what = plan.option("what") or (finding.inputs[0].name if finding.inputs else "")
    if isinstance(result, Evaluation):
        return f"{LABEL}: {what}: {lead.in_title(result, plan)}"
    if isinstance(result, Falls):
        return f"Highest counts of {what}: {places_alone.in_title(result, plan)}"
    return f"{LABEL}: published totals of {what}: {totals_words.in_title(result)}"


def events(finding: Finding[Result]) -> str:
    return finding.plan.option("events") or "events"


def compared(finding: Finding[Result]) -> Texts:
    result = finding.result
    if isinstance(result, Evaluation):
        return answers.compared(result, finding.plan)
    if isinstance(result, Falls):
        return answers.falls_compared(result, finding.plan)
    return totals_words.compared(result)


def what_was_found(finding: Finding[Result]) -> Texts:
    result = finding.result
    if isinstance(result, Evaluation):
        return answers.what_was_found(result, finding.plan)
    if isinstance(result, Falls):
        return answers.falls_found(result, finding.plan)
    return totals_words.sentences(result)[1 : 1 + len(result.claims)]


def how_sure(finding: Finding[Result]) -> Texts:
    result = finding.result
    if isinstance(result, Evaluation):
        return answers.how_sure(result, finding.plan)
    if isinstance(result, Falls):
        return answers.falls_how_sure(result, finding.plan)
    return totals_words.how_sure(result)


def what_would_change_it(finding: Finding[Result]) -> Texts:
    result = finding.result
    if isinstance(result, Evaluation):
        return answers.what_would_change_it(result, finding.plan)
    if isinstance(result, Falls):
        return answers.falls_would_change(result, finding.plan)
    return totals_words.what_would_change_it(result)


def first_table(finding: Finding[Result]) -> AnyTable | None:
    result = finding.result
    if isinstance(result, Evaluation):
        return tables.beside(result)
    if isinstance(result, Falls):
        return tables.falls(result)
    return tables.claims(result)


def first_picture(finding: Finding[Result]) -> Picture | None:
    result = finding.result
    if isinstance(result, Evaluation):
        return pictures.effect_picture(result)
    if isinstance(result, Falls):
        return pictures.falls_picture(result)
    return pictures.totals_picture(result)


def event_picture(finding: Finding[Result]) -> Picture | None:
    result = finding.result
    return pictures.event_picture(result) if isinstance(result, Evaluation) else None


KIND = Kind(
    name="evaluation",
    label=LABEL,
    read=read,
    title=title,
    events=events,
    concerned=lambda result: Concerned(),
    # A rate ratio of a measure is no disproportionality of groups: none becomes a statement.
    headlines=lambda f: None,
    not_compared=lambda f: (),
    answers=Answers(
        compared=compared,
        what_was_found=what_was_found,
        how_sure=how_sure,
        what_would_change_it=what_would_change_it,
    ),
    first_table=first_table,
    pictures=(first_picture, event_picture),
    headings=tables.HEADINGS,
    command="candour.cli.audit.evaluation:evaluation",
)
