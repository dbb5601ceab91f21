"""Audit a list of scores or flags: who is flagged, how often wrongly, and how sure we can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from candour.audit import confusion, curves
from candour.audit.confusion import MEASURES, Cells, Comparison
from candour.audit.dispersion import shrunken_shares
from candour.audit.errors import CannotRead, PlanError, Unfit
from candour.audit.estimates import Estimate
from candour.audit.identity import refuse_identifying_headings, refuse_identifying_values
from candour.audit.plans import Finding, Input, Plan, Row
from candour.audit.resampling import Counts
from candour.audit.suppression import SMALLEST_SHOWN, Name, to_suppress
from candour.audit.tables import MEMORY, Engine, engine
from candour.audit.wording import interval, percent

YES = {"1", "1.0", "true", "t", "yes", "y"}
NO = {"0", "0.0", "false", "f", "no", "n"}
APART = " · "  # between the values of several group columns
REPLICATES = 200
SEED = 20_261_122
RECORDED_TIMES = (1.0, 1.1, 1.25, 1.5, 2.0)

ASSUMPTIONS = (
    "Each row is one person, and people are independent of one another.",
    "Intervals: Wilson for shares, Newcombe for differences, Katz for ratios, all at 95%; the "
    "bootstrap draws the count table anew.",
    "P-values are two-sided and adjusted by Holm over all groups and measures compared.",
)
DOES_NOT_SHOW = (
    "Whether the outcome happened, only whether it was recorded: a record of arrest or conviction "
    "measures policing as well as behaviour, so a group that is policed more has more outcomes "
    "recorded and its false positives are undercounted.",
    "Why groups differ, or whether acting on the score does good or harm.",
    "Anything about one person: an error rate is a property of a group.",
)
EXPLAINED_OUTCOME = (
    "The outcome in column '{outcome}' is what was recorded. If it is an arrest, a charge or a "
    "conviction, it measures policing as well as behaviour; the table 'recording' shows what the "
    "error rates would be if a group's outcomes came to be recorded more readily."
)


@dataclass(frozen=True, slots=True)
class ScoresQuestion:
    """What is asked of a table of scores, fixed before it is read."""

    groups: tuple[str, ...]
    outcome: str
    reference: str
    flag_column: str = ""
    flag_values: tuple[str, ...] = ()
    score: str = ""
    threshold: float | None = None
    count: str = ""  # a column of official counts: then rows are not people, and none is hidden
    replicates: int = REPLICATES
    seed: int = SEED

    def __post_init__(self) -> None:
        if bool(self.flag_column) == bool(self.score):
            raise PlanError("Say who is flagged: either --flagged COL=VALUE,… or --score COL.")
        if self.score and self.threshold is None:
            raise PlanError(f"Say from which '{self.score}' on people are flagged: --threshold X.")
        if not self.groups:
            raise PlanError("Name at least one column of groups: --group COL.")
        wanted = [
            *self.groups,
            self.decided_by,
            self.outcome,
            *([self.count] if self.count else []),
        ]
        if len(set(wanted)) < len(wanted):
            raise PlanError("Groups, flags, outcomes and counts must be different columns.")

    @property
    def decided_by(self) -> str:
        return self.flag_column or self.score

    @property
    def flagged_means(self) -> str:
        if self.score:
            return f"{self.score} at or above {self.threshold:g}"
        return f"{self.flag_column} is {' or '.join(self.flag_values)}"

    def plan(self) -> Plan:
        return Plan(
            audit="scores",
            comparison=f"{', '.join(m.label for m in MEASURES)}; flagged means "
            f"{self.flagged_means}; by {', '.join(self.groups)}",
            reference=self.reference,
            family=confusion.FAMILY,
            denominator="people in the table",
            exclusions=("rows without a group, a score or an outcome",),
            options={
                "outcome": self.outcome,
                "flagged": self.flagged_means,
                "replicates": self.replicates,
                "seed": self.seed,
                "smallest cell shown": 0 if self.count else SMALLEST_SHOWN,
            },
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in a table: people by group, score or band, and outcome."""

    atoms: Mapping[Name, Mapping[str | float, tuple[int, int]]]  # (without, with) the outcome
    accounted_for: Mapping[str, Any]


