"""The result: what to do first, the systems shown then, the steps in order, and who may help."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candour.law.answers import ForWhom
from candour.law.letters import LetterSpec
from candour.law.results import Opening, Result
from candour.law.routes import Phase, Route
from candour.law.triage_texts import Helper, Reply, State
from candour.web.addresses import subject_address
from candour.web.help.addresses import route_address
from candour.web.help.form import Form
from candour.web.help.law_texts import day_in_words, texts, weekday_in_words
from candour.web.help.questions import Summed, summed_up
from candour.web.help.working import (
    DueShown,
    ProvisionShown,
    due_shown,
    provisions_shown,
    status_in_words,
)

# The shape beside a state; its words say the same.
MARKS = {
    State.OPEN: "open",
    State.CLOSING: "closing",
    State.PASSED: "passed",
    State.PASSED_ELSEWHERE: "passed",
    State.LATE: "open",
    State.LATER: "later",
    State.NO_LIMIT: "open",
    State.NO_DAY: "unsure",
    State.NOT_READ: "unsure",
}
DAYS_OF_A_YEAR = 366
AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class SystemShown:
    name: str
    address: str
    wording: str
    is_then: bool


@dataclass(frozen=True, slots=True)
class LetterOffered:
    """A letter that serves a step, and for whom it is opened."""

    kind: str
    name: str
    for_whom: str


@dataclass(frozen=True, slots=True)
class NextStep:
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step, with all that a person should know before taking it."""

    number: int
    id: str
    name: str
    sentence: str
    mark: str
    says: str
    plain: str
    read: str
    is_past: bool
    is_policy: bool
    last_day: str
    iso: str
    left: str
    notes: tuple[str, ...]
    answer_note: str
    address: str
    route: Route | None
    due: DueShown | None
    letter: LetterOffered | None
    after: tuple[NextStep, ...]
    law: tuple[ProvisionShown, ...]


@dataclass(frozen=True, slots=True)
class StepGroup:
    heading: str
    steps: tuple[StepShown, ...]


@dataclass(frozen=True)
class ResultShown:
    """All that the page of a result is told."""

    force: str
    force_slug: str
    force_kind: str
    nation: str
    nation_key: str
    for_whom: str
    when: str
    is_rough: bool
    counted_from: str
    adviser_first: bool
    adviser: str
    say_first: tuple[str, ...]
    systems: tuple[SystemShown, ...]
    groups: tuple[StepGroup, ...]
    first: tuple[StepShown, ...]
    earlier: tuple[StepShown, ...]
    reply: Reply | None
    reply_there: tuple[str, ...]
    reply_law: tuple[ProvisionShown, ...]
    days: tuple[StepShown, ...]
    later: tuple[StepShown, ...]
    helpers: tuple[Helper, ...]
    authority: LetterOffered | None
    not_legal_advice: str
    answers: tuple[Summed, ...]
    kept: tuple[tuple[str, str], ...]
    today: str


def result_shown(
    result: Result,
    form: Form,
    *,
    routes: Mapping[str, Route],
    letters: Mapping[str, LetterSpec],
    answers: tuple[tuple[str, str], ...],
) -> ResultShown:
    maker = _Maker(result, routes, letters)
    shown = [each for each in result.openings if not each.is_of_all_courts]
    steps = [maker.step(each, number) for number, each in enumerate(shown, start=1)]
    first = tuple(maker.step(each, number) for number, each in enumerate(result.first, start=1))
    day = form.given.day
    reply = texts().replies.get(result.answers.reply)
    sentences = list(result.say_first)
    adviser = sentences.pop(0) if result.adviser_first else ""
    return ResultShown(
        force=result.answers.force.name,
        force_slug=result.answers.force.slug,
        force_kind=result.answers.force.kind.id,
        nation=_((result.country or result.nation).label),
        nation_key=(result.country or result.nation).value,
        for_whom=result.answers.for_whom.value,
        when=day.in_words() if day else "",
        is_rough=day is not None and day.is_rough,
        counted_from=day_in_words(result.answers.on) if result.answers.on else "",
        adviser_first=result.adviser_first,
        adviser=adviser,
        say_first=tuple(text for text in sentences if text != result.not_legal_advice),
        systems=tuple(_systems(result)),
        groups=tuple(_groups(result, steps)),
        first=first,
        earlier=tuple(step for step in steps if step.is_past),
        reply=reply,
        reply_there=_means_there(reply, result),
        reply_law=_law_there(reply, result),
        days=tuple(sorted((s for s in steps if s.left), key=lambda step: step.iso)),
        later=tuple(maker.step(each, 0) for each in result.later),
        helpers=result.helpers,
        authority=maker.authority(),
        not_legal_advice=result.not_legal_advice,
        answers=summed_up(form),
        kept=answers,
        today=day_in_words(result.today),
    )


def _means_there(reply: Reply | None, result: Result) -> tuple[str, ...]:
    if reply is None:
        return ()
    return reply.means_there(result.answers.force, result.nation, result.country)


