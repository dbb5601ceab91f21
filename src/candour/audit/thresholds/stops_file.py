"""From a file of stops searched and not searched to counts by group and place; what is refused."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from candour.audit.confidentiality.people_files import (
    need_columns,
    open_list,
    people_of,
    said_of,
    text_of,
    unlike,
)
from candour.audit.count_columns import ask_about_counts
from candour.audit.errors import PlanError, Unfit
from candour.audit.in_words import whole
from candour.audit.names import listed
from candour.audit.residents.labels import is_total
from candour.audit.thresholds.model import Counted
from candour.audit.thresholds.question import ThresholdsQuestion
from candour.tables import Engine, Rows
from candour.tables.errors import CannotRead

FEWEST_PLACES = 3
FEWEST_SEARCHES, FEWEST_FINDS = 100, 20  # of a group
MOST_CELLS = 600  # groups times places, beyond which chains take hours
SEVERAL = 2
POLICE_UK_NAME = re.compile(r"\d{4}-\d{2}-[a-z-]+-stop-and-search")
# What every file of stop and search on data.police.uk has, by their headings or those of its API.
POLICE_UK = (
    {"object of search", "outcome linked to object of search"},
    {"object of search", "self defined ethnicity", "officer defined ethnicity"},
)
NO_STOPS_WITHOUT_SEARCH = (
    "The threshold test asks which share of those stopped is searched, and data.police.uk holds "
    "searches alone: a stop that led to none is not recorded there. So the test can't be made on "
    "these files; 'candour audit stops' compares how often searches find something, and says what "
    "that can't show."
)
YES = frozenset({"1", "1.0", "true", "t", "yes", "y"})
NO = frozenset({"0", "0.0", "false", "f", "no", "n"})


@dataclass
class Tally:
    """Stops, searches and finds by group and place, and what was left out."""

    cells: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    no_group: int = 0
    no_place: int = 0
    not_said: int = 0
    unreadable: int = 0

    def add(self, group: str, place: str, stops: int, searches: int, finds: int) -> None:
        if not group:
            self.no_group += stops
        elif not place:
            self.no_place += stops
        else:
            cell = self.cells.setdefault((group, place), [0, 0, 0])
            for i, number in enumerate((stops, searches, finds)):
                cell[i] += number

    @property
    def groups(self) -> list[str]:
        return sorted({group for group, _ in self.cells})

    @property
    def places(self) -> list[str]:
        return sorted({place for _, place in self.cells})

    def counted(self) -> Counted:
        """The counts in the order of `groups` and `places`."""
        numbers = np.array(
            [[self.cells.get((g, p), [0, 0, 0]) for p in self.places] for g in self.groups],
            dtype=float,
        )
        return Counted(numbers[:, :, 0], numbers[:, :, 1], numbers[:, :, 2])


def read_stops(database: Engine, path: Path, question: ThresholdsQuestion) -> Tally:
    """Read and count the stops of a file.

    Raises
    ------
    IdentifiesPeople, CannotRead, PlanError
        As for every list of people.
    Unfit
        If the file is one of data.police.uk, holds searches alone, or too few of a group.
    """
    opened = database.open([path])[0]
    _refuse_police_uk(path, opened.columns)
    need_columns(path, opened.columns, question.columns)
    counts = question.stops or question.counted_by
    rows = open_list(
        database,
        path,
        (question.group, question.place),
        count=counts,
        is_official=question.is_official,
    )
    if not counts and not question.count:
        ask_about_counts(database, rows, question.columns, what="stop")
    tally = Tally()
    lines = _of_counts if question.is_counted else _of_rows
    for group, place, stops, searches, finds in lines(database, path, rows, question):
        if searches is None or finds is None:
            tally.not_said += stops
        else:
            tally.add(group, place, stops, searches, finds)
    tally.unreadable = len(database.unreadable())
    _need_enough(path, tally, question)
    return tally


def _refuse_police_uk(path: Path, columns: Sequence[str]) -> None:
    headings = {" ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split()) for name in columns}
    if POLICE_UK_NAME.search(path.name) or any(own <= headings for own in POLICE_UK):
        raise Unfit(f"{path.name}: {NO_STOPS_WITHOUT_SEARCH}")


Line = tuple[str, str, int, int | None, int | None]  # group, place, stops, searches, finds


def _of_rows(
    database: Engine, path: Path, rows: Rows, question: ThresholdsQuestion
) -> Iterator[Line]:
    for values, times in database.count(rows, question.columns):
        each = people_of(path, question.counted_by, values[4]) if question.counted_by else 1
        stops = times * each
        searched = _yes_or_no(path, question.searched, values[2])
        found = _yes_or_no(path, question.found, values[3])
        if found and searched is False:
            raise CannotRead(
                path.name,
                f"a stop has '{question.found}' yes and '{question.searched}' no: finds are of "
                "searches. If something can be found without a search, count searches alone.",
            )
        searches = None if searched is None else stops * searched
        # Whoever was not searched needs no find; of a search it has to be said.
        finds = 0 if searched is False else None if found is None else stops * found
        yield _group(values[0]), said_of(values[1]), stops, searches, finds


def _of_counts(
    database: Engine, path: Path, rows: Rows, question: ThresholdsQuestion
) -> Iterator[Line]:
    names = (question.stops, question.searches, question.finds)
    for values, times in database.count(rows, question.columns):
        group, place = _group(values[0]), said_of(values[1])
        if is_total(group) or is_total(place):
            raise CannotRead(
                path.name,
                f"a row of all ({group}, {place}) stands among groups and places: leave it out.",
            )
        stops, searches, finds = (
            times * people_of(path, name, value)
            for name, value in zip(names, values[2:], strict=True)
        )
        if not finds <= searches <= stops:
            raise CannotRead(
                path.name,
                f"{group} in {place} has {stops} stops, {searches} searches and {finds} finds: "
                "finds are some of the searches, and searches some of the stops.",
            )
        yield group, place, stops, searches, finds


def _group(value: object) -> str:
    return said_of(value)


def _yes_or_no(path: Path, column: str, value: object) -> bool | None:
    """Whether it is so; None where it is not said."""
    if not said_of(value):
        return None
    text = text_of(value).lower()
    if text in YES or text in NO:
        return text in YES
    raise unlike(path, column, value, "it is yes or no, as 1 or 0, true or false.")


def _need_enough(path: Path, tally: Tally, question: ThresholdsQuestion) -> None:
    """Refuse what the test can't be made on.

    Raises
    ------
    PlanError, Unfit
    """
    groups, places = tally.groups, tally.places
    if question.reference not in groups:
        raise PlanError(f"There is no group '{question.reference}', only: {listed(groups)}.")
    if len(groups) < SEVERAL:
        raise Unfit(f"{path.name}: there is one group, and nothing to compare it with.")
    if len(places) < FEWEST_PLACES:
        raise Unfit(
            f"{path.name}: there are {len(places)} places, and the test needs {FEWEST_PLACES} or "
            "more: it tells thresholds from how much people carry by what differs between places."
        )
    if len(groups) * len(places) > MOST_CELLS:
        raise Unfit(
            f"{path.name}: {len(groups)} groups in {len(places)} places are more than "
            f"{MOST_CELLS} cells: put places together."
        )
    counted = tally.counted()
    if counted.searches.sum() == counted.stops.sum():
        raise Unfit(
            f"{path.name}: every stop in it led to a search. The threshold test needs stops "
            "without one too; where they are not recorded it can't be made."
        )
    for i, group in enumerate(groups):
        searches, finds = counted.searches[i].sum(), counted.finds[i].sum()
        if searches < FEWEST_SEARCHES or finds < FEWEST_FINDS:
            raise Unfit(
                f"{path.name}: {group} has fewer than {FEWEST_SEARCHES} searches or "
                f"{FEWEST_FINDS} finds over all places, too few to tell a threshold from. Leave "
                "the group out, or put it with a larger one, and say so in the report."
            )
        if not finds < searches < counted.stops[i].sum():
            raise Unfit(
                f"{path.name}: all stops of {group} led to a search, or all its searches to a "
                f"find ({whole(searches)}): no threshold can be told from that."
            )
