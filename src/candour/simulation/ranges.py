"""One city under every truth that its records allow: results as a range, never as one truth.

What police discover is offending times the chance of its being discovered. Records hold the
product alone, so a city is run with the other groups offending and being discovered at several
times the first setting, those among them whose product is the same and those where it is not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from candour.simulation.city import CityResult, CitySettings, run_city
from candour.simulation.errors import CannotSimulate
from candour.simulation.seeds import Workers


@dataclass(frozen=True, slots=True)
class Truth:
    """How many times as often the other groups offend, and their offences are discovered."""

    offending: float
    discovery: float

    @property
    def product(self) -> float:
        return self.offending * self.discovery

    def of(self, settings: CitySettings) -> CitySettings:
        """The same city under this truth.

        Raises
        ------
        CannotSimulate
            If a chance of discovery would be above 1.
        """
        world = settings.world.others_changed(offending=self.offending, discovery=self.discovery)
        return replace(settings, world=world)

    def is_possible(self, settings: CitySettings) -> bool:
        return all(group.discovery * self.discovery <= 1 for group in settings.world.groups[1:])


STEPS = (0.5, 1.0, 2.0)
TRUTHS = tuple(Truth(offending, discovery) for offending in STEPS for discovery in STEPS)


@dataclass(frozen=True, slots=True)
class WholeCity:
    """A city with feedback and without, and with feedback under each truth that is possible."""

    with_feedback: CityResult
    without_feedback: CityResult
    over_truths: tuple[tuple[Truth, CityResult], ...]


def whole_city(
    settings: CitySettings,
    truths: Sequence[Truth],
    *,
    runs: int,
    days: int,
    seed: int,
    workers: Workers = 1,
    moved: Callable[[int, int], None] = lambda done, of: None,
) -> WholeCity:
    """Run a city with the same chance under each setting, so that only the setting differs.

    Raises
    ------
    CannotSimulate
        If there are no runs, days or workers.
    """
    possible = [truth for truth in truths if truth.is_possible(settings)]
    if not possible:
        raise CannotSimulate("No truth is possible: discovery would be above 1 under each.")
    pieces = 2 + len(possible)

    def run(place: int, changed: CitySettings, *, feedback: bool) -> CityResult:
        return run_city(
            changed,
            runs=runs,
            days=days,
            seed=seed,
            feedback=feedback,
            workers=workers,
            moved=lambda done, of: moved(place * of + done, pieces * of),
        )

    fed = run(0, settings, feedback=True)
    unfed = run(1, settings, feedback=False)
    over = tuple(
        (truth, run(place, truth.of(settings), feedback=True))
        for place, truth in enumerate(possible, start=2)
    )
    return WholeCity(fed, unfed, over)
