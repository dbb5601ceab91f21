"""What a score means at each of its values: calibration, ranking, and what each threshold costs."""

from collections.abc import Mapping, Sequence

import numpy as np

from candour.audit.disclosure.subtraction import Among, Between
from candour.audit.errors import TooFewToCompare
from candour.audit.plans import Row
from candour.audit.scores.parts import Part, Scale
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.proportions import wilson
from candour.audit.statistics.ranking import area_under_curve

Groups = Mapping[str, Sequence[Part]]


def calibration(groups: Groups, scale: Scale) -> list[Row]:
    """How often the outcome was recorded among those with like scores, by group."""
    return [
        {
            "group": group,
            "score_from": scale.start_of(part.condition.low),
            "score_to": scale.end_of(part.condition.high),
            "people": part.people,
            **wilson(part.having, part.people).as_dict(),
        }
        for group, parts in groups.items()
        for part in parts
        if isinstance(part.condition, Between) and part.people
    ]


def bands(groups: Groups) -> list[Row]:
    """How often the outcome was recorded in each band, by group."""
    return [
        {
            "group": group,
            "band": " or ".join(sorted(part.condition.values)),
            "flagged": part.is_flagged,
            "people": part.people,
            **wilson(part.having, part.people).as_dict(),
        }
        for group, parts in groups.items()
        for part in parts
        if isinstance(part.condition, Among) and part.people
    ]


def areas(cells: Mapping[str, Sequence[tuple[int, int]]]) -> list[Row]:
    """How well the score ranks the people of each group.

    Takes the people (without, with) the outcome, in rising order of score.
    """
    made: list[Row] = []
    for group, counts in cells.items():
        table = np.array(counts, dtype=np.int64)
        try:
            found = area_under_curve(table[:, 1], table[:, 0]).as_dict()
        except TooFewToCompare:
            found = {"value": None, "low": None, "high": None}
        made.append({"group": group, **found})
    return made


def sweep(groups: Groups, scale: Scale) -> list[Row]:
    """Who would be flagged, and how wrongly, at each threshold.

    The thresholds of a group are where its parts begin, so that no step from one to the next
    is a small cell.
    """
    made = []
    for group, parts in groups.items():
        clean, cases = sum(part.without for part in parts), sum(part.having for part in parts)
        for place, part in enumerate(parts):
            assert isinstance(part.condition, Between)
            fp = sum(each.without for each in parts[place:])
            tp = sum(each.having for each in parts[place:])
            made.append(
                {
                    "group": group,
                    "threshold": scale.start_of(part.condition.low),
                    "selection_rate": (tp + fp) / (clean + cases),
                    **_share("fpr", fp, clean),
                    **_share("fnr", cases - tp, cases),
                    **_share("ppv", tp, tp + fp),
                }
            )
    return made


def _share(name: str, count: int, people: int) -> Row:
    found: Estimate | None = wilson(count, people) if people else None
    return {
        name: found.value if found else None,
        f"{name}_low": found.low if found else None,
        f"{name}_high": found.high if found else None,
    }
