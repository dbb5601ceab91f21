"""Bands that lie within one another, as "5 and above" beside "7 and above": no table of bands."""

import re
from collections.abc import Sequence
from pathlib import Path

from candour.audit.errors import PlanError

NUMBER = r"\d[\d,.]*\s*%?"
UPWARDS = re.compile(
    rf"^(?:[\w ]*\b)?{NUMBER}\s*(?:\+|(?:and|or) (?:above|over|more|up|higher|greater|older)|"
    rf"plus|upwards)$|^(?:≥|>=|>|over|above|at least|more than|from)\s*{NUMBER}$",
    re.IGNORECASE,
)
DOWNWARDS = re.compile(
    rf"^(?:[\w ]*\b)?{NUMBER}\s*(?:and|or) (?:below|under|less|fewer|lower|younger)$|"
    rf"^(?:≤|<=|<|under|below|up to|at most|less than|fewer than)\s*{NUMBER}$",
    re.IGNORECASE,
)


def need_apart(path: Path, bands: Sequence[str]) -> None:
    """Refuse bands of which one holds another: whoever is in both would count twice.

    Raises
    ------
    PlanError
        If two bands have no end on the same side.
    """
    for form in (UPWARDS, DOWNWARDS):
        open_ended = [band for band in bands if form.match(band.strip())]
        if len(open_ended) > 1:
            raise PlanError(
                f"{path.name}: '{open_ended[0]}' and '{open_ended[1]}' lie within one another, so "
                "whoever is in both would count twice. Give bands that do not overlap."
            )
