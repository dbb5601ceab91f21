"""A file that this user may not read is named in a sentence, whichever command is given it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from candour.cli.main import CANNOT, NOT_VALID
from tests.cli.unreadable import COMMANDS, command

SAID = ("is not readable", "Permission denied", "may not read", "can't be opened")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What each command came to."""
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("Root may read every file, and there is no setpriv to give that right up.")
    folder = tmp_path_factory.mktemp("unreadable")
    (folder / "data").mkdir()
    environ = {name: text for name, text in os.environ.items() if not name.startswith("DJANGO")}
    environ.pop("DATABASE_URL", None)
    environ |= {"CANDOUR_DATA_DIR": str(folder / "data"), "COLUMNS": "200", "NO_COLOR": "1"}
    environ |= {"PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        command(), cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    if told is None:
        pytest.skip("This user may read every file, whatever its rights say.")
    return told


@pytest.mark.parametrize("what", COMMANDS)
def test_a_file_that_may_not_be_read_is_named_in_a_sentence(outcomes, what):
    code, told = outcomes[what]["code"], outcomes[what]["told"]
    is_checked = what in {"a content file", "a folder of a release"}  # and is found wanting
    assert code == (NOT_VALID if is_checked else CANNOT), told
    assert any(words in told for words in SAID), told
    names = [one for one in COMMANDS[what] if one.startswith("LOCKED")]
    hidden = {"content": "systems/tool.yaml", "verify": "00001.jsonl", "checkpoint": "database"}
    name = names[0] if names else hidden[COMMANDS[what][0]]
    assert name in told, told
