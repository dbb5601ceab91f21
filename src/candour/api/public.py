"""What holds for every answer: only GET and HEAD, open to all sites, dated by the last change."""

from collections.abc import Callable
from datetime import datetime, time
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

import candour
from candour.api.errors import NotHere, OnlyRead, answer_of, echo
from candour.register import selectors

View = Callable[..., HttpResponse]
ALLOWED = "GET, HEAD"
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
# What a script of another site may send, so that it too can be told that nothing changed.
TO_BE_ASKED_FIRST = {
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


def public(view: View) -> View:
    """Wrap a view of the API in all that holds for every answer."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _answered(request, view, *args, **kwargs)
        for name, value in OPEN_TO_ALL.items():
            response.headers[name] = value
        return response

    return answer


def _answered(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "GET":
        return _unless_unchanged(request, view(request, *args, **kwargs))
    if request.method == "HEAD":
        return _unless_unchanged(request, _without_body(request, view, *args, **kwargs))
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        return HttpResponse(status=204, headers=TO_BE_ASKED_FIRST)
    response = answer_of(OnlyRead(f"This can only be read: use {ALLOWED}."))
    response.headers["Allow"] = ALLOWED
    return response


@public
def nothing_here(request: HttpRequest) -> HttpResponse:
    sentence = f"There is nothing at {echo(request.path)}; /api/v1/ lists what there is."
    return answer_of(NotHere(sentence))


def _without_body(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    request.method = "GET"
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = "HEAD"
    response.headers["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def _unless_unchanged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Date a full answer by the newest change set, and say 304 to whoever has it already."""
    if response.status_code != 200:  # noqa: PLR2004 - the one status that carries data
        return response
    response.headers["Cache-Control"] = "public, no-cache"
    last = selectors.last_change()
    if last is None:
        return response
    today = timezone.localdate()
    # Some wording rests on the day: what was planned, what is overdue.
    begun = timezone.make_aware(datetime.combine(today, time()))
    changed = int(max(last.arrived_at, begun).timestamp())
    etag = f'W/"{candour.__version__}-{last.number}-{last.hash[:16]}-{today:%Y%m%d}"'
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed)
    unchanged: HttpResponseBase | None = get_conditional_response(
        request, etag=etag, last_modified=changed, response=response
    )
    assert isinstance(unchanged, HttpResponse)
    return unchanged
