"""One force's stops in the period, counted once in every way that tables and checks ask for."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from candour.audit.residents.ethnicity import Ethnicity
from candour.audit.stops.counts import Stop, StopCounts
from candour.audit.stops.powers import SIXTY


@dataclass(slots=True)
class Tally:
    """Numbers of stops; a group is by the ethnicity asked for, and may be `MISSING`."""

    force: str
    stops: int = 0
    located: int = 0
    groups: Counter[str] = field(default_factory=Counter)
    months: dict[str, Counter[str]] = field(default_factory=dict)  # month: by group
    months_of_section_60: defaultdict[str, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    powers: dict[str, Counter[str]] = field(default_factory=dict)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    results: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # group, outcome, link
    both: Counter[tuple[str, str]] = field(default_factory=Counter)  # self-, officer-defined group
    fewer: Counter[str] = field(default_factory=Counter)  # than counted, where counts are hidden
    more: Counter[str] = field(default_factory=Counter)
    repeats: Counter[str] | None = None  # rows that repeat another, by group
    labels: set[str] = field(default_factory=set)  # of self-defined ethnicity, as written

    @property
    def is_hidden(self) -> bool:
        """Whether some of its counts are hidden, or ranges."""
        return self.fewer.total() + self.more.total() > 0

    def least(self, group: str) -> int:
        return self.groups[group] - self.fewer[group]

    def most(self, group: str) -> int:
        return self.groups[group] + self.more[group]

    def result(self, *, group: str = "", outcome: str = "", linked: str = "") -> int:
        """How many stops are as wanted; a part left empty may be anything."""
        wanted = (group, outcome, linked)
        return sum(
            number
            for parts, number in self.results.items()
            if all(not want or want == part for want, part in zip(wanted, parts, strict=True))
        )


def tallies(
    counts: StopCounts, forces: Iterable[str], months: Iterable[str], ethnicity: Ethnicity
) -> dict[str, Tally]:
    """Count the stops of some forces in some months, force by force, in one pass."""
    by_force = {force: Tally(force) for force in forces}
    inside = set(months)
    own = ethnicity is Ethnicity.SELF
    for stop, number in counts.stops.items():
        tally = by_force.get(stop.force)
        if tally is not None and stop.month in inside:
            _add(tally, stop, stop.self_group if own else stop.officer_group, number)
    for where, labels in counts.seen.items():
        if where[0] in by_force and where[1] in inside:
            by_force[where[0]].labels |= {(label or "").strip() for label in labels}
    _add_hidden(by_force, counts, inside, ethnicity)
    _add_repeats(by_force, counts, inside, ethnicity)
    return by_force


def _add(tally: Tally, stop: Stop, group: str, number: int) -> None:
    tally.stops += number
    tally.located += number if stop.is_located else 0
    tally.groups[group] += number
    for split, value in (
        (tally.months, stop.month),
        (tally.powers, stop.power),
        (tally.kinds, stop.kind),
    ):
        if value not in split:
            split[value] = Counter()
        split[value][group] += number
    if stop.power == SIXTY:
        tally.months_of_section_60[stop.month][group] += number
    tally.results[group, stop.outcome, stop.linked] += number
    tally.both[stop.self_group, stop.officer_group] += number


def _add_hidden(
    by_force: dict[str, Tally], counts: StopCounts, months: set[str], ethnicity: Ethnicity
) -> None:
    place = 2 if ethnicity is Ethnicity.SELF else 3
    for key in {*counts.fewer, *counts.more}:
        if key[0] in by_force and key[1] in months:
            by_force[key[0]].fewer[key[place]] += counts.fewer[key]
            by_force[key[0]].more[key[place]] += counts.more[key]


def _add_repeats(
    by_force: dict[str, Tally], counts: StopCounts, months: set[str], ethnicity: Ethnicity
) -> None:
    if counts.repeats is None:
        return
    place = 2 if ethnicity is Ethnicity.SELF else 3
    repeats: dict[str, Counter[str]] = {force: Counter() for force in by_force}
    for key, number in counts.repeats.items():
        if key[0] in by_force and key[1] in months:
            repeats[key[0]][key[place]] += number
    for force, tally in by_force.items():
        tally.repeats = repeats[force]
