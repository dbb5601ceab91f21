"""Options that several audits have, in the same words."""

from typing import Annotated

import typer

Forces = Annotated[
    list[str] | None,
    typer.Option(
        "--force",
        help="Force to compare: its name, code, former name or letters, such as essex or btp; may "
        "be repeated.",
    ),
]
Reference = Annotated[str, typer.Option(help="Group that others are compared with.")]
Denominator = Annotated[
    str,
    typer.Option(
        help="Residents to lead with: 2011, 2021, interpolated, or the mid-year estimate of a "
        "population file by its name (mid-2020); by default those nearest to the period.",
    ),
]
Hidden = Annotated[
    str,
    typer.Option(
        help="With --count: what a count shown as *, c or .. can be by the note of its table, as "
        "'<5' or 1-4."
    ),
]
