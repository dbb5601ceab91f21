"""Who lives in each of many small areas, by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")


Floats: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True, slots=True, eq=False)
class Residents:
    """Who lives in each area.

    Attributes
    ----------
    groups : what each group is called; they don't overlap and add up to everyone
    people : ndarray of float, shape (n_groups, n_areas)
    """

    groups: tuple[str, ...]
    people: Floats

    @property
    def everyone(self) -> Floats:
        """Shape (n_areas,)."""
        return np.asarray(self.people.sum(axis=0))

    def of(self, group: str) -> Floats:
        return np.asarray(self.people[self.groups.index(group)])
