"""A made-up city whose truth is known: who lives where, who offends, who reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

from candour.core.extras import Late
from candour.simulation.errors import CannotSimulate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Floats: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of simulated residents.

    Attributes
    ----------
    name : what it is called; made up
    share : its part of the city's residents, from 0 to 1
    offending : offences a day for each 1,000 of its residents
    discovery : the chance that an offence of one of its members in an area is discovered by a
        patrol that visits the area that day
    """

    name: str
    share: float
    offending: float = 1.0
    discovery: float = 0.4


@dataclass(frozen=True, slots=True)
class World:
    """The settings of a city.

    Only the product of offending and discovery can be learnt from police records: worlds that
    differ in both and agree in the product leave the same records. So what a city shows is given
    as a range over both, never as the truth about a real place.

    Attributes
    ----------
    groups : the groups; the first is the one that others are compared with
    areas : how many areas the city has, on a square grid
    residents : residents of each area
    separation : how unevenly the groups live, from 0 (alike in every area) to 1 (apart)
    reporting : the chance that an offence is reported by someone, whoever patrols where
    past_policing : how many times as often areas where other groups live were patrolled in the
        years that the first records come from; 1 is evenly
    """

    groups: tuple[Group, ...] = (Group("A", 0.8), Group("B", 0.2))
    areas: int = 500
    residents: int = 1_500
    separation: float = 0.5
    reporting: float = 0.02
    past_policing: float = 2.0

    def __post_init__(self) -> None:
        _refuse_bad(self)

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    def people(self) -> NDArray[np.int64]:
        """Residents by group and area, shape (n_groups, n_areas); none is lost in rounding.

        The first group fills what the others leave. Their share rises from one side of the city to
        the other, the more steeply the greater the separation.
        """
        place = (np.arange(self.areas) + 0.5) / self.areas
        others = np.array([group.share for group in self.groups[1:]])
        total = float(others.sum())
        steep = np.where(place > 1 - total, 1.0, 0.0) if total else np.zeros(self.areas)
        mixed = (1 - self.separation) * total + self.separation * steep
        counts = np.zeros((len(self.groups), self.areas), dtype=np.int64)
        for row, share in enumerate(others, start=1):
            counts[row] = np.rint(self.residents * mixed * share / total if total else 0)
        counts[0] = self.residents - counts[1:].sum(axis=0)
        return counts

    def with_groups(self, groups: Sequence[Group]) -> World:
        return replace(self, groups=tuple(groups))

    def others_changed(self, *, offending: float, discovery: float) -> World:
        """Every group but the first offends, and is discovered, so many times as often.

        Where the product of both is 1, it is another truth that leaves the same discovered records.
        """
        first, *others = self.groups
        changed = [
            replace(
                group,
                offending=group.offending * offending,
                discovery=group.discovery * discovery,
            )
            for group in others
        ]
        return self.with_groups([first, *changed])


def _refuse_bad(world: World) -> None:
    _refuse_bad_groups(world.groups)
    if world.areas < 2:  # noqa: PLR2004
        raise CannotSimulate("A city of one area leaves a patrol nowhere else to go.")
    if world.residents < len(world.groups):
        raise CannotSimulate("An area needs a resident of each group at least.")
    for name in ("separation", "reporting"):
        value: float = getattr(world, name)
        if not 0 <= value <= 1:
            raise CannotSimulate(f"{name.capitalize()} is a share from 0 to 1, not {value:g}.")
    if not world.past_policing > 0:
        raise CannotSimulate("Past policing is a number of times above 0; 1 is evenly.")


def _refuse_bad_groups(groups: Sequence[Group]) -> None:
    shares = [group.share for group in groups]
    if len(groups) < 2 or len({group.name for group in groups}) < len(groups):  # noqa: PLR2004
        raise CannotSimulate("A city has at least two groups, each with a name of its own.")
    if min(shares) <= 0 or abs(sum(shares) - 1) > 1e-9:  # noqa: PLR2004
        raise CannotSimulate(f"The groups' shares must add up to 1, not {sum(shares):g}.")
    for group in groups:
        if not (isfinite(group.offending) and group.offending >= 0):
            raise CannotSimulate(f"Offending of group {group.name} must be 0 or more.")
        if not 0 <= group.discovery <= 1:
            raise CannotSimulate(
                f"Discovery of group {group.name} is a chance from 0 to 1, not {group.discovery:g}."
            )
