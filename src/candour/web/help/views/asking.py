"""Was it used on me? One question a page, then the result. Nothing is kept between two pages."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from candour.core.errors import CandourError
from candour.law.bodies import Force, NotInTheUk, NotWrittenTo
from candour.law.calendar_file import as_calendar
from candour.law.results import Result
from candour.law.triage import triage
from candour.web import query
from candour.web.help import law_register, law_texts
from candour.web.help.form import (
    ANSWER_NAMES,
    FIELDS,
    FORM_NAMES,
    Form,
    Question,
    read_form,
    why_no_authority,
)
from candour.web.help.keeping_nothing import LOOKS, WRONG, keeping_nothing
from candour.web.help.posted import Posted, read_posted
from candour.web.help.questions import question_shown, summed_up
from candour.web.help.result import result_shown
from candour.web.parameters import NOTHING, Takes
from candour.web.problems import Unanswerable

START, CHECK, RESULT = "start", "check", "result"
BACK, CHANGE = "back", "change-"
MOST_SYSTEMS = 6  # named in one letter
CALENDAR_NAME = "reminders.ics"


@keeping_nothing(*LOOKS, takes=Takes(("system", "force")))
def start(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The first page. `?system=` and `?force=` name public facts, and choose them beforehand."""
    try:
        chosen = query.texts(request.GET, ("system", "force"))
    except Unanswerable:
        chosen = {}
    return _start(request, system=chosen.get("system", ""), force=chosen.get("force", ""))


def _start(
    request: HttpRequest, *, system: str = "", force: str = "", is_anew: bool = False
) -> HttpResponse:
    named = law_register.system_named(system) if system else None
    chosen, note = _chosen_beforehand(named, force)
    if system and named is None:
        note = _("We do not know that system. You can go on without it.")
    elif named is not None and named.is_abroad:
        note = _("%(name)s is used outside the UK. The routes here are those of UK law.")
        note %= {"name": named.name}
    answers = {
        "system": named.slug if named is not None else "",
        "force": chosen.slug if chosen is not None else "",
    }
    context = {
        "system": named,
        "force": chosen,
        "note": note,
        "is_anew": is_anew,
        "kept": tuple((name, value) for name, value in answers.items() if value),
    }
    return render(request, "help/start.html", context)


def _chosen_beforehand(
    system: law_register.SystemNamed | None, force: str
) -> tuple[Force | None, str]:
    """Return the body that an address chooses, and why it chooses none, if it named one.

    A system that several bodies use chooses none of them.
    """
    if not force:
        return (system.forces[0] if system is not None and len(system.forces) == 1 else None), ""
    try:
        return law_register.force_of(force), ""
    except NotInTheUk as error:
        wording = _("%(name)s is outside the UK. The routes here are those of UK law.")
        return None, wording % {"name": error.name}
    except NotWrittenTo as error:
        if error.whole is None:
            return None, why_no_authority(error)
        wording = _("%(name)s takes no letters of its own. %(whole)s is picked instead.")
        note = wording % {"name": error.name, "whole": error.whole.name}
        return law_register.force_of(error.whole.slug), note
    except CandourError:
        return None, _("We do not know that body. Pick one from the list.")


