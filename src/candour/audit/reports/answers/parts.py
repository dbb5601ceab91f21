"""What a published list's parts say to the five questions."""

from collections.abc import Iterable

from candour.audit.plans import Finding
from candour.audit.reports import words

LEAST = 100  # people, so that a share keeps its digits without half a person


def compared(finding: Finding) -> Iterable[str]:
    wholes = dict.fromkeys(row["of"] for row in finding.tables["shares"])
    of = ", and of those ".join(f"{each}" for each in wholes)
    yield f"{finding.plan.comparison}: as a share of all people {of}."
    yield "The names of the parts are those of the source: labels, not findings about anyone."


def found(finding: Finding) -> Iterable[str]:
    for row in finding.tables["shares"]:
        each = words.of_each(row["share"], least=LEAST)
        yield (
            f"{row['people']:,} people {row['part']}: {row['share'] * each:,.0f} in every {each:,} "
            f"of the {row['whole']:,} {row['of']}."
        )
    for row in finding.tables.get("in_no_part", ()):
        yield (
            f"{row['people']:,} of the {row['whole']:,} people {row['of']} are in none of these "
            "parts."
        )


def sure(finding: Finding) -> Iterable[str]:
    yield from finding.assumptions


def changes(finding: Finding) -> Iterable[str]:
    if len({row["of"] for row in finding.tables["shares"]}) > 1:
        yield "What the whole is: the source does not say it plainly, so each reading is given."
    yield "Another day: people come onto a list and leave it, and each count is of one day."
    yield "How the parts are cut: where a score's limits are moved, people change their part."
