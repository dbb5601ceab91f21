"""What a threshold test comes to: its tables, row by row, as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.payloads import from_plain

FIRST_LOOK, SECOND_LOOK = "as planned", "starting assumptions twice as wide"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupThreshold:
    """A group: what was counted, and the average threshold that the model gives.

    Shares are 0 to 1. `low` and `high` are the 95 % posterior interval; `wide_` with all that is
    held likely beforehand twice as wide. `predicted_` are 95 % ranges of what the fitted model
    would have counted, beside which the counted rates are to be seen.
    """

    group: str
    stops: int
    searches: int
    finds: int
    search_rate: float
    hit_rate: float
    threshold: float
    low: float
    high: float
    wide_low: float
    wide_high: float
    predicted_search_rate_low: float
    predicted_search_rate_high: float
    predicted_hit_rate_low: float
    predicted_hit_rate_high: float

    @property
    def is_as_predicted(self) -> bool:
        """Whether both rates lie in the range of what the model would have counted."""
        return (
            self.predicted_search_rate_low <= self.search_rate <= self.predicted_search_rate_high
            and self.predicted_hit_rate_low <= self.hit_rate <= self.predicted_hit_rate_high
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdDifference:
    """A group's average threshold less the reference's, in shares; and hit rates beside it.

    `family_` is the posterior interval that allows for the number of groups compared; `verdict`
    is "lower", "higher" or "unclear" (see `verdicts`). `end_error` is the largest standard error of
    an end of all four intervals by the chance in drawing: what another seed would change.
    """

    group: str
    reference: str
    difference: float
    low: float
    high: float
    wide_low: float
    wide_high: float
    family_low: float
    family_high: float
    family_wide_low: float
    family_wide_high: float
    hit_rate_difference: float
    hit_rate_difference_low: float
    hit_rate_difference_high: float
    verdict: str
    end_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainChecks:
    """The checks of the chains of one look, all passed: else there would be no result."""

    look: str
    chains: int
    draws: int
    r_hat: float
    r_hat_of_others: float
    effective_bulk: float
    effective_tail: float
    divergent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRow:
    """How many groups in places lie outside the 95 % range of what the model would have counted."""

    measure: str
    cells: int
    outside: int
    share: float
    is_well: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdAccount:
    """What became of the stops in the file."""

    read: int
    used: int
    no_group: int
    no_place: int
    not_said: int
    unreadable: int
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The result of a threshold test."""

    model_fits: bool
    groups: tuple[GroupThreshold, ...]
    differences: tuple[ThresholdDifference, ...]
    fit: tuple[FitRow, ...]
    chains: tuple[ChainChecks, ...]
    accounted_for: ThresholdAccount


def read(data: Mapping[str, Any], form: int) -> Thresholds:
    """The result as it was stored."""
    return from_plain(Thresholds, data)
