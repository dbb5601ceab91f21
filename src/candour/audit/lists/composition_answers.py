"""The answers for the make-up of a list."""

from collections.abc import Iterator, Sequence

from candour.audit.findings import Finding
from candour.audit.in_words import of_each, share, whole
from candour.audit.lists import composition_sentences
from candour.audit.lists.rows import Composition, GroupRow
from candour.audit.residents.group_names import group, heading
from candour.core.voice import sentence

MOST_GROUPS = 6


def compared(finding: Finding[Composition]) -> Iterator[str]:
    plan, groups = finding.plan, finding.result.groups
    listed = sum(row.people for row in groups)
    living = sum(row.population for row in groups)
    of = f": {plan.option('list')}" if plan.option("list") else ""
    where = plan.option("residents") or "residents of its area"
    if finding.result.accounted_for.groups_not_named:
        where += " in the groups that it names"
    if plan.option("counted"):
        counted = sentence(plan.option("counted"))
        yield f"{counted}: another way of counting can change this."
    if finding.result.readings:
        names = "; ".join(finding.result.names_of_readings)
        yield f"Read in {len(finding.result.names_of_readings)} ways: {names}."
    told = " in groups whose number is told" if finding.result.hidden else ""
    yield (
        f"The {whole(listed)} people on a list{told}{of}, beside {whole(living)} {where}, of "
        f"all ages. Group by group: how many are listed for every {per_of(groups):,} residents, "
        f"each beside {group(plan.reference)} residents."
    )


def what_was_found(finding: Finding[Composition]) -> Iterator[str]:
    """Group by group, what matters most first; and whom they are compared with."""
    result = finding.result
    groups = {row.group: row for row in result.groups}
    ranked = composition_sentences.by_importance(result)
    if not ranked:
        yield composition_sentences.NOTHING_COMPARED
        return
    there, per = groups[finding.plan.reference], per_of(result.groups)
    for name in ranked[:MOST_GROUPS]:
        text = sentence(composition_sentences.across(name, result))
        if not result.readings:
            rates = f"{_rate(groups[name], per)} against {_rate(there, per)}"
            text += f" Listed per {per:,} residents: {rates}."
        yield text
    yield (
        f"{heading(finding.plan.reference)}, with which they are compared: {_listed_share(there)} "
        f"of the list and {share(there.share_of_population)} of residents"
        f"{' in the first reading' if result.readings else ''}."
    )
    yield from composition_sentences.of_hidden(result)
    yield from composition_sentences.not_named(result)


def how_sure(finding: Finding[Composition]) -> Iterator[str]:
    yield (
        "Ranges (95% intervals) allow for chance only, not for missing records, wrong census "
        "counts or age."
    )
    comparisons = sum(row.ratio is not None for row in finding.result.by_reading)
    if comparisons > 1:
        yield (
            f"{comparisons} comparisons were made; a difference is called clear only if it stays "
            "so when one allows for all of them."
        )
    yield (
        "This assumes that people were listed separately. Where whole circles of friends or "
        "families are listed together, the true ranges are wider."
    )
    account = finding.result.accounted_for
    if account.no_group:
        yield (
            f"No group is recorded for {whole(account.no_group)} people: the ranges ignore them."
        )
    elif account.used and finding.result.readings:
        yield (
            f"In the first reading a group is recorded for all {whole(account.used)} people; what "
            "other readings lack stands under what this does not show."
        )
    elif account.used and not finding.result.hidden:
        yield f"A group is recorded for all {whole(account.used)} people who are counted here."


def what_would_change_it(finding: Finding[Composition]) -> Sequence[str]:
    return (
        "Age: lists hold mostly young people. Beside residents of the same ages the ratios would "
        "be others; we cannot say which way.",
        "The area: residents of the places that the list draws from, instead of all.",
        "The year of the population, and how each side names its groups: police and census may "
        "label one person differently.",
    )


def per_of(groups: Sequence[GroupRow]) -> int:
    """Of how many residents the rates are told: the same for every group."""
    rates = [row.per_1000.value for row in groups]
    return of_each(min((rate / 1_000 for rate in rates if rate), default=0))


def _listed_share(row: GroupRow) -> str:
    return share(row.share_of_list.value if row.share_of_list else None)


def _rate(row: GroupRow, per: int) -> str:
    return f"{(row.per_1000.value or 0.0) * per / 1_000:,.1f}"
