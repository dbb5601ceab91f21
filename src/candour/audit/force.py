"""Audit the use of force: tactics used on each group, as the Home Office publishes them."""

import csv
import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from candour.audit.bounds import missing_bounds, plain_ratio
from candour.audit.dispersion import dispersed_ratio
from candour.audit.errors import CannotRead, PlanError, TooFewToCompare
from candour.audit.estimates import Estimate
from candour.audit.ethnicity import GROUPS, MISSING, NAMES
from candour.audit.families import holm
from candour.audit.files import header
from candour.audit.periods import Period
from candour.audit.plans import Finding, Input, Plan, Row
from candour.audit.populations import Population, read_populations, slug_of
from candour.audit.rates import Method, poisson_rate, rate_ratio, rate_ratio_p_value
from candour.audit.wording import interval, number

PER = 1_000
ALL_TACTICS = "*Total Tactics"
WHOLE = "total-england-and-wales"
COLUMNS = {
    "white": "white",
    "black": "black",
    "black (or black british)": "black",
    "asian": "asian",
    "asian (or asian british)": "asian",
    "chinese": "asian",  # as in the five groups of the census of 2021
    "mixed": "mixed",
    "other": "other",
    "don't know": MISSING,
    "not reported": MISSING,
}
TOTAL = "number of times tactic reported"
ASSUMPTIONS = (
    "Counts are of tactics reported: one use of force has several tactics, one person may be "
    "subjected to several, and several officers may report the same.",
    "Ethnicity is as the officer perceived it; the census counts what people say of themselves.",
    "Rates: exact Poisson. Ratios: conditional exact and mid-P, if tactics were independent, which "
    "within an incident they are not; with --incidents a second interval is scaled by the "
    "number of tactics for each incident. All at 95%.",
    "P-values are exact, two-sided, and adjusted by Holm over all groups and forces.",
)
DOES_NOT_SHOW = (
    "Not adjusted for age: those subjected to force are mostly young, and groups differ in age.",
    "How many people or incidents there were: tactics are not incidents are not people.",
    "Whether any use of force was lawful or necessary, or what led to it.",
)


@dataclass(frozen=True, slots=True)
class ForceQuestion:
    """What is asked of the table, fixed before it is read."""

    period: Period
    reference: str = "white"
    tactic: str = ALL_TACTICS
    forces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.reference not in GROUPS:
            raise PlanError(f"'{self.reference}' is no group. Groups are: {', '.join(GROUPS)}.")

    def plan(self, populations: Sequence[Population]) -> Plan:
        return Plan(
            audit="force",
            comparison=f"'{self.tactic}' reported per 1,000 residents by perceived ethnicity, "
            "force by force",
            reference=self.reference,
            family=("every group of every force against the reference, each census by itself",),
            period=str(self.period),
            denominator="residents of all ages in the force area, census: "
            + ", ".join(str(each.year) for each in populations),
            exclusions=("tactics without ethnicity (bounded)",),
            options={"tactic": self.tactic, "forces": list(self.forces)},
        )


def audit_force(
    path: Path,
    populations: Sequence[Path],
    question: ForceQuestion,
    *,
    incidents: Path | None = None,
) -> Finding:
    """Audit a Home Office table of tactics by force and perceived ethnicity, saved as CSV.

    Raises
    ------
    CannotRead
        If a file is not what it should be.
    PlanError
        If there is no population, no such tactic, or no such force.
    """
    if not populations:
        raise PlanError("Give at least one population: --population FILE.")
    residents = read_populations(populations, on=question.period.middle)
    plan = question.plan(residents)
    tactics, lines = read_tactics(path, question.tactic)
    per_incident = _tactics_per_incident(path, incidents) if incidents else {}
    forces = question.forces or tuple(force for force in tactics if force != WHOLE)
    for force in forces:
        for known in (tactics, *(each.people for each in residents)):
            if force not in known:
                raise PlanError(f"There is no force '{force}', only: {', '.join(sorted(known))}.")
    rows = [(force, tactics[force], population) for force in forces for population in residents]
    ratios = list(_ratios(rows, question.reference, per_incident))
    files = (path, *populations, *([incidents] if incidents else []))
    counts = [tactics[force] for force in forces]
    return Finding(
        plan=plan,
        inputs=tuple(Input.of(each) for each in files),
        sentences=_sentences(ratios, question),
        tables={
            "rates": list(_rates(rows)),
            "ratios": ratios,
            "bounds": list(_bounds(rows, question.reference)),
        },
        accounted_for={
            "read": lines,
            "tactics": sum(sum(each.values()) for each in counts),
            "used": sum(sum(each.values()) - each[MISSING] for each in counts),
            "no_ethnicity": sum(each[MISSING] for each in counts),
            "whole_of_england_and_wales": sum(tactics.get(WHOLE, {}).values()) or None,
        },
        assumptions=ASSUMPTIONS,
        does_not_show=DOES_NOT_SHOW,
    )


