"""Stops told apart: by power, kind, outcome, month, age, sex, object and Act."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from candour.audit.errors import TooFewToCompare
from candour.audit.per_resident.rows import PER
from candour.audit.residents.ethnicity import MISSING, Ethnicity
from candour.audit.statistics.clusters import Share, share_widening, widened_share
from candour.audit.statistics.estimates import Reported
from candour.audit.statistics.pooling import pooled_shares
from candour.audit.statistics.waves import INDEPENDENT, widened_rate, widened_ratio
from candour.audit.stops.case import Case
from candour.audit.stops.columns import By
from candour.audit.stops.fitness import Fitness
from candour.audit.stops.further_counts import BETWEEN
from candour.audit.stops.outcome_rows import AgeAndSex, Outcome
from candour.audit.stops.outcomes import MISSING as NOT_SAID
from candour.audit.stops.outcomes import NONE
from candour.audit.stops.rows import AgainstResidents, KindOfSearch, Part, Power

# All residents of a group can be searched for any object or under any Act: their number is what
# such stops are set against. Residents by age or sex are not in these census tables.
WITH_RATES = {By.OBJECT, By.LEGISLATION}
ByMonth = dict[str, Counter[str]]  # by month, then by group or by what came of it
AGES = ("under 10", "10-17", "18-24", "25-34", "over 34")


def powers(case: Case) -> Iterator[Power]:
    """Section 60, which needs no suspicion, always apart from other powers."""
    for fit in case.fit:
        for power, group, counts in _split(case, fit, case.tallies[fit.force].powers):
            against = _against(case, fit, counts, group)
            yield Power(
                force=fit.force, power=power, group=group, stops=counts[group], against=against
            )


def kinds(case: Case) -> Iterator[KindOfSearch]:
    """Searches of people, of vehicles, and of both apart.

    A search of a vehicle alone mostly has no ethnicity: nobody was searched.
    """
    for fit in case.fit:
        for kind, group, counts in _split(case, fit, case.tallies[fit.force].kinds):
            against = _against(case, fit, counts, group)
            yield KindOfSearch(
                force=fit.force, kind=kind, group=group, stops=counts[group], against=against
            )


def _split(
    case: Case, fit: Fitness, parts: Mapping[str, Counter[str]]
) -> Iterator[tuple[str, str, Counter[str]]]:
    for value in sorted(parts):
        for group in (*case.compared(fit), MISSING):
            yield value, group, parts[value]


def _against(case: Case, fit: Fitness, counts: Mapping[str, int], group: str) -> AgainstResidents:
    """What a group's stops come to against its residents and the reference's.

    Widened as all stops of the force are, at the least: stops of one kind may come in longer waves.
    """
    leading, reference = case.leading, case.question.reference
    if leading is None or group == MISSING:
        return AgainstResidents()
    people = leading.people[fit.force]
    waves = case.waves[fit.force]
    rate = widened_rate(
        counts[group], people[group], widening=waves.of_rate(group) or INDEPENDENT
    ).times(PER)
    alone = AgainstResidents(
        population_year=leading.population_year,
        per_1000=rate.value,
        low=rate.low,
        high=rate.high,
    )
    if group == reference:
        return alone
    try:
        ratio = widened_ratio(
            counts[group],
            people[group],
            reference_events=counts[reference],
            reference_exposure=people[reference],
            widening=waves.or_independent(group),
        ).reported()
    except TooFewToCompare:
        return alone
    return replace(alone, ratio=ratio.value, ratio_low=ratio.low, ratio_high=ratio.high)


def outcomes(case: Case) -> Iterator[Outcome]:
    """No further action and finds by group, for forces whose outcome fields can be used.

    Shares are of stops with a recorded outcome. A find is a stop that came to something which
    was linked to what was looked for; some forces also mark stops without further action as
    linked, and what the find rate would be with those stands beside it. Intervals are Wilson's,
    widened by how far the share moves from month to month.
    """
    months = _by_month(case)
    for fit in case.fit:
        if fit.outcomes_reason:
            continue
        for group in case.compared(fit):
            by_month = list(months.get((fit.force, group), {}).values())
            known = sum(month["known"] for month in by_month)
            if not known:
                continue
            nothing, finds, either = (
                _share_of(by_month, kinds)
                for kinds in (("nothing",), ("found",), ("found", "linked without action"))
            )
            usable = not fit.finds_reason
            yield Outcome(
                force=fit.force,
                group=group,
                stops=known,
                stops_without_action=sum(month["nothing"] for month in by_month),
                no_further_action=nothing,
                stops_with_find=sum(month["found"] for month in by_month) if usable else None,
                find=finds if usable else None,
                find_with_linked_but_no_action=either if usable else None,
            )


def _share_of(by_month: Sequence[Counter[str]], kinds: Sequence[str]) -> Reported:
    """The share of searches with a known outcome that are of some kinds, widened by months."""
    cases = [month["known"] for month in by_month]
    counts = [sum(month[kind] for kind in kinds) for month in by_month]
    return _moving(counts, cases)


def _moving(counts: Sequence[int], cases: Sequence[int]) -> Reported:
    """A share over all months, its interval widened by how far it moves from one to another."""
    widening = share_widening(counts, cases) or INDEPENDENT
    return widened_share(Share(sum(counts), sum(cases)), widening).reported()


def _of_group(months: Mapping[str, Mapping[str, int]], group: str) -> dict[str, int]:
    """The stops of a group, month by month."""
    return {month: counts[group] for month, counts in months.items() if counts.get(group)}


def _share_of_group(own: Mapping[str, int], totals: Mapping[str, int]) -> Reported | None:
    """The part of a group's stops that are of one kind; None where the group has none."""
    if not any(totals.values()):
        return None
    return _moving([own.get(month, 0) for month in totals], list(totals.values()))


