"""What becomes of a finding: printed, written to files, and kept where that is asked for."""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from candour.cli.audit.keeping import Keeping
from candour.core.errors import CandourError
from candour.evidence.folder import write_together

MONTHS = re.compile(r"\d{4}-\d{2}( to \d{4}-\d{2})?")

if TYPE_CHECKING:
    from candour.audit.findings import Finding
    from candour.audit.kinds import Kind
    from candour.audit.reports import Credit

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Handing:
    """Where a finding goes: a folder for its files, JSON or words, and what is to be kept."""

    out: Path | None
    as_json: bool
    keeping: Keeping


def handing(
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="Write report (HTML, PDF), finding.json, its tables (CSV) and pictures (SVG, "
            "PNG) here.",
            file_okay=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    record: Annotated[
        bool, typer.Option("--record", help="Keep the finding in the register, at /findings/.")
    ] = False,
    about: Annotated[
        list[str] | None,
        typer.Option(
            "--about",
            help="With --record: slug of a body or system it is about, besides the forces "
            "compared.",
        ),
    ] = None,
    source: Annotated[
        str,
        typer.Option(
            "--source",
            help="With --record: slug of the source of the data; the ratios then become "
            "statements.",
        ),
    ] = "",
    by: Annotated[str, typer.Option("--by", help="With --record: who records it.")] = "",
    why: Annotated[str, typer.Option("--why", help="With --record: why, in a sentence.")] = "",
) -> Handing:
    """Take the options that every audit has."""
    return Handing(out, as_json, Keeping.of(record, about, source, by, why))


def hand_over(finding: "Finding[R]", kind: "Kind[R]", handing: Handing) -> None:
    """Print a finding, write its files, and keep it in the register where that is asked."""
    plain = json.dumps(finding.as_dict(), ensure_ascii=False, indent=1, allow_nan=False)
    if handing.out is not None:
        _write(finding, kind, plain, handing.out)
    if handing.as_json:
        print(plain)
    else:
        _print_in_words(finding)
        if handing.out is not None:
            print(f"\n{handing.out / 'report.html'}", file=sys.stderr)
    handing.keeping.keep(finding, kind)


def _write(finding: "Finding[R]", kind: "Kind[R]", plain: str, folder: Path) -> None:
    """Make every form of a finding, then write them: who stops it has all of them or none."""
    from candour.audit.reports import CannotPrint, PicturesBeside, as_csv, as_html, as_pdf

    forms = {"finding.json": f"{plain}\n".encode()}
    forms |= {f"tables/{name}.csv": table.encode() for name, table in as_csv(finding).items()}
    credit = _credit(finding, kind)
    forms |= _drawn(finding, kind, credit)
    beside = PicturesBeside(tuple(forms), credit.data)
    forms["report.html"] = as_html(finding, kind, pictures_beside=beside).encode()
    try:
        forms["report.pdf"] = as_pdf(finding, kind)
    except CannotPrint as error:
        print(error, file=sys.stderr)  # the other files are whole, and say the same
    try:
        write_together(folder, forms)
    except OSError as error:
        raise CandourError(f"{folder} can't be written to: {error.strerror}.") from error


def _credit(finding: "Finding[R]", kind: "Kind[R]") -> "Credit":
    """Which files a picture is of, and of which months: it says so wherever it goes."""
    from candour.audit import names
    from candour.audit.reports import Credit

    inputs = ", ".join(dict.fromkeys(file.name for file in finding.inputs))
    period = finding.plan.period
    when = f", {names.period(period)}" if MONTHS.fullmatch(period) else ""
    data = f"Worked out from {inputs}{when}." if inputs else ""
    made_with = f"Made with Candour {finding.version}"
    return Credit(kind.title(finding), data, made_with, finding.identifier)


def _drawn(finding: "Finding[R]", kind: "Kind[R]", credit: "Credit") -> dict[str, bytes]:
    """Each picture as SVG and, where it can be painted, as PNG."""
    from candour.audit.reports import CannotPaint, as_png, as_svg, pictures_of

    forms: dict[str, bytes] = {}
    for name, picture in pictures_of(finding, kind).items():
        svg = as_svg(picture, credit)
        forms[f"pictures/{name}.svg"] = svg.encode()
        try:
            forms[f"pictures/{name}.png"] = as_png(svg)
        except CannotPaint as error:
            print(error, file=sys.stderr)
    return forms


def _print_in_words(finding: "Finding[R]") -> None:
    for sentence in finding.sentences:
        print(sentence)
    print("\nWhat this does not show:")
    for text in finding.does_not_show:
        print(f"- {text}")
