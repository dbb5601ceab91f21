"""A city as a TOML file: its policing at the top, `[world]` below, and a `[[groups]]` for each."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from candour.simulation.city import CitySettings, Mitigation
from candour.simulation.errors import CannotSimulate
from candour.simulation.worlds import Group, World

T = TypeVar("T")
NAMED_ELSEWHERE = frozenset({"method", "world"})


def read_settings(path: Path) -> CitySettings:
    """Read a city; what the file leaves out is as it is by default. The method comes from outside.

    Raises
    ------
    CannotSimulate
        If the file can't be read, is no TOML, or a key or value is not what it should be.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CannotSimulate(f"{path.name} can't be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CannotSimulate(f"{path.name} is no TOML: {error}.") from None
    groups = data.pop("groups", None)
    world = data.pop("world", {})
    if not isinstance(world, dict):
        raise CannotSimulate(f"{path.name}: world is a table of its own, headed [world].")
    if groups is not None:
        world["groups"] = _groups(path, groups)
    if "mitigation" in data:
        data["mitigation"] = _mitigation(path, data["mitigation"])
    wanted = NAMED_ELSEWHERE & set(data)
    if wanted:
        raise CannotSimulate(f"{path.name}: {min(wanted)} is not said in the file: use --method.")
    built = _built(path, World, world, where="[world]")
    return _built(path, CitySettings, {**data, "world": built}, where="the top of the file")


def _groups(path: Path, groups: object) -> tuple[Group, ...]:
    if not isinstance(groups, list) or not all(isinstance(row, dict) for row in groups):
        raise CannotSimulate(f"{path.name}: each group is a table headed [[groups]].")
    return tuple(_built(path, Group, row, where="[[groups]]") for row in groups)


def _mitigation(path: Path, name: object) -> Mitigation:
    if name not in set(Mitigation):
        raise CannotSimulate(
            f"{path.name}: there is no mitigation '{name}': it is one of {', '.join(Mitigation)}."
        )
    return Mitigation(str(name))


def _built(path: Path, kind: type[T], values: Mapping[str, Any], *, where: str) -> T:
    """A dataclass from the values of a table, each held to the type of its default."""
    types = get_type_hints(kind)
    for name, value in values.items():
        if name not in types:
            raise CannotSimulate(
                f"{path.name}: '{name}' is no setting of {where}: the settings are "
                f"{', '.join(sorted(set(types) - NAMED_ELSEWHERE))}."
            )
        if not _fits(types[name], value):
            raise CannotSimulate(f"{path.name}: {name} can't be {value!r:.40} in {where}.")
    try:
        return kind(**values)
    except TypeError as error:
        raise CannotSimulate(f"{path.name}: {where} lacks a setting ({error}).") from None


def _fits(hint: object, value: object) -> bool:
    allowed: dict[object, tuple[type, ...]] = {int: (int,), float: (int, float), str: (str,)}
    return hint not in allowed or type(value) in allowed[hint]
