"""What an audit of stops and searches speaks of."""

from candour.audit.per_resident.subject import Subject
from candour.audit.residents.group_names import residents

SUBJECT = Subject(
    events="searches",
    people=residents,
    why_wider="searches often happen together",
    closing="Many people stopped do not live where they were stopped.",
    measure=(
        "searches per 1,000 residents of one group, as a multiple of another's (residents are not "
        "the people available to be stopped)"
    ),
    counted_twice=" A person searched twice counts twice.",
)
