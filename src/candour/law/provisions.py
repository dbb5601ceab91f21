"""The provisions that letters, replies and steps rest on, and whom each of them binds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from candour.law.bodies import BodyKind, DataLaw, Force, read_kinds
from candour.law.filed import Entry, read_entries, refuse
from candour.law.holidays import LAW_FOLDER, Country, Nation
from candour.law.rules import Status

PROVISIONS_FILE = LAW_FOLDER / "provisions.yaml"
STATUS_KEYS = tuple(name.lower() for name in Status.__members__)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a law, a letter or a paragraph of one reaches; the default is everyone."""

    nations: tuple[Nation, ...]
    countries: tuple[Country, ...]
    data_laws: tuple[DataLaw, ...]
    bodies: tuple[str, ...]
    is_public_only: bool
    is_information: bool
    is_without_country: bool

    def takes_in(self, force: Force, nation: Nation, country: Country | None) -> bool:
        """Whether a body is reached, in a part of the UK whose law is that of `nation`."""
        return nation in self.nations and self.has(force.kind, nation) and self._is_of(country)

    def has(self, kind: BodyKind, nation: Nation) -> bool:
        return (
            kind.id in self.bodies
            and kind.data_law in self.data_laws
            and (kind.is_public or not self.is_public_only)
            and (nation in kind.information or not self.is_information)
        )

    def _is_of(self, country: Country | None) -> bool:
        if self.is_without_country:
            return country is None
        return not self.countries or country in self.countries


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision of the law, whom it binds, and how far we read it.

    `is_since_read` is false where the day it came into force is background knowledge.
    """

    key: str
    act: str
    section: str
    since: date
    is_since_read: bool
    until: date | None
    status: str
    checked_on: date
    reach: Reach

    def binds(self, force: Force, nation: Nation, country: Country | None) -> bool:
        """Whether it binds a body in a part of the UK."""
        place = force.regime(nation) if self.reach.is_information else nation
        return self.reach.takes_in(force, place, country)

    @property
    def how_read(self) -> Status:
        return Status[self.status.upper()]

    def as_dict(self) -> dict[str, str]:
        return {
            "act": self.act,
            "section": self.section,
            "status": self.how_read.value,
            "checked_on": self.checked_on.isoformat(),
        }


@cache
def read_provisions(path: Path = PROVISIONS_FILE) -> Mapping[str, Provision]:
    entries, problems = read_entries(path)
    provisions = {}
    for key, entry in entries:
        provisions[key] = Provision(
            key=key,
            act=entry.text("act"),
            section=entry.text("section"),
            since=entry.day("since") or date.min,
            is_since_read=entry.is_yes("since-read"),
            until=entry.day("until", default=""),
            status=entry.one_of("status", STATUS_KEYS),
            checked_on=entry.day("checked-on") or date.min,
            reach=reach_of(entry),
        )
        entry.refuse_other_keys()
    refuse(problems)
    return provisions


def provisions_of(entry: Entry) -> tuple[Provision, ...]:
    """Read the provisions something rests on; none must be said too, with an empty list."""
    if not entry.has("law"):
        entry.wrong("law", "is missing; where it is advice of ours, write []")
    known = read_provisions()
    return tuple(known[key] for key in entry.some_of("law", tuple(known)) if key in known)


def reach_of(entry: Entry) -> Reach:
    """Read whom something reaches; the same keys serve laws, letters and paragraphs."""
    kinds = tuple(read_kinds())
    left_out = entry.some_of("not-bodies", kinds)
    named = entry.some_of("bodies", kinds) or kinds
    return Reach(
        nations=nations_bound(entry),
        countries=entry.members("countries", Country),
        data_laws=entry.members("data-law", DataLaw) or tuple(DataLaw),
        bodies=tuple(each for each in named if each not in left_out),
        is_public_only=entry.is_yes("public"),
        is_information=entry.is_yes("information"),
        is_without_country=entry.is_yes("no-country"),
    )


def nations_bound(entry: Entry) -> tuple[Nation, ...]:
    return entry.members("nations", Nation) or tuple(Nation)
