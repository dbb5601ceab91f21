"""A hundred flags by what was recorded: only where a published share is known to be of flags."""

from candour.audit.accuracy.published import UNITS
from candour.audit.plans import Finding
from candour.audit.reports.pictures import drawing
from candour.audit.reports.pictures.drawing import Picture

ACROSS = 10
STEP, TOP, LEFT, SIZE = 30, 32, 34, 9
HOW = (
    "Each mark stands for one of a hundred {flags}. Filled diamonds are those that {right}, open "
    "circles those that {wrong}."
)


def picture(finding: Finding) -> Picture | None:
    """Draw what the finding says may be drawn; of an unknown share it says nothing may."""
    array = finding.values.get("icon_array")
    if not array:
        return None
    right, of = int(array["right"]), int(array["of"])
    parts = []
    for place in range(of):
        x = LEFT + STEP * (place % ACROSS)
        y = TOP + SIZE + STEP * (place // ACROSS)
        mark = drawing.diamond if place < right else drawing.dot
        kind = "report-filled" if place < right else "report-open"
        parts.append(mark(x, y, kind, radius=SIZE))
    rows = -(-of // ACROSS)
    row = finding.tables["readings"][0]
    flags, yes, no = (
        UNITS[str(finding.values["unit"])].flagged,
        row["right_means"],
        row["wrong_means"],
    )
    says = f"Of {of} {flags}, {right} {yes} and {of - right} {no}."
    how = HOW.format(flags=flags, right=yes, wrong=no)
    return Picture(
        f"Of {of} {flags}",
        how,
        [drawing.panel(f"{right} of {of} {yes}", says, parts, height=TOP + STEP * rows)],
    )
