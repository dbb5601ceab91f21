"""What may be shown of each group: parts without small cells, beside what was shown before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from candour.audit.confidentiality.detail import Settled, settle
from candour.audit.confidentiality.ledger import Ledger, Printed
from candour.audit.confidentiality.subtraction import Among, Between, NotMissing, Shown
from candour.audit.confidentiality.suppression import SMALLEST_SHOWN, Name, is_small, to_suppress
from candour.audit.errors import PlanError, Unfit
from candour.audit.scores.bins import (
    Part,
    Scale,
    cut_of,
    halves,
    parts_of_bands,
    parts_of_scores,
    scale_of,
)
from candour.audit.scores.counts import Counted
from candour.audit.scores.question import APART, ScoresQuestion
from candour.audit.statistics.resampling import Counts


@dataclass(frozen=True, slots=True)
class Shares:
    """What may be shown of each group, put together until no cell is small."""

    parts: Mapping[Name, Sequence[Part]]
    scale: Scale | None
    hidden: tuple[Name, ...]  # for their own small cells, or to cover others'
    settled: Settled

    @property
    def labels(self) -> list[str]:
        return [APART.join(name) for name in self.parts]

    @property
    def counts(self) -> Counts:
        """By group, flagged (no, yes) and outcome (no, yes)."""
        counts = np.zeros((len(self.parts), 2, 2), dtype=np.int64)
        for place, parts in enumerate(self.parts.values()):
            for part in parts:
                counts[place, int(part.is_flagged)] += (part.without, part.having)
        return counts


def shares_of(counted: Counted, question: ScoresQuestion, ledger: Ledger) -> Shares:
    """Hide small groups and those that cover them, then whatever earlier runs make necessary.

    Raises
    ------
    PlanError
        If the reference is not among the groups.
    Unfit
        If it can't be shown.
    """
    hidden: set[Name] = set()
    if not question.hides_nothing:
        hidden = _hidden(counted, question, is_guarded=ledger.is_kept)
    visible = sorted(name for name in counted.atoms if name not in hidden)
    scale = None
    if question.score:
        scale = scale_of({float(value): number for value, number in counted.decided.items()})
    levels = {name: _levels(name, counted, question, scale, ledger) for name in visible}
    before = None if question.hides_nothing else ledger.same(question.for_ledger)
    settled = settle(
        {name: [_counts_shown(name, parts, counted, question) for parts in each]
         for name, each in levels.items()},
        _used(counted, question),
        reference=tuple(question.base.split(APART)),
        everybody=counted.everybody,
        ledger=ledger,
        known={
            name: level
            for key, level in before.detail.items()
            if (name := tuple(key.split(APART))) in levels
        }
        if before
        else None,
    )  # fmt: skip
    _need_reference(question, counted, settled.detail)
    return Shares(
        {name: levels[name][level] for name, level in sorted(settled.detail.items())},
        scale,
        tuple(sorted(hidden)),
        settled,
    )


def printed(question: ScoresQuestion, counted: Counted, shares: Shares) -> Printed:
    """What the ledger keeps of a run."""
    return Printed(
        question=question.for_ledger,
        detail={APART.join(name): level for name, level in shares.settled.detail.items()},
        shown=tuple(
            each
            for name, parts in shares.parts.items()
            for each in _counts_shown(name, parts, counted, question)
        ),
        used=_used(counted, question),
    )


def _levels(
    name: Name,
    counted: Counted,
    question: ScoresQuestion,
    scale: Scale | None,
    ledger: Ledger,
) -> list[Sequence[Part]]:
    """A group in full detail where that has no small cell, and only as flagged or not."""
    atoms = counted.atoms[name]
    if scale is None or question.threshold is None:
        bands = sorted(str(value) for value in counted.decided)
        full = parts_of_bands(atoms, bands, question)
    else:
        cut = cut_of(scale, question.threshold)
        # Where its counts were printed with this cut before, they are printed alike again.
        edges = _edges_before(name, counted, question, ledger)
        full = parts_of_scores(
            atoms,
            edges if edges and cut in edges else scale.edges,
            cut,
            is_official=question.hides_nothing,
        )
    if question.hides_nothing:
        return [full]
    few = any(is_small(part.without) or is_small(part.having) for part in full)
    return [halves(full)] if few else [full, halves(full)]


def _edges_before(
    name: Name, counted: Counted, question: ScoresQuestion, ledger: Ledger
) -> list[float]:
    wanted = _where(name, question)
    for run in ledger.printed:
        edges = {
            condition.low
            for each in run.shown
            for column, condition in each.where
            if column == question.score
            and isinstance(condition, Between)
            and condition.low is not None
            and wanted.items() <= dict(each.where).items()
            and len(each.where) == len(question.groups) + 2
        }
        if edges:
            return sorted({*edges, min(float(value) for value in counted.decided)})
    return []


def _where(name: Name, question: ScoresQuestion) -> dict[str, Among]:
    return {
        column: Among(frozenset({value}))
        for column, value in zip(question.groups, name, strict=True)
    }


def _counts_shown(
    name: Name, parts: Sequence[Part], counted: Counted, question: ScoresQuestion
) -> list[Shown]:
    return [
        Shown(
            (
                *_where(name, question).items(),
                (question.decided_by, part.condition),
                (question.outcome, Among(counted.outcomes[happened])),
            ),
            people,
        )
        for part in parts
        for happened, people in ((0, part.without), (1, part.having))
    ]


def _used(counted: Counted, question: ScoresQuestion) -> Shown:
    columns = (*question.groups, question.decided_by, question.outcome)
    return Shown(tuple((name, NotMissing()) for name in columns), counted.account.used)


def _hidden(counted: Counted, question: ScoresQuestion, *, is_guarded: bool) -> set[Name]:
    """Groups to hide for small cells among those flagged or not.

    Where later runs are not held to this one, bands are judged one by one, since another run may
    flag another of them.
    """
    if question.flag_column and not is_guarded:
        bands, nobody = list(counted.decided), (0, 0)
        return to_suppress(
            {
                name: tuple(n for band in bands for n in atoms.get(band, nobody))
                for name, atoms in counted.atoms.items()
            }
        )
    cells = {}
    for name, atoms in counted.atoms.items():
        counts = np.zeros((2, 2), dtype=np.int64)
        for value, cell in atoms.items():
            counts[int(question.flags(value))] += cell
        cells[name] = tuple(counts.ravel().tolist())
    return to_suppress(cells, is_guarded=is_guarded)


def _need_reference(question: ScoresQuestion, counted: Counted, detail: Mapping[Name, int]) -> None:
    known = {APART.join(name): name for name in counted.atoms}
    if question.base not in known:
        raise PlanError(
            f"'{question.base}' is no group of this table. Groups are: {', '.join(sorted(known))}."
        )
    if known[question.base] not in detail:
        raise Unfit(
            f"The reference '{question.base}' has cells of fewer than {SMALLEST_SHOWN} people, or "
            "must be hidden to cover those of another group, in this run or an earlier one on the "
            "same file: choose a larger reference, or fewer groups."
        )