def audit_scores(path: Path, question: ScoresQuestion, *, memory: str = MEMORY) -> Finding:
    """Audit a file of pseudonymous rows, or a table of counts.

    Raises
    ------
    IdentifiesPeople
        If a column names or points at people.
    CannotRead
        If the file is not what it should be, or lacks a column that was named.
    PlanError
        If the reference is not among the groups.
    Unfit
        If every group is too small to be shown.
    """
    plan = question.plan()
    with engine(memory=memory) as database:
        counted = _count(database, path, question)
    return _finding(plan, question, counted, Input.of(path))


def _finding(plan: Plan, question: ScoresQuestion, counted: Counted, source: Input) -> Finding:
    cells = {name: _cells(atoms, question) for name, atoms in counted.atoms.items()}
    hidden = set() if question.count else _hidden(counted, question)
    _need_reference(question, cells, hidden)
    shown = sorted(name for name in cells if name not in hidden)
    labels = [APART.join(name) for name in shown]
    counts = np.stack([cells[name] for name in shown])
    found = confusion.compare(
        labels,
        counts,
        reference=question.reference,
        replicates=question.replicates,
        rng=np.random.default_rng(question.seed),
    )
    atoms = {label: counted.atoms[name] for label, name in zip(labels, shown, strict=True)}
    official = bool(question.count)
    tables: dict[str, Sequence[Row]] = {
        "groups": _group_rows(labels, counts, intersections=len(question.groups) > 1),
        "ratios": [_gap_row(each, question.reference, "ratio") for each in found],
        "differences": [_gap_row(each, question.reference, "difference") for each in found],
        "recording": _recording(labels, counts, question.reference),
        "calibration": curves.calibration(atoms, official=official) if question.score else [],
        "auc": curves.areas(atoms) if question.score else [],
        "thresholds": curves.sweep(atoms, official=official) if question.score else [],
    }
    return Finding(
        plan=plan,
        inputs=(source,),
        sentences=_sentences(labels, counts, found, question),
        tables=tables,
        accounted_for={
            **counted.accounted_for,
            "groups_hidden": sorted(APART.join(name) for name in hidden),
        },
        assumptions=ASSUMPTIONS,
        does_not_show=DOES_NOT_SHOW,
        explains=(
            EXPLAINED_OUTCOME.format(outcome=question.outcome),
            *_why_not_both(labels, counts, question.reference),
        ),
    )


# counting


def _count(database: Engine, path: Path, question: ScoresQuestion) -> Counted:
    opened = database.open([path])
    rows = opened[0]
    refuse_identifying_headings(path.name, rows.columns)
    wanted = [*question.groups, question.decided_by, question.outcome]
    wanted += [question.count] if question.count else []
    for column in wanted:
        if column not in rows.columns:
            listed = ", ".join(rows.columns)
            raise CannotRead(path.name, f"there is no column '{column}', only: {listed}.")
    if not question.count:
        for column in rows.columns:
            refuse_identifying_values(path.name, column, database.sample(rows, column))
    found = database.count(rows, wanted)
    broken = database.unreadable()
    return _sorted_out(path, question, found, broken=[each.as_dict() for each in broken])


def _sorted_out(
    path: Path, question: ScoresQuestion, found: Sequence[Any], *, broken: list[Row]
) -> Counted:
    atoms: dict[Name, dict[str | float, list[int]]] = {}
    missing = {"no_group": 0, "no_score": 0, "no_outcome": 0}
    used = 0
    width = len(question.groups)
    for values, times in found:
        people = times * (_whole(path, question.count, values[-1]) if question.count else 1)
        group = tuple(_text(value) for value in values[:width])
        decided, outcome = values[width], _text(values[width + 1]).lower()
        reason = _reason(group, _text(decided), outcome)
        if reason:
            missing[reason] += people
            continue
        happened = _happened(path, question.outcome, outcome)
        key = _number(path, question.score, decided) if question.score else _text(decided)
        atoms.setdefault(group, {}).setdefault(key, [0, 0])[happened] += people
        used += people
    if not atoms:
        raise CannotRead(path.name, "no row has a group, a score and an outcome.")
    _need_flag_values(path, question, atoms)
    return Counted(
        {name: {key: (n[0], n[1]) for key, n in sorted(by.items())} for name, by in atoms.items()},
        {
            "read": used + sum(missing.values()) + len(broken),
            "used": used,
            **missing,
            "unreadable": len(broken),
            "unreadable_lines": broken[:20],
        },
    )


