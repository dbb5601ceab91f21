"""The threshold test's model: what it makes of places and groups, and how likely it has the counts.

Everyone who is stopped has a chance of carrying what is searched for, and an officer who sees it
searches whoever lies above a threshold. Chances follow a discriminant distribution, which is what
makes the test fast: a signal that is normal, with variance 1, about 0 for those who carry nothing
and about δ for those who carry. Above the threshold is then a tail of a normal distribution.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SPREADS = 3  # how thresholds, shares who carry, and signals vary between places


@dataclass(frozen=True, slots=True)
class Counted:
    """Stops, searches and finds, by group and place.

    Attributes
    ----------
    stops, searches, finds : arrays of float, shape (n_groups, n_places)
        Whole numbers; finds are some of the searches, and searches some of the stops. A group
        that nobody of was stopped somewhere has 0 there, and adds nothing.
    """

    stops: Array
    searches: Array
    finds: Array

    @property
    def shape(self) -> tuple[int, int]:
        groups, places = self.stops.shape
        return groups, places


@dataclass(frozen=True, slots=True)
class Normal:
    """What is held likely of a number before the data are seen."""

    mean: float
    spread: float


@dataclass(frozen=True, slots=True)
class Priors:
    """What is held likely before the data are seen.

    Attributes
    ----------
    threshold : of a group's threshold, on the log-odds scale
    carrying : of the share of those stopped who carry, on the log-odds scale, in a group
    signal : of how far apart the signals lie (δ), on the log scale, in a group
    between_thresholds, between_carrying, between_signals : of the log of how far these vary between
        places (a standard deviation on the same scales): places differ somewhat, and never not at
        all, which a sampler could not reach either
    """

    threshold: Normal = Normal(-2.0, 1.5)
    carrying: Normal = Normal(-2.0, 1.5)
    signal: Normal = Normal(0.3, 0.6)
    between_thresholds: Normal = Normal(-1.3, 0.5)
    between_carrying: Normal = Normal(-1.0, 0.5)
    between_signals: Normal = Normal(-2.0, 0.5)

    def wider(self, times: float) -> "Priors":
        """The same with every spread so many times as wide."""
        return Priors(*(Normal(own.mean, times * own.spread) for own in self.in_order))

    @property
    def in_order(self) -> tuple[Normal, ...]:
        return (
            *(self.threshold, self.carrying, self.signal),
            *(self.between_thresholds, self.between_carrying, self.between_signals),
        )

    def as_array(self) -> Array:
        """The mean and the spread of each, in the order of the fields."""
        return np.array([number for own in self.in_order for number in (own.mean, own.spread)])


@dataclass(frozen=True, slots=True)
class Cells:
    """What the model says of each group in each place; arrays of shape (..., n_groups, n_places).

    Attributes
    ----------
    threshold : log-odds of carrying from which on people are searched
    carrying : log-odds of the share of those stopped who carry
    signal : log of δ, how far apart the signals of those who carry and those who don't lie
    """

    threshold: Array
    carrying: Array
    signal: Array

    @property
    def cut(self) -> Array:
        """The threshold on the scale of the signal.

        The log-odds of carrying at a signal x are ``logit φ + δx - δ²/2``.
        """
        apart = np.exp(self.signal)
        return np.asarray((self.threshold - self.carrying) / apart + apart / 2)

    def rates(self) -> tuple[Array, Array]:
        """Which share of those stopped is searched, and of those searched found to carry."""
        from scipy.special import expit, ndtr

        carry = expit(self.carrying)
        found = carry * ndtr(np.exp(self.signal) - self.cut)
        searched = found + (1 - carry) * ndtr(-self.cut)
        with np.errstate(invalid="ignore", divide="ignore"):
            return searched, np.where(searched > 0, found / searched, expit(self.threshold))


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each parameter stands in the one long vector that a sampler moves.

    It moves cuts in place of thresholds, and the log-odds of a find in place of the share who
    carry: counts fix these nearly one by one, where the others lie on a long curved ridge together.
    """

    groups: int
    places: int

    @property
    def size(self) -> int:
        return 3 * self.groups + SPREADS + self.groups * self.places + 2 * self.places

    def parts(self, vector: Array) -> tuple[Array, ...]:
        """Cuts, log-odds of a find, and signals of groups; spreads; cells; carrying, signals there.

        Takes arrays of shape (..., size). Signals and spreads are logarithms; carrying and signals
        of places are what they add to a group's. Cells are cuts, of shape (..., groups, places).
        """
        r, d = self.groups, self.places
        ends = np.cumsum([r, r, r, SPREADS, r * d, d, d])
        pieces = np.split(vector, ends[:-1].tolist(), axis=-1)
        pieces[4] = pieces[4].reshape(*vector.shape[:-1], r, d)
        return tuple(pieces)

    def cells(self, vector: Array) -> Cells:
        """What parameters say of each group in each place."""
        cuts, finds, signals, _, own_cuts, carrying_there, signals_there = self.parts(vector)
        signal = signals[..., None] + signals_there[..., None, :]
        carrying = _carrying(cuts, finds, signals)[..., None] + carrying_there[..., None, :]
        return Cells(_threshold(own_cuts, carrying, signal), carrying, signal)

    def moved(self, groups: Cells, spreads: Array, cells: Cells) -> Array:
        """The vector that a sampler moves: the inverse of `cells`, from the parameters themselves.

        `groups` has arrays of shape (n_groups,), `cells` of (n_groups, n_places).
        """
        from scipy.special import log_ndtr

        cuts = groups.cut
        apart = np.exp(groups.signal)
        finds = groups.carrying + log_ndtr(apart - cuts) - log_ndtr(-cuts)
        there = (cells.carrying[0] - groups.carrying[0], cells.signal[0] - groups.signal[0])
        return np.concatenate([cuts, finds, groups.signal, spreads, cells.cut.ravel(), *there])


