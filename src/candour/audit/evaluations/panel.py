"""A panel: counts of units by periods, and which of them were under treatment."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.errors import Unfit
from candour.audit.evaluations.question import EvaluationQuestion
from candour.core.extras import Late
from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of
from candour.tables.numerals import whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Floats: TypeAlias = "NDArray[np.float64]"
Flags: TypeAlias = "NDArray[np.bool_]"
Ints: TypeAlias = "NDArray[np.int64]"

NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)
DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
FEW = 2
TIE = 1e-9
# From the first closing of England in law to its last reopening; the other nations lie within.
LOCKDOWNS = (date(2020, 3, 23), date(2021, 7, 19))


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Counts of units by periods; both in order.

    Attributes
    ----------
    units : their names, in the order of the file
    periods : as the file has them, in order of time
    counts, exposure, ring : shape (n_units, n_periods); exposure is 0 where there is no row
    treated : shape (n_units, n_periods)
    days : the first and the last day; None where time is a number
    rows : read
    """

    units: tuple[str, ...]
    periods: tuple[str, ...]
    counts: Floats
    exposure: Floats
    treated: Flags
    ring: Floats | None
    days: tuple[date, date] | None
    rows: int

    @property
    def observed(self) -> Flags:
        return np.asarray(self.exposure > 0)

    @property
    def ever(self) -> Flags:
        """Which units are ever under treatment, shape (n_units,)."""
        return np.asarray(self.treated.any(axis=1))

    @property
    def starts(self) -> Ints:
        """The place of the first period under treatment; n_periods where there is none."""
        first = np.argmax(self.treated, axis=1)
        return np.asarray(np.where(self.ever, first, len(self.periods)))

    @property
    def is_absorbing(self) -> bool:
        """Whether what comes under treatment stays there."""
        for unit in np.flatnonzero(self.ever):
            after = self.observed[unit] & (np.arange(len(self.periods)) >= self.starts[unit])
            if not self.treated[unit][after].all():
                return False
        return True

    @property
    def spells(self) -> int:
        """How often treatment begins, over all units."""
        before = np.zeros(self.treated.shape, dtype=bool)
        before[:, 1:] = self.treated[:, :-1]
        return int((self.treated & ~before).sum())

    @property
    def never_varies(self) -> bool:
        """Whether each unit has one and the same rate throughout."""
        seen = self.observed
        rates = np.where(seen, self.counts / np.where(seen, self.exposure, 1.0), np.nan)
        several = rates[seen.sum(axis=1) > 1]
        if not several.size:
            return False
        lowest, highest = np.nanmin(several, axis=1), np.nanmax(several, axis=1)
        return bool((highest - lowest <= TIE * highest).all())

    @property
    def period(self) -> str:
        return f"{self.periods[0]} to {self.periods[-1]}"

    @property
    def meets_lockdowns(self) -> bool:
        """Whether it reaches into the closings of 2020 and 2021."""
        if self.days is None:
            return False
        return self.days[0] <= LOCKDOWNS[1] and self.days[1] >= LOCKDOWNS[0]


@dataclass
class _Reading:
    """Rows as they are read, each held to what a row of a panel can be."""

    path: Path
    at: Mapping[str, int]  # of each column that was asked for, by what it holds
    names: Sequence[str]
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    cells: dict[tuple[str, str], tuple[float, float, bool, float]] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)

    def take(self, line: int, fields: Sequence[str]) -> None:
        if len(fields) != len(self.names):
            raise CannotRead(self.path.name, "this row has too few or too many values.", line=line)
        unit, time = self.text("unit", line, fields), self.text("time", line, fields)
        self.times.setdefault(time, self.moment(time, line))
        if (unit, time) in self.lines:
            before = self.lines[unit, time]
            problem = f"columns {self.named('unit')} and {self.named('time')} have those of line "
            raise CannotRead(
                self.path.name, f"{problem}{before} again: give one row for each.", line=line
            )
        self.lines[unit, time] = line
        self.cells[unit, time] = (
            self.count("outcome", line, fields),
            self.exposure(line, fields),
            self.flag(line, fields),
            self.count("ring", line, fields) if "ring" in self.at else 0.0,
        )

    def named(self, what: str) -> str:
        return f"'{self.names[self.at[what]]}'"

    def text(self, what: str, line: int, fields: Sequence[str]) -> str:
        text = fields[self.at[what]].strip()
        if not text:
            raise CannotRead(self.path.name, f"column {self.named(what)} is empty.", line=line)
        return text

    def moment(self, text: str, line: int) -> float:
        if NUMBER.fullmatch(text):
            return float(text)
        try:
            return float(_day_of(text).toordinal())
        except ValueError:
            raise CannotRead(
                self.path.name,
                f"column {self.named('time')}: '{text}' is no date. Write 2020-09-30, 2020-09, or "
                "a whole number.",
                line=line,
            ) from None

    def count(self, what: str, line: int, fields: Sequence[str]) -> float:
        text = self.text(what, line, fields)
        number = whole(text)
        if number is None:
            is_below = text.startswith(("-", "−")) and whole(text[1:]) is not None
            why = "is negative: a count is 0 or more" if is_below else "is no count: 0, 1, 2, …"
            raise CannotRead(
                self.path.name, f"column {self.named(what)}: '{text}' {why}.", line=line
            )
        return float(number)

    def exposure(self, line: int, fields: Sequence[str]) -> float:
        if "exposure" not in self.at:
            return 1.0
        text = self.text("exposure", line, fields)
        try:
            number = float(text.replace(",", ""))
        except ValueError:
            number = math.nan
        if not (math.isfinite(number) and number > 0):
            raise CannotRead(
                self.path.name,
                f"column {self.named('exposure')}: '{text}' is no exposure: it must be above 0. "
                "Leave out rows that were not observed.",
                line=line,
            )
        return number

    def flag(self, line: int, fields: Sequence[str]) -> bool:
        if "treated" not in self.at:
            return False
        text = self.text("treated", line, fields)
        if text not in {"0", "1"}:
            raise CannotRead(
                self.path.name,
                f"column {self.named('treated')}: '{text}' is neither 0 nor 1.",
                line=line,
            )
        return text == "1"


