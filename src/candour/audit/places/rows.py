"""What an audit of places comes to, as it is stored: sums of groups, never a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.payloads import from_plain, left_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Between what a number lies, whatever is not known."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureRow:
    """How much of a group lives in targets; `bounds` are of the share, and so is `redrawn`.

    What is `redrawn` lies between these ends when a map of targets is drawn again within its error.
    """

    group: str
    residents: float
    in_targets: float
    share: float
    ratio: float | None
    bounds: Ends | None
    redrawn: Ends | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """The one test that the plan names: everyone but the reference, or one group, against it."""

    group: str
    statistic: float
    expected: float
    p_value: float
    alternative: str
    null: str
    placements: int
    targets_kept: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A band of deprivation, 1 the most deprived; or those from one to another, taken together."""

    band: int
    residents: float
    share: float | None
    ratio: float | None
    to: int | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupByDeprivation:
    """A group's ratio as observed, as bands alone would give it, and within them."""

    observed: float | None
    expected: float | None
    within: float | None
    strata: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A group beside the reference: all in one row.

    `by_chance` is between which ratios over all areas chance placement puts the groups in 95 of 100
    cases, all comparisons counted; None where the test is of whole areas and the ratio is not.
    """

    group: str
    reference: str
    within_bands: float | None
    ratio: float | None
    difference: float
    expected: float | None
    p_value: float | None
    p_holm: float | None
    by_chance: Ends | None = left_out()
    ratio_redrawn: Ends | None = left_out()
    difference_redrawn: Ends | None = left_out()
    expected_redrawn: Ends | None = left_out()
    within_redrawn: Ends | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """One of the nested models of being a target, of the groups that the plan names.

    `odds_ratio` is for ten points more of them among residents; `left_over` is Moran's I of what
    the model leaves.
    """

    group: str
    covariates: str
    odds_ratio: float
    odds_low: float
    odds_high: float
    p_value: float
    areas: int
    areas_marked: int
    left_over: float | None
    holds_recorded_crime: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of every area and target."""

    areas: int
    residents: int
    shapes_left_out: int
    shapes_mended: int
    corners_of_an_area: int
    outlines_generalised: bool
    targets: int
    targets_outside: int
    areas_marked: int
    areas_in_part: int
    not_tested: str
    not_modelled: str | None = left_out()
    redrawings: int | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The result of an audit of places."""

    exposure: tuple[ExposureRow, ...]
    test: Test | None
    by_deprivation: Mapping[str, GroupByDeprivation]
    comparisons: tuple[Comparison, ...]
    concentration: float
    accounted_for: Account
    models: tuple[ModelRow, ...] | None = left_out()
    concentration_redrawn: Ends | None = left_out()

    def exposure_of(self, group: str) -> ExposureRow:
        return next(row for row in self.exposure if row.group == group)


def read(data: Mapping[str, Any], form: int) -> Places:
    """The result as it was stored."""
    return from_plain(Places, data)
