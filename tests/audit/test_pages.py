"""The how-to pages on audits: every command in them is run, and prints what they say."""

import os
import shlex
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from candour.cli.main import app
from tests.docs import shell

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted((REPOSITORY / "docs/how-to").glob("audit-*.md"))
PUBLISHED = "predpol"  # files that are not ours to ship
WHERE = os.environ.get("CANDOUR_BENCHMARK_DATA", "")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A reader's folder, with a data folder of its own."""
    (tmp_path / "tests").symlink_to(REPOSITORY / "tests")
    here = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", f"{here}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CANDOUR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_prints_what_it_says(page, folder):
    steps = [step for step in shell.steps(page) if PUBLISHED not in step.command]
    assert steps or shell.commands_not_run(page), "nothing is run"
    follow(steps, folder)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_command_on_files_of_a_reader_has_only_options_that_are_there(page):
    for line in shell.commands_not_run(page):
        understand(shlex.split(line)[1:])


def test_a_command_with_an_option_that_is_not_there_is_found_out():
    with pytest.raises(Exception, match="No such option: --no-such-option"):
        understand(["audit", "areas", "--targets", "t.csv", "--no-such-option", "1"])


@pytest.mark.skipif(not WHERE, reason="CANDOUR_BENCHMARK_DATA says where the Oakland files are")
def test_what_a_page_says_of_published_files_is_so(folder):
    for file in (Path(WHERE).resolve() / "oakland").iterdir():
        (folder / file.name).symlink_to(file)
    page = REPOSITORY / "docs/how-to/audit-accuracy.md"
    steps = [step for step in shell.steps(page) if PUBLISHED in step.command]
    assert steps
    follow(steps, folder)


def understand(words):
    """Take a line as the program would, up to the point where it would run."""
    command, context = get_command(app), None
    while hasattr(command, "resolve_command"):  # a group
        context = command.make_context(command.name, words, parent=context)
        _, command, words = command.resolve_command(
            context, [*context._protected_args, *context.args]
        )
    command.make_context(command.name, words, parent=context)


def follow(steps, folder):
    for step, printed in zip(steps, shell.run(steps, folder=folder), strict=False):
        assert shell.agrees(printed, step.expected), (step.command, printed)
