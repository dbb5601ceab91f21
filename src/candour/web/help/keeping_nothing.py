"""For pages on which a person acts: nothing that comes in is kept, logged or passed on.

Answers come by POST, so that no address holds them. There is no session and no cookie; the forms
change nothing and read nothing of anyone who is signed in, so there is nothing for a forged
request to gain, and they need no token (which would take a cookie).
"""

import logging
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from candour.web.parameters import Takes, unless_misread
from candour.web.problems import NotHere, Unanswerable, problem_data
from candour.web.tables import HTML

View = Callable[..., HttpResponseBase]
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError)
LIMITED = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
LOOKS = ("GET", "HEAD")
WRONG = 422
log = logging.getLogger("django.request")


def keeping_nothing(*methods: str, takes: Takes | None = None) -> Callable[[View], View]:
    """Make a view that answers these methods, and of which no browser or log keeps anything.

    With `takes`, a parameter that the address does not take is refused. Pages of questions have
    none: nothing after the question mark changes what they answer.

    A fault is logged by its type and place alone: its message might repeat an answer.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(
            request: HttpRequest, *args: Any, form: str = HTML, **kwargs: Any
        ) -> HttpResponseBase:
            if request.method not in methods:
                return limited(HttpResponseNotAllowed(methods))
            try:
                if request.method == "POST":
                    _ = request.POST  # what can't be read is refused here
                response = view(request, *args, form=form, **kwargs)
                if takes is not None:
                    response = unless_misread(response, request, takes, is_page=form == HTML)
                return limited(response)
            except UNREADABLE:
                return limited(_cant_be_read(request))
            except Unanswerable as problem:
                return limited(_problem(request, problem, form))
            except Exception as fault:  # noqa: BLE001 - its message must not reach a log
                place = _place(fault)
            # Out of its block: were the log itself to fail, it would print the fault it is in.
            log.error("A fault on a page that keeps nothing: %s", place)
            return limited(render(request, "500.html", status=500))

        answer.takes = takes  # type: ignore[attr-defined]
        return csrf_exempt(sensitive_post_parameters()(answer))

    return decorate


def limited(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in LIMITED.items():
        response[name] = value
    return response


def _cant_be_read(request: HttpRequest) -> HttpResponse:
    context = {
        "heading": _("What was sent can’t be read"),
        "sentence": _("Nothing was kept. Please start again."),
    }
    return render(request, "help/problem.html", context, status=WRONG)


def _problem(request: HttpRequest, problem: Unanswerable, form: str) -> HttpResponse:
    if form != HTML:
        return problem_data(problem)
    is_missing = problem.status == NotHere.status
    heading = _("There is no such page") if is_missing else _("This address can’t be read")
    context = {"heading": heading, "sentence": problem.sentence}
    return render(request, "help/problem.html", context, status=problem.status)


def _place(fault: Exception) -> str:
    """The type of a fault and the lines it came through, without its words."""
    frames = traceback.extract_tb(fault.__traceback__)
    lines = (f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    return " < ".join([type(fault).__name__, *reversed(list(lines))])
