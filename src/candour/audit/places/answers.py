"""A finding on places, as answers to the questions readers ask."""

from collections.abc import Iterator, Sequence

from candour.audit.findings import Finding
from candour.audit.in_words import number, p_value, share, times, whole
from candour.audit.places.lead import by_importance, residents_called
from candour.audit.places.placement import Null
from candour.audit.places.rows import Places
from candour.audit.places.sentences import NOT_BLIND, NOT_BLIND_IN_BANDS
from candour.core.voice import sentence


def compared(finding: Finding[Places]) -> Sequence[str]:
    account, plan = finding.result.accounted_for, finding.plan
    what = plan.option("targets")
    return (
        f"Where {whole(account.targets)} targets lie{f' ({what})' if what else ''}, and where the "
        f"{whole(account.residents)} residents of {whole(account.areas)} small areas live.",
        f"For each group: the share of its residents who live in targets, beside that of "
        f"{residents_called(plan.reference)}.",
    )


def what_was_found(finding: Finding[Places]) -> Iterator[str]:
    result = finding.result
    for row in by_importance(result):
        here = result.exposure_of(row.group)
        lead = sentence(residents_called(row.group))
        if row.ratio is None:
            yield f"{lead}: {share(here.share)} live in targets."
            continue
        within = ""
        if row.within_bands is not None:
            within = f"{times(row.within_bands)} times among areas alike, "
        yield (
            f"{lead}: {within}{times(row.ratio)} times over all areas; {share(here.share)} live in "
            "targets."
        )
    reference = result.exposure_of(finding.plan.reference)
    yield (
        f"{sentence(residents_called(finding.plan.reference))}, with whom they are compared: "
        f"{share(reference.share)} live in targets."
    )


def how_sure(finding: Finding[Places]) -> Iterator[str]:
    result = finding.result
    yield (
        "The counts are those of a census: what is uncertain is the targets, where in an area "
        "people live, and what has changed since."
    )
    for row in result.exposure:
        if row.bounds is not None:
            yield (
                f"{sentence(residents_called(row.group))}: the share can be anything from "
                f"{share(row.bounds.low)} to {share(row.bounds.high)}, as targets cover areas in "
                "part."
            )
    if result.test is None:
        yield f"No test against chance placement: {result.accounted_for.not_tested}"
    else:
        is_banded = result.test.null == str(Null.BANDED)
        yield (
            f"Against chance placement: p = {p_value(result.test.p_value)}. "
            f"{NOT_BLIND_IN_BANDS if is_banded else NOT_BLIND}."
        )


def what_would_change_it(finding: Finding[Places]) -> Sequence[str]:
    return (
        "Other targets: another period, another type of crime, another rule for what is marked.",
        "Other areas studied: a group's share is of its residents in these areas only.",
        "A census of another year, or counts of who is there by day.",
        f"Targets fall unevenly on residents: {number(finding.result.concentration)} on a scale "
        "from 0, everyone alike, to 1, all on few.",
    )
