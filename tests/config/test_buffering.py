"""What the server withstands: slow readers, long requests, and being stopped while it answers."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from benchmarks.fuzz import FAULTS, answer_in_process, answer_to, requests
from candour.cli.serve import gunicorn_command
from candour.config import buffering
from tests.config.small_app import LONG, WHOLE
from tests.support.sizes import tries

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds until a test is given up: no answer takes so long
READERS = 6
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
FORM = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n"


@dataclass
class Server:
    """The real worker with a small application, at a socket of its own."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def connect(self, *, reads_little=False):
        one = socket.socket()
        one.settimeout(PATIENCE)
        if reads_little:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.connect(("127.0.0.1", self.port))
        return one

    def ask(self, path="/", method="GET", body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def serving(folder, *, workers=1, **limits):
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    door.listen()
    door.set_inheritable(True)
    assert ACTIVATE is not None
    command = [
        "tests.config.small_app:application" if part.startswith("candour.") else part
        for part in gunicorn_command(f"fd://{door.fileno()}", workers=workers)
    ]
    log = folder / "log"
    with log.open("w") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "SMALL_LIMITS": json.dumps(limits)},
            stderr=file,
            pass_fds=[door.fileno()],
        )
    port = door.getsockname()[1]
    door.close()  # from here on, only the server holds it
    server = Server(port, process, log)
    try:
        server.ask()  # it waits at the open door until somebody answers
        yield server
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path) as running:
        yield running


@pytest.mark.parametrize("kind", ["heads", "forms", "readers"])
def test_slow_connections_hold_up_nobody(server, kind):
    """Three for each thread there is, which would all be taken if a connection took one."""
    with ExitStack() as open_ones:
        for _ in range(3 * buffering.THREADS):
            slow = open_ones.enter_context(server.connect(reads_little=kind == "readers"))
            slow.sendall({"heads": HEAD, "forms": FORM, "readers": long_asked()}[kind])
        for _ in range(5):
            assert server.ask()[0] == 200


def long_asked():
    return b"GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_a_slow_reader_gets_the_whole_answer(server):
    with server.connect(reads_little=True) as slow:
        slow.sendall(long_asked().replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        parts = []
        while part := slow.recv(65536):
            parts.append(part)
            if len(parts) < 20:
                time.sleep(0.01)
    assert b"".join(parts).partition(b"\r\n\r\n")[2] == LONG


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [("/", {"X-Long": "x" * buffering.LONGEST_HEAD}, 431), ("/" + "x" * 40_000, {}, 431)],
)
def test_a_head_that_is_too_long_is_refused(server, path, headers, status):
    assert server.ask(path, headers=headers)[0] == status
    assert server.ask()[0] == 200


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(server):
    with server.connect() as one:
        size = buffering.LARGEST_BODY + 1
        one.sendall(FORM.replace(b"100", str(size).encode()))
        assert one.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_body_within_the_limit_arrives(server):
    body = b"a" * (buffering.LARGEST_BODY - 1)
    assert server.ask(method="POST", body=body)[2] == body


