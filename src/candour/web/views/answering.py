"""What all views share: they only read, and a problem becomes a page with one clear sentence."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from candour.register import selectors
from candour.register.search import search
from candour.web.addresses import subject_address
from candour.web.pages.shown import Link
from candour.web.parameters import NOTHING, NotTaken, TakesOf, unless_misread
from candour.web.problems import HEADINGS, NotHere, TryAgain, Unanswerable, problem_data
from candour.web.tables import HTML

View = Callable[..., HttpResponseBase]
NEAR_MATCHES = 6
RETRY_AFTER = 60  # seconds


def answering(*, takes: TakesOf = NOTHING) -> Callable[[View], View]:
    """Make a view answer GET and HEAD alone, and say in a sentence what can't be answered.

    A parameter that the address does not take is refused, unless the reader is led on to another
    address or there is nothing here at all: that comes first.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(
            request: HttpRequest, *args: Any, form: str = HTML, **kwargs: Any
        ) -> HttpResponseBase:
            if request.method not in {"GET", "HEAD"}:
                return HttpResponseNotAllowed(["GET", "HEAD"])
            try:
                response = view(request, *args, form=form, **kwargs)
                return unless_misread(response, request, takes(**kwargs), is_page=form == HTML)
            except Unanswerable as problem:
                return _told_when(problem, _problem(request, problem, form))

        answer.takes = takes  # type: ignore[attr-defined]
        # There is nothing to forge: what is sent gets 405, and not the refusal of a token.
        return csrf_exempt(answer)

    return decorate


def _problem(request: HttpRequest, problem: Unanswerable, form: str) -> HttpResponse:
    if form != HTML:
        return problem_data(problem)
    near = near_matches(problem.words) if isinstance(problem, NotHere) else []
    context = {
        "heading": HEADINGS[problem.status],
        "sentence": problem.sentence,
        "near": near,
        "instead": _instead(request, problem) if isinstance(problem, NotTaken) else [],
        "query": getattr(problem, "words", ""),
    }
    return render(request, "problem.html", context, status=problem.status)


def _told_when(problem: Unanswerable, answer: HttpResponse) -> HttpResponse:
    if isinstance(problem, TryAgain):
        answer["Retry-After"] = str(RETRY_AFTER)
    return answer


def _instead(request: HttpRequest, problem: NotTaken) -> list[Link]:
    """The same page with a parameter that it takes, and without the one that it does not."""
    links = [Link(f"This page without “{problem.parameter}”", request.path + problem.without)]
    if problem.nearest:
        text = f"This page with “{problem.nearest}” in its place"
        links.insert(0, Link(text, request.path + problem.with_nearest))
    return links


def near_matches(words: str) -> list[Link]:
    """Subjects whose names come near some words; of many words, those that find most."""
    if not words:
        return []
    slugs = search(words).slugs
    for word in sorted(words.split(), key=len, reverse=True)[:3]:
        slugs = slugs or search(word).slugs
    names = selectors.names(slugs[:NEAR_MATCHES])
    return [
        Link(names[slug][0], subject_address(names[slug][1], slug))
        for slug in slugs[:NEAR_MATCHES]
        if slug in names
    ]