def _reason(group: Name, decided: str, outcome: str) -> str:
    if not all(group):
        return "no_group"
    if not decided:
        return "no_score"
    return "" if outcome else "no_outcome"


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _happened(path: Path, column: str, text: str) -> int:
    if text not in YES | NO:
        raise CannotRead(
            path.name, f"column '{column}' holds '{text}'; an outcome is 1 or 0, yes or no."
        )
    return int(text in YES)


def _number(path: Path, column: str, value: Any) -> float:
    try:
        found = float(value)
    except ValueError:
        raise CannotRead(
            path.name, f"column '{column}' holds '{value}'; a score is a number."
        ) from None
    if not np.isfinite(found):
        raise CannotRead(path.name, f"column '{column}' holds '{value}'; a score is finite.")
    return found


def _whole(path: Path, column: str, value: Any) -> int:
    text = _text(value).removesuffix(".0")
    if not text.isdecimal():
        raise CannotRead(path.name, f"column '{column}' holds '{text}'; a count is 0, 1, 2, …")
    return int(text)


def _need_flag_values(path: Path, question: ScoresQuestion, atoms: Mapping[Name, Any]) -> None:
    seen = {str(value) for by in atoms.values() for value in by}
    for value in question.flag_values:
        if value not in seen:
            raise CannotRead(
                path.name,
                f"no row has {question.flag_column} '{value}', only: {', '.join(sorted(seen))}.",
            )


def _need_reference(
    question: ScoresQuestion, cells: Mapping[Name, Counts], hidden: set[Name]
) -> None:
    names = {APART.join(name): name for name in cells}
    if question.reference not in names:
        raise PlanError(
            f"'{question.reference}' is no group of this table. "
            f"Groups are: {', '.join(sorted(names))}."
        )
    if names[question.reference] in hidden:
        raise Unfit(
            f"The reference '{question.reference}' has cells of fewer than {SMALLEST_SHOWN} "
            "people, or must be hidden to cover those of another group: choose a larger "
            "reference, or fewer groups."
        )


def _cells(atoms: Mapping[str | float, tuple[int, int]], question: ScoresQuestion) -> Counts:
    counts = np.zeros((2, 2), dtype=np.int64)
    for value, (without, having) in atoms.items():
        counts[int(_is_flagged(value, question))] += (without, having)
    return counts


def _is_flagged(value: str | float, question: ScoresQuestion) -> bool:
    if question.threshold is not None and question.score:
        return float(value) >= question.threshold
    return value in question.flag_values


def _hidden(counted: Counted, question: ScoresQuestion) -> set[Name]:
    """Groups to hide. Bands are judged one by one, since another run may flag another of them."""
    if question.score:
        cells = {
            name: tuple(_cells(atoms, question).ravel().tolist())
            for name, atoms in counted.atoms.items()
        }
        return to_suppress(cells)
    bands = sorted({str(value) for by in counted.atoms.values() for value in by})
    nobody = (0, 0)
    return to_suppress(
        {
            name: tuple(n for band in bands for n in atoms.get(band, nobody))
            for name, atoms in counted.atoms.items()
        }
    )


# rows of the tables


def _group_rows(labels: Sequence[str], counts: Counts, *, intersections: bool) -> list[Row]:
    made = []
    flagged = [int(each[1].sum()) for each in counts]
    people = [int(each.sum()) for each in counts]
    shrunken = shrunken_shares(flagged, people)
    for label, each, drawn_in in zip(labels, counts, shrunken, strict=True):
        cells = confusion.four(each)
        row: Row = {"group": label, "people": int(each.sum())}
        row |= dict(zip(("tp", "fp", "fn", "tn"), cells, strict=True))
        for measure in MEASURES:
            found = confusion.estimate(measure, cells)
            row[measure.name] = found.as_dict() if found else None
        if intersections:
            row["selection_rate_shrunken"] = drawn_in
        made.append(row)
    return made


