"""Audit the make-up of a list: which groups it holds, set against those who live there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from candour.audit import wording
from candour.audit.disclosure.detail import Settled, settle
from candour.audit.disclosure.ledger import Ledger, Printed, ledger_of
from candour.audit.disclosure.subtraction import Among, Atoms, Known, Shown
from candour.audit.disclosure.suppression import SMALLEST_SHOWN, Name, to_suppress
from candour.audit.errors import CannotRead, PlanError, TooFewToCompare, Unfit
from candour.audit.plans import Finding, Input, Plan, Row
from candour.audit.residents.ethnicity import GROUPS, NAMES
from candour.audit.scores.counts import need_columns, open_list, others_than, people_of, text_of
from candour.audit.scores.wording import hidden_words
from candour.audit.statistics.families import holm
from candour.audit.statistics.proportions import wilson
from candour.audit.statistics.rates import Method, poisson_rate, rate_ratio, rate_ratio_p_value
from candour.audit.tables import LAPTOP, Engine, Machine, Rows, engine
from candour.audit.verdicts import side, span

NUMBER_COLUMNS = ("population", "people", "residents", "total", "value", "count")
PER = 1_000


@dataclass(frozen=True, slots=True)
class CompositionQuestion:
    """Which list is set against which population, fixed before they are read.

    `listed`, `residents` and `counted` are words for a report: the list with its holder and month,
    whose residents stand beside it by which census, and how groups that one side lacks are counted.
    """

    group: str
    reference: str
    count: str = ""  # a column that says how many people a row stands for
    is_official: bool = False  # the counts are published already: none of them is hidden
    listed: str = ""
    residents: str = ""
    counted: str = ""

    def __post_init__(self) -> None:
        if self.is_official and not self.count:
            raise PlanError(
                "Only published counts are official: name their column, --count COL, or leave out "
                "--official."
            )

    @property
    def asked(self) -> Mapping[str, Any]:
        """What decides which counts are printed: by it a run is known again."""
        return {"audit": "composition", "groups": [self.group], "count": self.count}

    def plan(self) -> Plan:
        return Plan(
            audit="composition",
            comparison=f"people on the list for each 1,000 residents, by {self.group}",
            reference=self.reference,
            family=("representation ratio of each group to the reference",),
            denominator="residents of all ages, as in the population file",
            exclusions=("rows without a group",),
            options={
                "smallest cell shown": 0 if self.is_official else SMALLEST_SHOWN,
                **{
                    key: said
                    for key, said in (
                        ("list", self.listed),
                        ("residents", self.residents),
                        ("counted", self.counted),
                    )
                    if said
                },
            },
        )


def audit_composition(
    path: Path,
    population: Path,
    question: CompositionQuestion,
    *,
    machine: Machine = LAPTOP,
    ledgers: Path | None = None,
) -> Finding:
    """Audit the make-up of a list against a population.

    `ledgers` is the folder that keeps what was printed of each file, as for `scores.audit_scores`.

    Raises
    ------
    IdentifiesPeople, CannotRead, PlanError, Unfit, LedgerUnreadable
        As `scores.audit_scores`; and if the list holds a group that the population lacks.
    """
    with engine(machine) as database:
        wanted = (question.group, *([question.count] if question.count else []))
        rows = open_list(
            database, path, wanted, count=question.count, is_official=question.is_official
        )
        residents = _residents(database, population, question)
        source = Input.of(path, machine.progress)
        kept_in = None if question.is_official else ledgers
        with ledger_of(kept_in, source.sha256, count=question.count) as ledger:
            counts, everybody = _listed(database, path, rows, question, also=ledger.columns)
            _need_known(counts, residents, question, population)
            counts = dict.fromkeys(residents, 0) | counts
            hidden, settled = _settled(counts, everybody, question, ledger)
            shown = [group for group in residents if (group,) in settled.detail]
            if question.reference not in shown:
                raise Unfit(
                    f"The reference '{question.reference}' has too few people to be shown, or "
                    "must be hidden to cover those of another group, in this run or an earlier "
                    "one on the same file."
                )
            if not question.is_official:
                ledger.keep(_printed(counts, question, settled))
    unplaced = counts.pop("", 0)
    counts = {group: counts.get(group, 0) for group in residents}
    ratios = _ratio_rows(counts, residents, shown, question.reference)
    groups = _group_rows(counts, residents, shown)
    held_back = [name[0] for name in settled.held_back]
    return Finding(
        plan=question.plan(),
        inputs=(source, Input.of(population)),
        sentences=(*_sentences(question, groups, ratios), *hidden_words(held_back, [])),
        tables={"groups": groups, "ratios": ratios},
        accounted_for={
            "read": sum(counts.values()) + unplaced,
            "used": sum(counts.values()),
            "no_group": unplaced,
            "groups_hidden": sorted([*(name[0] for name in hidden), *held_back]),
            "hidden_for_earlier_runs": held_back,
        },
        assumptions=(
            "People on the list are counted once, and independently of one another.",
            "Ratios: conditional exact and mid-P; shares: Wilson; all at 95%. Residents are taken "
            "as known exactly.",
        ),
        does_not_show=(
            "Not adjusted for age: lists hold mostly young people, and groups differ in age. A "
            "population by age and group would be needed.",
            "Why people are on the list, or whether any of them should be.",
            *(
                [f"Anything about the {unplaced:,} people whose group is not recorded."]
                if unplaced
                else []
            ),
        ),
    )


def _listed(
    database: Engine,
    path: Path,
    rows: Rows,
    question: CompositionQuestion,
    *,
    also: Sequence[str],
) -> tuple[dict[str, int], Atoms]:
    """Count people by group ("" where none is said), and by every column printed by before."""
    others = others_than((question.group,), question.count, also)
    wanted = [question.group, *others, *([question.count] if question.count else [])]
    counts: dict[str, int] = {}
    everybody = []
    for values, times in database.count(rows, wanted):
        people = times
        if question.count:
            people *= people_of(path, question.count, values[-1])
        texts = tuple(text_of(value) for value in values[: 1 + len(others)])
        everybody.append((texts, people))
        counts[texts[0]] = counts.get(texts[0], 0) + people
    if not any(people for group, people in counts.items() if group):
        raise CannotRead(path.name, "no row has a group.")
    return counts, Atoms((question.group, *others), everybody)


def _need_known(
    counts: Mapping[str, int],
    residents: Mapping[str, int],
    question: CompositionQuestion,
    population: Path,
) -> None:
    for group in counts:
        if group and group not in residents:
            listed = ", ".join(sorted(residents))
            raise PlanError(f"The population has no group '{group}', only: {listed}.")
    if question.reference not in residents:
        raise PlanError(f"'{question.reference}' is no group of {population.name}.")


def _settled(
    counts: Mapping[str, int],
    everybody: Atoms,
    question: CompositionQuestion,
    ledger: Ledger,
) -> tuple[set[Name], Settled]:
    """Small groups and those that cover them; and what may be shown of the others."""
    cells: dict[Name, tuple[int]] = {(each,): (n,) for each, n in counts.items() if each}
    hidden = set() if question.is_official else to_suppress(cells)
    kept = [name for name in cells if name not in hidden]
    before = None if question.is_official else ledger.same(question.asked)
    settled = settle(
        {name: [[_one(name[0], counts, question)]] for name in kept},
        _used(counts, question),
        reference=(question.reference,),
        everybody=everybody,
        ledger=ledger,
        known={(group,): level for group, level in before.detail.items()} if before else None,
    )
    return hidden, settled


def _one(group: str, counts: Mapping[str, int], question: CompositionQuestion) -> Shown:
    return Shown(((question.group, Among(frozenset({group}))),), counts[group])


def _used(counts: Mapping[str, int], question: CompositionQuestion) -> Shown:
    return Shown(((question.group, Known()),), sum(n for each, n in counts.items() if each))


def _printed(counts: Mapping[str, int], question: CompositionQuestion, settled: Settled) -> Printed:
    return Printed(
        asked=question.asked,
        detail={name[0]: level for name, level in settled.detail.items()},
        shown=tuple(_one(name[0], counts, question) for name in settled.detail),
        used=_used(counts, question),
    )


def _residents(database: Engine, path: Path, question: CompositionQuestion) -> dict[str, int]:
    rows = database.open([path])[0]
    need_columns(path, rows.columns, [question.group])
    named = [name for name in rows.columns if name.lower() in NUMBER_COLUMNS]
    if not named:
        raise CannotRead(
            path.name, f"no column holds numbers of residents: call one '{NUMBER_COLUMNS[0]}'."
        )
    counts: dict[str, int] = {}
    for values, times in database.count(rows, [question.group, named[0]]):
        group = text_of(values[0])
        if not group:
            raise CannotRead(path.name, f"a row has no {question.group}.")
        counts[group] = counts.get(group, 0) + times * people_of(path, named[0], values[1])
    if not counts:
        raise CannotRead(path.name, "it holds no group.")
    for group, people in counts.items():
        if people == 0:
            raise CannotRead(path.name, f"group '{group}' has no residents.")
    return dict(sorted(counts.items()))  # the same finding has its groups in the same order


def _group_rows(
    counts: Mapping[str, int], residents: Mapping[str, int], shown: Sequence[str]
) -> list[Row]:
    listed, living = sum(counts.values()), sum(residents.values())
    made = []
    for group in shown:
        rate = poisson_rate(counts[group], residents[group]).times(PER)
        share = wilson(counts[group], listed) if listed else None
        living_share = residents[group] / living
        made.append(
            {
                "group": group,
                "people": counts[group],
                "population": residents[group],
                "share_of_list": share.as_dict() if share else None,
                "share_of_population": living_share,
                "representation": share.times(1 / living_share).as_dict() if share else None,
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


def _sentences(
    question: CompositionQuestion, groups: Sequence[Row], ratios: Sequence[Row]
) -> tuple[str, ...]:
    """What stands first: the list in a sentence, where it has a name, then group by group."""
    by_group = {row["group"]: row for row in groups}
    made = []
    for row in ratios:
        if row["ratio"] is None:
            continue
        share = by_group[row["group"]]["share_of_list"]
        people = _residents_of(row["group"])
        verdict = {
            1: "listed at a clearly higher rate than",
            -1: "listed at a clearly lower rate than",
        }.get(side(row), "no clear difference from")
        made.append(
            f"{people[:1].upper()}{people[1:]}: {verdict} {_residents_of(row['reference'])}, "
            f"{wording.times(row['ratio'])} times the {_group(row['reference'])} rate (range "
            f"{span(row['low'], row['high'])}), before allowing for age. "
            f"{share['value']:.1%} of those listed are of this group, and "
            f"{by_group[row['group']]['share_of_population']:.1%} of residents."
        )
    if not made:
        return ("No group could be compared with the reference.",)
    return (*_named(question), *made)


def _named(question: CompositionQuestion) -> tuple[str, ...]:
    if not question.listed:
        return ()
    counted = f", with {question.counted}" if question.counted else ""
    beside = question.residents or "the residents of its area"
    return (f"{question.listed[:1].upper()}{question.listed[1:]} is set beside {beside}{counted}.",)


def _group(name: str) -> str:
    return NAMES.get(name.lower(), name)


def _residents_of(name: str) -> str:
    return wording.residents(name.lower()) if name.lower() in GROUPS else f"{name} residents"
