"""What an urn shows, in sentences that can be quoted alone."""

from collections.abc import Iterator

from candour.audit.in_words import share
from candour.simulation.urn import UrnResult, UrnSettings

EVEN = 1e-9  # rates closer than this are equal


def in_words(result: UrnResult) -> Iterator[str]:
    """Where the first region's share of the records ended, and what that shows."""
    yield where_it_ends(result)
    yield what_it_shows(result.settings)


def where_it_ends(result: UrnResult) -> str:
    first = result.over_time[0].mean
    ends = result.share
    return (
        f"In {result.runs:,} simulated runs, the first of two regions, with {share(result.truth)} "
        f"of what happens, began with {share(first)} of the police records and ended with "
        f"{share(ends.mean)} of them on average; nine runs in ten ended between {share(ends.p05)} "
        f"and {share(ends.p95)}."
    )


def what_it_shows(settings: UrnSettings) -> str:
    """Which of the three cases of Ensign et al. (2018) it is, with no more than that case shows."""
    first, second = settings.rates
    if settings.correction:
        return (
            "With the correction, which believes a discovery less the more often its region is "
            "visited, the share of the records moves towards the region's share of what happens."
        )
    if abs(first - second) > EVEN * max(first, second):
        more = "first" if first > second else "second"
        return (
            f"Each visit to the {more} region discovers more, so without a correction the records, "
            "and the patrols that follow them, move ever further towards it: to nearly all, where "
            "the truth is a part."
        )
    if settings.decay:
        return (
            "Both regions are alike, and records are dropped in time: runs drift to one region or "
            "the other, by chance and by how they began."
        )
    return (
        "Both regions are alike, so on average the records keep the share that they began with and "
        "never learn that it is wrong; single runs end anywhere around it."
    )
