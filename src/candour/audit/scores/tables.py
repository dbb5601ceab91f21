"""The rows of a score audit's tables, from the counts of each group."""

from collections.abc import Sequence

from candour.audit.plans import Row
from candour.audit.statistics import confusion
from candour.audit.statistics.confusion import MEASURES, Comparison
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.resampling import Counts
from candour.audit.statistics.shrinkage import shrunken_shares

SHRUNKEN = ("selection_rate", "ppv", "fpr", "fnr")


def group_rows(labels: Sequence[str], counts: Counts, *, intersections: bool) -> list[Row]:
    """Size, the four counts and every rate of each group; drawn in where groups intersect."""
    made = []
    for label, each in zip(labels, counts, strict=True):
        cells = confusion.four(each)
        row: Row = {"group": label, "people": int(each.sum())}
        row |= dict(zip(("tp", "fp", "fn", "tn"), cells, strict=True))
        for measure in MEASURES:
            found = confusion.estimate(measure, cells)
            row[measure.name] = found.as_dict() if found else None
        made.append(row)
    if intersections:
        _draw_in(made, counts)
    return made


def _draw_in(rows: Sequence[Row], counts: Counts) -> None:
    """Add each rate drawn towards that of all groups by as much as it is uncertain."""
    for measure in MEASURES:
        if measure.name not in SHRUNKEN:
            continue
        cells = [confusion.four(each) for each in counts]
        sizes = [int(measure.people(*each)) for each in cells]
        having = [int(measure.holds(*each)) for each in cells]
        filled = [place for place, size in enumerate(sizes) if size]
        drawn = (
            shrunken_shares([having[i] for i in filled], [sizes[i] for i in filled])
            if filled
            else []
        )
        by_place = dict(zip(filled, drawn, strict=True))
        for place, row in enumerate(rows):
            row[f"{measure.name}_shrunken"] = by_place.get(place)


def gap_row(each: Comparison, reference: str, kind: str) -> Row:
    """One measure of one group against the reference, as a difference or as a ratio."""
    found: Estimate | None = getattr(each, kind)
    drawn: Estimate | None = getattr(each, f"drawn_{kind}")
    plain = found.as_dict() if found else {"value": None, "low": None, "high": None}
    return {
        "group": each.group,
        "reference": reference,
        "measure": each.measure,
        **plain,
        "bootstrap_low": drawn.as_dict()["low"] if drawn else None,
        "bootstrap_high": drawn.as_dict()["high"] if drawn else None,
        "p_value": each.p_value,
        "p_holm": each.p_holm,
    }
