"""A throw-away PostgreSQL cluster in a temporary folder: reached by a socket, gone at the end.

It never touches the packaged cluster nor any port, and is as fast as it is forgetful.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALLED = Path("/usr/lib/postgresql")
NAME = "candour"
START_SECONDS = 300  # on the slowest machine
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=1GB")
# Rows that wait for their test's rollback look like none to a vacuum, and plans made after it are
# a thousand times slower: whether it comes is chance.
STEADY = ("autovacuum=off",)


class NoPostgres(RuntimeError):
    """There is no PostgreSQL to run, or it did not start."""


@contextmanager
def cluster() -> Iterator[str]:
    """Run a new cluster, and yield the DATABASE_URL of an empty database in it."""
    # Under /tmp by name: the path of a socket may have no more than 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="candour-pg-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        _init(folder)
        with _server(folder):
            yield f"postgres://{NAME}@/{NAME}?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _init(folder: Path) -> None:
    _run(
        "initdb",
        f"--pgdata={folder}/data",
        f"--username={NAME}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )


@contextmanager
def _server(folder: Path) -> Iterator[None]:
    settings = (*FORGETFUL, *STEADY, "listen_addresses=", f"unix_socket_directories={folder}")
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            _command("postgres", "-D", f"{folder}/data", *(f"-c{each}" for each in settings)),
            cwd=folder,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until_ready(folder, server)
        _run("createdb", f"--host={folder}", f"--username={NAME}", NAME)
        yield
    except NoPostgres as error:
        raise NoPostgres(f"{error}\n{log.read_text()}") from error
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing here is worth saving
        server.wait(timeout=START_SECONDS)


def _wait_until_ready(folder: Path, server: "subprocess.Popen[bytes]") -> None:
    ready = [str(programs() / "pg_isready"), "--quiet", f"--host={folder}"]
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run(ready, check=False).returncode:
        if server.poll() is not None:
            raise NoPostgres("PostgreSQL stopped while it started.")
        if time.monotonic() > deadline:
            raise NoPostgres(f"PostgreSQL did not start in {START_SECONDS} seconds.")
        time.sleep(0.05)


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        _command(program, *arguments), cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoPostgres(f"{program} failed.\n{done.stdout}{done.stderr}")


def _command(program: str, *arguments: str) -> list[str]:
    """Return how to run a PostgreSQL program: never as root, never outliving this process."""
    wrapper = ["setpriv", "--pdeathsig=QUIT"]
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        wrapper += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return [*wrapper, "--", str(programs() / program), *arguments]


def programs() -> Path:
    """Return the folder of the newest PostgreSQL installed by the distribution."""
    versions = [path.parent for path in INSTALLED.glob("*/bin/initdb")]
    if not versions:
        raise NoPostgres("There is no PostgreSQL under /usr/lib/postgresql. Run scripts/setup.")
    return max(versions, key=lambda folder: int(folder.parent.name))
