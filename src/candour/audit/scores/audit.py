"""Audit a list of scores or flags: who is flagged, how often wrongly, and how sure we can be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from candour.audit.confidentiality.held_back import held_back_words
from candour.audit.confidentiality.ledger import ledger_of
from candour.audit.confidentiality.people_files import open_list
from candour.audit.count_columns import ask_about_counts
from candour.audit.findings import Finding, Input
from candour.audit.scores import curves, outcome_rates
from candour.audit.scores import sentences as words
from candour.audit.scores.counts import Counted, count_people
from candour.audit.scores.follow_up import follow_up_words
from candour.audit.scores.group_rows import difference_row, group_rows, ratio_row
from candour.audit.scores.lost_rows import lost_words, standing_again
from candour.audit.scores.missing_gaps import gap_words
from candour.audit.scores.missing_outcomes import (
    missing_words,
    need_most_outcomes,
    need_outcomes,
)
from candour.audit.scores.other_columns import other_columns_words, threshold_words
from candour.audit.scores.question import APART, ScoresQuestion
from candour.audit.scores.rows import Scores
from candour.audit.scores.shares import Shares, printed, shares_of
from candour.audit.statistics import confusion
from candour.audit.statistics.resampling import Counts, resampled_counts
from candour.audit.sums_in_tables import counted_again
from candour.tables import LAPTOP, Machine, engine

__all__ = ["ScoresQuestion", "audit_scores"]


def audit_scores(
    path: Path,
    question: ScoresQuestion,
    *,
    machine: Machine = LAPTOP,
    ledgers: Path | None = None,
) -> Finding[Scores]:
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
            count=question.counted_by,
            is_official=question.is_official,
        )
        if not question.count:
            ask_about_counts(database, rows, question.columns, what="person")
        source = Input.of(path, machine.progress)
        kept_in = None if question.hides_nothing else ledgers
        with ledger_of(kept_in, source.sha256, count=question.counted_by) as ledger:
            again = ""
            if question.counted_by:
                again = counted_again(database, rows, question.groups[0], question.counted_by)
            followed = (
                *([again] if again else []),
                *standing_again(database, rows, question),
                *other_columns_words(database, rows, question),
                *follow_up_words(database, rows, question.columns),
            )
            counted = count_people(database, path, rows, question, also=ledger.columns)
            need_most_outcomes(counted.atoms, counted.no_outcome, question)
            shares = shares_of(counted, question, ledger)
            finding = _finding(question, counted, shares, source)
            bands = [value for value in counted.decided if isinstance(value, str)]
            above = words.bands_above(bands, question.flag_values)
            first = (
                *threshold_words(question, counted.decided),
                *above,
                *followed,
                *lost_words(counted.account),
            )
            finding = replace(finding, sentences=(*first, *finding.sentences))
            if not question.hides_nothing:
                ledger.keep(printed(question, counted, shares))
    return finding


def _finding(
    question: ScoresQuestion, counted: Counted, shares: Shares, source: Input
) -> Finding[Scores]:
    labels, counts = shares.labels, shares.counts
    need_outcomes(labels, counts, counted.no_outcome, question.outcome)
    comparisons = confusion.compare(
        labels,
        counts,
        reference=question.base,
        replicates=question.replicates,
        rng=np.random.default_rng(question.seed),
    )
    draws = _draws(counts, question)
    tipping = tuple(outcome_rates.tipping_points(labels, counts, question.base, draws))
    held_back = tuple(APART.join(name) for name in shares.settled.held_back)
    in_less_detail = tuple(APART.join(name) for name in shares.settled.in_less_detail)
    hidden = (*(APART.join(name) for name in shares.hidden), *held_back)
    result = Scores(
        groups=group_rows(labels, counts, intersections=len(question.groups) > 1),
        ratios=tuple(ratio_row(gap, question.base) for gap in comparisons),
        differences=tuple(difference_row(gap, question.base) for gap in comparisons),
        recording=tuple(outcome_rates.sensitivity(labels, counts, question.base)),
        recording_tipping=tipping,
        accounted_for=replace(
            counted.account,
            groups_hidden=tuple(sorted(hidden)),
            hidden_for_earlier_runs=held_back,
            in_less_detail_for_earlier_runs=in_less_detail,
        ),
    )
    return Finding(
        plan=question.plan(),
        inputs=(source,),
        sentences=(
            *missing_words(labels, counts, counted.no_outcome, question.outcome),
            *words.sentences(
                labels,
                counts,
                result,
                reference=question.base,
                outcome=question.outcome,
                missing=counted.no_outcome,
            ),
            *gap_words(labels, counts, counted.no_outcome, question.base),
            *held_back_words(held_back, in_less_detail),
        ),
        result=_with_scores(result, counted, shares, question),
        assumptions=(
            *words.ASSUMPTIONS,
            *(
                (f"The rows are public, so no group is hidden: {question.public}.",)
                if question.public
                else ()
            ),
            *((words.BINNED,) if shares.scale and not question.hides_nothing else ()),
        ),
        does_not_show=words.DOES_NOT_SHOW,
        explains=words.why_not_both(labels, counts, question.base),
    )


def _draws(counts: Counts, question: ScoresQuestion) -> Counts | None:
    """The same draws as those of the comparisons."""
    if not question.replicates:
        return None
    rng = np.random.default_rng(question.seed)
    return resampled_counts(counts, replicates=question.replicates, rng=rng)


def _with_scores(
    result: Scores, counted: Counted, shares: Shares, question: ScoresQuestion
) -> Scores:
    """Add calibration, ranking and thresholds of a score; of bands only how each turned out."""
    groups = dict(zip(shares.labels, shares.parts.values(), strict=True))
    if shares.scale is None:
        return replace(result, bands=tuple(curves.bands(groups)))
    if question.hides_nothing:
        cells = {
            APART.join(name): [by[value] for value in sorted(by, key=float)]
            for name, by in counted.atoms.items()
        }
    else:
        cells = {
            label: [(part.without, part.having) for part in parts]
            for label, parts in groups.items()
        }
    return replace(
        result,
        calibration=tuple(curves.calibration(groups, shares.scale)),
        auc=tuple(curves.areas({label: cells[label] for label in groups})),
        thresholds=tuple(curves.sweep(groups, shares.scale)),
    )
