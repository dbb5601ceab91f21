"""`candour audit stops`: how often each group is searched."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from candour.audit.findings import Finding
from candour.audit.stops.rows import Stops
from candour.cli.audit.engines import EngineName, Memory, SparkRemote, counting
from candour.cli.audit.naming import codes_of
from candour.cli.audit.options import Denominator, Forces, Hidden, Reference
from candour.core.errors import CandourError

if TYPE_CHECKING:
    from candour.audit.residents.ethnicity import Ethnicity
    from candour.audit.stops.columns import By
    from candour.audit.stops.points import PointFiles


def stops(
    files: Annotated[list[Path], typer.Argument(help="Stop-and-search files: CSV, gz, Parquet.")],
    period: Annotated[str, typer.Option(help="Whole months, as 2019-04..2020-03.")],
    population: Annotated[
        list[Path] | None,
        typer.Option(
            help="Census table by police force area, and by a smaller area if stops are split by "
            "it; once for each census."
        ),
    ] = None,
    force: Forces = None,
    ethnicity: Annotated[str, typer.Option(help="By whose word: self or officer.")] = "self",
    reference: Reference = "white",
    denominator: Denominator = "",
    split_by: Annotated[
        list[str] | None,
        typer.Option(
            help="A table more: by month, age, sex, age-and-sex, object, legislation, "
            "local-authority or lsoa; may be repeated. Hit rates by object come by themselves in "
            "up to two million rows.",
        ),
    ] = None,
    age_population: Annotated[
        Path | None,
        typer.Option(
            help="Residents by police force area, age and ethnic group: rates are then also "
            "standardised for age.",
        ),
    ] = None,
    areas: Annotated[
        Path | None,
        typer.Option(
            help="Outlines of LSOAs (GeoJSON, GeoParquet): stops are joined to them by their "
            "points; needs a population by LSOA.",
        ),
    ] = None,
    deprivation: Annotated[
        Path | None, typer.Option(help="With --areas: an index of deprivation by LSOA.")
    ] = None,
    domain: Annotated[str, typer.Option(help="With --deprivation: its domain.")] = "income",
    lookup: Annotated[
        Path | None, typer.Option(help="With --areas: which force area each LSOA lies in.")
    ] = None,
    snap: Annotated[
        float, typer.Option(help="With --areas: metres that points may have been moved.")
    ] = 150,
    published: Annotated[
        list[str] | None,
        typer.Option(
            help="A published count of searches, as essex=12345: the difference is printed.",
        ),
    ] = None,
    count: Annotated[
        str, typer.Option(help="Column of counts, if a row stands for several stops.")
    ] = "",
    hidden: Hidden = "",
    officer: Annotated[
        str,
        typer.Option(
            help="Column of who searched, by number or pseudonym; found by itself under headings "
            "such as Officer ID. Results are of all officers together, never of one.",
        ),
    ] = "",
    team: Annotated[
        str, typer.Option(help="Column of the team that searched; results as for --officer.")
    ] = "",
    repeats: Annotated[
        bool | None,
        typer.Option(
            "--repeats/--no-repeats",
            help="Look for repeated rows; left to itself, in up to two million rows.",
        ),
    ] = None,
    engine: EngineName = "duckdb",
    spark_remote: SparkRemote = "",
    memory: Memory = "2GB",
) -> Finding[Stops]:
    """Audit stops and searches: how often each group is searched, and how sure we can be.

    Exit status 1 says that no force could be compared: the table of fitness says why.

    Example:

        candour audit stops *.csv --population census2021.csv --period 2019-04..2020-03
    """
    from candour.audit.periods import Period
    from candour.audit.ranged_counts import read_hidden
    from candour.audit.stops.audit import StopsQuestion, audit_stops

    question = StopsQuestion(
        period=Period.parse(period),
        ethnicity=_ethnicity(ethnicity),
        reference=reference.strip().lower(),
        denominator=denominator.strip().lower(),
        forces=codes_of(force or []),
        repeats=repeats,
        by=tuple(dict.fromkeys(_by(text) for text in split_by or [])),
        count=count,
        hidden=read_hidden(hidden),
        officer=officer,
        team=team,
        published=_published(published or []),
    )
    joined = _point_files(areas, deprivation, lookup, domain, snap)
    with counting(engine, spark_remote, memory) as work:
        finding = audit_stops(
            files,
            population or [],
            question,
            age_population=age_population,
            joined=joined,
            machine=work.machine,
        )
    return work.noted_in(finding)


def _ethnicity(text: str) -> "Ethnicity":
    from candour.audit.residents.ethnicity import Ethnicity

    if text not in set(Ethnicity):
        raise CandourError(f"'{text}' is no one's word: --ethnicity is self or officer.")
    return Ethnicity(text)


def _published(texts: list[str]) -> dict[str, int]:
    from candour.audit.residents.populations import slug_of
    from candour.audit.stops.home_office import published_counts

    pairs = [text.partition("=") for text in texts]
    return published_counts({slug_of(force): number for force, _, number in pairs})


def _by(text: str) -> "By":
    from candour.audit.stops.columns import By

    split = text.strip().lower().replace("_", "-").replace(" ", "-")
    if split not in set(By):
        raise CandourError(
            f"'{text}' is nothing that stops are split by: --split-by is {', '.join(By)}."
        )
    return By(split)


def _point_files(
    areas: Path | None, deprivation: Path | None, lookup: Path | None, domain: str, snap: float
) -> "PointFiles | None":
    from candour.audit.stops.points import PointFiles

    if areas is not None:
        return PointFiles(areas, deprivation, lookup, domain, snap)
    if deprivation or lookup:
        raise CandourError("--deprivation and --lookup are for stops joined by point: add --areas.")
    return None
