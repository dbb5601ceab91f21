"""candour serve: from nothing to a register one can read."""

import os
import socket
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from candour.cli.database import bring_database_up_to_date, wake_django
from candour.core.errors import CandourError

BACKLOG = 1024  # connections that wait while every process is busy
SIGN_OF_LIFE_WITHIN = 60  # seconds, after which a process that gives none is replaced
LAST_PORT = 65535
FINISH_WITHIN = 30  # seconds that answers under way are given at a stop

Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=LAST_PORT, help="Port to answer at.")]
Host = Annotated[str, typer.Option(help="Address to answer at; by default this machine only.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes that answer.")]


def serve(port: Port = 8000, host: Host = "127.0.0.1", workers: Workers = 2) -> None:
    """Bring the database up to date, load the content if there is none, and serve.

    Example:

        candour serve --port 8001
    """
    handed_over = sockets_handed_over()
    if not handed_over:
        refuse_taken_port(host, port)
    wake_django()
    say("Bringing the database up to date")
    bring_database_up_to_date()
    load_content_if_empty()
    drop_old_reports()
    collect_static_files()
    door = None if handed_over else take_port(host, port)
    where = "the address that systemd opened" if handed_over else url(host, port)
    say(f"Serving at {where} (Ctrl+C stops)")
    become_server(door, workers=workers)


def refuse_misread_port(arguments: Sequence[str]) -> None:
    """A setting that can't be read is told as the other settings are, and not as a slip of typing.

    Raises
    ------
    CandourError
    """
    port = os.environ.get("PORT", "")
    is_asked = list(arguments[:1]) == ["serve"] and bool(port)
    if is_asked and not (port.isascii() and port.isdecimal() and 1 <= int(port) <= LAST_PORT):
        raise CandourError(
            f"The settings can't be used: PORT is '{port}'. Say a number from 1 to {LAST_PORT}."
        )


def sockets_handed_over() -> int:
    """How many open sockets systemd gave this very process (sd_listen_fds(3)).

    They outlive it: while it starts anew, readers wait and none is turned away.
    """
    is_ours = os.environ.get("LISTEN_PID") == str(os.getpid())
    return int(os.environ.get("LISTEN_FDS", "0")) if is_ours else 0


def refuse_taken_port(host: str, port: int) -> None:
    """See that the address is free before a minute is spent on loading.

    Raises
    ------
    CandourError
        If another program answers there, or this user may not.
    """
    _bound(host, port).close()


def take_port(host: str, port: int) -> socket.socket:
    """Open the address, so that nothing is said of serving which another program could still take.

    Raises
    ------
    CandourError
        If another program took it in the meantime.
    """
    door = _bound(host, port)
    try:
        door.listen(BACKLOG)
    except OSError as error:
        door.close()
        raise _cannot_take(host, port, error) from error
    door.set_inheritable(True)  # the application server goes on with it
    return door


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as error:
        door.close()
        raise _cannot_take(host, port, error) from error
    return door


def _cannot_take(host: str, port: int, error: OSError) -> CandourError:
    return CandourError(
        f"Port {port} of {host} can't be taken: {error.strerror}. Choose another with --port."
    )


def url(host: str, port: int) -> str:
    """The address as a browser takes it.

    Examples
    --------
    >>> url("::1", 8000)
    'http://[::1]:8000'
    """
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


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


def drop_old_reports() -> None:
    """Delete what readers reported once it was kept as long as their form says."""
    from django.utils import timezone

    from candour.inbox.services import drop_what_is_over

    drop_what_is_over(timezone.now())


def collect_static_files() -> None:
    from django.core.management import call_command

    say("Collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0)


def become_server(door: socket.socket | None, *, workers: int) -> NoReturn:
    """Give this process over to the application server, so that signals reach it."""
    sys.stdout.flush()
    bind = f"fd://{door.fileno()}" if door else ""
    os.execv(  # noqa: S606 - our own interpreter, no shell
        sys.executable, gunicorn_command(bind, workers=workers)
    )


def gunicorn_command(bind: str, *, workers: int) -> list[str]:
    """The application server at an address or open socket; without one, at those of systemd."""
    return [
        *(sys.executable, "-m", "gunicorn", "candour.config.wsgi:application"),
        *([f"--bind={bind}"] if bind else []),
        f"--workers={workers}",
        "--worker-class=candour.config.buffering.Buffered",
        "--preload",  # loaded once, and what is loaded is shared by all processes
        f"--backlog={BACKLOG}",
        f"--timeout={SIGN_OF_LIFE_WITHIN}",
        f"--graceful-timeout={FINISH_WITHIN}",
        "--log-level=error",  # nothing of what readers do is written down
        "--no-control-socket",  # it would stand in the home folder, one for all installations
    ]


def say(what: str) -> None:
    typer.echo(what)
    sys.stdout.flush()
