"""/healthz: whether this process answers and its database with it. It tells nothing else."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

ADDRESS = "/healthz"
LOOKS = ("GET", "HEAD")


class Health:
    """Answer before anything else does: whoever looks may come by any name, and without TLS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info != ADDRESS:
            return self.get_response(request)
        answer = health() if request.method in LOOKS else HttpResponseNotAllowed(LOOKS)
        answer["Cache-Control"] = "no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


def health() -> HttpResponse:
    """200 "ok", or 503 with the one word that says what does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
