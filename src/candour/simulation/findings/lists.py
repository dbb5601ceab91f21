"""A list rule on simulated people, as a finding: equal conduct, unequal records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from candour.audit.exhibits import AnyTable, Column, KeyNumber, Picture, Table
from candour.audit.findings import Finding, Plan
from candour.audit.in_words import rate, whole
from candour.audit.kinds import Answers, Headings, Kind
from candour.audit.payloads import from_plain, left_out, to_plain
from candour.audit.reports.dots import Dot
from candour.audit.reports.tables import between
from candour.simulation.findings import shared
from candour.simulation.lists import ListedGroup, ListSettings

LABEL = "A list rule on simulated people"
RULE = (
    "a rule made after the published criteria of the Violence Harm Assessment (Automated Racism, "
    "section 4.1); how strong intelligence must be is not published"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """How many of a group a rule lists, for each 1,000 people, and times the first group's.

    `low` to `high` and `ratio_low` to `ratio_high` hold nine runs in ten.
    """

    rule: str
    suspects: bool
    intelligence: bool
    group: str
    listed: float
    low: float
    high: float
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The last group beside the first where one setting is changed, with all data counted."""

    setting: str
    value: float
    listed: float
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsOfLists:
    rules: int
    runs_of_each: int
    simulated_people_in_each: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    rules: tuple[Listed, ...]
    sensitivity: tuple[Changed, ...] | None = left_out()
    accounted_for: RunsOfLists


def read(data: Mapping[str, Any], form: int) -> Lists:
    return from_plain(Lists, data)


SETTING_NAMES = {
    "suspected": "times as often named as a suspect",
    "watched": "times as often logged in intelligence",
    "spread": "evenness of records within a group",
    "suspected_a_year": "reports a year that name a member of the first group",
    "convicted": "part of reports that end in a conviction",
}

Rules = Sequence[tuple[str, ListSettings, tuple[ListedGroup, ...]]]


def find_list(
    rules: Rules,
    *,
    runs: int,
    seed: int,
    sweep: Sequence[tuple[str, float, tuple[ListedGroup, ...]]] = (),
) -> Finding[Lists]:
    """The finding of one population of simulated people under several rules.

    Parameters
    ----------
    sweep : the first rule with one setting changed: which, to what, and who was listed
    """
    sensitivity = tuple(_changed(setting, value, groups[-1]) for setting, value, groups in sweep)
    settings = rules[0][1]
    rows = tuple(
        Listed(
            rule=name,
            suspects=own.use_suspects,
            intelligence=own.use_intelligence,
            group=row.group,
            listed=row.listed.mean,
            low=row.listed.p05,
            high=row.listed.p95,
            ratio=row.ratio.mean if row.ratio else None,
            ratio_low=row.ratio.p05 if row.ratio else None,
            ratio_high=row.ratio.p95 if row.ratio else None,
        )
        for name, own, groups in rules
        for row in groups
    )
    people = sum(group.people for group in settings.groups)
    result = Lists(
        rules=rows,
        sensitivity=sensitivity or None,
        accounted_for=RunsOfLists(
            rules=len(rules), runs_of_each=runs, simulated_people_in_each=people
        ),
    )
    return Finding(
        plan=Plan(
            audit="list",
            comparison="how many of two groups with equal conduct a list rule lists",
            reference=settings.groups[0].name,
            family=tuple(name for name, _, _ in rules),
            options={"rule": RULE, "seed": seed, "settings": to_plain(settings.as_dict())},
        ),
        inputs=(),
        sentences=(*_sentences(settings, rows), *of_sensitivity(sensitivity)),
        result=result,
        assumptions=(
            "Everyone acts alike; only how often police name and log them differs, by group, as "
            "the settings say.",
            "Convictions follow the same share of reports in both groups.",
            f"The rule is {RULE}.",
        ),
        does_not_show=(
            *shared.MADE_UP,
            "Who is on the Violence Harm Assessment or why: the system itself was not run, and the "
            "settings of how unequally records are made are assumed, not measured.",
        ),
    )


def _changed(setting: str, value: float, last: ListedGroup) -> Changed:
    ratio = last.ratio
    return Changed(
        setting=setting,
        value=value,
        listed=last.listed.mean,
        ratio=ratio.mean if ratio else None,
        ratio_low=ratio.p05 if ratio else None,
        ratio_high=ratio.p95 if ratio else None,
    )


def of_sensitivity(rows: Sequence[Changed]) -> Iterator[str]:
    """From where to where the ratio goes as one setting is changed at a time."""
    known = [row for row in rows if row.ratio is not None]
    if len(known) < 2:  # noqa: PLR2004
        return
    least, *_, most = sorted(known, key=lambda row: row.ratio or 0)
    yield (
        "The result hangs on the settings: with one changed at a time, and all data counted, the "
        f"ratio was {shared.ratio(least.ratio)} ({_setting(least)}) to {shared.ratio(most.ratio)} "
        f"({_setting(most)})."
    )


def _setting(row: Changed) -> str:
    often = "as often as the other" if row.value == 1 else f"{row.value:g} times as often"
    return {
        "suspected": f"with the group named as suspects {often}",
        "watched": f"with the group logged in intelligence {often}",
        "spread": f"with records spread within a group by a gamma of shape {row.value:g}",
        "suspected_a_year": f"with {row.value:g} reports a year naming a member of the first group",
        "convicted": f"with {row.value:.0%} of reports ending in a conviction",
    }[row.setting]


