"""candour checkpoint: a key, a signed checkpoint, and those that were signed here."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from candour.cli.audit.waiting import progress_bar
from candour.cli.database import bring_database_up_to_date, data_folder, wake_django
from candour.core.errors import CandourError
from candour.core.progress import Progress
from candour.evidence.checkpoints import new_key, public_text
from candour.evidence.folder import write_whole

OTHERS = 0o077  # rights of anybody but the owner

app = typer.Typer(
    no_args_is_help=True, help="Sign what the chains have come to, to be kept elsewhere."
)
KeyFile = Annotated[Path, typer.Option("--key", help="File of the private key.")]
Out = Annotated[
    Path | None, typer.Option("--out", help="File to write it to as well; nothing may stand there.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def key(
    file: Annotated[Path, typer.Argument(help="File to write; outside the data folder.")],
) -> None:
    """Make a key that signs checkpoints, and print its public half.

    Example:

        candour checkpoint key /keys/candour-checkpoints.pem
    """
    _refuse_data_folder(file)
    if file.exists():
        raise CandourError(f"{file} is there already. Give the key a file of its own.")
    private = new_key()
    text = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(text)
    print(public_text(private))


@app.command()
def sign(key: KeyFile, out: Out = None) -> None:
    """Verify the database, sign what its chains have come to, and publish it at /data/.

    Example:

        candour checkpoint sign --key /keys/candour-checkpoints.pem --out /elsewhere/today.json
    """
    private = _read_key(key)
    if out is not None and out.exists():
        raise CandourError(f"{out} is there already. Give the checkpoint a file of its own.")
    wake_django()
    bring_database_up_to_date()
    from candour.register.checkpoints import keep_checkpoint
    from candour.register.verifying.database import verify_database

    progress = Progress()
    with progress_bar(progress):
        report = verify_database(work_out=False, progress=progress)
    if not report.is_valid:
        raise CandourError(
            f"The database is not what its chains say ({report.differences[0]}), so nothing was "
            "signed. `candour verify` names all that differs."
        )
    text = keep_checkpoint(private).text()
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_whole(out, text)
    print(text, end="")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the checkpoints that were signed here, newest first.

    Example:

        candour checkpoint list
    """
    wake_django()
    bring_database_up_to_date()
    from candour.register.checkpoints import kept_checkpoints

    kept = kept_checkpoints()
    if as_json:
        print(json.dumps([each.as_dict() for each in kept], ensure_ascii=False, indent=1))
        return
    for each in kept:
        for origin, head in each.chains.items():
            print(f"{each.day}  {origin}  {head.length}  {head.head}")
    if not kept:
        print("No checkpoint was signed here yet.")


def _read_key(file: Path) -> Ed25519PrivateKey:
    _refuse_data_folder(file)
    data = file.read_bytes()
    if file.stat().st_mode & OTHERS:
        raise CandourError(f"Others may read or write {file}. Run chmod 600 on it first.")
    try:
        private = serialization.load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CandourError(
            f"{file} holds no private key that can be read. `candour checkpoint key` makes one."
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise CandourError(f"{file} holds a key of another kind than Ed25519.")
    return private


def _refuse_data_folder(file: Path) -> None:
    """Whoever can write to the register must not be able to sign for it."""
    folder = data_folder()
    if file.resolve().is_relative_to(folder.resolve()):
        raise CandourError(
            f"{file} lies in the data folder ({folder}). Keep the key elsewhere: whoever can alter "
            "the register must not be able to sign for it."
        )
