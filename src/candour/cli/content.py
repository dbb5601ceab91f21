"""Commands on content: check, list, format, record, load and dump."""

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from candour.audit.soundness import unsound_findings
from candour.cli.database import bring_database_up_to_date, wake_django
from candour.cli.kinds import kinds
from candour.content import FOLDER
from candour.core.beside import beside
from candour.core.collecting import rare_collection
from candour.core.errors import BadContent, CandourError, Problem
from candour.evidence import listing
from candour.evidence.advice import Suggestion, suggested_clashes, warnings_of
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.coverage import UNEXPLAINED, Coverage, cover, read_explanations, report
from candour.evidence.fields import FOLDERS, Schema, read_schema
from candour.evidence.findings import read_findings
from candour.evidence.folder import write_whole
from candour.evidence.following import WhatFollows, what_follows
from candour.evidence.printed_words import ENDING, printed_words
from candour.evidence.reading import (
    COVERAGE,
    FolderCollection,
    only,
    read_collection,
    read_with_problems,
)
from candour.evidence.record import log_problems, log_warnings, record_change
from candour.evidence.stable_form import not_in_stable_form
from candour.evidence.use import headline
from candour.law.checking import law_problems

NOT_VALID = 1
LONDON = ZoneInfo("Europe/London")
MOST_SUGGESTED = 40
MANY = 100  # files, from which on a second process is worth starting
FOLLOWS = ("figures", "checks", "derived", "contradictions", "gaps")

app = typer.Typer(help="Check, list, load and write what the register knows.", no_args_is_help=True)

