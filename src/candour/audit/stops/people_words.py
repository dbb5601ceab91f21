"""How often people were searched again, in sentences about groups."""

from collections.abc import Iterator

from candour.audit.names import place
from candour.audit.residents.ethnicity import NAMES
from candour.audit.stops.outcome_rows import SearchedAgain
from candour.audit.stops.rows import Stops


def sentences(result: Stops) -> Iterator[str]:
    """Of the people of each group, how many were searched more than once."""
    rows = result.searched_again or ()
    for force in dict.fromkeys(row.force for row in rows):
        own = [row for row in rows if row.force == force]
        parts = [
            text
            for group in dict.fromkeys(row.group for row in own)
            if (text := _of_group([row for row in own if row.group == group]))
        ]
        if parts:
            yield (
                f"By the pseudonyms in the files, {place(force)}: {'; '.join(parts)}. Nothing is "
                "shown of fewer than ten people."
            )


def _of_group(rows: list[SearchedAgain]) -> str:
    people = [row.people for row in rows]
    if any(number is None for number in people):
        return ""
    every = sum(number or 0 for number in people)
    again = every - (people[0] or 0)
    return (
        f"{again:,} of {every:,} {NAMES[rows[0].group]} people searched were searched more than "
        "once"
    )
