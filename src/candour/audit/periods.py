"""Months, and stretches of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from candour.audit.errors import PlanError

MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$", re.ASCII)
DECEMBER = 12
FEWEST_FOR_A_STRETCH = 3


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, the first and the last included."""

    first: str
    last: str

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `2019-04..2020-03`, or one month.

        >>> Period.parse("2019-11..2020-02").months
        ('2019-11', '2019-12', '2020-01', '2020-02')
        """
        first, _, last = (part.strip() for part in text.partition(".."))
        last = last or first
        if not MONTH.match(first) or not MONTH.match(last) or first > last:
            raise PlanError(f"'{text}' is no period. Write 2019-04..2020-03, or 2019-04.")
        return cls(first, last)

    @property
    def months(self) -> tuple[str, ...]:
        months = [self.first]
        while months[-1] < self.last:
            months.append(_next(months[-1]))
        return tuple(months)

    @property
    def middle(self) -> date:
        """The day in the middle, at which a population between two censuses is taken.

        >>> Period.parse("2019-04..2020-03").middle
        datetime.date(2019, 10, 1)
        """
        return self.start + timedelta(days=(self.end - self.start).days // 2)

    @property
    def start(self) -> date:
        """The first day."""
        return _day(self.first)

    @property
    def end(self) -> date:
        """The day after the last."""
        return _day(_next(self.last))

    @property
    def weeks(self) -> int:
        """How many whole weeks it holds.

        >>> Period.parse("2019-04..2020-03").weeks
        52
        """
        return (self.end - self.start).days // 7

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first} to {self.last}"

    @classmethod
    def of_plan(cls, text: str) -> "Period | None":
        """Read back what a plan says; None where it names no months.

        >>> Period.of_plan("2023-01 to 2025-12").months[-1], Period.of_plan("")
        ('2025-12', None)
        """
        return cls.parse(text.replace(" to ", "..")) if text else None


def in_words(months: Sequence[str]) -> str:
    """Months that may have gaps between them, with three or more in a row said as a stretch.

    >>> in_words(["2019-05", "2019-06", "2019-09", "2019-10", "2019-11", "2020-01"])
    '2019-05, 2019-06, 2019-09 to 2019-11, 2020-01'
    """
    runs: list[list[str]] = []
    for month in sorted(months):
        if runs and _next(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(
        f"{run[0]} to {run[-1]}" if len(run) >= FEWEST_FOR_A_STRETCH else ", ".join(run)
        for run in runs
    )


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + 1}-01" if number == DECEMBER else f"{year}-{number + 1:02}"


def _day(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)
