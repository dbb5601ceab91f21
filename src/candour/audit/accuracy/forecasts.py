"""Audit forecasts by cell and day: what they captured, and whether they beat counting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from candour.audit.accuracy import baselines, measures, sentences
from candour.audit.accuracy.rows import (
    Baseline,
    CellsAndDays,
    ForecastAccount,
    Forecasts,
    HistoryAccount,
)
from candour.audit.accuracy.rows import Days as DaysRow
from candour.audit.errors import PlanError, TooFewToCompare
from candour.audit.findings import Finding, Input, Plan
from candour.audit.grids.areas import equal_shares, read_shares
from candour.audit.grids.grid import Grid, matched, read_grid
from candour.audit.grids.histories import History, read_history
from candour.audit.grids.weeks import WEEK
from candour.audit.statistics.families import holm
from candour.tables import one_plain_file

WINDOW_DAYS = 180
REPLICATES = 1_000
SEED = 20_261_122

Days = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class ForecastQuestion:
    """What is asked of forecasts, fixed before they are read."""

    top: tuple[int, ...]  # how many cells are targeted each day; the first leads
    window: int = WINDOW_DAYS  # days that the forecaster counts back
    replicates: int = REPLICATES
    seed: int = SEED

    def __post_init__(self) -> None:
        if not self.top:
            raise PlanError("Say how many cells are targeted each day: --top 20.")
        if min(self.top) < 1:
            raise PlanError(f"{min(self.top)} cells can't be targeted: --top is 1 or more.")
        if len(set(self.top)) < len(self.top):
            raise PlanError("The same --top is given twice.")
        if self.window < 1:
            raise PlanError(
                f"A window of {self.window} days counts nothing: --window is 1 or more."
            )

    def plan(self) -> Plan:
        tops = ", ".join(map(str, self.top))
        return Plan(
            audit="accuracy",
            comparison=f"recorded events in the {tops} cells ranked highest each day, against "
            "baselines with as many cells on the same days",
            reference=f"counts of the {self.window} days before each day",
            family=tuple(f"top {top}: {name}" for top in self.top for name in baselines.NAMES),
            period="every day forecast; baselines on those with a full window before them",
            denominator="recorded events on those days, over all cells",
            exclusions=("events outside the cells",),
            options={
                "top": list(self.top),
                "window_days": self.window,
                "ties": "shared by expectation",
                "interval": f"jackknife, leaving out {WEEK} days at a time; from half a year on "
                "the long-run variance where it is larger; Student's t",
                "beats": "the interval of the difference lies wholly above 0",
                "replicates": self.replicates,
                "seed": self.seed,
            },
        )


@dataclass(frozen=True, slots=True)
class Data:
    """What was read, matched cell by cell and day by day."""

    forecasts: Grid
    observed: Grid
    history: History | None
    shares: NDArray[np.float64]  # of the whole area, by cell
    equal_areas: bool
    inputs: tuple[Input, ...]


def audit_forecasts(
    predictions: Path,
    observed: Path,
    question: ForecastQuestion,
    *,
    history: Path | None = None,
    areas: Path | None = None,
) -> Finding[Forecasts]:
    """Audit forecasts by cell and day against what was recorded.

    Parameters
    ----------
    predictions, observed : Path
        Tables with a row for each cell and a column for each day, the same in both: scores or
        rates of any kind, and counts of events.
    history : Path, optional
        Counts or a list of events from before the first day, so that baselines have a window on
        every day.
    areas : Path, optional
        The area of each cell; without it cells are taken to be equally large.

    Raises
    ------
    CannotRead, IdentifiesPeople
        If a file is not what it should be, or two files don't match; or if forecasts run past
        what was observed.
    PlanError
        If more cells are to be targeted than there are.
    TooFewToCompare
        If no event was recorded.
    """
    plan = question.plan()
    data = _read(predictions, observed, history, areas)
    cells = len(data.forecasts.cells)
    if max(question.top) > cells:
        raise PlanError(f"--top {max(question.top)} is more than the {cells} cells there are.")
    if not data.observed.values.any():
        raise TooFewToCompare("recorded events in the cells on those days")
    past = baselines.past_of(data.observed, data.history)
    full = baselines.with_full_window(past, data.observed.days, question.window)
    accuracy = [
        measures.accuracy(
            data.forecasts.values, data.observed.values, data.observed.days, top, data.shares
        )
        for top in question.top
    ]
    compared = _compare(data, past, full, question)
    return _finding(plan, question, data, full, accuracy, compared)


def _read(predictions: Path, observed: Path, history: Path | None, areas: Path | None) -> Data:
    with one_plain_file(predictions) as first, one_plain_file(observed) as second:
        forecasts = read_grid(first, counts=False)
        happened = matched(forecasts, read_grid(second, counts=True))
    files = [path for path in (predictions, observed, history, areas) if path is not None]
    return Data(
        forecasts,
        happened,
        read_history(history, happened) if history else None,
        read_shares(areas, forecasts) if areas else equal_shares(len(forecasts.cells)),
        areas is None,
        tuple(Input.of(path) for path in files),
    )


def _compare(
    data: Data, past: baselines.Past, full: NDArray[np.bool_], question: ForecastQuestion
) -> tuple[Baseline, ...]:
    """Set the forecasts beside each baseline, on days with a full window.

    Where no such day has an event there is nothing to count by: only chance is left, on all days.
    """
    days, counted = data.observed.days[full], {}
    if data.observed.values[:, full].any():
        counted = {
            baselines.WINDOW: baselines.window_counts(past, days, question.window),
            baselines.STATIC: baselines.static_counts(past, days),
        }
    else:
        days, full = data.observed.days, np.ones_like(full)
    rng = np.random.default_rng(question.seed)
    gaps = [
        gap
        for top in question.top
        for gap in measures.differences(
            data.forecasts.values[:, full],
            data.observed.values[:, full],
            days,
            top,
            counted=counted,
            replicates=question.replicates,
            rng=rng,
        )
    ]
    return _with_holm(gaps)


def _with_holm(gaps: Sequence[measures.Difference]) -> tuple[Baseline, ...]:
    tested = [place for place, gap in enumerate(gaps) if gap.p_value is not None]
    adjusted = dict(
        zip(tested, holm([gaps[place].p_value or 0.0 for place in tested]), strict=True)
    )
    return tuple(
        replace(gap, p_holm=adjusted.get(place)).as_row() for place, gap in enumerate(gaps)
    )


def _finding(
    plan: Plan,
    question: ForecastQuestion,
    data: Data,
    full: NDArray[np.bool_],
    accuracy: Sequence[measures.Accuracy],
    baseline_rows: tuple[Baseline, ...],
) -> Finding[Forecasts]:
    rows = tuple(measured.as_row() for measured in accuracy)
    lead = rows[0]
    days = data.observed.days
    result = Forecasts(
        events=lead.events,
        captured=lead.captured,
        hit_rate=lead.hit_rate,
        pai=lead.pai,
        pei=lead.pei,
        precision=lead.precision,
        top=lead.top,
        cells=len(data.forecasts.cells),
        days=_span(days),
        days_compared=_span(days[full]),
        days_without_window=_span(days[~full]),
        beats_baselines=_beats(baseline_rows, lead.top),
        accuracy=rows,
        baselines=baseline_rows,
        accounted_for=_account(data),
    )
    return Finding(
        plan=plan,
        inputs=data.inputs,
        sentences=sentences.of_forecasts(result, question.window),
        result=result,
        assumptions=sentences.assumptions(equal_areas=data.equal_areas, window=question.window),
        does_not_show=sentences.FORECASTS_DO_NOT_SHOW,
        explains=sentences.explained(accuracy, same=_all_alike(data)),
    )


def _span(days: Days) -> DaysRow:
    if not days.size:
        return DaysRow(number=0, from_=None, to=None)
    return DaysRow(number=int(days.size), from_=str(days[0]), to=str(days[-1]))


def _beats(rows: Sequence[Baseline], top: int) -> bool | None:
    """Whether the forecasts beat every baseline; None where that can't be told."""
    beaten_by_name = {row.name: row.beaten for row in rows if row.top == top}
    if any(beaten_by_name.get(name) is None for name in baselines.NAMES):
        return None
    return all(beaten_by_name.values())


def _all_alike(data: Data) -> bool:
    return bool((data.forecasts.values == data.observed.values).all())


def _account(data: Data) -> ForecastAccount:
    days = data.observed.days
    length = int((days[-1] - days[0]).astype(np.int64)) + 1
    size = CellsAndDays(cells=len(data.forecasts.cells), days=int(days.size))
    history = None
    if data.history is not None:
        history = HistoryAccount(
            rows=data.history.rows,
            from_=str(data.history.first),
            complete_to=str(data.history.last),
            cells_and_days_unlike_observed=baselines.disagreeing(data.observed, data.history),
        )
    return ForecastAccount(
        read=size,
        used=size,
        days_missing_between=length - int(days.size),
        events=int(data.observed.values.sum()),
        history=history,
    )
