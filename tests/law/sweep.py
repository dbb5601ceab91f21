"""Every result that can be reached in a country: kinds of body, what happened, ages, replies."""

from datetime import date, timedelta

from candour.law.answers import Age, Answers, ForWhom, Situation
from candour.law.bodies import read_kinds, typed_force
from candour.law.holidays import legal_system
from candour.law.routes import What, read_routes
from candour.law.triage import read_texts, triage
from tests.law.asking import HOLIDAYS, TODAY

ON = date(2026, 11, 1)
LONG_AGO = date(2026, 6, 1)  # by TODAY a court's three months have passed


def results(country):
    """Give the body and the result of everyone who may ask in a country."""
    for body, asked in everyone(country):
        yield (
            body,
            triage(
                Answers(force=body, **asked),
                today=TODAY,
                systems=(),
                routes=read_routes(),
                holidays=HOLIDAYS,
            ),
        )


def everyone(country):
    for kind in read_kinds().values():
        if country not in kind.countries:
            continue
        body = typed_force("The body", kind=kind, country=country)
        for what in map(What, kind.what):
            for whom, age in WHOM_AND_AGE:
                yield body, {"what": what, "on": ON, "for_whom": whom, "age": age}
        usual = {"what": What(kind.what[0]), "for_whom": ForWhom.SELF}
        yield from ((body, usual | {"on": on}) for on in (LONG_AGO, None))
        for situation in Situation:
            yield body, usual | {"on": ON, "situations": frozenset({situation})}
        for reply in read_texts().replies.values():
            if reply.may_come_from(body, legal_system(country)):
                came = {} if reply.is_silence else {"replied_on": CAME}
                for on in (ON, LONG_AGO) if reply.is_decision else (ON,):
                    yield body, usual | came | {"on": on, "reply": reply.id}


WHOM_AND_AGE = (
    (ForWhom.SELF, None),
    *((ForWhom.CHILD, age) for age in (None, *Age)),
    (ForWhom.PUBLIC_INTEREST, None),
)
CAME = TODAY - timedelta(days=5)


def texts_of(body, result):
    """Give all that a person reads of a result, the law of each step and the reply included."""
    yield from result.own_words()
    for step in (*result.openings, *result.later):
        if step.route is not None:
            yield step.route.law
            yield from (limit for limit in step.route.limits)
    reply = read_texts().replies.get(result.answers.reply)
    if reply is not None:
        yield from (reply.name, reply.says, reply.means, *reply.ask)
        yield from reply.means_there(body, result.nation, result.country)
