"""Rows that are in no rate, and people who may stand in several: said before any number."""

import re
from collections.abc import Iterator

from candour.audit.names import listed
from candour.audit.scores.question import ScoresQuestion
from candour.audit.scores.rows import Account
from candour.tables import Engine, Rows

LOST_MATTERS = 0.02  # of all rows
AGAIN_MATTERS = 0.01  # of all rows
MOST_LOOKED_AT = 500_000  # rows
TELLS_APART = re.compile(
    r"(person|people|subject|individual|record|row|anon(ymised)?|pseudo(nymised)?|unique|study)?"
    r" ?(id|ids|ref|reference|key|pseudonym|hash|identifier|number|no)|pseudonym"
)


def lost_words(account: Account) -> Iterator[str]:
    """How many rows have no group or no score, or can't be read, where these are many."""
    lost = {
        "say no group": account.no_group,
        "have no score or band": account.no_score,
        "can't be read": account.unreadable,
    }
    if sum(lost.values()) > LOST_MATTERS * account.read:
        parts = [f"{number:,} {what}" for what, number in lost.items() if number]
        yield (
            f"Of {account.read:,} people, {listed(parts)}: they are in no rate. If that is so for "
            "some groups more than for others, the rates differ for that as well."
        )


def standing_again(database: Engine, rows: Rows, question: ScoresQuestion) -> Iterator[str]:
    """What leads where a column that tells people apart holds some of them several times."""
    if question.counted_by:
        return
    for column in rows.columns:
        if column in question.columns or not TELLS_APART.fullmatch(_words(column)):
            continue
        everybody = database.total(rows)
        if everybody > MOST_LOOKED_AT:
            return
        times = [number for (value,), number in database.count(rows, [column]) if value is not None]
        again = sum(times) - len(times)
        if len(times) > 1 and again > AGAIN_MATTERS * everybody:
            yield (
                f"Column '{column}' holds {len(times):,} different values in {sum(times):,} rows: "
                "if each is a person, some stand in the file several times and count as often, "
                "and every range is too narrow. Give one row for each."
            )
            return


def _words(column: str) -> str:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", apart.lower()).split())
