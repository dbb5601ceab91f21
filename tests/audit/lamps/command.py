"""`candour audit lamps`: how many street lamps are dark."""

from pathlib import Path
from typing import Annotated

import typer

from candour.audit.findings import Finding
from candour.tables.lines import body_of
from tests.audit.lamps.audit import audit_lamps
from tests.audit.lamps.rows import Lamps


def lamps(
    file: Annotated[Path, typer.Argument(help="CSV: street, lamps, dark ones.")],
) -> Finding[Lamps]:
    """Audit street lamps.

    Example:

        candour audit lamps walk.csv
    """
    seen = {street: (int(lamps), int(dark)) for _, (street, lamps, dark) in body_of(file)}
    return audit_lamps(seen)
