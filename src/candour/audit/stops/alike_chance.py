"""How far a ratio within tenths of deprivation goes by chance, from a finding's own tenths.

The ratio is that of Mantel and Haenszel, and so is its error [1]_: searches of a tenth as Poisson
counts, the error widened by as much as the searches of the group vary more than such counts in the
force as a whole. With what published points hide it has nothing to do.

References
----------
.. [1] Greenland & Robins (1985). Estimation of a common effect parameter from sparse follow-up
   data. Biometrics 41(1), 55-68.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import exp, inf, isinf, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist

from candour.audit.per_resident.rows import AS_COUNTED
from candour.audit.statistics.waves import Widening
from candour.audit.stops.rows import Ratio, Stops
from candour.audit.stops.rows_by_area import ByDeprivation, Decile
from candour.audit.verdicts import span

CONFIDENCE = 0.95
STEPS, HALVINGS = 400, 40
AGREES = 0.005  # of the ratio: tenths too small to be told are missing where it does not
NO_RANGE = "no range for chance worked out"


def by_chance(result: Stops, row: ByDeprivation) -> tuple[float, float] | None:
    """The 95% interval of a ratio within tenths; None where the tenths can't bear one."""
    widening = _widening(result, row)
    ratio_and_error = _mantel_haenszel(_tenths(result, row, row.group), _tenths(result, row))
    if row.within is None or widening is None or ratio_and_error is None:
        return None
    ratio, error = ratio_and_error
    if abs(ratio / row.within - 1) > AGREES:
        return None
    far = _student(widening.degrees) * error * sqrt(widening.dispersion)
    return exp(log(ratio) - far), exp(log(ratio) + far)


@lru_cache
def _student(degrees: float) -> float:
    """How many errors 95 of 100 lie within, by Student's t; a site that shows this has no SciPy.

    The density is added up by Simpson's rule, and its end found by halving.

    >>> [round(_student(n), 4) for n in (3, 6, 11.5, inf)]
    [3.1824, 2.4469, 2.1894, 1.96]
    """
    if isinf(degrees):
        return NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    scale = exp(lgamma((degrees + 1) / 2) - lgamma(degrees / 2)) / sqrt(degrees * pi)

    def within(end: float) -> float:
        step = end / STEPS
        at = [exp(-(degrees + 1) / 2 * log1p((step * n) ** 2 / degrees)) for n in range(STEPS + 1)]
        return 2 * scale * step / 3 * (at[0] + 4 * sum(at[1::2]) + 2 * sum(at[2:-1:2]) + at[-1])

    low, high = 0.0, 2.0
    while within(high) < CONFIDENCE:
        high *= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle) < CONFIDENCE else (low, middle)
    return (low + high) / 2


def in_words(result: Stops, row: ByDeprivation) -> str:
    """The same for a sentence, and that there is none where there is none."""
    ends = by_chance(result, row)
    return NO_RANGE if ends is None else f"range for chance {span(*ends)}"


def _tenths(result: Stops, row: ByDeprivation, group: str = "") -> dict[int, Decile]:
    """A group's tenths; those of the reference where none is named."""
    group = group or row.reference
    return {
        one.decile: one
        for one in result.deciles or ()
        if (one.force, one.group) == (row.force, group)
    }


def _widening(result: Stops, row: ByDeprivation) -> Widening | None:
    """By how much the searches of a group vary more than by chance, over the whole force."""
    own: Sequence[Ratio] = [
        one
        for one in result.ratios
        if (one.force, one.group, one.reading) == (row.force, row.group, AS_COUNTED)
    ]
    if not own or own[0].dispersion is None:
        return None
    first = own[0]
    assert first.dispersion is not None
    return Widening(max(1.0, first.dispersion), first.degrees or inf, first.stretches or 0)


def _mantel_haenszel(
    here: dict[int, Decile], there: dict[int, Decile]
) -> tuple[float, float] | None:
    """The common ratio of rates over tenths, and the standard error of its logarithm.

    >>> one = dict(
    ...     force="x",
    ...     population_year=2021,
    ...     per_1000=0.0,
    ...     low=0.0,
    ...     high=0.0,
    ...     ratio=None,
    ...     ratio_low=None,
    ...     ratio_high=None,
    ...     snapped_low=None,
    ...     snapped_high=None,
    ...     decile=1,
    ... )
    >>> black = Decile(group="black", stops=40, population=1000.0, **one)
    >>> white = Decile(group="white", stops=100, population=5000.0, **one)
    >>> ratio, error = _mantel_haenszel({1: black}, {1: white})
    >>> round(ratio, 2), round(error**2, 6) == round(1 / 40 + 1 / 100, 6)
    (2.0, True)
    """
    top = bottom = spread = 0.0
    for tenth in here.keys() & there.keys():
        one, other = here[tenth], there[tenth]
        both = one.population + other.population
        top += one.stops * other.population / both
        bottom += other.stops * one.population / both
        spread += (one.stops + other.stops) * one.population * other.population / both**2
    if top <= 0 or bottom <= 0:
        return None
    return top / bottom, sqrt(spread / (top * bottom))
