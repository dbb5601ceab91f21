"""Hit rate, PAI, PEI and precision, and how far they are from those of baselines."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from candour.audit.accuracy.baselines import RANDOM
from candour.audit.accuracy.rows import AtTop, Baseline
from candour.audit.grids.capture import EverChosen, ever_chosen, highest, most_possible
from candour.audit.grids.weeks import jackknife, week_bootstrap, weekly
from candour.audit.statistics.estimates import NO_ESTIMATE, Estimate, finite

Values = NDArray[np.float64]
Days = NDArray[np.datetime64]

MEASURES = ("hit_rate", "pai", "pei", "precision")
MOST = {"hit_rate": 1.0, "pai": float("inf"), "pei": 1.0, "precision": 1.0}


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What the cells ranked highest each day captured.

    Attributes
    ----------
    events : all recorded events on those days
    captured : those in the targeted cells, by expectation over ties
    possible : those that the best choice of as many cells each day would have held
    shares : hit rate, PAI, PEI and precision, with intervals
    ever : how many cells were targeted on any day
    """

    top: int
    events: int
    captured: float
    possible: int
    area_share: float
    shares: Mapping[str, Estimate]
    ever: EverChosen

    def as_row(self) -> AtTop:
        return AtTop(
            top=self.top,
            events=self.events,
            captured=self.captured,
            hit_rate=self.shares["hit_rate"].reported(),
            pai=self.shares["pai"].reported(),
            pei=self.shares["pei"].reported(),
            precision=self.shares["precision"].reported(),
            best_possible=self.possible,
            area_share=self.area_share,
            cells_ever_targeted=self.ever.expected,
            cells_ever_targeted_at_least=self.ever.surely,
            cells_ever_targeted_at_most=self.ever.possibly,
        )


