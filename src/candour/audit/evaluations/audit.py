"""Audit an evaluation: the effect in a panel, and all that could have made it without treatment."""

from collections.abc import Sequence
from dataclasses import replace
from math import exp
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from candour.audit.errors import Unfit
from candour.audit.evaluations import chance, crossover, differences, returning
from candour.audit.evaluations import sentences as words
from candour.audit.evaluations.beforehand import beforehand
from candour.audit.evaluations.differences import LogRatio
from candour.audit.evaluations.measuring import (
    PLACEBO,
    Measured,
    design_of,
    measure,
    need_design,
)
from candour.audit.evaluations.neighbours import read_neighbours
from candour.audit.evaluations.panel import Panel, read_panel
from candour.audit.evaluations.question import Design, EvaluationQuestion
from candour.audit.evaluations.rows import (
    ArmRow,
    CarryRow,
    Displacement,
    Evaluation,
    EventRow,
    PanelAccount,
    Placebo,
    PreTrend,
    RegressionToTheMean,
    SyntheticRow,
)
from candour.audit.findings import Finding, Input
from candour.audit.statistics.two_way import NoRatio, informative, margins

__all__ = ["EvaluationQuestion", "audit_evaluation"]

Floats = NDArray[np.float64]
FEWEST_BEFORE = 4  # periods, for a made-up start in the middle of them


def audit_evaluation(
    path: Path, question: EvaluationQuestion, neighbours: Path | None = None
) -> Finding[Evaluation]:
    """Audit a panel of units by periods, some of them under treatment.

    Parameters
    ----------
    path : Path
        CSV: a row for each unit and period.
    question : EvaluationQuestion
    neighbours : Path, optional
        CSV of two columns: pairs of units that lie side by side, for a crossover.

    Raises
    ------
    CannotRead
        If a row is none of a panel: says the line and the column.
    Unfit, NoRatio
        If the panel can't answer the question, and why.
    """
    panel = read_panel(path, question)
    near = None if neighbours is None else read_neighbours(neighbours, panel.units)
    design = design_of(panel, question)
    need_design(panel, design)
    if near is not None and design is not Design.CROSSOVER:
        raise Unfit("--neighbours is for a crossover: for other designs give --ring COL.")
    result = _result(panel, question, design, near)
    plan = question.plan(design, words.COMPARED[design], panel.period)
    inputs = (path,) if neighbours is None else (path, neighbours)
    return Finding(
        plan=plan,
        inputs=tuple(Input.of(file) for file in inputs),
        sentences=words.sentences(result, plan),
        result=result,
        assumptions=words.assumptions(result, plan, design, panel),
        does_not_show=words.does_not_show(result, plan, panel),
        explains=words.explains(design, is_staggered=differences.is_staggered(panel)),
    )


def _result(
    panel: Panel,
    question: EvaluationQuestion,
    design: Design,
    near: NDArray[np.bool_] | None,
) -> Evaluation:
    measured = measure(panel, panel.counts, question, design)
    smallest, power = beforehand(panel, design, measured)
    crossing = measured.crossing
    return Evaluation(
        effect=measured.effect(float((panel.counts * panel.treated).sum())),
        pre_trend=_pre_trend(panel, question, design),
        regression_to_the_mean=_returning(panel, question, design),
        placebo=_placebo(panel, question, design, measured),
        smallest_detectable=smallest,
        displacement=_displacement(panel, question, design),
        inference=measured.rows,
        arms=_arms(panel),
        event_study=_event_study(panel, design),
        carry_over=() if crossing is None else _carried(panel, measured, near),
        synthetic=_synthetic(measured),
        power=power,
        accounted_for=_account(panel),
    )


# what stands beside the effect


def _pre_trend(panel: Panel, question: EvaluationQuestion, design: Design) -> PreTrend:
    nothing = PreTrend(
        ratio_per_period=None,
        low=None,
        high=None,
        p_value=None,
        method="",
        periods=0,
        if_continued=None,
        note="Treatment goes on and off, so there is no stretch before it to look for a trend in.",
    )
    if design is Design.CROSSOVER:
        return nothing
    drift = differences.drift(panel, panel.counts)
    if drift is None:
        return replace(
            nothing,
            periods=int(panel.starts.min()),
            note="Too little was counted before treatment to tell a trend: it is not known.",
        )
    told, periods, exposure = drift
    low, high = told.ends()
    p_value, method = told.p_value, told.method
    if p_value is None:
        p_value, method = _drift_rank(panel, exposure, question), PLACEBO
    return PreTrend(
        ratio_per_period=exp(told.value),
        low=low,
        high=high,
        p_value=p_value,
        method=method,
        periods=periods,
        if_continued=exp(told.value * differences.distance(panel)),
        note="A trend that can't be seen is not shown to be absent: a passed test is no proof.",
    )


