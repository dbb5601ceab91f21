"""Audit the make-up of a list: which groups it holds, set against those who live there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from candour.audit.confidentiality.detail import GroupCounts
from candour.audit.confidentiality.held_back import held_back_words
from candour.audit.confidentiality.ledger import ledger_of
from candour.audit.confidentiality.people_files import (
    open_list,
    others_than,
    people_or_range,
    said_of,
)
from candour.audit.confidentiality.subtraction import Among, Atoms, Shown
from candour.audit.confidentiality.suppression import Name, to_suppress
from candour.audit.errors import PlanError, TooFewToCompare, Unfit
from candour.audit.findings import Finding, Input
from candour.audit.lists.composition_question import CompositionQuestion
from candour.audit.lists.composition_sentences import ASSUMPTIONS, DOES_NOT_SHOW, sentences
from candour.audit.lists.hidden_groups import Side, hidden_rows
from candour.audit.lists.rows import Composition, GroupRow, HiddenGroup, ListAccount, Ratio
from candour.audit.ranged_counts import NOBODY, Cell
from candour.audit.residents.group_counts import in_terms_of, perhaps_thousands, residents_of
from candour.audit.residents.labels import MISSING, group_of, is_total
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.families import holm
from candour.audit.statistics.proportions import wilson
from candour.audit.statistics.rates import Method, poisson_rate
from candour.audit.sums_in_tables import counted_again, need_no_sums
from candour.tables import LAPTOP, Engine, Machine, Rows, engine
from candour.tables.errors import CannotRead

__all__ = ["CompositionQuestion", "audit_composition"]

PER = 1_000

Labels = Mapping[str, frozenset[str]]  # by group: what it is called on the list


def audit_composition(
    path: Path,
    population: Path,
    question: CompositionQuestion,
    *,
    machine: Machine = LAPTOP,
    ledgers: Path | None = None,
) -> Finding[Composition]:
    """Audit the make-up of a list against a population.

    `ledgers` is the folder that keeps what was printed of each file, as for `scores.audit_scores`.

    Raises
    ------
    IdentifiesPeople, CannotRead, PlanError, Unfit, LedgerUnreadable
        As `scores.audit_scores`; and if the list holds a group that the population lacks.
    """
    with engine(machine) as database:
        wanted = (question.group, *([question.count] if question.count else []))
        rows = open_list(
            database, path, wanted, count=question.count, is_official=question.is_official
        )
        again = ""
        if question.count:
            need_no_sums(database, rows, wanted)
            again = counted_again(database, rows, question.group, question.count)
        residents = residents_of(database, population, question.group)
        source = Input.of(path, machine.progress)
        kept_in = None if question.hides_nothing else ledgers
        with ledger_of(kept_in, source.sha256, count=question.count) as ledger:
            cells, everybody = _listed(database, path, rows, question, also=ledger.columns)
            as_listed = {label: cell.high for label, cell in cells.items()}
            if question.reference not in residents:
                raise PlanError(f"'{question.reference}' is no group of {population.name}.")
            means = in_terms_of(as_listed, residents, are_counts=bool(question.count))
            _need_reference_listed(path, means, question.reference)
            named = [group for group in residents if group in means.values()]
            counts = _by_group(as_listed, means, named)
            ranges = _ranges_by_group(cells, means)
            _need_exact(path, ranges, question.reference)
            _need_no_more_than_live_there(path, counts, residents)
            if ranges:  # whoever gave out the table has hidden what had to be
                question = replace(question, is_official=True)
            labels = _labels_of(means)
            to_print, hidden = _to_print(counts, labels, question), _hidden(counts, question)
            settled = to_print.settled(
                ledger, hidden=hidden, reference=question.reference, everybody=everybody
            )
            shown = [group for group in named if (group,) in settled.detail]
            if question.reference not in shown:
                raise Unfit(
                    f"The reference '{question.reference}' has too few people to be shown, or "
                    "must be hidden to cover those of another group, in this run or an earlier "
                    "one on the same file."
                )
            if not question.hides_nothing:
                ledger.keep(to_print.printed(settled))
    account = _account(counts, residents, hidden=hidden, held_back=settled.held_back)
    placed = {group: people for group, people in counts.items() if group}
    exact = [group for group in shown if group not in ranges]
    hidden_groups = hidden_rows(ranges, placed, residents, question.reference, exact)
    result = Composition(
        groups=tuple(_group_rows(placed, residents, exact, ranges)),
        ratios=tuple(_ratio_rows(placed, residents, exact, question.reference, hidden_groups)),
        hidden=hidden_groups or None,
        accounted_for=account,
    )
    inputs = (source, Input.of(population))
    first = (*([again] if again else []), *perhaps_thousands(residents))
    return _finding(question, result, inputs=inputs, first=first)


def _need_no_more_than_live_there(
    path: Path, counts: Mapping[str, int], residents: Mapping[str, int]
) -> None:
    """Refuse a group of whom more are listed than live there: one of the two numbers is wrong.

    Raises
    ------
    Unfit
        Naming the group and both numbers.
    """
    for group, people in counts.items():
        if group and people > residents[group]:
            raise Unfit(
                f"{path.name}: {people:,} people of the group {group} are listed, and "
                f"{residents[group]:,} live there. Check that the list counts people, once each, "
                "and that the population is of the same place and not in thousands."
            )


def _account(
    counts: Mapping[str, int],
    residents: Mapping[str, int],
    *,
    hidden: Iterable[Name],
    held_back: Iterable[Name],
) -> ListAccount:
    """Where everybody of the list is; under "" are those of whom no group is stated."""
    read, unplaced = sum(counts.values()), counts.get("", 0)
    earlier = tuple(name[0] for name in held_back)
    return ListAccount(
        read=read,
        used=read - unplaced,
        no_group=unplaced,
        groups_hidden=tuple(sorted([*(name[0] for name in hidden), *earlier])),
        hidden_for_earlier_runs=earlier,
        groups_not_named=tuple(group for group in residents if group not in counts) or None,
    )


def _finding(
    question: CompositionQuestion,
    result: Composition,
    *,
    inputs: tuple[Input, ...],
    first: Sequence[str],
) -> Finding[Composition]:
    """The finding, with what is to be read before it."""
    account, assumptions, not_shown = result.accounted_for, [*ASSUMPTIONS], [*DOES_NOT_SHOW]
    if question.public:
        assumptions.append(f"The rows are public, so no group is hidden: {question.public}.")
    if result.hidden:
        assumptions.append(
            "Whoever gave out the table has hidden small numbers in it already, so no more are "
            "hidden here. Of those, every number is over all that they can be."
        )
    if account.no_group:
        not_shown.append(
            f"Anything about the {'at most ' if result.hidden else ''}{account.no_group:,} people "
            "whose group is not recorded."
        )
    told = sentences(
        result,
        listed_as=question.listed,
        residents_of=question.residents,
        counted=question.counted,
    )
    return Finding(
        plan=question.plan(),
        inputs=inputs,
        sentences=(*first, *told, *held_back_words(account.hidden_for_earlier_runs, ())),
        result=result,
        assumptions=tuple(assumptions),
        does_not_show=tuple(not_shown),
    )


def _listed(
    database: Engine,
    path: Path,
    rows: Rows,
    question: CompositionQuestion,
    *,
    also: Sequence[str],
) -> tuple[dict[str, Cell], Atoms]:
    """Count people by group ("" where none is said), and by every column printed by before."""
    others = others_than((question.group,), question.count, also)
    wanted = [question.group, *others, *([question.count] if question.count else [])]
    counts: dict[str, Cell] = {}
    everybody = []
    for values, times in database.count(rows, wanted):
        people = Cell(times, times)
        if question.count:
            cell = people_or_range(path, question.count, values[-1], question.hidden)
            people = Cell(times * cell.low, times * cell.high)
        texts = tuple(said_of(value) for value in values[: 1 + len(others)])
        everybody.append((texts, people.high))
        counts[texts[0]] = counts.get(texts[0], NOBODY) + people
    if question.count:
        counts = _without_totals(path, counts)
        everybody = [(texts, people) for texts, people in everybody if not is_total(texts[0])]
    if not any(people.high for group, people in counts.items() if group):
        raise CannotRead(path.name, "no row has a group.")
    return counts, Atoms((question.group, *others), everybody)


def _without_totals(path: Path, counts: Mapping[str, Cell]) -> dict[str, Cell]:
    """The groups alone, where a row of everyone is the sum of them.

    Raises
    ------
    CannotRead
        If it is not.
    """
    groups = {label: people for label, people in counts.items() if not is_total(label)}
    everyone = sum(groups.values(), NOBODY)
    placed = sum(
        (people for label, people in groups.items() if label and group_of(label) != MISSING), NOBODY
    )
    for label, people in counts.items():
        if label not in groups and not (placed.holds(people) or everyone.holds(people)):
            raise CannotRead(
                path.name,
                f"'{label}' is {people.low:,}, but the groups add up to {everyone.low:,}: find out "
                "which is right, or leave that row out.",
            )
    return groups


def _by_group(
    as_listed: Mapping[str, int], means: Mapping[str, str], named: Sequence[str]
) -> dict[str, int]:
    """People by the groups that the list names; under "" those of whom no group is stated.

    A group of the population that no label names is left out: not 0, but not known.
    """
    counts = dict.fromkeys(named, 0)
    for label, people in as_listed.items():
        group = means.get(label, "")
        counts[group] = counts.get(group, 0) + people
    return counts


def _ranges_by_group(cells: Mapping[str, Cell], means: Mapping[str, str]) -> dict[str, Cell]:
    """What those groups can be of which some number is hidden or a range."""
    ranges: dict[str, Cell] = {}
    for label, cell in cells.items():
        group = means.get(label, "")
        ranges[group] = ranges.get(group, NOBODY) + cell
    return {group: cell for group, cell in ranges.items() if not cell.is_exact}


def _need_exact(path: Path, ranges: Mapping[str, Cell], reference: str) -> None:
    if reference in ranges:
        raise PlanError(
            f"{path.name}: how many of '{reference}' the list holds is hidden or a range, so "
            "nothing can be compared with them. Name another reference."
        )


def _need_reference_listed(path: Path, means: Mapping[str, str], reference: str) -> None:
    if reference not in means.values():
        raise PlanError(
            f"{path.name} names no '{reference}': how many of them it holds is not known, so "
            "nothing can be compared with them. Name another reference."
        )


def _labels_of(means: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The labels that stand for each group on the list."""
    groups = {group for group in means.values() if group}
    return {
        group: frozenset(label for label, own in means.items() if own == group) for group in groups
    }


