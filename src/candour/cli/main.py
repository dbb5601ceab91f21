"""The candour command.

Exit status: 0, done; 1, done, and what was checked is not valid; 2, can't be done.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import typer

from candour.cli import (
    audit,
    backup,
    checkpoint,
    content,
    docs,
    export,
    georeference,
    imports,
    law,
    reports,
    serve,
    simulate,
    taking_out,
    verify,
    work,
)
from candour.cli.faults import OF_THE_MACHINE, of_the_machine
from candour.core.errors import CandourError

DONE, NOT_VALID, CANNOT = 0, 1, 2
NOT_READ = "nobody reads it to its end"

app = typer.Typer(
    name="candour",
    help="The public memory of predictive policing.",
    no_args_is_help=True,
    # A bug is shown as Python shows it; what a person can put right is a CandourError.
    pretty_exceptions_enable=False,
)

# Groups of commands, in the order --help lists them: one line for each module's `app`.
GROUPS: dict[str, typer.Typer] = {
    "audit": audit.app,
    "simulate": simulate.app,
    "content": content.app,
    "import": imports.app,
    "law": law.app,
    "checkpoint": checkpoint.app,
    "reports": reports.app,
}

content.app.command("take-out")(taking_out.take_out)
app.command()(serve.serve)
app.command()(work.work)
for name, group in GROUPS.items():
    app.add_typer(group, name=name)
app.command()(georeference.georeference)
app.command()(export.export)
app.command()(verify.verify)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(docs.docs)


@app.callback()
def candour() -> None:
    """Keep a command's name in the address of a command, even while there is only one."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command, and say in one sentence what a person can put right."""
    if sys.stdout is None:
        _cannot("standard output is closed, so there is nowhere to print to. Open it.")
    try:
        serve.refuse_misread_port(sys.argv[1:] if arguments is None else arguments)
        app(args=arguments)
    except SystemExit:
        unread = unread_output()
        if unread:
            _cannot(unread)
        raise
    except CandourError as error:
        _cannot(str(error))
    except Exception as error:
        sentence = of_the_machine(error)
        if sentence is None:
            raise
        _cannot(str(sentence))


def _cannot(sentence: str) -> NoReturn:
    with suppress(OSError, ValueError):  # where nobody reads errors either
        print(f"candour: {sentence}", file=sys.stderr, flush=True)
    sys.exit(CANNOT)


def unread_output() -> str:
    """Say why what was printed did not arrive, or "" where it did.

    What is printed waits in a buffer; that nobody takes it shows when it is flushed.
    """
    is_put_off = type(sys.stdout).__name__ == "PacifyFlushWrapper"  # Typer met a closed pipe
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # the reader went before anything was written
        reason = NOT_READ
    except OSError as error:
        reason = OF_THE_MACHINE.get(error.errno or 0, error.strerror or str(error))
    else:
        if not is_put_off:
            return ""
        reason = NOT_READ
    with suppress(OSError, ValueError):  # else Python tries once more as it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return f"what it prints could not be written whole: {reason}."
