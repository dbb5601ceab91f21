"""What a person answers, and answers that can't be: no name and no free text is asked for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from candour.core.errors import CandourError
from candour.law.holidays import Nation
from candour.law.routes import What
from candour.law.systems import Force

EARLIEST = date(1900, 1, 1)
NATION_OF = {
    "england": Nation.ENGLAND_WALES,
    "wales": Nation.ENGLAND_WALES,
    "scotland": Nation.SCOTLAND,
    "northern-ireland": Nation.NORTHERN_IRELAND,
}


class ForWhom(StrEnum):
    SELF = "self"
    CHILD = "child"
    CLIENT = "client"
    PUBLIC_INTEREST = "public-interest"


class Situation(StrEnum):
    """What makes an adviser come first."""

    UNDER_INVESTIGATION = "under-investigation"
    CHARGED = "charged"
    NO_SECURE_STATUS = "no-secure-status"


class InTheFuture(CandourError):
    def __init__(self, on: date, *, today: date) -> None:
        self.on, self.today = on, today
        super().__init__(
            f"{on} has not come yet: today is {today}. Give the day it happened, or the nearest "
            "you know."
        )


class LongAgo(CandourError):
    def __init__(self, on: date) -> None:
        self.on = on
        super().__init__(f"{on} is before 1900. Give the day it happened, written as 2025-10-14.")


class ForceNotYet(CandourError):
    def __init__(self, force: Force, on: date, *, began: date, then: str) -> None:
        self.force, self.on, self.began = force, on, began
        super().__init__(f"{force.name} did not exist on {on}: it began on {began}. {then}")


class NationNotOfForce(CandourError):
    def __init__(self, force: Force, nation: Nation) -> None:
        self.force, self.nation = force, nation
        super().__init__(
            f"{force.name} does not work in {nation.label}. Leave --nation out, or pick the body "
            "that works there."
        )


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person answers: no name and no free text.

    `on` is the day it happened, or the first day it can have been, with `until` the last; None
    where no day is known, or it is about no one day.
    """

    force: Force
    on: date | None
    what: What
    for_whom: ForWhom
    nation: Nation | None = None
    situations: frozenset[Situation] = frozenset()
    until: date | None = None
