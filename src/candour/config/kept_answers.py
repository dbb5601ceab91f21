"""Pages that every reader gets alike, kept for a minute in the process that made them.

A page of the register costs some thirty milliseconds, and is read far more often than anything
changes. What is kept is what anyone may see, asked for without a cookie and without a question in
its address: what somebody searched for is kept nowhere. An answer holds for the head of the
register and the day it was made on, so that a load shows at once.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import cast

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe
from django.utils.timezone import localdate

from candour.config.middleware import NEVER_COMPRESSED, may_hold_a_secret
from candour.register import selectors

OK = 200
HOLDS_FOR = 60  # seconds, as in nginx: what the head does not tell of is a minute old at most
MOST_BYTES = 32 * 1024**2  # of one process
LONGEST = 1024**2  # bytes of one answer
# What is told there is no part of the register: help, reports, releases and checkpoints.
NOT_KEPT = (NEVER_COMPRESSED, "/report/", "/data/")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it went out; `until` in seconds of the monotonic clock."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    state: Hashable
    until: float


class KeptAnswers:
    """The middleware around all that makes a page, and within all that is said of each answer.

    With DEBUG=1 it is not used: whoever changes a template wants to see it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        state = _state() if _is_the_same_for_all(request) else None
        if state is None:
            return self.get_response(request)
        key = _key(request)
        kept = self._standing(key, state)
        if kept is not None:
            return _answer(request, kept)
        response = self.get_response(request)
        if not _may_be_kept(request, response):
            return response
        if isinstance(response, StreamingHttpResponse):
            parts = cast("Iterator[bytes]", response.streaming_content)
            response.streaming_content = self._keeping(key, response, state, parts)
        elif isinstance(response, HttpResponse):
            self._keep(key, response.content, response, state)
        return response

    def _keeping(
        self, key: Hashable, response: HttpResponseBase, state: Hashable, parts: Iterable[bytes]
    ) -> Iterator[bytes]:
        """Give a stream on, and keep it when all of it was given."""
        body = bytearray()
        for part in parts:
            if len(body) <= LONGEST:
                body += part
            yield part
        self._keep(key, bytes(body), response, state)

    def _standing(self, key: Hashable, state: Hashable) -> Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if kept.state != state or kept.until < time.monotonic():
                self._drop(key)
                return None
            self._kept.move_to_end(key)
            return kept

    def _keep(
        self, key: Hashable, body: bytes, response: HttpResponseBase, state: Hashable
    ) -> None:
        if len(body) > LONGEST:
            return
        headers = tuple(response.headers.items())
        with self._lock:
            self._drop(key)
            self._kept[key] = Kept(body, headers, state, time.monotonic() + HOLDS_FOR)
            self._bytes += len(body)
            while self._bytes > MOST_BYTES:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        kept = self._kept.pop(key, None)
        self._bytes -= len(kept.body) if kept else 0


def _is_the_same_for_all(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and not request.META.get("HTTP_COOKIE")
        and not request.META.get("HTTP_AUTHORIZATION")
        and not request.path.startswith(NOT_KEPT)
    )


def _state() -> Hashable | None:
    """What an answer rests on; None where the database can't tell, as the page will say itself."""
    try:
        return selectors.head(), selectors.digest_in_force(), localdate()
    except DatabaseError:
        return None


def _key(request: HttpRequest) -> Hashable:
    is_packed = bool(re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    return request.scheme, request.get_host(), request.get_full_path(), is_packed


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        response.status_code == OK
        and not may_hold_a_secret(request, response)
        and response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        and not isinstance(response, FileResponse)
    )


def _answer(request: HttpRequest, kept: Kept) -> HttpResponseBase:
    response = HttpResponse(kept.body, headers=dict(kept.headers))
    last_modified = parse_http_date_safe(response.get("Last-Modified", ""))
    answer = get_conditional_response(
        request, etag=response.get("ETag"), last_modified=last_modified, response=response
    )
    return answer or response
