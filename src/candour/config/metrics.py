"""/metrics: how many answers were given and how long they took, for whoever holds the token.

Off unless METRICS_TOKEN is set. What is counted is a class of status (2xx) and a time: no address,
no name of a page, no reader. The counts of all processes stand in one piece of memory that is made
before they part, a row for each; the text is that of Prometheus, version 0.0.4.
"""

import mmap
import os
import secrets
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from struct import Struct

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

ADDRESS = "/metrics"
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
WITHIN = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)  # seconds; what took longer stands in the last
ROWS = 1024  # a process has the row of its number; two that share one may now and then lose a count
ROW = Struct(f"{1 + len(CLASSES) + len(WITHIN) + 1}d")  # seconds, answers by class, and by time


class Counts:
    """Sums that processes share, made before they part; each adds to its own row alone."""

    def __init__(self) -> None:
        self.memory = mmap.mmap(-1, ROW.size * ROWS)
        self.lock = threading.Lock()

    def add(self, status: int, seconds: float) -> None:
        at = ROW.size * (os.getpid() % ROWS)
        with self.lock:
            row = list(ROW.unpack_from(self.memory, at))
            row[0] += seconds
            row[1 + min(max(status // 100 - 1, 0), len(CLASSES) - 1)] += 1
            row[1 + len(CLASSES) + bisect_left(WITHIN, seconds)] += 1
            ROW.pack_into(self.memory, at, *row)

    def sums(self) -> list[float]:
        rows = (ROW.unpack_from(self.memory, ROW.size * row) for row in range(ROWS))
        return [sum(column) for column in zip(*rows, strict=True)]


COUNTS = Counts()


class Metrics:
    """Count every answer, if that was asked for, and tell whoever has the token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.METRICS_TOKEN:
            return self.get_response(request)
        if request.path_info == ADDRESS and holds_token(request):
            text = "\n".join(lines(COUNTS.sums())) + "\n"
            kind = "text/plain; version=0.0.4; charset=utf-8"
            return HttpResponse(text, content_type=kind, headers={"Cache-Control": "no-store"})
        began = time.perf_counter()
        answer = self.get_response(request)
        COUNTS.add(answer.status_code, time.perf_counter() - began)
        return answer


def holds_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())


def lines(sums: list[float]) -> Iterator[str]:
    """The sums as Prometheus reads them: buckets hold all that took so long or less."""
    seconds, classes, times = sums[0], sums[1 : 1 + len(CLASSES)], sums[1 + len(CLASSES) :]
    yield "# HELP candour_answers_total Answers given, by class of status."
    yield "# TYPE candour_answers_total counter"
    for name, count in zip(CLASSES, classes, strict=True):
        yield f'candour_answers_total{{status="{name}"}} {count:.0f}'
    yield "# HELP candour_answer_seconds Time from a whole request to a ready answer."
    yield "# TYPE candour_answer_seconds histogram"
    so_far = 0.0
    for bound, count in zip((*map(str, WITHIN), "+Inf"), times, strict=True):
        so_far += count
        yield f'candour_answer_seconds_bucket{{le="{bound}"}} {so_far:.0f}'
    yield f"candour_answer_seconds_sum {seconds:.6f}"
    yield f"candour_answer_seconds_count {so_far:.0f}"