def _sentences(settings: ListSettings, rows: Sequence[Listed]) -> Iterator[str]:
    last = settings.groups[-1]
    of_last = [row for row in rows if row.group == last.name]
    yield (
        f"Among simulated people who all act alike, a rule with all its data lists group "
        f"{last.name}, whom police name as suspects {last.suspected:g} times and log in "
        f"intelligence {last.watched:g} times as often, at {_times(of_last[0])} the rate of group "
        f"{settings.groups[0].name}."
    )
    for row in of_last[1:]:
        yield f"{row.rule}: {_times(row)}."
    yield _of_less_data(of_last)


def _of_less_data(rows: Sequence[Listed]) -> str:
    """What counting less did to the list: how long it is, and how equal."""
    whole_rule, *fewer = rows
    shortest = min(row.listed for row in fewer)
    lengths = (
        f"Counting less makes the list shorter ({rate(whole_rule.listed)} of each 1,000 of the "
        f"group with all data, {rate(shortest)} with least)"
    )
    if all((row.ratio or 0) > (whole_rule.ratio or 0) for row in fewer):
        return (
            f"{lengths} and, here, less equal: those still listed are the most recorded, where a "
            "difference in recording counts most. Leaving data out does not by itself mend a rule "
            "whose other data are as unequal."
        )
    return f"{lengths}; whether it is more equal hangs on how unequal the data are that stay."


def _times(row: Listed) -> str:
    return (
        f"{shared.ratio(row.ratio)} times ({shared.ratio(row.ratio_low)} to "
        f"{shared.ratio(row.ratio_high)} in {shared.IN_NINE})"
    )


def first_table(finding: Finding[Lists]) -> AnyTable:
    columns: list[Column[Listed]] = [
        Column("What the rule counts", lambda row: row.rule, is_number=False),
        Column("Group", lambda row: row.group, is_number=False),
        Column("Listed for each 1,000", lambda row: rate(row.listed)),
        Column("Times the first group’s", lambda row: shared.ratio(row.ratio)),
        Column(
            "Nine runs in ten", lambda row: between(row.ratio_low, row.ratio_high, shared.ratio)
        ),
    ]
    return Table("Who is listed, by what the rule counts", columns, finding.result.rules)


def _of_last(result: Lists) -> list[Listed]:
    """The last group under each rule, that with all data first."""
    last = result.rules[-1].group
    return [row for row in result.rules if row.group == last and row.ratio is not None]


def in_title(result: Lists) -> str:
    """What the rule with all its data comes to, as a title has room for it."""
    rows = _of_last(result)
    if not rows:
        return f"{result.accounted_for.rules} rules"
    return (
        "people who act alike, one group recorded more: listed at "
        f"{shared.ratio(rows[0].ratio)} times the other’s rate"
    )


def key_number(finding: Finding[Lists]) -> KeyNumber | None:
    rows = _of_last(finding.result)
    if not rows:
        return None
    first, *fewer = rows
    ends = f"{shared.ratio(first.ratio_low)} to {shared.ratio(first.ratio_high)}"
    others = [row.ratio or 0.0 for row in fewer]
    beside = ""
    if others:
        beside = f"; {shared.ratio(min(others))} to {shared.ratio(max(others))} with fewer data"
    return KeyNumber(
        f"{shared.ratio(first.ratio)} times",
        f"the rate of group {finding.plan.reference} for group {first.group}, of simulated people "
        "who all act alike",
        f"nine runs in ten {ends}{beside}",
    )


def picture(finding: Finding[Lists]) -> Picture:
    reference = finding.plan.reference
    shown = [
        Dot(row.rule, row.ratio, row.ratio_low, row.ratio_high)
        for row in finding.result.rules
        if row.group != reference and row.ratio is not None
    ]
    panel = shared.ratios_panel("Listed, times the first group", shown)
    how = "Each dot is the mean over runs, and its bar holds nine runs in ten; 1 is no difference."
    heading = "Equal conduct, unequal records"
    return Picture(heading, how, [panel], name="records", table="rules")


KIND = Kind(
    name="list",
    label=LABEL,
    read=read,
    key_number=key_number,
    title=lambda f: f"{LABEL}: {in_title(f.result)}",
    events=lambda f: "simulated people listed",
    concerned=shared.nobody,
    headlines=shared.no_headlines,
    not_compared=shared.nothing_left_out,
    answers=Answers(
        compared=lambda f: (
            "How many of each group of simulated people a rule lists, with and without suspect "
            "and intelligence data, on the same "
            f"{whole(f.result.accounted_for.simulated_people_in_each)} people in each run.",
        ),
        what_was_found=lambda f: f.sentences,
        how_sure=lambda f: (shared.RUNS_VARY,),
        what_would_change_it=lambda f: (
            "How much more often one group is recorded: with equal records there is no difference.",
            "How unevenly records fall on people within a group.",
        ),
    ),
    first_table=first_table,
    pictures=(picture,),
    headings=Headings(
        captions={
            "rules": "Rules and groups",
            "sensitivity": "One setting changed and all else left, all data counted",
        },
        columns={
            "rule": "What the rule counts",
            "suspects": "Counts suspects not convicted",
            "intelligence": "Counts intelligence logs",
            "listed": "Listed for each 1,000 people",
            "ratio": "Times the first group’s",
            "setting": "Setting changed",
            "value": "To",
        },
        intervals={"": "Nine runs in ten", "ratio_": "Nine runs in ten, of the ratio"},
        bare=frozenset({"value"}),
        values={"setting": SETTING_NAMES},
    ),
)
