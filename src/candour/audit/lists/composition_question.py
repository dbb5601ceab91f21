"""The question asked of a list of people: which groups it holds, beside those who live there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.confidentiality.suppression import PUBLISHED, SMALLEST_SHOWN
from candour.audit.errors import PlanError
from candour.audit.findings import Plan
from candour.audit.ranged_counts import Cell


@dataclass(frozen=True, slots=True)
class CompositionQuestion:
    """Which list is set against which population, fixed before they are read.

    `listed`, `residents` and `counted` are words for a report: the list with its holder and month,
    whose residents stand beside it by which census, and how groups that one side lacks are counted.
    """

    group: str
    reference: str
    count: str = ""  # a column that says how many people a row stands for
    is_official: bool = False  # the counts are published already: none of them is hidden
    listed: str = ""
    residents: str = ""
    counted: str = ""
    hidden: Cell | None = None  # what a count that is shown as a mark, such as *, can be
    public: str = ""  # address and day of publication of rows that anyone can read

    def __post_init__(self) -> None:
        if self.is_official and not self.count:
            raise PlanError(
                "Only published counts are official: name their column, --count COL, or leave out "
                "--official."
            )
        if self.public and not PUBLISHED.search(self.public):
            raise PlanError(
                "Say where and when the rows were published: --public 'https://… 2016-05-23'."
            )

    @property
    def hides_nothing(self) -> bool:
        """Whether small groups may be shown: anyone can count them already."""
        return self.is_official or bool(self.public)

    @property
    def for_ledger(self) -> Mapping[str, Any]:
        """What decides which counts are printed: by it a run is known again."""
        return {"audit": "composition", "groups": [self.group], "count": self.count}

    def plan(self) -> Plan:
        return Plan(
            audit="composition",
            comparison=f"people on the list for each 1,000 residents, by {self.group}",
            reference=self.reference,
            family=("representation ratio of each group to the reference",),
            denominator="residents of all ages, as in the population file",
            exclusions=("rows without a group",),
            options={
                "smallest cell shown": 0 if self.hides_nothing else SMALLEST_SHOWN,
                **({"published at": self.public} if self.public else {}),
                **({"hidden": [self.hidden.low, self.hidden.high]} if self.hidden else {}),
                **{
                    key: said
                    for key, said in (
                        ("list", self.listed),
                        ("residents", self.residents),
                        ("counted", self.counted),
                    )
                    if said
                },
            },
        )
