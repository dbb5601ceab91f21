"""The audit of bands without outcomes, as everything else knows it."""

from candour.audit.bands import answers, sentences
from candour.audit.bands.answers import is_against_residents
from candour.audit.bands.rows import BandRatio, Bands, InBand, read
from candour.audit.exhibits import AnyTable, Column, Picture, Table
from candour.audit.findings import Finding
from candour.audit.in_words import NONE, share, times, whole
from candour.audit.kinds import Answers, Concerned, Headings, Kind
from candour.audit.reports.dots import Dot
from candour.audit.reports.ratios import ONE_INTERVAL, groups_panels
from candour.audit.residents.group_names import group, heading
from candour.audit.verdicts import span

LABEL = "Who is in each band"
MOST_ROWS = 50
MOST_BANDS = 8


def title(finding: Finding[Bands]) -> str:
    of = finding.inputs[0].name if finding.inputs else ""
    number = sentences.number_in_title(
        finding.result, against_residents=is_against_residents(finding)
    )
    return ": ".join(part for part in (LABEL, of, number) if part)


def first_table(finding: Finding[Bands]) -> AnyTable:
    """Every group in every band, the band that leads first."""
    result = finding.result
    rows = sorted(result.groups, key=lambda row: row.band != result.lead)
    columns: list[Column[InBand]] = [
        Column("Band", lambda row: row.band, is_number=False),
        Column("Group", lambda row: heading(row.group), is_number=False),
        Column("Ratio to the reference", lambda row: _ratio(row, result)),
        Column("People", lambda row: _ends(whole(row.people_from), whole(row.people_to))),
        Column(
            "Share of the group",
            lambda row: (
                f"{_shares(row.share_of_group_from, row.share_of_group_to)} "
                f"({_shares(row.share_of_group_low, row.share_of_group_high)})"
            ),
        ),
        Column(
            "Share of the band",
            lambda row: _shares(row.share_of_band_from, row.share_of_band_to),
        ),
        Column(
            "Share of the whole list",
            lambda row: _shares(row.share_of_list_from, row.share_of_list_to),
        ),
    ]
    return Table(LABEL, columns, rows[:MOST_ROWS], "In brackets: the range (95% interval)")


def _ratio(row: InBand, result: Bands) -> str:
    own = [one for one in result.ratios if (one.band, one.group) == (row.band, row.group)]
    return span(own[0].low, own[0].high) if own else NONE


def _ends(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def _shares(low: float | None, high: float | None) -> str:
    return _ends(share(low) or NONE, share(high) or NONE)


def picture(finding: Finding[Bands]) -> Picture | None:
    """The ratios with their intervals, a panel for each band; None where there are none."""
    result = finding.result
    reference = group(finding.plan.reference)
    bands = sorted(
        dict.fromkeys(row.band for row in result.ratios), key=lambda band: band != result.lead
    )
    titled = []
    for band in bands[:MOST_BANDS]:
        dots = [_dot(row) for row in result.ratios if row.band == band and row.low and row.ratio_to]
        if dots:
            titled.append((band, dots))
    if not titled:
        return None
    what = "rates per resident" if is_against_residents(finding) else "shares"
    heading_of = f"In each band: ratios of the {what} to the {reference} one"
    return Picture(
        heading_of,
        ONE_INTERVAL,
        groups_panels(titled, reference, value=None if _has_ranges(result) else times),
        name="bands",
        table="ratios",
    )


def _has_ranges(result: Bands) -> bool:
    """Whether a count can be several numbers, so that no dot stands for one."""
    return any(row.ratio_from != row.ratio_to for row in result.ratios)


def _dot(row: BandRatio) -> Dot:
    """Where the counts are ranges the dot stands in the middle of what the ratio can be."""
    low, high = row.ratio_from or 0.0, row.ratio_to or 0.0
    middle = (low * high) ** 0.5 if low else high
    return Dot(heading(row.group), middle, row.low, row.high)


KIND = Kind(
    name="bands",
    label=LABEL,
    read=read,
    title=title,
    events=lambda f: "people",
    concerned=lambda result: Concerned(),
    headlines=lambda f: None,
    not_compared=lambda f: (),
    answers=Answers.of(answers),
    first_table=first_table,
    pictures=(picture,),
    headings=Headings(
        captions={"groups": "Who is in each band", "ratios": "Ratios to the reference"},
        columns={
            "band": "Band",
            "people_from": "People, at least",
            "people_to": "People, at most",
            "share_of_group_from": "Share of the group, at least",
            "share_of_group_to": "Share of the group, at most",
            "share_of_band_from": "Share of the band, at least",
            "share_of_band_to": "Share of the band, at most",
            "share_of_list_from": "Share of the whole list, at least",
            "share_of_list_to": "Share of the whole list, at most",
            "ratio_from": "Ratio, at least",
            "ratio_to": "Ratio, at most",
            "excess": "People beyond the reference's share",
        },
        intervals={"share_of_group_": "Share of the group, range"},
        shares=frozenset(
            {
                *("share_of_group_from", "share_of_group_to", "share_of_band_from"),
                *("share_of_band_to", "share_of_list_from", "share_of_list_to"),
            }
        ),
        counts=frozenset({"people_from", "people_to"}),
    ),
)