def _drift_rank(panel: Panel, exposure: Floats, question: EvaluationQuestion) -> float | None:
    """Where the drift of those treated ranks among that of as many others."""
    seen = np.where(exposure > 0, panel.counts, 0.0)
    means = margins(seen, informative(seen, exposure))
    along = np.arange(len(panel.periods), dtype=np.float64)
    slopes = ((seen - means) * (means > 0) * (along - along[exposure.any(axis=0)].mean())).sum(
        axis=1
    )
    few = int(panel.ever.sum())
    rng = np.random.default_rng(question.seed)
    actual = abs(float(slopes[panel.ever].sum()))
    others = np.array(
        [abs(float(rng.permutation(slopes)[:few].sum())) for _ in range(min(question.draws, 9_999))]
    )
    return float((1 + (others >= actual - chance.TIE).sum()) / (1 + others.size))


def _returning(panel: Panel, question: EvaluationQuestion, design: Design) -> RegressionToTheMean:
    note = words.on_choosing(by_count=question.by_count)
    before = int(panel.starts[panel.ever].min())
    nothing = RegressionToTheMean(
        ratio=None,
        low=None,
        high=None,
        on_this_estimate=None,
        kept=None,
        were_highest=None,
        method="",
        note=note,
    )
    if design is Design.CROSSOVER:
        return replace(nothing, on_this_estimate=1.0, note=words.BOTH_SIDES_ALIKE)
    counts, exposure = panel.counts[:, :before], panel.exposure[:, :before]
    fall = returning.expected_fall(panel.ever, counts, exposure)
    if fall is None:
        return replace(nothing, note=f"{note} {words.TOO_LITTLE_TO_RETURN}")
    back, ratio, on_mean = fall
    ends = returning.interval(panel.ever, counts, exposure, np.random.default_rng(question.seed))
    return RegressionToTheMean(
        ratio=ratio,
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        on_this_estimate=on_mean if on_mean is not None else ratio,
        kept=back.kept,
        were_highest=_were_highest(panel, before),
        method=words.BY_PAIRS if back.by_pairs else words.BY_SPREAD,
        note=note,
    )


def _were_highest(panel: Panel, before: int) -> bool:
    """Whether no unit left untreated had more in the last period before than one treated."""
    last = panel.counts[:, before - 1]
    return bool(last[panel.ever].min() >= last[~panel.ever].max())


def _placebo(
    panel: Panel, question: EvaluationQuestion, design: Design, measured: Measured
) -> Placebo:
    size = int(panel.ever.sum())
    if design is Design.CROSSOVER:
        return _day_before(panel, measured)
    before = int(panel.starts[panel.ever].min())
    pairs = returning.falls(panel.counts[:, :before], panel.exposure[:, :before], size)
    made_up = _made_up_start(panel, question, before)
    ratios = [pair.ratio for pair in pairs]
    first = made_up.rows[0] if made_up else None
    notes = []
    if made_up is None:
        notes.append(
            f"A made-up start in the periods before needs {FEWEST_BEFORE} of them, with counts."
        )
    if not pairs:
        notes.append("Two periods before treatment are needed to see what the highest counts do.")
    return Placebo(
        ratio=made_up.ratio if made_up else None,
        low=first.low if first else None,
        high=first.high if first else None,
        p_value=first.p_value if first else None,
        method=first.method if first else "",
        fall=_pooled(pairs),
        fall_least=max(ratios, default=None),
        fall_most=min(ratios, default=None),
        falls=len(pairs),
        note=" ".join(notes),
    )


def _pooled(pairs: Sequence[returning.Fall]) -> float | None:
    if not pairs:
        return None
    return float(sum(one.next_count for one in pairs) / sum(one.chosen_count for one in pairs))