def _hidden(counts: Mapping[str, int], question: CompositionQuestion) -> set[Name]:
    """Groups with few people, and those that cover them."""
    cells: dict[Name, tuple[int]] = {(group,): (n,) for group, n in counts.items() if group}
    return set() if question.hides_nothing else to_suppress(cells)


def _to_print(
    counts: Mapping[str, int], labels: Labels, question: CompositionQuestion
) -> GroupCounts:
    every = frozenset().union(*labels.values())
    return GroupCounts(
        question.for_ledger,
        {
            group: [
                Shown(((question.group, Among(labels.get(group, frozenset({group})))),), people)
            ]
            for group, people in counts.items()
            if group
        },
        Shown(((question.group, Among(every)),), sum(n for group, n in counts.items() if group)),
    )


def _group_rows(
    counts: Mapping[str, int],
    residents: Mapping[str, int],
    shown: Sequence[str],
    ranges: Mapping[str, Cell],
) -> Iterator[GroupRow]:
    """Groups whose number is known; where others' are hidden, shares are over all they can be."""
    most, living = sum(counts.values()), sum(residents.values())
    least = most - sum(cell.high - cell.low for group, cell in ranges.items() if group)
    for group in shown:
        share = _share_of(counts[group], least, most)
        living_share = residents[group] / living
        yield GroupRow(
            group=group,
            people=counts[group],
            population=residents[group],
            share_of_list=share.reported() if share else None,
            share_of_population=living_share,
            representation=share.times(1 / living_share).reported() if share else None,
            per_1000=poisson_rate(counts[group], residents[group]).times(PER).reported(),
            share_of_list_from=counts[group] / most if least < most else None,
            share_of_list_to=counts[group] / least if least < most else None,
        )


