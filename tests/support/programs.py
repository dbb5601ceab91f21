"""Where the programs of this environment are, whatever the PATH says."""

import sys
from pathlib import Path


def program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))
