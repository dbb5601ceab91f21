"""The few steps to take before all others, and the one that names a court's earliest limit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from candour.law.answers import Answers
from candour.law.clocks import PROMPT_NAME
from candour.law.holidays import Nation
from candour.law.openings import Maker
from candour.law.results import Opening
from candour.law.triage_texts import Case, State, Texts

MOST = 5
LAST_DAYS = 7  # before a limit, in which no other day is named than the limit
RUNNING = {State.OPEN, State.CLOSING}
GONE = {State.PASSED, State.PASSED_ELSEWHERE}


def case_of(answers: Answers, nation: Nation, texts: Texts) -> Case:
    """Return the first case that fits the answers in a part of the UK."""
    for case in texts.cases:
        if (
            (not case.situations or set(case.situations) & answers.situations)
            and (not case.for_whom or answers.for_whom in case.for_whom)
            and (not case.what or answers.what in case.what)
            and (not case.bodies or answers.force.kind.id in case.bodies)
            and (not case.nations or nation in case.nations)
        ):
            return case
    raise LookupError("no case fits; the last one in the file must ask for nothing")


def first_steps(case: Case, openings: Sequence[Opening], maker: Maker) -> tuple[Opening, ...]:
    """Return at most five steps in their order, a court's earliest open limit among them."""
    by_id = {each.id: each for each in openings}
    reply = maker.reply
    wanted, may_be_late = case.steps, case.late
    if reply is not None and not case.is_adviser_first:
        wanted = tuple(dict.fromkeys((*reply.next, "solicitor", *case.steps)))
        wanted = wanted if len(reply.next) > 1 else case.steps
        may_be_late += reply.next
    there = [by_id[name] for name in wanted if name in by_id]
    chosen = [_as_first(each) for each in there if _is_to_take(each, may_be_late)]
    if reply is not None and not case.is_adviser_first:
        chosen = [each for each in chosen if each.id in reply.next or each.id == "solicitor"]
    solicitor = by_id["solicitor"]
    if solicitor not in chosen[:MOST] and solicitor.last_day is not None:
        chosen = [*[each for each in chosen if each is not solicitor][: MOST - 1], solicitor]
    return tuple(chosen[:MOST])


def _is_to_take(opening: Opening, may_be_late: Sequence[str]) -> bool:
    """Whether a step can be taken now; one whose day has passed, if the body may take it late."""
    if opening.state in GONE:
        return opening.id in may_be_late
    return opening.state is not State.LATER


def _as_first(opening: Opening) -> Opening:
    """Return the step as it stands among the first: one whose day has passed says so."""
    if opening.state not in GONE:
        return opening
    return replace(opening, notes=(opening.says, *opening.notes))


def solicitor_step(openings: Sequence[Opening], maker: Maker) -> Opening:
    """Make the step that sends a person to a solicitor, with the court's limit that ends first."""
    spec = next(each for each in maker.texts.steps if each.summed == "solicitor")
    courts = [each for each in openings if each.route is not None and each.route.is_court]
    running = [each for each in courts if each.last_day is not None and each.state in RUNNING]
    first = min(running, key=lambda each: each.last_day or date.max, default=None)
    plain, ours = _solicitor_plain(courts, first, maker)
    waits = State.NO_DAY if maker.answers.on is None and courts else State.NO_LIMIT
    state = first.state if first else waits
    return Opening(
        id=spec.id,
        name=spec.name,
        phase=spec.phase,
        state=state,
        says=maker.texts.states[state],
        plain=plain,
        last_day=first.last_day if first else None,
        days_left=first.days_left if first else None,
        clock=first.clock if first else "",
        letter="",
        route=None,
        due=first.due if first else None,
        notes=tuple(_court_notes(courts, first, maker)),
        careful_day=ours,
        is_of_all_courts=True,
    )


def _solicitor_plain(
    courts: Sequence[Opening], first: Opening | None, maker: Maker
) -> tuple[str, date | None]:
    """Say when to see a solicitor; the day is ours, and none that has passed is named."""
    messages = maker.texts.messages
    if maker.is_adviser_first:
        return messages["solicitor-first"], None
    if first is None or first.due is None:
        has_days = maker.answers.on is not None
        passed = any(each.state in GONE for each in courts)
        if not has_days:
            return messages["solicitor-no-day"], None
        return messages["solicitor-none" if passed else "solicitor-now"], None
    if (first.days_left or 0) <= LAST_DAYS:
        return messages["solicitor-today"], None
    ours = next((each.day for each in first.due.also if each.name == PROMPT_NAME), None)
    if ours is None or ours < maker.today:
        return messages["solicitor-now"], None
    return messages["solicitor-by"].format(day=maker.voice.day(ours)), ours


def _court_notes(courts: Sequence[Opening], first: Opening | None, maker: Maker) -> list[str]:
    messages = maker.texts.messages
    if first is None or first.due is None:
        return []
    notes = [messages["solicitor-court"].format(court=first.name)]
    if first.due.rule.is_prompt:
        notes.append(messages["solicitor-prompt"])
    if first.is_unchecked:
        notes.append(messages["not-checked"])
    return notes
