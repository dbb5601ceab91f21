"""Commands that audit public data: from files to a finding and a report."""

import typer

from candour.cli.audit.accuracy import accuracy
from candour.cli.audit.areas import areas
from candour.cli.audit.force import force
from candour.cli.audit.scores import scores
from candour.cli.audit.stops import stops

app = typer.Typer(
    help="Recompute from public data who is stopped, listed, flagged, or lives where police are "
    "sent, and how sure we can be.",
    no_args_is_help=True,
)
for command in (scores, stops, force, areas, accuracy):
    app.command()(command)