def _by_month(case: Case) -> dict[tuple[str, str], dict[str, Counter[str]]]:
    """What came of the searches of each force and group, month by month."""
    months: dict[tuple[str, str], dict[str, Counter[str]]] = {}
    inside = set(case.question.period.months)
    own = case.question.ethnicity is Ethnicity.SELF
    for stop, number in case.counts.stops.items():
        if stop.month not in inside or stop.outcome == NOT_SAID:
            continue
        group = stop.self_group if own else stop.officer_group
        by_month = months.setdefault((stop.force, group), {})
        counts = by_month.setdefault(stop.month, Counter())
        counts["known"] += number
        if stop.outcome == NONE:
            counts["nothing"] += number
        if stop.linked == "yes":
            counts["linked without action" if stop.outcome == NONE else "found"] += number
    return months


def ages_and_sexes(case: Case) -> tuple[AgeAndSex, ...] | None:
    """Age by sex by ethnicity: how the searches of a group divide, and how often they found."""
    counted = case.counts.ages_and_sexes
    if counted is None:
        return None
    months = set(case.question.period.months)
    cells: dict[tuple[str, str, str], ByMonth] = {}  # force, value, group
    for search, number in counted.items():
        if search.month in months:
            by_month = cells.setdefault((search.force, search.value, search.group), {})
            cell = by_month.setdefault(search.month, Counter())
            cell["all"] += number
            cell["known"] += number if search.outcome != NOT_SAID else 0
            cell["finds"] += number if search.is_find else 0
    rows = list(_ages_and_sexes(case, cells))
    return tuple(row for fit in case.fit for row in _drawn_in(rows, fit.force))


FoundIn = tuple[AgeAndSex, Share | None]  # with its finds, over what months widen them by


def _drawn_in(rows: Sequence[FoundIn], force: str) -> Iterator[AgeAndSex]:
    """The rows of one force, each find rate drawn towards that of all its ages, sexes and groups.

    Of as many fewer searches as months widen the plain interval by; nothing is called clear by it.
    """
    own = [(row, found) for row, found in rows if row.force == force]
    shares = [found for _, found in own if found is not None]
    try:
        drawn = iter(
            pooled_shares([one.count for one in shares], [one.cases for one in shares])
            if len(shares) > 1
            else []
        )
    except TooFewToCompare:
        drawn = iter(())
    for row, found in own:
        estimate = next(drawn, None) if found is not None else None
        yield replace(row, find_shrunken=estimate.reported()) if estimate else row


