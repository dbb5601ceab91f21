"""The urn in its cases, as a finding: what records do to themselves, and what mends it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from candour.audit.exhibits import AnyTable, Column, KeyNumber, Panel, Passage, Picture, Table
from candour.audit.findings import Finding, Plan
from candour.audit.in_words import share, whole
from candour.audit.kinds import Answers, Headings, Kind
from candour.audit.payloads import from_plain, left_out, to_plain
from candour.audit.reports import drawing
from candour.audit.reports.drawing import Scale
from candour.audit.reports.tables import between
from candour.simulation.findings import shared
from candour.simulation.findings.urn_words import what_it_shows
from candour.simulation.urn import UrnResult

LABEL = "An urn of records"
SOURCE = "Ensign, Friedler, Neville, Scheidegger & Venkatasubramanian (2018)"
LEFT, RIGHT, TOP, BOTTOM = 44, 344, 34, 170
NAME_ABOVE, NAME_BELOW = 6, 16  # of a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One setting of the urn, and the first region's share of the records over runs.

    `low` and `high` hold nine runs in ten. Rates are records a visit; shares go from 0 to 1.
    """

    case: str
    rate_first: float
    rate_second: float
    decay: float
    correction: bool
    truth: float
    share_start: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The share after so many visits, in one case."""

    case: str
    draws: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The first region's share at the end where one setting of the unequal case is changed."""

    setting: str
    value: float
    truth: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsOfUrn:
    cases: int
    runs_of_each: int
    draws_of_each: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Urns:
    cases: tuple[Case, ...]
    over_time: tuple[Moment, ...]
    sensitivity: tuple[Changed, ...] | None = left_out()
    accounted_for: RunsOfUrn


def read(data: Mapping[str, Any], form: int) -> Urns:
    return from_plain(Urns, data)


SETTING_NAMES = {
    "decay": "chance that a record is dropped after a visit",
    "reported": "records a day from people's reports, times those of a visit",
    "first rate": "what a visit to the first region adds, times the second's",
    "start": "first region's share of the records at the start",
    "draws": "visits",
}
KEPT = 5  # every so many moments are kept in the finding's table


def find_urn(
    cases: Sequence[tuple[str, UrnResult]], sweep: Sequence[tuple[str, float, UrnResult]] = ()
) -> Finding[Urns]:
    """The finding of several urns, each with its name, run alike.

    Parameters
    ----------
    sweep : urns with one setting of a case changed: which, to what, and what came of it
    """
    sensitivity = tuple(_changed(*row) for row in sweep)
    first = cases[0][1]
    return Finding(
        plan=Plan(
            audit="urn",
            comparison="the first region's share of the records, with its share of what happens",
            reference="its share of what happens",
            family=tuple(name for name, _ in cases),
            options={
                "source": SOURCE,
                "seed": first.seed,
                **{name: to_plain(result.settings.as_dict()) for name, result in cases},
            },
        ),
        inputs=(),
        sentences=(*_sentences(cases), *of_sensitivity(sensitivity)),
        result=Urns(
            cases=tuple(_case(name, result) for name, result in cases),
            over_time=tuple(
                Moment(case=name, draws=at, share=band.mean, low=band.p05, high=band.p95)
                for name, result in cases
                for at, band in list(zip(result.draws, result.over_time, strict=True))[::KEPT]
            ),
            sensitivity=sensitivity or None,
            accounted_for=RunsOfUrn(
                cases=len(cases), runs_of_each=first.runs, draws_of_each=first.draws[-1]
            ),
        ),
        assumptions=(
            "Two regions and one patrol, which goes where a record drawn by lot points.",
            "What a visit discovers is added to the records; nothing is reported by others.",
        ),
        does_not_show=(
            *shared.MADE_UP,
            "What happens where people report crimes themselves, or where a force does not follow "
            "its own records: both weaken the loop.",
        ),
    )


def _case(name: str, result: UrnResult) -> Case:
    settings, ends = result.settings, result.share
    return Case(
        case=name,
        rate_first=settings.rates[0],
        rate_second=settings.rates[1],
        decay=settings.decay,
        correction=settings.correction,
        truth=result.truth,
        share_start=result.over_time[0].mean,
        share=ends.mean,
        low=ends.p05,
        high=ends.p95,
    )


