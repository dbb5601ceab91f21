"""Commands that audit public data: from files to a finding and a report."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from candour.core.errors import CandourError

if TYPE_CHECKING:
    from candour.audit.plans import Finding

NOT_VALID = 1

app = typer.Typer(
    help="Recompute from public data who is stopped, listed or flagged, and how sure we can be.",
    no_args_is_help=True,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="Write report.html and finding.json here.", file_okay=False),
]
Memory = Annotated[str, typer.Option(help="How much memory the database may take.")]
File = Annotated[Path, typer.Argument(help="CSV, gzipped CSV or Parquet.")]
Populations = Annotated[
    list[Path] | None,
    typer.Option("--population", help="Census table by police force area; once for each census."),
]
Forces = Annotated[
    list[str] | None,
    typer.Option("--force", help="Force to compare, as essex; may be repeated."),
]


@app.command()
def scores(
    file: File,
    group: Annotated[str, typer.Option(help="Columns of groups, with commas between them.")],
    reference: Annotated[str, typer.Option(help="The group that others are compared with.")],
    flagged: Annotated[str, typer.Option(help="Who is flagged, as COL=VALUE,VALUE.")] = "",
    score: Annotated[str, typer.Option(help="Column of scores, instead of --flagged.")] = "",
    threshold: Annotated[
        float | None, typer.Option(help="Score from which on people are flagged.")
    ] = None,
    outcome: Annotated[str, typer.Option(help="Column of recorded outcomes: 1 or 0.")] = "",
    population: Annotated[
        Path | None,
        typer.Option(help="Audit the make-up only, against this population.", dir_okay=False),
    ] = None,
    count: Annotated[
        str, typer.Option(help="Column of official counts; without it a row is one person.")
    ] = "",
    replicates: Annotated[int, typer.Option(min=0, help="Bootstrap draws; 0 for none.")] = 200,
    seed: Annotated[int, typer.Option(help="Start of the bootstrap's chance.")] = 20_261_122,
    out: Out = None,
    memory: Memory = "2GB",
    as_json: AsJson = False,
) -> None:
    """Audit scores or flags by group: who is flagged, how often wrongly; or a list's make-up.

    Example:

        candour audit scores a.csv --group race --flagged band=high --outcome arrest --reference A
    """
    if population is not None:
        _need_no_flags(flagged, score, outcome)
        finding = _working(lambda: _composition(file, population, group, reference, count, memory))
        _hand_over(finding, out=out, as_json=as_json)
        return
    from candour.audit.scores import ScoresQuestion, audit_scores

    column, _, values = flagged.partition("=")
    if flagged and not (column and values):
        raise CandourError(f"--flagged '{flagged}' says no values: write --flagged COL=VALUE,VALUE")
    if not outcome:
        raise CandourError(
            "Name the column of recorded outcomes (--outcome COL), or a population to set the "
            "list against (--population FILE)."
        )
    question = ScoresQuestion(
        groups=_names(group),
        outcome=outcome,
        reference=reference,
        flag_column=column.strip(),
        flag_values=_names(values),
        score=score,
        threshold=threshold,
        count=count,
        replicates=replicates,
        seed=seed,
    )
    finding = _working(lambda: audit_scores(file, question, memory=memory))
    _hand_over(finding, out=out, as_json=as_json)


@app.command()
def stops(
    files: Annotated[list[Path], typer.Argument(help="Stop-and-search files: CSV, gz, Parquet.")],
    period: Annotated[str, typer.Option(help="Whole months, as 2019-04..2020-03.")],
    population: Populations = None,
    force: Forces = None,
    ethnicity: Annotated[str, typer.Option(help="By whose word: self or officer.")] = "self",
    reference: Annotated[str, typer.Option(help="Group that others are compared with.")] = "white",
    repeats: Annotated[
        bool | None,
        typer.Option(
            "--repeats/--no-repeats",
            help="Look for repeated rows; left to itself, in up to two million rows.",
        ),
    ] = None,
    out: Out = None,
    memory: Memory = "2GB",
    as_json: AsJson = False,
) -> None:
    """Audit stops and searches: how often each group is searched, and how sure we can be.

    Exit status 1 says that no force could be compared: the table of fitness says why.

    Example:

        candour audit stops *.csv --population census2021.csv --period 2019-04..2020-03
    """
    from candour.audit.ethnicity import Ethnicity
    from candour.audit.periods import Period
    from candour.audit.populations import slug_of
    from candour.audit.stops import StopsQuestion, audit_stops

    if ethnicity not in set(Ethnicity):
        raise CandourError(f"'{ethnicity}' is no one's word: --ethnicity is self or officer.")
    question = StopsQuestion(
        period=Period.parse(period),
        ethnicity=Ethnicity(ethnicity),
        reference=reference.strip().lower(),
        forces=tuple(slug_of(name) for name in force or []),
        repeats=repeats,
    )
    finding = _working(lambda: audit_stops(files, population or [], question, memory=memory))
    _hand_over(finding, out=out, as_json=as_json)
    if not any(row["fit"] for row in finding.tables["fitness"]):
        raise typer.Exit(NOT_VALID)


@app.command()
def force(
    file: Annotated[Path, typer.Argument(help="Table of tactics by force and ethnicity, as CSV.")],
    period: Annotated[str, typer.Option(help="Months it covers, as 2019-04..2020-03.")],
    population: Populations = None,
    force: Forces = None,
    reference: Annotated[str, typer.Option(help="Group that others are compared with.")] = "white",
    tactic: Annotated[str, typer.Option(help="Tactic, as the table calls it.")] = "*Total Tactics",
    incidents: Annotated[
        Path | None, typer.Option(help="Table of incidents by force, to allow for clusters.")
    ] = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Audit the use of force: tactics reported for each group, as perceived by officers.

    Example:

        candour audit force force.csv --population census2021.csv --period 2019-04..2020-03
    """
    from candour.audit.force import ForceQuestion, audit_force
    from candour.audit.periods import Period
    from candour.audit.populations import slug_of

    question = ForceQuestion(
        period=Period.parse(period),
        reference=reference.strip().lower(),
        tactic=tactic,
        forces=tuple(slug_of(name) for name in force or []),
    )
    finding = _working(lambda: audit_force(file, population or [], question, incidents=incidents))
    _hand_over(finding, out=out, as_json=as_json)


def _composition(
    file: Path, population: Path, group: str, reference: str, count: str, memory: str
) -> "Finding":
    from candour.audit.composition import CompositionQuestion, audit_composition

    question = CompositionQuestion(group=group, reference=reference, count=count)
    return audit_composition(file, population, question, memory=memory)


def _need_no_flags(*given: str) -> None:
    if any(given):
        raise CandourError(
            "A population is for the make-up of a list: leave out --flagged, --score and --outcome."
        )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _working(work: Callable[[], "Finding"]) -> "Finding":
    """Do something that may take a while, and show that it goes on."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        return work()
    with console.status("Counting"):
        return work()


def _hand_over(finding: "Finding", *, out: Path | None, as_json: bool) -> None:
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
