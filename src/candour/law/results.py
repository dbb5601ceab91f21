"""What a person leaves with: steps in order, each with its state and last day, and who may help."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from candour.law.answers import Answers
from candour.law.clocks import Due
from candour.law.holidays import Country, Nation
from candour.law.provisions import Provision
from candour.law.reminders import DayKind, Reminder
from candour.law.routes import Phase, Route
from candour.law.rules import Status
from candour.law.systems import SystemFacts
from candour.law.triage_texts import Helper, State


@dataclass(frozen=True, slots=True)
class Opening:
    """One step of the result: a route or a step around it, its state and its last day.

    `answer_day` is by when the body must answer if it is asked today, and `answer_note` says so.
    `is_of_all_courts` marks the step to a solicitor, whose day is the earliest of all courts.
    `doubt` says what is not known of its last day; it is among the notes. `law` is what a step that
    is no route rests on: nothing, where it is advice of ours.
    """

    id: str
    name: str
    phase: Phase
    state: State
    says: str
    plain: str
    last_day: date | None
    days_left: int | None
    clock: str
    letter: str
    route: Route | None
    due: Due | None
    notes: tuple[str, ...] = ()
    answer_note: str = ""
    answer_day: date | None = None
    careful_day: date | None = None
    is_of_all_courts: bool = False
    doubt: str = ""
    law: tuple[Provision, ...] = ()

    @property
    def sentence(self) -> str:
        """Its one sentence, or all of it where it is a step worded from the days."""
        return self.route.short if self.route is not None else self.plain

    def days_to_keep(self) -> Iterator[Reminder]:
        """Give its last day, our days before it, and the day of an answer."""
        if self.last_day is not None and self.route is not None:
            yield Reminder(self.last_day, self.id)
        ours = {day for day in (self.careful_day,) if day is not None}
        if self.last_day is not None and self.due is not None:
            ours |= {dated.day for dated in self.due.also if dated.is_ours}
        for day in sorted(ours):
            yield Reminder(day, self.id, DayKind.OURS)
        if self.answer_day is not None:
            yield Reminder(self.answer_day, self.id, DayKind.ANSWER)

    @property
    def is_court(self) -> bool:
        """Whether it goes to a court that has a limit which runs now."""
        route = self.route
        if route is None or route.kind != "judicial":
            return False
        return route.is_court or (route.about == "court" and self.state is not State.LATER)

    @property
    def is_unread(self) -> bool:
        return self.state is State.NOT_READ

    @property
    def is_unchecked(self) -> bool:
        """Whether its clock is background knowledge that nobody has held against the law."""
        return self.due is not None and self.due.rule.status is Status.BACKGROUND

    @property
    def is_policy(self) -> bool:
        """Whether its day is a body's own rule, and no Act sets it."""
        return self.due is not None and self.due.rule.is_policy

    def as_dict(self) -> dict[str, Any]:
        route = self.route
        data: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "phase": self.phase.value,
            "state": self.state.value,
            "says": self.says,
            "plain": self.plain,
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "days_left": self.days_left,
            "careful_day": self.careful_day.isoformat() if self.careful_day else None,
            "not_checked": self.is_unchecked,
            "policy": self.is_policy,
            "clock": self.clock or None,
            "letter": self.letter or None,
            "answer_day": self.answer_day.isoformat() if self.answer_day else None,
            "notes": [*self.notes, *((self.answer_note,) if self.answer_note else ())],
        }
        if route is None:
            data["rests_on"] = [each.as_dict() for each in self.law]
        else:
            data |= {
                "kind": route.kind,
                "who": route.who,
                "against": route.against,
                "needs": list(route.needs),
                "cost": route.cost,
                "cost_risk": route.cost_risk,
                "clocks": list(route.clocks),
                "delivers": route.delivers,
                "limits": list(route.limits),
                "next": list(route.next),
                "law": route.law,
                "source": route.source,
                "status": route.status.value,
                "checked_on": route.checked_on.isoformat(),
            }
        return data


@dataclass(frozen=True)
class Result:
    """What a person leaves with.

    `first` are the few steps to take before all others, in their order; they are among `openings`
    and `later` too.
    """

    answers: Answers
    nation: Nation
    country: Country | None
    today: date
    adviser_first: bool
    say_first: tuple[str, ...]
    systems: tuple[SystemFacts, ...]
    first: tuple[Opening, ...]
    openings: tuple[Opening, ...]
    later: tuple[Opening, ...]
    helpers: tuple[Helper, ...]
    not_legal_advice: str

    def as_dict(self) -> dict[str, Any]:
        answers = self.answers
        return {
            "force": answers.force.slug,
            "force_name": answers.force.name,
            "kind": answers.force.kind.id,
            "nation": self.nation.value,
            "country": self.country.value if self.country else None,
            "on": answers.on.isoformat() if answers.on else None,
            "until": answers.until.isoformat() if answers.until else None,
            "today": self.today.isoformat(),
            "what": answers.what.value,
            "for": answers.for_whom.value,
            "age": answers.age.value if answers.age else None,
            "reply": answers.reply or None,
            "situations": sorted(answers.situations),
            "adviser_first": self.adviser_first,
            "say_first": list(self.say_first),
            "systems": [each.as_dict() for each in self.systems],
            "first": [
                {
                    "id": each.id,
                    "says": each.sentence,
                    "last_day": each.last_day.isoformat() if each.last_day else None,
                    "letter": each.letter or None,
                    "notes": list(each.notes),
                }
                for each in self.first
            ],
            "routes": [each.as_dict() for each in self.openings],
            "later": [each.as_dict() for each in self.later],
            "helpers": [
                {
                    "name": each.name,
                    "for": each.offers,
                    "address": each.address,
                    "status": each.status.value,
                }
                for each in self.helpers
            ],
            "not_legal_advice": self.not_legal_advice,
        }

    def days_to_keep(self) -> Iterator[Reminder]:
        """Give every day of the steps that has not passed, each marked by whose day it is.

        Ours are the days before a last day, such as that by which to see a lawyer; an answer is
        due by the day given if it is asked for today.
        """
        for opening in self.openings:
            yield from (each for each in opening.days_to_keep() if each.day >= self.today)

    def own_words(self) -> Iterable[str]:
        """Give every sentence that is ours, for the guard."""
        yield from self.say_first
        yield self.not_legal_advice
        for each in (*self.openings, *self.later):
            yield from (each.name, each.says, each.plain, each.sentence, *each.notes)
            yield each.answer_note
            if each.route is not None:
                yield from (each.route.who, each.route.cost, each.route.cost_risk)
                yield from (each.route.delivers, each.route.against)
                yield from (*each.route.limits, *each.route.needs)
        for helper in self.helpers:
            yield f"{helper.name}: {helper.offers}"
        for system in self.systems:
            yield system.wording
