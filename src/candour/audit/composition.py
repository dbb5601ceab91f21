"""Audit the make-up of a list: which groups it holds, set against those who live there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from candour.audit.errors import CannotRead, PlanError, TooFewToCompare
from candour.audit.families import holm
from candour.audit.identity import refuse_identifying_headings, refuse_identifying_values
from candour.audit.plans import Finding, Input, Plan, Row
from candour.audit.proportions import wilson
from candour.audit.rates import Method, poisson_rate, rate_ratio, rate_ratio_p_value
from candour.audit.suppression import SMALLEST_SHOWN, to_suppress
from candour.audit.tables import MEMORY, Engine, engine
from candour.audit.wording import interval, number, percent

NUMBER_COLUMNS = ("population", "people", "residents", "total", "value", "count")
PER = 1_000


@dataclass(frozen=True, slots=True)
class CompositionQuestion:
    """Which list is set against which population, fixed before they are read."""

    group: str
    reference: str
    count: str = ""  # a column of official counts; without it each row is one person

    def plan(self) -> Plan:
        return Plan(
            audit="composition",
            comparison=f"people on the list for each 1,000 residents, by {self.group}",
            reference=self.reference,
            family=("representation ratio of each group to the reference",),
            denominator="residents of all ages, as in the population file",
            exclusions=("rows without a group",),
            options={"smallest cell shown": 0 if self.count else SMALLEST_SHOWN},
        )


def audit_composition(
    path: Path, population: Path, question: CompositionQuestion, *, memory: str = MEMORY
) -> Finding:
    """Audit the make-up of a list against a population.

    Raises
    ------
    IdentifiesPeople, CannotRead, PlanError
        As `scores.audit_scores`; and if the list holds a group that the population lacks.
    """
    plan = question.plan()
    with engine(memory=memory) as database:
        listed = _listed(database, path, question)
        residents = _residents(database, population, question)
    unplaced = listed.pop("", 0)
    for group in listed:
        if group not in residents:
            names = ", ".join(sorted(residents))
            raise PlanError(f"The population has no group '{group}', only: {names}.")
    if question.reference not in residents:
        raise PlanError(f"'{question.reference}' is no group of {population.name}.")
    counts = {group: listed.get(group, 0) for group in residents}
    hidden = set() if question.count else to_suppress({(each,): (n,) for each, n in counts.items()})
    shown = [group for group in counts if (group,) not in hidden]
    if question.reference not in shown:
        raise PlanError(f"The reference '{question.reference}' has too few people to be shown.")
    ratios = _ratio_rows(counts, residents, shown, question.reference)
    groups = _group_rows(counts, residents, shown)
    return Finding(
        plan=plan,
        inputs=(Input.of(path), Input.of(population)),
        sentences=_sentences(groups, ratios),
        tables={"groups": groups, "ratios": ratios},
        accounted_for={
            "read": sum(listed.values()) + unplaced,
            "used": sum(listed.values()),
            "no_group": unplaced,
            "groups_hidden": sorted(name[0] for name in hidden),
        },
        assumptions=(
            "People on the list are counted once, and independently of one another.",
            "Ratios: conditional exact and mid-P; shares: Wilson; all at 95%.",
        ),
        does_not_show=(
            "Not adjusted for age: lists hold mostly young people, and groups differ in age. A "
            "population by age and group would be needed.",
            "Why people are on the list, or whether any of them should be.",
            "Anything about those whose group is not recorded.",
        ),
    )


def _listed(database: Engine, path: Path, question: CompositionQuestion) -> dict[str, int]:
    rows = database.open([path])[0]
    refuse_identifying_headings(path.name, rows.columns)
    wanted = [question.group, *([question.count] if question.count else [])]
    _need_columns(path, rows.columns, wanted)
    if not question.count:
        for column in rows.columns:
            refuse_identifying_values(path.name, column, database.sample(rows, column))
    counts: dict[str, int] = {}
    for values, times in database.count(rows, wanted):
        group = "" if values[0] is None else str(values[0]).strip()
        people = times * (_whole(path, question.count, values[1]) if question.count else 1)
        counts[group] = counts.get(group, 0) + people
    return counts


def _residents(database: Engine, path: Path, question: CompositionQuestion) -> dict[str, int]:
    rows = database.open([path])[0]
    _need_columns(path, rows.columns, [question.group])
    named = [name for name in rows.columns if name.lower() in NUMBER_COLUMNS]
    if not named:
        raise CannotRead(
            path.name, f"no column holds numbers of residents: call one '{NUMBER_COLUMNS[0]}'."
        )
    counts: dict[str, int] = {}
    for values, times in database.count(rows, [question.group, named[0]]):
        group = str(values[0]).strip()
        counts[group] = counts.get(group, 0) + times * _whole(path, named[0], values[1])
    for group, people in counts.items():
        if people == 0:
            raise CannotRead(path.name, f"group '{group}' has no residents.")
    return counts


def _need_columns(path: Path, columns: Sequence[str], wanted: Sequence[str]) -> None:
    for column in wanted:
        if column not in columns:
            raise CannotRead(
                path.name, f"there is no column '{column}', only: {', '.join(columns)}."
            )


def _whole(path: Path, column: str, value: object) -> int:
    text = str(value).strip().replace(",", "").removesuffix(".0")
    if not text.isdecimal():
        raise CannotRead(path.name, f"column '{column}' holds '{value}'; a count is 0, 1, 2, …")
    return int(text)


def _group_rows(
    counts: Mapping[str, int], residents: Mapping[str, int], shown: Sequence[str]
) -> list[Row]:
    listed, living = sum(counts.values()), sum(residents.values())
    made = []
    for group in shown:
        rate = poisson_rate(counts[group], residents[group]).times(PER)
        share = wilson(counts[group], listed).as_dict() if listed else None
        made.append(
            {
                "group": group,
                "people": counts[group],
                "population": residents[group],
                "share_of_list": share,
                "share_of_population": residents[group] / living,
                "per_1000": rate.as_dict(),
            }
        )
    return made


def _ratio_rows(
    counts: Mapping[str, int],
    residents: Mapping[str, int],
    shown: Sequence[str],
    reference: str,
) -> list[Row]:
    sides: dict[str, Any] = {
        "reference_events": counts[reference],
        "reference_exposure": residents[reference],
    }
    others = [group for group in shown if group != reference]
    p_values = {
        group: rate_ratio_p_value(counts[group], residents[group], **sides) for group in others
    }
    adjusted = dict(zip(p_values, holm(list(p_values.values())), strict=True))
    made: list[Row] = []
    for group in others:
        row: Row = {"group": group, "reference": reference}
        try:
            exact = rate_ratio(counts[group], residents[group], **sides)
            midp = rate_ratio(counts[group], residents[group], **sides, method=Method.MIDP)
        except TooFewToCompare:
            continue
        plain, half = exact.as_dict(), midp.as_dict()
        row |= {"ratio": plain["value"], "low": plain["low"], "high": plain["high"]}
        row |= {"midp_low": half["low"], "midp_high": half["high"]}
        made.append(row | {"p_value": p_values[group], "p_holm": adjusted[group]})
    return made


def _sentences(groups: Sequence[Row], ratios: Sequence[Row]) -> tuple[str, ...]:
    from candour.audit.estimates import Estimate

    by_group = {row["group"]: row for row in groups}
    made = []
    for row in ratios:
        if row["ratio"] is None:
            continue
        share = by_group[row["group"]]["share_of_list"]
        found = Estimate(row["ratio"], row["low"], row["high"] or float("inf"))
        made.append(
            f"{row['group']} people make up {percent(Estimate(**share))} of the list and "
            f"{by_group[row['group']]['share_of_population']:.1%} of residents; for each 1,000 "
            f"residents, {number(by_group[row['group']]['per_1000']['value'])} are listed, "
            f"{interval(found)} times the rate of {row['reference']} residents "
            "(not adjusted for age)."
        )
    return tuple(made) or ("No group could be compared with the reference.",)
