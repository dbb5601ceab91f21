"""Commands that run the documented methods on past data, and on made-up places and people."""

import typer

from candour.cli.simulate.city import city
from candour.cli.simulate.methods import methods
from candour.cli.simulate.replay import replay
from candour.cli.simulate.urn import urn

app = typer.Typer(
    help="Show what documented methods would have done, and what they do to their own records.",
    no_args_is_help=True,
)
for command in (urn, replay, city, methods):
    app.command()(command)
