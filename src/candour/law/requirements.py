"""What the report asks for by way of redress, how far the routes meet it, and why no further."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from candour.law.filed import read_entries, refuse
from candour.law.holidays import LAW_FOLDER
from candour.law.letters import read_letters
from candour.law.routes import read_routes
from candour.law.rules import read_rules

REQUIREMENTS_FILE = LAW_FOLDER / "requirements.yaml"
MET = ("yes", "partly", "no")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One demand; what is not met says why."""

    id: str
    asks: str
    met: str
    why: str
    routes: tuple[str, ...]
    letters: tuple[str, ...]
    clocks: tuple[str, ...]


@cache
def read_requirements(path: Path = REQUIREMENTS_FILE) -> Mapping[str, Requirement]:
    """Read all demands, and hold what answers each against what there is."""
    entries, problems = read_entries(path)
    letters, rules = read_letters().by_kind, read_rules().by_id
    requirements = {}
    for name, entry in entries:
        requirements[name] = Requirement(
            id=name,
            asks=entry.text("asks"),
            met=entry.one_of("met", MET),
            why=entry.text("why", default=""),
            routes=entry.some_of("routes", tuple(read_routes())),
            letters=entry.some_of("letters", tuple(letters)),
            clocks=entry.some_of("clocks", tuple(rules)),
        )
        entry.refuse_other_keys()
        if requirements[name].met != "yes" and not requirements[name].why:
            entry.wrong("why", "is missing; say why it is not met")
    refuse(problems)
    return requirements