def read_tactics(path: Path, tactic: str) -> tuple[dict[str, dict[str, int]], int]:
    """Read the counts of one tactic by force and group, and how many lines the table has."""
    names = [name.lower().replace("’", "'") for name in header(path)]
    if "police force" not in names or "tactic" not in names or "white" not in names:
        raise CannotRead(path.name, "this is no table of force by ethnicity and tactic.", line=1)
    found: dict[str, dict[str, int]] = {}
    known: set[str] = set()
    lines = 0
    for line, row in _lines(path):
        if len(row) != len(names):
            raise CannotRead(
                path.name, f"{len(row)} columns where there should be {len(names)}.", line=line
            )
        cells = dict(zip(names, row, strict=True))
        lines += 1
        known.add(cells["tactic"])
        if cells["tactic"] != tactic:
            continue
        counts = dict.fromkeys((*GROUPS, MISSING), 0)
        for name, group in COLUMNS.items():
            counts[group] += _whole(path, cells.get(name, ""), name, line)
        _need_total(path, counts, cells, line)
        slug = slug_of(cells["police force"])
        if slug in found:
            raise CannotRead(path.name, f"'{cells['police force']}' stands twice.", line=line)
        found[slug] = counts
    if not found:
        raise PlanError(f"{path.name} has no tactic '{tactic}', only: {'; '.join(sorted(known))}.")
    return found, lines


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as file:
            text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotRead(path.name, "this is not UTF-8: save the file as CSV in UTF-8.") from None
    reader = csv.reader(io.StringIO(text))
    next(reader)
    for row in reader:
        if any(cell.strip() for cell in row):
            yield reader.line_num, row


def _whole(path: Path, text: str, what: str, line: int) -> int:
    plain = text.strip().replace(",", "").removesuffix(".0")
    if plain in {"", "-", ".."}:
        return 0
    if not plain.isdecimal():
        raise CannotRead(path.name, f"{what} is '{text}', which is no count.", line=line)
    return int(plain)


def _need_total(path: Path, counts: Mapping[str, int], cells: Mapping[str, str], line: int) -> None:
    if TOTAL not in cells:
        return
    total = _whole(path, cells[TOTAL], "the total", line)
    if sum(counts.values()) != total:
        raise CannotRead(
            path.name,
            f"the groups sum to {sum(counts.values()):,}, the total says {total:,}.",
            line=line,
        )


def _tactics_per_incident(path: Path, incidents: Path) -> dict[str, float]:
    """How many tactics each incident has, force by force: how alike tactics come in clusters."""
    names = [name.lower() for name in header(incidents)]
    if "police force" not in names or "total" not in names:
        raise CannotRead(incidents.name, "this is no table of incidents by force.", line=1)
    every, _ = read_tactics(path, ALL_TACTICS)
    found = {}
    for line, row in _lines(incidents):
        cells = dict(zip(names, row, strict=False))
        slug = slug_of(cells.get("police force", ""))
        number_of = _whole(incidents, cells.get("total", ""), "total", line)
        if slug in every and number_of:
            found[slug] = sum(every[slug].values()) / number_of
    return found


Rows = Sequence[tuple[str, Mapping[str, int], Population]]


