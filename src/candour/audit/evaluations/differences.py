"""Units that come under treatment and stay: differences in differences, as rate ratios.

With one date of start: Poisson regression with an effect for each unit and each period. With
several dates such a regression compares units with others that are treated already, and its mean
can lie outside all effects there are; so unit and period effects are then taken from cells
without treatment alone, and what was counted is set over what they foretell.

References
----------
Goodman-Bacon, A. (2021). Difference-in-differences with variation in treatment timing. Journal of
Econometrics 225(2), 254-277. Borusyak, K., Jaravel, X. & Spiess, J. (2024). Revisiting event-study
designs. Review of Economic Studies 91(6), 3253-3285: effects by imputation.
"""

from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from candour.audit.errors import Unfit
from candour.audit.evaluations.panel import Panel
from candour.audit.statistics.two_way import (
    NoRatio,
    clustered,
    fit,
    informative,
    jackknifed,
    margins,
    spread_of_others,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST_IN_AN_ARM = 10  # units on each side, for standard errors by cluster
MOST_LEFT_OUT = 300  # units that are left out one by one
FEW = 2
MOST_EVENT_PERIODS = 60


@dataclass(frozen=True, slots=True)
class LogRatio:
    """A log ratio with its standard error by cluster, and the degrees of freedom of its test."""

    value: float
    error: float | None
    freedom: int
    method: str

    @property
    def p_value(self) -> float | None:
        from scipy.stats import t  # seconds to load

        if self.error is None:
            return None
        return float(2 * t.sf(abs(self.value) / self.error, self.freedom))

    def ends(self) -> tuple[float, float] | tuple[None, None]:
        from scipy.stats import t

        if self.error is None:
            return None, None
        reach = float(t.ppf(0.975, self.freedom)) * self.error
        return exp(self.value - reach), exp(self.value + reach)


def need_differences(panel: Panel) -> None:
    """Refuse what can't be told by differences.

    Raises
    ------
    Unfit
        If treatment ends, all units are treated, or some are treated from the first period on.
    """
    if not panel.is_absorbing:
        raise Unfit(
            "Treatment ends again in some units, and differences need it to stay. Leave out the "
            "periods after its end; or if units go in and out of treatment, use --design crossover."
        )
    if panel.ever.all():
        raise Unfit(
            "Every unit comes under treatment, so none shows what would have happened without it: "
            "add units that never are."
        )
    first = np.argmax(panel.observed, axis=1)
    if (panel.ever & (panel.starts <= first)).any():
        number = int((panel.ever & (panel.starts <= first)).sum())
        raise Unfit(
            f"{number} units are under treatment from their first period on: with nothing before, "
            "no difference can be told. Add earlier periods, or leave these units out."
        )
    if (panel.counts * panel.treated).sum() == 0:
        raise Unfit(
            "Nothing was counted under treatment: no ratio has a value. Widen the periods, or the "
            "outcome."
        )


def can_cluster(panel: Panel) -> bool:
    """Whether both sides have ten units, the fewest for standard errors by cluster."""
    ever = panel.ever & _counted(panel)
    never = ~panel.ever & _counted(panel)
    return bool(ever.sum() >= FEWEST_IN_AN_ARM and never.sum() >= FEWEST_IN_AN_ARM)


def _counted(panel: Panel) -> Flags:
    return np.asarray(informative(panel.counts, panel.exposure).sum(axis=1) > 0)


def is_staggered(panel: Panel) -> bool:
    starts = panel.starts[panel.ever]
    return bool((starts != starts[0]).any())


def difference(panel: Panel, counts: Floats) -> tuple[LogRatio, float]:
    """The log ratio under treatment, and the events expected without it.

    Raises
    ------
    NoRatio, Unfit
    """
    if is_staggered(panel):
        return imputed(panel, counts)
    column = panel.treated.astype(np.float64)
    fitted = fit(counts, panel.exposure, [column])
    expected = float((fitted.means * column).sum() / exp(fitted.coefficients[0]))
    return _clustered(panel, counts, column), expected


BY_JACKKNIFE = "cluster-robust, each unit left out in turn"
BY_SANDWICH = "cluster-robust by unit"


def _clustered(
    panel: Panel, counts: Floats, column: Floats, exposure: Floats | None = None
) -> LogRatio:
    """A log ratio, with a standard error where both sides have units enough."""
    exposure = panel.exposure if exposure is None else exposure
    fitted = fit(counts, exposure, [column])
    value = float(fitted.coefficients[0])
    if not can_cluster(panel):
        return LogRatio(value, None, 0, "")
    error = jackknifed(counts, exposure, [column], fitted, _blocks(panel))
    return LogRatio(value, float(error[0]), _freedom(panel), BY_JACKKNIFE)


def _freedom(panel: Panel) -> int:
    """Of the t distribution: the units of the smaller side less one, which is cautious."""
    return int(min(panel.ever.sum(), (~panel.ever).sum())) - 1


def _blocks(panel: Panel) -> list[NDArray[np.int64]]:
    """Units one by one, or of a side with very many, in as many groups as are left out."""
    blocks = []
    for side in (panel.ever, ~panel.ever):
        units = np.flatnonzero(side & _counted(panel))
        order = np.random.default_rng(units.size).permutation(units)
        blocks += np.array_split(order, min(units.size, MOST_LEFT_OUT // 2))
    return blocks


def imputed(panel: Panel, counts: Floats) -> tuple[LogRatio, float]:
    """What was counted under treatment over what cells without treatment foretell.

    Raises
    ------
    Unfit
        If a cell under treatment can't be foretold: no unit is untreated in its period.
    """
    seen, expected = _foretold(panel, counts, panel.exposure)
    value = log(seen / expected)
    if not can_cluster(panel):
        return LogRatio(value, None, 0, ""), expected
    others = []
    for block in _blocks(panel):
        rest = panel.exposure.copy()
        rest[block] = 0.0
        one, two = _foretold(panel, counts, rest)
        others.append([log(one / two) - value])
    error = float(spread_of_others(np.array(others))[0])
    return LogRatio(value, error, _freedom(panel), BY_JACKKNIFE), expected


def _foretold(panel: Panel, counts: Floats, exposure: Floats) -> tuple[float, float]:
    """Events under treatment, and those that effects of unit and period alone would give there."""
    without = np.where(panel.treated, 0.0, exposure)
    means = margins(np.where(without > 0, counts, 0.0), without)
    of_units, of_periods = _effects(means, without)
    foretold = exposure * of_units[:, None] * of_periods[None, :]
    cells = panel.treated & (exposure > 0)
    if np.isnan(foretold[cells]).any():
        raise Unfit(
            "In some periods no unit is without treatment, or some treated units had no row "
            "before: leave these periods or units out."
        )
    seen, expected = float(counts[cells].sum()), float(foretold[cells].sum())
    if seen <= 0 or expected <= 0:
        raise NoRatio("Nothing was counted on one side of the comparison: no ratio has a value.")
    return seen, expected


def _effects(means: Floats, exposure: Floats) -> tuple[Floats, Floats]:
    """The effects of units and of periods that a fitted table is the product of.

    Found along the table from one unit, so that a unit or period without a cell has none (NaN).
    """
    of_units = np.full(means.shape[0], np.nan)
    of_periods = np.full(means.shape[1], np.nan)
    live = exposure > 0
    of_units[means.sum(axis=1) == 0] = 0.0
    of_units[~live.any(axis=1)] = np.nan
    start = int(np.argmax(live.sum(axis=1) * (means.sum(axis=1) > 0)))
    of_units[start] = 1.0
    rate = np.divide(means, exposure, out=np.zeros_like(means), where=live)
    for _ in range(means.size):
        before = np.isnan(of_units).sum() + np.isnan(of_periods).sum()
        of_periods = _along(rate, live, of_units, of_periods)
        of_units = _along(rate.T, live.T, of_periods, of_units)
        if np.isnan(of_units).sum() + np.isnan(of_periods).sum() == before:
            break
    return of_units, of_periods


def _along(rate: Floats, live: Flags, known: Floats, wanted: Floats) -> Floats:
    """Effects across, from those known that are not 0."""
    usable = live & (np.nan_to_num(known) > 0)[:, None]
    sums = (rate * usable).sum(axis=0)
    over = (np.nan_to_num(known)[:, None] * usable).sum(axis=0)
    result = np.divide(sums, over, out=np.full(wanted.shape, np.nan), where=over > 0)
    return np.where(np.isnan(wanted), result, wanted)


def drift(panel: Panel, counts: Floats) -> tuple[LogRatio, int, Floats] | None:
    """The log ratio by which those treated drift from the others in each period before.

    Periods are those before the first start of any unit. With them and the column it is of; None
    where there is one period only, or nothing to tell it by.
    """
    before = int(panel.starts.min())
    if before < FEW:
        return None
    along = np.arange(len(panel.periods), dtype=np.float64)
    column = panel.ever[:, None] * along[None, :]
    exposure = panel.exposure.copy()
    exposure[:, before:] = 0.0
    try:
        return _clustered(panel, counts, column, exposure), before, exposure
    except (NoRatio, np.linalg.LinAlgError):
        return None


def distance(panel: Panel) -> float:
    """Periods from the middle of those before to the middle of those after, over units treated."""
    after = [
        (start - 1) / 2 - (start + len(panel.periods) - 1) / 2
        for start in panel.starts[panel.ever].tolist()
    ]
    return -float(np.mean(after))


@dataclass(frozen=True, slots=True)
class InPeriod:
    """A log ratio some periods from the start; None where nothing was counted to tell it by."""

    from_start: int
    ratio: LogRatio | None


def event_study(panel: Panel, counts: Floats) -> tuple[InPeriod, ...]:
    """The log ratio in each period, beside the last period before treatment.

    Of one date of start only; standard errors are sandwiches by unit, with the caution of those.
    """
    if is_staggered(panel) or len(panel.periods) > MOST_EVENT_PERIODS:
        return ()
    start = int(panel.starts.min())
    ever = panel.ever[:, None]
    live = informative(counts, panel.exposure)
    places, columns = [], []
    for place in range(len(panel.periods)):
        if place == start - 1:
            continue
        column = np.zeros(panel.treated.shape)
        column[:, place] = panel.ever
        seen = (live > 0) & (column > 0)
        others = (live[:, place] > 0) & ~panel.ever
        if counts[seen].sum() > 0 and counts[others, place].sum() > 0:
            places.append(place)
            columns.append(column)
    base = (live[:, start - 1] > 0)[:, None] & ever
    if not columns or counts[:, [start - 1]][base].sum() == 0:
        return ()
    try:
        fitted = fit(counts, panel.exposure, columns)
    except (NoRatio, np.linalg.LinAlgError):
        return ()
    errors = clustered(fitted, counts, by_unit=True) if can_cluster(panel) else None
    return tuple(
        InPeriod(
            place - start,
            LogRatio(
                float(fitted.coefficients[at]),
                None if errors is None else float(errors[at]),
                _freedom(panel),
                BY_SANDWICH if errors is not None else "",
            ),
        )
        for at, place in enumerate(places)
    )