Folder = Annotated[
    Path,
    typer.Option(
        "--folder",
        help="Content folder to work on; by default the one that ships with Candour.",
        show_default=False,
        exists=True,
        file_okay=False,
        resolve_path=True,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Why = Annotated[str, typer.Option("--why", help="Why it changes, in a sentence.")]
WhyIfAny = Annotated[str | None, typer.Option("--why", help="Why it changes, in a sentence.")]
By = Annotated[str, typer.Option("--by", help="Who changes it.")]
Only = Annotated[str, typer.Option("--only", help="Slugs to report on, with commas between them.")]


@app.command()
@rare_collection()
def check(
    folder: Folder = FOLDER,
    as_json: AsJson = False,
    only_slugs: Only = "",
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Also name texts that may clash, for an editor.")
    ] = False,
) -> None:
    """Validate all content, recompute every figure, count contradictions and gaps.

    Example:

        candour content check

        candour content check --only essex-risk-terrain-modelling

        candour content check --suggest
    """
    slugs = {slug.strip() for slug in only_slugs.split(",") if slug.strip()}
    schema = read_schema(folder)
    collection, problems = read_with_problems(folder, schema)
    forms = partial(_problems_of_form, collection, schema)
    with beside(forms, worth_it=len(collection.subjects) >= MANY) as problems_of_form:
        of_log = [] if problems else log_problems(folder, collection)
        follows = what_follows(collection, schema, skip_broken=bool(problems))
        unsound, layouts = problems_of_form()
    problems = [*(problems + unsound or of_log), *law_problems(folder)]
    problems = only(problems, slugs) if slugs else problems
    warnings = [*log_warnings(folder), *warnings_of(collection)]
    if slugs:
        warnings, layouts = only(warnings, slugs), only(layouts, slugs)
    suggestions = (
        suggested_clashes(collection, follows.contradictions, frozenset(slugs)) if suggest else []
    )
    if as_json:
        counts = {
            "errors": [problem.as_dict() for problem in problems],
            "warnings": [warning.as_dict() for warning in (*warnings, *layouts)],
        }
        if suggest:
            counts["suggestions"] = [listing.suggestion_row(one) for one in suggestions]
        print(json.dumps(follows.summary() | counts, ensure_ascii=False, indent=1))
    else:
        _print_check(follows, problems, layouts, slugs)
        _print_advice(warnings, suggestions)
    if problems:
        raise typer.Exit(NOT_VALID)


def _problems_of_form(
    collection: FolderCollection, schema: Schema
) -> tuple[list[Problem], list[Problem]]:
    """Problems of stored findings in themselves, and the files that are laid out otherwise."""
    unsound = list(unsound_findings(collection.findings, kinds()))
    return unsound, [unstable.as_problem for unstable in not_in_stable_form(collection, schema)]


def _print_check(
    follows: WhatFollows, problems: list[Problem], layouts: list[Problem], slugs: set[str]
) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for line in (*map(str, problems), *_following(follows, slugs)):
        console.print(line, markup=False)
    for layout in layouts:
        console.print(f"warning          {layout}", markup=False)
    summary = follows.summary()
    table = Table(show_header=False, box=None)
    for subject_class, number in summary["subjects"].items():
        table.add_row(subject_class, str(number))
    for key in ("findings", "statements", "figures", "contradictions", "gaps"):
        table.add_row(key, str(summary[key]))
    for key, label in (("checks", "checks"), ("derived", "derived numbers")):
        for state, number in sorted(summary[key].items()):
            table.add_row(f"{label}: {state}", str(number))
    table.add_row("problems", str(len(problems)))
    console.print(table)


def _print_advice(warnings: list[Problem], suggestions: list[Suggestion]) -> None:
    """What an editor may want to look at; nothing of it makes the content invalid."""
    for warning in warnings:
        print(f"warning          {warning}")
    for suggestion in suggestions[:MOST_SUGGESTED]:
        print(f"may clash        {suggestion.first.subject}: {suggestion.why}")
        for statement in (suggestion.first, suggestion.second):
            speakers = " and ".join(statement.said_by)
            print(f"    {statement.value} ({speakers}, {statement.locator})")
    if len(suggestions) > MOST_SUGGESTED:
        left = len(suggestions) - MOST_SUGGESTED
        print(f"and {left} pairs less likely; see them all with --json, or some with --only")


def _following(follows: WhatFollows, slugs: set[str]) -> Iterator[str]:
    """What follows for some subjects, a line each."""
    for verdict in follows.verdicts:
        if verdict.check.subject in slugs:
            check = f"{verdict.check.subject}: {verdict.check.expression}"
            yield f"{verdict.verdict:16} {check}  [{verdict.working}]"
    for number in follows.derived:
        if number.spec.subject in slugs:
            measure = f"{number.spec.subject}: {number.spec.measure}"
            yield f"{number.state:16} {measure}  [{number.working or number.reason}]"
    for contradiction in follows.contradictions:
        if slugs & set(contradiction.subjects):
            sides = " / ".join(side.said for side in contradiction.sides)
            yield f"contradiction    {contradiction.kind} ({contradiction.found_by}): {sides}"


@app.command("list")
def list_rows(
    what: Annotated[str, typer.Argument(help="systems, products, … figures, checks, derived …")],
    folder: Folder = FOLDER,
    as_json: AsJson = False,
) -> None:
    """List subjects, figures, checks, derived numbers, contradictions or gaps.

    Example:

        candour content list figures --json
    """
    rows = _rows(what, folder)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        shown = [str(value) for key, value in row.items() if value and key != "statements"]
        print("  ".join(shown[:7]))


@app.command()
def coverage(
    text: Annotated[Path, typer.Argument(help="The source's text.", exists=True, dir_okay=False)],
    source: Annotated[str, typer.Option(help="Slug of the source.")] = "automated-racism",
    folder: Folder = FOLDER,
    as_json: AsJson = False,
    write: Annotated[Path | None, typer.Option(help="Write a page with every token.")] = None,
    keep_words: Annotated[
        bool, typer.Option("--keep-words", help="Keep the words it prints, as hashes, for names.")
    ] = False,
) -> None:
    """Hold every number in a source's text against the figures read from it, and back.

    With --keep-words, `content check` can tell from then on which names the source prints.

    Example:

        candour content coverage report.txt --source automated-racism
    """
    if keep_words:
        _keep_words(text, folder, source)
    collection = read_collection(folder, read_schema(folder))
    if collection.class_of(source) != "source":
        raise CandourError(f"'{source}' is no source of this register.")
    explanations, problems = read_explanations(folder, source)
    if problems:
        raise BadContent(problems)
    coverage = cover(text.read_text(encoding="utf-8"), source, collection, explanations)
    if as_json:
        data = {
            "counts": coverage.counts(),
            "tokens": [covered.as_dict() for covered in coverage.tokens],
            "not_found": [listing.figure_row(statement) for statement in coverage.not_found],
        }
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        _print_coverage(coverage)
    if write is not None:
        write_whole(write, report(coverage, collection, source))
    if not coverage.is_complete:
        raise typer.Exit(NOT_VALID)


def _keep_words(text: Path, folder: Path, source: str) -> None:
    if not (folder / "sources" / f"{source}.yaml").is_file():
        raise CandourError(f"'{source}' is no source of this register.")
    file = folder / COVERAGE / f"{source}{ENDING}"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(printed_words(text.read_text(encoding="utf-8")).as_bytes())


def _print_coverage(coverage: Coverage) -> None:
    for covered in coverage.tokens:
        if covered.what == UNEXPLAINED:
            token = covered.token
            around = f"{token.before[-30:]}[{token.text}]{token.after[:20]}"
            print(f"{token.section}, line {token.line}: {around}")
    for statement in coverage.not_found:
        row = listing.figure_row(statement)
        print(
            f"not found at {row['locator']}: {row['printed']} ({row['subject']}, {row['measure']})"
        )
    for what, number in sorted(coverage.counts().items()):
        print(f"{number:6} {what}")


@app.command("format")
def format_files(folder: Folder = FOLDER) -> None:
    """Put all content files into their stable form; what they say stays the same.

    Example:

        candour content format
    """
    schema = read_schema(folder)
    collection = read_collection(folder, schema)
    written = 0
    for unstable in not_in_stable_form(collection, schema):
        write_whole(unstable.at.path, unstable.text)
        written += 1
    print(f"{written} of {len(collection.subjects)} files written anew.")


@app.command()
def record(
    why: Why,
    by: By = "",
    folder: Folder = FOLDER,
    origin: Annotated[
        str, typer.Option("--origin", help="Whose content it is, where the folder does not tell.")
    ] = "",
) -> None:
    """Write what the files say beyond the change log into its next file.

    Example:

        candour content record --why "Add the 2026 evaluation of risk terrain modelling"
    """
    problems = list(unsound_findings(read_findings(folder)[0], kinds()))
    if problems:
        raise BadContent(problems)
    change_set = record_change(
        folder, made_by=by or _who(), why=why, made_at=datetime.now(UTC), origin=origin
    )
    if change_set is None:
        print("The change log agrees with the files; nothing to record.")
    else:
        print(f"Change {change_set.number}: {len(change_set.lines)} entries. {why}")


@app.command()
def load(why: WhyIfAny = None, by: By = "", folder: Folder = FOLDER) -> None:
    """Bring the database to what the files say; nothing in it is rewritten.

    Example:

        candour content load --why "Correct the first use of HART"
    """
    wake_django()
    bring_database_up_to_date()
    from candour.register.services import NO_REASON, SOMEONE, load_content

    report = load_content(folder, made_by=by or SOMEONE, why=NO_REASON if why is None else why)
    if report.changed_nothing:
        print("The register already says what the files say.")
    else:
        sets = "1 change set" if report.change_sets == 1 else f"{report.change_sets} change sets"
        print(
            f"{sets}: {report.asserted} statements asserted, "
            f"{report.retracted} retracted, {report.pages} pages laid out."
        )
        if report.findings or report.withdrawn:
            print(f"Findings: {report.findings} recorded, {report.withdrawn} withdrawn.")


@app.command()
def dump(
    folder: Annotated[
        Path,
        typer.Option("--folder", help="Folder to write to.", show_default=False, file_okay=False),
    ],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Write over other content in the folder, and take out what the register lacks.",
        ),
    ] = False,
) -> None:
    """Write the register out as content files with their change log, ready to be loaded.

    Example:

        candour content dump --folder /tmp/register
    """
    wake_django()
    bring_database_up_to_date()
    from candour.register.dumping import dump_content

    report = dump_content(folder, replace=replace)
    print(
        f"{report.written} files written, {report.removed} removed, "
        f"{report.unchanged} as they were."
    )


