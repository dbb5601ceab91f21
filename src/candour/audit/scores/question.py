"""The question asked of a table of scores or flags."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from candour.audit.confidentiality.suppression import PUBLISHED, SMALLEST_SHOWN
from candour.audit.count_columns import EACH_ROW
from candour.audit.errors import PlanError
from candour.audit.findings import Plan
from candour.audit.statistics import confusion
from candour.audit.statistics.confusion import MEASURES

APART = " · "  # between the values of several group columns
REPLICATES = 200
SEED = 20_261_122


def plain(text: str) -> str:
    """A value without what only its spelling says: case, and how many spaces."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class ScoresQuestion:
    """What is asked of a table of scores, fixed before it is read."""

    groups: tuple[str, ...]
    outcome: str
    reference: str  # of several group columns: their values, with commas between them
    flag_column: str = ""
    flag_values: tuple[str, ...] = ()
    score: str = ""
    threshold: float | None = None
    count: str = ""  # a column that says how many people a row stands for
    is_official: bool = False  # the counts are published already: none of them is hidden
    replicates: int = REPLICATES
    seed: int = SEED
    missing: tuple[str, ...] = ()  # what means that there is no score, band or outcome
    public: str = ""  # address and day of publication of rows that anyone can read
    asks_about_missing: bool = True  # of a score such as -1, which may be a code

    def __post_init__(self) -> None:
        if bool(self.flag_column) == bool(self.score):
            raise PlanError("Say who is flagged: either --flagged COL=VALUE,… or --score COL.")
        if self.score and (self.threshold is None or not isfinite(self.threshold)):
            raise PlanError(f"Say from which '{self.score}' on people are flagged: --threshold X.")
        if not self.groups:
            raise PlanError("Name at least one column of groups: --group COL.")
        if self.public and not PUBLISHED.search(self.public):
            raise PlanError(
                "Say where and when the rows were published: --public 'https://… 2016-05-23'."
            )
        if self.is_official and not self.count:
            raise PlanError(
                "Only published counts are official: name their column, --count COL, or leave out "
                "--official."
            )
        if len(set(self.columns)) < len(self.columns):
            raise PlanError("Groups, flags, outcomes and counts must be different columns.")

    @property
    def hides_nothing(self) -> bool:
        """Whether small cells may be shown: anyone can count them already."""
        return self.is_official or bool(self.public)

    @property
    def counted_by(self) -> str:
        """The column of counts; none where it was said that each row is one person."""
        return "" if self.count == EACH_ROW else self.count

    @property
    def decided_by(self) -> str:
        return self.flag_column or self.score

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the audit needs, the one with counts last."""
        counted = (self.counted_by,) if self.counted_by else ()
        return (*self.groups, self.decided_by, self.outcome, *counted)

    @property
    def base(self) -> str:
        """The name of the reference group, as the tables have it."""
        if len(self.groups) == 1 or APART in self.reference:
            return self.reference
        return APART.join(part.strip() for part in self.reference.split(","))

    @property
    def flagged_means(self) -> str:
        if self.score:
            return f"{self.score} at or above {self.threshold:g}"
        return f"{self.flag_column} is {' or '.join(self.flag_values)}"

    def flags(self, value: str | float) -> bool:
        """Whether a score, or a band, is one of those flagged."""
        if self.threshold is not None and self.score:
            return float(value) >= self.threshold
        return plain(str(value)) in {plain(flagged) for flagged in self.flag_values}

    @property
    def for_ledger(self) -> Mapping[str, Any]:
        """What decides which counts are printed: by it a run is known again."""
        return {
            "audit": "scores",
            "groups": list(self.groups),
            "decided_by": self.decided_by,
            "flagged": self.threshold if self.score else sorted(self.flag_values),
            "outcome": self.outcome,
            "count": self.count,
            **({"missing": sorted(self.missing)} if self.missing else {}),
        }

    def plan(self) -> Plan:
        return Plan(
            audit="scores",
            comparison=f"{', '.join(m.label for m in MEASURES)}; flagged means "
            f"{self.flagged_means}; by {', '.join(self.groups)}",
            reference=self.base,
            family=confusion.FAMILY,
            denominator="people in the table",
            exclusions=("rows without a group, a score or an outcome",),
            options={
                "outcome": self.outcome,
                "flagged": self.flagged_means,
                "replicates": self.replicates,
                "seed": self.seed,
                "smallest cell shown": 0 if self.hides_nothing else SMALLEST_SHOWN,
                **({"published at": self.public} if self.public else {}),
            },
        )
