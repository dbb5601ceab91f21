"""The question asked of a table of bands without outcomes: who is in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from candour.audit.confidentiality.suppression import PUBLISHED, SMALLEST_SHOWN
from candour.audit.count_columns import EACH_ROW
from candour.audit.errors import PlanError
from candour.audit.findings import Plan
from candour.audit.ranged_counts import Cell

ALL = "The whole list"  # among residents: everybody who has any band


@dataclass(frozen=True, slots=True)
class BandsQuestion:
    """What is asked of a table of bands, fixed before it is read.

    Attributes
    ----------
    group : the column of groups, or where columns are groups, any name for them
    reference : the group that others are compared with
    band : the column of bands, or where columns are bands, any name for them
    leads : the bands that are asked about, put together and told first
    threshold : with a column of scores: who is at or above it, and who below
    count : a column that says how many people a row stands for; "1" for one each
    is_official : the counts are published already: none of them is hidden
    public : address and day of publication of rows that anyone can read
    against_residents : whether each band is set beside residents, not beside the whole list
    """

    group: str
    reference: str
    band: str
    leads: tuple[str, ...] = ()
    threshold: float | None = None
    count: str = ""
    is_official: bool = False
    public: str = ""
    against_residents: bool = False
    missing: tuple[str, ...] = ()  # what else means that there is no band
    hidden: Cell | None = None  # what a count that is shown as a mark, such as *, can be

    def __post_init__(self) -> None:
        if self.threshold is not None and not isfinite(self.threshold):
            raise PlanError("A threshold is a number.")
        if self.is_official and self.count == EACH_ROW:
            raise PlanError("Only published counts are official: leave out --official.")
        if self.public and not PUBLISHED.search(self.public):
            raise PlanError(
                "Say where and when the rows were published: --public 'https://… 2016-05-23'."
            )

    @property
    def counted_by(self) -> str:
        return "" if self.count == EACH_ROW else self.count

    @property
    def hides_nothing(self) -> bool:
        return self.is_official or bool(self.public)

    @property
    def asked(self) -> Mapping[str, Any]:
        """What decides which counts are printed: by it a run is known again."""
        return {
            "audit": "bands",
            "groups": [self.group],
            "decided_by": self.band,
            "flagged": sorted(self.leads) if self.threshold is None else self.threshold,
            "count": self.count,
            **({"missing": sorted(self.missing)} if self.missing else {}),
        }

    def plan(self) -> Plan:
        beside = "for each 1,000 residents" if self.against_residents else "of each group's people"
        led = f"; asked about first: {' or '.join(self.leads)}" if self.leads else ""
        return Plan(
            audit="bands",
            comparison=f"people in each band {beside}, by {self.group}{led}",
            reference=self.reference,
            family=("ratio of each group to the reference in each band",),
            denominator="residents of all ages, as in the population file"
            if self.against_residents
            else "people of the group in the table",
            exclusions=("rows without a group or a band",),
            options={
                "bands": self.band,
                "smallest cell shown": 0 if self.hides_nothing else SMALLEST_SHOWN,
                **({"from the score": self.threshold} if self.threshold is not None else {}),
                **({"published at": self.public} if self.public else {}),
            },
        )
