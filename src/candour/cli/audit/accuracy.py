"""`candour audit accuracy`: how often a system was right, from what was published or recorded."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from candour.audit.accuracy.rows import Accuracy
from candour.audit.findings import Finding
from candour.cli.audit.waiting import progress_bar
from candour.core.errors import CandourError

if TYPE_CHECKING:
    from candour.audit.accuracy.published import ClaimQuestion


def accuracy(
    flagged: Annotated[
        int | None, typer.Option(help="How many were flagged, as published.")
    ] = None,
    share: Annotated[
        str, typer.Option(help="Share said to be right, as printed: 0.17, 17%, almost 20%.")
    ] = "",
    share_of: Annotated[
        str, typer.Option(help="What the share is of: flagged, incidents or unknown.")
    ] = "unknown",
    of_total: Annotated[
        int | None, typer.Option(help="How many incidents there were in all, as published.")
    ] = None,
    unit: Annotated[str, typer.Option(help="What is flagged: people, places or events.")] = "",
    predictions: Annotated[
        Path | None, typer.Option(help="Forecasts, with cells by days, as CSV.", dir_okay=False)
    ] = None,
    observed: Annotated[
        Path | None, typer.Option(help="Counts of events, with the same cells and days.")
    ] = None,
    top: Annotated[
        list[int] | None, typer.Option(help="Cells targeted each day; may be repeated.")
    ] = None,
    history: Annotated[
        Path | None, typer.Option(help="Events from before: a list, or cells by days.")
    ] = None,
    areas: Annotated[
        Path | None, typer.Option(help="Area of each cell; without it all are alike.")
    ] = None,
    window: Annotated[int, typer.Option(help="Days the forecaster counts back.")] = 180,
    replicates: Annotated[int, typer.Option(min=0, help="Bootstrap draws; 0 for none.")] = 1_000,
    seed: Annotated[int, typer.Option(min=0, help="Start of the bootstrap's chance.")] = 20_261_122,
    scores: Annotated[
        Path | None,
        typer.Option(help="Scores as printed, a row for each model, as CSV.", dir_okay=False),
    ] = None,
) -> Finding[Accuracy]:
    """Audit how often a system was right: a published share, scores, or forecasts and events.

    Example:

        candour audit accuracy --predictions forecasts.csv --observed events.csv --top 20

        candour audit accuracy --share "17 per cent" --share-of unknown

        candour audit accuracy --scores scores.csv
    """
    if bool(share) + bool(predictions or observed) + bool(scores) != 1:
        raise CandourError(
            "Give either a published share (--share 0.17 --share-of flagged|incidents|unknown), or "
            "forecasts and outcomes (--predictions FILE --observed FILE --top 20), or a file of "
            "scores as printed (--scores FILE)."
        )
    of_forecasts: dict[str, object] = {"--top": top, "--history": history, "--areas": areas}
    of_a_share: dict[str, object] = {"--flagged": flagged, "--of-total": of_total, "--unit": unit}
    if scores is not None:
        from candour.audit.accuracy.scores_together import audit_scores

        _leave_out(of_forecasts | of_a_share, "scores")
        with progress_bar():
            return audit_scores(scores)
    if share:
        from candour.audit.accuracy.claims import audit_claim

        _leave_out(of_forecasts, "a published share")
        return audit_claim(_claim(share, share_of, flagged, of_total, unit))
    from candour.audit.accuracy.forecasts import ForecastQuestion, audit_forecasts

    if predictions is None or observed is None:
        raise CandourError("Give both --predictions FILE and --observed FILE.")
    _leave_out(of_a_share, "forecasts")
    question = ForecastQuestion(tuple(top or ()), window, replicates, seed)
    with progress_bar():
        return audit_forecasts(predictions, observed, question, history=history, areas=areas)


def _claim(
    share: str, share_of: str, flagged: int | None, of_total: int | None, unit: str
) -> "ClaimQuestion":
    from candour.audit.accuracy.published import ClaimQuestion, ShareOf

    if share_of not in set(ShareOf):
        raise CandourError(
            f"'{share_of}' is nothing to take a share of: --share-of is flagged, incidents or "
            "unknown."
        )
    return ClaimQuestion(share, ShareOf(share_of), flagged, of_total, unit)


def _leave_out(options: dict[str, object], what: str) -> None:
    wrong = [name for name, value in options.items() if value]
    if wrong:
        raise CandourError(f"{', '.join(wrong)} can't be used with {what}: leave it out.")
