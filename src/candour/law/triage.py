"""From what happened to the routes that are open, in the order that protects time and evidence.

Pure: the day, the systems of the register and the bank holidays are handed in. Nothing about a
person comes in but where, when, what kind of thing and for whom, and nothing is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from candour.law.answers import (
    EARLIEST,
    NATION_OF,
    Answers,
    ForceNotYet,
    ForWhom,
    InTheFuture,
    LongAgo,
    NationNotOfForce,
    Situation,
)
from candour.law.clocks import Due, due_date
from candour.law.holidays import Holidays, HolidaysUnknown, Nation
from candour.law.results import Opening, Result
from candour.law.routes import Phase, Route, What
from candour.law.rules import Meaning, Rules, read_rules
from candour.law.systems import SystemFacts
from candour.law.triage_texts import Helper, Reply, State, StepSpec, Texts, read_texts
from candour.law.voice import PLAIN, Voice
from candour.law.wording import checked

__all__ = [
    "Answers",
    "ForWhom",
    "ForceNotYet",
    "Helper",
    "InTheFuture",
    "LongAgo",
    "NationNotOfForce",
    "Opening",
    "Reply",
    "Result",
    "Situation",
    "State",
    "StepSpec",
    "Texts",
    "nation_of",
    "read_texts",
    "triage",
]

SOON = 30  # days before a last day from which a route is closing
OWN_COPY = "D1"  # what the body itself holds comes before what its partners hold
FAR = 183  # days before a last day up to which a court's clock comes before the rest
PROMPT = "see a lawyer by"
UK_FOI = ("P1", "P3", "P5")
SCOTTISH_FOI = ("P2", "P4", "P6")
COURT_FOR_ALL = "C12"


def triage(
    answers: Answers,
    *,
    today: date,
    systems: Iterable[SystemFacts],
    routes: Mapping[str, Route],
    holidays: Holidays,
    rules: Rules | None = None,
    texts: Texts | None = None,
    voice: Voice = PLAIN,
) -> Result:
    """Return what is open to a person or a body, and in which order.

    `routes` and `texts` may be in another language; `voice` says the rest. `rules` are as filed.

    Raises
    ------
    InTheFuture, LongAgo, ForceNotYet, NationNotOfForce
        If the answers can't be; each says what to change.
    """
    texts, rules = texts or read_texts(), rules or read_rules()
    nation = nation_of(answers)
    _check_day(answers, today=today, texts=texts)
    maker = _Maker(answers, nation, today, holidays, rules, texts, voice)
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


def _order(opening: Opening) -> tuple[int, int, int, bool, str]:
    phase = list(Phase).index(opening.phase)
    if opening.phase == Phase.TIME and (opening.days_left or 0) > FAR:
        phase = list(Phase).index(Phase.COLLECTIVE)  # time enough to look at the facts first
    has_passed = opening.state in {State.PASSED, State.PASSED_ELSEWHERE}
    day = opening.last_day.toordinal() if opening.last_day else date.max.toordinal()
    return phase, int(has_passed), day, opening.id != OWN_COPY, opening.id


def nation_of(answers: Answers) -> Nation:
    own = {NATION_OF[each] for each in answers.force.nations if each in NATION_OF}
    if answers.nation is not None:
        if own and answers.nation not in own and "uk-wide" not in answers.force.nations:
            raise NationNotOfForce(answers.force, answers.nation)
        return answers.nation
    return next((nation for nation in Nation if nation in own), Nation.ENGLAND_WALES)


def _check_day(answers: Answers, *, today: date, texts: Texts) -> None:
    if answers.on is None:
        return
    if answers.on > today:
        raise InTheFuture(answers.on, today=today)
    if answers.on < EARLIEST:
        raise LongAgo(answers.on)
    began, then = texts.began.get(answers.force.slug, (EARLIEST, ""))
    if (answers.until or answers.on) < began:
        raise ForceNotYet(answers.force, answers.on, began=began, then=then)


def _say_first(answers: Answers, systems: tuple[SystemFacts, ...], texts: Texts) -> list[str]:
    messages = texts.messages
    said = [messages["adviser-first"]] if answers.situations else []
    said += [messages["not-legal-advice"], messages["systems" if systems else "no-systems"]]
    if answers.for_whom != ForWhom.SELF:
        said.append(messages[answers.for_whom.value])
    if answers.for_whom == ForWhom.PUBLIC_INTEREST:
        said.append(messages["clock"])
    else:
        said += [messages["evidence"], messages["clock"], messages["decided"]]
    if answers.on is None:
        said.append(messages["no-day"])
    if not set(answers.force.nations) <= set(NATION_OF) or not answers.force.nations:
        is_uk_wide = "uk-wide" in answers.force.nations
        said.append(messages["nation" if is_uk_wide else "nation-unknown"])
    return said


def _helpers(answers: Answers, nation: Nation, texts: Texts) -> tuple[Helper, ...]:
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
    voice: Voice

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
        first, last = self.answers.on, self.answers.until or self.answers.on
        if first is None or last is None:
            return True
        return first < day if word == "before" else last >= day

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
        due = self._due(clock, self.answers.on) if clock and self.answers.on else None
        state = self._state(route, due, has_clock=bool(clock))
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
            return [self.texts.messages["reason-after"].format(day=self.voice.day(due.on))]
        say, day = self.voice.say, self.voice.day
        notes = [f"{say(each.name)}: {day(each.day)}" for each in due.also]
        if any(each.name == PROMPT for each in due.also):
            notes.insert(0, self.texts.messages["promptly"])
        return notes

    def _answer_due(self, route: Route) -> list[str]:
        """Say by when a body must answer, if it had the request today."""
        rule = self.rules.find(route.clocks[0]) if route.clocks else None
        if rule is None or rule.meaning != Meaning.BODY or self.nation not in rule.nations:
            return []
        due = self._due(rule.id, self.today)
        if due is None or due.in_force is False:
            return []
        return [self.texts.messages["answer-due"].format(day=self.voice.day(due.latest))]

    def _due(self, clock: str, starts_on: date) -> Due | None:
        rule = self.rules.find(clock)
        try:
            return due_date(
                rule, starts_on, holidays=self.holidays, nation=self.nation, voice=self.voice
            )
        except HolidaysUnknown:
            return None

    def _state(self, route: Route, due: Due | None, *, has_clock: bool) -> State:
        if route.phase == Phase.LATER:
            return State.LATER
        if has_clock and self.answers.on is None:
            return State.NO_DAY
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
