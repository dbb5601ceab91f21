"""A map of two things at once: outlines in nine classes, with the square that explains them.

No class is told by colour alone: the darker, the more of either, and the highest thirds of both
have a dark outline, so that they stand out in grey and for those who see colours otherwise.
"""

from html import escape

from candour.audit.exhibits import Panel
from candour.audit.in_words import whole
from candour.audit.neighbourhoods.rows import THIRDS, ClassRow, Drawing
from candour.audit.reports.drawing import INK, line, panel, text
from candour.audit.residents.group_names import residents as residents_called

# By deprivation (first) and a group's share (second), 3 the highest: grey and blue to ink.
FILLS = {
    "11": "#efece6", "12": "#bdd3e1", "13": "#6f9fc2",
    "21": "#c9c1b5", "22": "#93a5b2", "23": "#4b7798",
    "31": "#948a7c", "32": "#5f6c76", "33": "#1d3a52",
}  # fmt: skip
TOP, LEGEND, CELL = 34, 86, 20
SIZE = 12
HALF = 0.5  # units of a panel for one of the map
ROUND_METRES = (500, 1_000, 2_000, 5_000, 10_000, 20_000)
KILOMETRE = 1_000
LONGEST = 110  # of the rule that tells the scale, in units of a panel


def map_panel(drawing: Drawing, classes: list[ClassRow], *, says_year: bool) -> Panel:
    """One map; `classes` are the nine squares of its legend, for those who can't see it."""
    title = f"{drawing.district}, index of {drawing.index}" if says_year else drawing.district
    paths = [
        f'<path d="{drawing.outlines[key]}" class="report-map-{key}" fill="{FILLS[key]}" '
        f'fill-rule="evenodd" stroke="{INK if key == "33" else "#ffffff"}" '
        f'stroke-width="{3 if key == "33" else 1}"/>'
        for key in sorted(drawing.outlines)
    ]
    left = (360 - drawing.width * HALF) / 2
    below = TOP + drawing.height * HALF + 14
    parts = [
        f'<g transform="translate({left:.1f} {TOP}) scale({HALF})">{"".join(paths)}</g>',
        *_legend(below, residents_called(drawing.group)),
        *_scale(drawing, below),
    ]
    return panel(title, _says(drawing, classes), parts, height=below + LEGEND + 22)


def _says(drawing: Drawing, classes: list[ClassRow]) -> str:
    called = residents_called(drawing.group)
    both = next(row for row in classes if (row.deprivation, row.group_share) == (3, 3))
    either = next(row for row in classes if (row.deprivation, row.group_share) == (1, 3))
    areas = sum(row.areas for row in classes)
    return (
        f"Map of {drawing.district}: of {whole(areas)} small areas, {whole(both.areas)} are both "
        f"in the most deprived third and in the third with the highest share of {called}; "
        f"{whole(either.areas)} have that share and are in the least deprived third. Index of "
        f"{drawing.index}."
    )


def _legend(top: float, called: str) -> list[str]:
    """Nine squares: deprivation from left to right, the group's share from below to above."""
    parts = []
    for across in range(1, THIRDS + 1):
        for up in range(1, THIRDS + 1):
            key = f"{across}{up}"
            x, y = 2 + (across - 1) * CELL, top + (THIRDS - up) * CELL
            stroke = INK if key == "33" else "#ffffff"
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{CELL}" height="{CELL}" '
                f'class="report-map-{key}" fill="{FILLS[key]}" stroke="{stroke}" '
                f'stroke-width="1.5"/>'
            )
    beside = 2 + THIRDS * CELL + 12
    words = (
        f"↑ more {called} (thirds)",
        "→ more income deprivation (thirds)",
        "dark outline: in the highest third of both",
    )
    parts += [
        text(beside, top + 14 + 20 * place, one, size=SIZE) for place, one in enumerate(words)
    ]
    return parts


def _scale(drawing: Drawing, top: float) -> list[str]:
    """A rule of a round length on the ground; north is up."""
    a_metre = HALF / drawing.metres
    fitting = [metres for metres in ROUND_METRES if metres * a_metre <= LONGEST]
    metres = max(fitting, default=ROUND_METRES[0])
    y = top + LEGEND
    words = f"{metres // KILOMETRE} km" if metres >= KILOMETRE else f"{metres} m"
    return [
        line(2, y, 2 + metres * a_metre, y, "report-axis"),
        text(2 + metres * a_metre + 6, y + 4, escape(f"{words}; north is up"),
             kind="report-quiet", size=SIZE),
    ]  # fmt: skip
