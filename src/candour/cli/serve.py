"""candour serve: from nothing to a register one can read."""

import os
import socket
import sys
from typing import Annotated, NoReturn

import typer

from candour.cli.database import bring_database_up_to_date, wake_django
from candour.core.errors import CandourError

Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port to answer at.")]
Host = Annotated[str, typer.Option(help="Address to answer at; by default this machine only.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes that answer.")]


def serve(port: Port = 8000, host: Host = "127.0.0.1", workers: Workers = 2) -> None:
    """Bring the database up to date, load the content if there is none, and serve.

    Example:

        candour serve --port 8001
    """
    refuse_taken_port(host, port)
    wake_django()
    say("Bringing the database up to date")
    bring_database_up_to_date()
    load_content_if_empty()
    collect_static_files()
    say(f"Serving at http://{host}:{port} (Ctrl+C stops)")
    become_server(f"{host}:{port}", workers=workers)


def refuse_taken_port(host: str, port: int) -> None:
    """See that the address is free before a minute is spent on loading.

    Raises
    ------
    CandourError
        If another program answers there, or this user may not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            raise CandourError(
                f"Port {port} of {host} can't be taken: {error.strerror}. Choose another with "
                "--port."
            ) from error


def load_content_if_empty() -> None:
    if not is_register_empty():
        return
    from candour.register.services import load_content

    say("Loading the register's content")
    load_content()


def is_register_empty() -> bool:
    from django.apps import apps

    models = apps.get_app_config("register").get_models()
    return not any(model._default_manager.exists() for model in models)


def collect_static_files() -> None:
    from django.core.management import call_command

    say("Collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0)


def become_server(address: str, *, workers: int) -> NoReturn:
    """Give this process over to the application server, so that signals reach it."""
    sys.stdout.flush()
    os.execv(  # noqa: S606 - our own interpreter, no shell
        sys.executable, gunicorn_command(address, workers=workers)
    )


def gunicorn_command(address: str, *, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "candour.config.wsgi:application"),
        f"--bind={address}",
        f"--workers={workers}",
        # Threads, so that a slow reader does not hold up a whole process.
        *("--worker-class=gthread", "--threads=4"),
        "--log-level=error",  # a HEAD request is worth no warning
        "--no-control-socket",  # it would stand in the home folder, one for all installations
    ]


def say(what: str) -> None:
    typer.echo(what)
    sys.stdout.flush()
