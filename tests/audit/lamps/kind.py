"""The audit of street lamps, as everything else knows it."""

from candour.audit.exhibits import AnyTable, Column, Picture, Table
from candour.audit.findings import Finding
from candour.audit.headlines import Headlines
from candour.audit.in_words import share
from candour.audit.kinds import Answers, Concerned, Headings, Kind
from candour.audit.reports.shares import share_dot, shares_panel
from candour.audit.statistics.proportions import wilson
from tests.audit.lamps.rows import Lamps, Street, read

LABEL = "Street lamps"


def first_table(finding: Finding[Lamps]) -> AnyTable:
    columns: list[Column[Street]] = [
        Column("Street", lambda row: row.street, is_number=False),
        Column("Dark", lambda row: share(row.share)),
    ]
    return Table("Dark lamps, street by street", columns, finding.result.streets)


def picture(finding: Finding[Lamps]) -> Picture:
    shown = [
        share_dot(row.street, wilson(row.dark, row.lamps).reported())
        for row in finding.result.streets
    ]
    panels = [shares_panel("Dark lamps", shown)]
    heading, how = "Where it is dark", "Each dot is a street."
    return Picture(heading, how, panels, name="dark", table="streets")


def headlines(finding: Finding[Lamps]) -> Headlines | None:
    return None


LAMPS = Kind(
    name="lamps",
    label=LABEL,
    read=read,
    title=lambda f: f"{LABEL} of {len(f.result.streets)} streets",
    events=lambda f: "lamps",
    concerned=lambda result: Concerned(),
    headlines=headlines,
    not_compared=lambda f: (),
    answers=Answers(
        compared=lambda f: ("Dark lamps, with all lamps.",),
        what_was_found=lambda f: (f"{row.dark} dark in {row.street}." for row in f.result.streets),
        how_sure=lambda f: ("Quite: each was looked at.",),
        what_would_change_it=lambda f: ("Another night.",),
    ),
    first_table=first_table,
    pictures=(picture,),
    headings=Headings(
        captions={"streets": "All streets"},
        columns={"street": "Name of the street", "lamps": "Lamps", "dark": "Dark lamps"},
    ),
    command="tests.audit.lamps.command:lamps",
)
