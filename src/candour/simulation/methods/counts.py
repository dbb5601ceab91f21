"""Plain counts: the places where most was recorded are expected to be those again.

West Midlands Police divide the force area into squares of one kilometre, use two years of
recorded crimes and look four weeks ahead, as *Automated Racism* reports in section 3.1.2; how
their tool weighs the two years is not published. The count is the closest documented relative,
and the plain rule that every other method has to beat.
"""

from dataclasses import dataclass
from math import isfinite

from candour.simulation.attention import Attention
from candour.simulation.errors import CannotSimulate
from candour.simulation.history import History
from candour.simulation.methods.base import Described, Parameter

TWO_YEARS = 730
FOUR_WEEKS = 28
A_KILOMETRE = 1_000.0
REPORT = "Automated Racism (2025), section 3.1.2"


@dataclass(frozen=True, slots=True)
class Counts:
    """Attention in proportion to the events of a window, each as much as another."""

    window: int = TWO_YEARS
    harm: bool = False

    def __post_init__(self) -> None:
        if self.window < 1:
            raise CannotSimulate(f"A window is at least one day, not {self.window}.")

    @property
    def described(self) -> Described:
        return Described(
            name="counts",
            does="Gives each cell attention in proportion to the events recorded there lately.",
            source=(
                f"{REPORT}, for the two years of West Midlands Police; the rule itself is older "
                "than any system"
            ),
            parameters=(Parameter("window", self.window, "days", "Automated Racism (2025), n239"),),
        )

    def attend(self, history: History, day: int) -> Attention:
        window = history.before(day, window=self.window)
        return Attention(window.totals() if self.harm else window.counts().astype(float))


@dataclass(frozen=True, slots=True)
class GridCounts:
    """Plain counts of two years on a grid of squares, asked about four weeks at a time.

    Cells and horizon are those described for West Midlands Police, who also looked at squares of
    500 metres; the weighing of the two years is not described, so each event counts alike.

    Attributes
    ----------
    square : metres along a side
    window : days looked back
    horizon : days that are asked about together
    """

    square: float = A_KILOMETRE
    window: int = TWO_YEARS
    horizon: int = FOUR_WEEKS

    def __post_init__(self) -> None:
        if not (isfinite(self.square) and self.square > 0):
            raise CannotSimulate(f"A square is more than 0 metres wide, not {self.square:g}.")

    @property
    def described(self) -> Described:
        return Described(
            name="grid-counts",
            does=(
                "Counts two years of records in the squares of a grid, and puts first for the "
                "next four weeks the squares with most."
            ),
            source=f"{REPORT}, for cells, years and weeks; how they are weighed is not described",
            parameters=(
                Parameter("square", self.square, "metres", "Automated Racism (2025), n238"),
                Parameter("window", self.window, "days", "Automated Racism (2025), n239"),
                Parameter("horizon", self.horizon, "days", "Automated Racism (2025), n238"),
            ),
        )

    def attend(self, history: History, day: int) -> Attention:
        return Counts(self.window).attend(history, day)
