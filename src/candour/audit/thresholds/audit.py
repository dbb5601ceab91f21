"""The threshold test: average thresholds of groups with their posterior intervals and checks.

The outcome test looks at a mean over everyone searched; this one asks for the threshold itself, by
a model of what people carry. What it says holds if that model holds.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from candour.audit.findings import Finding, Input
from candour.audit.statistics.chains import quantile_error
from candour.audit.statistics.estimates import CONFIDENCE
from candour.audit.statistics.proportions import newcombe_difference
from candour.audit.thresholds import words
from candour.audit.thresholds.model import Array, Counted, Posterior, Priors
from candour.audit.thresholds.question import ROUNDED_TO, WIDER, ThresholdsQuestion
from candour.audit.thresholds.rows import (
    FIRST_LOOK,
    SECOND_LOOK,
    ChainChecks,
    FitRow,
    GroupThreshold,
    ThresholdAccount,
    ThresholdDifference,
    Thresholds,
)
from candour.audit.thresholds.sampling import CHAINS, Draws, average_thresholds, draw
from candour.audit.thresholds.stops_file import Tally, read_stops
from candour.tables import LAPTOP, Machine, engine

__all__ = ["ThresholdsQuestion", "audit_thresholds"]

MOST_OUTSIDE = 0.1  # of groups in places, beyond their 95 % range: the model does not fit
REPLICATES = 1_000
SEARCHED, FOUND = "search rate", "hit rate"


def audit_thresholds(
    path: Path, question: ThresholdsQuestion, *, machine: Machine = LAPTOP
) -> Finding[Thresholds]:
    """Make a threshold test of a file of stops searched and not searched.

    Raises
    ------
    IdentifiesPeople, CannotRead, PlanError, Unfit
        As `read_stops`.
    ModuleNotFoundError
        Without the extra `thresholds`.
    ChainsDoNotMix
        If the sampler's chains do not agree: then nothing is told.
    """
    with engine(machine) as database:
        source = Input.of(path, machine.progress)
        tally = read_stops(database, path, question)
    counted = tally.counted()
    looks = (Posterior(counted, Priors()), Posterior(counted, Priors().wider(WIDER)))
    drawn = [
        draw(look, draws=question.draws, seed=question.seed + 100 * i, progress=machine.progress)
        for i, look in enumerate(looks)
    ]
    result = result_of(tally, counted, question, drawn[0], drawn[1])
    return Finding(
        plan=question.plan(),
        inputs=(source,),
        sentences=tuple(words.sentences(result, question.reference)),
        result=result,
        assumptions=words.ASSUMPTIONS,
        does_not_show=words.DOES_NOT_SHOW,
    )


@dataclass(frozen=True, slots=True)
class Averages:
    """Average thresholds of groups, draw by draw: shape (n_chains, n_draws, n_groups)."""

    first: Array
    second: Array

    def of(self, group: int) -> tuple[Array, Array]:
        return self.first[..., group], self.second[..., group]

    def less(self, group: int, reference: int) -> tuple[Array, Array]:
        return (
            self.first[..., group] - self.first[..., reference],
            self.second[..., group] - self.second[..., reference],
        )


def result_of(
    tally: Tally, counted: Counted, question: ThresholdsQuestion, first: Draws, second: Draws
) -> Thresholds:
    """Put draws of both looks together with what was counted."""
    posterior = Posterior(counted, Priors())
    averages = Averages(
        average_thresholds(posterior, first.parameters),
        average_thresholds(posterior, second.parameters),
    )
    predicted = _Predicted.of(counted, first.parameters, question.seed)
    fit = predicted.fit(counted)
    fits = all(row.is_well for row in fit)
    groups = tally.groups
    reference = groups.index(question.reference)
    nearest = 1 if question.is_official else ROUNDED_TO
    others = [i for i in range(len(groups)) if i != reference]
    rows = [
        _group_row(group, i, counted, averages, predicted, nearest)
        for i, group in enumerate(groups)
    ]
    return Thresholds(
        model_fits=fits,
        groups=tuple(rows),
        differences=tuple(
            _difference(rows[i], rows[reference], averages.less(i, reference), len(others), fits)
            for i in others
        ),
        fit=fit,
        chains=tuple(
            _chain_row(look, drawn) for look, drawn in ((FIRST_LOOK, first), (SECOND_LOOK, second))
        ),
        accounted_for=_account(tally, counted, nearest),
    )


def _group_row(
    group: str, i: int, counted: Counted, averages: Averages, predicted: "_Predicted", nearest: int
) -> GroupThreshold:
    own, wide = averages.of(i)
    stops, searches, finds = (
        _rounded(numbers[i].sum(), nearest)
        for numbers in (counted.stops, counted.searches, counted.finds)
    )
    low, high = _interval(own)
    wide_low, wide_high = _interval(wide)
    searched, found = (_interval(rates[:, i]) for rates in predicted.of_groups())
    return GroupThreshold(
        group=group,
        stops=stops,
        searches=searches,
        finds=finds,
        search_rate=searches / stops,
        hit_rate=finds / searches,
        threshold=float(own.mean()),
        low=low,
        high=high,
        wide_low=wide_low,
        wide_high=wide_high,
        predicted_search_rate_low=searched[0],
        predicted_search_rate_high=searched[1],
        predicted_hit_rate_low=found[0],
        predicted_hit_rate_high=found[1],
    )


def _difference(
    row: GroupThreshold,
    base: GroupThreshold,
    less: tuple[Array, Array],
    compared: int,
    fits: bool,  # noqa: FBT001 # one of the facts that a verdict rests on
) -> ThresholdDifference:
    own, wide = less
    # Bonferroni over the groups compared; posterior intervals, so no p-value to adjust by Holm.
    level = 1 - (1 - CONFIDENCE) / compared
    family, family_wide = _interval(own, level), _interval(wide, level)
    # Between two runs only the seed differs: a verdict must not.
    error = max(
        quantile_error(draws, end)
        for draws in less
        for one in (CONFIDENCE, level)
        for end in ((1 - one) / 2, (1 + one) / 2)
    )
    hits = newcombe_difference(
        row.finds, row.searches, reference_count=base.finds, reference_people=base.searches
    )
    return ThresholdDifference(
        group=row.group,
        reference=base.group,
        difference=float(own.mean()),
        low=_interval(own)[0],
        high=_interval(own)[1],
        wide_low=_interval(wide)[0],
        wide_high=_interval(wide)[1],
        family_low=family[0],
        family_high=family[1],
        family_wide_low=family_wide[0],
        family_wide_high=family_wide[1],
        hit_rate_difference=hits.value,
        hit_rate_difference_low=hits.low,
        hit_rate_difference_high=hits.high,
        verdict=words.verdict_of([family, family_wide], fits=fits, error=error),
        end_error=error,
    )


def _chain_row(look: str, drawn: Draws) -> ChainChecks:
    own = drawn.checks
    return ChainChecks(
        look=look,
        chains=CHAINS,
        draws=own.draws,
        r_hat=own.r_hat,
        r_hat_of_others=own.r_hat_of_others,
        effective_bulk=own.bulk,
        effective_tail=own.tail,
        divergent=own.divergent,
    )


def _account(tally: Tally, counted: Counted, nearest: int) -> ThresholdAccount:
    used = int(counted.stops.sum())
    left_out = (tally.no_group, tally.no_place, tally.not_said)
    return ThresholdAccount(
        read=_rounded(used + sum(left_out), nearest),
        used=_rounded(used, nearest),
        no_group=_rounded(tally.no_group, nearest),
        no_place=_rounded(tally.no_place, nearest),
        not_said=_rounded(tally.not_said, nearest),
        unreadable=tally.unreadable,
        places=len(tally.places),
    )


def _rounded(number: float, nearest: int) -> int:
    return nearest * round(number / nearest)


def _interval(draws: Array, level: float = CONFIDENCE) -> tuple[float, float]:
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class _Predicted:
    """Searches and finds that the fitted model would have counted; (n_draws, groups, places)."""

    stops: Array
    searches: Array
    finds: Array

    @classmethod
    def of(cls, counted: Counted, parameters: Array, seed: int) -> "_Predicted":
        rng = np.random.default_rng(seed)
        flat = parameters.reshape(-1, parameters.shape[-1])
        some = flat[np.linspace(0, len(flat) - 1, min(REPLICATES, len(flat))).astype(int)]
        searched, found = Posterior(counted, Priors()).layout.cells(some).rates()
        searches = rng.binomial(counted.stops.astype(np.int64), np.clip(searched, 0, 1))
        finds = rng.binomial(searches, np.clip(found, 0, 1))
        return cls(counted.stops, searches.astype(float), finds.astype(float))

    def of_groups(self) -> tuple[Array, Array]:
        """Search rates and hit rates over all places, draw by draw: (n_draws, n_groups) each."""
        searches, finds = self.searches.sum(axis=-1), self.finds.sum(axis=-1)
        return searches / self.stops.sum(axis=-1), finds / np.maximum(searches, 1)

    def fit(self, counted: Counted) -> tuple[FitRow, ...]:
        """In how many cells the counted searches, and finds, lie outside what is predicted."""
        held = counted.stops > 0
        looked_for = counted.searches > 0
        # Finds beside searches: the hit rate of the model on as many searches as it drew itself.
        with np.errstate(invalid="ignore", divide="ignore"):
            rates = np.where(self.searches > 0, self.finds / self.searches, np.nan)
            own = counted.finds / counted.searches
        return (
            _fit_row(SEARCHED, self.searches[:, held], counted.searches[held]),
            _fit_row(FOUND, rates[:, looked_for], own[looked_for]),
        )


def _fit_row(measure: str, predicted: Array, counted: Array) -> FitRow:
    low, high = np.nanquantile(predicted, [0.025, 0.975], axis=0)
    outside = int(((counted < low) | (counted > high)).sum())
    share = outside / counted.size
    return FitRow(
        measure=measure,
        cells=int(counted.size),
        outside=outside,
        share=share,
        is_well=share <= MOST_OUTSIDE,
    )
