"""What became of every row, and what was refused with its reason."""

from collections import Counter
from collections.abc import Iterator, Sequence

from candour.audit.residents.ethnicity import MISSING, Ethnicity
from candour.audit.stops.case import Case
from candour.audit.stops.counts import Stop
from candour.audit.stops.rows import Account, Label, Refused, Standardised
from candour.audit.stops.rows_by_area import AreaFitness

NO_THRESHOLD_TEST = (
    "it needs stops that were not followed by a search, and these files hold only those that were"
)
LINES_SHOWN = 20


def account(case: Case) -> Account:
    """What became of every row."""
    counts = case.counts
    parts = _parts(case)
    return Account(
        read=counts.read,
        used=parts["used"],
        out_of_period=parts["out_of_period"],
        other_force=parts["other_force"],
        unfit_force=parts["unfit_force"],
        no_ethnicity=parts["no_ethnicity"],
        group_not_compared=parts["group_not_compared"],
        no_force=counts.no_force,
        no_month=counts.no_month,
        unreadable=len(counts.unreadable),
        unreadable_lines=tuple(counts.unreadable[:LINES_SHOWN]),
        repeated_rows_kept=sum(counts.repeats.values()) if counts.repeats is not None else None,
    )


def _parts(case: Case) -> Counter[str]:
    months = set(case.question.period.months)
    own = case.question.ethnicity is Ethnicity.SELF
    place = Stop._fields.index("self_group" if own else "officer_group")
    compared = {fit.force: case.compared(fit) for fit in case.fit}
    parts: Counter[str] = Counter()
    for stop, number in case.counts.stops.items():
        group = stop[place]
        if stop.force not in case.tallies:
            reason = "other_force"
        elif stop.month not in months:
            reason = "out_of_period"
        elif stop.force not in compared:
            reason = "unfit_force"
        elif group == MISSING:
            reason = "no_ethnicity"
        else:
            reason = "used" if group in compared[stop.force] else "group_not_compared"
        parts[reason] += number
    for (force, _), number in case.counts.elsewhere.items():
        parts["out_of_period" if force in case.tallies else "other_force"] += number
    return parts


def refused(
    case: Case, standardised: Sequence[Standardised], areas: Sequence[AreaFitness]
) -> Iterator[Refused]:
    """Every analysis that the data can't bear, each with its reason."""
    for fit in case.fitness:
        outcomes = "" if fit.reason else fit.outcomes_reason
        finds = "" if fit.reason or fit.outcomes_reason else fit.finds_reason
        for analysis, reason in (
            ("everything", fit.reason),
            ("outcomes", outcomes),
            ("find rates", finds),
        ):
            if reason:
                yield Refused(analysis=analysis, force=fit.force, reason=reason)
    for row in standardised:
        if row.refused:
            yield Refused(analysis="standardising for age", force=row.force, reason=row.refused)
    for area in areas:
        if area.refused:
            yield Refused(analysis=f"by {area.by}", force=None, reason=area.refused)
    threshold = "test of the threshold for searching"
    yield Refused(analysis=threshold, force=None, reason=NO_THRESHOLD_TEST)


def labels(case: Case) -> Iterator[Label]:
    """To which group each label went."""
    used = case.counts.labels[str(case.question.ethnicity)]
    for label in sorted(used):
        yield Label(label=label or "(empty)", group=used[label])
