"""The tables of a release written to a folder, with their dictionary and what the release is."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from candour import __version__
from candour.core.errors import CandourError
from candour.core.hashing import canonical_json, sha256_hex
from candour.core.progress import UNWATCHED, Progress
from candour.evidence.released.columns import KINDS, TEXT, Column, Table, tables
from candour.evidence.released.forms import (
    SQLITE_FILE,
    Database,
    path_of,
    write_table,
)
from candour.evidence.released.held import Held, Row
from candour.evidence.released.rows import Rows

TABLES = "tables"
ABOUT = "release.json"
README = "README.txt"
PACKAGE = "datapackage.json"
FORM = "candour-release-1"
LICENCE = "Apache-2.0"
DAY_LENGTH = len("2026-11-30")
DIGITS = 12  # of the digest in a version
FRICTIONLESS = {
    "integer": "integer",
    "number": "number",
    "truth": "boolean",
    "list": "string",
    "json": "string",
}
COLUMNS = Table(
    "columns",
    "What every column means",
    (
        Column("table", TEXT, "The table"),
        Column("place", "integer", "The place of the column in it, from 1"),
        Column("column", TEXT, "The column"),
        Column("kind", TEXT, "; ".join(f"{kind}: {words}" for kind, words in KINDS.items())),
        Column("meaning", TEXT, "What it holds"),
    ),
    ("table", "column"),
)


README_TEXT = """\
Candour, the public register of predictive policing in the United Kingdom
Release {version}, of the register as its last change of {day} left it

{sqlite}             every table in one SQLite file
tables/csv/                       the same tables for a spreadsheet; begin with systems.csv
tables/jsonl/, tables/parquet/    the same tables as JSON Lines and as Parquet
{package}          what every table and column means
bodies/, systems/, sources/ …     the content as files that people edit, with fields.yaml,
                                  gaps.yaml and vocabularies/
findings/                         each audit's result, whole
changes/                          every statement that ever stood, when and why, in hash chains
checkpoints/                      what the chains had come to on a day, signed
delta/                            what is new and what is gone since an older release, if one
                                  was named
release.json                      version, day, heads of the chains, number of rows
SHA256SUMS                        the digest of every other file here

Has a byte changed?               sha256sum --check SHA256SUMS
Does all of it follow from the chains, and these from a checkpoint that you kept?
                                  candour verify . --against checkpoint.json
The same register again:          candour content load --folder .

A figure is what a source printed, not what Candour holds to be true; `verdicts` say whether it
goes together with others. `statements` are those that stand; `former_statements` are those that
were taken back, and must not be counted with them. A system's place here is no approval of it.
Licence: {licence}. Cite a statement by its identifier: it never changes.
"""


class NothingHeld(CandourError):
    """A register that holds nothing can't be released."""

    def __init__(self) -> None:
        super().__init__(
            "The register is empty, so there is nothing to release. Run `candour content load`."
        )


@dataclass(frozen=True)
class Release:
    """What a release says of itself.

    Attributes
    ----------
    day : day of the newest change, in UTC, of which `use` is told
    heads : of each origin, how many change sets its chain has, and the digest of the last
    fields : digest of the table of fields
    made_with : version of Candour
    rows : of each table, how many rows; empty before they are written
    before : version of the release that `delta/` starts from, or ""
    """

    day: str
    heads: Mapping[str, tuple[int, str]]
    fields: str
    made_with: str = __version__
    rows: Mapping[str, int] = field(default_factory=dict)
    before: str = ""

    @property
    def version(self) -> str:
        """The day, and a few digits that only this state of the register has."""
        digest = sha256_hex(canonical_json({"chains": self.heads, "fields": self.fields}))
        return f"{self.day}-{digest[:DIGITS]}"

    def as_dict(self) -> dict[str, Any]:
        return {
            "form": FORM,
            "version": self.version,
            "day": self.day,
            "made_with": self.made_with,
            "licence": LICENCE,
            "chains": {
                origin: {"length": length, "head": head}
                for origin, (length, head) in sorted(self.heads.items())
            },
            "fields": self.fields,
            "tables": dict(self.rows),
            "before": self.before,
        }

    def text(self) -> str:
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1) + "\n"


def release_of(held: Held, schema_texts: Mapping[str, str]) -> Release:
    """What a release of a register is called, before its tables are written.

    Raises
    ------
    NothingHeld
        If there is no change set.
    """
    heads: dict[str, tuple[int, str]] = {}
    newest = ""
    for change_set in held.change_sets():
        heads[change_set.origin] = (change_set.number, change_set.hash)
        newest = max(newest, change_set.made_at)
    if not heads:
        raise NothingHeld
    return Release(newest[:DAY_LENGTH], heads, sha256_hex(canonical_json(dict(schema_texts))))


def readme(release: Release) -> str:
    """What somebody should read who opens a release with no Candour at hand."""
    return README_TEXT.format(
        version=release.version,
        day=release.day,
        sqlite=f"{TABLES}/{SQLITE_FILE}",
        package=f"{TABLES}/{PACKAGE}",
        licence=LICENCE,
    )


def write_tables(
    folder: Path, held: Held, release: Release, *, progress: Progress = UNWATCHED
) -> dict[str, int]:
    """Write every table in every form, and the dictionary; return the number of rows of each."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = Rows(held, date.fromisoformat(release.day))
    counts: dict[str, int] = {}
    database = Database(folder / SQLITE_FILE)
    written = tables(held.schema)
    for table in progress.through("Writing tables", written):
        counts[table.name] = write_table(table, rows.of(table.name), folder, database)
    columns = list(_column_rows(written))
    counts[COLUMNS.name] = write_table(COLUMNS, columns, folder, database)
    database.close()
    text = json.dumps(_package((*written, COLUMNS), release), ensure_ascii=False, indent=1)
    (folder / PACKAGE).write_text(f"{text}\n", encoding="utf-8")
    return counts


def _column_rows(written: Iterable[Table]) -> Iterator[Row]:
    for table in (*written, COLUMNS):
        for place, column in enumerate(table.columns, 1):
            yield {
                "table": table.name,
                "place": place,
                "column": column.name,
                "kind": column.kind,
                "meaning": column.meaning,
            }


def _package(written: Iterable[Table], release: Release) -> dict[str, Any]:
    """The dictionary as a Frictionless data package: https://specs.frictionlessdata.io."""
    return {
        "profile": "tabular-data-package",
        "name": "candour",
        "title": "Candour: the public register of predictive policing in the United Kingdom",
        "version": release.version,
        "created": f"{release.day}T00:00:00Z",
        "licenses": [{"name": LICENCE}],
        "resources": [_resource(table) for table in written],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "title": table.title,
        "path": path_of(table.name, "csv"),
        "format": "csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {
                    "name": column.name,
                    "type": FRICTIONLESS.get(column.kind, "string"),
                    "description": f"{column.meaning}. {_shape(column)}".strip(),
                }
                for column in table.columns
            ],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def _shape(column: Column) -> str:
    return {"list": "Several have “; ” between them.", "json": "As JSON."}.get(column.kind, "")
