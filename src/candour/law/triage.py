"""From what happened to the routes that are open, in the order that protects time and evidence.

Pure: the day, the systems of the register and the bank holidays are handed in. Nothing about a
person comes in but where, when, what kind of thing, for whom and how old, and nothing is kept.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from candour.law.answers import (
    EARLIEST,
    NATION_OF,
    Age,
    Answers,
    ForceNotYet,
    ForWhom,
    InTheFuture,
    LongAgo,
    NationNotOfForce,
    ReplyTooEarly,
    Request,
    Situation,
    UnknownReply,
    usual_nation,
    works_in,
)
from candour.law.first_steps import case_of, first_steps, solicitor_step
from candour.law.holidays import Holidays, Nation, legal_system
from candour.law.letters import read_letters
from candour.law.openings import FAR, Maker
from candour.law.results import Opening, Result
from candour.law.routes import Phase, Route, What
from candour.law.rules import read_rules
from candour.law.systems import SystemFacts
from candour.law.triage_texts import Case, Helper, Reply, State, StepSpec, Texts, read_texts
from candour.law.voice import PLAIN, Voice
from candour.law.wording import checked

__all__ = [
    "FAR",
    "Age",
    "Answers",
    "ForWhom",
    "ForceNotYet",
    "Helper",
    "InTheFuture",
    "LongAgo",
    "NationNotOfForce",
    "Opening",
    "Reply",
    "Request",
    "Result",
    "Situation",
    "State",
    "StepSpec",
    "Texts",
    "UnknownReply",
    "nation_of",
    "read_texts",
    "triage",
]


def triage(
    answers: Answers,
    *,
    today: date,
    systems: Iterable[SystemFacts],
    routes: Mapping[str, Route],
    holidays: Holidays,
    texts: Texts | None = None,
    voice: Voice = PLAIN,
) -> Result:
    """Return what is open to a person or a body, and in which order.

    `routes` and `texts` may be in another language; `voice` says the rest.

    Raises
    ------
    InTheFuture, LongAgo, ReplyTooEarly, ForceNotYet, NationNotOfForce, UnknownReply
        If the answers can't be; each says what to change.
    """
    texts = texts or read_texts()
    nation = nation_of(answers)
    _check_day(answers, today=today, texts=texts)
    case = case_of(answers, nation, texts)
    maker = Maker(
        answers=answers,
        nation=nation,
        today=today,
        holidays=holidays,
        rules=read_rules(),
        texts=texts,
        letters=read_letters(),
        is_adviser_first=case.is_adviser_first,
        after_reply=_after_reply(answers, routes, texts),
        voice=voice,
    )
    # Prevent is a programme: what the register holds as a system is no part of it.
    shown = () if answers.what is What.PREVENT else tuple(systems)
    openings = _openings(maker, routes)
    openings.append(solicitor_step(openings, maker))
    openings.sort(key=_order)
    result = Result(
        answers=answers,
        nation=nation,
        country=answers.country,
        today=today,
        adviser_first=bool(answers.situations),
        say_first=tuple(_say_first(case, answers, nation, shown, texts)),
        systems=shown,
        first=first_steps(case, openings, maker),
        openings=tuple(each for each in openings if each.state != State.LATER),
        later=tuple(each for each in openings if each.state == State.LATER),
        helpers=_helpers(answers, nation, texts),
        not_legal_advice=texts.messages["not-legal-advice"],
    )
    for words in result.own_words():
        checked(words)
    return result


def _after_reply(answers: Answers, routes: Mapping[str, Route], texts: Texts) -> frozenset[str]:
    """Follow what comes next from a reply, as far as it leads."""
    reply = texts.replies.get(answers.reply)
    waiting = [*reply.next, *reply.then] if reply is not None else []
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in reached and name in routes:
            reached.add(name)
            waiting += routes[name].next
    return frozenset(reached)


def _openings(maker: Maker, routes: Mapping[str, Route]) -> list[Opening]:
    open_routes = [route for route in routes.values() if maker.concerns(route)]
    replaced = {name for route in open_routes for name in route.replaces}
    openings = [maker.opening(route) for route in open_routes if route.id not in replaced]
    return openings + [maker.step(spec) for spec in maker.texts.steps if maker.concerns_step(spec)]


def _order(opening: Opening) -> tuple[int, int, int, bool, str]:
    phase = list(Phase).index(opening.phase)
    if opening.phase == Phase.TIME and (opening.days_left or 0) > FAR:
        phase = list(Phase).index(Phase.COLLECTIVE)  # time enough to look at the facts first
    has_passed = opening.state in {State.PASSED, State.PASSED_ELSEWHERE}
    day = opening.last_day.toordinal() if opening.last_day else date.max.toordinal()
    names_one = opening.is_of_all_courts and bool(opening.notes)
    if opening.last_day is None and (names_one or (opening.is_court and opening.is_unread)):
        day = 0  # it can end before any day that is known
    is_first = opening.route is not None and opening.route.comes_first
    return phase, int(has_passed), day, not is_first, opening.id


def nation_of(answers: Answers) -> Nation:
    given = answers.nation
    if given is None:
        return usual_nation(answers.force)
    if not works_in(answers.force, given):
        raise NationNotOfForce(answers.force, given)
    return legal_system(given)


def _check_day(answers: Answers, *, today: date, texts: Texts) -> None:
    if answers.reply and answers.reply not in texts.replies:
        raise UnknownReply(answers.reply, tuple(texts.replies))
    if answers.replied_on is not None and answers.replied_on > today:
        raise InTheFuture(answers.replied_on, today=today)
    if answers.on is None:
        return
    if answers.on > today:
        raise InTheFuture(answers.on, today=today)
    if answers.on < EARLIEST:
        raise LongAgo(answers.on)
    if answers.replied_on is not None and answers.replied_on < answers.on:
        raise ReplyTooEarly(answers.replied_on, on=answers.on)
    began, then = texts.began.get(answers.force.slug, (EARLIEST, ""))
    if (answers.until or answers.on) < began:
        raise ForceNotYet(answers.force, answers.on, began=began, then=then)


def _say_first(
    case: Case, answers: Answers, nation: Nation, systems: tuple[SystemFacts, ...], texts: Texts
) -> list[str]:
    messages = texts.messages
    sentences = [messages["adviser-first"]] if answers.situations else []
    sentences += [case.says] if case.says else []
    about_systems = "systems" if systems else "no-systems"
    about_systems = "prevent-systems" if answers.what is What.PREVENT else about_systems
    sentences += [messages["not-legal-advice"], messages[about_systems]]
    if answers.for_whom == ForWhom.CHILD and nation is Nation.SCOTLAND:
        sentences.append(messages["child-scotland"])
    elif answers.for_whom != ForWhom.SELF:
        sentences.append(messages[answers.for_whom.value])
    if answers.is_child:
        sentences += _on_children(answers.age, nation, messages)
    if answers.for_whom == ForWhom.PUBLIC_INTEREST:
        sentences.append(messages["clock"])
    else:
        sentences += [messages["evidence"], messages["clock"], messages["decided"]]
    if answers.on is None:
        sentences.append(messages["no-day"])
    if not set(answers.force.nations) <= set(NATION_OF) or not answers.force.nations:
        sentences.append(messages["nation" if answers.force.is_uk_wide else "nation-unknown"])
    sentences.append(messages[f"aid-{nation.value}"])
    return sentences


def _on_children(age: Age | None, nation: Nation, messages: Mapping[str, str]) -> list[str]:
    """Say that most clocks run now, who goes to court, and what legal aid looks at."""
    if nation is Nation.SCOTLAND:
        court = messages["children-scotland"]
        is_of_16 = age is Age.FROM_16
        clocks = messages[f"children-{'no-' if is_of_16 else ''}wait-scotland"]
    else:
        clocks = messages["children"]
        is_ni = nation is Nation.NORTHERN_IRELAND
        friend = messages["next-friend" if is_ni else "litigation-friend"]
        court = messages["children-friend"].format(friend=friend)
    return [clocks, court, messages[f"children-aid-{nation.value}"]]


def _helpers(answers: Answers, nation: Nation, texts: Texts) -> tuple[Helper, ...]:
    return tuple(
        each
        for each in texts.helpers
        if each.helps(nation, answers.country)
        and each.who in {"", answers.for_whom.value}
        and (not each.what or answers.what in each.what)
    )
