"""A finding on neighbourhoods, as answers to the questions readers ask."""

from collections.abc import Iterator, Sequence

from candour.audit.findings import Finding
from candour.audit.in_words import share, times, whole
from candour.audit.names import listed
from candour.audit.neighbourhoods import sentences
from candour.audit.neighbourhoods.nations import ENGLAND
from candour.audit.neighbourhoods.rows import Neighbourhoods
from candour.audit.residents.group_names import residents as residents_called
from candour.core.voice import sentence


def compared(finding: Finding[Neighbourhoods]) -> Sequence[str]:
    account = finding.result.accounted_for
    return (
        f"Where the {whole(account.residents)} residents of {whole(account.areas)} small areas "
        f"live, by group, and how deprived each area is ({listed(list(finding.result.districts))}"
        ").",
        "For each group: the share of its residents who live in the most deprived fifth of their "
        f"district, beside that of {residents_called(finding.plan.reference)}.",
    )


def what_was_found(finding: Finding[Neighbourhoods]) -> Iterator[str]:
    result = finding.result
    rows = sorted((result.row(group) for group in result.groups), key=lambda row: -row.share)
    yield from (sentences.in_words(row) for row in rows)


def how_sure(finding: Finding[Neighbourhoods]) -> Iterator[str]:
    result = finding.result
    yield (
        "A census counts everyone, so there is no sampling error. What is uncertain is how well "
        "an index tells deprivation, and what changed since."
    )
    for group in ("black", "asian"):
        ratios = [
            f"{times(row.ratio)} by the index of {year}"
            for year in sorted({row.index for row in result.residents}, reverse=True)
            for row in (result.row(group, index=year),)
            if row.ratio
        ]
        if ratios:
            yield (
                f"{sentence(residents_called(group))}: the share is this many times that of "
                f"{residents_called(finding.plan.reference)}: {listed(ratios)}."
            )
    shares = [result.row("black", district=name).share for name in result.districts]
    if len(shares) > 1:
        yield (
            f"Districts differ: of {residents_called('black')}, from {share(min(shares))} to "
            f"{share(max(shares))} live in the most deprived fifth of theirs."
        )


def what_would_change_it(finding: Finding[Neighbourhoods]) -> Iterator[str]:
    plan = finding.plan
    tests, names = plan.names("tests"), plan.names("test_statements")
    for text, statement in zip(tests, names, strict=True):
        yield f"To test what was said, as this register has it (statement {statement}): {text}."
    if tests:
        yield (
            "For that the places marked have to be given: as the force’s own file, or read off its "
            "printed map with “candour georeference”; “candour audit areas” then says who lives "
            "in them, with the map’s error, among areas alike in density and deprivation."
        )
    yield "Another index, another domain of it, or deprivation of people instead of areas."
    nation = plan.option("nation") or ENGLAND.name
    yield f"Fifths of {nation} instead of the district: a poor district then has more of them."
