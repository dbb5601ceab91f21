"""What each route means for one set of answers: if it is open, until when, with which letter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from candour.law.answers import Answers, ForWhom
from candour.law.clocks import PROMPT_NAME, SAFE_NAME, Due, due_date
from candour.law.holidays import Country, Holidays, HolidaysUnknown, Nation
from candour.law.letters import Letters, can_be_offered
from candour.law.provisions import Provision
from candour.law.results import Opening
from candour.law.routes import Phase, Route, What
from candour.law.rules import Meaning, Rule, Rules
from candour.law.triage_texts import Reply, State, StepSpec, Texts
from candour.law.voice import Voice

SOON = 30  # days before a last day from which a route is closing
FAR = 183  # days before a last day up to which a court's clock comes before the rest
ABOUT_REQUESTS = ("information", "own-data")


@dataclass(frozen=True, slots=True)
class Maker:
    """Works out what each route means for one set of answers.

    `after_reply` are the routes that the reply leads to, in one step or in several.
    """

    answers: Answers
    nation: Nation
    today: date
    holidays: Holidays
    rules: Rules
    texts: Texts
    letters: Letters
    is_adviser_first: bool
    after_reply: frozenset[str]
    voice: Voice

    @property
    def country(self) -> Country | None:
        return self.answers.country

    @property
    def reply(self) -> Reply | None:
        return self.texts.replies.get(self.answers.reply)

    # which

    def concerns(self, route: Route) -> bool:
        answers, reply = self.answers, self.reply
        is_next = reply is not None and route.id in (*reply.next, *reply.then)
        happened = answers.what in route.what or answers.force.kind.id in route.whatever_with
        return (
            route.leads_against(answers.force, self.nation, self.country)
            and (is_next or happened)
            and self._may_start(route.starters, is_for_all=route.is_for_all or is_next)
            and not (route.is_adults_only and answers.is_child)
            and self._was_decided(route)
            and self._fits_reply(route)
        )

    def concerns_step(self, spec: StepSpec) -> bool:
        if spec.summed == "solicitor":
            return False  # made of all the others
        reply = self.reply
        if spec.is_on_reply:
            return reply is not None and spec.id in reply.next
        fits = not spec.what or self.answers.what in spec.what
        is_for_all = "body" in spec.starters
        force = self.answers.force
        return (
            fits
            and self.nation in spec.nations
            and force.kind.id in spec.bodies
            and force.may_be_branch(spec.branch)
            and self._may_start(spec.starters, is_for_all=is_for_all)
        )

    def _may_start(self, starters: tuple[str, ...], *, is_for_all: bool) -> bool:
        if self.answers.for_whom == ForWhom.PUBLIC_INTEREST:
            return "body" in starters
        if self.answers.what == What.GENERAL and not is_for_all:
            return False
        return "person" in starters

    def _was_decided(self, route: Route) -> bool:
        if not route.decided:
            return True
        word, _, text = route.decided.partition(" ")
        day = date.fromisoformat(text)
        first, last = self.answers.on, self.answers.until or self.answers.on
        if first is None or last is None:
            return True
        return first < day if word == "before" else last >= day

    def _fits_reply(self, route: Route) -> bool:
        """Whether what comes after one kind of request may come after the one that was made."""
        reply = self.reply
        if reply is None:
            return True
        if reply.request in route.spent_by:
            return False
        follows_requests = route.phase is Phase.LATER and route.about in ABOUT_REQUESTS
        return not follows_requests or route.id in self.after_reply

    # what

    def step(self, spec: StepSpec) -> Opening:
        wording: dict[str, Callable[[], str]] = {
            "evidence": self._evidence_plain,
            "extension": partial(self._extension, spec),
        }
        plain = wording[spec.summed]() if spec.summed in wording else spec.plain
        letter = spec.letter_for_solicitor if self.is_adviser_first else spec.letter
        return Opening(
            id=spec.id,
            name=spec.name,
            phase=spec.phase,
            state=State.NO_LIMIT,
            says=self.texts.states[State.NO_LIMIT],
            plain=plain,
            last_day=None,
            days_left=None,
            clock="",
            letter=self.offered(letter),
            route=None,
            due=None,
            law=self.binding(spec.law),
        )

    def binding(self, law: Iterable[Provision]) -> tuple[Provision, ...]:
        """Of provisions, those that bind the body in this part of the UK."""
        force = self.answers.force
        return tuple(each for each in law if each.binds(force, self.nation, self.country))

    def _extension(self, spec: StepSpec) -> str:
        """Word how long a body may take; it had the request by the day its notice came."""
        messages, clock = self.texts.messages, spec.clock_by_law[self.answers.force.kind.data_law]
        due = self._due(clock, self.answers.replied_on) if self.answers.replied_on else None
        if due is None:
            return messages["extension"].format(clock=clock)
        return messages["extension-latest"].format(day=self.voice.day(due.latest))

    def _evidence_plain(self) -> str:
        """Word the step by the days since, after which video is often gone."""
        messages, on = self.texts.messages, self.answers.until or self.answers.on
        if self.is_adviser_first:
            return messages["evidence-through"]
        if on is None:
            return messages["evidence-no-day"]
        days = (self.today - on).days
        if days <= TODAY_DAYS:
            return messages["evidence-today"]
        return messages["evidence-week" if days <= VIDEO_DAYS else "evidence-gone"]

    def opening(self, route: Route) -> Opening:
        answers = self.answers
        route = route.here(self.nation, self.country, answers.force.kind.id, answers.what)
        clock, due = self._clock(route)
        due, doubt = self._counted_anew(route, clock, due)
        state = self._state(route, due, has_clock=bool(clock))
        closes = due is not None and not due.rule.is_soft
        last = due.on if due is not None and closes else None
        notes = self._notes(due, state) if due is not None else []
        notes = [doubt, *notes] if doubt else notes
        if self.reply is not None and route.id in self.reply.only_if:
            notes = [self.reply.only_if[route.id], *notes]
        answer_day = self._answer_day(route) if state != State.LATER else None
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
            letter=self.offered(route.letter),
            route=route,
            due=due,
            notes=tuple(notes),
            answer_note=self._answer_note(answer_day),
            answer_day=answer_day,
            careful_day=self._careful(due),
            doubt=doubt,
        )

    def offered(self, letter: str) -> str:
        """Return the letter if it may be offered to this person, else ""."""
        is_fit = letter and can_be_offered(
            letter,
            force=self.answers.force,
            nation=self.nation,
            for_whom=self.answers.for_whom,
            can_go_to_court=self.answers.can_go_to_court_alone(self.nation),
            is_adviser_first=self.is_adviser_first,
            letters=self.letters,
        )
        return letter if is_fit else ""

    def _clock(self, route: Route) -> tuple[str, Due | None]:
        """Find the clock that runs, from the reply that leads here or from the event."""
        rule = self._clock_of_reply(route)
        if rule is not None:
            replied_on = self.answers.replied_on or self.today
            return rule.id, self._due(rule.id, replied_on, self._place(route))
        clock, on = route.event_clock(self.nation), self.answers.on
        return clock, self._due(clock, on) if clock and on else None

    def _place(self, route: Route) -> tuple[Nation, Country | None]:
        """Return the part of the UK whose rules count the days of a route.

        Under the Act on information a body of the whole UK answers as in England, wherever it is.
        """
        if route.is_of_body and self.answers.force.is_uk_wide:
            return Nation.ENGLAND_WALES, None
        return self.nation, self.country

    def _counted_anew(self, route: Route, clock: str, due: Due | None) -> tuple[Due | None, str]:
        """Return the last day to keep where a reply is itself a decision, and the doubt about it.

        From which of the two decisions the time runs was not read. So the earlier day is kept
        while it is to come, and after it the later one, never as if the time were over.
        """
        reply, replied_on = self.reply, self.answers.replied_on
        if due is None or reply is None or replied_on is None:
            return due, ""
        if not (route.may_run_anew and reply.is_decision):
            return due, ""
        later = self._due(clock, replied_on)
        if later is None or later.on < self.today or later.on == due.on:
            return due, ""
        wording = self.texts.messages["anew-careful" if due.on >= self.today else "anew-passed"]
        doubt = wording.format(court=route.name, day=self.voice.day(later.on))
        return (due if due.on >= self.today else later), doubt

    def _clock_of_reply(self, route: Route) -> Rule | None:
        reply = self.reply
        if reply is None or reply.is_silence or self.answers.replied_on is None:
            return None
        if route.id not in reply.next:
            return None
        nation, country = self._place(route)
        for name in route.clocks:
            rule = self.rules.find(name)
            is_here = nation in rule.nations and rule.holds_in(country)
            if is_here and rule.meaning is Meaning.PERSON and not rule.parts:
                return rule
        return None

    def _careful(self, due: Due | None) -> date | None:
        """Return the day before a last day that is to be kept; none that has passed."""
        if due is None:
            return None
        days = [each.day for each in due.also if each.name == SAFE_NAME]
        return next((day for day in days if day >= self.today), None)

    def _notes(self, due: Due, state: State) -> list[str]:
        messages, say, day = self.texts.messages, self.voice.say, self.voice.day
        if state not in {State.OPEN, State.CLOSING}:
            return []
        if due.rule.is_soft:
            return [messages["reason-after"].format(day=day(due.on))]
        notes = []
        if due.rule.status.name == "BACKGROUND":
            notes.append(messages["not-checked"])
        if due.rule.is_policy:
            notes.append(messages["policy-day"])
        if self.is_prompt(due):
            notes.append(messages["promptly"])
        for each in due.also:
            if each.day >= self.today or each.name == PROMPT_NAME:
                has_passed = each.day < self.today
                wording = messages["our-day-passed" if has_passed else "our-day"]
                notes.append(wording.format(name=say(each.name), day=day(each.day)))
        if any(each.name == SAFE_NAME and each.day < self.today for each in due.also):
            notes.append(messages["do-it-now"].format(day=day(due.on)))
        return notes

    def is_prompt(self, due: Due) -> bool:
        """Whether a claim can be too slow inside its limit."""
        return due.rule.is_prompt

    def _answer_day(self, route: Route) -> date | None:
        """Return by when a body must answer, if it had the request today."""
        rule = self.rules.find(route.clocks[0]) if route.clocks else None
        place = self._place(route)
        if rule is None or rule.meaning != Meaning.BODY or place[0] not in rule.nations:
            return None
        due = self._due(rule.id, self.today, place)
        return due.latest if due is not None and due.in_force is not False else None

    def _answer_note(self, day: date | None) -> str:
        if day is None:
            return ""
        return self.texts.messages["answer-due"].format(day=self.voice.day(day))

    def _due(
        self, clock: str, starts_on: date, place: tuple[Nation, Country | None] | None = None
    ) -> Due | None:
        rule = self.rules.find(clock)
        nation, country = place or (self.nation, self.country)
        part = country or nation
        if nation not in rule.nations or not rule.holds_in(country):
            return None
        try:
            return due_date(rule, starts_on, holidays=self.holidays, nation=part, voice=self.voice)
        except HolidaysUnknown:
            return None

    def _state(self, route: Route, due: Due | None, *, has_clock: bool) -> State:
        reply = self.reply
        is_next = reply is not None and route.id in reply.next
        if route.phase == Phase.LATER and not is_next:
            return State.LATER
        if has_clock and due is None and self.answers.on is None:
            return State.NO_DAY
        if due is None:
            return self._without_day(route, has_clock=has_clock, is_next=is_next)
        left = (due.on - self.today).days
        has_our_day_passed = any(e.name == PROMPT_NAME and e.day < self.today for e in due.also)
        if left >= 0:
            is_closing = has_our_day_passed or (left <= SOON and not due.rule.is_soft)
            return State.CLOSING if is_closing else State.OPEN
        if due.rule.is_soft:
            return State.LATE
        is_courts = route.kind == "judicial" and not due.rule.is_policy
        return State.PASSED if is_courts else State.PASSED_ELSEWHERE

    def _without_day(self, route: Route, *, has_clock: bool, is_next: bool) -> State:
        """Tell a step that has no limit from one whose limit was not read or can't be counted.

        A step a reply leads to may have a clock of its own, from a day that was not given; one
        whose clocks are all of other nations has a limit here that was not read.
        """
        if route.is_limit_unread or has_clock:
            return State.NOT_READ
        runs = [self.rules.find(name) for name in route.clocks]
        limits = [rule for rule in runs if rule.meaning is Meaning.PERSON]
        if not is_next or not limits:
            return State.NO_LIMIT
        is_here = any(self._place(route)[0] in rule.nations for rule in limits)
        return State.NO_DAY if is_here else State.NOT_READ


TODAY_DAYS = 21  # till then evidence is asked for today
VIDEO_DAYS = 31  # what some forces keep unmarked video for
