"""What an audit of the use of force speaks of."""

from candour.audit.per_resident.subject import Subject
from candour.audit.residents.ethnicity import NAMES


def perceived(group: str) -> str:
    """Those on whom force was used, as officers saw them.

    >>> perceived("black")
    'people perceived as Black'
    """
    if group == "other":
        return "people perceived and recorded as “other ethnic group”"
    return f"people perceived as {NAMES[group]}"


SUBJECT = Subject(
    events="tactics",
    people=perceived,
    why_wider="one incident can hold several tactics",
    closing="Tactics are not incidents, and incidents are not people.",
    measure=(
        "tactics of force per 1,000 residents of one group, as a multiple of another's (tactics "
        "are not incidents, and incidents are not people)"
    ),
    counted_twice="",
    too_narrow="True uncertainty is larger still, because one person can be counted several times.",
)
