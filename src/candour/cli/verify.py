"""candour verify: the database, a release, a proof or a checkpoint, against what they rest on."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from candour.cli.audit.waiting import progress_bar
from candour.cli.database import wake_django
from candour.core.errors import CandourError
from candour.core.progress import Progress
from candour.evidence.checkpoints import (
    Checkpoint,
    NothingSigned,
    is_public_key,
    read_checkpoint,
)
from candour.evidence.packed import ENDING, NotPacked, is_packed, unpacked
from candour.evidence.proofs import StatementProof, read_proof, verify_proof
from candour.evidence.releases import verify_release
from candour.evidence.verified import Verified, hold_against
from candour.evidence.zipped import ZIP_ENDING, is_zipped, unzipped

NOT_VALID = 1
LARGEST = 64_000_000  # bytes of a proof or a checkpoint, which are small

What = Annotated[
    Path | None,
    typer.Argument(
        help="Release or dump (a folder, .zip or .tar.gz), proof or checkpoint; by default the "
        "database."
    ),
]
Against = Annotated[
    Path | None,
    typer.Option("--against", help="Checkpoint that was kept elsewhere."),
]
Key = Annotated[
    str, typer.Option("--key", help="Public key that must have signed every checkpoint.")
]
ReleaseFolder = Annotated[
    Path | None,
    typer.Option(
        "--chains",
        help="With two checkpoints: folder of a release whose chains join them; the database by "
        "default.",
    ),
]
Quick = Annotated[
    bool, typer.Option("--quick", help="Of the database: do not work out again what follows.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def verify(
    what: What = None,
    against: Against = None,
    key: Key = "",
    chains: ReleaseFolder = None,
    quick: Quick = False,
    as_json: AsJson = False,
) -> None:
    """Verify the database, a release, a statement's proof, or two checkpoints.

    Example:

        candour verify --against /elsewhere/checkpoint-2026-11-30.json
    """
    if key and not is_public_key(key):
        raise CandourError(f"'{key}' is no public key. It is what `candour checkpoint key` prints.")
    if quick and what is not None:
        raise CandourError("--quick is for the database: what a file holds is always worked out.")
    checkpoint = _checkpoint(against) if against is not None else None
    report = _verified(what, checkpoint, key=key, chains=chains, quick=quick)
    _tell(report, as_json=as_json)
    if not report.is_valid:
        raise typer.Exit(NOT_VALID)


def _verified(
    what: Path | None,
    against: Checkpoint | None,
    *,
    key: str,
    chains: Path | None,
    quick: bool,
) -> Verified:
    if chains is not None and (what is None or against is None):
        raise CandourError(
            "--chains goes with two checkpoints: `candour verify NEWER --against OLDER --chains "
            "FOLDER`."
        )
    if what is None:
        return _of_database(against, key=key, quick=quick)
    if what.is_dir():
        return verify_release(what, against, key=key)
    if is_packed(what):
        return _of_packed(what, unpacked, against, key=key)
    if is_zipped(what):
        return _of_packed(what, unzipped, against, key=key)
    text = _text(what)
    form = _form(text)
    if form == "candour-proof-1":
        return _of_proof(read_proof(text), against, key=key)
    if form == "candour-checkpoint-1":
        return _of_checkpoints(read_checkpoint(text), against, key=key, chains=chains)
    raise CandourError(
        f"{what} is no release, proof or checkpoint. A release is a folder, or a file that ends in "
        f"{ZIP_ENDING} or {ENDING}."
    )


def _of_packed(
    path: Path,
    opened: Callable[[Path], AbstractContextManager[Path]],
    against: Checkpoint | None,
    *,
    key: str,
) -> Verified:
    """A packed release; that it can't be unpacked is what differs."""
    try:
        with opened(path) as folder:
            return verify_release(folder, against, key=key)
    except NotPacked as error:
        report = Verified()
        report.differs(path.name, str(error))
        return report


def _of_proof(proof: StatementProof, against: Checkpoint | None, *, key: str) -> Verified:
    if against is not None:
        against.check_signature(key)
    elif key:
        raise NothingSigned("A proof")
    return verify_proof(proof, against)


def _of_database(against: Checkpoint | None, *, key: str, quick: bool) -> Verified:
    wake_django()
    from candour.register.verifying.database import verify_database

    progress = Progress()
    with progress_bar(progress):
        return verify_database(against, key=key, work_out=not quick, progress=progress)


def _of_checkpoints(
    newer: Checkpoint, older: Checkpoint | None, *, key: str, chains: Path | None
) -> Verified:
    newer.check_signature(key)
    report = Verified()
    report.checked.append(f"the signature of the checkpoint of {newer.day}, by the key {newer.key}")
    if older is None:
        if not key:
            report.rests_on = (
                "The key was taken from the checkpoint itself. Give the one you know with --key, "
                "and another checkpoint with --against to see whether the two agree."
            )
        return report
    older.check_signature(key)
    hashes, removed = _chains(chains, report)
    for checkpoint in (older, newer):
        hold_against(checkpoint, hashes, report, removed=removed)
    if older.key != newer.key:
        report.note("The two were signed with different keys.")
    _hold_lengths(older, newer, report)
    report.rests_on = (
        f"The checkpoint of {newer.day} held against that of {older.day}, by the chains of "
        f"{chains or 'the database'}."
    )
    return report


def _hold_lengths(older: Checkpoint, newer: Checkpoint, report: Verified) -> None:
    """Nothing that the one held is missing in the other."""
    for origin, head in older.chains.items():
        after = newer.chains.get(origin)
        if after is None or after.length < head.length:
            length = after.length if after else 0
            report.differs(
                f"chain of '{origin}'",
                f"had {head.length} change sets on {older.day} and has {length} on {newer.day}",
            )


def _chains(folder: Path | None, report: Verified) -> tuple[dict[str, list[str]], dict[str, int]]:
    if folder is not None:
        from candour.evidence.releases import hashes_in

        return hashes_in(folder, report)
    wake_django()
    from candour.register.verifying.chains import hashes_and_removed

    return hashes_and_removed(report)


def _checkpoint(path: Path) -> Checkpoint:
    return read_checkpoint(_text(path))


def _text(path: Path) -> str:
    if path.is_file() and path.stat().st_size > LARGEST:
        raise CandourError(f"{path} is too large to be a proof or a checkpoint.")
    if not path.is_file():
        raise CandourError(f"{path} is not there, or is no file.")
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise CandourError(
            f"{path} is no text in UTF-8, so it is no proof or checkpoint."
        ) from error


def _form(text: str) -> str:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return str(data.get("form", "")) if isinstance(data, dict) else ""


def _tell(report: Verified, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
        return
    for what in report.checked:
        print(f"Looked at: {what}")
    for note in report.notes:
        print(f"Note: {note}")
    for difference in report.differences:
        print(f"Differs: {difference}")
    number = len(report.differences)
    if number:
        print(f"Not valid: {number} {'difference' if number == 1 else 'differences'}.")
    else:
        print("Valid: nothing differs.")
    print(report.rests_on)
