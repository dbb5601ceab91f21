"""Whatever the content reader or the grammar of figures is given, it ends in an answer.

A sample, seeded, in every run; ten minutes of each with --long.
"""

import importlib.util
import subprocess
import sys

import pytest

from candour.evidence.nodes import nodes_of
from candour.evidence.subject_reader import SubjectReader
from tests.evidence.making import TOOL, schema

RUNS = {"reader": 1_500, "figures": 4_000}
LONG_SECONDS = 600
TARGETS = pytest.mark.parametrize("target", RUNS)


@pytest.mark.long
@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None,
    reason="Atheris has no package for this Python or machine, so nothing is fuzzed here.",
)
@TARGETS
def test_coverage_guided_fuzzing_finds_nothing(target, tmp_path, tries):
    seconds = tries(0, long=LONG_SECONDS)
    bound = ("--seconds", str(seconds)) if seconds else ("--runs", str(RUNS[target]))
    command = [sys.executable, "-m", "tests.evidence.fuzzing", target, "--findings", str(tmp_path)]
    done = subprocess.run([*command, *bound], capture_output=True, text=True, check=False)
    inputs = [path.read_bytes() for path in tmp_path.iterdir()]
    assert done.returncode == 0, f"{inputs}\n{done.stderr[-4000:]}"
    assert inputs == []
    assert "stat::number_of_executed_units" in done.stderr


ONCE_ENDED_OTHERWISE = {
    "a source that is a list": "source: [a]\nname: x\n",
    "a check in a list in a list": TOOL + "checks: [[a]]\n",
    "a redirect that is a mapping": TOOL + "redirects-from: {a: b}\n",
    "a rank of many digits": TOOL
    + "contradictions: {a: {kind: date, first: {rank: "
    + "9" * 4_500
    + ", why: w}, sides: [{said: x, statements: [use]}, {said: y, statements: [use]}], reason: r}}",
}


@pytest.mark.parametrize("name", ONCE_ENDED_OTHERWISE)
def test_what_once_ended_otherwise_is_told(name):
    node, problems = nodes_of(ONCE_ENDED_OTHERWISE[name], name="x")
    assert node is not None
    reader = SubjectReader("tool", "system", "x", schema(), {})
    reader.read(node)
    assert [*problems, *reader.problems]
