"""Commands that audit public data: from files to a finding and a report.

Which there are is said by the kinds of audit that `config` hands down: each names its command.
"""

import typer

from candour.cli.audit.commands import AuditCommands

app = typer.Typer(
    cls=AuditCommands,
    help="Recompute from public data who is stopped, listed, flagged, or lives where police are "
    "sent, and how sure we can be.",
    no_args_is_help=True,
)
