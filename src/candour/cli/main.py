"""The candour command.

Exit status: 0, done; 1, done, and what was checked is not valid; 2, can't be done.
"""

import sys
from collections.abc import Sequence

import typer

from candour.cli import audit, content, docs, imports, law, serve, simulate
from candour.core.errors import CandourError

DONE, NOT_VALID, CANNOT = 0, 1, 2

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
}

app.command()(serve.serve)
for name, group in GROUPS.items():
    app.add_typer(group, name=name)
app.command()(docs.docs)


@app.callback()
def candour() -> None:
    """Keep a command's name in the address of a command, even while there is only one."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command, and say in one sentence what a person can put right."""
    try:
        app(args=arguments)
    except CandourError as error:
        print(f"candour: {error}", file=sys.stderr)
        sys.exit(CANNOT)
