"""A quantity over replicates: its mean, and the range that most runs lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")


LOW, HIGH = 5.0, 95.0  # per cent of runs


@dataclass(frozen=True, slots=True)
class Band:
    """The mean over runs, and the values that 5 % of runs lie below and 5 % above.

    It is the spread of a model's runs, not the uncertainty of a measurement: more runs make it
    smoother and never narrower.
    """

    mean: float
    p05: float
    p95: float

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> Band:
        """Sum up one value a run, shape (n_runs,)."""
        low, high = np.percentile(values, [LOW, HIGH])
        return cls(float(values.mean()), float(low), float(high))

    @classmethod
    def over_time(cls, values: NDArray[np.float64]) -> tuple[Band, ...]:
        """Sum up each column of shape (n_runs, n_times)."""
        return tuple(cls.of(column) for column in values.T)

    def as_dict(self) -> dict[str, float]:
        return {"mean": self.mean, "p05": self.p05, "p95": self.p95}
