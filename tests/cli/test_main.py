"""What the candour command promises: help, exit statuses, and no traceback a person can't use."""

import subprocess
import sys

import pytest
import typer

from candour.cli import main as cli
from candour.core.errors import CandourError


class NothingToServe(CandourError):
    """Stands for any fact a person can put right."""


def test_what_a_person_can_put_right_is_one_sentence_and_status_2(monkeypatch, capsys):
    app = typer.Typer()

    @app.command()
    def fail() -> None:
        raise NothingToServe("There is nothing to serve.")

    monkeypatch.setattr(cli, "app", app)
    with pytest.raises(SystemExit) as ended:
        cli.main([])

    assert ended.value.code == cli.CANNOT
    assert capsys.readouterr().err == "candour: There is nothing to serve.\n"


def test_a_bug_is_loud(monkeypatch):
    app = typer.Typer(pretty_exceptions_enable=False)

    @app.command()
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "app", app)
    with pytest.raises(ZeroDivisionError):
        cli.main([])


def test_an_unknown_command_cannot_be_done():
    with pytest.raises(SystemExit) as ended:
        cli.main(["predict"])
    assert ended.value.code == cli.CANNOT


def test_help_does_not_wake_django():
    code = "import sys, candour.cli.main as m; sys.exit('django.db' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("library", ["numba", "scipy", "docx"])
def test_what_is_slow_to_load_waits_until_a_command_needs_it(library):
    code = (
        "import sys, candour.cli.main, candour.config.kinds; sys.exit(sys.argv[1] in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, library], check=True)


@pytest.mark.parametrize("command", [["candour.cli"], ["candour.cli", "serve"]])
def test_the_module_runs_as_the_command(command):
    done = subprocess.run(
        [sys.executable, "-m", *command, "--help"], capture_output=True, text=True, check=True
    )
    assert "Usage" in done.stdout
