"""Run a command with DATABASE_URL pointing at a throw-away PostgreSQL cluster.

Example: python -m tests.support.run_postgres -- pytest --only-database
"""

import os
import signal
import subprocess
import sys
from types import FrameType
from typing import NoReturn

from tests.support.postgres import NoPostgres, cluster

CANNOT = 2


def main(arguments: list[str]) -> int:
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        print(__doc__, file=sys.stderr)
        return CANNOT
    signal.signal(signal.SIGTERM, _stop)
    try:
        with cluster() as url:
            return subprocess.run(
                command, check=False, env={**os.environ, "DATABASE_URL": url}
            ).returncode
    except NoPostgres as error:
        print(error, file=sys.stderr)
        return CANNOT
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """End through the cluster's own clean-up."""
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
