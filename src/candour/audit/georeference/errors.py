"""What can stop a printed map from being laid on the ground, each named for the fact.

CandourError
├── NotAMap           the file is no page or picture that can be read
├── PointsUnfit       control points that can't bear a transform: says which, and what to do
├── LegendUnreadable  the legend names no classes, or colours that can't be told apart
└── TooRough          the error of the map is too large for what is asked of it
"""

from candour.core.errors import CandourError


class NotAMap(CandourError):
    """A file that is no page or picture."""

    def __init__(self, name: str, problem: str) -> None:
        self.name, self.problem = name, problem
        super().__init__(f"{name}: {problem}")


class PointsUnfit(CandourError):
    """Control points from which no transform follows."""

    def __init__(self, name: str, problem: str) -> None:
        self.name, self.problem = name, problem
        super().__init__(f"{name}: {problem}")


class LegendUnreadable(CandourError):
    """A legend that does not say which colours stand for which class."""

    def __init__(self, name: str, problem: str) -> None:
        self.name, self.problem = name, problem
        super().__init__(f"{name}: {problem}")


class TooRough(CandourError):
    """A map whose error is too large for what is asked of it."""
