"""The rows of a score audit's tables, from the counts of each group."""

from collections.abc import Sequence

from candour.audit.errors import TooFewToCompare
from candour.audit.scores.rows import DrawnIn, Gap, GroupRow
from candour.audit.statistics import confusion
from candour.audit.statistics.confusion import MEASURES, Cells, Comparison
from candour.audit.statistics.estimates import NO_ESTIMATE, Estimate, Reported
from candour.audit.statistics.pooling import pooled_shares
from candour.audit.statistics.resampling import Counts

SHRUNKEN = ("selection_rate", "ppv", "fpr", "fnr")


def group_rows(
    labels: Sequence[str], counts: Counts, *, intersections: bool
) -> tuple[GroupRow, ...]:
    """Size, the four counts and every rate of each group; drawn in where groups intersect."""
    cells = [confusion.four(table) for table in counts]
    drawn = _drawn_in(cells) if intersections else [None] * len(cells)
    return tuple(
        _group_row(label, int(table.sum()), four, rates)
        for label, table, four, rates in zip(labels, counts, cells, drawn, strict=True)
    )


def _group_row(group: str, people: int, cells: Cells, drawn_in: DrawnIn | None) -> GroupRow:
    tp, fp, fn, tn = cells
    rates = {measure.name: _reported(confusion.estimate(measure, cells)) for measure in MEASURES}
    return GroupRow(
        group=group,
        people=people,
        tp=tp,
        fp=fp,
        fn=fn,
        tn=tn,
        selection_rate=rates["selection_rate"],
        base_rate=rates["base_rate"],
        ppv=rates["ppv"],
        npv=rates["npv"],
        fpr=rates["fpr"],
        fnr=rates["fnr"],
        drawn_in=drawn_in,
    )


def _reported(estimate: Estimate | None) -> Reported | None:
    return estimate.reported() if estimate else None


def _drawn_in(cells: Sequence[Cells]) -> Sequence[DrawnIn | None]:
    """Each rate drawn towards that of all groups by as much as it is uncertain."""
    by_measure = {
        measure.name: _pooled(
            [int(measure.holds(*four)) for four in cells],
            [int(measure.people(*four)) for four in cells],
        )
        for measure in MEASURES
        if measure.name in SHRUNKEN
    }
    rows = []
    for place in range(len(cells)):
        rate, ppv, fpr, fnr = (by_measure[name].get(place, NO_ESTIMATE) for name in SHRUNKEN)
        rows.append(
            DrawnIn(
                selection_rate_shrunken=rate.value,
                ppv_shrunken=ppv.value,
                fpr_shrunken=fpr.value,
                fnr_shrunken=fnr.value,
                selection_rate_shrunken_low=rate.low,
                selection_rate_shrunken_high=rate.high,
                ppv_shrunken_low=ppv.low,
                ppv_shrunken_high=ppv.high,
                fpr_shrunken_low=fpr.low,
                fpr_shrunken_high=fpr.high,
                fnr_shrunken_low=fnr.low,
                fnr_shrunken_high=fnr.high,
            )
        )
    return rows


def _pooled(having: Sequence[int], sizes: Sequence[int]) -> dict[int, Reported]:
    """The shares by place, of the groups that have anybody; none where all are 0, or all 1."""
    filled = [place for place, size in enumerate(sizes) if size]
    try:
        drawn = pooled_shares([having[i] for i in filled], [sizes[i] for i in filled])
    except TooFewToCompare:
        return {}
    return {place: share.reported() for place, share in zip(filled, drawn, strict=True)}


def ratio_row(gap: Comparison, reference: str) -> Gap:
    """One measure of one group over the reference's."""
    return _gap(gap, reference, gap.ratio, gap.drawn_ratio)


def difference_row(gap: Comparison, reference: str) -> Gap:
    """One measure of one group less the reference's."""
    return _gap(gap, reference, gap.difference, gap.drawn_difference)


def _gap(gap: Comparison, reference: str, estimate: Estimate | None, drawn: Estimate | None) -> Gap:
    plain = estimate.reported() if estimate else NO_ESTIMATE
    bootstrap = drawn.reported() if drawn else NO_ESTIMATE
    return Gap(
        group=gap.group,
        reference=reference,
        measure=gap.measure,
        value=plain.value,
        low=plain.low,
        high=plain.high,
        bootstrap_low=bootstrap.low,
        bootstrap_high=bootstrap.high,
        p_value=gap.p_value,
        p_holm=gap.p_holm,
    )