def _gap_row(each: Comparison, reference: str, kind: str) -> Row:
    found: Estimate | None = getattr(each, kind)
    drawn: Estimate | None = getattr(each, f"drawn_{kind}")
    plain = found.as_dict() if found else {"value": None, "low": None, "high": None}
    return {
        "group": each.group,
        "reference": reference,
        "measure": each.measure,
        **plain,
        "bootstrap_low": drawn.as_dict()["low"] if drawn else None,
        "bootstrap_high": drawn.as_dict()["high"] if drawn else None,
        "p_value": each.p_value,
        "p_holm": each.p_holm,
    }


def _recording(labels: Sequence[str], counts: Counts, reference: str) -> list[Row]:
    """What the error rates would be if a group's outcomes were recorded more readily."""
    base = confusion.four(counts[labels.index(reference)])
    there = _false_positive_share(base)
    made = []
    for label, each in zip(labels, counts, strict=True):
        if label == reference:
            continue
        for times in RECORDED_TIMES:
            cells = confusion.recorded_alike(confusion.four(each), times=times)
            here = _false_positive_share(cells)
            people = sum(cells)
            made.append(
                {
                    "group": label,
                    "reference": reference,
                    "recorded_times_as_readily": times,
                    "base_rate": (cells[0] + cells[2]) / people,
                    "fpr": here,
                    "fpr_ratio": here / there if here is not None and there else None,
                }
            )
    return made


def _false_positive_share(cells: tuple[float, float, float, float]) -> float | None:
    _, fp, _, tn = cells
    return fp / (fp + tn) if fp + tn else None


# sentences


def _sentences(
    labels: Sequence[str], counts: Counts, found: Sequence[Comparison], question: ScoresQuestion
) -> tuple[str, ...]:
    fpr = next(measure for measure in MEASURES if measure.name == "fpr")
    base = confusion.estimate(fpr, confusion.four(counts[labels.index(question.reference)]))
    made = []
    for each in found:
        here = confusion.estimate(fpr, confusion.four(counts[labels.index(each.group)]))
        if each.measure != "fpr" or here is None or base is None or each.ratio is None:
            continue
        made.append(
            f"Of people without the recorded outcome, {percent(here)} of {each.group} were "
            f"flagged, against {percent(base)} of {question.reference}: a ratio of "
            f"{interval(each.ratio)}."
        )
    return tuple(made) or ("No group could be compared with the reference.",)


def _why_not_both(labels: Sequence[str], counts: Counts, reference: str) -> tuple[str, ...]:
    """Say, with the data's own numbers, why calibration and equal errors can't both hold."""
    base = confusion.four(counts[labels.index(reference)])
    others = [place for place, label in enumerate(labels) if label != reference]
    if not others:
        return ()
    place = max(others, key=lambda each: int(counts[each].sum()))
    here = confusion.four(counts[place])
    rates, theirs = _plain(here), _plain(base)
    if rates is None or theirs is None:
        return ()
    would = confusion.implied_fpr(
        base_rate=rates["base_rate"], ppv=theirs["ppv"], fnr=theirs["fnr"]
    )
    return (
        f"The outcome was recorded for {rates['base_rate']:.1%} of {labels[place]} and "
        f"{theirs['base_rate']:.1%} of {reference}. If a flag meant the same for both (PPV "
        f"{theirs['ppv']:.1%}) and missed as many (FNR {theirs['fnr']:.1%}), then "
        f"{would:.1%} of {labels[place]} without the outcome would have to be flagged, against "
        f"{theirs['fpr']:.1%} of {reference}; in fact {rates['fpr']:.1%} were. Where recorded "
        "base rates differ, no imperfect score can both mean the same in each group and err as "
        "often in each: which to give up is a choice, not a finding.",
    )


def _plain(cells: Cells) -> dict[str, float] | None:
    found = {measure.name: confusion.estimate(measure, cells) for measure in MEASURES}
    if any(each is None for each in found.values()):
        return None
    plain = {name: each.value for name, each in found.items() if each is not None}
    return plain if plain["ppv"] > 0 and plain["base_rate"] < 1 else None
