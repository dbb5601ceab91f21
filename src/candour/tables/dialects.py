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
    titles above them fill one or two. In a narrow table a title with a comma fills as many: it is
    one if it fills fewer than the next line, and that says only words, each of them once. A table
    of one column has no lines above its headings.

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
    wide: list[tuple[int, list[str]]] = []  # lines that may be headings: how many stand above each
    try:
        for cells in reader:
            filled = [cell.strip() for cell in cells if cell.strip()]
            if len(filled) * 2 > width:
                wide.append((before, filled))
            before = reader.line_num
    except csv.Error:
        pass
    while len(wide) > 1 and _is_title(wide[0][1], wide[1][1], width):
        del wide[0]
    return Dialect(delimiter, wide[0][0]) if wide else Dialect(delimiter)


def _is_title(line: list[str], below: list[str], width: int) -> bool:
    """Whether a line stands above the headings, which are then the next that fills many cells."""
    says_words = not any(cell[0].isdigit() or cell[0] in "-+.£" for cell in below)
    return len(line) < width == len(below) and says_words and len(set(below)) == len(below)


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
