"""The log density of the threshold test and its slopes, compiled, as samplers ask for it often.

What it works out is told in `model.py`, which has the same in NumPy without slopes; a test holds
one against the other.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LOG_ROOT_TWO_PI = 0.9189385332046727
ROOT_HALF = 0.7071067811865476
FAR = -5.0  # below which erfc loses digits in its logarithm
TERMS = 60


@njit(nogil=True, cache=True)
def log_tail(x: float) -> float:
    """The logarithm of the normal distribution function.

    Far below 0 by Laplace's continued fraction of the tail: Abramowitz & Stegun (1964), 26.2.14.
    """
    if x > 0:
        return math.log1p(-0.5 * math.erfc(x * ROOT_HALF))
    if x > FAR:
        return math.log(0.5 * math.erfc(-x * ROOT_HALF))
    below = -x
    for term in range(TERMS, 0, -1):
        below = -x + term / below
    return -x * x / 2 - LOG_ROOT_TWO_PI - math.log(below)


@njit(nogil=True, cache=True)
def log_sum(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a + math.log1p(math.exp(b - a))


@njit(nogil=True, cache=True)
def log_odds_share(x: float) -> float:
    """The logarithm of 1/(1 + exp(-x))."""
    if x > 0:
        return -math.log1p(math.exp(-x))
    return x - math.log1p(math.exp(x))


@njit(nogil=True, cache=True)
def slope_of_log_tail(x: float) -> float:
    return math.exp(-x * x / 2 - LOG_ROOT_TWO_PI - log_tail(x))


@njit(nogil=True, cache=True)
def natural_density(
    vector: Floats, stops: Floats, searches: Floats, finds: Floats, priors: Floats, slopes: Floats
) -> float:
    """Give the log density of thresholds and log-odds themselves, and its slopes in `slopes`.

    `priors` has a mean and a spread for thresholds, carrying and signals of groups, and then for
    the log of how far each of these differs between places. The order is that of `model.Layout`.
    """
    groups, places = stops.shape
    spreads_at = 3 * groups
    cells_at = spreads_at + 3
    carrying_at = cells_at + groups * places
    signals_at = carrying_at + places
    value = 0.0
    slopes[:] = 0.0
    for g in range(groups):
        for p in range(places):
            if stops[g, p] == 0.0:
                continue
            threshold = vector[cells_at + g * places + p]
            carrying = vector[groups + g] + vector[carrying_at + p]
            apart = math.exp(vector[2 * groups + g] + vector[signals_at + p])
            odds = (threshold - carrying) / apart
            cut, own = odds + apart / 2, odds - apart / 2
            carry, not_carry = log_odds_share(carrying), log_odds_share(-carrying)
            found, in_vain = log_tail(-own), log_tail(-cut)
            missed = carry + log_tail(own)
            rest_log = log_sum(missed, not_carry + log_tail(cut))
            n_found = finds[g, p]
            n_vain = searches[g, p] - n_found
            n_rest = stops[g, p] - searches[g, p]
            value += n_found * (carry + found) + n_vain * (not_carry + in_vain) + n_rest * rest_log
            at_own, at_cut = -own * own / 2 - LOG_ROOT_TWO_PI, -cut * cut / 2 - LOG_ROOT_TWO_PI
            by_own = n_rest * math.exp(carry + at_own - rest_log)
            by_cut = n_rest * math.exp(not_carry + at_cut - rest_log)
            if n_found > 0:
                by_own -= n_found * math.exp(at_own - found)
            if n_vain > 0:
                by_cut -= n_vain * math.exp(at_cut - in_vain)
            share = math.exp(carry)
            by_t = (by_own + by_cut) / apart
            by_a = (
                n_found * (1 - share) - n_vain * share
                + n_rest * (math.exp(missed - rest_log) - share) - by_t
            )  # fmt: skip
            by_b = by_cut * (apart / 2 - odds) - by_own * (apart / 2 + odds)
            slopes[groups + g] += by_a
            slopes[2 * groups + g] += by_b
            slopes[cells_at + g * places + p] += by_t
            slopes[carrying_at + p] += by_a
            slopes[signals_at + p] += by_b
    for kind in range(3):
        mean, spread = priors[2 * kind], priors[2 * kind + 1]
        for g in range(groups):
            off = (vector[kind * groups + g] - mean) / spread
            value -= off * off / 2
            slopes[kind * groups + g] -= off / spread
        log_spread = vector[spreads_at + kind]
        off = (log_spread - priors[6 + 2 * kind]) / priors[7 + 2 * kind]
        value -= off * off / 2
        slopes[spreads_at + kind] -= off / priors[7 + 2 * kind]
        # What differs by place: thresholds of cells about their group's, the rest about 0.
        scale = math.exp(-log_spread)
        start = cells_at if kind == 0 else carrying_at if kind == 1 else signals_at
        many = groups * places if kind == 0 else places
        for place in range(start, start + many):
            middle = vector[(place - start) // places] if kind == 0 else 0.0
            off = (vector[place] - middle) * scale
            value -= off * off / 2 + log_spread
            slopes[place] -= off * scale
            slopes[spreads_at + kind] += off * off - 1
            if kind == 0:
                slopes[(place - start) // places] += off * scale
    return value


@njit(nogil=True, cache=True)
def to_natural(vector: Floats, groups: int, places: int) -> Floats:
    """Thresholds and log-odds, from the cuts and hit rates that a sampler moves."""
    natural = vector.copy()
    cells_at = 3 * groups + 3
    carrying_at = cells_at + groups * places
    for g in range(groups):
        cut, log_apart = vector[g], vector[2 * groups + g]
        apart = math.exp(log_apart)
        carrying = vector[groups + g] - log_tail(apart - cut) + log_tail(-cut)
        natural[groups + g] = carrying
        natural[g] = carrying + apart * cut - apart * apart / 2
        for p in range(places):
            here = math.exp(log_apart + vector[carrying_at + places + p])
            cell = cells_at + g * places + p
            at = carrying + vector[carrying_at + p]
            natural[cell] = at + here * vector[cell] - here * here / 2
    return natural


@njit(nogil=True, cache=True)
def density(
    vector: Floats, stops: Floats, searches: Floats, finds: Floats, priors: Floats, slopes: Floats
) -> float:
    """Give the log density of what a sampler moves, and write its slopes into `slopes`.

    That is each cell's cut on the scale of the signal, and for a group the cut and the log-odds of
    a find at its mean: counts fix these nearly one by one, where thresholds and shares who carry
    lie on a long curved ridge together.
    """
    groups, places = stops.shape
    natural = to_natural(vector, groups, places)
    value = natural_density(natural, stops, searches, finds, priors, slopes)
    cells_at = 3 * groups + 3
    carrying_at = cells_at + groups * places
    signals_at = carrying_at + places
    for g in range(groups):
        cut, log_apart = vector[g], vector[2 * groups + g]
        apart = math.exp(log_apart)
        along = slopes[g]
        by_carrying, by_signal = slopes[groups + g] + along, slopes[2 * groups + g]
        by_signal += along * (apart * cut - apart * apart) + 1
        value += log_apart  # the Jacobian of the group's cut
        for p in range(places):
            cell = cells_at + g * places + p
            log_here = log_apart + vector[signals_at + p]
            here = math.exp(log_here)
            own = slopes[cell]
            turned = own * (here * vector[cell] - here * here) + 1
            by_carrying += own
            by_signal += turned
            slopes[carrying_at + p] += own
            slopes[signals_at + p] += turned
            slopes[cell] = own * here
            value += log_here
        near, far = slope_of_log_tail(apart - cut), slope_of_log_tail(-cut)
        slopes[g] = along * apart - by_carrying * (far - near)
        slopes[groups + g] = by_carrying
        slopes[2 * groups + g] = by_signal - by_carrying * near * apart
    return value
