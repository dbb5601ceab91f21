"""The threshold test, as everything else knows it."""

from candour.audit import names
from candour.audit.exhibits import AnyTable, Column, Picture, Table
from candour.audit.findings import Finding
from candour.audit.in_words import share, whole
from candour.audit.kinds import Answers, Concerned, Headings, Kind
from candour.audit.reports.dots import Dot, dots_panel
from candour.audit.residents.group_names import group, heading
from candour.audit.thresholds import words
from candour.audit.thresholds.rows import SECOND_LOOK, GroupThreshold, Thresholds, read

LABEL = "Threshold test of searches"
HOW_TO_READ = (
    "A dot is a group's average threshold, if the model holds; the thick line is the 95% "
    "posterior interval, the thin one that with vaguer starting assumptions. Levels rest most on "
    "the model, and two lines that overlap do not say whether groups differ."
)


def title(finding: Finding[Thresholds]) -> str:
    plan = finding.plan
    of = plan.option("force") or (finding.inputs[0].name if finding.inputs else "")
    when = f", {names.period(plan.period)}" if plan.period else ""
    return f"{LABEL}: {of}{when}: {words.title_number(finding.result)}"


def first_table(finding: Finding[Thresholds]) -> AnyTable:
    columns: list[Column[GroupThreshold]] = [
        Column("Group", lambda row: heading(row.group), is_number=False),
        Column("Stops", lambda row: whole(row.stops)),
        Column("Searched", lambda row: share(row.search_rate)),
        Column(
            "Model would have it",
            lambda row: _span(row.predicted_search_rate_low, row.predicted_search_rate_high),
        ),
        Column("Finds of searches", lambda row: share(row.hit_rate)),
        Column(
            "Model would have it",
            lambda row: _span(row.predicted_hit_rate_low, row.predicted_hit_rate_high),
        ),
        Column(
            "Searched from which chance of carrying on, if the model holds",
            lambda row: f"{share(row.threshold)} ({_span(row.low, row.high)})",
        ),
    ]
    nearest = finding.plan.option("numbers rounded to")
    note = "In brackets: 95% posterior interval"
    if nearest not in {"", "1"}:
        note = f"{note}. {words.rounding(nearest)}"
    return Table(LABEL, columns, finding.result.groups, note)


def _span(low: float, high: float) -> str:
    return f"{share(low)} to {share(high)}"


def picture(finding: Finding[Thresholds]) -> Picture:
    rows = finding.result.groups
    dots = [
        Dot(heading(row.group), row.threshold, row.low, row.high, row.wide_low, row.wide_high)
        for row in rows
    ]
    top = min(1.0, 1.1 * max(max(row.high, row.wide_high) for row in rows))
    says = "; ".join(
        f"{group(row.group)} {share(row.threshold)}, {_span(row.low, row.high)}" for row in rows
    )
    panel = dots_panel(
        "Average thresholds",
        f"Average thresholds for a search, if the model holds: {says}.",
        dots,
        limits=(0.0, top),
        percent=True,
        value=share,
        label="Chance of carrying from which on people are searched",
    )
    return Picture(
        "Average thresholds, if the model holds",
        HOW_TO_READ,
        [panel],
        name="thresholds",
        table="groups",
    )


KIND = Kind(
    name="thresholds",
    label=LABEL,
    read=read,
    title=title,
    events=lambda f: "stops",
    concerned=lambda result: Concerned(),
    # A difference of modelled thresholds is no ratio that was counted: none becomes a statement.
    headlines=lambda f: None,
    not_compared=lambda f: (),
    answers=Answers(
        compared=words.compared,
        what_was_found=lambda f: words.sentences(f.result, f.plan.reference),
        how_sure=lambda f: words.how_sure(f.result),
        what_would_change_it=lambda f: words.WOULD_CHANGE,
    ),
    first_table=first_table,
    pictures=(picture,),
    headings=Headings(
        captions={
            "groups": "Average thresholds, if the model holds",
            "differences": "Thresholds beside the reference's, if the model holds",
            "fit": "How well the model fits, place by place",
            "chains": "Whether the chains agree",
        },
        columns={
            "stops": "Stops",
            "searches": "Searches",
            "finds": "Finds",
            "search_rate": "Share of stops searched",
            "hit_rate": "Share of searches that found something",
            "threshold": "Average threshold",
            "difference": "Difference of average thresholds",
            "hit_rate_difference": "Difference of hit rates",
            "verdict": "Which way, if the model holds",
            "end_error": "Standard error of an end by the chance in drawing, the largest",
            "cells": "Groups in places",
            "outside": "Outside what the model would have counted",
            "is_well": "Whether it fits",
            "look": "Starting assumptions",
            "chains": "Chains",
            "draws": "Draws",
            "r_hat": "R-hat of the average thresholds and their differences, the worst",
            "r_hat_of_others": "R-hat of all parameters, the worst",
            "effective_bulk": "Independent draws' worth, middle",
            "effective_tail": "Independent draws' worth, ends",
            "divergent": "Draws that diverged",
        },
        intervals={
            "": "95% posterior interval",
            "wide_": "95% posterior interval, vaguer starting assumptions",
            "family_": "Posterior interval that allows for all groups compared",
            "family_wide_": "The same, vaguer starting assumptions",
            "predicted_search_rate_": "Share searched that the model would have counted",
            "predicted_hit_rate_": "Share found that the model would have counted",
            "hit_rate_difference_": "95% interval of the difference of hit rates",
        },
        shares=frozenset({"search_rate", "hit_rate", "threshold"}),
        counts=frozenset(
            {"stops", "searches", "finds", "cells", "outside", "chains", "draws", "divergent"}
        ),
        values={
            "verdict": {words.UNCLEAR: words.NOT_TOLD},
            "look": {SECOND_LOOK: "vaguer, twice as wide"},
        },
    ),
    key_number=lambda f: words.key_number(f.result),
    ranges=words.RANGES,
    command="candour.cli.audit.thresholds:thresholds",
)
