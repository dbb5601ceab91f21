"""What all audit commands share: their options, the wait, and handing over what was found."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from candour.core.errors import CandourError

if TYPE_CHECKING:
    from candour.audit.plans import Finding

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="Write report.html and finding.json here.", file_okay=False),
]
Memory = Annotated[str, typer.Option(help="How much memory the database may take.")]
Populations = Annotated[
    list[Path] | None,
    typer.Option("--population", help="Census table by police force area; once for each census."),
]
Forces = Annotated[
    list[str] | None,
    typer.Option("--force", help="Force to compare, as essex; may be repeated."),
]


def working(work: Callable[[], "Finding"]) -> "Finding":
    """Do something that may take a while, and show that it goes on."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        return work()
    with console.status("Counting"):
        return work()


def hand_over(finding: "Finding", *, out: Path | None, as_json: bool) -> None:
    """Print a finding, and write its files."""
    plain = json.dumps(finding.as_dict(), ensure_ascii=False, indent=1, allow_nan=False)
    if out is not None:
        from candour.audit.reports import as_html

        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / "finding.json").write_text(plain + "\n", encoding="utf-8")
            (out / "report.html").write_text(as_html(finding), encoding="utf-8")
        except OSError as error:
            raise CandourError(f"{out} can't be written to: {error.strerror}.") from error
    if as_json:
        print(plain)
        return
    for sentence in finding.sentences:
        print(sentence)
    print("\nWhat this does not show:")
    for text in finding.does_not_show:
        print(f"- {text}")
    if out is not None:
        print(f"\n{out / 'report.html'}", file=sys.stderr)