def accuracy(scores: Values, observed: Values, days: Days, top: int, shares: Values) -> Accuracy:
    """Work out what the highest-ranked cells captured.

    Parameters
    ----------
    scores, observed : ndarray of float, shape (n_cells, n_days)
        Forecasts in any unit, and counts of events; at least one event.
    days : ndarray of datetime64[D], shape (n_days,), rising
    top : int
        Cells targeted each day.
    shares : ndarray of float, shape (n_cells,)
        Each cell's share of the whole area; they sum to 1.

    Notes
    -----
    All are ratios of sums over all days, not means of daily ratios, so that days with many
    events count for more and days without any do no harm.

    - Hit rate: captured events over all events [1]_.
    - PAI, prediction accuracy index: hit rate over the share of the area targeted [2]_. With
      cells of equal area that share is top / cells.
    - PEI, prediction efficiency index: captured events over those that the best choice of as many
      cells each day would have captured [3]_. Where that choice reaches all events PEI is the hit
      rate.
    - Precision: targeted cells with at least one event on the day, over targeted cells [4]_.

    Ties at the cut are shared by expectation; intervals leave out one week at a time.

    References
    ----------
    .. [1] Bowers, Johnson & Pease (2004). Prospective hot-spotting: the future of crime mapping?
       British Journal of Criminology 44, 641-658.
    .. [2] Chainey, Tompson & Uhlig (2008). The utility of hotspot mapping for predicting spatial
       patterns of crime. Security Journal 21, 4-28.
    .. [3] Hunt (2016). Do crime hot spots move? American University; and White, Hunt & Green
       (2023). A discussion of current crime forecasting indices. Security Journal.
    .. [4] Rummens, Hardyns & Pauwels (2017). The use of predictive analysis in spatiotemporal
       crime forecasting. Applied Geography 86, 255-261.
    """
    chosen = highest(scores, top)
    daily = np.column_stack(
        [
            observed.sum(axis=0),
            chosen.sums(observed),
            most_possible(observed, top),
            chosen.sums((observed > 0).astype(np.float64)),
            chosen.sums(shares[:, np.newaxis]),
            np.ones(len(days)),
        ]
    )

    def ratios(sums: Values) -> Values:
        events, captured, possible, with_event, area, number = sums.T
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = captured / events
            return np.column_stack(
                [rate, rate * number / area, captured / possible, with_event / (top * number)]
            )

    estimates = jackknife(weekly(daily, days), ratios, allows_for_slow_waves=True)
    totals = daily.sum(axis=0)
    return Accuracy(
        top=top,
        events=int(totals[0]),
        captured=_tidy(totals[1]),
        possible=int(totals[2]),
        area_share=float(totals[4] / totals[5]),
        shares={
            name: _within(each.estimate, low=0.0, high=MOST[name])
            for name, each in zip(MEASURES, estimates, strict=True)
        },
        ever=ever_chosen(chosen),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more or less of the events the forecasts captured than a baseline did."""

    top: int
    name: str
    events: int
    captured: float
    hit_rate: Estimate
    forecasts_captured: float
    forecasts_hit_rate: Estimate
    difference: Estimate
    standard_error: float
    drawn: Estimate | None  # the bootstrap's interval
    p_value: float | None
    p_holm: float | None = None

    @property
    def beaten(self) -> bool | None:
        """Whether the interval lies wholly above 0; None where there is no interval."""
        low = finite(self.difference.low)
        return None if low is None else low > 0

    def as_row(self) -> Baseline:
        drawn = self.drawn.reported() if self.drawn else NO_ESTIMATE
        return Baseline(
            top=self.top,
            name=self.name,
            events=self.events,
            captured=self.captured,
            hit_rate=self.hit_rate.reported(),
            forecasts_captured=self.forecasts_captured,
            forecasts_hit_rate=self.forecasts_hit_rate.reported(),
            difference=self.difference.reported(),
            standard_error=finite(self.standard_error),
            bootstrap_low=drawn.low,
            bootstrap_high=drawn.high,
            p_value=self.p_value,
            p_holm=self.p_holm,
            beaten=self.beaten,
        )


def differences(
    scores: Values,
    observed: Values,
    days: Days,
    top: int,
    *,
    counted: Mapping[str, Values],
    replicates: int,
    rng: np.random.Generator,
) -> list[Difference]:
    """Set the forecasts beside each baseline on the same days, with as many cells.

    Parameters
    ----------
    scores, observed, days, top
        As in `accuracy`, on days that all baselines can rank cells for.
    counted : mapping
        The counts by which each counting baseline ranks cells, of shape (n_cells, n_days) or
        (n_cells, 1).

    Notes
    -----
    Differences are paired: forecasts and baseline meet the same events in the same weeks, which
    are left out or drawn together. Cells chosen at random hold top / cells of the events by
    expectation, whatever the events are: that baseline has no chance of its own.
    """
    cells = scores.shape[0]
    captured = [highest(scores, top).sums(observed)]
    captured += [
        highest(np.broadcast_to(each, scores.shape), top).sums(observed)
        for each in counted.values()
    ]
    events = observed.sum(axis=0)
    captured.append(events * top / cells)
    daily = np.column_stack([events, *captured])
    blocks = weekly(daily, days)

    def ratios(sums: Values) -> Values:
        with np.errstate(divide="ignore", invalid="ignore"):
            rates = sums[:, 1:] / sums[:, :1]
        rates[:, -1] = top / cells
        return np.concatenate([rates, rates[:, :1] - rates[:, 1:]], axis=1)

    estimates = jackknife(blocks, ratios, allows_for_slow_waves=True)
    drawn = week_bootstrap(blocks, ratios, replicates=replicates, rng=rng) if replicates else None
    names = [*counted, RANDOM]
    totals = daily.sum(axis=0)
    rows = []
    for place, name in enumerate(names, start=1):
        gap = estimates[len(names) + place]
        rows.append(
            Difference(
                top=top,
                name=name,
                events=int(totals[0]),
                captured=_tidy(totals[1 + place]),
                hit_rate=_within(estimates[place].estimate, low=0.0, high=1.0),
                forecasts_captured=_tidy(totals[1]),
                forecasts_hit_rate=_within(estimates[0].estimate, low=0.0, high=1.0),
                difference=_within(gap.estimate, low=-1.0, high=1.0),
                standard_error=gap.standard_error,
                drawn=drawn[len(names) + place] if drawn else None,
                p_value=finite(gap.p_value),
            )
        )
    return rows


def _tidy(events: float) -> float:
    """A sum of whole events and shares of them, without the dust of adding thirds."""
    return round(float(events), 9)


def _within(estimate: Estimate, *, low: float, high: float) -> Estimate:
    """Keep the ends of an interval where the measure itself can lie; NaN stays."""
    ends = np.clip([estimate.low, estimate.high], low, high)
    return Estimate(estimate.value, float(ends[0]), float(ends[1]))