def test_a_body_without_a_stated_length_is_bounded_too(server):
    with server.connect() as one:
        one.sendall(FORM.replace(b"Content-Length: 100", b"Transfer-Encoding: chunked"))
        piece = b"8000\r\n" + b"a" * 0x8000 + b"\r\n"
        answer = b""
        try:
            for _ in range(buffering.LARGEST_BODY // 0x8000 + 1):
                one.sendall(piece)
            answer = one.recv(100)
        except ConnectionError:  # it was refused while we were still sending
            return
        assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_request_that_does_not_end_is_closed(tmp_path):
    with serving(tmp_path, WHOLE_WITHIN=1) as server, server.connect() as slow:
        slow.sendall(HEAD)
        assert slow.recv(100) == b""
        assert server.ask()[0] == 200


def test_a_request_that_dribbles_is_closed_although_it_is_never_silent(tmp_path):
    with serving(tmp_path, WHOLE_WITHIN=1) as server, server.connect() as slow:
        slow.sendall(HEAD)
        assert any(is_closed_after_another_byte(slow) for _ in range(PATIENCE * 5))


def is_closed_after_another_byte(slow):
    slow.settimeout(0.2)
    try:
        slow.sendall(b"x")
        return slow.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def test_a_connection_without_a_request_is_closed(tmp_path):
    with serving(tmp_path, SILENT_FOR=1) as server, server.connect() as silent:
        assert silent.recv(1) == b""


def test_when_there_is_no_room_those_give_way_who_wait_longest(tmp_path):
    with serving(tmp_path, MOST_CONNECTIONS=12) as server, ExitStack() as open_ones:
        slow = [open_ones.enter_context(server.connect()) for _ in range(20)]
        for one in slow:
            one.sendall(HEAD)
        assert server.ask()[0] == 200
        assert slow[0].recv(1) == b""


def test_head_is_answered_without_a_body_and_without_a_line(server):
    for path in ("/long", "/parts"):
        with server.connect() as one:
            one.sendall(f"HEAD {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            answer = one.recv(65536)
            one.sendall(HEAD + b"\r\n")  # the next answer begins where the first ended
            answer += one.recv(65536) if path == "/long" else b""
            first, _, rest = answer.partition(b"\r\n\r\n")
        assert first.startswith(b"HTTP/1.1 200 OK")
        assert not rest or rest.startswith(b"HTTP/1.1 200 OK")
    assert str(len(LONG)) in str(server.ask("/long", "HEAD")[1]["Content-Length"])
    server.stop()
    assert server.log.read_text() == ""


def test_what_answers_does_not_say_what_it_is(server):
    assert "Server" not in server.ask()[1]


def test_a_thread_that_never_ends_has_its_process_replaced(tmp_path):
    with serving(tmp_path, LONGEST_ANSWER=1, LINGER=0.1) as server:
        before = server.ask("/who")[2]
        with server.connect() as stuck:
            stuck.sendall(HEAD.replace(b"/ ", b"/sleep?300 ") + b"\r\n")
            deadline = time.monotonic() + PATIENCE
            while server.ask("/who")[2] == before:
                assert time.monotonic() < deadline
                time.sleep(0.2)
        assert "took more than 1 seconds" in server.log.read_text()


@dataclass
class Readers:
    """Some who read all the time, each on a connection that is kept or on a new one each time."""

    port: int
    whole: int = 0
    cut: list[str] = field(default_factory=list)

    def read(self, *, keeps):
        """Read until nobody answers any more. Only an answer that began can be cut."""
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
                while self._once(connection) and keeps:
                    pass
                connection.close()
            except ConnectionRefusedError:
                return

    def _once(self, connection):
        try:
            connection.request("GET", "/whole")
            answer = connection.getresponse()
        except (ConnectionResetError, BrokenPipeError, http.client.RemoteDisconnected):
            # It was closed before a byte of an answer: a browser asks again by itself.
            raise ConnectionRefusedError from None
        try:
            body = answer.read()
        except (http.client.IncompleteRead, ConnectionError) as error:
            self.cut.append(repr(error))
            raise ConnectionRefusedError from error
        if body == WHOLE and answer.status == 200:
            self.whole += 1
        else:
            self.cut.append(f"{answer.status}, {len(body)} bytes")
        return not answer.will_close


@pytest.mark.long
@pytest.mark.parametrize("number", range(tries(3, long=20)))
def test_a_stop_under_load_cuts_no_answer(tmp_path, number):
    with serving(tmp_path, workers=2) as server:
        readers = Readers(server.port)
        threads = [
            threading.Thread(target=readers.read, kwargs={"keeps": number % 2 == 0})
            for number in range(READERS)
        ]
        for thread in threads:
            thread.start()
        while readers.whole < 2 * READERS + number:
            time.sleep(0.01)
        assert server.stop() == 0
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()
    assert not readers.cut
    assert server.log.read_text() == ""


def test_a_stop_waits_for_who_is_still_reading(server):
    with server.connect(reads_little=True) as slow:
        slow.sendall(long_asked())
        parts = [slow.recv(100)]
        server.process.send_signal(signal.SIGTERM)
        while part := slow.recv(65536):
            parts.append(part)
    assert b"".join(parts).partition(b"\r\n\r\n")[2] == LONG
    assert server.process.wait(timeout=PATIENCE) == 0


def test_a_process_asks_for_the_files_that_its_connections_need():
    ask = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (100, 300));"
        "from candour.config.buffering import room_for_connections as room; print(room())"
    )
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert int(done.stdout) == (300 - buffering.FILES_BESIDE) // 2


@pytest.mark.long
def test_odd_and_broken_requests_are_answered_or_closed_and_break_nothing(server):
    for request, _ in zip(requests(seed=1), range(tries(400, long=20_000)), strict=False):
        assert not FAULTS.match(answer_to(server.port, request)), request
    assert server.ask()[0] == 200
    server.stop()
    assert server.log.read_text() == ""


BLANK = b"\r\n\r\n"


def test_blank_lines_before_a_request_are_skipped_and_alone_are_none(server):
    assert answer_to(server.port, BLANK + b"GET / HTTP/1.0" + BLANK).endswith(b"200 OK")
    assert answer_to(server.port, BLANK) == b""
    assert server.ask()[0] == 200
    server.stop()
    assert server.log.read_text() == ""


def test_without_sockets_they_are_skipped_as_well():
    answer = answer_in_process()
    assert answer(BLANK) == b""
    assert answer(BLANK + b"NONSENSE" + BLANK) == b"HTTP/1.1 400"


ACTIVATE = shutil.which("systemd-socket-activate")


@pytest.mark.skipif(ACTIVATE is None, reason="there is no systemd-socket-activate here")
def test_a_socket_that_systemd_opens_is_answered_at():
    """The tool opens the address and starts the server as systemd does, at the first connection."""
    assert ACTIVATE is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        "tests.config.small_app:application" if part.startswith("candour.") else part
        for part in gunicorn_command("", workers=1)
    ]
    passed_on = [f"--setenv={name}={value}" for name, value in os.environ.items()]
    process = subprocess.Popen(
        [ACTIVATE, "-l", f"127.0.0.1:{port}", *passed_on, *command],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_open(port, process)
        assert Server(port, process, Path()).ask("/whole")[2] == WHOLE
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def wait_until_open(port, process):
    deadline = time.monotonic() + PATIENCE
    while not is_open(port):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_open(port):
    with socket.socket() as attempt:
        return not attempt.connect_ex(("127.0.0.1", port))