def _who() -> str:
    """The name a person goes by on this machine, as Git knows it."""
    try:
        git = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607 - wherever Git is installed
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return "unnamed"
    return git.stdout.strip() or "unnamed"


def _subject_row(subject: SubjectFile, collection: Collection) -> dict[str, Any]:
    """A subject as a row; a system with what is told of its use today."""
    if subject.subject_class != "system":
        return listing.subject_row(subject)
    use = headline(subject.statements, datetime.now(LONDON).date(), name=collection.name_of)
    return listing.subject_row(subject, use)


def _rows(what: str, folder: Path) -> list[dict[str, Any]]:
    if what not in FOLDERS and what not in FOLLOWS:
        raise CandourError(
            f"'{what}' can't be listed. Use one of {', '.join((*FOLDERS, *FOLLOWS))}."
        )
    schema = read_schema(folder)
    collection = read_collection(folder, schema)
    if what in FOLDERS:
        return [_subject_row(s, collection) for s in collection.of_class(FOLDERS[what])]
    follows = what_follows(collection, schema)
    rows = {
        "figures": lambda: [listing.figure_row(statement) for statement in follows.figures],
        "checks": lambda: [listing.check_row(verdict) for verdict in follows.verdicts],
        "derived": lambda: [listing.derived_row(number) for number in follows.derived],
        "contradictions": lambda: [
            listing.contradiction_row(clash) for clash in follows.contradictions
        ],
        "gaps": lambda: [listing.gap_row(gap) for gap in follows.gaps],
    }
    return rows[what]()
