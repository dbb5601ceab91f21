"""How long a load takes, and how much memory at its highest: measured in a process of its own."""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from candour.cli.database import bring_database_up_to_date, wake_django

MEGABYTE = 1024  # ru_maxrss is in kilobytes on Linux


@dataclass(frozen=True, slots=True)
class Load:
    """What one load took."""

    statements: int
    pages: int
    seconds: float
    processor_seconds: float  # what the machine's other work can't stretch much
    peak_megabytes: float
    again_seconds: float
    file_megabytes: float


def load_fresh(content: Path, data: Path) -> Load:
    """Load a content folder into a new database in `data`, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.load", str(content)],
        env=environment(data),
        stdout=subprocess.PIPE,
        check=True,
    )
    return Load(**json.loads(told.stdout))


def environment(data: Path) -> dict[str, str]:
    """The variables that point Candour at the benchmark's own database, and at nothing else."""
    ours = {"CANDOUR_DATA_DIR": str(data), "DATABASE_URL": f"sqlite:///{database(data)}"}
    return {**os.environ, **ours, "DEBUG": "0"}


def database(data: Path) -> Path:
    return data / "candour.sqlite3"


def _main(content: Path) -> None:
    from django.conf import settings

    wake_django()
    bring_database_up_to_date()
    from candour.register.services import load_content

    began, started = time.perf_counter(), time.process_time()
    report = load_content(content)
    done, processor = time.perf_counter(), time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    assert load_content(content).changed_nothing
    file = Path(settings.DATABASES["default"]["NAME"])
    load = {
        "statements": report.asserted,
        "pages": report.pages,
        "seconds": done - began,
        "processor_seconds": processor - started,
        "peak_megabytes": peak,
        "again_seconds": time.perf_counter() - done,
        "file_megabytes": file.stat().st_size / 1024**2,
    }
    json.dump(load, sys.stdout)


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
