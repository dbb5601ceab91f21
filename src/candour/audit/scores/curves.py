"""What a score means at each of its values: calibration, ranking, and what each threshold costs."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from candour.audit.confidentiality.subtraction import Among, Between
from candour.audit.errors import TooFewToCompare
from candour.audit.scores.bins import Part, Scale
from candour.audit.scores.rows import AreaUnderCurve, AtThreshold, Band, ScoreBin
from candour.audit.statistics.estimates import NO_ESTIMATE, Reported
from candour.audit.statistics.proportions import wilson
from candour.audit.statistics.ranking import area_under_curve

Groups = Mapping[str, Sequence[Part]]


def calibration(groups: Groups, scale: Scale) -> Iterator[ScoreBin]:
    """How often the outcome was recorded among those with like scores, by group."""
    for group, parts in groups.items():
        for part in parts:
            if isinstance(part.condition, Between) and part.people:
                share = wilson(part.having, part.people)
                yield ScoreBin(
                    group=group,
                    score_from=scale.start_of(part.condition.low),
                    score_to=scale.end_of(part.condition.high),
                    people=part.people,
                    value=share.value,
                    low=share.low,
                    high=share.high,
                )


def bands(groups: Groups) -> Iterator[Band]:
    """How often the outcome was recorded in each band, by group."""
    for group, parts in groups.items():
        for part in parts:
            if isinstance(part.condition, Among) and part.people:
                share = wilson(part.having, part.people)
                yield Band(
                    group=group,
                    band=" or ".join(sorted(part.condition.values)),
                    flagged=part.is_flagged,
                    people=part.people,
                    value=share.value,
                    low=share.low,
                    high=share.high,
                )


def areas(cells: Mapping[str, Sequence[tuple[int, int]]]) -> Iterator[AreaUnderCurve]:
    """How well the score ranks the people of each group.

    Takes the people (without, with) the outcome, in rising order of score.
    """
    for group, counts in cells.items():
        table = np.array(counts, dtype=np.int64)
        try:
            area = area_under_curve(table[:, 1], table[:, 0]).reported()
        except TooFewToCompare:
            area = NO_ESTIMATE
        yield AreaUnderCurve(group=group, value=area.value, low=area.low, high=area.high)


def sweep(groups: Groups, scale: Scale) -> Iterator[AtThreshold]:
    """Who would be flagged, and how wrongly, at each threshold.

    The thresholds of a group are where its parts begin, so that no step from one to the next
    is a small cell.
    """
    for group, parts in groups.items():
        clean, cases = sum(part.without for part in parts), sum(part.having for part in parts)
        for place, part in enumerate(parts):
            assert isinstance(part.condition, Between)
            fp = sum(above.without for above in parts[place:])
            tp = sum(above.having for above in parts[place:])
            fpr, fnr = _share(fp, clean), _share(cases - tp, cases)
            ppv = _share(tp, tp + fp)
            yield AtThreshold(
                group=group,
                threshold=scale.start_of(part.condition.low),
                selection_rate=(tp + fp) / (clean + cases),
                fpr=fpr.value,
                fpr_low=fpr.low,
                fpr_high=fpr.high,
                fnr=fnr.value,
                fnr_low=fnr.low,
                fnr_high=fnr.high,
                ppv=ppv.value,
                ppv_low=ppv.low,
                ppv_high=ppv.high,
            )


def _share(count: int, people: int) -> Reported:
    return wilson(count, people).reported() if people else NO_ESTIMATE
