"""What a city shows, in sentences that can be quoted alone."""

from collections.abc import Iterator, Sequence

from candour.simulation.bands import Band
from candour.simulation.city import CityMethod, CityResult
from candour.simulation.ranges import WholeCity
from candour.simulation.sweeps import Change

NAMES = {
    CityMethod.COUNTS: "plain counting of records",
    CityMethod.KERNEL: "kernel density",
    CityMethod.PROSPECTIVE: "prospective mapping",
    CityMethod.SELF_EXCITING: "the self-exciting rule",
    CityMethod.EVEN: "patrols spread evenly",
}
TEN = 10
PLAINLY = 0.1  # a change of a ratio smaller than a tenth is not called one


def in_words(whole: WholeCity) -> Iterator[str]:
    yield lead(whole.with_feedback)
    yield of_feedback(whole)
    yield of_range(whole)


def lead(result: CityResult) -> str:
    """What the last group met with, beside the first, and that the place is made up."""
    first, last = result.settings.world.groups[0], result.settings.world.groups[-1]
    stops = result.groups[-1].stop_ratio
    offending = (
        "offend equally"
        if first.offending == last.offending
        else f"offend at {first.offending:g} and {last.offending:g} a day for each 1,000"
    )
    return (
        f"In a made-up city whose groups {first.name} and {last.name} {offending}, with patrols "
        f"sent by {NAMES[result.settings.method]}, residents of group {last.name} were stopped "
        f"{_times(stops)} the rate of group {first.name}."
    )


def of_feedback(whole: WholeCity) -> str:
    """Whether the loop itself added anything, at the end of the runs."""
    with_it = whole.with_feedback.exposure_over_time[-1]
    without = whole.without_feedback.exposure_over_time[-1]
    began = whole.with_feedback.exposure_over_time[0]
    ends = (
        f"In the last week patrols were {_times(with_it)} as present where they live with "
        f"feedback, and {_times(without)} without; in the first week {ratio(began.mean)} times."
    )
    if with_it.mean > without.mean * (1 + PLAINLY):
        return f"Feedback made the difference grow. {ends}"
    if with_it.mean < without.mean * (1 - PLAINLY):
        return f"Feedback made the difference shrink: no runaway shows. {ends}"
    return f"Feedback left the difference about as it was: no runaway shows. {ends}"


def of_range(whole: WholeCity) -> str:
    means = [result.groups[-1].stop_ratio.mean for _, result in whole.over_truths]
    return (
        f"Over {len(means)} settings of how often group "
        f"{whole.with_feedback.settings.world.groups[-1].name} offends and is discovered, its rate "
        f"of stops was {ratio(min(means))} to {ratio(max(means))} times the other's. Records alone "
        "can't tell which setting holds, so none of them is the truth about a real place."
    )


def of_sweep(whole: WholeCity, sweep: Sequence[tuple[Change, CityResult]]) -> Iterator[str]:
    """What comes of the last week's ratio where one setting is changed, line by line."""
    plain = whole.with_feedback.exposure_over_time[-1]
    for change, result in sweep:
        yield (
            f"With {change.setting} at {change.value:g} and all else as it was: "
            f"{_times(result.exposure_over_time[-1])} as present in the last week, where it was "
            f"{ratio(plain.mean)} times."
        )


def _times(band: Band) -> str:
    return f"{ratio(band.mean)} times ({ratio(band.p05)} to {ratio(band.p95)} in nine runs of ten)"


def ratio(number: float) -> str:
    """Ratios of one sentence with as many digits as each other.

    >>> ratio(1.0449), ratio(12.3)
    ('1.04', '12')
    """
    return f"{number:.2f}" if number < TEN else f"{number:,.0f}"
