"""What could have been seen, from what was known before anybody looked at the effect."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from candour.audit.evaluations.chance import LEVEL
from candour.audit.evaluations.measuring import Measured
from candour.audit.evaluations.panel import Panel
from candour.audit.evaluations.power import (
    FALLS,
    POWER,
    Sight,
    chance_to_see,
    error_of_difference,
    smallest_ratio,
)
from candour.audit.evaluations.question import Design
from candour.audit.evaluations.rows import PowerRow, SmallestDetectable
from candour.audit.statistics.two_way import informative, margins

Floats = NDArray[np.float64]

TOO_FEW = "So few events show no fall four times in five."
TOO_FAR = (
    "No fall, however large, would be seen four times in five: the same comparison misses too far "
    "where nothing was done."
)
NO_FALL = (
    "No fall, however large, could be told from chance at 5%: even the most extreme of so few "
    "patterns of treatment has a larger p-value."
)
Sighted = tuple[SmallestDetectable, tuple[PowerRow, ...]]


def beforehand(panel: Panel, design: Design, measured: Measured) -> Sighted:
    """The smallest fall that would be seen, and how often falls of some sizes would be."""
    if design is Design.CROSSOVER:
        return _crossed(panel)
    smallest_p = next((row.smallest_p for row in measured.rows if row.smallest_p), None)
    is_clustered = any(row.smallest_p is None for row in measured.rows)
    if smallest_p is not None and smallest_p >= LEVEL and not is_clustered:
        return _nothing(panel)
    if design is Design.SYNTHETIC:
        return _among_placebos(panel, measured)
    return _differed(panel, is_clustered=is_clustered)


def _crossed(panel: Panel) -> Sighted:
    """By the exact binomial test given all events, over their dispersion."""
    live = informative(panel.counts, panel.exposure)
    counts = np.where(live > 0, panel.counts, 0.0)
    means = margins(counts, live)
    events = int(counts.sum())
    share = float((means * panel.treated).sum() / means.sum())
    dispersion = max(1.0, spread_of(counts, means))
    worth = int(events / dispersion)

    def seen(ratio: float) -> float:
        return chance_to_see(worth, share, ratio)

    method = "exact binomial test given all events, over their dispersion"
    return _sighted(seen, smallest_ratio(seen), events, dispersion, method)


def spread_of(counts: Floats, means: Floats) -> float:
    """How much more counts vary than Poisson counts of these means: 1 is as much.

    Pearson's statistic over what is free to vary. It is of cells one by one, and does not see
    units that drift together or days that follow one another.
    """
    seen = means > 0
    free = seen.sum() - seen.any(axis=1).sum() - seen.any(axis=0).sum() + 1
    if free <= 0:
        return 1.0
    return float((((counts - means)[seen] ** 2) / means[seen]).sum() / free)


def _differed(panel: Panel, *, is_clustered: bool) -> Sighted:
    """By four expected counts, wider by how much units without treatment differ in their change.

    What was counted under treatment has no part in it.
    """
    from scipy.stats import t  # seconds to load

    never, ever = ~panel.ever, panel.ever
    start = int(panel.starts.min())
    after = np.arange(len(panel.periods)) >= start
    counts, exposure = panel.counts, panel.exposure
    before_there = float(counts[never][:, ~after].sum())
    after_there = float(counts[never][:, after].sum())
    before_here = float(counts[ever][:, ~after].sum())
    if min(before_there, after_there, before_here) == 0:
        return _nothing(panel, "Too little was counted beforehand to say.")
    change = (after_there / exposure[never][:, after].sum()) / (
        before_there / exposure[never][:, ~after].sum()
    )
    rate_here = before_here / exposure[ever][:, ~after].sum()
    after_here = rate_here * change * float((exposure * panel.treated)[ever].sum())
    dispersion = _spread_of_changes(counts[never], exposure[never], after)
    error = error_of_difference((after_here, before_here, after_there, before_there), dispersion)
    freedom = min(ever.sum(), never.sum()) - 1
    quantile = float(t.ppf(0.975, freedom)) if is_clustered else 1.959964
    sight = Sight(error, quantile)
    events = int(before_here + before_there + after_there)
    method = "expected counts, wider by how much changes of untreated units differ"
    return _sighted(sight.chance, sight.smallest(), events, dispersion, method)


def _spread_of_changes(counts: Floats, exposure: Floats, after: NDArray[np.bool_]) -> float:
    """How much more the changes of single units differ than by chance: 1 is as much, or less."""
    means = margins(np.where(exposure > 0, counts, 0.0), exposure)
    here, whole = means[:, after].sum(axis=1), means.sum(axis=1)
    seen = (here > 0) & (here < whole)
    if seen.sum() <= 1:
        return 1.0
    away = counts[:, after].sum(axis=1) - here
    by_chance = here[seen] * (1 - here[seen] / whole[seen])
    return max(1.0, float((away[seen] ** 2 / by_chance).sum() / (seen.sum() - 1)))


def _among_placebos(panel: Panel, measured: Measured) -> Sighted:
    """By giving each placebo the fall, and ranking it among the others."""
    synthesis = measured.synthesis
    if synthesis is None or not synthesis.placebos:
        return _nothing(panel)
    seen = synthesis.chance_to_see
    method = "each placebo given the fall, and ranked among the others"
    return _sighted(seen, smallest_ratio(seen), int(panel.counts.sum()), None, method)


def _nothing(panel: Panel, note: str = NO_FALL) -> Sighted:
    nothing = SmallestDetectable(
        ratio=None,
        fall=None,
        power=POWER,
        events=int(panel.counts.sum()),
        dispersion=None,
        method="",
        note=note,
    )
    return nothing, ()


def _sighted(
    seen: Callable[[float], float],
    ratio: float | None,
    events: int,
    dispersion: float | None,
    method: str,
) -> Sighted:
    smallest = SmallestDetectable(
        ratio=ratio,
        fall=None if ratio is None else 1 - ratio,
        power=POWER,
        events=events,
        dispersion=dispersion,
        method=method,
        note="" if ratio is not None else TOO_FEW if dispersion is not None else TOO_FAR,
    )
    return smallest, tuple(PowerRow(fall=fall, seen=seen(1 - fall)) for fall in FALLS)