def _law_there(reply: Reply | None, result: Result) -> tuple[ProvisionShown, ...]:
    """What the reply rests on, of the law that binds this body in this part of the UK."""
    if reply is None:
        return ()
    force, nation, country = result.answers.force, result.nation, result.country
    return provisions_shown(each for each in reply.law if each.binds(force, nation, country))


def _systems(result: Result) -> Iterable[SystemShown]:
    for each in result.systems:
        address = subject_address("system", each.slug)
        yield SystemShown(each.name, address, each.wording, each.is_then)


def _groups(result: Result, steps: Iterable[StepShown]) -> Iterable[StepGroup]:
    """Steps that follow each other in the order given, under the heading of their phase."""
    is_body = result.answers.for_whom is ForWhom.PUBLIC_INTEREST
    groups: list[tuple[str, list[StepShown]]] = []
    by_id = {each.id: each for each in result.openings}
    for step in steps:
        opening = by_id[step.id]
        is_late = bool(groups) and groups[-1][0] not in {_heading(p) for p in _EARLY}
        heading = (
            _("Courts, where there is time")
            if (opening.phase is Phase.TIME and is_late)
            else _heading(opening.phase, is_body=is_body)
        )
        if not groups or groups[-1][0] != heading:
            groups.append((heading, []))
        groups[-1][1].append(step)
    return (StepGroup(heading, tuple(members)) for heading, members in groups)


_EARLY = (Phase.PRESERVE, Phase.TIME)


def _heading(phase: Phase, *, is_body: bool = False) -> str:
    if is_body and phase is Phase.ACCESS:
        return _("Ask what part a system plays")  # a body has no copy of its own to get
    return phase_in_words(phase)


def phase_in_words(phase: Phase) -> str:
    return {
        Phase.PRESERVE: _("Have the evidence kept"),
        Phase.TIME: _("Courts, and days that run out"),
        Phase.ACCESS: _("Get your copy, and ask what part a system played"),
        Phase.ASK: _("Ask which systems there are"),
        Phase.RESTRICT: _("Have disputed data left alone"),
        Phase.CORRECT: _("Have wrong facts put right"),
        Phase.COMPLAIN: _("Complain to the body"),
        Phase.REGULATOR: _("Turn to a regulator"),
        Phase.COLLECTIVE: _("Act with others"),
        Phase.SUPPORT: _("Get advice"),
        Phase.LATER: _("What may come after"),
        Phase.ERASE: _("Last: have data erased"),
    }[phase]


@dataclass(frozen=True, slots=True)
class _Maker:
    result: Result
    routes: Mapping[str, Route]
    letters: Mapping[str, LetterSpec]

    def step(self, opening: Opening, number: int) -> StepShown:
        last, route = opening.last_day, opening.route
        return StepShown(
            number=number,
            id=opening.id,
            name=opening.name,
            sentence=opening.sentence,
            mark=MARKS[opening.state],
            says=opening.says,
            plain=opening.plain,
            read=status_in_words(route.status) if route is not None else "",
            is_past=last is not None and last < self.result.today,
            is_policy=opening.is_policy,
            last_day=weekday_in_words(last) if last else "",
            iso=last.isoformat() if last else "",
            left=_time_left(opening),
            notes=opening.notes,
            answer_note=opening.answer_note,
            address=route_address(opening.id) if route is not None else "",
            route=route,
            due=due_shown(opening.due, today=self.result.today) if opening.due else None,
            letter=self._letter(opening),
            after=self._after(route) if route is not None else (),
            law=provisions_shown(opening.law),
        )

    def authority(self) -> LetterOffered | None:
        """Offer the authority a person gives to whoever acts for them, for that person to sign."""
        giver = {ForWhom.CHILD: ForWhom.CHILD, ForWhom.CLIENT: ForWhom.SELF}
        for_whom = giver.get(self.result.answers.for_whom)
        spec = self.letters.get(AUTHORITY)
        if spec is None or for_whom is None or self.result.adviser_first:
            return None
        return LetterOffered(spec.kind, spec.name, for_whom.value)

    def _letter(self, opening: Opening) -> LetterOffered | None:
        """Offer the letter that the law finds fit for this person."""
        spec = self.letters.get(opening.letter)
        if spec is None:
            return None
        return LetterOffered(spec.kind, spec.name, self.result.answers.for_whom.value)

    def _after(self, route: Route) -> tuple[NextStep, ...]:
        """What may come next here, in this part of the UK."""
        force, nation = self.result.answers.force, self.result.nation
        country, what = self.result.country, self.result.answers.what
        following = (self.routes[name] for name in route.next)
        return tuple(
            NextStep(each.here(nation, country, force.kind.id, what).name, route_address(each.id))
            for each in following
            if each.leads_against(force, nation, country)
        )


def _time_left(opening: Opening) -> str:
    """Say how many days are left; nothing where the last day has passed."""
    left = opening.days_left
    if left is None or left < 0:
        return ""
    if left == 0:
        return _("today")
    if years := left // DAYS_OF_A_YEAR if left > 2 * DAYS_OF_A_YEAR else 0:
        return ngettext("more than %(years)s year", "more than %(years)s years", years) % {
            "years": years
        }
    return ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}
