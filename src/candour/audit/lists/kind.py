"""The audits of lists, as everything else knows them: who is on one, and how it is made up."""

from candour.audit.exhibits import AnyTable, Column, KeyNumber, Panel, Picture, Table
from candour.audit.findings import Finding
from candour.audit.headlines import HeadlineRatio, Headlines, intervals_in_words
from candour.audit.in_words import NONE, rate, share, whole
from candour.audit.kinds import Answers, Concerned, Headings, Kind
from candour.audit.lists import composition_answers, composition_sentences, parts_answers
from candour.audit.lists.rows import (
    Composition,
    GroupRow,
    Parts,
    Ratio,
    Share,
    read_composition,
    read_parts,
)
from candour.audit.reports.dots import Dot
from candour.audit.reports.ratios import MOST, ONE_INTERVAL, groups_panel, groups_panels
from candour.audit.reports.shares import shares_panel
from candour.audit.reports.tables import between
from candour.audit.residents.group_names import group, heading, residents_as_named
from candour.audit.statistics.estimates import Reported
from candour.core.voice import sentence

MOST_ROWS = 50

# who is on a list

WHO = "Who is on the list"
MEASURE = (
    "people on the list per 1,000 residents of one group, as a multiple of another's (not "
    "adjusted for age)"
)


def composition_title(finding: Finding[Composition]) -> str:
    """The list itself where the plan names it, else the file; and the number that leads."""
    plan = finding.plan
    of = finding.inputs[0].name if finding.inputs else ""
    if plan.option("list"):
        counted = f" ({plan.option('counted')})" if plan.option("counted") else ""
        of = f"{plan.option('list')}{counted}"
    parts = (WHO, of, composition_sentences.number_in_title(finding.result))
    return ": ".join(part for part in parts if part)


def composition_headlines(finding: Finding[Composition]) -> Headlines:
    return Headlines(
        MEASURE,
        "residents",
        tuple(
            HeadlineRatio(
                "",
                row.group,
                row.reference,
                row.ratio,
                "; ".join(
                    part for part in (intervals_in_words(row.low, row.high), row.reading) if part
                ),
                period=row.period,
                locator=row.locator,
            )
            for row in finding.result.by_reading
            if row.ratio is not None
        ),
    )


def composition_table(finding: Finding[Composition]) -> AnyTable:
    """The list beside those who live there, group by group."""
    ratios = {row.group: row for row in finding.result.ratios}
    reference = finding.plan.reference
    per = composition_answers.per_of(finding.result.groups)
    columns: list[Column[GroupRow]] = [
        Column("Group", lambda row: heading(row.group), is_number=False),
        Column(
            f"Ratio to the {group(reference)} rate",
            lambda row: _ratio_with_range(row.group, ratios.get(row.group), reference),
        ),
        Column("On the list", lambda row: whole(row.people)),
        Column("Residents", lambda row: whole(row.population)),
        Column("Share of the list", lambda row: _share_with_range(row.share_of_list)),
        Column("Share of residents", lambda row: share(row.share_of_population)),
        Column(f"Listed per {per:,} residents", lambda row: _rate_with_range(row.per_1000, per)),
    ]
    return Table(
        "The list beside those who live there",
        columns,
        finding.result.groups[:MOST_ROWS],
        "In brackets: the range (95% interval)",
    )


def _share_with_range(value: Reported | None) -> str:
    if value is None or value.value is None:
        return NONE
    return f"{share(value.value)} ({between(value.low, value.high, share)})"


def _rate_with_range(value: Reported, per: int) -> str:
    ends = (value.value, value.low, value.high)
    rate, low, high = (f"{(end or 0.0) * per / 1_000:,.1f}" for end in ends)
    return f"{rate} ({low} to {high})"


def _ratio_with_range(name: str, row: Ratio | None, reference: str) -> str:
    if name == reference:
        return "1 (compared with)"
    if row is None or row.ratio is None:
        return NONE
    return f"{rate(row.ratio)} ({between(row.low, row.high, rate)})"


def composition_picture(finding: Finding[Composition]) -> Picture | None:
    """The ratios with their intervals, a panel for each reading; None where there are none."""
    result = finding.result
    reference = group(finding.plan.reference)
    titled = []
    for name in result.names_of_readings:
        dots = [
            Dot(heading(row.group), row.ratio, row.low, row.high)
            for row in result.by_reading
            if row.reading == name and row.ratio and row.low
        ]
        if dots:
            titled.append((sentence(name) or "By group", dots[:MOST]))
    if not titled:
        return None
    heading_of = f"Ratios of the rates to the {reference} rate"
    table = "readings" if result.readings else "ratios"
    panels = groups_panels(titled, reference)
    small = _lead_in_readings(result, reference)
    return Picture(heading_of, ONE_INTERVAL, panels, name="ratios", table=table, small=small)


