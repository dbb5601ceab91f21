"""`candour audit accuracy`: how often a system was right, from what was published or recorded."""

from pathlib import Path
from typing import Annotated

import typer

from candour.cli.audit.handing_over import AsJson, Out, hand_over, working
from candour.cli.audit.keeping import About, Keeping, Record, RecordedBy, SourceOf, Why
from candour.core.errors import CandourError


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
    out: Out = None,
    as_json: AsJson = False,
    record: Record = False,
    about: About = None,
    source: SourceOf = "",
    by: RecordedBy = "",
    why: Why = "",
) -> None:
    """Audit how often a system was right: a published share, scores, or forecasts and events.

    Example:

        candour audit accuracy --predictions forecasts.csv --observed events.csv --top 20

        candour audit accuracy --share "17 per cent" --share-of unknown

        candour audit accuracy --scores scores.csv
    """
    keeping = Keeping.of(record, about, source, by, why)
    if bool(share) + bool(predictions or observed) + bool(scores) != 1:
        raise CandourError(
            "Give either a published share (--share 0.17 --share-of flagged|incidents|unknown), or "
            "forecasts and outcomes (--predictions FILE --observed FILE --top 20), or a file of "
            "scores as printed (--scores FILE)."
        )
    if scores is not None:
        _leave_out({"--top": top, "--history": history, "--areas": areas}, "scores")
        _leave_out({"--flagged": flagged, "--of-total": of_total, "--unit": unit}, "scores")
        from candour.audit.accuracy.kind import KIND
        from candour.audit.accuracy.scores_together import audit_scores

        path = scores
        hand_over(
            working(lambda: audit_scores(path)), KIND, out=out, as_json=as_json, keeping=keeping
        )
        return
    if share:
        _leave_out({"--top": top, "--history": history, "--areas": areas}, "a published share")
        from candour.audit.accuracy.claims import audit_claim
        from candour.audit.accuracy.kind import KIND
        from candour.audit.accuracy.published import ClaimQuestion, ShareOf

        if share_of not in set(ShareOf):
            raise CandourError(
                f"'{share_of}' is nothing to take a share of: --share-of is flagged, incidents or "
                "unknown."
            )
        claim = ClaimQuestion(share, ShareOf(share_of), flagged, of_total, unit)
        hand_over(audit_claim(claim), KIND, out=out, as_json=as_json, keeping=keeping)
        return
    if predictions is None or observed is None:
        raise CandourError("Give both --predictions FILE and --observed FILE.")
    _leave_out({"--flagged": flagged, "--of-total": of_total, "--unit": unit}, "forecasts")
    from candour.audit.accuracy.forecasts import ForecastQuestion, audit_forecasts
    from candour.audit.accuracy.kind import KIND

    question = ForecastQuestion(tuple(top or ()), window, replicates, seed)
    finding = working(
        lambda: audit_forecasts(predictions, observed, question, history=history, areas=areas)
    )
    hand_over(finding, KIND, out=out, as_json=as_json, keeping=keeping)


def _leave_out(given: dict[str, object], what: str) -> None:
    wrong = [name for name, value in given.items() if value]
    if wrong:
        raise CandourError(f"{', '.join(wrong)} can't be used with {what}: leave it out.")
