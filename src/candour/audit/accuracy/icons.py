"""A hundred flags by what was recorded: only where a published share is known to be of flags."""

from candour.audit.accuracy.published import UNITS
from candour.audit.accuracy.rows import Claim
from candour.audit.exhibits import Picture
from candour.audit.reports import drawing

ACROSS = 20
STEP, TOP, LEFT, SIZE = 17, 28, 12, 6
HOW = (
    "Each mark stands for one of a hundred {flags}. Filled diamonds are those that {right}, open "
    "circles those that {wrong}."
)


def picture(claim: Claim) -> Picture | None:
    """Draw what the finding says may be drawn; of an unknown share it says nothing may."""
    icons = claim.icon_array
    if icons is None:
        return None
    parts = []
    for place in range(icons.of):
        x = LEFT + STEP * (place % ACROSS)
        y = TOP + SIZE + STEP * (place // ACROSS)
        mark = drawing.diamond if place < icons.right else drawing.dot
        kind = "report-filled" if place < icons.right else "report-open"
        parts.append(mark(x, y, kind, radius=SIZE))
    height = TOP + STEP * -(-icons.of // ACROSS)
    reading = claim.readings[0]
    flags, yes, no = UNITS[claim.unit].flagged, reading.right_means, reading.wrong_means
    description = f"Of {icons.of} {flags}, {icons.right} {yes} and {icons.wrong} {no}."
    return Picture(
        f"Of {icons.of} {flags}",
        HOW.format(flags=flags, right=yes, wrong=no),
        [drawing.panel(f"{icons.right} of {icons.of} {yes}", description, parts, height=height)],
        name="people",
        table="readings",
    )
