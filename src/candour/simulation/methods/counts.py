"""Plain counts: the places where most was recorded are expected to be those again.

West Midlands Police divide the force area into squares of one kilometre, use two years of
recorded crimes and look four weeks ahead, as *Automated Racism* reports in section 3.1.3; how
their tool weighs the two years is not published. The count is the closest documented relative,
and the plain rule that every other method has to beat.
"""

from dataclasses import dataclass

from candour.simulation.attention import Attention
from candour.simulation.errors import CannotSimulate
from candour.simulation.history import History
from candour.simulation.methods.base import Described, Parameter

TWO_YEARS = 730


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
                "Automated Racism (2025), section 3.1.3, for the two years of West Midlands "
                "Police; the rule itself is older than any system"
            ),
            parameters=(Parameter("window", self.window, "days", "Automated Racism (2025), n239"),),
        )

    def attend(self, history: History, day: int) -> Attention:
        window = history.before(day, window=self.window)
        return Attention(window.totals() if self.harm else window.counts().astype(float))
