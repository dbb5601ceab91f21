"""The official transparency records of GOV.UK: what a copy of the finder holds, and what changed.

A copy is what the search of GOV.UK answers for records of the Algorithmic Transparency Recording
Standard: one row of metadata for each record, never the record itself. That a tool is not among
them is no breach: the standard obliges no police force.

Contains public sector information licensed under the Open Government Licence v3.0.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from pathlib import Path

from candour.core.errors import CandourError
from candour.evidence.plain_files import NotPlain
from candour.evidence.plain_json import read_plain_json

FOLDER_NAME = "official-records"
PREFIX = "algorithmic_transparency_record_"
HOST = "https://www.gov.uk"
# The finder's own names of the departments for police, prosecution, prisons, probation and courts.
JUSTICE = frozenset({"ministry-of-justice", "attorney-generals-office", "home-office"})
POLICE_WORDS = ("police", "constabulary")


class BadRecords(CandourError):
    """A copy of the official records that can't be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")


@dataclass(frozen=True, slots=True)
class OfficialRecord:
    """The metadata of one record, as the finder gives them.

    `link` is the path on GOV.UK and tells records apart; `organisation` and `phase` are the
    finder's own keys; the days are ISO days, "" where the finder gives none.
    """

    link: str
    title: str
    description: str
    organisation: str
    phase: str
    published: str
    updated: str
    version: str

    @property
    def address(self) -> str:
        return HOST + self.link

    @property
    def is_of_police(self) -> bool:
        return any(word in self.organisation for word in POLICE_WORDS)

    @property
    def is_of_police_or_justice(self) -> bool:
        return self.is_of_police or self.organisation in JUSTICE

    def as_dict(self) -> dict[str, str]:
        return asdict(self) | {"address": self.address}


@dataclass(frozen=True, slots=True)
class OfficialRecords:
    """All records that the finder held when a copy was taken, in order of their links."""

    taken_at: datetime
    records: tuple[OfficialRecord, ...]

    @property
    def day(self) -> date:
        return self.taken_at.date()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is given otherwise in a later copy."""

    link: str
    title: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a later copy has more, has no longer, and gives otherwise."""

    added: tuple[OfficialRecord, ...]
    gone: tuple[OfficialRecord, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)


def difference(before: OfficialRecords, after: OfficialRecords) -> Difference:
    """What changed between two copies; a record whose link changed is one gone and one added."""
    old = {record.link: record for record in before.records}
    new = {record.link: record for record in after.records}
    names = [one.name for one in fields(OfficialRecord) if one.name != "link"]
    changed = tuple(
        Change(link, record.title, name, getattr(old[link], name), getattr(record, name))
        for link, record in new.items()
        if link in old
        for name in names
        if getattr(old[link], name) != getattr(record, name)
    )
    return Difference(
        tuple(record for link, record in new.items() if link not in old),
        tuple(record for link, record in old.items() if link not in new),
        changed,
    )


def newest_copy(folder: Path) -> OfficialRecords:
    """The newest copy that a content folder holds. Raises `BadRecords` where it holds none."""
    paths = sorted((folder / FOLDER_NAME).glob("*.json"))
    if not paths:
        raise BadRecords(folder / FOLDER_NAME, "holds no copy of the official records")
    return read_official_records(paths[-1])


def read_official_records(path: Path) -> OfficialRecords:
    """Read a copy of the finder: `source` with its time and total, and `results`.

    Raises `BadRecords`, naming the row and the key, where it is not whole or can't be read.
    """
    try:
        data = read_plain_json(path)
    except NotPlain as error:
        raise BadRecords(path, error.reason) from None
    source = data.get("source") if isinstance(data, dict) else None
    results = data.get("results") if isinstance(data, dict) else None
    if not isinstance(source, dict) or not isinstance(results, list):
        raise BadRecords(path, "has no `source` and `results`: save what the GOV.UK search answers")
    _whole(path, source, results)
    records = [_record(path, place, row) for place, row in enumerate(results, start=1)]
    links = [record.link for record in records]
    twice = next((link for link in links if links.count(link) > 1), "")
    if twice:
        raise BadRecords(path, f"holds {twice} twice; take the copy again")
    return OfficialRecords(_taken_at(path, source), tuple(sorted(records, key=lambda r: r.link)))


def _whole(path: Path, source: Mapping[str, object], results: list[object]) -> None:
    total = source.get("reported_total")
    if total != len(results):
        raise BadRecords(
            path,
            f"holds {len(results)} records where the finder reported {total}; a copy that is not "
            "whole would make records look gone, so fetch all of them",
        )


def _taken_at(path: Path, source: Mapping[str, object]) -> datetime:
    taken = source.get("retrieved_at_utc")
    try:
        return datetime.fromisoformat(str(taken))
    except ValueError:
        raise BadRecords(path, f"source.retrieved_at_utc: '{taken}' is no time") from None


def _record(path: Path, place: int, row: object) -> OfficialRecord:
    if not isinstance(row, dict):
        raise BadRecords(path, f"results, row {place}: is no record")

    def text(key: str) -> str:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            raise BadRecords(path, f"results, row {place}: `{key}` is missing or no text")
        return " ".join(value.split())

    return OfficialRecord(
        text("link"),
        text("title"),
        text("description"),
        text(f"{PREFIX}organisation"),
        text(f"{PREFIX}phase"),
        text(f"{PREFIX}date_published"),
        text("public_timestamp")[:10],
        text(f"{PREFIX}atrs_version"),
    )


def as_copy(records: OfficialRecords) -> str:
    """A copy as it is kept: the columns we use, in order, so that two can be compared by line."""
    rows = [
        {
            "link": record.link,
            "title": record.title,
            "description": record.description,
            f"{PREFIX}organisation": record.organisation,
            f"{PREFIX}phase": record.phase,
            f"{PREFIX}date_published": record.published,
            "public_timestamp": record.updated,
            f"{PREFIX}atrs_version": record.version,
        }
        for record in records.records
    ]
    source = {
        "source_url": f"{HOST}/algorithmic-transparency-records",
        "retrieved_at_utc": records.taken_at.isoformat(),
        "licence": "Open Government Licence v3.0",
        "reported_total": len(rows),
    }
    return json.dumps({"source": source, "results": rows}, ensure_ascii=False, indent=1) + "\n"