def _made_up_start(panel: Panel, question: EvaluationQuestion, before: int) -> Measured | None:
    """The same comparison in the periods before, as if treatment had begun in their middle."""
    if before < FEWEST_BEFORE:
        return None
    treated = np.zeros((len(panel.units), before), dtype=bool)
    treated[panel.ever, before // 2 :] = True
    early = replace(
        panel,
        periods=panel.periods[:before],
        counts=panel.counts[:, :before],
        exposure=panel.exposure[:, :before],
        treated=treated & (panel.exposure[:, :before] > 0),
        ring=None,
    )
    try:
        differences.need_differences(early)
        return measure(early, early.counts, question, Design.DID)
    except (NoRatio, Unfit, np.linalg.LinAlgError):
        return None


def _day_before(panel: Panel, measured: Measured) -> Placebo:
    assert measured.crossing is not None
    told = crossover.day_before(panel, measured.crossing)
    return Placebo(
        ratio=told.ratio if told else None,
        low=told.low if told else None,
        high=told.high if told else None,
        p_value=told.p_value if told else None,
        method=measured.rows[0].method if told else "",
        fall=None,
        fall_least=None,
        fall_most=None,
        falls=0,
        note=words.DAY_BEFORE,
    )


def _displacement(panel: Panel, question: EvaluationQuestion, design: Design) -> Displacement:
    nothing = Displacement(
        ratio=None, low=None, high=None, p_value=None, counted=0, note=words.NO_RING
    )
    if panel.ring is None:
        return nothing
    counted = int((panel.ring * panel.treated).sum())
    try:
        around = measure(panel, panel.ring, question, design)
    except (NoRatio, Unfit) as error:
        return replace(nothing, counted=counted, note=f"In the ring: {error}")
    first = around.rows[0]
    return Displacement(
        ratio=around.ratio,
        low=first.low,
        high=first.high,
        p_value=first.p_value,
        counted=counted,
        note="",
    )


# tables


def _event_study(panel: Panel, design: Design) -> tuple[EventRow, ...]:
    if design is Design.CROSSOVER:
        return ()
    rows = differences.event_study(panel, panel.counts)
    return tuple(_event(one.from_start, one.ratio) for one in rows)


def _event(from_start: int, told: LogRatio | None) -> EventRow:
    low, high = told.ends() if told else (None, None)
    ratio = exp(told.value) if told else None
    return EventRow(from_start=from_start, ratio=ratio, low=low, high=high)


def _carried(
    panel: Panel, measured: Measured, near: NDArray[np.bool_] | None
) -> tuple[CarryRow, ...]:
    assert measured.crossing is not None
    return tuple(
        CarryRow(where=one.where, ratio=one.ratio, low=one.low, high=one.high, p_value=one.p_value)
        for one in crossover.carried(panel, measured.crossing, near)
    )


def _synthetic(measured: Measured) -> tuple[SyntheticRow, ...]:
    if measured.synthesis is None:
        return ()
    stand = measured.synthesis.stand
    plain = SyntheticRow(
        method="weighted mean of other units",
        ratio=stand.ratio,
        fit_before=stand.fit_before,
        units_used=stand.used,
    )
    if not np.isfinite(stand.augmented):
        return (plain,)
    return (plain, replace(plain, method="corrected by a ridge regression", ratio=stand.augmented))


def _arms(panel: Panel) -> tuple[ArmRow, ...]:
    ever, observed = panel.ever[:, None], panel.observed
    sides = {
        "under treatment": panel.treated & observed,
        "treated units, without treatment": ever & ~panel.treated & observed,
        "units never treated": ~ever & observed,
    }
    return tuple(_arm(panel, name, cells) for name, cells in sides.items() if cells.any())


def _arm(panel: Panel, name: str, cells: NDArray[np.bool_]) -> ArmRow:
    counted, exposure = float(panel.counts[cells].sum()), float(panel.exposure[cells].sum())
    return ArmRow(
        arm=name,
        units=int(cells.any(axis=1).sum()),
        unit_periods=int(cells.sum()),
        counted=int(counted),
        exposure=exposure,
        rate=counted / exposure,
    )


def _account(panel: Panel) -> PanelAccount:
    return PanelAccount(
        rows=panel.rows,
        units=len(panel.units),
        periods=len(panel.periods),
        units_treated=int(panel.ever.sum()),
        units_never_treated=int((~panel.ever).sum()),
        cells_missing=panel.exposure.size - panel.rows,
        units_without_a_count=int((panel.counts.sum(axis=1) == 0).sum()),
        counted=int(panel.counts.sum()),
        starts=len(set(panel.starts[panel.ever].tolist())),
    )