def _rates(rows: Rows) -> Iterator[Row]:
    for force, counts, population in rows:
        for group in GROUPS:
            people = population.people[force][group]
            found = poisson_rate(counts[group], people).times(PER)
            yield {
                "force": force,
                "group": group,
                "population_year": population.year,
                "tactics": counts[group],
                "population": people,
                "per_1000": found.value,
                "low": found.low,
                "high": found.high,
            }


def _ratios(rows: Rows, reference: str, per_incident: Mapping[str, float]) -> Iterator[Row]:
    made: list[Row] = []
    for force, counts, population in rows:
        people = population.people[force]
        sides: dict[str, Any] = {
            "reference_events": counts[reference],
            "reference_exposure": people[reference],
        }
        for group in GROUPS:
            if group == reference:
                continue
            here = (counts[group], people[group])
            try:
                exact = rate_ratio(*here, **sides).as_dict()
                midp = rate_ratio(*here, **sides, method=Method.MIDP).as_dict()
            except TooFewToCompare:
                continue
            made.append(
                {
                    "force": force,
                    "group": group,
                    "reference": reference,
                    "population_year": population.year,
                    "ratio": exact["value"],
                    "low": exact["low"],
                    "high": exact["high"],
                    "midp_low": midp["low"],
                    "midp_high": midp["high"],
                    **_clustered(here, sides, per_incident.get(force)),
                    "p_value": rate_ratio_p_value(*here, **sides),
                }
            )
    for year in {row["population_year"] for row in made}:
        family = [row for row in made if row["population_year"] == year]
        adjusted = holm([row["p_value"] for row in family])
        for row, p_holm in zip(family, adjusted, strict=True):
            row["p_holm"] = p_holm
    yield from made


def _clustered(here: tuple[int, float], sides: dict[str, Any], size: float | None) -> Row:
    if size is None or not here[0] or not sides["reference_events"]:
        return {"dispersed_low": None, "dispersed_high": None, "tactics_per_incident": size}
    found = dispersed_ratio(*here, **sides, dispersion=size)
    return {
        "dispersed_low": found.low,
        "dispersed_high": found.high,
        "tactics_per_incident": size,
    }


def _bounds(rows: Rows, reference: str) -> Iterator[Row]:
    for force, counts, population in rows:
        for group in GROUPS:
            if group != reference and plain_ratio(
                counts, population.people[force], group, reference
            ):
                yield {
                    "force": force,
                    "group": group,
                    "reference": reference,
                    "population_year": population.year,
                    **missing_bounds(counts, population.people[force], group, reference),
                }


def _sentences(ratios: Sequence[Row], question: ForceQuestion) -> tuple[str, ...]:
    counted = [row for row in ratios if isinstance(row["population_year"], int) and row["ratio"]]
    last = max((row["population_year"] for row in counted), default=0)
    latest = [row for row in counted if row["population_year"] == last]
    said = "tactics" if question.tactic == ALL_TACTICS else f"uses of '{question.tactic}'"
    made = []
    for group in (each for each in GROUPS if each != question.reference):
        own = sorted((row for row in latest if row["group"] == group), key=lambda r: r["ratio"])
        if not own:
            continue
        low, middle, high = own[0], own[len(own) // 2], own[-1]
        if len(own) == 1:
            found = Estimate(low["ratio"], low["low"], low["high"] or float("inf"))
            made.append(
                f"{question.period}, {low['force']}: {said} were reported {interval(found)} times "
                f"as often for each 1,000 residents who are {NAMES[group]} as for each 1,000 who "
                f"are {NAMES[question.reference]}, if tactics were independent (census of {last})."
            )
        else:
            made.append(
                f"{question.period}: {said} per 1,000 {NAMES[group]} residents came to between "
                f"{number(low['ratio'])} ({low['force']}) and {number(high['ratio'])} "
                f"({high['force']}) times those per 1,000 {NAMES[question.reference]} residents; "
                f"the middle force of {len(own)} is at {number(middle['ratio'])} (census of "
                f"{last}; tactics are not incidents, and incidents are not people)."
            )
    return tuple(made) or ("No force could be compared.",)
