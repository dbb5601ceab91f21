"""What a published list's parts say to the five questions."""

from collections.abc import Iterable

from candour.audit.findings import Finding
from candour.audit.in_words import of_each
from candour.audit.lists.rows import Parts

LEAST = 100  # people, so that a share keeps its digits without half a person


def compared(finding: Finding[Parts]) -> Iterable[str]:
    wholes = dict.fromkeys(row.of for row in finding.result.shares)
    of = ", and of those ".join(wholes)
    yield f"{finding.plan.comparison}: as a share of all people {of}."
    yield "The names of the parts are those of the source: labels, not findings about anyone."


def what_was_found(finding: Finding[Parts]) -> Iterable[str]:
    for row in finding.result.shares:
        per = of_each(row.share, least=LEAST)
        yield (
            f"{row.people:,} people {row.part}: {row.share * per:,.0f} in every {per:,} "
            f"of the {row.whole:,} {row.of}."
        )
    for left in finding.result.in_no_part or ():
        yield (
            f"{left.people:,} of the {left.whole:,} people {left.of} are in none of these parts."
        )


def how_sure(finding: Finding[Parts]) -> Iterable[str]:
    yield from finding.assumptions


def what_would_change_it(finding: Finding[Parts]) -> Iterable[str]:
    if len({row.of for row in finding.result.shares}) > 1:
        yield "What the whole is: the source does not say it plainly, so each reading is given."
    yield "Another day: people come onto a list and leave it, and each count is of one day."
    yield "How the parts are cut: where a score's limits are moved, people change their part."