def _day_of(text: str) -> date:
    match = DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return date(int(match[1]), int(match[2]), int(match[3] or 1))


def read_panel(path: Path, question: EvaluationQuestion) -> Panel:
    """Read a CSV file with a row for each unit and period.

    Raises
    ------
    CannotRead
        If a column is missing, or a row is none of a panel: says the line and the column.
    Unfit
        If there is one unit, one period, or nothing was ever counted.
    """
    rows = rows_of(path)
    _, names = next(rows, (1, []))
    names = [name.strip().removeprefix("\ufeff") for name in names]
    reading = _Reading(path, _places(path, names, question), names)
    for line, fields in rows:
        reading.take(line, fields)
    _need_one_calendar(reading)
    panel = _panel(reading)
    _need_enough(path, panel, question)
    return panel


def _places(path: Path, names: Sequence[str], question: EvaluationQuestion) -> dict[str, int]:
    wanted = {
        "unit": question.unit,
        "time": question.time,
        "treated": question.treated,
        "outcome": question.outcome,
        "exposure": question.exposure,
        "ring": question.ring,
    }
    places = {}
    for what, name in wanted.items():
        if not name:
            continue
        if names.count(name) != 1:
            how = "no column is" if name not in names else "several columns are"
            raise CannotRead(
                path.name,
                f"{how} called '{name}' (--{what}). Its columns are: {', '.join(names)}.",
                line=1,
            )
        places[what] = names.index(name)
    return places


def _need_one_calendar(reading: _Reading) -> None:
    """Time is dates or numbers throughout, and days and months are not mixed."""
    forms: dict[int, str] = {}
    for (_, time), line in reading.lines.items():
        form = 0 if NUMBER.fullmatch(time) else len(time)
        forms.setdefault(form, time)
        if len(forms) > 1:
            first = next(iter(forms.values()))
            raise CannotRead(
                reading.path.name,
                f"column {reading.named('time')}: '{time}' is written unlike '{first}' above. "
                "Write all alike: days, months or whole numbers.",
                line=line,
            )


def _panel(reading: _Reading) -> Panel:
    units = tuple(dict.fromkeys(unit for unit, _ in reading.cells))
    periods = tuple(sorted(reading.times, key=lambda text: reading.times[text]))
    row_of = {unit: place for place, unit in enumerate(units)}
    column_of = {period: place for place, period in enumerate(periods)}
    shape = (len(units), len(periods))
    counts, exposure, ring = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    treated = np.zeros(shape, dtype=bool)
    for (unit, time), cell in reading.cells.items():
        at = row_of[unit], column_of[time]
        counts[at], exposure[at], treated[at], ring[at] = cell
    days = None
    if periods and not NUMBER.fullmatch(periods[0]):
        days = (_day_of(periods[0]), _day_of(periods[-1]))
    return Panel(
        units,
        periods,
        counts,
        exposure,
        treated,
        ring if "ring" in reading.at else None,
        days,
        len(reading.cells),
    )


def _need_enough(path: Path, panel: Panel, question: EvaluationQuestion) -> None:
    if not panel.rows:
        raise CannotRead(path.name, "there are no rows below the first line.")
    if len(panel.units) < FEW:
        raise Unfit(
            f"{path.name}: column '{question.unit}' has one unit only, '{panel.units[0]}'. With "
            "nothing beside it no effect can be told from what would have happened anyway."
        )
    if len(panel.periods) < FEW:
        raise Unfit(
            f"{path.name}: column '{question.time}' has one period only, '{panel.periods[0]}': "
            "give at least one without treatment and one with it."
        )
    if panel.counts.sum() == 0:
        raise Unfit(
            f"{path.name}: column '{question.outcome}' is 0 in every row, so nothing can be "
            "compared."
        )
    if panel.never_varies:
        raise Unfit(
            f"{path.name}: column '{question.outcome}' is the same in every period of each unit"
            f"{', over its exposure' if question.exposure else ''}, so nothing can be compared. If "
            "it is a total that was repeated, give what was counted in each period."
        )
    if not question.treated:
        return
    if not panel.treated.any():
        raise Unfit(f"{path.name}: column '{question.treated}' is 0 in every row: nothing varies.")
    if panel.treated[panel.observed].all():
        raise Unfit(f"{path.name}: column '{question.treated}' is 1 in every row: nothing varies.")
