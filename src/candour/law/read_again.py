"""What of the law is due to be read again: what was never read whole, and what may have changed."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from candour.law.filed import read_file, refuse
from candour.law.holidays import LAW_FOLDER
from candour.law.provisions import read_provisions
from candour.law.routes import read_routes
from candour.law.rules import Status, read_rules

LIST_FILE = LAW_FOLDER / "read-again.yaml"


@dataclass(frozen=True, slots=True)
class ToRead:
    """One text to read, why, and what rests on it."""

    what: str
    why: str
    ids: tuple[str, ...]
    checked_on: date | None

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {
            "ids": list(self.ids),
            "checked_on": self.checked_on.isoformat() if self.checked_on else None,
        }


def due_to_be_read(*, before: date) -> tuple[ToRead, ...]:
    """List what was not read whole, what was last checked before a day, and what is watched."""
    return (*read_list(), *_by_marks(before))


def read_list(path: Path = LIST_FILE) -> tuple[ToRead, ...]:
    file = read_file(path)
    watched = []
    for entry in file.entries("watched"):
        watched.append(
            ToRead(entry.text("what"), entry.text("why"), entry.words("ids"), checked_on=None)
        )
        for name in watched[-1].ids:
            if name not in read_routes():
                entry.wrong("ids", f"'{name}' is no route")
    file.refuse_other_keys()
    refuse(file.problems)
    return tuple(watched)


def _by_marks(before: date) -> Iterator[ToRead]:
    for rule in read_rules().by_id.values():
        if why := _why(rule.status, rule.checked_on, before):
            yield ToRead(rule.source, why, (rule.id,), rule.checked_on)
    for route in read_routes().values():
        if why := _why(route.status, route.checked_on, before):
            yield ToRead(route.law, why, (route.id,), route.checked_on)
    for key, provision in read_provisions().items():
        if why := _why(provision.how_read, provision.checked_on, before):
            yield ToRead(f"{provision.act}, {provision.section}", why, (key,), provision.checked_on)


def _why(status: Status, checked_on: date, before: date) -> str:
    if status is not Status.READ:
        return f"It was {status.value}."
    return f"It was last checked on {checked_on}." if checked_on < before else ""
