"""candour serve, as far as the application server."""

import pytest

from candour.cli import serve


@pytest.fixture
def steps(monkeypatch):
    """The steps in the order they were taken, none of them really taken."""
    taken = []
    monkeypatch.setattr(serve, "refuse_taken_port", lambda host, port: None)
    for step in ("bring_database_up_to_date", "load_content_if_empty", "collect_static_files"):
        monkeypatch.setattr(serve, step, lambda step=step: taken.append(step))
    monkeypatch.setattr(
        serve, "become_server", lambda address, *, workers: taken.append((address, workers))
    )
    return taken


def test_everything_is_ready_before_the_first_reader_comes(steps, capsys):
    serve.serve(port=8123)

    assert steps == [
        "bring_database_up_to_date",
        "load_content_if_empty",
        "collect_static_files",
        ("127.0.0.1:8123", 2),
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
