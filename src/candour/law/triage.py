"""From what happened to the routes that are open, in the order that protects time and evidence.

Pure: the day, the systems of the register and the bank holidays are handed in. Nothing about a
person comes in but where, when, what kind of thing and for whom, and nothing is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from candour.core.errors import CandourError
from candour.law.clocks import Due, due_date
from candour.law.filed import Entry, read_file, refuse
from candour.law.holidays import LAW_FOLDER, Holidays, HolidaysUnknown, Nation
from candour.law.routes import Phase, Route, What
from candour.law.rules import Meaning, Rules, read_rules
from candour.law.systems import Force, SystemFacts
from candour.law.wording import checked

TRIAGE_FILE = LAW_FOLDER / "triage.yaml"
SOON = 30  # days before a last day from which a route is closing
FAR = 183  # days before a last day up to which a court's clock comes before the rest
EARLIEST = date(1900, 1, 1)
PROMPT = "see a lawyer by"
NATION_OF = {
    "england": Nation.ENGLAND_WALES,
    "wales": Nation.ENGLAND_WALES,
    "scotland": Nation.SCOTLAND,
    "northern-ireland": Nation.NORTHERN_IRELAND,
}
UK_FOI = ("P1", "P3", "P5")
SCOTTISH_FOI = ("P2", "P4", "P6")
COURT_FOR_ALL = "C12"


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


class State(StrEnum):
    OPEN = "open"
    CLOSING = "closing"
    PASSED = "passed"
    PASSED_ELSEWHERE = "passed-elsewhere"
    LATE = "late"
    LATER = "later"
    NO_LIMIT = "no-limit"


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
    """What a person answers: no name and no free text."""

    force: Force
    on: date
    what: What
    for_whom: ForWhom
    nation: Nation | None = None
    situations: frozenset[Situation] = frozenset()


@dataclass(frozen=True, slots=True)
class StepSpec:
    """A step that is no route of its own."""

    id: str
    phase: Phase
    name: str
    plain: str
    letter: str
    starters: tuple[str, ...]
    what: tuple[What, ...]


@dataclass(frozen=True, slots=True)
class Helper:
    name: str
    nations: tuple[Nation, ...]
    offers: str
    address: str
    who: str


@dataclass(frozen=True, slots=True)
class Reply:
    """How to read one kind of reply, and what to do next."""

    id: str
    says: str
    means: str
    next: tuple[str, ...]
    letter: str


@dataclass(frozen=True)
class Texts:
    """All that triage says besides the routes themselves."""

    states: Mapping[str, str]
    messages: Mapping[str, str]
    situations: Mapping[str, str]
    steps: tuple[StepSpec, ...]
    helpers: tuple[Helper, ...]
    began: Mapping[str, tuple[date, str]]
    replies: Mapping[str, Reply]


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
            "on": answers.on.isoformat(),
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


def triage(
    answers: Answers,
    *,
    today: date,
    systems: Iterable[SystemFacts],
    routes: Mapping[str, Route],
    holidays: Holidays,
    rules: Rules | None = None,
    texts: "Texts | None" = None,
) -> Result:
    """Return what is open to a person or a body, and in which order.

    Raises
    ------
    InTheFuture, LongAgo, ForceNotYet, NationNotOfForce
        If the answers can't be; each says what to change.
    """
    texts, rules = texts or read_texts(), rules or read_rules()
    nation = _nation(answers)
    _check_day(answers, today=today, texts=texts)
    maker = _Maker(answers, nation, today, holidays, rules, texts)
    shown = tuple(systems)
    found = [maker.opening(route) for route in routes.values() if maker.concerns(route)]
    found += [maker.step(spec) for spec in texts.steps if maker.concerns_step(spec)]
    found.sort(key=_order)
    result = Result(
        answers=answers,
        nation=nation,
        today=today,
        adviser_first=bool(answers.situations),
        say_first=tuple(_say_first(answers, shown, texts)),
        systems=shown,
        openings=tuple(each for each in found if each.state != State.LATER),
        later=tuple(each for each in found if each.state == State.LATER),
        helpers=_helpers(answers, nation, texts),
        not_legal_advice=texts.messages["not-legal-advice"],
    )
    for words in result.own_words():
        checked(words)
    return result


def _order(opening: Opening) -> tuple[int, int, int, str]:
    phase = list(Phase).index(opening.phase)
    if opening.phase == Phase.TIME and (opening.days_left or 0) > FAR:
        phase = list(Phase).index(Phase.COLLECTIVE)  # time enough to look at the facts first
    has_passed = opening.state in {State.PASSED, State.PASSED_ELSEWHERE}
    day = opening.last_day.toordinal() if opening.last_day else date.max.toordinal()
    return phase, int(has_passed), day, opening.id


def _nation(answers: Answers) -> Nation:
    own = {NATION_OF[each] for each in answers.force.nations if each in NATION_OF}
    if answers.nation is not None:
        if own and answers.nation not in own and "uk-wide" not in answers.force.nations:
            raise NationNotOfForce(answers.force, answers.nation)
        return answers.nation
    return next((nation for nation in Nation if nation in own), Nation.ENGLAND_WALES)


def _check_day(answers: Answers, *, today: date, texts: "Texts") -> None:
    if answers.on > today:
        raise InTheFuture(answers.on, today=today)
    if answers.on < EARLIEST:
        raise LongAgo(answers.on)
    began, then = texts.began.get(answers.force.slug, (EARLIEST, ""))
    if answers.on < began:
        raise ForceNotYet(answers.force, answers.on, began=began, then=then)


def _say_first(answers: Answers, systems: tuple[SystemFacts, ...], texts: "Texts") -> list[str]:
    messages = texts.messages
    said = [messages["adviser-first"]] if answers.situations else []
    said += [messages["not-legal-advice"], messages["systems" if systems else "no-systems"]]
    if answers.for_whom != ForWhom.SELF:
        said.append(messages[answers.for_whom.value])
    said += [messages["evidence"], messages["clock"], messages["decided"]]
    if not set(answers.force.nations) <= set(NATION_OF) or not answers.force.nations:
        is_uk_wide = "uk-wide" in answers.force.nations
        said.append(messages["nation" if is_uk_wide else "nation-unknown"])
    return said


def _helpers(answers: Answers, nation: Nation, texts: "Texts") -> tuple[Helper, ...]:
    return tuple(
        each
        for each in texts.helpers
        if nation in each.nations and each.who in {"", answers.for_whom.value}
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    """Works out what each route means for one set of answers."""

    answers: Answers
    nation: Nation
    today: date
    holidays: Holidays
    rules: Rules
    texts: Texts

    def concerns(self, route: Route) -> bool:
        answers = self.answers
        is_uk_wide = "uk-wide" in answers.force.nations
        if is_uk_wide and route.id in UK_FOI + SCOTTISH_FOI:
            return route.id in UK_FOI
        if self.nation not in route.nations or answers.what not in route.what:
            return False
        if route.is_police_only and not answers.force.is_police:
            return False
        return self._may_start(route.starters, route.phase, route.id) and self._was_decided(route)

    def concerns_step(self, spec: StepSpec) -> bool:
        fits = not spec.what or self.answers.what in spec.what
        return fits and self._may_start(spec.starters, spec.phase, spec.id)

    def _may_start(self, starters: tuple[str, ...], phase: Phase, name: str) -> bool:
        if self.answers.for_whom == ForWhom.PUBLIC_INTEREST:
            return "body" in starters
        if self.answers.what == What.GENERAL and phase == Phase.TIME:
            return name == COURT_FOR_ALL
        return True

    def _was_decided(self, route: Route) -> bool:
        if not route.decided:
            return True
        word, _, text = route.decided.partition(" ")
        day = date.fromisoformat(text)
        return self.answers.on < day if word == "before" else self.answers.on >= day

    def step(self, spec: StepSpec) -> Opening:
        return Opening(
            id=spec.id,
            name=spec.name,
            phase=spec.phase,
            state=State.NO_LIMIT,
            says=self.texts.states[State.NO_LIMIT],
            plain=spec.plain,
            last_day=None,
            days_left=None,
            clock="",
            letter=spec.letter,
            route=None,
            due=None,
        )

    def opening(self, route: Route) -> Opening:
        clock = route.event_clock(self.nation)
        due = self._due(clock) if clock else None
        state = self._state(route, due)
        closes = due is not None and not due.rule.is_soft
        last = due.on if due is not None and closes else None
        notes = self._notes(due, state) if due is not None else []
        notes += self._answer_due(route) if state != State.LATER else []
        return Opening(
            id=route.id,
            name=route.name,
            phase=route.phase,
            state=state,
            says=self.texts.states[state],
            plain=route.plain,
            last_day=last,
            days_left=(last - self.today).days if last is not None else None,
            clock=clock,
            letter=route.letter,
            route=route,
            due=due,
            notes=tuple(notes),
        )

    def _notes(self, due: Due, state: State) -> list[str]:
        if state not in {State.OPEN, State.CLOSING}:
            return []
        if due.rule.is_soft:
            return [self.texts.messages["reason-after"].format(day=due.on)]
        notes = [f"{each.name}: {each.day}" for each in due.also]
        if any(each.name == PROMPT for each in due.also):
            notes.insert(0, self.texts.messages["promptly"])
        return notes

    def _answer_due(self, route: Route) -> list[str]:
        """Say by when a body must answer, if it had the request today."""
        rule = self.rules.find(route.clocks[0]) if route.clocks else None
        if rule is None or rule.meaning != Meaning.BODY or self.nation not in rule.nations:
            return []
        due = self._due(rule.id, starts_on=self.today)
        if due is None or due.in_force is False:
            return []
        return [self.texts.messages["answer-due"].format(day=due.latest)]

    def _due(self, clock: str, *, starts_on: date | None = None) -> Due | None:
        rule = self.rules.find(clock)
        try:
            return due_date(
                rule, starts_on or self.answers.on, holidays=self.holidays, nation=self.nation
            )
        except HolidaysUnknown:
            return None

    def _state(self, route: Route, due: Due | None) -> State:
        if route.phase == Phase.LATER:
            return State.LATER
        if due is None:
            return State.NO_LIMIT
        left = (due.on - self.today).days
        is_prompt = any(each.name == PROMPT and each.day < self.today for each in due.also)
        if left >= 0:
            is_closing = is_prompt or (left <= SOON and not due.rule.is_soft)
            return State.CLOSING if is_closing else State.OPEN
        if due.rule.is_soft:
            return State.LATE
        return State.PASSED if route.kind == "judicial" else State.PASSED_ELSEWHERE


# the file


@cache
def read_texts(path: Path = TRIAGE_FILE) -> Texts:
    """Read what triage says; each text that is ours must pass the guard."""
    entry = read_file(path)
    steps = [_step(name, each) for name, each in entry.named_entries("steps")]
    helpers = [_helper(each) for each in entry.entries("helpers")]
    began = {
        name: (each.day("day") or EARLIEST, each.text("then"))
        for name, each in entry.named_entries("forces-began")
    }
    replies = {name: _reply(name, each) for name, each in entry.named_entries("replies")}
    texts = Texts(
        states=entry.mapping("states"),
        messages=entry.mapping("messages"),
        situations=entry.mapping("situations"),
        steps=tuple(steps),
        helpers=tuple(helpers),
        began=began,
        replies=replies,
    )
    entry.done()
    for state in State:
        if state not in texts.states:
            entry.wrong("states", f"'{state}' is missing")
    refuse(entry.problems)
    return texts


def _step(name: str, entry: Entry) -> StepSpec:
    return StepSpec(
        id=name,
        phase=Phase(entry.one_of("phase", tuple(Phase))),
        name=entry.text("name"),
        plain=entry.text("plain"),
        letter=entry.text("letter"),
        starters=entry.words("starters"),
        what=tuple(What(each) for each in entry.some_of("what", tuple(What))),
    )


def _helper(entry: Entry) -> Helper:
    return Helper(
        name=entry.text("name"),
        nations=tuple(Nation(each) for each in entry.some_of("nations", tuple(Nation))),
        offers=entry.text("for"),
        address=entry.text("address"),
        who=entry.one_of("who", tuple(ForWhom), default=""),
    )


def _reply(name: str, entry: Entry) -> Reply:
    return Reply(
        id=name,
        says=entry.text("says"),
        means=entry.text("means"),
        next=entry.words("next"),
        letter=entry.text("letter"),
    )
