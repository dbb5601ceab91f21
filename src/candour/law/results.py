"""What a person leaves with: steps in order, each with its state and last day, and who may help."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from candour.law.answers import Answers
from candour.law.clocks import Due
from candour.law.holidays import Nation
from candour.law.routes import Phase, Route
from candour.law.systems import SystemFacts
from candour.law.triage_texts import Helper, State


@dataclass(frozen=True, slots=True)
class Opening:
    """One step of the result: a route or a step around it, its state and its last day."""

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
            "clock": self.clock or None,
            "letter": self.letter or None,
            "notes": list(self.notes),
        }
        if route is not None:
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
    """What a person leaves with."""

    answers: Answers
    nation: Nation
    today: date
    adviser_first: bool
    say_first: tuple[str, ...]
    systems: tuple[SystemFacts, ...]
    openings: tuple[Opening, ...]
    later: tuple[Opening, ...]
    helpers: tuple[Helper, ...]
    not_legal_advice: str

    def as_dict(self) -> dict[str, Any]:
        answers = self.answers
        return {
            "force": answers.force.slug,
            "force_name": answers.force.name,
            "nation": self.nation.value,
            "on": answers.on.isoformat() if answers.on else None,
            "until": answers.until.isoformat() if answers.until else None,
            "today": self.today.isoformat(),
            "what": answers.what.value,
            "for": answers.for_whom.value,
            "situations": sorted(answers.situations),
            "adviser_first": self.adviser_first,
            "say_first": list(self.say_first),
            "systems": [each.as_dict() for each in self.systems],
            "routes": [each.as_dict() for each in self.openings],
            "later": [each.as_dict() for each in self.later],
            "helpers": [
                {"name": each.name, "for": each.offers, "address": each.address}
                for each in self.helpers
            ],
            "not_legal_advice": self.not_legal_advice,
        }

    def own_words(self) -> Iterable[str]:
        """Give every sentence that is ours, for the guard."""
        yield from self.say_first
        yield self.not_legal_advice
        for each in (*self.openings, *self.later):
            yield from (each.name, each.says, each.plain, *each.notes)
            if each.route is not None:
                yield from (each.route.who, each.route.cost, each.route.cost_risk)
                yield from (each.route.delivers, each.route.against)
                yield from (*each.route.limits, *each.route.needs)
        for helper in self.helpers:
            yield f"{helper.name}: {helper.offers}"
        for system in self.systems:
            yield system.wording
