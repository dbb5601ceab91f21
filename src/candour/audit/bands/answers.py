"""The answers for who is in each band."""

from collections.abc import Iterator, Sequence

from candour.audit import names
from candour.audit.bands import sentences
from candour.audit.bands.question import ALL
from candour.audit.bands.rows import Bands
from candour.audit.findings import Finding
from candour.audit.in_words import whole
from candour.audit.residents.group_names import group

MOST = 6


def is_against_residents(finding: Finding[Bands]) -> bool:
    return finding.plan.denominator.startswith("residents")


def compared(finding: Finding[Bands]) -> Iterator[str]:
    result, plan = finding.result, finding.plan
    account = result.accounted_for
    people = whole(account.people_to)
    if account.people_from != account.people_to:
        people = f"{whole(account.people_from)} to {people}"
    bands = list(dict.fromkeys(row.band for row in result.groups))
    yield f"{people} people with a band: {names.listed(bands)}."
    beside = (
        "people in the band for each resident, of all ages"
        if is_against_residents(finding)
        else "the share of a group's people in the table who are in the band"
    )
    yield f"In each band: {beside}, beside that of {group(plan.reference)} people."


def what_was_found(finding: Finding[Bands]) -> Iterator[str]:
    result = finding.result
    against = is_against_residents(finding)
    own = [row for row in result.ratios if row.band == result.lead]
    for row in sentences.by_importance(own)[:MOST]:
        yield sentences.ratio_in_words(row, result, against_residents=against)
    listed = [row for row in result.ratios if row.band == ALL]
    for row in sentences.by_importance(listed)[:MOST]:
        yield sentences.ratio_in_words(row, result, against_residents=against)
    if not result.ratios:
        yield sentences.NOTHING_COMPARED


def how_sure(finding: Finding[Bands]) -> Iterator[str]:
    account = finding.result.accounted_for
    yield (
        "Ranges (95% intervals) allow for chance only, not for bands that were given wrongly, nor "
        "for missing records."
    )
    if account.cells_with_a_range:
        yield (
            f"{account.cells_with_a_range} of {account.cells} numbers are known only as a range; "
            "the ranges here reach over all that they can be."
        )
    made = len(finding.result.ratios)
    if made > 1:
        yield (
            f"{made} comparisons were made; a difference is called clear only if it stays so when "
            "one allows for all of them."
        )
    if account.groups_hidden:
        yield f"Not shown, for their few people: {names.listed(list(account.groups_hidden))}."


def what_would_change_it(finding: Finding[Bands]) -> Sequence[str]:
    beside = (
        "Residents of the ages and places that the list draws from, instead of all."
        if is_against_residents(finding)
        else "Residents: beside those who live there, and not those on the list, the list itself "
        "may hold a group more often."
    )
    return (
        "Outcomes: whether those in a band did what it is said to foretell, group by group.",
        beside,
        "Another month, and how the holder of the list names groups and bands.",
    )
