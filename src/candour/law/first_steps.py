"""The few steps to take before all others, and the one that names a court's earliest limit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from candour.law.answers import Answers
from candour.law.clocks import PROMPT_NAME, Due
from candour.law.holidays import Nation
from candour.law.openings import Maker
from candour.law.results import Opening
from candour.law.triage_texts import Case, Reply, State, Texts

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
    after_reply: tuple[str, ...] = ()
    if reply is not None and not case.is_adviser_first:
        after_reply = (*reply.next, *reply.then)
        wanted = tuple(dict.fromkeys((*after_reply, "solicitor", *case.steps)))
        wanted = wanted if len(after_reply) > 1 else case.steps
        may_be_late += (*after_reply,)
    there = [by_id[name] for name in wanted if name in by_id]
    chosen = [_as_first(each) for each in there if _is_to_take(each, may_be_late, reply)]
    if after_reply:
        chosen = [each for each in chosen if each.id in after_reply or each.id == "solicitor"]
    solicitor = by_id["solicitor"]
    has_limit = solicitor.last_day is not None or solicitor.state is State.NOT_READ
    if solicitor not in chosen[:MOST] and has_limit:
        chosen = [*[each for each in chosen if each is not solicitor][: MOST - 1], solicitor]
    return tuple(chosen[:MOST])


def _is_to_take(opening: Opening, may_be_late: Sequence[str], reply: Reply | None) -> bool:
    """Whether a step can be taken now; one whose day has passed, if the body may take it late.

    One that comes after another step of the reply is named beside it.
    """
    if opening.state in GONE:
        return opening.id in may_be_late
    return opening.state is not State.LATER or (reply is not None and opening.id in reply.then)


def _as_first(opening: Opening) -> Opening:
    """Return the step as it stands among the first: one that is late or comes later says so."""
    if opening.state not in {*GONE, State.LATER}:
        return opening
    return replace(opening, notes=(opening.says, *opening.notes))


def solicitor_step(openings: Sequence[Opening], maker: Maker) -> Opening:
    """Make the step that sends a person to a solicitor, with the court's limit that ends first."""
    spec = next(each for each in maker.texts.steps if each.summed == "solicitor")
    courts = [each for each in openings if each.is_court]
    unread = next((each for each in courts if _is_unread(each, maker)), None)
    running = [each for each in courts if each.last_day is not None and each.state in RUNNING]
    first = min(running, key=lambda each: each.last_day or date.max, default=None)
    first = first if unread is None else None  # one that was not read can end before it
    plain, ours = _solicitor_plain(courts, first, maker, is_unread=unread is not None)
    waits = State.NO_DAY if maker.answers.on is None and courts else State.NO_LIMIT
    limit = first or unread
    state = limit.state if limit else waits
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
        notes=(*_court_notes(first, unread, maker), *(e.doubt for e in courts if e.doubt)),
        careful_day=ours,
        is_of_all_courts=True,
    )


def _is_unread(opening: Opening, maker: Maker) -> bool:
    """Whether a court's limit runs whose last day is not known, though days were given."""
    hangs_on_reply = opening.state is State.NO_DAY and maker.answers.on is not None
    return opening.state is State.NOT_READ or hangs_on_reply


def _solicitor_plain(
    courts: Sequence[Opening], first: Opening | None, maker: Maker, *, is_unread: bool
) -> tuple[str, date | None]:
    """Say when to see a solicitor; the day is ours, and none that has passed is named."""
    messages = maker.texts.messages
    if maker.is_adviser_first:
        return messages["solicitor-first"], None
    if is_unread:
        return messages["solicitor-now"], None
    if first is None or first.due is None:
        has_days = maker.answers.on is not None
        passed = any(each.state in GONE for each in courts)
        if not has_days:
            return messages["solicitor-no-day"], None
        return messages["solicitor-none" if passed else "solicitor-now"], None
    return _solicitor_by(first, first.due, maker)


def _solicitor_by(first: Opening, due: Due, maker: Maker) -> tuple[str, date | None]:
    """Say by which day of ours to see a solicitor, or that it is to be now or today."""
    messages = maker.texts.messages
    if (first.days_left or 0) <= LAST_DAYS:
        return messages["solicitor-today"], None
    ours = next((each.day for each in due.also if each.name == PROMPT_NAME), None)
    if ours is None or ours < maker.today or first.doubt:
        return messages["solicitor-now"], None
    return messages["solicitor-by"].format(day=maker.voice.day(ours)), ours


def _court_notes(first: Opening | None, unread: Opening | None, maker: Maker) -> list[str]:
    messages = maker.texts.messages
    if unread is not None:
        is_open = unread.state is State.NOT_READ
        told = [unread.plain, messages["not-checked"]] if is_open else [unread.says]
        return [messages["solicitor-court"].format(court=unread.name), *told]
    if first is None or first.due is None:
        return []
    notes = [messages["solicitor-court"].format(court=first.name)]
    if first.due.rule.is_prompt:
        notes.append(messages["solicitor-prompt"])
    if first.is_unchecked:
        notes.append(messages["not-checked"])
    return notes
