"""`candour audit evaluation`: whether a measure worked, and what could have made it seem so."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from candour.audit.evaluations.rows import Result
from candour.audit.findings import Finding
from candour.cli.audit.waiting import progress_bar
from candour.core.errors import CandourError

if TYPE_CHECKING:
    from candour.audit.evaluations.question import EvaluationQuestion

PANEL = "Give a panel (FILE --unit COL --time COL --treated COL --outcome COL)"


def evaluation(
    file: Annotated[
        Path | None,
        typer.Argument(help="CSV: a row for each unit and period.", dir_okay=False),
    ] = None,
    unit: Annotated[str, typer.Option(help="Column of units: places, patrol spots.")] = "",
    time: Annotated[
        str, typer.Option(help="Column of periods: dates, months, or whole numbers.")
    ] = "",
    treated: Annotated[
        str, typer.Option(help="Column that is 1 under treatment and 0 otherwise.")
    ] = "",
    outcome: Annotated[str, typer.Option(help="Column of counts.")] = "",
    exposure: Annotated[
        str, typer.Option(help="Column of what a count is set against: hours, residents.")
    ] = "",
    ring: Annotated[str, typer.Option(help="Column of counts in a ring around each unit.")] = "",
    design: Annotated[
        str,
        typer.Option(help="crossover, did or synthetic; by default what fits how treatment runs."),
    ] = "",
    drawn: Annotated[
        str,
        typer.Option(
            help="What was drawn by lot: each-period (which units), within-unit (which periods), "
            "units (for good), or nothing. Only then is a p-value exact."
        ),
    ] = "nothing",
    by_count: Annotated[
        bool | None,
        typer.Option(
            "--chosen-by-count/--not-by-count",
            help="Whether units were chosen for their counts; leave out if not known.",
        ),
    ] = None,
    neighbours: Annotated[
        Path | None,
        typer.Option(help="CSV: pairs of units side by side, for a crossover.", dir_okay=False),
    ] = None,
    draws: Annotated[
        int, typer.Option(help="Made-up treatments, where not all can be; 99 or more.")
    ] = 1_999,
    seed: Annotated[int, typer.Option(min=0, help="Start of chance.")] = 20_261_122,
    totals: Annotated[
        Path | None,
        typer.Option(
            help="CSV of published claims instead of a panel: a row for each.", dir_okay=False
        ),
    ] = None,
    worst: Annotated[
        int | None,
        typer.Option(
            help="Without --treated: follow so many units, 10 or more, chosen for high counts."
        ),
    ] = None,
    span: Annotated[int, typer.Option(help="With --worst: periods to choose by.")] = 1,
    what: Annotated[str, typer.Option(help="What is evaluated, for title and sentences.")] = "",
) -> Finding[Result]:
    """Audit an evaluation: the effect, beside what could have made it with nothing done.

    Tells a rate ratio under treatment by the design that fits, with what regression to the mean,
    trends from before and made-up treatments give in the same data. Of published totals, it says
    what they can show and what they can't.

    Example:

        candour audit evaluation panel.csv --unit spot --time day --treated patrol --outcome crimes

        candour audit evaluation counts.csv --unit area --time month --outcome crimes --worst 20

        candour audit evaluation --totals claims.csv
    """
    of_a_panel = {
        "--unit": unit,
        "--time": time,
        "--treated": treated,
        "--outcome": outcome,
        "--exposure": exposure,
        "--ring": ring,
        "--design": design,
        "--neighbours": neighbours,
        "--worst": worst,
    }
    if totals is not None:
        from candour.audit.evaluations.totals import audit_totals

        _leave_out({"FILE": file, **of_a_panel}, "--totals")
        return audit_totals(totals, what=what)
    if file is None:
        raise CandourError(f"{PANEL}, or published claims (--totals FILE).")
    needed = {"--unit": unit, "--time": time, "--outcome": outcome}
    if worst is None:
        needed["--treated"] = treated
    for option, value in needed.items():
        if not value:
            raise CandourError(f"{PANEL}: {option} is missing.")
    if worst is not None:
        from candour.audit.evaluations.places_alone import FallsQuestion, audit_places_alone

        wrong = ("--treated", "--exposure", "--ring", "--design", "--neighbours")
        _leave_out({name: of_a_panel[name] for name in wrong}, "--worst")
        alone = FallsQuestion(
            unit=unit, time=time, outcome=outcome, chosen=worst, span=span, what=what
        )
        with progress_bar():
            return audit_places_alone(file, alone)
    from candour.audit.evaluations.audit import audit_evaluation

    question = _question(
        unit, time, treated, outcome, exposure, ring, design, drawn, by_count, draws, seed, what
    )
    with progress_bar():
        return audit_evaluation(file, question, neighbours)


def _question(
    unit: str,
    time: str,
    treated: str,
    outcome: str,
    exposure: str,
    ring: str,
    design: str,
    drawn: str,
    by_count: bool | None,
    draws: int,
    seed: int,
    what: str,
) -> "EvaluationQuestion":
    from candour.audit.evaluations.question import Design, Drawn, EvaluationQuestion

    if design and design not in set(Design):
        raise CandourError(f"There is no design '{design}': --design is {_or(Design)}.")
    if drawn not in set(Drawn):
        raise CandourError(f"--drawn '{drawn}' is none: it is {_or(Drawn)}.")
    return EvaluationQuestion(
        unit=unit,
        time=time,
        treated=treated,
        outcome=outcome,
        exposure=exposure,
        ring=ring,
        design=Design(design) if design else None,
        drawn=Drawn(drawn),
        by_count=by_count,
        draws=draws,
        seed=seed,
        what=what,
    )


def _or(names: Any) -> str:
    *first, last = list(names)
    return f"{', '.join(first)} or {last}"


def _leave_out(options: dict[str, object], what: str) -> None:
    wrong = [name for name, value in options.items() if value]
    if wrong:
        raise CandourError(f"{', '.join(wrong)} can't be used with {what}: leave it out.")
