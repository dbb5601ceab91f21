"""What a simulation can't be run on, each in one sentence that says what to do."""

from candour.core.errors import CandourError


class CannotSimulate(CandourError):
    """A setting that has no meaning, or that asks for what this audit does not do."""


class OutcomesMissing(CandourError):
    """A day whose outcomes are not all in the data: asking about it would be a forecast."""

    def __init__(self, day: str, *, last: str) -> None:
        self.day, self.last = day, last
        super().__init__(
            f"The data end on {last}, so what happened on {day} is not in them. A method is only "
            "ever asked about days whose outcomes are known: choose an earlier day."
        )
