"""Who decides, in sentences about all officers or teams together."""

from collections.abc import Iterator, Sequence

from candour.audit.in_words import points
from candour.audit.names import area, place
from candour.audit.residents.ethnicity import NAMES
from candour.audit.statistics.estimates import Reported
from candour.audit.stops.deciders import ANALYSIS
from candour.audit.stops.find_words import MOST_FORCES, VERBS
from candour.audit.stops.finds import FOUND
from candour.audit.stops.outcome_rows import BetweenDeciders, WithinDeciders
from candour.audit.stops.rows import Stops

HOW = (
    "Who decides: find rates of officers (or teams) are taken to lie normally, on the scale of "
    "log-odds, about that of the group searched; their standard deviation is by likelihood, with "
    "an interval by its ratio. A gap within officers is Mantel and Haenszel's difference, each "
    "officer a stratum, with the variance between officers. Only of ten or more who searched both "
    "groups, none of whom weighs more than half."
)
NOT_WHY = (
    "Why officers or teams differ: they work in other places, at other hours and on other tasks, "
    "so a spread is not discretion alone, and a gap within them is not free of where they were.",
    "Whether a gap with the same officer differs from the one whoever searched: the first is of "
    "those alone who searched both groups, the second of all, and neither is tested against the "
    "other.",
    "Anything of one officer or one team: only how far all of them lie apart.",
)


def sentences(result: Stops) -> Iterator[str]:
    """How far deciders lie apart, and the gaps within them; of a few forces alone."""
    between = result.between_deciders or ()
    forces = list(dict.fromkeys(row.force for row in between))
    if len(forces) > MOST_FORCES:
        return
    for force in forces:
        own = [row for row in between if row.force == force]
        first = FOUND if any(row.measure == FOUND for row in own) else own[0].measure
        for row in own:
            if row.measure == first:
                yield _between(row)
                yield from _within(row, result.within_deciders or ())
    yield from _not_told(result)


def _not_told(result: Stops) -> Iterator[str]:
    """Which forces' officers or teams nothing is told of, and why; of a few forces alone."""
    why = {
        (one.force, analysis): one.reason
        for one in result.refused
        if one.force and (analysis := one.analysis.partition(":")[0]) in ANALYSIS.values()
    }
    if len({force for force, _ in why}) > MOST_FORCES:
        return
    for (force, analysis), reason in why.items():
        yield f"{place(force)}: {analysis} are not told, as {reason}."


def _between(row: BetweenDeciders) -> str:
    spread = row.spread
    start = (
        f"Between {row.deciders:,} {row.decider}s, {area(row.force)}: at the likeliest spread "
        f"{VERBS[row.measure]} {row.tenth_low:.0%} to {row.tenth_high:.0%} of searches of "
        f"{NAMES[row.group]} people by the middle 80% of them, chance left aside "
        f"(standard deviation of log-odds {_number(spread.value)}, 95% interval "
        f"{_number(spread.low)} to {_number(spread.high)})"
    )
    return f"{start}; no spread at all is not ruled out." if not spread.low else f"{start}."


def _within(row: BetweenDeciders, rows: Sequence[WithinDeciders]) -> Iterator[str]:
    parts = [
        f"{NAMES[own.group]} beside {NAMES[own.reference]} people {_points(own.apart_within)} "
        f"within the {own.deciders:,} who searched both, {points(own.apart)} points whoever "
        "searched"
        for own in rows
        if (own.force, own.measure, own.decider) == (row.force, row.measure, row.decider)
    ]
    if parts:
        yield f"Gaps in these rates with the same {row.decider}: {'; '.join(parts)}."


def _points(difference: Reported) -> str:
    low, high = difference.low or 0.0, difference.high or 0.0
    value = difference.value or 0.0
    return f"{points(value)} points (95% interval {points(low)} to {points(high)})"


def _number(value: float | None) -> str:
    return f"{value or 0.0:.2f}"


def assumptions(result: Stops) -> tuple[str, ...]:
    return (HOW,) if result.between_deciders else ()


def does_not_show(result: Stops) -> tuple[str, ...]:
    return NOT_WHY if result.between_deciders else ()
