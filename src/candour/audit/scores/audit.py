"""Audit a list of scores or flags: who is flagged, how often wrongly, and how sure we can be."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from candour.audit.disclosure.ledger import ledger_of
from candour.audit.plans import Finding, Input, Row
from candour.audit.scores import recording
from candour.audit.scores import wording as score_wording
from candour.audit.scores.counts import Counted, count_people, open_list
from candour.audit.scores.question import APART, ScoresQuestion
from candour.audit.scores.shares import Shares, printed, shares_of
from candour.audit.scores.tables import gap_row, group_rows
from candour.audit.statistics import confusion, curves
from candour.audit.statistics.resampling import Counts, resampled_counts
from candour.audit.tables import LAPTOP, Machine, engine

__all__ = ["ScoresQuestion", "audit_scores"]


def audit_scores(
    path: Path,
    question: ScoresQuestion,
    *,
    machine: Machine = LAPTOP,
    ledgers: Path | None = None,
) -> Finding:
    """Audit a file of pseudonymous rows, or a table of counts.

    Parameters
    ----------
    path : Path
    question : ScoresQuestion
    machine : Machine
    ledgers : Path, optional
        The folder that keeps what was printed of each file, so that small cells stay hidden
        across runs; without it they are hidden in this run only. Official counts are not kept.

    Raises
    ------
    IdentifiesPeople
        If a column names or points at people.
    CannotRead
        If the file is not what it should be, or lacks a column that was named.
    PlanError
        If the reference is not among the groups.
    Unfit
        If the reference is too small to be shown, alone or beside what was printed before.
    LedgerUnreadable
        If what was printed before can't be told.
    """
    with engine(machine) as database:
        rows = open_list(
            database,
            path,
            question.columns,
            count=question.count,
            is_official=question.is_official,
        )
        source = Input.of(path, machine.progress)
        kept_in = None if question.is_official else ledgers
        with ledger_of(kept_in, source.sha256, count=question.count) as ledger:
            counted = count_people(database, path, rows, question, also=ledger.columns)
            shares = shares_of(counted, question, ledger)
            finding = _finding(question, counted, shares, source)
            if not question.is_official:
                ledger.keep(printed(question, counted, shares))
    return finding


def _finding(question: ScoresQuestion, counted: Counted, shares: Shares, source: Input) -> Finding:
    labels, counts = shares.labels, shares.counts
    found = confusion.compare(
        labels,
        counts,
        reference=question.base,
        replicates=question.replicates,
        rng=np.random.default_rng(question.seed),
    )
    tipping = recording.tipping_points(labels, counts, question.base, _draws(counts, question))
    held_back = [APART.join(name) for name in shares.settled.held_back]
    in_less_detail = [APART.join(name) for name in shares.settled.in_less_detail]
    return Finding(
        plan=question.plan(),
        inputs=(source,),
        sentences=(
            *score_wording.sentences(
                labels, counts, found, tipping, reference=question.base, outcome=question.outcome
            ),
            *score_wording.hidden_words(held_back, in_less_detail),
        ),
        tables={
            "groups": group_rows(labels, counts, intersections=len(question.groups) > 1),
            "ratios": [gap_row(each, question.base, "ratio") for each in found],
            "differences": [gap_row(each, question.base, "difference") for each in found],
            "recording": recording.sensitivity(labels, counts, question.base),
            "recording_tipping": tipping,
            **_by_score(counted, shares, question),
        },
        accounted_for={
            **counted.accounted_for,
            "groups_hidden": sorted([*(APART.join(name) for name in shares.hidden), *held_back]),
            "hidden_for_earlier_runs": held_back,
            "in_less_detail_for_earlier_runs": in_less_detail,
        },
        assumptions=(
            *score_wording.ASSUMPTIONS,
            *((score_wording.BINNED,) if shares.scale and not question.is_official else ()),
        ),
        does_not_show=score_wording.DOES_NOT_SHOW,
        explains=score_wording.why_not_both(labels, counts, question.base),
    )


def _draws(counts: Counts, question: ScoresQuestion) -> Counts | None:
    """The same draws as those of the comparisons."""
    if not question.replicates:
        return None
    rng = np.random.default_rng(question.seed)
    return resampled_counts(counts, replicates=question.replicates, rng=rng)


def _by_score(
    counted: Counted, shares: Shares, question: ScoresQuestion
) -> dict[str, Sequence[Row]]:
    """Calibration, ranking and thresholds of a score; of bands only how each turned out."""
    groups = dict(zip(shares.labels, shares.parts.values(), strict=True))
    if shares.scale is None:
        empty: dict[str, Sequence[Row]] = {"calibration": [], "auc": [], "thresholds": []}
        return empty | {"bands": curves.bands(groups)}
    if question.is_official:
        cells = {
            APART.join(name): [by[value] for value in sorted(by, key=float)]
            for name, by in counted.atoms.items()
        }
    else:
        cells = {
            label: [(part.without, part.having) for part in parts]
            for label, parts in groups.items()
        }
    return {
        "calibration": curves.calibration(groups, shares.scale),
        "auc": curves.areas({label: cells[label] for label in groups}),
        "thresholds": curves.sweep(groups, shares.scale),
    }
