"""A made-up city under each method, as a finding: what feedback adds, and where it adds nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from candour.audit.exhibits import AnyTable, Column, KeyNumber, Passage, Picture, Table
from candour.audit.findings import Finding, Plan
from candour.audit.in_words import rate, whole
from candour.audit.kinds import Answers, Headings, Kind
from candour.audit.payloads import from_plain, to_plain
from candour.audit.reports.dots import Dot
from candour.audit.reports.tables import between
from candour.simulation.city import CityMethod, CityResult, Mitigation
from candour.simulation.findings import shared
from candour.simulation.findings.city_rows import (
    Changed,
    Cities,
    Mitigated,
    Ran,
    RunsOfCity,
    UnderTruth,
)
from candour.simulation.findings.city_settings_words import (
    MITIGATIONS,
    SETTING_NAMES,
    of_mitigations,
    of_sensitivity,
)
from candour.simulation.findings.city_words import NAMES
from candour.simulation.ranges import Truth
from candour.simulation.sweeps import Change

LABEL = "A made-up city and its feedback"
LEARNS = {
    "all": "all records, its own discoveries among them",
    "reports": "only what people report",
    "frozen": "nothing new: patrols stay as in the first week",
}


GROWN = 1.1  # a mean ratio that rose by less than a tenth is not said to have grown


def read(data: Mapping[str, Any], form: int) -> Cities:
    return from_plain(Cities, data)


def find_city(
    results: Sequence[CityResult],
    over_truths: Sequence[tuple[Truth, CityResult]],
    *,
    mitigated: Sequence[CityResult] = (),
    sweep: Sequence[tuple[Change, CityResult]] = (),
) -> Finding[Cities]:
    """The finding of one world under several methods, and of one method over several truths.

    Parameters
    ----------
    mitigated : cities of one method, the first without a mitigation
    sweep : the city of the truths with one setting changed at a time
    """
    first = results[0]
    world = first.settings.world
    rows = tuple(_ran(result) for result in results)
    truths = tuple(_under(truth, result) for truth, result in over_truths)
    mitigations = tuple(_mitigated(result) for result in mitigated)
    sensitivity = tuple(_changed(change, result) for change, result in sweep)
    return Finding(
        plan=Plan(
            audit="city",
            comparison=f"how present patrols are where group {world.groups[-1].name} lives, and "
            "how often its residents are stopped",
            reference=world.groups[0].name,
            family=tuple(f"{row.method}, {row.marked} marked, learns {row.learns}" for row in rows),
            options={
                "seed": first.seed,
                "world": to_plain(world.as_dict()),
                "patrols": first.settings.patrols,
                "stops_a_visit": first.settings.stops,
                "window_weeks": first.settings.window,
                "truths_by": over_truths[0][1].settings.method.value if over_truths else "",
            },
        ),
        inputs=(),
        sentences=(
            *_sentences(first, rows, truths),
            *of_mitigations(mitigations, world.groups[-1].name),
            *of_sensitivity(sensitivity, world.groups[-1].name),
        ),
        result=Cities(
            methods=rows,
            truths=truths,
            mitigations=mitigations or None,
            sensitivity=sensitivity or None,
            accounted_for=RunsOfCity(
                cities=len(rows) + len(truths) + len(mitigations) + len(sensitivity),
                runs_of_each=first.runs,
                days_of_each=first.days,
            ),
        ),
        assumptions=(
            f"Both groups offend equally: {world.groups[0].offending:g} a day for each 1,000.",
            f"Before the first day, areas were patrolled up to {world.past_policing:g} times as "
            f"often the more of group {world.groups[-1].name} live there; the first records come "
            "from that.",
            f"{world.reporting:.0%} of offences are reported by people; of the rest a patrol in "
            f"the area discovers each with a chance of {world.groups[0].discovery:g}. The settings "
            "were chosen so that the mechanism shows; with more reporting it shows less.",
            "Patrols stop residents of the area they visit, at random.",
        ),
        does_not_show=(
            *shared.MADE_UP,
            "Which truth holds: records hold only the product of offending and discovery, so the "
            "same records fit many.",
            "That a force polices so: each method is its documented rule on areas and weeks, not "
            "any force's system.",
        ),
    )


def _ran(result: CityResult) -> Ran:
    ends, stops = result.exposure_over_time[-1], result.groups[-1].stop_ratio
    return Ran(
        method=result.settings.method.value,
        marked=result.settings.marked,
        learns=_learns(result),
        first_week=result.exposure_over_time[0].mean,
        last_week=ends.mean,
        low=ends.p05,
        high=ends.p95,
        stop_ratio=stops.mean,
        stop_ratio_low=stops.p05,
        stop_ratio_high=stops.p95,
        stops_first=result.groups[0].stops.mean,
        stops_last=result.groups[-1].stops.mean,
    )


def _ends(result: CityResult) -> dict[str, float]:
    ends, stops = result.exposure_over_time[-1], result.groups[-1].stop_ratio
    return {
        "last_week": ends.mean,
        "low": ends.p05,
        "high": ends.p95,
        "stop_ratio": stops.mean,
        "stop_ratio_low": stops.p05,
        "stop_ratio_high": stops.p95,
    }


def _mitigated(result: CityResult) -> Mitigated:
    settings = result.settings
    return Mitigated(
        mitigation=settings.mitigation.value, method=settings.method.value, **_ends(result)
    )


def _changed(change: Change, result: CityResult) -> Changed:
    return Changed(setting=change.setting, value=change.value, **_ends(result))


def _learns(result: CityResult) -> str:
    if not result.feedback:
        return "frozen"
    is_deaf = result.settings.mitigation == Mitigation.IGNORE_DISCOVERED
    return "reports" if is_deaf else "all"


def _under(truth: Truth, result: CityResult) -> UnderTruth:
    stops = result.groups[-1].stop_ratio
    return UnderTruth(
        offending_times=truth.offending,
        discovery_times=truth.discovery,
        product=truth.product,
        stop_ratio=stops.mean,
        stop_ratio_low=stops.p05,
        stop_ratio_high=stops.p95,
    )


def _sentences(
    first: CityResult, rows: Sequence[Ran], truths: Sequence[UnderTruth]
) -> Iterator[str]:
    world = first.settings.world
    a, b = world.groups[0].name, world.groups[-1].name
    fed, deaf = marking(rows, "all"), marking(rows, "reports")
    yield (
        f"In a made-up city whose groups {a} and {b} offend equally, and where police had once "
        f"patrolled group {b}'s areas more, methods that mark the {fed[0].marked} of {world.areas} "
        f"areas with most records kept that going: on average patrols were "
        f"{_span([row.first_week for row in fed])} times as present where group {b} lives in the "
        f"first week and {_span([row.last_week for row in fed])} times after {first.days:,} days, "
        f"but {_span([row.last_week for row in deaf])} times where they learned only from what "
        "people report."
    )
    grew = max(row.last_week / row.first_week for row in fed) >= GROWN
    yield (
        f"Single runs differ. Nine in ten ended {'; '.join(map(_nine_in_ten, fed))}."
        + ("" if grew else " Marking keeps a bias; here it did not make it grow.")
    )
    for row in fed:
        yield (
            f"By {NAMES[CityMethod(row.method)]}, {b} residents were stopped "
            f"{shared.ratio(row.stop_ratio)} times as often each as {a} residents "
            f"({shared.ratio(row.stop_ratio_low)} to {shared.ratio(row.stop_ratio_high)} in "
            f"{shared.IN_NINE})."
        )
    spread = [
        row for row in rows if not row.marked and row.learns == "all" and row.method != "even"
    ]
    if spread:
        yield (
            "Where each area gets patrols in proportion to its records and none is marked, no "
            f"runaway shows: the ratio was {_span([row.first_week for row in spread])} in the "
            f"first week and {_span([row.last_week for row in spread])} in the last."
        )
    if truths:
        ratios = [row.stop_ratio for row in truths]
        yield (
            f"Over {len(truths)} truths, in which {b} offends and is discovered half, as or twice "
            f"as often, its rate of stops was {shared.ratio(min(ratios))} to "
            f"{shared.ratio(max(ratios))} times that of {a}. Records can't tell the two apart, "
            "so none of these is the truth about a real place."
        )


def _nine_in_ten(row: Ran) -> str:
    """Where most runs of a method ended; the mean can lie outside, where a few end far away."""
    name = NAMES[CityMethod(row.method)]
    low, high = shared.ratio(row.low), shared.ratio(row.high)
    if low == high:
        return f"at {low} times by {name}, the rest elsewhere"
    return f"between {low} and {high} times by {name}"


def _span(values: Sequence[float]) -> str:
    low, high = shared.ratio(min(values)), shared.ratio(max(values))
    return low if low == high else f"{low} to {high}"


def first_table(finding: Finding[Cities]) -> AnyTable:
    columns: list[Column[Ran]] = [
        Column("Method", _name, is_number=False),
        Column("It learns from", lambda row: LEARNS[row.learns], is_number=False),
        Column("Patrols, first week", lambda row: shared.ratio(row.first_week)),
        Column("Patrols, last week", lambda row: shared.ratio(row.last_week)),
        Column("Nine runs in ten", lambda row: between(row.low, row.high, shared.ratio)),
        Column("Stops a resident", lambda row: shared.ratio(row.stop_ratio)),
        Column("Stops for each 1,000, first group", lambda row: rate(row.stops_first)),
        Column("Last group", lambda row: rate(row.stops_last)),
    ]
    return Table(
        "The last group beside the first, method by method",
        columns,
        finding.result.methods,
        "Patrols and stops: times the first group’s; the groups offend equally",
    )


def marking(rows: Sequence[Ran], learns: str) -> list[Ran]:
    """The methods that mark areas and learn from this, but for patrols spread evenly."""
    return [
        row for row in rows if row.marked and row.learns == learns and row.method != CityMethod.EVEN
    ]


def in_title(result: Cities) -> str:
    """From where to where methods that mark areas end, as the sentence that leads has it."""
    ends = _span([row.last_week for row in marking(result.methods, "all")])
    return f"marking by records kept police {ends} times as present where one group lives"


def key_number(finding: Finding[Cities]) -> KeyNumber | None:
    rows = marking(finding.result.methods, "all")
    if not rows:
        return None
    deaf = marking(finding.result.methods, "reports")
    widest = max(rows, key=lambda row: row.high / row.low)
    ends = f"{shared.ratio(widest.low)} to {shared.ratio(widest.high)}"
    runs = f"{ends} by {NAMES[CityMethod(widest.method)]}, whose runs differ most"
    beside = ""
    if deaf:
        beside = f"; {_span([row.last_week for row in deaf])} learning from reports alone"
    return KeyNumber(
        f"{_span([row.last_week for row in rows])} times",
        "as present where one group of a made-up city lives, by methods that mark areas",
        f"by method; nine runs in ten {runs}{beside}",
    )


def _name(row: Ran) -> str:
    marks = f", {row.marked} areas marked" if row.marked else ", in proportion"
    return f"{row.method}{marks}"


def feedback(finding: Finding[Cities]) -> Passage:
    columns: list[Column[Ran]] = [
        Column("Method", _method_and_marks, is_number=False),
        Column("It learns from", lambda row: LEARNS[row.learns], is_number=False),
        Column("First week", lambda row: shared.ratio(row.first_week)),
        Column("Last week", lambda row: shared.ratio(row.last_week)),
        Column(
            "Nine runs in ten", lambda row: f"{shared.ratio(row.low)} to {shared.ratio(row.high)}"
        ),
    ]
    caption = "How present patrols are where the second group lives, times the first"
    return Passage("A whole city, by method", Table(caption, columns, finding.result.methods))


def _method_and_marks(row: Ran) -> str:
    marks = f"{row.marked} areas marked" if row.marked else "none marked"
    return f"{NAMES[CityMethod(row.method)]}, {marks}"


def picture(finding: Finding[Cities]) -> Picture:
    panels = shared.ratios_panels(
        (
            f"Learns from {LEARNS[learns].partition(':')[0]}",
            [
                Dot(_name(row), row.last_week, row.low, row.high)
                for row in finding.result.methods
                if row.learns == learns
            ],
        )
        for learns in LEARNS
        if any(row.learns == learns for row in finding.result.methods)
    )
    how = (
        "Each dot is how present patrols are in the last week where the last group lives, times "
        "the first group, on average over runs; the bar holds nine runs in ten, and 1 is no "
        "difference."
    )
    if any(not row.low <= row.last_week <= row.high for row in finding.result.methods):
        how += " A dot lies outside its bar where the few runs left ended far away."
    heading = "Equal offending, unequal records"
    return Picture(heading, how, panels, name="records", table="methods")


KIND = Kind(
    name="city",
    label=LABEL,
    read=read,
    key_number=key_number,
    title=lambda f: f"{LABEL}: {in_title(f.result)}",
    events=lambda f: "stops",
    concerned=shared.nobody,
    headlines=shared.no_headlines,
    not_compared=shared.nothing_left_out,
    answers=Answers(
        compared=lambda f: (
            "How present patrols are where two groups live, and how often each is stopped, in a "
            f"made-up city over {whole(f.result.accounted_for.days_of_each)} days and "
            f"{whole(f.result.accounted_for.runs_of_each)} runs of each method.",
        ),
        what_was_found=lambda f: f.sentences,
        how_sure=lambda f: (shared.RUNS_VARY,),
        what_would_change_it=lambda f: (
            "More offences reported by people: records then follow patrols less.",
            "Patrols in proportion to records rather than to a few marked areas.",
            "Even patrols in the years before: there is then no bias to keep.",
        ),
    ),
    first_table=first_table,
    pictures=(picture,),
    headings=Headings(
        captions={
            "methods": "Methods",
            "truths": "Other truths with one method",
            "mitigations": "What is done about it, with one method",
            "sensitivity": "One setting changed and all else left",
        },
        columns={
            "method": "Method",
            "marked": "Areas marked",
            "learns": "It learns from",
            "first_week": "Patrols in the first week, times the first group’s",
            "last_week": "Patrols in the last week, times the first group’s",
            "stop_ratio": "Stops a resident, times the first group’s",
            "stops_first": "Stops for each 1,000 of the first group",
            "stops_last": "Stops for each 1,000 of the last group",
            "offending_times": "Offends so many times as often",
            "discovery_times": "Is discovered so many times as often",
            "product": "Both together",
            "mitigation": "What is done about it",
            "setting": "Setting changed",
            "value": "To",
        },
        intervals={"": "Nine runs in ten", "stop_ratio_": "Nine runs in ten, of stops"},
        bare=frozenset({"offending_times", "discovery_times", "product", "value"}),
        values={"learns": LEARNS, "mitigation": MITIGATIONS, "setting": SETTING_NAMES},
    ),
    feedback=feedback,
)
