"""Draws from the posterior and their checks; the sampler comes with the extra `thresholds`."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from candour.audit.errors import Unfit
from candour.audit.statistics.chains import bulk_and_tail_size, rank_normalised_r_hat
from candour.audit.thresholds.model import Array, Posterior
from candour.core.progress import UNWATCHED, Progress

CHAINS = 4
WORST_R_HAT = 1.01  # of what is told
WORST_OF_OTHERS = 1.05  # of every other parameter
FEWEST_EFFECTIVE = 400  # independent draws' worth, a hundred for each chain
MOST_DIVERGENT = 0.005  # of draws
# Share of steps accepted, and times as many draws as were asked for: of a first try and a second.
TRIES = ((0.9, 1), (0.99, 3))
DEEPEST_TREE = 9
PARAMETERS = "parameters"
# What comes of a fault in the sampler's compiled code: no Exception, and of no module to import.
PANIC = "PanicException"


class ChainsDoNotMix(Unfit):
    """Chains did not come to agree, so there is no result; says what failed, and by how much."""

    def __init__(self, failure: str) -> None:
        super().__init__(
            "No threshold is told: the chains that look for what the counts allow did not agree "
            f"({failure}). Take more draws (--draws), fewer groups, or places with more "
            "searches; where it stays so, the model does not fit these counts."
        )


@dataclass(frozen=True, slots=True)
class Checks:
    """Whether draws can be relied on.

    Attributes
    ----------
    r_hat : the worst of what is told, average thresholds and their differences; 1 where chains
        agree
    r_hat_of_others : the worst of all parameters
    bulk, tail : effective sample sizes, the smallest of what is told
    divergent : draws at which the sampler left the path it should have kept
    draws : of all chains
    """

    r_hat: float
    r_hat_of_others: float
    bulk: float
    tail: float
    divergent: int
    draws: int

    @property
    def failure(self) -> str:
        """The check that failed, with its number; "" where none did."""
        if not self.r_hat <= WORST_R_HAT:
            return f"R-hat {self.r_hat:.3f}, above {WORST_R_HAT}"
        if not self.r_hat_of_others <= WORST_OF_OTHERS:
            return f"R-hat {self.r_hat_of_others:.3f} of a parameter, above {WORST_OF_OTHERS}"
        if not min(self.bulk, self.tail) >= FEWEST_EFFECTIVE:
            fewest = min(self.bulk, self.tail)
            return f"draws worth {fewest:.0f} independent ones, fewer than {FEWEST_EFFECTIVE}"
        if self.divergent > MOST_DIVERGENT * self.draws:
            return f"{self.divergent} of {self.draws} steps diverged"
        return ""


@dataclass(frozen=True, slots=True)
class Draws:
    """Parameters drawn from the posterior; shape (n_chains, n_draws, n_parameters)."""

    parameters: Array
    checks: Checks


def draw(posterior: Posterior, *, draws: int, seed: int, progress: Progress = UNWATCHED) -> Draws:
    """Draw from a posterior with four chains, each from a start of its own.

    Parameters
    ----------
    posterior : Posterior
    draws : int
        Of each chain, after as many again to find its stride, which are thrown away.
    seed : int
    progress : Progress

    Raises
    ------
    ModuleNotFoundError
        Without the extra `thresholds`; `core/extras.py` says how to get it.
    ChainsDoNotMix
        If chains don't agree, their draws are worth too few, steps diverge, or the sampler breaks
        off, and so again with smaller steps and three times as many draws.

    Notes
    -----
    The no-U-turn sampler [1]_ of nutpie, whose metric follows the correlations that draws show
    while warming up.

    References
    ----------
    .. [1] Hoffman & Gelman (2014). The No-U-Turn sampler: adaptively setting path lengths in
       Hamiltonian Monte Carlo. Journal of Machine Learning Research 15, 1593-1623.
    """
    failure = ""
    for attempt, (accepted, times) in enumerate(TRIES):
        try:
            parameters, divergent = _chains(
                posterior, times * draws, seed + attempt, accepted, progress
            )
        except BaseException as error:
            if type(error).__name__ != PANIC:
                raise
            failure = "the sampler broke off"
            continue
        checks = checks_of(parameters, what_is_told(posterior, parameters), divergent)
        if not checks.failure:
            return Draws(parameters, checks)
        failure = checks.failure
    raise ChainsDoNotMix(failure)


def average_thresholds(posterior: Posterior, parameters: Array) -> Array:
    """Each group's threshold averaged over places, weighed by their stops of all groups.

    All groups get the weights of the same places, so that no group's average is of other places.

    Returns
    -------
    ndarray of float, shape (..., n_groups)
        Chances of carrying, 0 to 1, for parameters of shape (..., n_parameters).
    """
    from scipy.special import expit

    stops = posterior.counted.stops
    weights = stops.sum(axis=0) / stops.sum()
    thresholds = posterior.layout.cells(parameters).threshold
    return np.asarray((expit(thresholds) * weights).sum(axis=-1))


def what_is_told(posterior: Posterior, parameters: Array) -> Array:
    """All that a report can tell: each group's average threshold, and less each other group's.

    Chains can agree about two averages and not about how far they lie apart.
    """
    averages = average_thresholds(posterior, parameters)
    first, second = np.triu_indices(averages.shape[-1], k=1)
    return np.concatenate([averages, averages[..., first] - averages[..., second]], axis=-1)


def checks_of(parameters: Array, told: Array, divergent: int) -> Checks:
    """The checks of draws: arrays of shape (n_chains, n_draws, how many), and what diverged."""
    sizes = [bulk_and_tail_size(one) for one in _each(told)]
    return Checks(
        r_hat=max(rank_normalised_r_hat(one) for one in _each(told)),
        r_hat_of_others=max(rank_normalised_r_hat(one) for one in _each(parameters)),
        bulk=min(bulk for bulk, _ in sizes),
        tail=min(tail for _, tail in sizes),
        divergent=divergent,
        draws=parameters.shape[0] * parameters.shape[1],
    )


def _each(draws: Array) -> list[Array]:
    return [draws[:, :, i] for i in range(draws.shape[2])]


def _chains(
    posterior: Posterior, draws: int, seed: int, accepted: float, progress: Progress
) -> tuple[Array, int]:
    """Draws of shape (n_chains, n_draws, n_parameters), and how many of them diverged."""
    nutpie, from_pyfunc = _sampler()
    size = posterior.layout.size
    model = from_pyfunc(
        size,
        posterior.log_density_and_slopes,
        lambda *seeds: lambda vector: {PARAMETERS: vector},
        [np.dtype(np.float64)],
        [(size,)],
        [PARAMETERS],
        make_initial_point_fn=lambda start: posterior.start(np.random.default_rng(start)),
    )
    with progress.during("Drawing from what the counts allow"):
        trace = nutpie.sample(
            model,
            draws=draws,
            tune=draws,
            chains=CHAINS,
            cores=CHAINS,
            seed=seed,
            target_accept=accepted,
            maxdepth=DEEPEST_TREE,
            low_rank_modified_mass_matrix=True,
            save_warmup=False,
            progress_bar=False,
        )
    parameters = np.asarray(trace.posterior[PARAMETERS].values, dtype=float)
    return parameters, int(trace.sample_stats["diverging"].values.sum())


def _sampler() -> tuple[Any, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # ArviZ announces its own next version
        import nutpie
        from nutpie.compiled_pyfunc import from_pyfunc
    return nutpie, from_pyfunc
