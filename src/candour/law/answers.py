"""What a person answers, and answers that can't be: no name of a person and no story."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from candour.core.errors import CandourError
from candour.law.bodies import Force
from candour.law.holidays import (
    ENGLISH_AND_WELSH,
    Country,
    Nation,
    Part,
    country_of,
    legal_system,
)
from candour.law.routes import What

EARLIEST = date(1900, 1, 1)
NATION_OF = {
    "england": Nation.ENGLAND_WALES,
    "wales": Nation.ENGLAND_WALES,
    "scotland": Nation.SCOTLAND,
    "northern-ireland": Nation.NORTHERN_IRELAND,
}


def works_in(force: Force, part: Part) -> bool:
    """Whether a body may work in a part of the UK; so may one of which nobody says where."""
    own = {NATION_OF[each] for each in force.nations if each in NATION_OF}
    if not own or force.kind.is_uk_wide or "uk-wide" in force.nations:
        return True
    if legal_system(part) not in own:
        return False
    of_one_country = set(force.nations) <= set(ENGLISH_AND_WELSH)
    return part not in ENGLISH_AND_WELSH or not of_one_country or part in force.nations


def usual_nation(force: Force) -> Nation:
    """Return the legal system of a body where no part of the UK is named: the first it works in."""
    own = {NATION_OF[each] for each in force.nations if each in NATION_OF}
    return next((nation for nation in Nation if nation in own), Nation.ENGLAND_WALES)


class ForWhom(StrEnum):
    SELF = "self"
    CHILD = "child"
    CLIENT = "client"
    PUBLIC_INTEREST = "public-interest"


class Age(StrEnum):
    """How old the person is it is about, where it is someone under 18."""

    UNDER_12 = "under-12"
    FROM_12 = "12-to-15"
    FROM_16 = "16-or-17"


class Request(StrEnum):
    """What was asked for, where a reply has come or has failed to."""

    OWN_DATA = "own-data"
    INFORMATION = "information"
    DECISION = "decision"
    COMPLAINT = "complaint"
    HOMELESS_REVIEW = "homeless-review"


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


class ReplyTooEarly(CandourError):
    """A reply that is said to have come before what it is about."""

    def __init__(self, replied_on: date, *, on: date) -> None:
        self.replied_on, self.on = replied_on, on
        super().__init__(
            f"A reply of {replied_on} came before {on}, the day it happened. Check the two days."
        )


class LongAgo(CandourError):
    def __init__(self, on: date) -> None:
        self.on = on
        super().__init__(f"{on} is before 1900. Give the day it happened, written as 2025-10-14.")


class ForceNotYet(CandourError):
    def __init__(self, force: Force, on: date, *, began: date, then: str) -> None:
        self.force, self.on, self.began = force, on, began
        super().__init__(f"{force.name} did not exist on {on}: it began on {began}. {then}")


class UnknownReply(CandourError):
    """A kind of reply that nobody has described."""

    def __init__(self, reply: str, known: tuple[str, ...]) -> None:
        self.reply, self.known = reply, known
        super().__init__(f"'{reply}' is no kind of reply. Use one of {', '.join(known)}.")


class NationNotOfForce(CandourError):
    def __init__(self, force: Force, nation: Part) -> None:
        self.force, self.nation = force, nation
        super().__init__(
            f"{force.name} does not work in {nation.label}. Leave --nation out, or pick the body "
            "that works there."
        )


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person answers: no name of a person and no story.

    `on` is the day it happened, or the first day it can have been, with `until` the last; None
    where no day is known, or it is about no one day. `age` is that of a child; `reply` is the kind
    of reply that came, or "", and `replied_on` the day it came.
    """

    force: Force
    on: date | None
    what: What
    for_whom: ForWhom
    nation: Part | None = None
    situations: frozenset[Situation] = frozenset()
    until: date | None = None
    age: Age | None = None
    reply: str = ""
    replied_on: date | None = None

    @property
    def is_child(self) -> bool:
        return self.for_whom is ForWhom.CHILD or self.age is not None

    @property
    def country(self) -> Country | None:
        """The one country whose law counts, where it is known."""
        country = country_of(self.nation) if self.nation is not None else None
        return country or self.force.country

    def can_go_to_court_alone(self, nation: Nation) -> bool:
        """Whether the person needs no adult to go to court: from 18, in Scotland from 16."""
        if not self.is_child:
            return True
        return nation is Nation.SCOTLAND and self.age is Age.FROM_16
