"""Small cells of people's rows, and the cells from which they could be worked out."""

from collections.abc import Iterator, Mapping, Sequence

SMALLEST_SHOWN = 5

Name = tuple[str, ...]  # the values of the group columns
Cells = Sequence[int]


def is_small(count: int) -> bool:
    return 0 < count < SMALLEST_SHOWN


def to_suppress(cells: Mapping[Name, Cells]) -> set[Name]:
    """Choose the groups to hide: those with a small cell, and enough others to cover them.

    Parameters
    ----------
    cells : mapping
        The counts of each group, cell by cell, under the values of its group columns.

    Returns
    -------
    set of names
        In every line of the table (all groups that share all values but one) nothing or at least
        two groups are hidden, and what they hold together is no small cell: so the totals of the
        lines, which another run on the same rows may print, don't give a hidden cell away.
    """
    hidden = {name for name, counts in cells.items() if any(is_small(each) for each in counts)}
    lines = list(_lines(cells))
    changed = bool(hidden)
    while changed:
        changed = False
        for line in lines:
            inside = [name for name in line if name in hidden]
            shown = [name for name in line if name not in hidden]
            if inside and shown and _gives_away([cells[name] for name in inside]):
                hidden.add(min(shown, key=lambda name: (sum(cells[name]), name)))
                changed = True
    return hidden


def differs_safely(now: Cells, before: Cells) -> bool:
    """Whether two printed versions of a group's cells give no small cell when subtracted."""
    return not any(is_small(abs(one - other)) for one, other in zip(now, before, strict=True))


def _gives_away(hidden: Sequence[Cells]) -> bool:
    together = [sum(each) for each in zip(*hidden, strict=True)]
    return len(hidden) == 1 or any(is_small(each) for each in together)


def _lines(cells: Mapping[Name, Cells]) -> Iterator[list[Name]]:
    width = len(next(iter(cells), ()))
    for place in range(width):
        lines: dict[Name, list[Name]] = {}
        for name in cells:
            lines.setdefault((*name[:place], *name[place + 1 :]), []).append(name)
        yield from lines.values()