def _changed(setting: str, value: float, result: UrnResult) -> Changed:
    ends = result.share
    return Changed(
        setting=setting,
        value=value,
        truth=result.truth,
        share=ends.mean,
        low=ends.p05,
        high=ends.p95,
    )


def of_sensitivity(rows: Sequence[Changed]) -> Iterator[str]:
    """From where to where the mean share goes as one setting is changed at a time."""
    if len(rows) < 2:  # noqa: PLR2004
        return
    least, *_, most = sorted(rows, key=lambda row: row.share)
    yield (
        "The result hangs on the settings: with one of the unequal case changed at a time, the "
        f"first region ended with {share(least.share)} of the records on average "
        f"({_setting(least)}) to {share(most.share)} ({_setting(most)})."
    )


def _setting(row: Changed) -> str:
    times = f"{row.value:g} times"
    return {
        "decay": f"with a chance of {row.value:g} that a record is dropped after a visit",
        "reported": f"with people reporting each day {times} what a visit adds",
        "first rate": f"with a visit to it adding {times} what one to the other adds",
        "start": f"with {row.value:.0%} of the records at the start",
        "draws": f"after {row.value:,.0f} visits",
    }[row.setting]


def _sentences(cases: Sequence[tuple[str, UrnResult]]) -> Iterator[str]:
    yield (
        "In a made-up model of one patrol that goes where its own records point, the records do "
        "not come to show the truth by themselves: they keep the bias they began with or run away "
        "from it, unless discoveries are corrected for how often a region is visited."
    )
    for name, result in cases:
        ends = result.share
        yield (
            f"{name}: the region with {share(result.truth)} of what happens began with "
            f"{share(result.over_time[0].mean)} of the records and ended with {share(ends.mean)} "
            f"on average ({share(ends.p05)} to {share(ends.p95)} in {shared.IN_NINE}). "
            f"{what_it_shows(result.settings)}"
        )


def what_was_found(finding: Finding[Urns]) -> Iterator[str]:
    yield from finding.sentences


def first_table(finding: Finding[Urns]) -> AnyTable:
    columns: list[Column[Case]] = [
        Column("Case", lambda row: row.case, is_number=False),
        Column("Share of what happens", lambda row: share(row.truth)),
        Column("Share of records at the start", lambda row: share(row.share_start)),
        Column("At the end, mean over runs", lambda row: share(row.share)),
        Column("Nine runs in ten", lambda row: between(row.low, row.high, share)),
    ]
    return Table(
        "What the first region’s share of the records came to", columns, finding.result.cases
    )


def feedback(finding: Finding[Urns]) -> Passage:
    columns: list[Column[Case]] = [
        Column("Case", lambda row: row.case, is_number=False),
        Column("Of what happens", lambda row: share(row.truth)),
        Column("Of records, at the start", lambda row: share(row.share_start)),
        Column("At the end, on average", lambda row: share(row.share)),
        Column("Nine runs in ten", lambda row: f"{share(row.low)} to {share(row.high)}"),
    ]
    runs = whole(finding.result.accounted_for.runs_of_each)
    caption = f"The first neighbourhood’s part of the records, over {runs} runs"
    return Passage("The same, worked out before", Table(caption, columns, finding.result.cases))


def furthest(result: Urns) -> Case:
    """The case whose records end furthest from what happens: the one that leads."""
    return max(result.cases, key=lambda case: abs(case.share - case.truth))


def in_title(result: Urns) -> str:
    """What the leading case comes to, as a title has room for it."""
    case = furthest(result)
    return (
        f"in a made-up region with {share(case.truth)} of what happens, they end with "
        f"{share(case.share)}"
    )


def key_number(finding: Finding[Urns]) -> KeyNumber:
    case = furthest(finding.result)
    corrected = next((one for one in finding.result.cases if one.correction), None)
    beside = f"; {share(corrected.share)} where discoveries are corrected" if corrected else ""
    return KeyNumber(
        share(case.share),
        f"of the records at the end, in a made-up region with {share(case.truth)} of what happens",
        f"nine runs in ten {share(case.low)} to {share(case.high)}{beside}",
    )


