"""Replays of methods on the same past records, as a finding."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from candour.audit.exhibits import AnyTable, Column, KeyNumber, Picture, Table
from candour.audit.findings import Finding, Input, Plan
from candour.audit.in_words import share, whole
from candour.audit.kinds import Answers, Headings, Kind
from candour.audit.payloads import from_plain, left_out
from candour.audit.reports.dots import Dot
from candour.audit.reports.shares import share_dot, shares_panel
from candour.audit.reports.tables import between
from candour.audit.statistics.estimates import Reported
from candour.simulation.findings import shared
from candour.simulation.findings.replay_words import NAMES, OPEN_LOOP, named
from candour.simulation.replay import Accuracy, Exposed, Replay

LABEL = "Replay of documented methods"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a method would have held of the events, in as many cells as every other."""

    method: str
    variant: str
    captured: float
    events: int
    hit_rate: Reported
    pai: Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Another's hit rate less the method's, on the same days."""

    method: str
    beside: str
    difference: Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class InMarked:
    """The mean share of a group's residents who live in marked cells, and times the reference's."""

    method: str
    group: str
    residents: float
    share: Reported
    ratio: Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class InBand:
    """The same by band of deprivation, 1 the most deprived; times the least deprived."""

    method: str
    band: str
    residents: float
    share: Reported
    ratio: Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatWasReplayed:
    periods: int
    events: int
    cells: int
    cells_marked: int
    looks_back: int | None = left_out()  # days before each period that a method sees


@dataclass(frozen=True, slots=True, kw_only=True)
class Replays:
    open_loop: bool
    methods: tuple[Held, ...]
    gaps: tuple[Gap, ...]
    exposure: tuple[InMarked, ...]
    strata: tuple[InBand, ...]
    accounted_for: WhatWasReplayed


def read(data: Mapping[str, Any], form: int) -> Replays:
    return from_plain(Replays, data)


def find_replays(
    replays: Sequence[Replay],
    *,
    place: str,
    unit: str,
    period: str,
    inputs: Sequence[Input],
    unlike: Sequence[str] = (),
) -> Finding[Replays]:
    """The finding of several methods replayed on the same records.

    Parameters
    ----------
    place, unit, period : whose records, as "drug crimes recorded in Oakland"; "day" or "month"
    unlike : in what the replay is unlike the use of any force, in sentences
    """
    first = replays[0]
    methods = tuple(_held_row(r.accuracy, r.variant) for r in replays)
    methods_run = {row.method for row in methods}
    rivals = {
        b.method: _held_row(b, "")
        for r in replays
        for b in r.baselines
        if b.method not in methods_run
    }
    result = Replays(
        open_loop=True,
        methods=(*methods, *rivals.values()),
        gaps=tuple(
            Gap(method=r.method, beside=b.method, difference=b.difference.reported())
            for r in replays
            for b in r.baselines
            if b.difference is not None
        ),
        exposure=tuple(
            InMarked(method=r.method, group=e.group, **_shares(e))
            for r in replays
            for e in r.exposure
        ),
        strata=tuple(
            InBand(method=r.method, band=e.group, **_shares(e)) for r in replays for e in r.strata
        ),
        accounted_for=WhatWasReplayed(
            periods=first.periods,
            events=first.accuracy.events,
            cells=first.cells,
            cells_marked=first.marked,
            looks_back=first.looks_back if len({r.looks_back for r in replays}) == 1 else None,
        ),
    )
    return Finding(
        plan=Plan(
            audit="replay",
            comparison=f"{place} in the {first.marked} cells a method puts first each {unit}",
            reference="plain counting, cells drawn by lot, and no method",
            family=tuple(f"{r.method} ({r.variant})" for r in replays),
            period=period,
            denominator="all recorded events of the same periods",
            options={"marked": first.marked, "unit": unit, "open_loop": True},
        ),
        inputs=tuple(inputs),
        sentences=tuple(_sentences(replays, result, place, unit)),
        result=result,
        assumptions=(
            "A method sees only records from before the period it is asked about.",
            "Cells that tie for the last places share them.",
            "Residents are those of a census, wherever they were on a day.",
        ),
        does_not_show=(
            OPEN_LOOP,
            "Any cell or list of cells: only totals over at least ten of them leave the scorer.",
            *unlike,
        ),
    )


def _held_row(row: Accuracy, variant: str) -> Held:
    return Held(
        method=row.method,
        variant=variant,
        captured=row.captured,
        events=row.events,
        hit_rate=row.hit_rate.reported(),
        pai=row.pai.reported(),
    )


def _shares(row: Exposed) -> dict[str, Any]:
    return {
        "residents": row.residents,
        "share": row.share.reported(),
        "ratio": row.ratio.reported(),
    }


def _sentences(replays: Sequence[Replay], result: Replays, place: str, unit: str) -> Iterator[str]:
    counts = next(row for row in result.methods if row.method == "counts")
    own = next((row for row in result.methods if row.method != "counts"), counts)
    first = replays[0]
    looks_back = result.accounted_for.looks_back
    yield (
        f"Replayed on {own.events:,} {place}, {NAMES[own.method]} would have held "
        f"{_share_with_interval(own.hit_rate)} of them in the {first.marked:,} of "
        f"{first.cells:,} cells it put first each {unit}; {named('counts', looks_back)}, "
        f"{_share_with_interval(counts.hit_rate)}."
    )
    for gap in result.gaps:
        if gap.beside == "counts":
            yield _beside_counting(gap)
    for r in replays:
        yield from _exposure(r)
    yield OPEN_LOOP


def _beside_counting(gap: Gap) -> str:
    low, high = gap.difference.low, gap.difference.high
    name = first_large(NAMES[gap.method])
    if low is None or high is None:
        return f"{name} and plain counting can't be told apart from so little."
    points = f"{100 * low:.1f} to {100 * high:.1f} percentage points"
    if low > 0:
        return f"Plain counting held more than {NAMES[gap.method]}, by {points}."
    if high < 0:
        return (
            f"{name} held more than plain counting, by {-100 * high:.1f} to {-100 * low:.1f} "
            "percentage points."
        )
    return (
        f"{name} and plain counting can't be told apart: the interval of the difference, "
        f"{points}, holds 0."
    )


OVER_STRETCHES = (
    "In brackets: 95% intervals over the weeks or months replayed, which say nothing of other "
    "years or of how crime is recorded."
)


def _exposure(replay: Replay) -> Iterator[str]:
    if replay.exposure:
        reference, *others = replay.exposure
        shares = "; ".join(
            f"{row.group.capitalize()} {shared.ratio(row.ratio.value)} "
            f"({shared.ratio(row.ratio.low)} to {shared.ratio(row.ratio.high)})"
            for row in others
        )
        yield (
            f"By {NAMES[replay.method]}, residents of each group lived in marked cells at so many "
            f"times the share of {reference.group.capitalize()} residents: {shares}. "
            f"{OVER_STRETCHES}"
        )
    if replay.strata:
        most, least = replay.strata[-1], replay.strata[0]
        yield (
            f"Of residents of the most deprived tenth of areas {share(most.share.value)} lived in "
            f"marked cells, of the least deprived {share(least.share.value)}."
        )


def first_large(name: str) -> str:
    """A name at the head of a sentence; names inside it keep their capitals."""
    return name[0].upper() + name[1:]


def _share_with_interval(value: Reported) -> str:
    if value.low is None or value.high is None:
        return share(value.value)
    return f"{share(value.value)} (95% interval {share(value.low)} to {share(value.high)})"


def first_table(finding: Finding[Replays]) -> AnyTable:
    columns: list[Column[Held]] = [
        Column("Method", lambda row: first_large(NAMES[row.method]), is_number=False),
        Column("Share of events held", lambda row: share(row.hit_rate.value)),
        Column("95% interval", lambda row: between(row.hit_rate.low, row.hit_rate.high, share)),
        Column("For each unit of area (PAI)", lambda row: shared.ratio(row.pai.value)),
    ]
    return Table("What each would have held, in as many cells", columns, finding.result.methods)


def hit_rates(finding: Finding[Replays]) -> Picture:
    shown = [
        share_dot(first_large(NAMES[row.method]), row.hit_rate, stands_out=bool(row.variant))
        for row in finding.result.methods
    ]
    how = "Each dot is the share of events in marked cells; the bar is its 95% interval."
    panels = [shares_panel("Share of events held", shown)]
    heading = "Beside counting and chance"
    return Picture(heading, how, panels, name="hit-rates", table="methods")


def exposures(finding: Finding[Replays]) -> Picture | None:
    rows = finding.result.exposure
    if not rows:
        return None
    titled = []
    for method in dict.fromkeys(row.method for row in rows):
        own = [row for row in rows if row.method == method][1:]
        shown = [
            Dot(row.group.capitalize(), row.ratio.value, row.ratio.low, row.ratio.high)
            for row in own
            if row.ratio.value is not None
        ]
        titled.append((first_large(NAMES[method]), shown))
    how = "Each dot is a group's share living in marked cells, times the first group's; 1 is equal."
    heading = "Who would have lived in marked cells"
    panels = shared.ratios_panels(titled)
    return Picture(
        heading, how, panels, name="residents", table="exposure", point=_exposure_point(rows)
    )


def _exposure_point(rows: Sequence[InMarked]) -> str:
    """By the first method, the group whose share in marked cells is furthest from the first's."""
    first, *others = [row for row in rows if row.method == rows[0].method]
    told = [row for row in others if row.ratio.value]
    if not told:
        return ""
    most = max(told, key=lambda row: abs(log(row.ratio.value or 1.0)))
    return (
        f"By {NAMES[most.method]}, {most.group.capitalize()} residents’ share in marked cells "
        f"would have been {most.ratio.value:.2f} times that of {first.group.capitalize()} residents"
    )


