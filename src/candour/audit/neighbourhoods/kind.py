"""The audit of neighbourhoods, as everything else knows it."""

from collections.abc import Callable

from candour.audit.exhibits import AnyTable, Column, KeyNumber, Panel, Picture, Table
from candour.audit.findings import Finding
from candour.audit.in_words import rate, share, whole
from candour.audit.kinds import Answers, Concerned, Headings, Kind
from candour.audit.neighbourhoods import answers
from candour.audit.neighbourhoods.map_panel import map_panel
from candour.audit.neighbourhoods.rows import Neighbourhoods, ResidentsRow, read
from candour.audit.neighbourhoods.sentences import LED, lead_in_title, signed
from candour.audit.reports.dots import Dot
from candour.audit.reports.shares import shares_panel
from candour.audit.residents.group_names import group as group_called
from candour.audit.residents.group_names import heading
from candour.audit.residents.group_names import residents as residents_called
from candour.core.voice import sentence

LABEL = "Where groups live, and where deprivation is"


def title(finding: Finding[Neighbourhoods]) -> str:
    place = finding.plan.option("place") or LABEL
    return f"{sentence(place.removeprefix('the '))}: {lead_in_title(finding.result)}"


def key_number(finding: Finding[Neighbourhoods]) -> KeyNumber:
    own, beside = finding.result.row(LED), finding.result.row(finding.plan.reference)
    whose = "its" if len(finding.result.districts) == 1 else "their district’s"
    return KeyNumber(
        share(own.share),
        f"of {residents_called(LED)} live in {whose} most deprived fifth",
        f"of {residents_called(finding.plan.reference)}: {share(beside.share)}",
    )


def first_table(finding: Finding[Neighbourhoods]) -> AnyTable:
    """Group by group, the newest index first; several districts summed first."""
    result = finding.result
    many = len(result.districts) > 1
    place: list[Column[ResidentsRow]] = [
        Column("District", lambda row: row.district, is_number=False)
    ]
    columns: list[Column[ResidentsRow]] = [
        *(place if many else []),
        Column("Group", lambda row: heading(row.group), is_number=False),
        Column("Index of", lambda row: row.index, is_number=False),
        Column("In the most deprived fifth", lambda row: share(row.share)),
        Column("That is", lambda row: f"{whole(row.in_most_deprived)} of {whole(row.residents)}"),
        Column(
            f"Times the {finding.plan.reference} share",
            lambda row: "1 (compared with)" if row.group == finding.plan.reference
            else rate(row.ratio),
        ),
        Column("Rank correlation", lambda row: signed(row.rank_correlation)),
    ]  # fmt: skip
    return Table(
        "Residents in the most deprived fifth of their district",
        columns,
        result.residents,
        "Rank correlation: of the group’s share with income deprivation, over small areas",
    )


def maps_of(group: str) -> Callable[[Finding[Neighbourhoods]], Picture | None]:
    """The maps of one group, a panel for each district and index that was drawn."""

    def picture(finding: Finding[Neighbourhoods]) -> Picture | None:
        result = finding.result
        drawings = [one for one in result.drawings.values() if one.group == group]
        if not drawings:
            return None
        years = {one.index for one in drawings}
        panels = [
            map_panel(
                one,
                [
                    row
                    for row in result.classes
                    if (row.district, row.index, row.group) == (one.district, one.index, group)
                ],
                says_year=len(years) > 1,
            )
            for one in drawings
        ]
        called, areas = residents_called(group), whole(result.row(group).areas)
        says = (
            f"{whole(result.upper_third_of_both(group))} of {areas} small areas are in the highest "
            f"third both for deprivation and for {called}"
        )
        return Picture(
            says,
            "Each small area is coloured by two things: from left to right in the square, how "
            "income-deprived it is within its district; from below to above, how large a share of "
            f"its residents are {group_called(group)}. Thirds hold as many residents each: if the "
            "two had nothing to do with each other, about one area in nine would be in the highest "
            "third of both. Outlines are strongly generalised, and areas of one colour are drawn "
            "as one. No place that police marked is on this map.",
            panels,
            name=f"map-{group}",
            table="classes",
            point=f"{sentence(finding.plan.option('place'))}: {says}",
            small=_shares(finding) if group == LED else None,
            is_open=group == LED,
        )

    return picture


def _shares(finding: Finding[Neighbourhoods]) -> Panel:
    """The shares of the title, of every group: what the maps do not print."""
    result = finding.result
    rows = [result.row(name) for name in dict.fromkeys(row.group for row in result.residents)]
    dots = [
        Dot(heading(row.group), row.share, stands_out=row.group == LED)
        for row in sorted(rows, key=lambda row: -row.share)
    ]
    return shares_panel("Residents in the most deprived fifth", dots)


KIND = Kind(
    name="neighbourhoods",
    label=LABEL,
    read=read,
    title=title,
    events=lambda f: "residents",
    concerned=lambda result: Concerned(),
    # Who lives where is nothing that anybody did: no ratio becomes a statement.
    headlines=lambda f: None,
    not_compared=lambda f: (),
    answers=Answers.of(answers),
    first_table=first_table,
    key_number=key_number,
    pictures=(maps_of("black"), maps_of("asian")),
    headings=Headings(
        captions={
            "residents": "Residents in the most deprived fifth of their district",
            "classes": "The nine squares of each map",
        },
        columns={
            "district": "District",
            "index": "Index of",
            "residents": "Residents",
            "in_most_deprived": "In the most deprived fifth",
            "rank_correlation": "Rank correlation with deprivation",
            "areas": "Small areas",
            "areas_most_deprived": "Small areas in the most deprived fifth",
            "deprivation": "Third by deprivation (3 the most)",
            "group_share": "Third by the group’s share (3 the highest)",
            "of_group": "Residents of the group",
        },
        counts=frozenset(
            {"residents", "in_most_deprived", "areas", "areas_most_deprived", "of_group"}
        ),
        bare=frozenset({"deprivation", "group_share"}),
    ),
)
