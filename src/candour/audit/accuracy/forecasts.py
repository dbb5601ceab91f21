"""Audit forecasts by cell and day: what they captured, and whether they beat counting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from candour.audit.accuracy import baselines, measures, sentences
from candour.audit.accuracy.areas import equal_shares, read_shares
from candour.audit.accuracy.grids import Grid, matched, read_grid
from candour.audit.accuracy.histories import History, read_history
from candour.audit.accuracy.weeks import WEEK
from candour.audit.errors import PlanError, TooFewToCompare
from candour.audit.plans import Finding, Input, Plan, Row
from candour.audit.statistics.families import holm

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
                "interval": f"jackknife, leaving out {WEEK} days at a time; Student's t",
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
) -> Finding:
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
    forecasts = read_grid(predictions, counts=False)
    happened = matched(forecasts, read_grid(observed, counts=True))
    given = [path for path in (predictions, observed, history, areas) if path is not None]
    return Data(
        forecasts,
        happened,
        read_history(history, happened) if history else None,
        read_shares(areas, forecasts) if areas else equal_shares(len(forecasts.cells)),
        areas is None,
        tuple(Input.of(path) for path in given),
    )


def _compare(
    data: Data, past: baselines.Past, full: NDArray[np.bool_], question: ForecastQuestion
) -> list[Row]:
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
    found = [
        each
        for top in question.top
        for each in measures.differences(
            data.forecasts.values[:, full],
            data.observed.values[:, full],
            days,
            top,
            counted=counted,
            replicates=question.replicates,
            rng=rng,
        )
    ]
    return _with_holm(found)


def _with_holm(found: Sequence[measures.Difference]) -> list[Row]:
    tested = [place for place, each in enumerate(found) if each.p_value is not None]
    adjusted = dict(
        zip(tested, holm([found[place].p_value or 0.0 for place in tested]), strict=True)
    )
    return [replace(each, p_holm=adjusted.get(place)).as_row() for place, each in enumerate(found)]


def _finding(
    plan: Plan,
    question: ForecastQuestion,
    data: Data,
    full: NDArray[np.bool_],
    accuracy: Sequence[measures.Accuracy],
    compared: Sequence[Row],
) -> Finding:
    lead = accuracy[0]
    days = data.observed.days
    lacking = days[~full]
    shown: dict[str, Any] = lead.headline() | {
        "top": lead.top,
        "cells": len(data.forecasts.cells),
        "days": _span(days),
        "days_compared": _span(days[full]),
        "days_without_window": _span(lacking),
        "beats_baselines": _beats(compared, lead.top),
    }
    return Finding(
        plan=plan,
        inputs=data.inputs,
        sentences=sentences.of_forecasts(shown, compared, question.window),
        tables={"accuracy": [each.as_row() for each in accuracy], "baselines": compared},
        accounted_for=_accounted_for(data),
        assumptions=sentences.assumptions(equal_areas=data.equal_areas, window=question.window),
        does_not_show=sentences.FORECASTS_DO_NOT_SHOW,
        explains=sentences.explained(accuracy, same=_all_alike(data)),
        values=shown,
    )


def _span(days: Days) -> Row:
    """How many days, and the first and last of them."""
    if not days.size:
        return {"number": 0, "from": None, "to": None}
    return {"number": int(days.size), "from": str(days[0]), "to": str(days[-1])}


def _beats(compared: Sequence[Row], top: int) -> bool | None:
    """Whether the forecasts beat every baseline; None where that can't be told."""
    told = {row["name"]: row["beaten"] for row in compared if row["top"] == top}
    if any(told.get(name) is None for name in baselines.NAMES):
        return None
    return all(told.values())


def _all_alike(data: Data) -> bool:
    return bool((data.forecasts.values == data.observed.values).all())


def _accounted_for(data: Data) -> Row:
    days = data.observed.days
    length = int((days[-1] - days[0]).astype(np.int64)) + 1
    made: Row = {
        "read": {"cells": len(data.forecasts.cells), "days": int(days.size)},
        "used": {"cells": len(data.forecasts.cells), "days": int(days.size)},
        "days_missing_between": length - int(days.size),
        "events": int(data.observed.values.sum()),
    }
    if data.history is not None:
        made["history"] = {
            **data.history.accounted_for,
            "from": str(data.history.first),
            "complete_to": str(data.history.last),
            "cells_and_days_unlike_observed": baselines.disagreeing(data.observed, data.history),
        }
    return made
