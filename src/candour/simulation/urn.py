"""Two regions, one patrol, and records that decide where it goes next: an urn.

A ball is a record of a region. The patrol goes to a region with the chance of drawing one of its
balls; what it discovers there is added as balls; balls may decay. The model, its variants and
the correction are those of Ensign, Friedler, Neville, Scheidegger & Venkatasubramanian (2018).

What it shows, and no more:

- with equal discovery the share of the records keeps its starting bias on average (it is a
  martingale where nothing decays); single runs end anywhere around it;
- with unequal discovery the region with more runs away;
- with the correction the share settles at the truth.

References
----------
Ensign, D., Friedler, S. A., Neville, S., Scheidegger, C. & Venkatasubramanian, S. (2018).
Runaway feedback loops in predictive policing. Proceedings of Machine Learning Research 81.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

from candour.core.extras import Late
from candour.simulation.bands import Band
from candour.simulation.errors import CannotSimulate
from candour.simulation.seeds import Seeds, Workers, in_blocks, seeds_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Pair = tuple[float, float]
POINTS = 101  # moments at which the share is kept, the start and the end among them


class Discovery(StrEnum):
    """How many balls a visit adds."""

    POISSON = "poisson"  # a Poisson number, whose mean is the region's rate
    CHANCE = "chance"  # one ball with the region's rate as the chance, else none


@dataclass(frozen=True, slots=True)
class UrnSettings:
    """What an urn is run with.

    Attributes
    ----------
    start : balls of the first and the second region; both above 0
    rates : balls a visit to each adds, on average (Poisson), or the chance of one (chance)
    reported : balls a day that each region adds without a visit, on average: incidents that
        people report, whoever is sent where
    decay : the chance that a ball leaves after a draw; one of each region always stays
    correction : keep what a visit discovers only with a chance in proportion to the other
        region's share, so that a region seen twice as often is believed half as often; what is
        reported is kept as it is
    discovery : how many balls a visit adds
    """

    start: Pair
    rates: Pair
    reported: Pair = (0.0, 0.0)
    decay: float = 0.0
    correction: bool = False
    discovery: Discovery = Discovery.POISSON

    def __post_init__(self) -> None:
        _refuse_bad(self)

    @property
    def truth(self) -> float:
        """The first region's share of all incidents, visited or reported."""
        first, second = (r + p for r, p in zip(self.rates, self.reported, strict=True))
        return first / (first + second)

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"discovery": self.discovery.value}


@dataclass(frozen=True, slots=True)
class UrnResult:
    """What runs of one urn gave.

    Attributes
    ----------
    share : the first region's share of the balls after the last draw, over runs
    truth : its share of what happens
    draws : after how many draws each of `over_time` was read, from 0
    over_time : the share at each of them
    """

    settings: UrnSettings
    runs: int
    seed: int
    share: Band
    truth: float
    draws: tuple[int, ...]
    over_time: tuple[Band, ...]


def run_urn(
    settings: UrnSettings,
    *,
    runs: int,
    draws: int,
    seed: int,
    workers: Workers = 1,
    moved: Callable[[int, int], None] = lambda done, of: None,
) -> UrnResult:
    """Run an urn many times and say where the first region's share of the records ends.

    Parameters
    ----------
    runs : int
        Replicates, each with a stream of chance of its own.
    draws : int
        Visits in a run.
    seed : int
        The same seed gives the same numbers, whatever the number of workers.

    Raises
    ------
    CannotSimulate
        If there are no runs or draws.

    Notes
    -----
    The martingale holds at decay 0 only: decay forgets, and one ball of each region always stays,
    which draws a nearly empty urn to the middle. Shares are unitless, from 0 to 1.
    """
    if draws < 1:
        raise CannotSimulate(f"At least one draw is needed; {draws} were asked for.")
    shares, at = shares_over_time(settings, seeds_of(seed, runs), draws, workers, moved)
    return UrnResult(
        settings=settings,
        runs=runs,
        seed=seed,
        share=Band.of(shares[:, -1]),
        truth=settings.truth,
        draws=tuple(int(draw) for draw in at),
        over_time=Band.over_time(shares),
    )


def shares_over_time(
    settings: UrnSettings,
    seeds: Seeds,
    draws: int,
    workers: Workers = 1,
    moved: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The share of each run at each moment kept, shape (n_runs, n_moments), and the moments."""
    at = np.unique(np.linspace(0, draws, min(POINTS, draws + 1)).astype(np.int64))
    run = partial(_one_block, settings=settings, at=at)
    return np.concatenate(in_blocks(run, seeds, workers=workers, moved=moved)), at


def _one_block(
    seeds: Seeds, *, settings: UrnSettings, at: NDArray[np.int64]
) -> NDArray[np.float64]:
    from candour.simulation import _urn_loop  # compiled, and slow to load

    return _urn_loop.shares(
        seeds,
        np.array(settings.start),
        np.array(settings.rates),
        np.array(settings.reported),
        settings.decay,
        settings.correction,
        settings.discovery == Discovery.POISSON,
        at,
    )


def _refuse_bad(settings: UrnSettings) -> None:
    for name in ("start", "rates", "reported"):
        pair: Pair = getattr(settings, name)
        if not all(isfinite(number) and number >= 0 for number in pair):
            raise CannotSimulate(
                f"The two numbers of {name} must be 0 or more, not {_pair_in_words(pair)}."
            )
    if min(settings.start) <= 0:
        raise CannotSimulate("Each region starts with some balls: give two numbers above 0.")
    if not sum(settings.rates) + sum(settings.reported) > 0:
        raise CannotSimulate("Nothing is ever discovered or reported: give rates above 0.")
    if settings.discovery == Discovery.CHANCE and max(settings.rates) > 1:
        raise CannotSimulate(
            f"A chance is at most 1; the rates are {_pair_in_words(settings.rates)}."
        )
    if not 0 <= settings.decay < 1:
        raise CannotSimulate(f"Decay is a chance from 0 to below 1, not {settings.decay:g}.")
    if settings.decay and any(start != round(start) for start in settings.start):
        raise CannotSimulate("Balls decay one by one: with decay, start with whole numbers.")


def _pair_in_words(pair: Pair) -> str:
    return " and ".join(f"{number:g}" for number in pair)


# Balls of each region and incidents a day, from drug crimes recorded in Oakland in 2010 (a region
# on the list of the most targeted and its opposite), as Ensign et al. give them in section 3.3.
OAKLAND = UrnSettings(start=(609.0, 379.0), rates=(3.68511, 2.816466), decay=0.01)
PAIRS = {"oakland": OAKLAND}
