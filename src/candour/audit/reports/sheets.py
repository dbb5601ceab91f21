"""A picture of a finding as a file to take away: all its panels on one sheet, with their source.

What leaves the page it stood on must say by itself what it shows, of which data, and as of when.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from candour.audit.exhibits import Panel, Picture
from candour.audit.findings import Finding
from candour.audit.kinds import Kind
from candour.audit.payloads import row_of
from candour.audit.reports.drawing import ATTRIBUTES, FONT, WIDTH
from candour.audit.reports.letters import width_of
from candour.audit.reports.spreadsheets import csv_of

MARGIN, GAP = 24, 28
MOST_ACROSS = 2
LINE = 1.4  # heights of letters from one line to the next
ZOOM = 2.0  # pixels of a PNG for each unit: sharp in print at the width of a column
SIZED = re.compile(r'^<svg [^>]*?height="(\d+)"')


class CannotPaint(RuntimeError):
    """A PNG can't be made here: the library that paints it is not installed."""


@dataclass(frozen=True, slots=True)
class Credit:
    """What a picture says of where it comes from, line by line, wherever it goes.

    Attributes
    ----------
    title : of the finding
    data : whose data they are, with the line that their licence asks for; "" where not told
    day : since when the finding has stood, or until when it did, in words
    address : of the finding; its identifier where it has none
    """

    title: str
    data: str
    day: str
    address: str

    @property
    def lines(self) -> tuple[str, ...]:
        own = f"Candour, {self.address}"
        return tuple(line for line in (self.data, f"{self.day}. {own}") if line)


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    size: float
    kind: str = "report-ink"
    before: float = 0.0  # space above, in units

    def lines(self, width: float) -> Iterator[str]:
        """The words in lines that fit; one word that is too long stands alone."""
        is_bold = "bold" in ATTRIBUTES[self.kind]
        line = ""
        for word in self.text.split():
            longer = f"{line} {word}".strip()
            if line and width_of(longer, self.size, is_bold=is_bold) > width:
                yield line
                longer = word
            line = longer
        if line:
            yield line


def pictures_of(finding: Finding[Any], kind: Kind[Any]) -> dict[str, Picture]:
    """The pictures that a finding has, by the name that stands in their addresses."""
    drawn = (draw(finding) for draw in kind.pictures)
    return {picture.name: picture for picture in drawn if picture is not None}


def as_svg(picture: Picture, credit: Credit) -> str:
    """The whole picture as one SVG that stands by itself, on white.

    Returns
    -------
    str
        A document 408 units wide with one panel, 796 with several.
    """
    across = min(len(picture.panels), MOST_ACROSS)
    inner = across * WIDTH + (across - 1) * GAP
    above = (
        _Words(credit.title, 16, "report-title"),
        _Words(picture.heading, 13, "report-title", 4),
        _Words(picture.how_to_read, 11, "report-quiet", 2),
    )
    below = tuple(_Words(line, 11, "report-quiet", 2) for line in credit.lines)
    head, y = _set(above, MARGIN, inner)
    body, y = _laid_out(picture.panels, y + GAP / 2, across)
    foot, y = _set(below, y, inner)
    width, height = inner + 2 * MARGIN, y + MARGIN
    description = " ".join(panel.says for panel in picture.panels)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height:.0f}" '
        f'width="{width}" height="{height:.0f}" font-family="{FONT}">'
        f"<title>{escape(f'{credit.title}: {picture.heading}')}</title>"
        f"<desc>{escape(description)}</desc>"
        f'<rect width="100%" height="100%" fill="#ffffff"/>{head}{body}{foot}</svg>\n'
    )


def as_png(svg: str) -> bytes:
    """Paint an SVG, two pixels for each unit.

    Raises
    ------
    CannotPaint
        If the library that paints is not installed.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise CannotPaint(
            "The PNG can't be made here: resvg-py is not installed. The SVG has the same picture."
        ) from error
    return bytes(svg_to_bytes(svg_string=svg, zoom=ZOOM, background="#ffffff"))


def as_numbers(finding: Finding[Any], picture: Picture, credit: Credit) -> str:
    """The numbers that a picture is drawn from, as CSV; each row says where it comes from."""
    rows: list[Mapping[str, Any]] = row_of(finding.result).get(picture.table) or []
    source = {"finding": finding.name, "source": " ".join(credit.lines)}
    return csv_of([{**row, **source} for row in rows])


def _set(texts: Sequence[_Words], y: float, width: float) -> tuple[str, float]:
    """Lines of words from `y` on, and where they end."""
    parts = []
    for words in texts:
        y += words.before
        for line in words.lines(width):
            y += words.size * LINE
            parts.append(
                f'<text x="{MARGIN}" y="{y:.1f}" font-size="{words.size:g}" '
                f"{ATTRIBUTES[words.kind]}>{escape(line)}</text>"
            )
    return "".join(parts), y


def _laid_out(panels: Sequence[Panel], y: float, across: int) -> tuple[str, float]:
    """Panels in rows, each row as high as its highest, and where they end."""
    parts = []
    for first in range(0, len(panels), across):
        in_row = panels[first : first + across]
        for place, panel in enumerate(in_row):
            x = MARGIN + place * (WIDTH + GAP)
            parts.append(panel.svg.replace("<svg ", f'<svg x="{x}" y="{y:.1f}" ', 1))
        y += max(_height(panel) for panel in in_row) + GAP / 2
    return "".join(parts), y


def _height(panel: Panel) -> int:
    sized = SIZED.match(panel.svg)
    assert sized is not None, "every panel says how high it is"
    return int(sized[1])
