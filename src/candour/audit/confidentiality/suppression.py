"""Small cells of people's rows, and the cells from which they could be worked out."""

import re
from collections.abc import Iterator, Mapping, Sequence

SMALLEST_SHOWN = 5
# Where and when rows were published, so that anyone can count them: an address, and a day.
PUBLISHED = re.compile(r"https?://\S+\s+\d{4}-\d{2}-\d{2}$")

Name = tuple[str, ...]  # the values of the group columns
Cells = Sequence[int]


def is_small(count: int) -> bool:
    return 0 < count < SMALLEST_SHOWN


def to_suppress(cells: Mapping[Name, Cells], *, is_guarded: bool = False) -> set[Name]:
    """Choose the groups to hide: those with a small cell, and enough others to cover them.

    Parameters
    ----------
    cells : mapping
        The counts of each group, cell by cell, under the values of its group columns.
    is_guarded : bool, default False
        Whether every later run on the same rows is held to what this one prints.

    Returns
    -------
    set of names
        In every line of the table (all groups that share all values but one), and in the whole
        of it, nothing or at least two groups are hidden. What is hidden of the whole is together
        no small cell; nor is what is hidden of a line, unless runs are guarded: so the totals of
        lines, which another run may print, don't give a hidden cell away.
    """
    hidden = {name for name, counts in cells.items() if any(is_small(count) for count in counts)}
    lines = [(list(cells), True), *((line, not is_guarded) for line in _lines(cells))]
    changed = bool(hidden)
    while changed:
        changed = False
        for line, is_added_up in lines:
            inside = [name for name in line if name in hidden]
            shown = [name for name in line if name not in hidden]
            counts = [cells[name] for name in inside]
            if inside and shown and _gives_away(counts, is_added_up=is_added_up):
                hidden.add(min(shown, key=lambda name: (sum(cells[name]), name)))
                changed = True
    return hidden


def _gives_away(hidden: Sequence[Cells], *, is_added_up: bool) -> bool:
    together = [sum(column) for column in zip(*hidden, strict=True)]
    return len(hidden) == 1 or (is_added_up and any(is_small(total) for total in together))


def _lines(cells: Mapping[Name, Cells]) -> Iterator[list[Name]]:
    width = len(next(iter(cells), ()))
    for place in range(width):
        lines: dict[Name, list[Name]] = {}
        for name in cells:
            lines.setdefault((*name[:place], *name[place + 1 :]), []).append(name)
        yield from lines.values()
