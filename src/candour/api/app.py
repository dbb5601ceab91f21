"""The API itself: what it is called, and what it answers when it can't answer."""

import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from ninja import NinjaAPI, Swagger
from ninja.errors import ValidationError

from candour.api.answers import Error
from candour.api.errors import PROBLEM, Moved, Refused, answer_of, no_such, problem_of, refusal

LOGGER = logging.getLogger("django.request")
FAULT = "This is a fault of ours, and it has been written down. Please try again later."
TITLE = "Candour"
VERSION = "1"
DESCRIPTION = """\
The public register of predictive, profiling and risk systems of UK policing, to read.

Everything is answered to GET and HEAD, from any site, without a key and without a cookie; any
other method gets 405. A list is given in parts: `count` is its length, `items` are the rows asked
for with `limit` and `offset`, and `next` is the address of the part that follows, with a `cursor`
in it. Parts followed so are all of the list as it stood when the first was asked for, so that
nothing comes twice or is missed while the register goes on. What can't be
answered gets a 4xx as `application/problem+json` (RFC 9457), with one sentence under `detail` and
`error` and, where it concerns a parameter, its name under `field`; a parameter that is not known
is refused, never ignored. `ETag` and `Last-Modified` come from the newest change of the register
and the day, on which some wording rests; send them back to be told 304 while nothing changed.

Three questions about days are never mixed: `on` (true on), `known` (publicly known by) and `as_of`
(in Candour on). Every value is a statement of its speaker, read in a source; an entry is no
approval of a system."""

GROUPS = {
    "About": "What there is, and how it is described.",
    "Subjects": "Systems, and all that has to do with them.",
    "Statements": "Who said what, where we read it; and the numbers among it.",
    "What follows": "Numbers recomputed, contradictions, and what is not known.",
    "The country": "What is known of each force and justice body, and of official records.",
    "Words and sources": "The terms that values are made of, and where all of it was read.",
    "Changes": "What was put in and taken out, and when.",
}

api = NinjaAPI(
    title=TITLE,
    version=VERSION,
    description=DESCRIPTION,
    openapi_url=None,  # answered in about.py, completed by description.py
    docs=Swagger(),
    docs_url=None,  # it would ask other hosts
    urls_namespace="api",
    openapi_extra={"tags": [{"name": n, "description": words} for n, words in GROUPS.items()]},
    servers=[{"url": "/", "description": "This installation"}],
)


def get(path: str, answer: type[Any], *, name: str, tag: str) -> Callable[..., Any]:
    """Declare an address that is answered with a model, or refused in a sentence."""
    refusals: dict[int, Any] = {422: Error} | ({404: Error} if "{" in path else {})
    return api.get(
        path,
        response={200: answer} | refusals,
        by_alias=True,
        exclude_unset=True,  # what a row leaves out stays left out
        operation_id=name,
        summary=name.replace("_", " ").capitalize(),
        url_name=name,
        tags=[tag],
    )


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused | type[Refused]) -> HttpResponse:
    assert isinstance(error, Refused)
    return answer_of(error)


@api.exception_handler(ValidationError)
def misread(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(error, ValidationError)
    for one in error.errors:
        if (
            one["loc"][0] == "path"
        ):  # an address that leads nowhere comes before what is asked of it
            field, match = one["loc"][-1], request.resolver_match
            return refused(request, no_such(field, match.kwargs[field] if match else ""))
    return refused(request, refusal(error.errors[0]))


@api.exception_handler(Moved)
def moved(request: HttpRequest, error: Moved | type[Moved]) -> HttpResponse:
    assert isinstance(error, Moved)
    match = request.resolver_match
    assert match is not None
    address = reverse(match.view_name, kwargs=match.kwargs | {"slug": error.slug})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)


@api.exception_handler(Exception)
def faulty(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Say in JSON that we failed, and write down why, as Django would for a page."""
    assert isinstance(error, Exception)
    LOGGER.error("Internal Server Error: %s", request.path, exc_info=error)
    return JsonResponse(problem_of(500, FAULT), status=500, content_type=PROBLEM)
