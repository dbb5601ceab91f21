"""How much of each group a run may print, given what earlier runs on the same file printed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from candour.audit.confidentiality.ledger import Ledger, Printed
from candour.audit.confidentiality.subtraction import Atoms, Shown, gives_away
from candour.audit.confidentiality.suppression import Name

FULL = 0  # detail of a group: every part; above it less, as only flagged and not

Levels = Mapping[Name, Sequence[Sequence[Shown]]]  # what each group would print, in less detail


@dataclass(frozen=True, slots=True)
class Settled:
    """What may be printed: the detail of each group, and those left out for earlier runs' sake."""

    detail: Mapping[Name, int]
    held_back: tuple[Name, ...]
    in_less_detail: tuple[Name, ...]

    def counts_shown(self, levels: Levels) -> tuple[Shown, ...]:
        return tuple(
            column for name, level in self.detail.items() for column in levels[name][level]
        )


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """What a run would print of each group of one column, all of it or nothing.

    Attributes
    ----------
    question : by which the run is known again
    groups : the counts of each group
    used : how many people the run used
    """

    question: Mapping[str, Any]
    groups: Mapping[str, Sequence[Shown]]
    used: Shown

    def settled(
        self, ledger: Ledger, *, hidden: Collection[Name], reference: str, everybody: Atoms
    ) -> Settled:
        """Which groups may be printed; as before, where the same was asked before."""
        before = ledger.same(self.question)
        return settle(
            {(group,): [counts] for group, counts in self.groups.items() if (group,) not in hidden},
            self.used,
            reference=(reference,),
            everybody=everybody,
            ledger=ledger,
            known={(group,): level for group, level in before.detail.items()} if before else None,
        )

    def printed(self, settled: Settled) -> Printed:
        """What the ledger keeps of the run."""
        names = [name[0] for name in settled.detail]
        return Printed(
            question=self.question,
            detail={name[0]: level for name, level in settled.detail.items()},
            shown=tuple(row for name in names for row in self.groups[name]),
            used=self.used,
        )


def settle(
    levels: Levels,
    used: Shown,
    *,
    reference: Name,
    everybody: Atoms,
    ledger: Ledger,
    known: Mapping[Name, int] | None = None,
) -> Settled:
    """Hide more, group by group, until no small cell can be worked out with what came before.

    Parameters
    ----------
    levels : mapping
        What each group would print, the most detailed first.
    used : Shown
        How many people the run used.
    reference : Name
        The group to give up last: without it there is no comparison.
    everybody : Atoms
        Everybody in the file by every column in play, earlier runs' columns too.
    ledger : Ledger
        What was printed before.
    known : mapping, optional
        The detail in which each group was printed when the same question was asked before: it is
        printed so again.

    Notes
    -----
    First groups are shown in less detail, the smallest first, then left out, until all is safe;
    then each, the largest first, gets back what detail it safely can.
    """
    detail = dict.fromkeys(levels, FULL) if known is None else dict(known)
    if ledger.printed and known is None:

        def is_safe() -> bool:
            now = [column for name, level in detail.items() for column in levels[name][level]]
            return not gives_away(everybody, [*ledger.counts_shown, *now], [*ledger.used, used])

        given_up = _give_up(levels, detail, is_safe, reference)
        _give_back(levels, detail, is_safe, given_up)
    return Settled(
        dict(sorted(detail.items())),
        held_back=tuple(sorted(name for name in levels if name not in detail)),
        in_less_detail=tuple(sorted(name for name, level in detail.items() if level > FULL)),
    )


def _give_up(
    levels: Levels, detail: dict[Name, int], is_safe: Callable[[], bool], reference: Name
) -> list[Name]:
    """Take detail away until all is safe; say from which groups, the last first."""
    given_up: dict[Name, None] = {}

    def by_loss(name: Name) -> tuple[int, bool, int, Name]:
        return detail[name], name == reference, _people(levels[name]), name

    while detail and not is_safe():
        name = min(detail, key=by_loss)
        given_up[name] = None
        detail[name] += 1
        if detail[name] == len(levels[name]):
            del detail[name]
    return sorted(given_up, key=lambda name: (name != reference, -_people(levels[name]), name))


def _give_back(
    levels: Levels,
    detail: dict[Name, int],
    is_safe: Callable[[], bool],
    given_up: Sequence[Name],
) -> None:
    for name in given_up:
        least = detail.pop(name, len(levels[name]))
        for level in range(least):
            detail[name] = level
            if is_safe():
                break
        else:
            del detail[name]
            if least < len(levels[name]):
                detail[name] = least


def _people(levels: Sequence[Sequence[Shown]]) -> int:
    return sum(row.people for row in levels[FULL])
