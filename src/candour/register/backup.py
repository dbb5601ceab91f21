"""Everything needed to come back, in one file, for either database.

A backup is a packed folder: a dump of the register (content, chains, table of fields), what an
installation knows beyond it (its name, the days on which change sets reached it, the tables of
fields that went before, its checkpoints), and which counts of people's rows were printed. What
follows from the statements is worked out again. A restore applies the chains in the order in which
they had come, holds every digest, and writes everything once more to see that it comes out the
same to the byte.
"""

import gzip
import io
import json
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from candour.core.collecting import rare_collection
from candour.core.errors import CandourError
from candour.core.hashing import canonical_json, sha256_hex
from candour.evidence.chain import ChangeSet
from candour.evidence.chain_files import read_chain
from candour.evidence.folder import write_whole
from candour.evidence.packed import pack
from candour.evidence.releases import CHECKPOINTS
from candour.register import models, selectors
from candour.register.dumping import checkpoint_files, register_files
from candour.register.history import Application
from candour.register.origins import origin_named
from candour.register.services import give_memory_to_the_load, refresh_statistics
from candour.register.working_out import rebuild

FORM = "candour-backup-1"
CONTENT, NOTES, LEDGERS = "content", "installation.json", "counts-shown"
KEPT = (models.Origin, models.FieldTable, models.Checkpoint)
Files = dict[str, str]


class NoBackup(CandourError):
    """A file is no backup, or was altered since it was made."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path} can't be restored: {reason}. The database is as it was.")


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What went into a backup, or came out of it."""

    origins: int
    change_sets: int
    statements: int
    findings: int
    files: int

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


# out


