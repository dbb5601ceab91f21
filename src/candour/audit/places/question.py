"""What is asked of targets, fixed before they are read."""

from dataclasses import dataclass
from typing import Any

from candour.audit.errors import PlanError
from candour.audit.findings import Plan
from candour.audit.geography.deprivation import Deprivation
from candour.audit.geography.national_grid import NAME as GRID
from candour.audit.places.overlay import Allocation
from candour.audit.places.placement import FEWEST_PLACEMENTS, Null

EVERYONE_ELSE = "everyone else"
SEED = 20_261_122
AREAS_FOR_FINE_BANDS = 1_000


@dataclass(frozen=True, slots=True)
class PlacesQuestion:
    """What is compared.

    Attributes
    ----------
    reference : the group that others are compared with
    group : that the test is of; by default everyone but the reference
    domain : of deprivation
    null : what chance placement keeps
    what : what the targets are, in words, such as "burglary, June 2023 to May 2026"
    """

    reference: str
    group: str = ""
    domain: str = "income"
    null: Null = Null.SHIFT
    allocation: Allocation | None = None
    placements: int = 999
    seed: int = SEED
    what: str = ""

    def __post_init__(self) -> None:
        if self.placements < FEWEST_PLACEMENTS:
            raise PlanError(f"--placements is {FEWEST_PLACEMENTS} or more.")
        if self.group and self.group == self.reference:
            raise PlanError("A group can't be compared with itself: --group is another one.")

    @property
    def tested(self) -> str:
        return self.group or EVERYONE_ELSE

    def plan(
        self, *, allocation: Allocation, deprivation: Deprivation | None, areas: int, groups: int
    ) -> Plan:
        options: dict[str, Any] = {
            "targets": self.what,
            "allocation": str(allocation),
            "null": str(self.null),
            "tested": self.tested,
            "placements": self.placements,
            "seed": self.seed,
            "grid": GRID,
        }
        if deprivation is not None:
            options |= {"domain": deprivation.domain, "column": deprivation.column}
        if self.null is Null.BANDED:
            options["bands_of_density"], options["bands_of_deprivation"] = fine_bands(areas)
        return Plan(
            audit="places",
            comparison="share of each group's residents who live in targets",
            reference=self.reference,
            family=(f"each of the {groups - 1} other groups against the reference",),
            denominator="residents of the areas in the population file, as the census counts them",
            options={key: value for key, value in options.items() if value != ""},
        )


def fine_bands(areas: int) -> tuple[int, int]:
    """Into how many bands of density and of deprivation so many areas can be put."""
    return (3, 10) if areas >= AREAS_FOR_FINE_BANDS else (2, 5)
