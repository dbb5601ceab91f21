"""One printed score beside what the others give for it: a picture of scores that clash."""

from collections.abc import Sequence

from candour.audit.accuracy.rows import PrintedScores, ScoreRow
from candour.audit.exhibits import Panel, Picture
from candour.audit.reports import drawing
from candour.audit.reports.drawing import WIDTH, Scale
from candour.audit.reports.letters import width_of

TOP, LEFT, STEP, SIZE = 26, 8, 34, 12
ROOM = 10  # between the axis and the numbers
MCC = "mcc"
LABEL = "full: printed · ring: as the others give it"
HEADING = "The coefficient (MCC) as printed, and as the other scores give it"
HOW_TO_READ = (
    "Each row is a model. The full dot is the Matthews correlation coefficient that was printed; "
    "the ring is what the printed accuracy, precision and recall give for it, if they are right. "
    "Numbers on the right: printed, then given; ≠ where one table can’t have both."
)


def picture(result: PrintedScores) -> Picture | None:
    """None where no model has the coefficient beside scores that give one."""
    rows = [row for row in result.rows if _pair(row) is not None]
    return (
        Picture(HEADING, HOW_TO_READ, [_panel(rows)], name="scores", table="rows") if rows else None
    )


def _pair(row: ScoreRow) -> tuple[float, float] | None:
    """The coefficient as printed, and as it follows."""
    printed, follows = row.printed.get(MCC), row.follows.mcc
    if printed is None or follows is None or MCC in row.follows_from:
        return None
    return float(printed), follows


def _panel(rows: Sequence[ScoreRow]) -> Panel:
    pairs = [(row, *pair) for row in rows if (pair := _pair(row)) is not None]
    least = min(0.0, *(min(printed, given) for _, printed, given in pairs))
    widest = max(width_of(_numbers(*pair), SIZE) for _, *pair in pairs)
    scale = Scale(least, 1.0, LEFT, WIDTH - widest - ROOM)
    bottom = TOP + STEP * len(pairs) + 6
    places = [TOP + STEP * place + 26 for place in range(len(pairs))]
    parts = drawing.across(
        scale, top=TOP, bottom=bottom, label=LABEL, bands=[(y - 8, y + 8) for y in places]
    )
    for y, (row, printed, given) in zip(places, pairs, strict=True):
        parts += [
            drawing.text(LEFT, y - 11, row.name, size=SIZE),
            drawing.line(scale.at(printed), y, scale.at(given), y, "report-bar"),
            drawing.dot(scale.at(given), y, "report-open", radius=4),
            drawing.dot(scale.at(printed), y),
            drawing.text(WIDTH, y + 4, _numbers(printed, given), anchor="end", size=SIZE),
        ]
    says = "; ".join(f"{row.name} {_numbers(*pair)}" for row, *pair in pairs)
    return drawing.panel(
        "", f"{HEADING}: {says}.", parts, height=bottom + drawing.below(LABEL, scale)
    )


def _numbers(printed: float, given: float) -> str:
    """Both numbers with three decimals, and whether those tell them apart.

    >>> _numbers(0.949650839, 0.943670227), _numbers(0.5, 0.5)
    ('0.950 ≠ 0.944', '0.500 ≈ 0.500')
    """
    told = f"{printed:.3f}", f"{given:.3f}"
    return f"{told[0]} {'≈' if told[0] == told[1] else '≠'} {told[1]}"
