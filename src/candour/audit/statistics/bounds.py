"""What counts without ethnicity could do to a ratio, at most."""

from collections import Counter
from collections.abc import Mapping

from candour.audit.plans import Row
from candour.audit.residents.ethnicity import MISSING


def plain_ratio(
    counts: Mapping[str, float], people: Mapping[str, float], group: str, reference: str
) -> float | None:
    """The ratio of two rates; None where the reference has no event."""
    if not counts[reference]:
        return None
    return counts[group] / people[group] / (counts[reference] / people[reference])


def missing_bounds(
    counts: Mapping[str, int], people: Mapping[str, float], group: str, reference: str
) -> Row:
    """The ratio as recorded, and at both ends of what the missing could be.

    Parameters
    ----------
    counts : mapping
        Events by group, those without ethnicity under `MISSING`.
    people : mapping
        Residents by group.
    group, reference : str
        The two that are compared.

    Returns
    -------
    dict
        `recorded`, `all_missing_reference`, `all_missing_group`: ratios. `tipping_point`: the
        share of the missing, 0 to 1, that would have to be the reference's, the rest being the
        group's, for the ratio to be 1; None where no share does it. `tipping_events`: how many
        events more in the reference would do it, were there as many.

    Notes
    -----
    These are bounds, not an interval: they hold whatever the missing are, and say nothing about
    what is likely. Chance is not in them.

    Examples
    --------
    >>> counts = {"black": 30, "white": 50, MISSING: 20}
    >>> found = missing_bounds(counts, {"black": 500, "white": 1_000}, "black", "white")
    >>> round(found["recorded"], 3), round(found["all_missing_reference"], 3)
    (1.2, 0.857)
    >>> round(found["tipping_point"], 3)
    0.833
    """
    missing = counts[MISSING]
    least, most = Counter(counts), Counter(counts)
    least[reference] += missing
    most[group] += missing
    scale = people[group] / people[reference]
    needed = counts[group] + missing - scale * counts[reference]
    share = needed / (missing * (1 + scale)) if missing else float("nan")
    return {
        "missing": missing,
        "recorded": plain_ratio(counts, people, group, reference),
        "all_missing_reference": plain_ratio(least, people, group, reference),
        "all_missing_group": plain_ratio(most, people, group, reference),
        "tipping_point": share if 0 <= share <= 1 else None,
        "tipping_events": max(0.0, counts[group] / scale - counts[reference]),
    }
