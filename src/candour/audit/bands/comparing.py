"""Shares and ratios of bands, from counts of which some may be known only as a range."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from candour.audit.bands.rows import BandRatio, InBand
from candour.audit.bands.table import Tabled
from candour.audit.errors import TooFewToCompare
from candour.audit.ranged_counts import NOBODY, Cell
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.families import holm
from candour.audit.statistics.proportions import koopman_ratio, wilson
from candour.audit.statistics.rates import rate_ratio, rate_ratio_p_value


@dataclass(frozen=True, slots=True)
class Part:
    """People in a band, and those of the same group who are not in it."""

    inside: Cell
    outside: Cell

    @property
    def least(self) -> tuple[int, int]:
        """Fewest inside, and how many there are in all then."""
        return self.inside.low, self.inside.low + self.outside.high

    @property
    def most(self) -> tuple[int, int]:
        return self.inside.high, self.inside.high + self.outside.low

    @property
    def ends(self) -> tuple[tuple[int, int], tuple[int, int]]:
        return self.least, self.most


def _share(pair: tuple[int, int]) -> float | None:
    return pair[0] / pair[1] if pair[1] else None


def in_bands(table: Tabled, bands: Sequence[str], groups: Sequence[str]) -> Iterator[InBand]:
    """Every group in every band, as shares of the group, of the band and of the whole list."""
    everybody = sum((table.of_group(group) for group in table.groups), NOBODY)
    for band in bands:
        for group in groups:
            part = _part(table, group, band)
            of_group, of_band = part.inside + part.outside, table.of_band(band)
            own = Part(part.inside, _without(of_band, part.inside))
            listed = Part(of_group, _without(everybody, of_group))
            low = wilson(*part.least).low if part.least[1] else None
            high = wilson(*part.most).high if part.most[1] else None
            yield InBand(
                band=band,
                group=group,
                people_from=part.inside.low,
                people_to=part.inside.high,
                share_of_group_from=_share(part.least),
                share_of_group_to=_share(part.most),
                share_of_group_low=low,
                share_of_group_high=high,
                share_of_band_from=_share(own.least),
                share_of_band_to=_share(own.most),
                share_of_list_from=_share(listed.least),
                share_of_list_to=_share(listed.most),
            )


def _part(table: Tabled, group: str, band: str) -> Part:
    others = [other for other in table.bands if other != band]
    return Part(table.cell(group, band), table.of_group(group, others))


def _without(whole: Cell, part: Cell) -> Cell:
    """What is left of a sum when one of its parts, as a range itself, is taken out."""
    return Cell(whole.low - part.low, whole.high - part.high)


def band_ratios(
    tables: Sequence[tuple[Tabled, Sequence[str]]],
    groups: Sequence[str],
    reference: str,
    residents: Mapping[str, int],
) -> tuple[BandRatio, ...]:
    """Each group beside the reference in each band, p-values adjusted over all comparisons.

    Where counts are ranges, the ratio and its interval reach from the least to the most that they
    can be, and the p-value is the larger of those at both ends, or 1 where 1 lies between them.
    """
    compared = [
        (band, group, ends)
        for table, bands in tables
        for band in bands
        for group in groups
        if group != reference
        and (ends := _ends(_part(table, group, band), _part(table, reference, band),
                           residents.get(group), residents.get(reference)))
    ]  # fmt: skip
    adjusted = holm([ends.p_value for _, _, ends in compared])
    return tuple(
        BandRatio(
            band=band,
            group=group,
            reference=reference,
            ratio_from=ends.least.reported().value,
            ratio_to=ends.most.reported().value,
            low=ends.least.reported().low,
            high=ends.most.reported().high,
            p_value=ends.p_value,
            p_holm=p_holm,
            excess=ends.excess,
        )
        for (band, group, ends), p_holm in zip(compared, adjusted, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Ends:
    least: Estimate
    most: Estimate
    p_value: float
    excess: float


def _ends(
    here: Part, there: Part, residents: int | None, residents_there: int | None
) -> _Ends | None:
    """The least and the most that a ratio can be; None where there is nothing to compare with."""
    try:
        if residents is not None and residents_there is not None:
            return _of_rates(here.inside, there.inside, residents, residents_there)
        return _of_shares(here, there)
    except TooFewToCompare:
        return None


def _of_rates(here: Cell, there: Cell, residents: int, residents_there: int) -> _Ends:
    def ratio(one: int, other: int) -> tuple[Estimate, float]:
        estimate = rate_ratio(
            one, residents, reference_events=other, reference_exposure=residents_there
        )
        p_value = rate_ratio_p_value(
            one, residents, reference_events=other, reference_exposure=residents_there
        )
        return estimate, p_value

    least, p_least = ratio(here.low, there.high)
    most, p_most = ratio(here.high, there.low)
    expected = (there.low + there.high) / 2 * residents / residents_there
    return _Ends(
        least, most, _largest(least, most, p_least, p_most), (here.low + here.high) / 2 - expected
    )


def _of_shares(here: Part, there: Part) -> _Ends:
    def ratio(one: tuple[int, int], other: tuple[int, int]) -> tuple[Estimate, float]:
        estimate = koopman_ratio(
            one[0], one[1], reference_count=other[0], reference_people=other[1]
        )
        return estimate, _fisher(one, other)

    least, p_least = ratio(here.least, there.most)
    most, p_most = ratio(here.most, there.least)
    share_there = (there.least[0] + there.most[0]) / max(1, there.least[1] + there.most[1])
    people = (here.inside.low + here.inside.high) / 2
    everybody = (here.least[1] + here.most[1]) / 2
    return _Ends(
        least, most, _largest(least, most, p_least, p_most), people - everybody * share_there
    )


def _largest(least: Estimate, most: Estimate, p_least: float, p_most: float) -> float:
    """The larger p-value of both ends; 1 where the ratio can be on either side of 1."""
    if least.value < 1 < most.value:
        return 1.0
    return max(p_least, p_most)


def _fisher(one: tuple[int, int], other: tuple[int, int]) -> float:
    from scipy.stats import fisher_exact

    table = [[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]]
    return float(fisher_exact(table)[1])
