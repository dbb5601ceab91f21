"""Commands that read what others wrote: statements in tables, and newer copies of publications."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from candour.cli.database import bring_database_up_to_date, wake_django
from candour.content import FOLDER
from candour.core.errors import CandourError
from candour.evidence.folder import write_whole
from candour.evidence.official_records import (
    FOLDER_NAME,
    Difference,
    OfficialRecord,
    OfficialRecords,
    as_copy,
    difference,
    newest_copy,
    read_official_records,
)

if TYPE_CHECKING:
    from candour.register.importing import ImportReport

app = typer.Typer(
    help="Read statements from tables, and newer copies of what others publish.",
    no_args_is_help=True,
)


@app.command("atrs-metadata")
def atrs_metadata(
    file: Annotated[Path, typer.Argument(help="Copy of the GOV.UK finder, as JSON.")],
    folder: Annotated[
        Path,
        typer.Option("--folder", help="Content folder to compare with.", show_default=False),
    ] = FOLDER,
    write: Annotated[bool, typer.Option("--write", help="Keep the copy in the folder.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what a newer copy of the official transparency records has that ours has not.

    Nothing is written without --write, and no statement is changed: what follows from a new record
    is for an editor to write.

    Example:

        candour import atrs-metadata finder.json
    """
    older, newer = newest_copy(folder), read_official_records(file)
    if newer.taken_at < older.taken_at:
        raise CandourError(
            f"{file} was taken on {newer.day}, before the copy held, of {older.day}; "
            "give a newer one"
        )
    change = difference(older, newer)
    if as_json:
        print(json.dumps(_row(older, newer, change), ensure_ascii=False, indent=1))
    else:
        _print(older, newer, change)
    if write:
        path = folder / FOLDER_NAME / f"{newer.day}.json"
        write_whole(path, as_copy(newer))
        if not as_json:
            print(f"Kept as {path.name}.")


def _row(older: OfficialRecords, newer: OfficialRecords, between: Difference) -> dict[str, object]:
    return {
        "before": {"day": older.day.isoformat(), "records": len(older.records)},
        "after": {"day": newer.day.isoformat(), "records": len(newer.records)},
        "added": [record.as_dict() for record in between.added],
        "gone": [record.as_dict() for record in between.gone],
        "changed": [asdict(change) for change in between.changed],
    }


def _print(older: OfficialRecords, newer: OfficialRecords, between: Difference) -> None:
    print(f"{len(older.records)} records on {older.day}, {len(newer.records)} on {newer.day}.")
    if not between:
        print("Nothing changed.")
    for word, records in (("added", between.added), ("gone", between.gone)):
        for record in records:
            print(f"{word:8} {_record_line(record)}")
    for change in between.changed:
        print(f"changed  {change.title}: {change.what}, '{change.before}' to '{change.after}'")


def _record_line(record: OfficialRecord) -> str:
    mark = " (police or justice)" if record.is_of_police_or_justice else ""
    return f"{record.title}, {record.phase}, {record.address}{mark}"


@app.command("statements")
def statements(
    file: Annotated[
        Path, typer.Argument(help="CSV in the form of tables/csv/statements.csv of a release.")
    ],
    subjects: Annotated[
        Path | None,
        typer.Option(
            "--subjects",
            help="CSV with `slug` and `class` of subjects that the register lacks; by default "
            "subjects.csv beside the file.",
        ),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Record them in the register.")] = False,
    why: Annotated[str, typer.Option("--why", help="The reason, for the change log.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who records them, for the change log.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Take statements from a table into the register, under the identifiers they have.

    Nothing is written without --write. Either every row can be taken, or none is, and each that
    can't is named by row and column. A table holds no checks, clashes or findings: a whole
    release comes in by `candour content load --folder`.

    Example:

        candour import statements statements.csv --write --why "Statements of the other register"
    """
    wake_django()
    bring_database_up_to_date()
    from candour.register.importing import NO_REASON, import_statements
    from candour.register.services import SOMEONE

    report = import_statements(
        file, subjects=subjects, write=write, made_by=by or SOMEONE, why=why or NO_REASON
    )
    if as_json:
        print(json.dumps(report.as_dict(), indent=1))
    else:
        _tell(file, report, written=write)


def _tell(file: Path, report: "ImportReport", *, written: bool) -> None:
    print(
        f"{file.name}: {report.statements:,} statements. {report.standing:,} stand already, "
        f"{report.new:,} are new, on {report.subjects:,} subjects."
    )
    if report.change:
        print(f"Recorded as change set {report.change} of this register.")
    elif report.new and not written:
        print("Nothing was written. Say --write to record them.")
