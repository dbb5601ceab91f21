"""How a text file sets out its table: what stands between cells, and how many lines above it."""

import csv
import io
from collections import Counter
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
LINES_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Dialect:
    """What stands between cells, and how many lines stand above the headings."""

    delimiter: str = ","
    skipped: int = 0


PLAIN = Dialect()


def dialect_of(text: str) -> Dialect:
    r"""Tell from its first lines how a table is set out.

    The headings are the first line that fills more than half as many cells as most lines have;
    titles above them fill one or two. A table of one column has no lines above its headings.

    >>> dialect_of("a,b,c\n1,2,3\n"), dialect_of("a;b\n1;2\n").delimiter
    (Dialect(delimiter=',', skipped=0), ';')
    >>> dialect_of("Stops, by month\n\na,b,c,d,e\n1,2,3,4,5\n1,2,3,4,5\n").skipped
    2
    """
    lines = text.splitlines()[:LINES_LOOKED_AT]
    delimiter, width = _delimiter(lines)
    if width <= 1:
        return PLAIN
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    before = 0
    try:
        for cells in reader:
            if sum(bool(cell.strip()) for cell in cells) * 2 > width:
                return Dialect(delimiter, before)
            before = reader.line_num
    except csv.Error:
        pass
    return Dialect(delimiter)


def _delimiter(lines: list[str]) -> tuple[str, int]:
    """What most lines have the same number of, and how many cells they then have; commas first."""
    best, width, most = ",", 1, 0
    for delimiter in DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for cells in csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter):
                if cells:
                    widths[len(cells)] += 1
        except csv.Error:
            continue
        wide = {cells: times for cells, times in widths.items() if cells > 1}
        if not wide:
            continue
        usual, times = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
        if times * usual > most:
            best, width, most = delimiter, usual, times * usual
    return best, width
