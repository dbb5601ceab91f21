"""The same tests everywhere: collected twice, far apart in all that should not matter."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
LONGEST_NAME = 400  # of a test with its case; no one reads further, and each process sends them all

# Two machines that share nothing but the code: hash seed, terminal, language, home and clock.
ONE = {"PYTHONHASHSEED": "1", "TERM": "dumb", "LANG": "C"}
OTHER = {
    "PYTHONHASHSEED": "2",
    "TERM": "xterm-256color",
    "COLUMNS": "40",
    "FORCE_COLOR": "1",
    "LANG": "C.UTF-8",
}
CLOCKS = ("2026-03-01T00:00:00", "2031-12-31T23:59:58")


def collected(folder, surroundings, clock, *, home):
    """The names of the tests in the order in which they are found, given surroundings and clock."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0"),
            *("-p", "no:cacheprovider", "--color=no"),
            *(f"--rootdir={REPOSITORY}", f"--config-file={REPOSITORY / 'pyproject.toml'}"),
            *(f"--clock={clock}", "--randomly-dont-reorganize", *folder),
        ],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "HOME": str(home), **surroundings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [line for line in done.stdout.splitlines() if "::" in line]


@pytest.mark.slow
def test_two_processes_collect_the_same_tests_in_the_same_order(tmp_path):
    one = collected((), ONE, CLOCKS[0], home=tmp_path / "one")
    other = collected((), OTHER, CLOCKS[1], home=tmp_path / "other")
    assert len(one) > 1_000
    assert [*set(one) ^ set(other)] == []
    assert one == other
    assert [name[:80] for name in one if len(name) > LONGEST_NAME] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "cases",
    [
        "[gzip.compress(b'text')]",  # the time stands in it
        "[str(time.localtime().tm_year)]",
        "{'set', 'of', 'words', 'in', 'no', 'order'}",
        "[os.environ['LANG']]",
        "[os.environ['HOME']]",
    ],
)
def test_a_name_that_hangs_on_the_machine_is_found_out(tmp_path, cases):
    (tmp_path / "test_it.py").write_text(
        "import gzip, os, pytest, time\n\n"
        f"@pytest.mark.parametrize('case', {cases})\ndef test_it(case):\n    pass\n"
    )
    one = collected((str(tmp_path),), ONE, CLOCKS[0], home=tmp_path / "one")
    other = collected((str(tmp_path),), OTHER, CLOCKS[1], home=tmp_path / "other")
    assert one != other
