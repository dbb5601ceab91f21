"""The effect as each design tells it, and every way to say how surprising it is."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from candour.audit.errors import Unfit
from candour.audit.evaluations import chance, crossover, differences, synthetic
from candour.audit.evaluations.chance import Rank
from candour.audit.evaluations.crossover import Crossing
from candour.audit.evaluations.panel import Panel
from candour.audit.evaluations.question import Design, Drawn, EvaluationQuestion
from candour.audit.evaluations.rows import Effect, InferenceRow
from candour.audit.evaluations.synthetic import Synthetic

Floats = NDArray[np.float64]

EXACT = "randomisation: the draw among all that could have been"
EXACT_SAMPLED = "randomisation: the draw among others like it"
PLACEBO = "placebo rank: the actual treatment among made-up ones"
NOT_DRAWN = "nothing was drawn by lot, so this is a rank among made-up treatments and no exact p"
TOO_FEW = "under ten units on one side: standard errors by cluster would be too small"


@dataclass(frozen=True, slots=True)
class Measured:
    """An effect, how it was told from chance, and what the telling went through.

    Attributes
    ----------
    ratio, expected : the rate ratio, and the events that no effect would have left
    rows : every way, the one that leads first
    exact : whether the first is a p-value of what was drawn by lot
    """

    ratio: float
    expected: float
    rows: tuple[InferenceRow, ...]
    exact: bool
    crossing: Crossing | None = None
    synthesis: Synthetic | None = None

    def effect(self, counted: float) -> Effect:
        first = self.rows[0]
        return Effect(
            estimate=self.ratio,
            low=first.low,
            high=first.high,
            p_value=first.p_value,
            method=first.method,
            exact=self.exact,
            smallest_p=first.smallest_p,
            counted=int(counted),
            expected=self.expected,
        )


def design_of(panel: Panel, question: EvaluationQuestion) -> Design:
    """The design asked for, or the one that fits how treatment runs.

    Raises
    ------
    Unfit
        If none fits by itself: treatment ends, and each unit had it once.
    """
    if question.design is not None:
        return question.design
    if panel.is_absorbing:
        return Design.DID
    is_drawn = question.drawn in {Drawn.EACH_PERIOD, Drawn.WITHIN_UNIT}
    if panel.spells <= panel.ever.sum() and not is_drawn:
        raise Unfit(
            "Treatment begins and ends once in each unit, and days that follow one another are no "
            "crossover. Leave out the periods after its end, for differences; or if periods were "
            "drawn by lot, say so (--drawn each-period)."
        )
    return Design.CROSSOVER


def need_design(panel: Panel, design: Design) -> None:
    """Refuse a panel that the design can't be used on.

    Raises
    ------
    Unfit
    """
    if design is Design.CROSSOVER:
        crossover.need_crossover(panel)
        return
    differences.need_differences(panel)
    if design is Design.SYNTHETIC:
        synthetic.need_synthetic(panel)


def measure(panel: Panel, counts: Floats, question: EvaluationQuestion, design: Design) -> Measured:
    """Tell the effect on some counts of a panel.

    Raises
    ------
    NoRatio, Unfit
    """
    if design is Design.CROSSOVER:
        return _crossed(panel, counts, question)
    if design is Design.SYNTHETIC:
        return _synthesised(replace(panel, counts=counts), question)
    return _differed(panel, counts, question)


def _crossed(panel: Panel, counts: Floats, question: EvaluationQuestion) -> Measured:
    crossing = crossover.cross(panel, counts, question)
    is_drawn = question.drawn in {Drawn.EACH_PERIOD, Drawn.WITHIN_UNIT}
    row = _ranked(crossing.rank, is_drawn=is_drawn)
    return Measured(crossing.ratio, crossing.expected, (row,), is_drawn, crossing=crossing)


def _differed(panel: Panel, counts: Floats, question: EvaluationQuestion) -> Measured:
    told, expected = differences.difference(panel, counts)
    patterns = chance.of_units(
        panel.starts,
        len(panel.periods),
        most=question.draws,
        rng=np.random.default_rng(question.seed),
    )
    rank = chance.rank(patterns, counts, panel.exposure, panel.treated)
    is_drawn = question.drawn is Drawn.UNITS
    ranked = _ranked(rank, is_drawn=is_drawn)
    ratio = float(np.exp(told.value))
    if told.error is None:
        return Measured(ratio, expected, (ranked,), is_drawn)
    low, high = told.ends()
    clustered = InferenceRow(
        method=told.method,
        p_value=told.p_value,
        smallest_p=None,
        low=low,
        high=high,
        note=f"t distribution with {told.freedom} degrees of freedom",
    )
    rows = (ranked, clustered) if is_drawn else (clustered, ranked)
    return Measured(ratio, expected, rows, is_drawn)


def _synthesised(panel: Panel, question: EvaluationQuestion) -> Measured:
    synthesis = synthetic.synthesise(panel, seed=question.seed)
    is_drawn = question.drawn is Drawn.UNITS
    row = _ranked(synthesis.rank, is_drawn=is_drawn)
    row = replace(row, note=f"{row.note}; by the error after over the error before")
    stand = synthesis.stand
    return Measured(stand.ratio, stand.expected, (row,), is_drawn, synthesis=synthesis)


def _ranked(rank: Rank, *, is_drawn: bool) -> InferenceRow:
    exact = EXACT if rank.is_complete else EXACT_SAMPLED
    return InferenceRow(
        method=exact if is_drawn else PLACEBO,
        p_value=rank.p_value if rank.patterns > 1 else None,
        smallest_p=rank.smallest,
        low=rank.low,
        high=rank.high,
        note=(
            f"{rank.patterns:,} patterns, {'all there are' if rank.is_complete else 'a sample'}"
            + ("" if is_drawn else f"; {NOT_DRAWN}")
        ),
    )
