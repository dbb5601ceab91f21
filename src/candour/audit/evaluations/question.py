"""What is asked of a panel, fixed before it is read."""

from dataclasses import dataclass
from enum import StrEnum

from candour.audit.errors import PlanError
from candour.audit.findings import Option, Plan

SEED = 20_261_122
FEWEST_DRAWS = 99
AUDIT = "evaluation"


class Design(StrEnum):
    """How the effect is told from everything else."""

    CROSSOVER = "crossover"  # units go in and out of treatment
    DID = "did"  # units come under treatment and stay: difference-in-differences
    SYNTHETIC = "synthetic"  # a weighted mean of other units stands for those treated


class Drawn(StrEnum):
    """What was drawn by lot, if anything was."""

    NOTHING = "nothing"
    EACH_PERIOD = "each-period"  # in each period, which units
    WITHIN_UNIT = "within-unit"  # of each unit, which periods
    UNITS = "units"  # which units come under treatment, for good


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationQuestion:
    """What is compared.

    Attributes
    ----------
    unit, time, treated, outcome : columns of the panel
    exposure : column of what a count is set against; "" where all unit-periods are alike
    ring : column of what was counted in a ring around each unit; "" where nothing was
    design : None for the one that fits how treatment runs
    drawn : what was drawn by lot
    by_count : whether units were chosen for their counts; None where that is not known
    draws : patterns of treatment set beside the actual one, where not all can be
    what : what is evaluated, in words, such as "foot patrols in Southend, 2020"
    """

    unit: str
    time: str
    outcome: str
    treated: str = ""
    exposure: str = ""
    ring: str = ""
    design: Design | None = None
    drawn: Drawn = Drawn.NOTHING
    by_count: bool | None = None
    draws: int = 1_999
    seed: int = SEED
    what: str = ""

    def __post_init__(self) -> None:
        if self.draws < FEWEST_DRAWS:
            raise PlanError(f"--draws is {FEWEST_DRAWS} or more.")
        wanted = [self.unit, self.time, self.treated, self.outcome, self.exposure, self.ring]
        named = [name for name in wanted if name]
        if len(set(named)) < len(named):
            twice = next(name for name in named if named.count(name) > 1)
            raise PlanError(f"Column '{twice}' is named for two things: each needs its own.")

    def plan(self, design: Design, comparison: str, period: str) -> Plan:
        options: dict[str, Option] = {
            "what": self.what,
            "outcome": self.outcome,
            "exposure": self.exposure,
            "ring": self.ring,
            "design": str(design),
            "design_chosen_by": "rule" if self.design is None else "who asked",
            "drawn": str(self.drawn),
            "chosen_by_count": {None: "not known", True: "yes", False: "no"}[self.by_count],
            "draws": self.draws,
            "seed": self.seed,
        }
        return Plan(
            audit=AUDIT,
            comparison=comparison,
            reference="the same units and periods without treatment",
            family=("one effect: the rate ratio under treatment",),
            period=period,
            denominator=self.exposure or "each unit and period alike",
            options={key: value for key, value in options.items() if value != ""},
        )