def _carrying(cuts: Array, finds: Array, signals: Array) -> Array:
    """Log-odds of the share who carry, where searches beyond a cut find at some log-odds."""
    from scipy.special import log_ndtr

    return np.asarray(finds - log_ndtr(np.exp(signals) - cuts) + log_ndtr(-cuts))


def _threshold(cuts: Array, carrying: Array, signal: Array) -> Array:
    """Log-odds of carrying at a cut."""
    apart = np.exp(signal)
    return np.asarray(carrying + apart * cuts - apart**2 / 2)


@dataclass(frozen=True, slots=True)
class Posterior:
    """How likely parameters are given the counts, but for a constant.

    Notes
    -----
    The hierarchical model of the threshold test [1]_ with discriminant distributions of risk [2]_:
    in group r at place d the log-odds of carrying have the mean ``a_r + a_d``, the log of the
    signal is ``b_r + b_d``, and the log-odds of the threshold are normal about ``t_r``, with one
    spread for all groups. Stops of one cell are taken to be independent, and one threshold to hold
    in it.

    References
    ----------
    .. [1] Simoiu, Corbett-Davies & Goel (2017). The problem of infra-marginality in outcome tests
       for discrimination. Annals of Applied Statistics 11, 1193-1216.
    .. [2] Pierson, Corbett-Davies & Goel (2018). Fast threshold tests for detecting
       discrimination. Proceedings of Machine Learning Research 84 (AISTATS), 96-105.
    """

    counted: Counted
    priors: Priors

    @property
    def layout(self) -> Layout:
        return Layout(*self.counted.shape)

    def log_density_and_slopes(self) -> Callable[[Array], tuple[float, Array]]:
        """A function that gives the log density at a vector, and its slope along each parameter."""
        from candour.audit.thresholds._density_loop import density

        counts = (self.counted.stops, self.counted.searches, self.counted.finds)
        priors = self.priors.as_array()

        def both(vector: Array) -> tuple[float, Array]:
            slopes = np.empty_like(vector)
            return density(vector, *counts, priors, slopes), slopes

        return both

    def start(self, rng: np.random.Generator) -> Array:
        """Somewhere near what is held likely, for a chain to start from: each elsewhere."""
        r, d = self.counted.shape
        own = self.priors
        of_groups = [
            rng.normal(prior.mean, prior.spread / 3, r)
            for prior in (own.threshold, own.carrying, own.signal)
        ]
        between = (own.between_thresholds, own.between_carrying, own.between_signals)
        spreads = np.array([rng.normal(prior.mean, prior.spread / 3) for prior in between])
        thresholds = rng.normal(of_groups[0][:, None], np.exp(spreads[0]), (r, d))
        there = [rng.normal(0, np.exp(spread), d) for spread in spreads[1:]]
        carrying, signal = (of_groups[i + 1][:, None] + there[i] for i in range(2))
        cells = Cells(thresholds, carrying, signal)
        return self.layout.moved(Cells(*of_groups), spreads, cells)


def log_density(posterior: Posterior, vector: Array) -> float:
    """What the compiled loop works out, term by term in NumPy and without slopes.

    Of those stopped some are searched and found to carry, some searched for nothing, the rest not
    searched: three shares of a multinomial distribution, whose constant is left out.
    """
    from scipy.special import log_expit, log_ndtr

    counted, layout = posterior.counted, posterior.layout
    cells = layout.cells(vector)
    cut = cells.cut
    own = cut - np.exp(cells.signal)  # the cut, as far from the mean of those who carry
    carry, not_carry = log_expit(cells.carrying), log_expit(-cells.carrying)
    not_searched = np.logaddexp(carry + log_ndtr(own), not_carry + log_ndtr(cut))
    likelihood = (
        counted.finds * (carry + log_ndtr(-own))
        + (counted.searches - counted.finds) * (not_carry + log_ndtr(-cut))
        + (counted.stops - counted.searches) * not_searched
    )
    cuts, finds, signals, spreads, _, *there = layout.parts(vector)
    carrying = _carrying(cuts, finds, signals)
    thresholds = _threshold(cuts, carrying, signals)
    value = float(likelihood.sum())
    groups = (thresholds, carrying, signals)
    for parameters, prior in zip((*groups, *spreads), posterior.priors.in_order, strict=True):
        value -= float((((parameters - prior.mean) / prior.spread) ** 2).sum()) / 2
    by_place = (cells.threshold - thresholds[:, None], *there)
    for own, log_spread in zip(by_place, spreads, strict=True):
        value -= float((own**2).sum()) / 2 * np.exp(-2 * log_spread) + own.size * log_spread
    # A cut in place of a threshold stretches the scale by how far apart the signals lie.
    return value + float(signals.sum() + cells.signal.sum())