def _ages_and_sexes(case: Case, cells: Mapping[tuple[str, str, str], ByMonth]) -> Iterator[FoundIn]:
    for fit in case.fit:
        totals = case.tallies[fit.force].months
        values = {value for force, value, _ in cells if force == fit.force}
        for value in sorted(values, key=_in_order_of_age):
            age, _, sex = value.partition(BETWEEN)
            for group in (*case.compared(fit), MISSING):
                by_month = cells.get((fit.force, value, group), {})
                own = {month: cell["all"] for month, cell in by_month.items()}
                finds = [cell["finds"] for cell in by_month.values()]
                known = [cell["known"] for cell in by_month.values()]
                share = _share_of_group(own, _of_group(totals, group))
                if share is None:
                    continue
                bears = not fit.finds_reason and sum(known) > 0
                row = AgeAndSex(
                    force=fit.force,
                    age=age,
                    sex=sex,
                    group=group,
                    stops=sum(own.values()),
                    share_of_group=share,
                    find=_moving(finds, known) if bears else None,
                )
                widening = share_widening(finds, known) or INDEPENDENT
                found = Share(sum(finds), sum(known)).over(widening.dispersion)
                yield row, found if bears and group != MISSING else None


def _in_order_of_age(value: str) -> tuple[tuple[int, str], str]:
    age, _, sex = value.partition(BETWEEN)
    return _in_order(age), sex


def breakdown(case: Case, by: By) -> tuple[Part, ...] | None:
    """How the stops of each group divide, if that was asked for; None where it was not."""
    return tuple(_parts(case, by)) if by in case.question.by else None


def _parts(case: Case, by: By) -> Iterator[Part]:
    by_force = parts_by_month(case, by)
    for fit in case.fit:
        parts = by_force.get(fit.force, {})
        for value in sorted(parts, key=_in_order):
            by_month = parts[value]
            counts = _together(by_month)
            for group in (*case.compared(fit), MISSING):
                share = _share(case, fit, by, group, by_month)
                if share is not None:
                    yield Part(
                        force=fit.force,
                        **{str(by): value},
                        group=group,
                        stops=counts[group],
                        share_of_group=share,
                        against=_against(case, fit, counts, group) if by in WITH_RATES else None,
                    )


def _share(case: Case, fit: Fitness, by: By, group: str, by_month: ByMonth) -> Reported | None:
    """The share of a group's stops that are of one kind, or that were made in one month.

    A month's share can't move from month to month: it is widened as the group's rate is.
    """
    totals = _of_group(case.tallies[fit.force].months, group)
    own = _of_group(by_month, group)
    if by is not By.MONTH:
        return _share_of_group(own, totals)
    if not totals:
        return None
    widening = case.waves[fit.force].of_rate(group) or INDEPENDENT
    return widened_share(Share(sum(own.values()), sum(totals.values())), widening).reported()


def _in_order(value: str) -> tuple[int, str]:
    return (AGES.index(value), "") if value in AGES else (len(AGES), value)


def _together(by_month: ByMonth) -> Counter[str]:
    counts: Counter[str] = Counter()
    for counted in by_month.values():
        counts.update(counted)
    return counts


def parts_by_month(case: Case, by: By) -> dict[str, dict[str, ByMonth]]:
    """The stops of each force in the period by value, month and group."""
    if by is By.MONTH:
        return {
            force: {month: {month: counts} for month, counts in tally.months.items()}
            for force, tally in case.tallies.items()
        }
    months = set(case.question.period.months)
    by_force: dict[str, dict[str, ByMonth]] = {}
    for part, number in case.counts.parts[by].items():
        if part.month in months and part.force in case.tallies:
            split = by_force.setdefault(part.force, {})
            by_month = split.setdefault(part.value, {})
            by_month.setdefault(part.month, Counter())[part.group] += number
    return by_force


def parts_by_force(case: Case, by: By) -> dict[str, dict[str, Counter[str]]]:
    """The same without the months."""
    return {
        force: {value: _together(by_month) for value, by_month in parts.items()}
        for force, parts in parts_by_month(case, by).items()
    }