def _in_few(reading: str) -> str:
    """A reading as a row has room for it.

    >>> _in_few("May 2024, people of mixed background counted as Black")
    'May 2024, mixed counted as Black'
    """
    return reading.replace("people of mixed background", "mixed")


def _lead_in_readings(result: Composition, reference: str) -> Panel | None:
    """The group that leads in every reading, on one axis: the range of the title, end by end."""
    name = composition_sentences.by_importance(result)[0]
    dots = [
        Dot(_in_few(sentence(row.reading)), row.ratio, row.low, row.high)
        for row in result.by_reading
        if row.group == name and row.ratio and row.low
    ]
    if len(dots) < 2:  # noqa: PLR2004 - one reading is its own picture
        return None
    return groups_panel(
        f"{sentence(residents_as_named(name))}, in {len(dots)} readings", dots, reference
    )


COMPOSITION = Kind(
    name="composition",
    key_number=lambda f: composition_sentences.key_number(f.result),
    label=WHO,
    read=read_composition,
    title=composition_title,
    events=lambda f: "events",
    concerned=lambda result: Concerned(),
    headlines=composition_headlines,
    not_compared=lambda f: (),
    answers=Answers.of(composition_answers),
    first_table=composition_table,
    pictures=(composition_picture,),
    headings=Headings(
        captions={
            "ratios": "Ratios to the reference",
            "readings": "Every reading of the list",
            "hidden": "Groups whose number is hidden or a range",
        },
        columns={
            "readings.reading": "Reading",
            "period": "Period",
            "locator": "Place in the source",
            "population": "Residents",
            "per_1000": "{events} per 1,000 residents",
            "ratio": "Ratio of the rates",
            "representation": "Share of the list over share of residents",
            "share_of_list": "Share of the list",
            "share_of_list_from": "Share of the list, at the least",
            "share_of_list_to": "Share of the list, at the most",
            "people_from": "People, at the least",
            "people_to": "People, at the most",
            "ratio_from": "Ratio, at the least",
            "ratio_to": "Ratio, at the most",
            "share_of_population": "Share of residents",
        },
        counts=frozenset({"population"}),
        shares=frozenset(
            {
                "readings.share_of_list",
                "share_of_list_from",
                "share_of_list_to",
                "share_of_population",
            }
        ),
    ),
)

# how a list is made up


def parts_table(finding: Finding[Parts]) -> AnyTable:
    columns: list[Column[Share]] = [
        Column("Part", lambda row: row.part, is_number=False),
        Column("People", lambda row: whole(row.people)),
        Column("Of the people", lambda row: row.of, is_number=False),
        Column("Who are", lambda row: whole(row.whole)),
        Column("Share", lambda row: _as_share(row.share)),
    ]
    return Table("Shares", columns, finding.result.shares[:MOST_ROWS])


def _as_share(part: float) -> str:
    """A share with three digits, wherever it is told: most parts are small.

    >>> _as_share(0.0013145)
    '0.131%'
    """
    return f"{100 * part:.3g}%"


def parts_number(finding: Finding[Parts]) -> KeyNumber | None:
    """The first part, as a share of each whole that it may be a part of."""
    shares = finding.result.shares
    if not shares:
        return None
    own = [row for row in shares if row.part == shares[0].part]
    others = " or ".join(f"{_as_share(row.share)} of {row.whole:,}" for row in own[1:])
    return KeyNumber(
        _as_share(own[0].share),
        f"of {own[0].whole:,} people: {own[0].people:,}",
        f"or {others}" if others else "",
    )


def parts_picture(finding: Finding[Parts]) -> Picture | None:
    """Each part as a share of each whole; None where there is none."""
    shown = finding.result.shares[:MOST]
    if not shown:
        return None
    wholes = list(dict.fromkeys((row.of, row.whole) for row in shown))
    panels = [
        shares_panel(
            f"Of {whole(size)} {of}",
            [Dot(sentence(row.part), row.share) for row in shown if row.of == of],
            value=_as_share,
        )
        for of, size in wholes
    ]
    how = "Each dot is a part as a share of the whole that is named above it. No range is given."
    return Picture("The parts as shares", how, panels, name="shares", table="shares")


PARTS = Kind(
    name="parts",
    key_number=parts_number,
    label="How a list is made up",
    read=read_parts,
    title=lambda f: f.plan.comparison,
    events=lambda f: "events",
    concerned=lambda result: Concerned(),
    headlines=lambda f: None,
    not_compared=lambda f: (),
    answers=Answers.of(parts_answers),
    first_table=parts_table,
    pictures=(parts_picture,),
    headings=Headings(
        captions={"shares": "Shares", "in_no_part": "People in none of the parts"},
        columns={
            "part": "Part",
            "of": "Of what",
            "whole": "People in all",
            "in_1000": "In 1,000",
        },
    ),
)
