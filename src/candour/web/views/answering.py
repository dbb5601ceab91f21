"""What all views share: they only read, and a problem becomes a page with one clear sentence."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.register import selectors
from candour.register.search import search
from candour.web.addresses import subject_address
from candour.web.pages.shown import Link
from candour.web.problems import NotHere, Unanswerable
from candour.web.tables import HTML

View = Callable[..., HttpResponseBase]
NEAR_MATCHES = 6
HEADINGS = {400: "This address can’t be read", 404: "There is no such page"}


def answering(view: View) -> View:
    """Make a view answer GET and HEAD alone, and say in a sentence what can't be answered."""

    @wraps(view)
    def answer(
        request: HttpRequest, *args: Any, form: str = HTML, **kwargs: Any
    ) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        try:
            return view(request, *args, form=form, **kwargs)
        except Unanswerable as problem:
            return _problem(request, problem, form)

    return answer


def _problem(request: HttpRequest, problem: Unanswerable, form: str) -> HttpResponse:
    if form != HTML:
        return HttpResponse(
            f"{problem.sentence}\n", status=problem.status, content_type="text/plain; charset=utf-8"
        )
    near = near_matches(problem.words) if isinstance(problem, NotHere) else []
    context = {
        "heading": HEADINGS[problem.status],
        "sentence": problem.sentence,
        "near": near,
        "query": getattr(problem, "words", ""),
    }
    return render(request, "problem.html", context, status=problem.status)


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
