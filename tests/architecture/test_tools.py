"""The tools that read the code are set up as we think: each is seen to fail, and to let pass."""

import json
import subprocess
import warnings
from pathlib import Path

import pytest

from tests.support.programs import program

REPOSITORY = Path(__file__).resolve().parents[2]


def ruff_codes(code, *, file):
    """Return what ruff says about a text, as if it stood in that file."""
    done = subprocess.run(
        [
            *(program("ruff"), "check", "--no-cache", "--output-format=json"),
            *(f"--stdin-filename={file}", "-"),
        ],
        cwd=REPOSITORY,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )
    return {found["code"] for found in json.loads(done.stdout)}


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("import os\n", "F401"),
        ('x = "say \\"it\\""\n', "Q003"),
        ("print(1)\n", "T201"),
        ("def f(x):\n    return x\n", "ANN001"),
        ("import datetime\n\ndatetime.date.today()\n", "DTZ011"),
        (f"x = '{'long' * 30}'\n", "E501"),
    ],
)
def test_ruff_reads_our_rules_and_fails_by_them(code, rule):
    assert rule in ruff_codes(code, file="src/candour/core/sample.py")


def test_an_error_may_be_named_for_the_fact():
    sample = "class TooFewToCompare(Exception):\n    pass\n"
    assert "N818" not in ruff_codes(sample, file="src/candour/core/sample.py")


def test_only_a_command_prints():
    assert "T201" not in ruff_codes("print(1)\n", file="src/candour/cli/sample.py")


def test_mypy_is_strict(tmp_path):
    sample = tmp_path / "sample.py"
    sample.write_text("def double(x):\n    return 2 * x\n")
    done = subprocess.run(
        [program("mypy"), f"--cache-dir={tmp_path}", str(sample)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "[no-untyped-def]" in done.stdout


def test_a_warning_fails_its_test():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
