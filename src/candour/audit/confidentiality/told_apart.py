"""Columns that tell single officers or people apart: no result is of one of them."""

import re
from collections.abc import Iterable

from candour.audit.errors import PlanError

_BY = r"( ?(id|no|num|number|ref|reference|key|code|pseudonym|hash|identifier|anonymised id|pid))"
_ROLE = r"(officer|pc|constable|assessor|scorer|practitioner|offender manager|supervisor)"
OFFICER = re.compile(
    rf"((searching|reporting|stopping|recording|scoring|assessing|supervising) )?{_ROLE}s?{_BY}|"
    rf"((searching|scoring|assessing) )?{_ROLE}|"
    rf"(collar|warrant|shoulder|badge|staff) (no|number|num|id)|"
    rf"(anonymised|pseudonymised|hashed) officer{_BY}?"
)
PERSON = re.compile(
    rf"(person|subject|individual|suspect|nominal|searched person|person searched)s?{_BY}|"
    rf"pseudonym|(anonymised|pseudonymised|hashed) (person|subject|individual){_BY}?"
)
RANK_AND_NUMBER = re.compile(
    r"^(pc|ps|dc|ds|di|pcso|sgt|insp|constable|sergeant|inspector)[ ./-]*\d{2,}$", re.IGNORECASE
)
MOSTLY = 0.5  # of the values looked at


def refuse_one_by_one(file: str, column: str, values: Iterable[str | None] = ()) -> None:
    """Refuse to compare by a column that tells officers or people apart, one by one.

    Raises
    ------
    PlanError
    """
    heading = " ".join(re.sub(r"[^a-z0-9]+", " ", column.lower()).split())
    texts = [text.strip() for text in values if text and text.strip()]
    are_officers = sum(bool(RANK_AND_NUMBER.match(text)) for text in texts) > MOSTLY * len(texts)
    for what, is_so in (
        ("officers", bool(OFFICER.fullmatch(heading)) or (bool(texts) and are_officers)),
        ("people", bool(PERSON.fullmatch(heading))),
    ):
        if is_so:
            raise PlanError(
                f"{file}: column '{column}' tells single {what} apart. Results are of groups, "
                "never of one of them: name a column of groups."
            )
