"""How many people were searched how often, where files tell them apart by a pseudonym.

Only a distribution by group leaves this module: the highest numbers of times are one cell, and no
cell is of fewer than ten people. Nothing is printed of one person, nor of one officer.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from candour.audit.errors import Unfit
from candour.audit.stops.case import Case
from candour.audit.stops.outcome_rows import SearchedAgain

SMALLEST_SHOWN = 10
TOP = 5  # times, and more


def refuse_one_person_or_officer(case: Case) -> None:
    """Refuse files whose every result would be one of a few people, or of a few officers.

    Raises
    ------
    Unfit
    """
    months = set(case.question.period.months)
    for what, counted in (("officers", case.counts.officers), ("people", case.counts.people)):
        names = {
            key.value
            for key in counted or ()
            if key.value and key.month in months and key.force in case.tallies
        }
        if counted is not None and names and len(names) < SMALLEST_SHOWN:
            raise Unfit(
                f"The files hold the searches of fewer than {SMALLEST_SHOWN} {what}: every figure "
                "would be about them. Give the files of more, or leave out the column that tells "
                "them apart."
            )


def searched_again(case: Case) -> tuple[SearchedAgain, ...] | None:
    """How many people of each group were searched once, twice, …; None where nobody can tell.

    A person recorded under two groups counts in each.
    """
    if case.counts.people is None:
        return None
    months = set(case.question.period.months)
    times: dict[tuple[str, str], Counter[str]] = {}
    for part, number in case.counts.people.items():
        if part.month in months and part.value:
            times.setdefault((part.force, part.group), Counter())[part.value] += number
    return tuple(
        row
        for fit in case.fit
        for group in case.compared(fit)
        for row in _rows(fit.force, group, times.get((fit.force, group), Counter()))
    )


def _rows(force: str, group: str, times: Mapping[str, int]) -> Iterator[SearchedAgain]:
    people = Counter(times.values())
    for often, number in distribution(people):
        yield SearchedAgain(force=force, group=group, times=often, people=number)


def distribution(people: Mapping[int, int]) -> list[tuple[str, int | None]]:
    """People by how often they were searched, top-coded so that no cell is of fewer than ten.

    Where even those searched again are fewer than ten, nothing is given: their number would follow
    from those of all people and all searches.

    >>> distribution({1: 100, 2: 30, 3: 12, 9: 4})
    [('1', 100), ('2', 30), ('3 or more', 16)]
    >>> distribution({1: 100, 2: 3})
    [('any', None)]
    >>> distribution({1: 100})
    [('1', 100)]
    """
    cells = [people.get(often, 0) for often in range(1, TOP)]
    cells.append(sum(number for often, number in people.items() if often >= TOP))
    if not sum(cells):
        return []
    while len(cells) > 1 and _has_small(cells):
        cells = [*cells[:-2], cells[-2] + cells[-1]]
    if len(cells) == 1 and (set(people) - {1} or cells[0] < SMALLEST_SHOWN):
        return [("any", None)]
    last = len(cells)
    shown = [
        (str(often) if often < last or last == 1 else f"{often} or more", number)
        for often, number in enumerate(cells, 1)
    ]
    while len(shown) > 1 and not shown[-1][1]:
        shown.pop()
    return list(shown)


def _has_small(cells: list[int]) -> bool:
    return any(0 < number < SMALLEST_SHOWN for number in cells)
