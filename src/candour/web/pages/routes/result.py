"""The result: what to do first, the systems shown then, the steps in order, and who may help."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candour.law.answers import ForWhom
from candour.law.calendar_file import Reminder
from candour.law.letters import LetterSpec
from candour.law.results import Opening, Result
from candour.law.routes import Phase, Route
from candour.law.triage import FAR
from candour.law.triage_texts import Helper, State
from candour.web.addresses import subject_address
from candour.web.law_texts import day_in_words, weekday_in_words
from candour.web.pages.routes.addresses import route_address
from candour.web.pages.routes.answering import Form
from candour.web.pages.routes.questions import Summed, summed_up
from candour.web.pages.routes.working import DueShown, due_shown

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
}
DAYS_OF_A_YEAR = 366
FIRST_FOR_A_PERSON = ("keep-evidence", "C17", "D1")
FIRST_FOR_A_BODY = ("P1", "P2", "C6")
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
    mark: str
    says: str
    plain: str
    last_day: str
    iso: str
    left: str
    notes: tuple[str, ...]
    address: str
    route: Route | None
    due: DueShown | None
    letter: LetterOffered | None
    after: tuple[NextStep, ...]


@dataclass(frozen=True, slots=True)
class StepGroup:
    heading: str
    steps: tuple[StepShown, ...]


@dataclass(frozen=True)
class ResultShown:
    """All that the page of a result is told."""

    force: str
    force_slug: str
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
    kept: tuple[tuple[str, str], ...],
) -> ResultShown:
    maker = _Maker(result, routes, letters)
    steps = [maker.step(each, number) for number, each in enumerate(result.openings, start=1)]
    day = form.given.day
    said = list(result.say_first)
    adviser = said.pop(0) if result.adviser_first else ""
    return ResultShown(
        force=result.answers.force.name,
        force_slug=result.answers.force.slug,
        nation=_(result.nation.label),
        nation_key=result.nation.value,
        for_whom=result.answers.for_whom.value,
        when=day.in_words() if day else "",
        is_rough=day is not None and day.is_rough,
        counted_from=day_in_words(result.answers.on) if result.answers.on else "",
        adviser_first=result.adviser_first,
        adviser=adviser,
        say_first=tuple(text for text in said if text != result.not_legal_advice),
        systems=tuple(_systems(result)),
        groups=tuple(_groups(result, steps)),
        first=_first(result, steps),
        days=tuple(sorted((s for s in steps if s.left), key=lambda step: step.iso)),
        later=tuple(maker.step(each, 0) for each in result.later),
        helpers=result.helpers,
        authority=maker.authority(),
        not_legal_advice=result.not_legal_advice,
        answers=summed_up(form),
        kept=kept,
        today=day_in_words(result.today),
    )


def reminders(result: Result) -> Iterable[Reminder]:
    """Give the last days that have not passed, each under the identifier of its route."""
    for each in result.openings:
        if each.last_day is not None and each.last_day >= result.today:
            yield Reminder(each.last_day, each.id)


def _systems(result: Result) -> Iterable[SystemShown]:
    for each in result.systems:
        address = subject_address("system", each.slug)
        yield SystemShown(each.name, address, each.wording, each.is_then)


def _first(result: Result, steps: list[StepShown]) -> tuple[StepShown, ...]:
    """The few steps to take before all others: evidence, the first clock that runs, a copy."""
    is_body = result.answers.for_whom is ForWhom.PUBLIC_INTEREST
    wanted = list(FIRST_FOR_A_BODY if is_body else FIRST_FOR_A_PERSON)
    open_steps = [step for step in steps if step.mark != MARKS[State.PASSED]]
    wanted += [each.id for each in result.openings if _is_running(each)][:1]
    return tuple(step for step in open_steps if step.id in wanted)


def _is_running(opening: Opening) -> bool:
    """Whether the clock of a court runs, and does not leave years, or may for want of a day."""
    if opening.phase is not Phase.TIME:
        return False
    if opening.state is State.NO_DAY:
        return True
    left = opening.days_left
    return opening.state in {State.OPEN, State.CLOSING} and left is not None and left <= FAR


def _groups(result: Result, steps: Iterable[StepShown]) -> Iterable[StepGroup]:
    """Steps that follow each other in the order given, under the heading of their phase."""
    is_body = result.answers.for_whom is ForWhom.PUBLIC_INTEREST
    groups: list[tuple[str, list[StepShown]]] = []
    for opening, step in zip(result.openings, steps, strict=True):
        is_late = bool(groups) and groups[-1][0] not in {_heading(p) for p in _EARLY}
        heading = (
            _("Courts, where there is time")
            if (opening.phase is Phase.TIME and is_late)
            else _heading(opening.phase, is_body=is_body)
        )
        if not groups or groups[-1][0] != heading:
            groups.append((heading, []))
        groups[-1][1].append(step)
    return (StepGroup(heading, tuple(found)) for heading, found in groups)


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
            mark=MARKS[opening.state],
            says=opening.says,
            plain=opening.plain,
            last_day=weekday_in_words(last) if last else "",
            iso=last.isoformat() if last else "",
            left=_left(opening),
            notes=opening.notes,
            address=route_address(opening.id) if route is not None else "",
            route=route,
            due=due_shown(opening.due) if opening.due is not None else None,
            letter=self._letter(opening),
            after=self._after(route) if route is not None else (),
        )

    def authority(self) -> LetterOffered | None:
        """Offer the authority a person gives to whoever acts for them, for that person to sign."""
        giver = {ForWhom.CHILD: ForWhom.CHILD, ForWhom.CLIENT: ForWhom.SELF}
        for_whom = giver.get(self.result.answers.for_whom)
        return self._offered(AUTHORITY, for_whom) if for_whom is not None else None

    def _letter(self, opening: Opening) -> LetterOffered | None:
        return self._offered(opening.letter, self.result.answers.for_whom)

    def _offered(self, kind: str, for_whom: ForWhom) -> LetterOffered | None:
        """Offer a letter where it fits the place and the person.

        Where an adviser comes first, none is offered. A limit that has passed ends no offer: late
        steps are sometimes taken.
        """
        spec = self.letters.get(kind)
        result = self.result
        if spec is None or result.adviser_first:
            return None
        if result.nation not in spec.nations or for_whom not in spec.for_whom:
            return None
        return LetterOffered(spec.kind, spec.name, for_whom.value)

    def _after(self, route: Route) -> tuple[NextStep, ...]:
        """What may come next here, in this part of the UK."""
        found = (self.routes[name] for name in route.next)
        return tuple(
            NextStep(each.name, route_address(each.id))
            for each in found
            if self.result.nation in each.nations
        )


def _left(opening: Opening) -> str:
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
