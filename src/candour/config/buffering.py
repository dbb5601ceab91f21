"""A worker of gunicorn that keeps slow readers away from the threads that answer.

One loop of waitress reads every request and writes every answer, as fast as each connection takes
them. A thread is given a request only when the whole of it is there, and is free again as soon as
the answer stands in a buffer. However many connections are slow, none of them holds a thread.

What gunicorn does stays its own: it opens the sockets, starts the processes, replaces one that ends
or no longer gives a sign, and passes signals on.
"""

import os
import resource
import select
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.task import WSGITask

THREADS = 8
MOST_CONNECTIONS = 1000  # of one process, as far as the system lets it have files open
FILES_BESIDE = 64  # for the database, the log and files that are served
LONGEST_HEAD = 32 * 1024  # bytes of the address and all headers
LARGEST_BODY = 256 * 1024  # bytes; the longest form here takes a tenth of it
KEPT_IN_MEMORY = 256 * 1024  # bytes of one answer; what is longer waits in a temporary file
WHOLE_WITHIN = 20  # seconds from the first byte of a request to its last
SILENT_FOR = 30  # seconds without a byte either way
LONGEST_ANSWER = 120  # seconds in which a thread must be done
LINGER = 1.0  # seconds in which, at a stop, what is already on its way may still arrive
GIVES_WAY = 10  # of so many waiting connections one goes when there is no room

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Answer(WSGITask):  # type: ignore[misc] # waitress ships no types
    """One request in a thread."""

    def build_response_header(self) -> bytes:
        if self.channel.server.is_stopping():
            self.set_close_on_finish()
        head: bytes = super().build_response_header()
        return head

    def finish(self) -> None:
        if self.request.command == "HEAD":
            if not self.wrote_header:
                self.write(b"")
            self.chunked_response = False  # an answer to HEAD has no body, so no end of one
        super().finish()


class Connection(HTTPChannel):  # type: ignore[misc]
    """One connection, which knows since when it is at what it does (monotonic seconds)."""

    task_class = Answer
    opened = 0.0
    reading_since = 0.0
    answering_since = 0.0  # 0 while no thread is at it

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.opened = time.monotonic()
        super().__init__(*arguments, **options)

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.reading_since = time.monotonic()
        was_taken: bool = super().received(data)
        return was_taken

    def service(self) -> None:
        self.answering_since = time.monotonic()
        try:
            super().service()
        finally:
            self.answering_since = 0.0

    def sends_too_slowly(self, now: float) -> bool:
        return self.request is not None and now - self.reading_since > WHOLE_WITHIN

    def is_stuck(self, now: float) -> bool:
        return self.answering_since > 0 and now - self.answering_since > LONGEST_ANSWER

    def is_owed_something(self) -> bool:
        """Whether a request came whole, and its answer is not yet sent to the end."""
        return bool(self.requests or self.total_outbufs_len or self.close_when_flushed)


class Buffered(Worker):  # type: ignore[misc] # gunicorn ships no types
    """Answers until told to stop, then finishes what was asked, and takes nothing new."""

    def run(self) -> None:
        self._open()
        while self.alive and os.getppid() == self.ppid:
            self.notify()
            self._turn()
            self._look_after(time.monotonic())
        self._finish(time.monotonic() + self.cfg.graceful_timeout - LINGER)

    def _open(self) -> None:
        self.open_files: dict[int, Any] = {}
        self.looked = 0.0
        server = create_server(
            without_body_for_head(self.wsgi),
            map=self.open_files,
            sockets=[listener.sock for listener in self.sockets],
            threads=THREADS,
            backlog=self.cfg.backlog,
            connection_limit=room_for_connections(),
            cleanup_interval=1,
            channel_timeout=SILENT_FOR,
            max_request_header_size=LONGEST_HEAD,
            max_request_body_size=LARGEST_BODY,
            inbuf_overflow=LARGEST_BODY,
            outbuf_overflow=KEPT_IN_MEMORY,
            asyncore_use_poll=True,
            log_socket_errors=False,  # that a reader went away is not worth a line
            ident="",  # nor need anybody know what answers
            server_name="localhost",  # where a request of HTTP/1.0 names no host
            # What a proxy says of its readers is settled by the settings (HTTPS=1).
            clear_untrusted_proxy_headers=False,
        )
        self.dispatcher = server.task_dispatcher
        for door in self._doors():
            door.channel_class = Connection
            door.is_stopping = lambda: not self.alive

    def _doors(self) -> list[Any]:
        return [door for door in self.open_files.values() if isinstance(door, BaseWSGIServer)]

    def _connections(self) -> Iterator[Connection]:
        return (one for one in list(self.open_files.values()) if isinstance(one, Connection))

    def _turn(self, seconds: float = 1.0) -> None:
        """Read and write once whatever can be read and written, waiting for it at most so long."""
        is_full = len(self.dispatcher.queue) > THREADS
        for door in self._doors():
            # What waits for a thread here would find one sooner in another process.
            door.accepting = not is_full
        wasyncore.poll2(seconds, self.open_files)

    def _look_after(self, now: float) -> None:
        """Once a second: close what is too slow, make room, and retire if a thread is stuck."""
        if now - self.looked < 1:
            return
        self.looked = now
        for connection in self._connections():
            if connection.sends_too_slowly(now) and not connection.is_owed_something():
                connection.will_close = True
            if connection.is_stuck(now):
                self.log.error(
                    "An answer took more than %d seconds: this process is replaced.", LONGEST_ANSWER
                )
                self.alive = False
        if any(door.in_connection_overflow for door in self._doors()):
            self._make_room()

    def _make_room(self) -> None:
        """When nobody else could come in, those go who have been here longest for nothing."""
        waiting = [one for one in self._connections() if not one.requests]
        waiting.sort(key=lambda one: one.opened)
        for connection in waiting[: len(waiting) // GIVES_WAY + 1]:
            connection.will_close = True

    def _finish(self, until: float) -> None:
        """Take in who already waits at the door, shut it, and answer all who are owed an answer."""
        self.alive = False
        asked_until = min(time.monotonic() + LINGER, until)
        for door in self._doors():
            take_in_all(door)
            door.del_channel()
            door.socket.close()
        while (now := time.monotonic()) < until:
            owed = [one for one in self._connections() if one.is_owed_something()]
            if now > asked_until and all(one.is_stuck(now) for one in owed):
                break
            self.notify()
            self._turn(0.05)
        wasyncore.close_all(self.open_files, ignore_all=True)


def without_body_for_head(application: Application) -> Application:
    """Wrap an application so that HEAD gets what GET would, without the body."""

    def answer(request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = application(request, start_response)
        if request["REQUEST_METHOD"] != "HEAD":
            return body
        if hasattr(body, "close"):
            body.close()
        return []

    return answer


def take_in_all(door: Any) -> None:
    """Accept every connection that the system already made: to them the door was open."""
    pollster = select.poll()
    pollster.register(door.socket, select.POLLIN)
    for _ in range(MOST_CONNECTIONS):
        if not pollster.poll(0):
            return
        door.handle_accept()


def room_for_connections() -> int:
    """How many connections one process may hold, having asked for as many files as it may open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS * 2 + FILES_BESIDE  # a long answer has a file beside its connection
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    allowed = wanted if soft == resource.RLIM_INFINITY else soft
    return max(1, min(MOST_CONNECTIONS, (allowed - FILES_BESIDE) // 2))
