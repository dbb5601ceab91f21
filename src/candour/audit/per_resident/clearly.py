"""When a rate is said to be clearly higher or lower: one rule, fixed before the data are read.

A range that leaves out 1 is not enough. The direction has to be the same on every count of
residents that is plausible for the period, with missing ethnicity left out and filled from what
officers put down, and after Holm's adjustment for how many groups of that force were looked at.
Where not one event of a group is recorded, the way of recording is the likelier reason: that is
never said to be clear.
Other forces never change it. What missing records could do at the very worst is printed, and is
no test: nothing would pass it. Direction and size are apart: a rate can be clearly higher, and
anything from 1.9 to 6.6 times by whose count of residents one takes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from candour.audit import verdicts
from candour.audit.statistics.families import LEVEL
from candour.audit.statistics.waves import FEWEST_TO_SAY_CLEARLY

COMPARISONS = "how many are compared"
FILLED = "how missing ethnicity is filled"
RESIDENTS = "whose count of residents is taken"
MIXED = "where mixed residents are counted"
ONE_PLACE = "whether the file holds the stops of one place only"
ROWS_LOST = "the rows that could not be counted"
TOO_SHORT = "how few weeks there are"
NOT_ONE = "whether the group is recorded at all, since none is"
UNKNOWN_WAVES = "how far they come in waves, which these data do not show"


class Verdict(StrEnum):
    """What can be said of a rate beside the reference's."""

    CLEARLY_HIGHER = "clearly higher"
    CLEARLY_LOWER = "clearly lower"
    HIGHER = "higher, but it depends"
    LOWER = "lower, but it depends"
    UNCLEAR = "no clear difference"

    @property
    def side(self) -> int:
        """1 where the rate is clearly higher, -1 where clearly lower, 0 where it can't be told."""
        return {Verdict.CLEARLY_HIGHER: 1, Verdict.CLEARLY_LOWER: -1}.get(self, 0)


@dataclass(frozen=True, slots=True)
class Look:
    """A ratio in one way of counting, with the range that allows for waves.

    Attributes
    ----------
    depends_on : what the verdict would depend on, were it another one in this way of counting
    p_holm : adjusted over the groups of the force; None where it is not tested by itself
    """

    depends_on: str
    ratio: float | None
    low: float | None
    high: float | None
    p_holm: float | None = None

    @property
    def side(self) -> int:
        return verdicts.side(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, what else it would have to rest on, and how far the size goes by denominator."""

    verdict: Verdict
    depends_on: tuple[str, ...]
    lowest: float | None
    highest: float | None


def judge(
    first: Look,
    others: Sequence[Look],
    *,
    weeks: int,
    is_widened: bool = True,
    doubts: Sequence[str] = (),
) -> Judgement:
    """Say what all ways of counting allow to be said.

    Parameters
    ----------
    first : Look
        The one that the report leads with: where its range takes in 1, nothing is said.
    others : sequence of Look
        On the other plausible counts of residents, and with missing ethnicity filled.
    weeks : int
        How long the data run.
    is_widened : bool
        Whether the ranges allow for waves; those that take events to be independent never do.
    doubts : sequence of str
        What any verdict depends on, whatever the ranges: residents of long before or after the
        data, or rows that may be lost.
    """
    looks = [first, *others]
    ratios = [look.ratio for look in looks if look.ratio is not None]
    ends = (min(ratios), max(ratios)) if ratios else (None, None)
    side = first.side
    if side == 0:
        return Judgement(Verdict.UNCLEAR, (), *ends)
    reasons = [look.depends_on for look in others if look.side != side]
    if any(look.p_holm is not None and look.p_holm >= LEVEL for look in looks):
        reasons.append(COMPARISONS)
    reasons += doubts
    if weeks < FEWEST_TO_SAY_CLEARLY:
        reasons.append(TOO_SHORT)
    if first.ratio == 0:
        reasons.append(NOT_ONE)
    if not is_widened:
        reasons.append(UNKNOWN_WAVES)
    depends_on = tuple(dict.fromkeys(reasons))
    higher = (Verdict.HIGHER, Verdict.CLEARLY_HIGHER)
    lower = (Verdict.LOWER, Verdict.CLEARLY_LOWER)
    return Judgement((higher if side > 0 else lower)[not depends_on], depends_on, *ends)
