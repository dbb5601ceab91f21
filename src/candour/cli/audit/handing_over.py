"""What all audit commands share: their options, the wait, and handing over what was found."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from candour.cli.audit.keeping import Keeping
from candour.core.errors import CandourError

if TYPE_CHECKING:
    from candour.audit.findings import Finding
    from candour.audit.kinds import Kind
    from candour.core.progress import Progress

R = TypeVar("R")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="Write report (HTML, PDF) and finding.json here.", file_okay=False),
]
Populations = Annotated[
    list[Path] | None,
    typer.Option("--population", help="Census table by police force area; once for each census."),
]
Forces = Annotated[
    list[str] | None,
    typer.Option("--force", help="Force to compare, as essex; may be repeated."),
]


def working(work: Callable[[], "Finding[R]"], progress: "Progress | None" = None) -> "Finding[R]":
    """Do something that may take a while, and on a terminal show how far it is."""
    from candour.cli.audit.waiting import shown

    with shown(progress):
        return work()


def hand_over(
    finding: "Finding[R]", kind: "Kind[R]", *, out: Path | None, as_json: bool, keeping: Keeping
) -> None:
    """Print a finding, write its files, and keep it in the register where that is asked."""
    plain = json.dumps(finding.as_dict(), ensure_ascii=False, indent=1, allow_nan=False)
    if out is not None:
        from candour.audit.reports import CannotPrint, as_html, as_pdf

        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / "finding.json").write_text(plain + "\n", encoding="utf-8")
            (out / "report.html").write_text(as_html(finding, kind), encoding="utf-8")
            (out / "report.pdf").write_bytes(as_pdf(finding, kind))
        except CannotPrint as error:
            print(error, file=sys.stderr)  # the other files are whole, and say the same
        except OSError as error:
            raise CandourError(f"{out} can't be written to: {error.strerror}.") from error
    if as_json:
        print(plain)
    else:
        _print_in_words(finding)
        if out is not None:
            print(f"\n{out / 'report.html'}", file=sys.stderr)
    keeping.keep(finding, kind)


def _print_in_words(finding: "Finding[R]") -> None:
    for sentence in finding.sentences:
        print(sentence)
    print("\nWhat this does not show:")
    for text in finding.does_not_show:
        print(f"- {text}")
