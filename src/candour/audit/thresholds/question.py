"""The question put to a file of stops searched and not searched, fixed before it is read."""

from dataclasses import dataclass

from candour.audit.count_columns import EACH_ROW
from candour.audit.errors import PlanError
from candour.audit.findings import Plan
from candour.audit.periods import Period

FEWEST_DRAWS, MOST_DRAWS = 200, 20_000  # of each chain
WIDER = 2.0  # times as wide, what is held likely beforehand in the second look
ROUNDED_TO = 5  # numbers of people that are printed of rows nobody has published


@dataclass(frozen=True, slots=True)
class ThresholdsQuestion:
    """What is asked.

    Attributes
    ----------
    group, place : columns
    reference : the group that others are compared with
    searched, found : columns that are yes or no for each stop
    count : column of how many stops a row stands for; "1" for one each
    stops, searches, finds : instead of `searched` and `found`, columns of counts
    is_official : the counts are published, so they are printed as they are
    draws : of each chain
    seed : start of chance
    force, found_means : whose stops they are, and what counts as found, for the reader; "" if
        nobody says
    period : from when the stops are; None if nobody says
    """

    group: str
    place: str
    reference: str
    searched: str = ""
    found: str = ""
    count: str = ""
    stops: str = ""
    searches: str = ""
    finds: str = ""
    is_official: bool = False
    draws: int = 1_000
    seed: int = 20_261_122
    force: str = ""
    period: Period | None = None
    found_means: str = ""

    def __post_init__(self) -> None:
        of_rows, of_counts = (self.searched, self.found), (self.stops, self.searches, self.finds)
        if any(of_rows) == any(of_counts) or not (all(of_rows) or all(of_counts)):
            raise PlanError(
                "Say for each stop whether it led to a search and a find (--searched COL --found "
                "COL), or give counts (--stops COL --searches COL --finds COL)."
            )
        if self.count and self.is_counted:
            raise PlanError("--count is for rows of stops: with --stops leave it out.")
        if self.group == self.place:
            raise PlanError("Groups and places are two columns: --group COL --place COL.")
        if not FEWEST_DRAWS <= self.draws <= MOST_DRAWS:
            raise PlanError(f"--draws is {FEWEST_DRAWS} to {MOST_DRAWS:,} of each chain.")
        if self.is_official and not (self.is_counted or self.counted_by):
            raise PlanError("Only published counts are official: leave out --official.")

    @property
    def is_counted(self) -> bool:
        return bool(self.stops)

    @property
    def counted_by(self) -> str:
        return "" if self.count == EACH_ROW else self.count

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        own = (
            (self.stops, self.searches, self.finds)
            if self.is_counted
            else (self.searched, self.found, self.counted_by)
        )
        return (self.group, self.place, *(name for name in own if name))

    def plan(self) -> Plan:
        return Plan(
            audit="thresholds",
            comparison=(
                f"average threshold for a search of each group, by {self.group}, over places, by "
                f"{self.place}, each place weighed by its stops of all groups"
            ),
            reference=self.reference,
            period=str(self.period or ""),
            family=("difference of each group's average threshold from the reference's",),
            denominator="stops, with a search and without",
            exclusions=("rows without a group or a place",),
            options={
                "searched": self.searches or self.searched,
                "found": self.finds or self.found,
                "draws of each chain": self.draws,
                "seed": self.seed,
                "second look, held likely so many times as wide": WIDER,
                "force": self.force,
                "what counts as found": self.found_means,
                "numbers rounded to": 1 if self.is_official else ROUNDED_TO,
            },
        )
