"""Pictures for the page that shows the parts of the design, with made-up numbers that say so."""

from markupsafe import Markup

from candour.audit.reports import ratios
from candour.audit.reports.dots import Dot
from candour.web.pages.drawn import strip as drawn_strip

GROUPS = (
    Dot("One group", 2.8, 2.5, 3.2),
    Dot("Another", 1.2, 0.9, 1.6),
    Dot("A third", 0.7, 0.6, 0.9),
)
OTHERS = (0.8, 1.1, 1.4, 1.5, 1.9, 2.2, 2.6, 3.1, 4.0, 5.2)


def groups() -> Markup:
    """Three groups beside a reference."""
    panel = ratios.groups_panel("Made-up numbers", GROUPS, "reference")
    return Markup(panel.svg)  # noqa: S704 - drawn here


def strip() -> Markup:
    """One force with its range among ten others."""
    description = "Made-up numbers: one force at 2.8 (2.5 to 3.2), with ten others."
    return Markup(drawn_strip(GROUPS[0], OTHERS, description).svg)  # noqa: S704 - drawn here