def in_title(result: Replays) -> str:
    """What each documented method would have held, as a title has room for it."""
    told = [row for row in result.methods if row.variant and row.hit_rate.value is not None]
    if not told:
        return "nothing was held"
    first, *others = told
    rest = "".join(f", {_short(row.method)} {share(row.hit_rate.value)}" for row in others)
    return f"{_short(first.method)} would have held {share(first.hit_rate.value)}{rest}"


# where a title has no room for the whole name
SHORT = {"counts": "plain counting", "self-exciting": "PredPol’s documented method"}


def _short(method: str) -> str:
    return SHORT.get(method, NAMES[method])


def key_number(finding: Finding[Replays]) -> KeyNumber | None:
    """What the method held, with plain counting behind it."""
    methods = finding.result.methods
    if not methods or methods[0].hit_rate.value is None:
        return None
    ends, beside = methods[0].hit_rate, methods[1:2]
    told = [f"range {between(ends.low, ends.high, share)}"] if ends.low is not None else []
    told += [f"{NAMES[row.method]} {share(row.hit_rate.value)}" for row in beside]
    return KeyNumber(
        share(ends.value),
        f"of recorded events in the cells marked by {NAMES[methods[0].method]}",
        "; ".join(told),
    )


KIND = Kind(
    name="replay",
    key_number=key_number,
    label=LABEL,
    read=read,
    title=lambda f: f"{LABEL}: {in_title(f.result)}",
    events=lambda f: "recorded events",
    concerned=shared.nobody,
    headlines=shared.no_headlines,
    not_compared=shared.nothing_left_out,
    answers=Answers(
        compared=lambda f: (
            f"What each method would have held of {whole(f.result.accounted_for.events)} recorded "
            f"events in {f.result.accounted_for.cells_marked} of "
            f"{whole(f.result.accounted_for.cells)} cells, over "
            f"{f.result.accounted_for.periods} periods, each looked at from what came before.",
        ),
        what_was_found=lambda f: f.sentences,
        how_sure=lambda f: (
            "Intervals leave out whole weeks (or months) in turn; they allow for chance only, not "
            "for how events come to be recorded.",
        ),
        what_would_change_it=lambda f: (
            "How events come to be recorded: where police look, more is recorded.",
            "Another number of cells, another place or another time.",
        ),
    ),
    first_table=first_table,
    pictures=(hit_rates, exposures),
    headings=Headings(
        captions={
            "methods": "What each would have held",
            "gaps": "Differences on the same days",
            "exposure": "Residents in marked cells, by group",
            "strata": "Residents in marked cells, by band of income deprivation",
        },
        columns={
            "method": "Method",
            "variant": "Variant",
            "captured": "Events in marked cells",
            "hit_rate": "Share of events held",
            "pai": "For each unit of area (PAI)",
            "beside": "Beside",
            "difference": "The other’s share less the method’s",
            "residents": "Residents",
            "band": "Band, 1 the most deprived",
            "ratio": "Times the first row’s share",
        },
        shares=frozenset({"hit_rate", "share", "difference"}),
        counts=frozenset({"residents", "captured"}),
        values={"method": NAMES, "beside": NAMES},
    ),
    replays=True,
)
