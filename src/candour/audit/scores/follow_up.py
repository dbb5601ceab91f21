"""Columns that say how long people were followed: where that differs, so do outcomes."""

import re
from collections.abc import Iterator, Sequence

from candour.tables import Engine, Rows

HEADING = re.compile(
    r"follow[ _-]?(up|ed)|(time|days|weeks|months|years)[ _-]at[ _-]risk|"
    r"(days|weeks|months|years)[ _-](followed|observed|since|to)|(time|days)[ _-]to[ _-]|"
    r"(release|referral|assessment|index|start|score)d?[ _-]?date|date[ _-]?(of|scored|assessed|"
    r"released|referred)|^date$|censor|exposure|at[ _-]liberty|observ(ation|ed)[ _-]",
    re.IGNORECASE,
)


def follow_up_words(database: Engine, rows: Rows, used: Sequence[str]) -> Iterator[str]:
    """What leads where a column says that people were followed for different lengths of time."""
    for column in rows.columns:
        if column in used or not HEADING.search(column):
            continue
        lengths = {values[0] for values, _ in database.count(rows, [column])}
        if len(lengths) > 1:
            yield (
                f"Column '{column}' may say that people were not all followed alike "
                f"({len(lengths):,} different values): those followed for longer have more "
                "outcomes recorded. Use the "
                "outcome within one length of time for everyone, of those followed at least so "
                "long; if groups were followed for different times, the rates below differ for "
                "that alone."
            )