@keeping_nothing(*LOOKS, "POST")
def questions(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """Every question, the answers summed up, and the result: which one is in what is posted.

    Asked without a form, as after going back or loading again, it begins anew.
    """
    if request.method != "POST":
        return _start(request, is_anew=True)
    today = timezone.localdate()
    read = _read(request, today)
    at, go = read.posted.last("at"), read.posted.last("go")
    if go == BACK:
        return _back(request, read, at)
    if go.removeprefix(CHANGE) in tuple(Question):
        return _question(request, _reviewed(read), Question(go.removeprefix(CHANGE)))
    if at == CHECK and read.first_wrong is None:
        return _result(request, read, today)
    return _forward(request, read, at)


def _forward(request: HttpRequest, read: Form, at: str) -> HttpResponse:
    if at == START:
        return _question(request, read, Question.WHERE)
    if at in tuple(Question):
        return _answered(request, read, Question(at))
    return _check(request, read)


def _read(request: HttpRequest, today: date) -> Form:
    posted = read_posted(request.POST, FORM_NAMES)
    return read_form(posted, today=today, find_force=law_register.force_of)


def _reviewed(read: Form) -> Form:
    """Mark a form on which one answer is changed, so that its page leads back to all of them."""
    posted = read.posted.with_values(review="1")
    return Form(posted, read.given, read.wrong, read.questions)


def _back(request: HttpRequest, read: Form, at: str) -> HttpResponse:
    if at == RESULT:
        return _check(request, read)
    if at == CHECK:
        return _question(request, read, read.questions[-1])
    if at in tuple(Question):
        if read.posted.last("review") and read.first_wrong is None:
            return _check(request, read)
        before = read.before(Question(at))
        if before is not None:
            return _question(request, read, before)
    return _start(request, system=read.posted.last("system"), force=read.posted.last("force"))


def _answered(request: HttpRequest, read: Form, question: Question) -> HttpResponse:
    if read.wrong.get(question):
        return _question(request, read, question, tells_wrong=True)
    if read.posted.last("review"):
        return _check(request, read)
    after = read.after(question)
    return _question(request, read, after) if after is not None else _check(request, read)


def _question(
    request: HttpRequest, read: Form, question: Question, *, tells_wrong: bool = False
) -> HttpResponse:
    forces = law_register.known_forces() if question is Question.WHERE else ()
    shown = question_shown(question, read, forces=forces, tells_wrong=tells_wrong)
    status = WRONG if shown.wrong else 200
    return render(request, "help/question.html", {"question": shown}, status=status)


def _check(request: HttpRequest, read: Form) -> HttpResponse:
    """Sum the answers up; where one is missing or wrong, ask it first."""
    if read.first_wrong is not None:
        was_asked = any(read.posted.last(name) for name in FIELDS[read.first_wrong])
        return _question(request, _reviewed(read), read.first_wrong, tells_wrong=was_asked)
    context = {"answers": summed_up(read), "kept": _answers_kept(read.posted)}
    return render(request, "help/check.html", context)


def _answers_kept(posted: Posted) -> tuple[tuple[str, str], ...]:
    return tuple(posted.pairs((*ANSWER_NAMES, "system")))


def _result(request: HttpRequest, read: Form, today: date) -> HttpResponse:
    result = _triaged(read, today)
    shown = result_shown(
        result,
        read,
        routes=law_texts.routes(),
        letters=law_texts.letters(),
        answers=_answers_kept(read.posted),
    )
    system = law_register.system_named(read.posted.last("system"))
    site = request.build_absolute_uri("/").rstrip("/")  # for addresses in print
    named = [system.slug] if system is not None else [each.slug for each in result.systems]
    context = {"result": shown, "systems": named[:MOST_SYSTEMS], "site": site}
    return render(request, "help/result.html", context)


def _triaged(read: Form, today: date) -> Result:
    answers = read.given.answers()
    then = law_register.systems_then(answers.force.slug, answers.on or today, voice=law_texts.VOICE)
    return triage(
        answers,
        today=today,
        systems=then,
        routes=law_texts.routes(),
        holidays=law_texts.holidays(),
        texts=law_texts.texts(),
        voice=law_texts.VOICE,
    )


@keeping_nothing(*LOOKS, "POST")
def calendar(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The last days of a result as a calendar file with neutral titles."""
    if request.method != "POST":
        return _start(request, is_anew=True)
    today = timezone.localdate()
    read = _read(request, today)
    if read.first_wrong is not None:
        return _check(request, read)
    data = as_calendar(_triaged(read, today).days_to_keep(), today=today)
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{CALENDAR_NAME}"'
    return response


@keeping_nothing(*LOOKS, takes=NOTHING)
def which_force(request: HttpRequest, *, form: str) -> HttpResponseBase:
    return render(request, "help/which_force.html")


@keeping_nothing(*LOOKS, takes=NOTHING)
def easy_read(request: HttpRequest, *, form: str) -> HttpResponseBase:
    return render(request, "help/easy_read.html")


@keeping_nothing(*LOOKS, takes=NOTHING)
def welsh(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The first page in Welsh, a draft until a speaker has read it."""
    return render(request, "help/welsh.html")
