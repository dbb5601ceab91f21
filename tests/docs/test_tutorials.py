"""What the tutorials tell a reader to type works, and prints what they say."""

import sys
from pathlib import Path

import pytest

from tests.docs.shell import Step, agrees, run, steps

REPOSITORY = Path(__file__).resolve().parents[2]
TUTORIALS = sorted((REPOSITORY / "docs/tutorials").glob("*.md"))


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A folder that looks like the repository; what a reader writes stays in it."""
    (tmp_path / "src").symlink_to(REPOSITORY / "src")
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parent.parent)
    for name in ("CANDOUR_DATA_DIR", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_does_what_it_says(copy, page):
    wanted = steps(page)
    assert wanted
    printed = run(wanted, folder=copy)
    wrong = [
        f"$ {step.command}\n" + "\n".join(lines)
        for step, lines in zip(wanted, printed, strict=False)
        if not agrees(lines, step.expected)
    ]
    assert not wrong, "\n\n".join(wrong)
    assert len(printed) == len(wanted) + 1


def test_an_example_that_prints_something_else_is_found_out(tmp_path):
    (page := tmp_path / "page.md").write_text("```console\n$ echo one\ntwo\n```\n")
    (step,) = steps(page)
    assert step == Step("echo one", ("two",))
    (printed, _) = run([step], folder=tmp_path)
    assert printed == ["one"]
    assert not agrees(printed, step.expected)


def test_a_command_over_several_lines_is_one(tmp_path):
    (page := tmp_path / "page.md").write_text("```console\n$ echo one \\\n    two\none two\n```\n")
    (step,) = steps(page)
    assert step == Step("echo one \\\n    two", ("one two",))
    (printed, _) = run([step], folder=tmp_path)
    assert agrees(printed, step.expected)
