"""What holds for every answer: only GET and HEAD, open to all sites, dated by the last change."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date

import candour
from candour.api.errors import NotHere, OnlyRead, Refused, echo
from candour.register import selectors

View = Callable[..., HttpResponse]
ALLOWED = "GET, HEAD"
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def public(view: View) -> View:
    """Wrap a view of the API in all that holds for every answer."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET":
            response = view(request, *args, **kwargs)
        elif request.method == "HEAD":
            response = _without_body(request, view, *args, **kwargs)
        else:
            response = _refusal(OnlyRead(f"This can only be read: use {ALLOWED}."))
            response.headers["Allow"] = ALLOWED
        _date(response)
        for name, value in OPEN_TO_ALL.items():
            response.headers[name] = value
        return response

    return answer


@public
def nothing_here(request: HttpRequest) -> HttpResponse:
    sentence = f"There is nothing at {echo(request.path)}; /api/v1/ lists what there is."
    return _refusal(NotHere(sentence))


def _refusal(refused: Refused) -> HttpResponse:
    return JsonResponse(refused.as_dict(), status=refused.status)


def _without_body(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    request.method = "GET"
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = "HEAD"
    response.headers["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def _date(response: HttpResponse) -> None:
    """Date a full answer by the newest change set; Django's own middleware then answers 304."""
    if response.status_code != 200:  # noqa: PLR2004 - the one status that carries data
        return
    last = selectors.last_change()
    if last is not None:
        name = f"{candour.__version__}-{last.number}-{last.hash[:16]}"
        response.headers["ETag"] = f'W/"{name}"'
        response.headers["Last-Modified"] = http_date(last.arrived_at.timestamp())
    response.headers["Cache-Control"] = "public, no-cache"
