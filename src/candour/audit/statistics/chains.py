"""Whether chains of a sampler agree, and how many independent draws theirs are worth."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
FEWEST_DRAWS = 4


def rank_normalised_r_hat(draws: Array) -> float:
    """How far chains are from agreeing about a number: 1 where they do.

    Parameters
    ----------
    draws : ndarray of float, shape (n_chains, n_draws)
        Of one quantity; four draws or more in each chain.

    Returns
    -------
    float
        Unitless; 1 at best. The larger of the bulk's and the tails'. Infinite where all draws of
        some chain are one number and chains differ; 1 where all draws are the same.

    Notes
    -----
    Each chain is split in two, draws are put on a normal scale by their ranks, and the spread
    between chains is set beside the spread within them; again with distances from the median, which
    sees chains that differ in spread alone [1]_. Chains that all missed the same part agree too.

    References
    ----------
    .. [1] Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021). Rank-normalization, folding, and
       localization: an improved R-hat for assessing convergence of MCMC. Bayesian Analysis 16,
       667-718.

    Examples
    --------
    >>> draws = np.random.default_rng(1).normal(size=(4, 500))
    >>> round(rank_normalised_r_hat(draws), 1)
    1.0
    >>> rank_normalised_r_hat(draws + np.arange(4)[:, None]) > 1.5
    True
    """
    halves = _halves(draws)
    folded = np.abs(halves - np.median(halves))
    return max(_r_hat(_on_normal_scale(halves)), _r_hat(_on_normal_scale(folded)))


def bulk_and_tail_size(draws: Array) -> tuple[float, float]:
    """How many independent draws chains are worth: for the middle of a number, and for its ends.

    Parameters
    ----------
    draws : ndarray of float, shape (n_chains, n_draws)

    Returns
    -------
    (float, float)
        Effective sample sizes of the bulk (of ranks) and of the tails (the smaller of those of the
        5 % and the 95 % quantile) [1]_.

    References
    ----------
    .. [1] Vehtari and others (2021), as for `rank_normalised_r_hat`. Lags are cut where pairs of
       autocorrelations turn negative: Geyer (1992). Practical Markov chain Monte Carlo.
       Statistical Science 7, 473-483.
    """
    halves = _halves(draws)
    bulk = _size(_on_normal_scale(halves))
    ends = [_size((halves <= np.quantile(halves, q)).astype(float)) for q in (0.05, 0.95)]
    return bulk, min(ends)


def quantile_error(draws: Array, level: float) -> float:
    """How far a quantile of chains is off by the chance in drawing: its standard error.

    Parameters
    ----------
    draws : ndarray of float, shape (n_chains, n_draws)
    level : float in (0, 1)
        Which quantile.

    Returns
    -------
    float
        In the unit of the draws; half the distance of the quantiles at the ends of a 68 % interval
        for how many of the independent draws' worth lie below it [1]_.

    References
    ----------
    .. [1] Vehtari and others (2021), section 4.3, as for `rank_normalised_r_hat`.
    """
    from scipy.special import betaincinv, ndtr

    halves = _halves(draws)
    size = _size((halves <= np.quantile(halves, level)).astype(float))
    yes, no = size * level + 1, size * (1 - level) + 1
    ends = np.quantile(halves, betaincinv(yes, no, [ndtr(-1.0), ndtr(1.0)]))
    return float(ends[1] - ends[0]) / 2


def _halves(draws: Array) -> Array:
    """Each chain as two; a middle draw that fits in neither is left out."""
    half = draws.shape[1] // 2
    if half < FEWEST_DRAWS // 2:
        raise ValueError("chains of fewer than four draws")
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _on_normal_scale(draws: Array) -> Array:
    from scipy.special import ndtri
    from scipy.stats import rankdata

    ranks = rankdata(draws, method="average").reshape(draws.shape)
    return np.asarray(ndtri((ranks - 3 / 8) / (draws.size + 1 / 4)))


def _r_hat(draws: Array) -> float:
    length = draws.shape[1]
    between = length * draws.mean(axis=1).var(ddof=1)
    within = draws.var(axis=1, ddof=1).mean()
    if within <= 0:
        return 1.0 if between <= 0 else float("inf")
    return float(np.sqrt((length - 1) / length + between / within / length))


def _size(draws: Array) -> float:
    """The effective size by Geyer's initial monotone sequence over all chains together."""
    length = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean()
    total = within * (length - 1) / length + draws.mean(axis=1).var(ddof=1)
    if total <= 0:
        return float(draws.size)
    covariances = np.mean([_autocovariances(chain) for chain in draws], axis=0)
    correlations = 1 - (within - covariances * length / (length - 1)) / total
    correlations[0] = 1.0
    pairs = correlations[: 2 * (length // 2)].reshape(-1, 2).sum(axis=1)
    first_negative = int(np.argmax(pairs < 0)) if (pairs < 0).any() else pairs.size
    falling = np.minimum.accumulate(pairs[:first_negative])
    time = max(-1 + 2 * float(falling.sum()), 1 / np.log10(draws.size))
    return float(draws.size / time)


def _autocovariances(chain: Array) -> Array:
    """Of every lag, by the fast Fourier transform."""
    apart = chain - chain.mean()
    spectrum = np.fft.rfft(apart, 2 * chain.size)
    return np.asarray(np.fft.irfft(np.abs(spectrum) ** 2)[: chain.size] / chain.size)
