"""What the register knows of each force and justice body of the country, and of which nothing.

A body without a known system is one of which nothing was read, and not one that has none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from candour.evidence.asked import POLICE
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.statements import Silence, Statement

ABROAD = "abroad"
JUSTICE = frozenset({"prosecutor", "public-service"})
REGISTER = "candour"
WHO_AND_WHERE = frozenset({"name", "also", "kind", "nation", "code", "location"})
ASKED = "asked"


@dataclass(frozen=True, slots=True)
class BodyCovered:
    """What is known of one body.

    `systems` are those that name it as operator, those stopped or only planned too; `says` the
    terms told of its use; `sources` those that tell of it or its systems beyond its name;
    `last_said` the newest day on which anything of it was said or came out, "" where no day is
    told; `asked_in` the sources that tell that it was asked; `answers` the terms of what it did
    when asked.
    """

    slug: str
    name: str
    kind: str
    nation: tuple[str, ...]
    systems: tuple[str, ...]
    says: tuple[str, ...]
    sources: tuple[str, ...]
    last_said: str
    asked_in: tuple[str, ...]
    answers: tuple[str, ...]

    @property
    def nothing_known(self) -> bool:
        """Whether no source read tells of a system of it, or of its use of any."""
        return not self.systems and not self.says

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"nothing_known": self.nothing_known}


def covered(
    bodies: Iterable[SubjectFile], systems: Iterable[SubjectFile], schema: Schema
) -> list[BodyCovered]:
    """All forces of the country and every other body of it that runs a system of the register.

    Prosecutors and public services are there whether they run one or not.
    """
    run_by: dict[str, list[SubjectFile]] = {}
    for system in systems:
        if ABROAD not in _terms(system, "nation"):
            for body in set(system.slugs("operator")):
                run_by.setdefault(body, []).append(system)
    forces = [
        _covered(body, run_by.get(body.slug, []), schema)
        for body in bodies
        if _counts(body, run_by)
    ]
    return sorted(forces, key=lambda one: (one.kind not in POLICE, one.name))


def _counts(body: SubjectFile, run_by: Mapping[str, list[SubjectFile]]) -> bool:
    if ABROAD in _terms(body, "nation"):
        return False
    return body.first_text("kind") in POLICE | JUSTICE or body.slug in run_by


def _covered(body: SubjectFile, systems: list[SubjectFile], schema: Schema) -> BodyCovered:
    own = [one for one in body.statements if one.field not in WHO_AND_WHERE]
    telling = [one for one in own if _tells(one)]
    telling += [one for system in systems for one in system.statements if _tells(one)]
    disclosure = [one for one in body.of("disclosure") if not isinstance(one.value, Silence)]
    terms = schema.vocabularies["predictive-use"]
    return BodyCovered(
        body.slug,
        body.name,
        body.first_text("kind"),
        tuple(_terms(body, "nation")),
        tuple(sorted(system.slug for system in systems)),
        tuple(sorted({term for term in _terms(body, "predictive-use") if term in terms})),
        tuple(sorted({one.source for one in telling})),
        max((_last_day(one) for one in telling), default=""),
        tuple(sorted({one.source for one in disclosure})),
        tuple(sorted({str(one.value) for one in disclosure} - {ASKED})),
    )


def _tells(statement: Statement) -> bool:
    """Whether it is something told: no silence, and nothing that this register adds."""
    return statement.said_by != (REGISTER,) and not isinstance(statement.value, Silence)


def _last_day(statement: Statement) -> str:
    days = [statement.known_to]
    if statement.public_on is not None:
        days.append(statement.public_on.start.latest)
    days_told: list[date] = [day for day in days if day is not None]
    return max(days_told).isoformat() if days_told else ""


def _terms(subject: SubjectFile, field: str) -> list[str]:
    return [str(one.value) for one in subject.of(field) if not isinstance(one.value, Silence)]
