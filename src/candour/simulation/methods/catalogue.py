"""Every documented method, with what it needs, so that a command can list and choose them."""

from candour.simulation.methods.base import Described
from candour.simulation.methods.counts import Counts, GridCounts
from candour.simulation.methods.kernel import KernelDensity
from candour.simulation.methods.prospective import Prospective
from candour.simulation.methods.risk_terrain import RiskTerrain
from candour.simulation.methods.self_exciting import SelfExciting
from candour.simulation.methods.self_exciting_kernel import SelfExcitingKernel
from candour.simulation.terrain import Terrain

NOWHERE = Terrain.grid(columns=1, rows=1, size=1.0)

LIST_RULE = Described(
    name="list",
    does=(
        "Lists simulated people who are named in enough reports, by the published criteria of the "
        "Violence Harm Assessment, with or without suspect and intelligence data."
    ),
    source="Automated Racism (2025), section 4.1",
    parameters=(),
)

DESCRIBED: tuple[Described, ...] = (
    Counts().described,
    GridCounts().described,
    KernelDensity(NOWHERE).described,
    Prospective(NOWHERE).described,
    SelfExciting().described,
    SelfExcitingKernel(NOWHERE).described,
    RiskTerrain(NOWHERE, {}).described,
    LIST_RULE,
)
