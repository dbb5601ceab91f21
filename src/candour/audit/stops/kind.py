"""The audit of stops and searches, as everything else knows it."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from candour.audit.exhibits import Picture
from candour.audit.findings import Finding
from candour.audit.headlines import BY_OFFICERS, BY_OWN_WORD
from candour.audit.kinds import Answers, Concerned, Kind, Says
from candour.audit.per_resident import answers, changes, forest, statements, table
from candour.audit.per_resident.key_number import key_number
from candour.audit.per_resident.summary import Summary
from candour.audit.per_resident.title import number_in_title, title
from candour.audit.stops import (
    alike_picture,
    area_answers,
    deciles_picture,
    finds_picture,
    funnel_picture,
    small_areas,
    trend_picture,
)
from candour.audit.stops.headings import HEADINGS
from candour.audit.stops.rows import Stops, read
from candour.audit.stops.subject import SUBJECT

LABEL = "Stops and searches"
WHOSE_WORD = {
    "self": "Ethnicity is what the person searched said it was.",
    "officer": (
        "Ethnicity is what the officer recorded. Officers have no code for mixed: such "
        "residents are in no group, unless it is said."
    ),
}
BASIS = {"self": BY_OWN_WORD, "officer": BY_OFFICERS}
NO_ETHNICITY = {
    "self": "the person gave none, or none was noted",
    "officer": "the officer noted none",
}


def summary(finding: Finding[Stops]) -> Summary:
    result, plan = finding.result, finding.plan
    return Summary(
        SUBJECT,
        plan,
        result.rates,
        result.ratios,
        result.bounds,
        result.standardised or (),
        whose_word=WHOSE_WORD.get(plan.option("ethnicity"), ""),
        basis=BASIS.get(plan.option("ethnicity"), ""),
        no_ethnicity=NO_ETHNICITY.get(plan.option("ethnicity"), ""),
        refused=concerned(result).refused,
        is_filled=any(row.officer_filled is not None for row in result.bounds),
    )


def concerned(result: Stops) -> Concerned:
    return Concerned(
        tuple(dict.fromkeys(row.force for row in result.fitness)),
        {row.force: row.reason or "" for row in result.fitness if not row.fit},
        has_result=any(row.fit for row in result.fitness),
    )


def ratios_picture(finding: Finding[Stops]) -> Picture | None:
    """The plain ratios; with a point of their own where those among areas alike stand first."""
    drawn = forest.forest(summary(finding))
    if drawn is None or alike_picture.leading(finding) is None:
        return drawn
    return replace(drawn, point=alike_picture.plain_point(summary(finding)))


def _answering(of_areas: Says[Stops], of_forces: Callable[[Summary], Iterable[str]]) -> Says[Stops]:
    """Answer from areas and finds where no force has a ratio, else from the ratios."""

    def says(finding: Finding[Stops]) -> Iterable[str]:
        stands_alone = area_answers.stands_alone(finding.result)
        return of_areas(finding) if stands_alone else of_forces(summary(finding))

    return says


KIND = Kind(
    name="stops",
    label=LABEL,
    read=read,
    title=lambda f: title(
        LABEL,
        concerned(f.result).compared,
        f.plan,
        f.inputs,
        alike_picture.number_in_title(f) or number_in_title(summary(f)),
    ),
    events=lambda f: SUBJECT.events,
    concerned=concerned,
    headlines=lambda f: statements.headlines(summary(f)),
    not_compared=lambda f: answers.not_compared(concerned(f.result).refused),
    answers=Answers(
        compared=_answering(area_answers.compared, answers.compared),
        what_was_found=_answering(area_answers.what_was_found, answers.what_was_found),
        how_sure=_answering(area_answers.how_sure, answers.how_sure),
        what_would_change_it=_answering(
            area_answers.what_would_change_it, changes.what_would_change_it
        ),
    ),
    first_table=lambda f: table.first_table(summary(f)),
    pictures=(
        alike_picture.picture,
        ratios_picture,
        finds_picture.picture,
        deciles_picture.picture,
        small_areas.picture,
        funnel_picture.picture,
        trend_picture.picture,
    ),
    headings=HEADINGS,
    key_number=lambda f: alike_picture.key_number(f) or key_number(summary(f)),
    command="candour.cli.audit.stops:stops",
)
