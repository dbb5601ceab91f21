"""Every row of stop-and-search files, counted with those like it, or accounted for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from candour.audit.residents.ethnicity import group_of, known_instead
from candour.audit.stops.columns import By, columns_of
from candour.audit.stops.outcomes import MISSING, SOME, UNKNOWN, linked_of, outcome_of
from candour.audit.stops.places import Place
from candour.tables import Rows, Unreadable
from candour.tables.errors import CannotRead
from candour.tables.lines import line_of


class Stop(NamedTuple):
    """Stops that are alike in all that an audit of them asks; counted, not listed."""

    force: str
    month: str
    self_group: str
    officer_group: str
    power: str
    kind: str
    outcome: str  # "none" (no further action), "some", or "missing"
    linked: str  # "yes", "no" or "missing"
    is_located: bool


class Part(NamedTuple):
    """Stops of one group that are alike in what they are broken down by."""

    force: str
    month: str
    group: str
    value: str


class Search(NamedTuple):
    """Searches that are alike in who was searched, under which power, and what they led to.

    `value` is what they are told apart by: an object, an age and a sex, whoever searched.
    """

    force: str
    month: str
    group: str
    power: str
    value: str
    outcome: str
    linked: str

    @property
    def is_find(self) -> bool:
        """Something came of it which was linked to what was looked for."""
        return self.outcome == SOME and self.linked == "yes"


@dataclass
class StopCounts:
    """Every row of the files, counted or accounted for."""

    stops: Counter[Stop] = field(default_factory=Counter)
    repeats: Counter[tuple[str, str, str, str]] | None = None  # force, month, self, officer
    parts: dict[By, Counter[Part]] = field(default_factory=dict)
    days: Counter[Part] | None = None  # by day; None where some of the stops have none
    # Of counts that are hidden or ranges, each taken at the middle of what it can be: how many
    # fewer, or more, it can be; by force, month, and group by the person's and the officer's word.
    fewer: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    more: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    hidden_lines: int = 0
    hidden_such_as: str = ""  # what one of them says
    lines_of_counts: int = 0  # of files whose rows stand for several stops
    repeated_lines_of_counts: int = 0  # of them, those that repeat another in every column
    days_of_other_months: int = 0  # stops whose day is not of the month they stand under
    no_day: int = 0  # stops whose date is no day, where all files have a column of dates
    no_day_such_as: str = ""  # what one of them says instead
    in_two_orders: set[str] = field(default_factory=set)  # files with dates of both orders
    objects: Counter[Search] | None = None  # by object of search; None where nobody said or asked
    ages_and_sexes: Counter[Search] | None = None
    officers: Counter[Search] | None = None  # by who searched; None where no column says
    teams: Counter[Search] | None = None  # by the team that searched; None where none was asked for
    people: Counter[Part] | None = None  # by who was searched; None where no column says
    elsewhere: Counter[Place] = field(default_factory=Counter)  # stops that are not in question
    in_several_files: dict[Place, set[str]] = field(default_factory=dict)  # names of the files
    only_area: dict[str, str] = field(default_factory=dict)  # the one value of a column of areas
    no_force: int = 0
    no_month: int = 0
    no_month_such_as: str = ""  # what one of them says instead
    sums: int = 0  # stops in rows that add up those of other months; in no other number
    lines_of_sums: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)  # by whom: label to group
    unknown_outcomes: set[str] = field(default_factory=set)
    seen: dict[Place, set[str | None]] = field(default_factory=dict)  # self-defined labels

    @property
    def read(self) -> int:
        counted = sum(self.stops.values()) + sum(self.elsewhere.values())
        return counted + self.no_force + self.no_month + len(self.unreadable)

    def outcome(self, text: str | None) -> str:
        """What came of a stop; in words that are not known it is as if nothing were said."""
        outcome = outcome_of(text)
        if outcome != UNKNOWN:
            return outcome
        self.unknown_outcomes.add((text or "").strip())
        return MISSING

    def result(self, row: Mapping[str, Any]) -> tuple[str, str]:
        """What came of a stop, and whether it was linked to what was looked for."""
        return self.outcome(row.get("outcome")), linked_of(row.get("linked"))

    def group(self, file: str, label: str | None, who: str, rows: Rows) -> str:
        """The group of a label of ethnicity, by the word of the person or of the officer.

        Raises
        ------
        CannotRead
            If it is no label that is known: with its line, and the nearest that are.
        """
        text = (label or "").strip()
        group = self.labels[who].get(text)
        if group is None:
            group = group_of(text)
            if group is None:
                column = columns_of(rows)[who]
                raise CannotRead(
                    Path(file).name,
                    f"column '{column}' holds '{text[:60]}', which is no label of ethnicity"
                    f"{known_instead(text)}.",
                    line=line_of(Path(file), column, text, most=None),
                )
            self.labels[who][text] = group
        return group
