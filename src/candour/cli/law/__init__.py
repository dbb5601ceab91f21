"""Commands on the law: due dates with their working, routes open to a person, letters."""

import typer

from candour.cli.law.due_dates import due
from candour.cli.law.letters import letter
from candour.cli.law.looking_up import read_again, replies
from candour.cli.law.open_routes import routes

__all__ = ["app", "due", "letter", "read_again", "replies", "routes"]

app = typer.Typer(
    help="Due dates with their working, routes open to a person, letters. Not legal advice.",
    no_args_is_help=True,
)
for command in (due, routes, letter, replies):
    app.command()(command)
app.command("read-again")(read_again)
