"""Small valid things for tests: a statement, a figure, a check, a content folder."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from candour.content import FOLDER
from candour.core.days import parse_days
from candour.evidence.checks import expand, judge
from candour.evidence.collection import CheckSpec, Collection, Row, SubjectFile
from candour.evidence.fields import Schema, Term, read_schema
from candour.evidence.quantities import parse_quantity
from candour.evidence.statements import Silence, Statement

SCHEMA_FILES = ("fields.yaml", "gaps.yaml")

REPORT = """\
source: report
at: "1"
name: The Report
kind: report
published: 2025-02-20
author: authors
"""

AUTHORS = "source: report\nat: '1'\nname: The Authors\nkind: organisation\n"
FORCE = "source: report\nat: '1'\nname: The Force\nkind: territorial-force\n"
OTHER_FORCE = "source: report\nat: '1'\nname: The Other Force\nkind: territorial-force\n"
KEEPER = "source: report\nat: '1'\nname: Candour\nkind: register-keeper\n"

TOOL = """\
source: report
at: "1"
name: The Tool
kind: person-score
in-scope: in-scope
operator: force
use: in-use
"""

BASE = {
    "sources/report": REPORT,
    "bodies/authors": AUTHORS,
    "bodies/force": FORCE,
    "bodies/other-force": OTHER_FORCE,
    "bodies/candour": KEEPER,
}


# Measures of the small things made here, beside those of the register.
MEASURES = ("m", "listed", "people on the list", "stops", "people known")


@cache
def schema() -> Schema:
    """The register's own table of fields and vocabularies, and the measures made here."""
    own = read_schema(FOLDER)
    made = {f"made-{n}": Term(f"made-{n}", label) for n, label in enumerate(MEASURES)}
    measures = {**made, **own.vocabularies["measures"]}
    return replace(own, vocabularies={**own.vocabularies, "measures": measures})


def make_folder(folder: Path, files: Mapping[str, str | None] | None = None) -> Path:
    """Make a content folder with a source, four bodies, and what `files` adds."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMA_FILES:
        shutil.copyfile(FOLDER / name, folder / name)
    shutil.copytree(FOLDER / "vocabularies", folder / "vocabularies", dirs_exist_ok=True)
    rows = "".join(f"  made-{n}: {{label: {label}}}\n" for n, label in enumerate(MEASURES))
    (folder / "vocabularies/made.yaml").write_text(f"measures:\n{rows}", encoding="utf-8")
    write_files(folder, {**BASE, **(files or {})})
    return folder


def write_files(folder: Path, files: Mapping[str, str | None]) -> None:
    """Write some files of a content folder anew; None takes a file out."""
    for name, text in files.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")


def statement(
    value="find people",
    *,
    subject="tool",
    field="purpose",
    kind="text",
    said_by=("authors",),
    source="report",
    locator="1",
    basis="research",
    via="",
    valid="",
    said_on="",
    public_on="2025-02-20",
    first_public="",
    first_in="",
    **qualifiers,
) -> Statement:
    return Statement(
        subject=subject,
        field=field,
        kind=kind,
        value=parse_days(value) if kind == "days" else value,
        said_by=tuple(said_by),
        source=source,
        locator=locator,
        basis=basis,
        via=via,
        valid=parse_days(valid) if valid else None,
        said_on=parse_days(said_on) if said_on else None,
        public_on=parse_days(public_on) if public_on else None,
        first_public=parse_days(first_public) if first_public else None,
        first_in=first_in,
        qualifiers=tuple(sorted(qualifiers.items())),
    )


def term(value: str, field: str, **rest) -> Statement:
    return statement(value, field=field, kind="term", **rest)


def link(value: str, field: str, **rest) -> Statement:
    return statement(value, field=field, kind="subject", **rest)


def silence(kind: str, field: str, *, reason: str = "", **rest) -> Statement:
    return statement(Silence(kind, reason=reason), field=field, kind="silence", **rest)


def figure(printed, *, unit="people", field="people-profiled", measure="listed", stated="", **rest):
    value = parse_quantity(printed, unit=unit, stated=stated)
    return statement(value, field=field, kind="quantity", measure=measure, **rest)


def subject(*statements, slug="tool", subject_class="system", **rest) -> SubjectFile:
    """A subject whose rows are named after their place: `purpose.1`, `use.2`."""
    rows = tuple(Row(f"{s.field}.{n}", s) for n, s in enumerate(statements, 1))
    return SubjectFile(slug, subject_class, rows, **rest)


def collection(*subjects) -> Collection:
    return Collection({one.slug: one for one in subjects})


def block_of(numbers: dict[str, str], *, unit: str = "people") -> tuple[Row, ...]:
    """The rows of a block of figures called `b`; each has a measure of its own."""
    return tuple(
        Row(f"b.{name}", figure(printed, unit=unit, measure=name))
        for name, printed in numbers.items()
    )


def expanded(text: str, numbers: dict[str, str], *, unit: str = "people", undecidable: str = ""):
    """The single checks that a check beside a block of figures stands for."""
    spec = CheckSpec("tool", "b", text, undecidable=undecidable)
    home = SubjectFile("tool", "system", block_of(numbers, unit=unit), (spec,))
    return expand(spec, collection(home))


def verdict(claim: str, expression: str, numbers: dict[str, str], *, unit="people", undecidable=""):
    """Judge a printed claim against an expression over printed numbers."""
    text = f"claim = {expression}"
    (check,) = expanded(text, {"claim": claim, **numbers}, unit=unit, undecidable=undecidable)
    return judge(check)
