"""One setting changed and all else left as it is: how far a result hangs on what was assumed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_type_hints

from candour.simulation.city import CityResult, CitySettings, run_city
from candour.simulation.errors import CannotSimulate
from candour.simulation.seeds import Workers
from candour.simulation.worlds import Group, World


def _of_type(kind: type, *types: type) -> Iterator[str]:
    return (name for name, hint in get_type_hints(kind).items() if hint in types)


OF_WORLD = tuple(_of_type(World, int, float))
OF_GROUPS = ("offending", "discovery")  # of all groups alike
OF_POLICING = tuple(_of_type(CitySettings, int, float))
WHOLE = frozenset((*_of_type(World, int), *_of_type(CitySettings, int)))
SETTINGS = (*OF_WORLD, *OF_GROUPS, *OF_POLICING)


@dataclass(frozen=True, slots=True)
class Change:
    """A setting of a city by its name, and what it is changed to."""

    setting: str
    value: float

    def of(self, settings: CitySettings) -> CitySettings:
        """The same city with this changed.

        Raises
        ------
        CannotSimulate
            If there is no such setting, or the city that comes of it has no meaning.
        """
        if self.setting not in SETTINGS:
            raise CannotSimulate(
                f"There is no setting '{self.setting}' to change: the settings are "
                f"{', '.join(SETTINGS)}."
            )
        if self.setting in WHOLE and self.value != int(self.value):
            raise CannotSimulate(f"{self.setting} is a whole number, not {self.value:g}.")
        value: Any = int(self.value) if self.setting in WHOLE else self.value
        if self.setting in OF_POLICING:
            return replace(settings, **{self.setting: value})
        if self.setting in OF_WORLD:
            return replace(settings, world=replace(settings.world, **{self.setting: value}))
        groups = [self._in_group(group) for group in settings.world.groups]
        return replace(settings, world=settings.world.with_groups(groups))

    def _in_group(self, group: Group) -> Group:
        value: Any = self.value
        return replace(group, **{self.setting: value})


def swept(
    settings: CitySettings,
    changes: Sequence[Change],
    *,
    runs: int,
    days: int,
    seed: int,
    workers: Workers = 1,
    moved: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[tuple[Change, CityResult], ...]:
    """Run the city under each change, with feedback and the same seeds.

    Raises
    ------
    CannotSimulate
        If a change makes no city; before any is run.
    """
    cities = [change.of(settings) for change in changes]
    return tuple(
        (
            change,
            run_city(
                city,
                runs=runs,
                days=days,
                seed=seed,
                workers=workers,
                moved=lambda done, of, place=place: moved(  # type: ignore[misc]
                    place * of + done, len(cities) * of
                ),
            ),
        )
        for place, (change, city) in enumerate(zip(changes, cities, strict=True))
    )


def read_changes(texts: Iterable[str]) -> tuple[Change, ...]:
    """Read changes written as reporting=0.02,0.2,0.5.

    Raises
    ------
    CannotSimulate
    """
    changes = []
    for text in texts:
        setting, _, values = text.partition("=")
        try:
            changes += [Change(setting.strip(), float(value)) for value in values.split(",")]
        except ValueError:
            raise CannotSimulate(
                f"'{text}' is no change of a setting: write reporting=0.02,0.2,0.5."
            ) from None
    return tuple(changes)