@rare_collection()
def write_backup(path: Path, *, ledgers: Path) -> BackupReport:
    """Write all that this installation holds to a new file.

    Raises
    ------
    CandourError
        If something stands there already, or there is nothing to keep.
    """
    if path.exists():
        raise CandourError(f"{path} is there already. Give the backup a name of its own.")
    with transaction.atomic():
        _see_one_state()
        if not models.ChangeSet.objects.exists():
            raise CandourError("The register is empty: there is nothing to back up.")
        _refuse_accounts()
        files = {f"{CONTENT}/{name}": text for name, text in register_files()}
        files |= dict(checkpoint_files())
        files[NOTES] = json.dumps(_notes(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        report = _report(files)
    files |= {f"{LEDGERS}/{name}": text for name, text in _ledgers(ledgers).items()}
    pack(path, files, mode=0o600)  # it holds what the data folder holds
    return report


def _see_one_state() -> None:
    """Have all questions answered from one state, whatever is loaded meanwhile.

    SQLite does so in any transaction; PostgreSQL has to be told before the first question.
    """
    if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _refuse_accounts() -> None:
    if get_user_model()._default_manager.exists():
        raise CandourError(
            "There are accounts of people in this database, which a backup does not hold yet. "
            "Copy the database by its own means."
        )


def _notes() -> dict[str, Any]:
    """What an installation knows beyond its chains."""
    origins = models.Origin.objects.order_by("pk").select_related("drafts_of")
    arrivals = models.ChangeSet.objects.order_by("number").select_related("origin")
    tables = models.FieldTable.objects.order_by("pk")
    return {
        "form": FORM,
        "origins": [
            {
                "name": row.name,
                "is_here": row.is_here,
                "drafts_of": row.drafts_of.name if row.drafts_of else "",
            }
            for row in origins
        ],
        "arrivals": [
            {
                "origin": row.origin.name,
                "change": row.position,
                "arrived_at": row.arrived_at.isoformat(),
                "hash": row.hash,
            }
            for row in arrivals
        ],
        "field_tables": list(tables.values_list("texts", flat=True)),
    }


def _ledgers(folder: Path) -> Files:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json"))}


def _report(files: Mapping[str, str]) -> BackupReport:
    return BackupReport(
        models.Origin.objects.count(),
        models.ChangeSet.objects.count(),
        models.Statement.objects.count(),
        models.Finding.objects.count(),
        len(files),
    )


# and in again


@rare_collection()
def restore_backup(path: Path, *, ledgers: Path) -> BackupReport:
    """Bring an empty register to what a backup holds, on whichever database this is.

    Raises
    ------
    NoBackup
        If the file is no backup, or its chains or files are not what they were.
    CandourError
        If the register is not empty, or other counts than the backup's were printed here.
    """
    if any(
        model.objects.exists() for model in (models.Origin, models.FieldTable, models.Checkpoint)
    ):
        raise CandourError(
            "The database already holds a register. A backup is restored into an empty one: name "
            "another with DATABASE_URL."
        )
    files = _unpacked(path)
    ledger_files = dict(_under(LEDGERS, files))
    _refuse_other_ledgers(ledger_files, ledgers)
    content = dict(_under(CONTENT, files))
    try:
        with transaction.atomic():
            give_memory_to_the_load()
            report = _apply(json.loads(files[NOTES]), content)
            _restore_checkpoints(files)
            if dict(register_files()) != content:
                raise NoBackup(path, "what came out of it is not what it holds")
            # Before the register stands: what was printed here before must never be forgotten.
            ledgers.mkdir(parents=True, exist_ok=True)
            for name, text in ledger_files.items():
                write_whole(ledgers / name, text)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NoBackup(path, f"{NOTES} does not describe its content") from error
    except CandourError as error:
        raise (error if isinstance(error, NoBackup) else NoBackup(path, str(error))) from error
    finally:
        selectors.forget_schema()
    return report


def _unpacked(path: Path) -> Files:
    files: Files = {}
    try:
        with gzip.open(path) as packed:
            data = packed.read()  # to its end, where its own sum stands
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                if file is None:
                    raise NoBackup(path, f"{member.name} in it is no file")
                files[member.name] = file.read().decode("utf-8")
    except (tarfile.TarError, EOFError, zlib.error, UnicodeDecodeError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise CandourError(f"{path} can't be read: {error.strerror}.") from error
        raise NoBackup(path, "it is no backup, or is cut off") from error
    if NOTES not in files:
        raise NoBackup(path, f"it holds no {NOTES}")
    return files


def _under(folder: str, files: Files) -> Iterator[tuple[str, str]]:
    for name, text in files.items():
        if name.startswith(f"{folder}/"):
            yield name.removeprefix(f"{folder}/"), text


def _refuse_other_ledgers(ledgers: Files, folder: Path) -> None:
    for name, text in ledgers.items():
        path = folder / name
        if Path(name).name != name:
            raise CandourError(f"The backup holds a file of counts with a path: {name}.")
        if path.exists() and path.read_text(encoding="utf-8") != text:
            raise CandourError(
                f"{path} holds other counts than the backup. Use an empty data folder "
                "(CANDOUR_DATA_DIR), so that what was printed before stays known."
            )


def _apply(notes: Mapping[str, Any], content: Files) -> BackupReport:
    if notes["form"] != FORM:
        raise CandourError(f"it is of the form '{notes['form']}', and this Candour reads {FORM}")
    for row in notes["origins"]:
        origin = origin_named(row["name"], row["drafts_of"]) if not row["is_here"] else None
        if origin is None:
            models.Origin.objects.create(name=row["name"], is_here=True)
    for texts in notes["field_tables"]:
        digest = sha256_hex(canonical_json(texts))
        models.FieldTable.objects.create(digest=digest, texts=texts)
    selectors.forget_schema()
    with tempfile.TemporaryDirectory(prefix="candour-restore-") as folder:
        _write_chains(Path(folder), content)
        chains = {row["name"]: read_chain(Path(folder), row["name"]) for row in notes["origins"]}
        for row in notes["arrivals"]:
            _apply_one(next(chains[row["origin"]], None), row)
    rebuild(selectors.schema())
    refresh_statistics()
    return _report(content)


def _restore_checkpoints(files: Files) -> None:
    for _, text in sorted(_under(CHECKPOINTS, files)):
        models.Checkpoint.objects.create(text=text)


def _write_chains(folder: Path, content: Files) -> None:
    for name, text in content.items():
        path = (folder / name).resolve()
        if path.is_relative_to(folder.resolve()):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _apply_one(change_set: ChangeSet | None, arrival: Mapping[str, Any]) -> None:
    what = f"change set {arrival['change']} of '{arrival['origin']}'"
    if change_set is None:
        raise CandourError(f"{what} is missing in it")
    origin = models.Origin.objects.get(name=change_set.origin)
    arrived_at = datetime.fromisoformat(arrival["arrived_at"])
    application = Application(change_set.header, origin, arrived_at=arrived_at)
    application.take(change_set.lines)
    row = application.close()
    if (row.position, row.hash) != (arrival["change"], arrival["hash"]):
        raise CandourError(f"{what} is not what it was when the backup was made")
