"""candour serve, as far as the application server."""

import os
import socket

import pytest

from candour.cli import serve
from candour.core.errors import CandourError

STEPS = (
    "bring_database_up_to_date",
    "load_content_if_empty",
    "drop_old_reports",
    "collect_static_files",
)


@pytest.fixture
def steps(monkeypatch):
    """The steps in the order they were taken, none of them really taken."""
    taken = []
    monkeypatch.setattr(serve, "refuse_taken_port", lambda host, port: None)
    for step in STEPS:
        monkeypatch.setattr(serve, step, lambda step=step: taken.append(step))
    monkeypatch.setattr(serve, "take_port", lambda host, port: "door")
    monkeypatch.setattr(
        serve, "become_server", lambda door, *, workers: taken.append((door, workers))
    )
    return taken


def test_everything_is_ready_before_the_first_reader_comes(steps, capsys):
    serve.serve(port=8123)

    assert steps == [
        *STEPS,
        ("door", 2),
    ]
    assert "http://127.0.0.1:8123" in capsys.readouterr().out


@pytest.mark.parametrize(("empty", "loads"), [(True, 1), (False, 0)])
def test_content_is_loaded_only_into_an_empty_register(monkeypatch, empty, loads):
    loaded = []
    monkeypatch.setattr(serve, "is_register_empty", lambda: empty)
    monkeypatch.setattr("candour.register.services.load_content", lambda: loaded.append(1))

    serve.load_content_if_empty()

    assert len(loaded) == loads


@pytest.mark.django_db
def test_a_new_register_is_empty():
    assert serve.is_register_empty()


def test_the_application_server_keeps_to_the_address_it_is_given():
    command = serve.gunicorn_command("127.0.0.1:8123", workers=3)
    assert "--bind=127.0.0.1:8123" in command
    assert "--workers=3" in command


def test_nothing_is_said_of_serving_where_another_took_the_port_meanwhile(
    steps, monkeypatch, capsys
):
    monkeypatch.undo()
    for step in ("wake_django", *STEPS):
        monkeypatch.setattr(serve, step, lambda: None)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        # While the content loads, another program begins to answer there.
        monkeypatch.setattr(serve, "collect_static_files", other.listen)
        monkeypatch.setattr(serve, "refuse_taken_port", lambda host, port: None)
        with pytest.raises(CandourError, match=f"Port {port} .* Choose another with --port"):
            serve.serve(port=port)
    assert "Serving" not in capsys.readouterr().out


def test_a_port_that_was_taken_is_handed_on_open():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with serve.take_port("127.0.0.1", port) as door:
        assert os.get_inheritable(door.fileno())
        with socket.create_connection(("127.0.0.1", port)):
            pass
        with pytest.raises(CandourError):
            serve.refuse_taken_port("127.0.0.1", port)


def test_sockets_that_systemd_opened_are_answered_at(steps, monkeypatch, capsys):
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    monkeypatch.setenv("LISTEN_FDS", "1")
    serve.serve(port=8123)
    assert steps[-1] == (None, 2)
    assert "8123" not in capsys.readouterr().out


def test_sockets_that_systemd_opened_for_another_are_left_alone(monkeypatch):
    monkeypatch.setenv("LISTEN_PID", str(os.getpid() + 1))
    monkeypatch.setenv("LISTEN_FDS", "1")
    assert serve.sockets_handed_over() == 0


def test_without_an_address_the_application_server_takes_what_systemd_opened():
    assert not any(part.startswith("--bind") for part in serve.gunicorn_command("", workers=2))
