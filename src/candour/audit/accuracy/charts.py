"""Boxes of tables, and a chart: what each score can be over a box, and how fast it changes there.

Up to its size a table is a point of three numbers: the prevalence p of true cases, the sensitivity
u (recall), and a third that the chart names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from candour.audit.accuracy.enclosures import ANY_SHARE, SLACK, TWO, ZERO, Range, point

SCORES = (
    "accuracy",
    "precision",
    "recall",
    "specificity",
    "f1",
    "balanced_accuracy",
    "mcc",
    "auc",
)


@dataclass(frozen=True, slots=True)
class Box:
    """Ranges of prevalence, of recall, and of the chart's third number."""

    p: Range
    u: Range
    third: Range

    @property
    def sides(self) -> tuple[Range, Range, Range]:
        return self.p, self.u, self.third

    @property
    def middle(self) -> "Box":
        return Box(*(point(side.middle) for side in self.sides))

    def halfway(self, other: "Box") -> "Box":
        """Between two points."""
        return Box(
            *(point((a.low + b.low) / TWO) for a, b in zip(self.sides, other.sides, strict=True))
        )

    def is_much_smaller(self, than: "Box") -> bool:
        """Whether some side is at most three quarters of what it was."""
        return any(
            side.radius * 4 <= was.radius * 3 and was.radius > SLACK
            for side, was in zip(self.sides, than.sides, strict=True)
        )


WHOLE = Box(ANY_SHARE, ANY_SHARE, ANY_SHARE)


@dataclass(frozen=True, slots=True)
class Slopes:
    """Enclosures of the derivatives of one score, by each of the three numbers."""

    p: Range
    u: Range
    third: Range

    @property
    def sides(self) -> tuple[Range, Range, Range]:
        return self.p, self.u, self.third

    def turned(self) -> "Slopes":
        return Slopes(*(Range(-slope.high, -slope.low) for slope in self.sides))


@dataclass(frozen=True, slots=True)
class Chart:
    """The scores as functions of prevalence, recall and a third number.

    Each score has its range over a box; all but the area under the curve have their slopes. That
    area has the least and the most that a rising curve through the point leaves it.
    """

    third_of: Callable[[Mapping[str, Range]], Range]
    ranges: Mapping[str, Callable[[Box], Range]]
    slopes: Mapping[str, Callable[[Box], Slopes]]
    auc_least: Callable[[Box], Slopes]
    auc_most: Callable[[Box], Slopes]


def least_of(value: Decimal, slopes: Slopes, box: Box) -> Decimal:
    """The least that a function can be over a box, from its value in the middle and its slopes."""
    return value - sum(
        (
            max(abs(slope.low), abs(slope.high)) * side.radius
            for slope, side in zip(slopes.sides, box.sides, strict=True)
        ),
        start=ZERO,
    )