def picture(finding: Finding[Urns]) -> Picture:
    """A panel for each case: the one that leads first."""
    lead = furthest(finding.result)
    cases = sorted(finding.result.cases, key=lambda case: case is not lead)
    panels = [_panel(case, finding.result.over_time) for case in cases]
    how = (
        "The unbroken line is the mean share of the records over runs, the thin lines hold nine "
        "runs in ten, and the broken line is the share of what happens."
    )
    return Picture("Visit by visit", how, panels, name="visits", table="over_time")


def _panel(case: Case, moments: Sequence[Moment]) -> Panel:
    own = [row for row in moments if row.case == case.case]
    x, y = Scale(0, own[-1].draws, LEFT, RIGHT), Scale(0.0, 1.0, BOTTOM, TOP)
    description = (
        f"{case.case}: the mean share of the records goes from {share(own[0].share)} to "
        f"{share(own[-1].share)}; the share of what happens is {share(case.truth)}."
    )
    parts = [
        *drawing.upright(y, left=LEFT, right=RIGHT, percent=True),
        *drawing.across(x, top=TOP, bottom=BOTTOM, label="visits"),
        drawing.path([(LEFT, y.at(case.truth)), (RIGHT, y.at(case.truth))], "report-other-line"),
        drawing.path([(x.at(row.draws), y.at(row.low)) for row in own], "report-limit"),
        drawing.path([(x.at(row.draws), y.at(row.high)) for row in own], "report-limit"),
        drawing.path([(x.at(row.draws), y.at(row.share)) for row in own], "report-line"),
        *_named(own[-1], case, y),
    ]
    return drawing.panel(case.case, description, parts, height=BOTTOM + 36)


def _named(end: Moment, case: Case, y: Scale) -> list[str]:
    """What each line is, at its end: words above the higher one and below the lower."""
    records = f"{share(end.share)} of the records (nine runs in ten)"
    happens = f"{share(case.truth)} of what happens"
    is_higher = end.share >= case.truth
    above = y.at(max(end.high, case.truth)) - NAME_ABOVE
    below = y.at(min(end.low, case.truth)) + NAME_BELOW
    places = (above, below) if is_higher else (below, above)
    return [
        drawing.text(RIGHT, place, words, kind="report-named", anchor="end")
        for place, words in zip(places, (records, happens), strict=True)
    ]


KIND = Kind(
    name="urn",
    label=LABEL,
    read=read,
    key_number=key_number,
    title=lambda f: f"{LABEL}: {in_title(f.result)}",
    events=lambda f: "records",
    concerned=shared.nobody,
    headlines=shared.no_headlines,
    not_compared=shared.nothing_left_out,
    answers=Answers(
        compared=lambda f: (
            f"The share of records that two made-up regions end with, after "
            f"{whole(f.result.accounted_for.draws_of_each)} visits in each of "
            f"{whole(f.result.accounted_for.runs_of_each)} runs, with their share of what happens.",
        ),
        what_was_found=what_was_found,
        how_sure=lambda f: (shared.RUNS_VARY,),
        what_would_change_it=lambda f: (
            "Records that come from people's reports and not from patrols.",
            "Patrols that do not follow the records.",
        ),
    ),
    first_table=first_table,
    pictures=(picture,),
    headings=Headings(
        captions={
            "cases": "Cases",
            "over_time": "Visit by visit",
            "sensitivity": "One setting of the unequal case changed and all else left",
        },
        columns={
            "case": "Case",
            "rate_first": "Records a visit adds in the first region",
            "rate_second": "In the second",
            "decay": "Chance that a record is dropped after a visit",
            "correction": "Corrected",
            "truth": "Share of what happens",
            "share_start": "Share of records at the start",
            "share": "Share of records, mean over runs",
            "draws": "Visits",
            "setting": "Setting changed",
            "value": "To",
        },
        intervals={"": "Nine runs in ten"},
        shares=frozenset({"truth"}),
        bare=frozenset({"rate_first", "rate_second", "decay", "value"}),
        values={"setting": SETTING_NAMES},
    ),
    feedback=feedback,
)
