"""The outcome test in sentences, with what it can't tell beside what it can."""

from collections.abc import Iterator, Mapping, Sequence

from candour.audit.in_words import points
from candour.audit.names import area, listed
from candour.audit.per_resident.clearly import TOO_SHORT, UNKNOWN_WAVES, Verdict
from candour.audit.residents.ethnicity import NAMES
from candour.audit.statistics.clusters import OFFICERS_ALIKE, SEARCHES_PER_OFFICER
from candour.audit.stops.finds import ACTION, FOUND, leading, reference_of
from candour.audit.stops.outcome_rows import FindRate
from candour.audit.stops.rows import FitnessRow, Stops

MOST_FORCES = 3
WEAKNESS = (
    "Hit rates can mislead both ways, being means over everyone searched: a group searched from a "
    "chance of 15% on can show 32% beside 28% for one searched from 20% on. A lower one does not "
    "show weaker grounds, nor an equal or higher one fair ones."
)
DISCRETION = (
    "What a search led to is what officers did next: arresting some sooner moves shares of action."
)
HOW = (
    "Outcome test: of searches with a known outcome, the share that found what was looked for "
    "(an outcome linked to it), or that led to any action, under powers that need suspicion; "
    "section 60 apart. Shares by Wilson, differences by Mee, ratios by Koopman, p-values by the "
    "same score test, all widened by how much hits move from month to month (or from officer to "
    "officer, where the files tell them apart), with Student's t. A hit rate is called clearly "
    "lower or higher only if that also holds with hits of one officer correlated by "
    f"{OFFICERS_ALIKE:g}, {SEARCHES_PER_OFFICER} searches each. P-values are adjusted by Holm over "
    "the groups of a force, and over all its groups and objects where objects are told apart."
)
NO_VERDICT = "Hit rates alone neither clear nor convict."
SHORT = {TOO_SHORT, UNKNOWN_WAVES}  # said once, for all groups
VERBS: Mapping[str, str] = {
    FOUND: "what was looked for was found in",
    ACTION: "something other than no further action followed",
}


def sentences(result: Stops, period: str) -> Iterator[str]:
    """Hit rates force by force where there are few, else how many go which way."""
    fit = [row for row in result.fitness if row.fit]
    if len(fit) > MOST_FORCES:
        for measure in (FOUND, ACTION):
            rows = leading(result.finds, measure)
            if rows:
                yield _of_many(rows, measure, len(fit))
        return
    for row in fit:
        finds = [find for find in leading(result.finds, FOUND) if find.force == row.force]
        action = [find for find in leading(result.finds, ACTION) if find.force == row.force]
        yield from _refused(row)
        if finds or action:
            yield _of_force(finds or action, result, period)


def assumptions(result: Stops) -> tuple[str, ...]:
    return (HOW,) if result.finds else ()


def does_not_show(result: Stops) -> tuple[str, ...]:
    return (WEAKNESS, DISCRETION) if result.finds else ()


def _of_force(rows: Sequence[FindRate], result: Stops, period: str) -> str:
    reference = reference_of(rows[0], result.finds or ())
    parts = [_beside(row) for row in rows]
    return (
        f"Outcome test, {area(reference.force)}, {period}, searches that need suspicion: "
        f"{VERBS[reference.measure]} {reference.hit_rate.value or 0:.1%} of "
        f"{reference.stops:,} searches of {NAMES[reference.group]} people; "
        f"{'; '.join(parts)}.{_if_short(rows)} {NO_VERDICT}"
    )


def _if_short(rows: Sequence[FindRate]) -> str:
    if any(TOO_SHORT in (row.depends_on or ()) for row in rows):
        return " On so few weeks nothing is called clear."
    return ""


def _beside(row: FindRate) -> str:
    return (
        f"{row.hit_rate.value or 0:.1%} of {row.stops:,} of {NAMES[row.group]} people, "
        f"{_verdict(row)} ({_points(row)})"
    )


def _points(row: FindRate) -> str:
    """The difference in percentage points, with its interval; each number with its sign."""
    assert row.difference is not None
    ends = (row.difference.value, row.difference.low, row.difference.high)
    value, low, high = (points(end or 0) for end in ends)
    return f"{value} points, 95% interval {low} to {high}"


def _verdict(row: FindRate) -> str:
    verdict = Verdict(row.verdict or Verdict.UNCLEAR)
    if verdict is Verdict.UNCLEAR:
        return "no clear difference"
    if verdict.side:
        return verdict.value
    way = "higher" if verdict is Verdict.HIGHER else "lower"
    others = [reason for reason in row.depends_on or () if reason not in SHORT]
    return f"{way}, but it depends on {listed(others)}" if others else f"{way}, but not clearly"


def _refused(row: FitnessRow) -> Iterator[str]:
    if row.outcomes_refused:
        yield f"Outcomes of {area(row.force)} are not compared: {row.outcomes_refused}."
    elif row.finds_refused:
        yield f"Find rates of {area(row.force)} are not compared: {row.finds_refused}."


def _of_many(rows: Sequence[FindRate], measure: str, fit: int) -> str:
    forces = len({row.force for row in rows})
    reference = NAMES[rows[0].reference]
    parts = []
    for group in sorted({row.group for row in rows}, key=lambda name: (name != "black", name)):
        sides = [Verdict(row.verdict or Verdict.UNCLEAR).side for row in rows if row.group == group]
        parts.append(
            f"{NAMES[group]} beside {reference} people: clearly lower in "
            f"{sides.count(-1) or 'none'}, clearly higher in {sides.count(1) or 'none'} of "
            f"{len(sides)}"
        )
    return (
        f"Outcome test: of searches that need suspicion, the share that {measure}, in the {forces} "
        f"of {fit} forces whose records bear it. {'; '.join(parts)}. {NO_VERDICT}"
    )
