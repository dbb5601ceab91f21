"""What came of searches, and of whom: tables of an audit of stops, row by row, as stored."""

from dataclasses import dataclass

from candour.audit.payloads import left_out
from candour.audit.statistics.estimates import Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of the searches of a group."""

    force: str
    group: str
    stops: int
    stops_without_action: int
    no_further_action: Reported
    stops_with_find: int | None
    find: Reported | None
    find_with_linked_but_no_action: Reported | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindRate:
    """How often searches of a group found what was looked for, beside those of the reference.

    Or how often they led to any action: `measure` says which. Section 60, which needs no suspicion,
    stands apart. Every interval and the p-value rest on one error: how much hits move from cluster
    to cluster (`clustered_by` months, or officers where the files tell them apart), and never under
    that of independent searches. `alike_low` and `alike_high` are the ratio's ends if hits of one
    officer were correlated by .05, twenty searches each; left out where officers were told apart.
    Differences are of shares, -1 to 1.
    """

    force: str
    measure: str
    power: str
    object: str
    group: str
    reference: str
    stops: int
    hits: int
    hit_rate: Reported
    difference: Reported | None = None
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    alike_low: float | None = left_out()
    alike_high: float | None = left_out()
    p_value: float | None = None
    p_holm: float | None = None
    clustered_by: str | None = None
    clusters: int | None = None
    dispersion: float | None = None
    verdict: str | None = None
    depends_on: tuple[str, ...] | None = None

    @property
    def is_reference(self) -> bool:
        return self.group == self.reference


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenDeciders:
    """How far the hit rates of officers, or teams, lie apart beyond chance, within a group.

    `spread` is the standard deviation of their log-odds; at its likeliest value the middle 80 % of
    them lie between `tenth_low` and `tenth_high` for searches of `group`. Ten deciders at least.
    """

    force: str
    measure: str
    decider: str
    group: str
    deciders: int
    stops: int
    stops_without_decider: int
    spread: Reported
    tenth_low: float
    tenth_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinDeciders:
    """A group's hit rate less the reference's, whoever searched; and with the same decider.

    Of the deciders who searched both, ten at least, none of whom weighs more than half.
    Differences are of shares, -1 to 1.
    """

    force: str
    measure: str
    decider: str
    group: str
    reference: str
    deciders: int
    apart: float
    apart_within: Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeAndSex:
    """Searches of a group at one age and of one sex, and how often they found something.

    `find_shrunken` is drawn towards that of all ages, sexes and groups of the force.
    """

    force: str
    age: str
    sex: str
    group: str
    stops: int
    share_of_group: Reported
    find: Reported | None = None
    find_shrunken: Reported | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedAgain:
    """How many people of a group were searched so often; None where fewer than ten were."""

    force: str
    group: str
    times: str
    people: int | None
