"""The same surroundings for every test: seen by what a test of a run in odd ones is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # each test is a run of its own

REPOSITORY = Path(__file__).resolve().parents[2]
ODD = {"TERM": "xterm-kitty", "COLUMNS": "33", "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": "/somebody's"}
LOOKS = """
import datetime, os, time

def test_surroundings():
    assert os.environ["TERM"] == "dumb"
    assert not {"COLUMNS", "NO_COLOR"} & os.environ.keys()
    assert os.environ["GIT_CONFIG_GLOBAL"] == os.devnull

def test_clock():
    assert f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d %H}" == "2031-02-28 23"
    assert datetime.date.today().year == time.gmtime().tm_year == 2031
"""


def run_tests(folder, *options, environment=os.environ):
    """Run pytest on a folder elsewhere, with our own settings and plugins."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider"),
            *(f"--rootdir={REPOSITORY}", f"--config-file={REPOSITORY / 'pyproject.toml'}"),
            *(*options, str(folder)),
        ],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_test_sees_the_terminal_or_the_git_of_who_runs_it(tmp_path):
    (tmp_path / "test_looks.py").write_text(LOOKS)
    environment = os.environ | ODD
    done = run_tests(tmp_path, "-k", "surroundings", environment=environment)
    assert done.returncode == 0, done.stdout
    without = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n0",
            "-p",
            "no:django",
            "--config-file=/dev/null",
            "test_looks.py",
        ],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 failed" in without.stdout or "2 failed" in without.stdout, without.stdout


def test_a_run_can_take_place_at_another_hour(tmp_path):
    (tmp_path / "test_looks.py").write_text(LOOKS)
    done = run_tests(tmp_path, "-k", "clock", "--clock=2031-02-28T23:00", environment=os.environ)
    assert done.returncode == 0, done.stdout
