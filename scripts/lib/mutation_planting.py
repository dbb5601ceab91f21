"""Put a changed function in the place of one that is already loaded."""

import functools
import gc
import importlib
import types
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scripts.lib.mutants import Mutant, planted
from scripts.lib.mutation_map import ROOT
from scripts.lib.mutation_results import LEFT_OUT

Place = tuple[str, str, int]
CACHED = type(functools.lru_cache(len))
Functions = dict[Place, list[types.FunctionType]]


def functions_by_place() -> Functions:
    """Every function of ours that is loaded, by its file, qualified name and first line."""
    by_place: Functions = {}
    for function in _loaded(types.FunctionType):
        code = function.__code__
        if code.co_filename.startswith(str(ROOT)):
            place = (code.co_filename, code.co_qualname, code.co_firstlineno)
            by_place.setdefault(place, []).append(function)
    return by_place


def _loaded(kind: type) -> Iterator[Any]:
    """All there is of one type. Of a proxy the type is asked, for what it stood for may be gone."""
    return (thing for thing in gc.get_objects() if issubclass(type(thing), kind))


def load(folder: Path) -> None:
    """Load every module of a package: what only a test would load could not be changed before."""
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(ROOT / "src").with_suffix("").as_posix().replace("/", ".")
        if not any(part in path.parts for part in LEFT_OUT):
            importlib.import_module(name.removesuffix(".__init__"))


def plant(path: Path, mutant: Mutant, functions: Functions, caches: Sequence[Any]) -> bool:
    """Give the loaded functions of a file the changed code; say whether any was changed."""
    changed = compile(planted(path, mutant), str(path), "exec", dont_inherit=True)
    planted_any = False
    for code in _codes(changed):
        for function in functions.get((str(path), code.co_qualname, code.co_firstlineno), ()):
            if function.__code__ != code:
                try:
                    function.__code__ = _with_names_of(function, code)
                except ValueError:  # it needs fewer names of the function around it, but not none
                    continue
                planted_any = True
    for cached in caches:
        cached.cache_clear()
    return planted_any


def _with_names_of(function: types.FunctionType, code: types.CodeType) -> types.CodeType:
    """The code, fit for a function that was given names from around it (`super` needs one)."""
    if code.co_freevars:
        return code
    return code.replace(co_freevars=function.__code__.co_freevars)


def caches_loaded() -> list[Any]:
    """Every function that is loaded and remembers its answers."""
    return [*_loaded(CACHED)]


def file_of(cached: Any) -> str:
    code = getattr(cached.__wrapped__, "__code__", None)
    return code.co_filename if code else ""


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from _codes(constant)
