"""What counts without ethnicity could do to a ratio, at most."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


def plain_ratio(
    counts: Mapping[str, float], people: Mapping[str, float], group: str, reference: str
) -> float | None:
    """The ratio of two rates; None where the reference has no event."""
    if not counts[reference]:
        return None
    return counts[group] / people[group] / (counts[reference] / people[reference])


@dataclass(frozen=True, slots=True)
class MissingBounds:
    """A ratio, and what events of nobody knows which group could do to it.

    Attributes
    ----------
    missing : how many such events there are
    recorded : the ratio as recorded
    all_missing_reference, all_missing_group : the ratio if all of them were of that group
    tipping_point : share of the missing, 0 to 1, that would have to be the reference's, the rest
        being the group's, for the ratio to be 1; None where no share does it
    tipping_events : how many events more in the reference would do it, were there as many
    """

    missing: int
    recorded: float | None
    all_missing_reference: float | None
    all_missing_group: float | None
    tipping_point: float | None
    tipping_events: float


def missing_bounds(
    counts: Mapping[str, int],
    people: Mapping[str, float],
    group: str,
    reference: str,
    *,
    missing: int,
) -> MissingBounds:
    """The ratio as recorded, and at both ends of what the missing could be.

    Parameters
    ----------
    counts : mapping
        Events by group.
    people : mapping
        Residents by group.
    group, reference : str
        The two that are compared.
    missing : int
        Events of which no group is known.

    Notes
    -----
    These are bounds, not an interval: they hold whatever the missing are, and say nothing about
    what is likely. Chance is not in them.

    Examples
    --------
    >>> counts, people = {"black": 30, "white": 50}, {"black": 500, "white": 1_000}
    >>> bounds = missing_bounds(counts, people, "black", "white", missing=20)
    >>> round(bounds.recorded, 3), round(bounds.all_missing_reference, 3)
    (1.2, 0.857)
    >>> round(bounds.tipping_point, 3)
    0.833
    """
    least, most = Counter(counts), Counter(counts)
    least[reference] += missing
    most[group] += missing
    scale = people[group] / people[reference]
    needed = counts[group] + missing - scale * counts[reference]
    share = needed / (missing * (1 + scale)) if missing else float("nan")
    return MissingBounds(
        missing=missing,
        recorded=plain_ratio(counts, people, group, reference),
        all_missing_reference=plain_ratio(least, people, group, reference),
        all_missing_group=plain_ratio(most, people, group, reference),
        tipping_point=share if 0 <= share <= 1 else None,
        tipping_events=max(0.0, counts[group] / scale - counts[reference]),
    )
