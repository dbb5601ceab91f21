"""Columns that say how many a row stands for: asked about, never guessed."""

import re
from collections.abc import Sequence

from candour.audit.errors import PlanError
from candour.tables import Engine, Rows
from candour.tables.numerals import whole

EACH_ROW = "1"  # what `--count` says where a row is one stop, or one person, all the same
LIKE_COUNTS = re.compile(
    r"(no|number|num|count|counts|sum|total|n|freq|frequency|volume|size|quantity|qty|tally)"
    r"( of)?( the)?( stops?| search(es)?| stop( and)? search(es)?| people| persons| records| rows| "
    r"individuals| incidents| encounters| events| cases)?( and search(es)?)?|"
    r"(stops?|search(es)?|people|persons|records|individuals|encounters|times|observations)"
    r"( and search(es)?)?( count| total| number| volume)?|stop count|row count|total stops?|"
    r"total search(es)?|s s|value|figure|amount|males?|females?|men|women|"
    r"(19|20)\d\d( \d\d(\d\d)?)?"  # a year, as a table of counts heads its columns
)
OF_OTHER_THINGS = re.compile(
    r".*\b(lat|latitude|lon|long|longitude|lng|easting|northing|x|y|age|year|month|day|hour|time|"
    r"date|week|id|ref|reference|code|urn|collar|shoulder|badge|officers?|minutes|duration|postcode|"
    r"ward|beat|lsoa|msoa|lad|score|decile|band|flag|priors|row|index|line|key)s?\b.*"
)
FEW = 2


def ask_about_counts(database: Engine, rows: Rows, columns: Sequence[str], *, what: str) -> None:
    """Refuse a table that may be of counts, where nobody said what its rows stand for.

    A column is asked about if its heading is one that counts go by, or if it holds only whole
    numbers, is nothing else that holds such, and says some of them more than once.

    Parameters
    ----------
    database : Engine
    rows : Rows
    columns : sequence of str
        Columns whose meaning is known.
    what : str
        What a row is otherwise: a stop, or a person.

    Raises
    ------
    PlanError
        If there is such a column.
    """
    doubtful: dict[str, bool] = {}  # whether its heading is one that counts go by
    for name in rows.columns:
        heading = " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())
        is_named = LIKE_COUNTS.fullmatch(heading) is not None
        is_of_other_things = OF_OTHER_THINGS.fullmatch(heading) is not None
        if name not in columns and not is_of_other_things and (is_named or what == "stop"):
            doubtful[name] = is_named
    for name, values in database.samples(rows, list(doubtful)).items():
        if _may_be_counts(values, is_named=doubtful[name]):
            raise PlanError(
                f"{rows.paths[0].name}: column '{name}' holds numbers that may say how many each "
                f"row stands for. If they do, add --count '{name}'; if each row is one {what}, "
                f"add --count {EACH_ROW}."
            )


def _may_be_counts(values: Sequence[str], *, is_named: bool) -> bool:
    numbers = [whole(value) for value in values]
    numbers_read = [number for number in numbers if number is not None]
    if not numbers_read or len(numbers_read) < len(numbers) or max(numbers_read) < FEW:
        return False
    return is_named or len(set(numbers_read)) < len(numbers_read)