def _share_of(people: int, least: int, most: int) -> Estimate | None:
    """A share of a list that holds somewhere from `least` to `most` people."""
    if not least:
        return None
    middle = wilson(people, (least + most) // 2)
    return Estimate(middle.value, wilson(people, most).low, wilson(people, least).high)


def _ratio_rows(
    counts: Mapping[str, int],
    residents: Mapping[str, int],
    shown: Sequence[str],
    reference: str,
    hidden: Sequence[HiddenGroup] = (),
) -> Iterator[Ratio]:
    """Of all that were tested, those with a hidden number as well, p-values are adjusted."""
    there = Side(counts[reference], residents[reference])
    others = {g: Side(counts[g], residents[g]) for g in shown if g != reference}
    p_values = [here.p_value(there) for here in others.values()]
    adjusted = holm([*p_values, *(row.p_value for row in hidden)])[: len(p_values)]
    for (group, here), p_value, p_holm in zip(others.items(), p_values, adjusted, strict=True):
        try:
            exact, midp = here.over(there), here.over(there, Method.MIDP)
        except TooFewToCompare:
            continue
        yield Ratio(
            group=group,
            reference=reference,
            ratio=exact.value,
            low=exact.low,
            high=exact.high,
            midp_low=midp.low,
            midp_high=midp.high,
            p_value=p_value,
            p_holm=p_holm,
        )
