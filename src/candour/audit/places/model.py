"""Models of being a target: a check on the ratios, in an order that is fixed before any is read.

Each takes in one more covariate than the one before: the group's share of residents; how densely
people live; how deprived they are; and last, only where it is given, recorded crime. The last is in
no headline: recorded crime is shaped by policing, so what it takes off a difference may be what
policing put there.

The odds ratios take areas as independent, which neighbours are not, so their intervals are too
narrow: Moran's I of what a model leaves says how far. The test against chance placement does not
take it. Where targets are few, only as many covariates are taken in as there are tens of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.geography.residents import Residents
from candour.audit.places.exposure import FEWEST_AREAS
from candour.audit.statistics.firth import NoModel, OddsRatio, fit, odds_ratio
from candour.audit.statistics.moran import Moran, moran, nearest_neighbours
from candour.core.errors import CandourError
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Floats: TypeAlias = "NDArray[np.float64]"

HALF = 0.5  # of an area in targets, from which it counts as one
TARGETS_A_COVARIATE = 10
POINTS = 10  # of the group's share of residents, in per cent: the step of the odds ratio
GROUP_SHARE, DENSITY, DEPRIVATION, CRIME = (
    "the group's share of residents",
    "density of residents",
    "deprivation",
    "recorded crime",
)


class NotModelled(CandourError):
    """Targets of which no model can be made: says why."""


@dataclass(frozen=True, slots=True)
class Model:
    """One of the nested models.

    Attributes
    ----------
    covariates : in the order in which they were taken in
    odds_ratio : of being a target, for ten points more of the group among residents
    areas, targeted : with residents; and of them those at least half in targets
    left_over : Moran's I of what the model does not account for; None where it fits exactly
    """

    covariates: tuple[str, ...]
    odds_ratio: OddsRatio
    areas: int
    targeted: int
    left_over: Moran | None

    @property
    def holds_recorded_crime(self) -> bool:
        return CRIME in self.covariates


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What is known of each area; shape (n_areas,) each.

    Attributes
    ----------
    square_metres : of land
    x, y : a point in each
    deprivation : the higher, the more deprived; None where it is not known
    crime : recorded events; None where none were given
    """

    square_metres: Floats
    x: Floats
    y: Floats
    deprivation: Floats | None = None
    crime: Floats | None = None


def models(
    residents: Residents, covered: Floats, ground: Ground, *, group: NDArray[np.bool_]
) -> tuple[Model, ...]:
    """Model being a target, one covariate more at a time.

    Parameters
    ----------
    covered : ndarray of float, shape (n_areas,)
        How much of each area is in targets; from a half it counts as one.
    group : ndarray of bool, shape (n_groups,)
        The groups whose share of residents comes first.

    Raises
    ------
    NotModelled
        If fewer than ten areas with residents are targets, or fewer than ten are not, or the
        group's share is the same everywhere.

    References
    ----------
    Peduzzi, P. et al. (1996). A simulation study of the number of events per variable in logistic
    regression analysis. Journal of Clinical Epidemiology 49(12), 1373-1379: ten to a covariate.
    """
    lived_in = residents.everyone > 0
    happened = covered[lived_in] >= HALF
    fewer = int(min(happened.sum(), (~happened).sum()))
    if fewer < FEWEST_AREAS:
        raise NotModelled(
            f"fewer than {FEWEST_AREAS} areas are at least half in targets, or fewer are not"
        )
    neighbours = nearest_neighbours(ground.x[lived_in], ground.y[lived_in])
    columns, names = [np.ones(happened.size)], list[str]()
    nested: list[Model] = []
    for name, values in _covariates(residents, ground, group):
        columns.append(values[lived_in])
        names.append(name)
        if nested and fewer < TARGETS_A_COVARIATE * len(names):
            break
        table = np.column_stack(columns)
        try:
            step = odds_ratio(table, happened, 1)
            left = happened - fit(table, happened).chances
        except NoModel as error:
            if nested:
                break
            raise NotModelled(str(error)) from None
        nested.append(
            Model(tuple(names), step, happened.size, int(happened.sum()), moran(left, neighbours))
        )
    return tuple(nested)


def _covariates(
    residents: Residents, ground: Ground, group: NDArray[np.bool_]
) -> Iterator[tuple[str, Floats]]:
    """Each covariate in its order, in steps of about its own spread."""
    everyone = residents.everyone
    share = np.divide(
        residents.people[group].sum(axis=0),
        everyone,
        out=np.zeros_like(everyone),
        where=everyone > 0,
    )
    yield GROUP_SHARE, share * 100 / POINTS
    density = np.maximum(everyone, 1) / ground.square_metres
    yield DENSITY, _in_spreads(np.log(density))
    if ground.deprivation is not None:
        yield DEPRIVATION, _in_spreads(ground.deprivation)
    if ground.crime is not None:
        yield CRIME, _in_spreads(np.log1p(ground.crime))


def _in_spreads(values: Floats) -> Floats:
    spread = float(values.std())
    away = np.asarray(values - values.mean())
    return away / spread if spread > 0 else away
