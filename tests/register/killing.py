"""Commands killed on their way, and what they leave behind looked at: a program of its own.

A child does the work and counts what it does to the world: each question to the database, each
commit, each file opened, moved or removed. At a chosen one a timer of some microseconds is set, and
the process ends at whatever it then does, with no chance to tidy up, as by kill -9. Which moments,
is chosen by a seed: the same in every run.

Example: DATABASE_URL=sqlite:////tmp/x.sqlite3 python -m tests.register.killing load --kills 20
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "candour.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from candour.evidence.chain_files import read_chain  # noqa: E402
from candour.evidence.checkpoints import new_key  # noqa: E402
from candour.evidence.packed import unpacked  # noqa: E402
from candour.evidence.record import record_change  # noqa: E402
from candour.evidence.releases import verify_release  # noqa: E402
from candour.register import models, selectors  # noqa: E402
from candour.register.backup import restore_backup, write_backup  # noqa: E402
from candour.register.checkpoints import keep_checkpoint  # noqa: E402
from candour.register.dumping import dump_content, register_files  # noqa: E402
from candour.register.releasing import export_release  # noqa: E402
from candour.register.services import load_content  # noqa: E402
from candour.register.verifying.database import verify_database  # noqa: E402
from tests.evidence.making import TOOL, make_folder, write_files  # noqa: E402

SEEN_FROM_OUTSIDE = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")
MICROSECONDS = 3_000  # at most, from the chosen moment to the end
AT_THE_END = 15  # moments, of which a third of the tries are
DONE, KILLED = "done", "killed"
LIMIT = 64 * 1024  # bytes of a file, where the disk is full
State = dict[str, str]


class Wrong(Exception):
    """What was left behind is not as it must be."""


def must(holds: object, what: str) -> None:
    if not holds:
        raise Wrong(what)


# a database for each try


@contextmanager
def try_database(base: str):
    """Work in a copy of the database as it was before."""
    connection.close()
    own = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        copy = f"{own}-try"
        with closing(sqlite3.connect(base)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    else:
        copy = f"{own}_try"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{base}"')
    connection.settings_dict["NAME"] = copy
    selectors.forget_schema()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        for name in Path(copy).parent.glob(f"{Path(copy).name}*") if "/" in copy else ():
            name.unlink()


def state() -> State:
    selectors.forget_schema()
    return dict(register_files())


# being killed


class Moments:
    """Counts what a process does to the world, and ends it at one of them."""

    def __init__(self, at: int, delay: float, *, is_disk_full: bool = False) -> None:
        self.passed, self.at, self.delay = 0, at, delay
        self.is_disk_full = is_disk_full

    def pass_one(self) -> None:
        self.passed += 1
        if self.passed != self.at:
            return
        if self.is_disk_full:
            resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))
        elif self.delay:
            signal.setitimer(signal.ITIMER_REAL, self.delay)  # SIGALRM, which nobody catches
        else:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        def execute(run, sql, params, many, context):
            self.pass_one()
            return run(sql, params, many, context)

        commit = connection._commit  # type: ignore[attr-defined]

        def commit_seen():
            self.pass_one()
            result = commit()
            self.pass_one()
            return result

        sys.addaudithook(lambda name, _: self.pass_one() if name in SEEN_FROM_OUTSIDE else None)
        connection.ensure_connection()
        connection.execute_wrappers.append(execute)
        connection._commit = commit_seen  # type: ignore[attr-defined]


def in_a_child(work: Callable[[], object], moments: Moments) -> tuple[str, int, str]:
    """Do some work in a process; say whether it came to its end, and how many moments passed."""
    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        told = ""
        try:
            moments.watch()
            work()
            told = f"{DONE} {moments.passed}"
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
            told = f"failed {moments.passed} {type(error).__name__}: {error}"
        os.write(writing, told.encode()[:4000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read().decode()
    os.waitpid(child, 0)
    word, _, rest = data.partition(" ")
    number, _, reason = rest.partition(" ")
    return word or KILLED, int(number or 0), reason


# what is killed, and what it must leave behind


class Operation:
    """Something that is killed on its way, and leaves what was before or what is after."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = make_folder(home / "content", {"systems/tool": TOOL})
        record_change(self.folder, made_by="x", why="y", made_at=datetime.now(UTC))
        load_content(self.folder)

    def prepare(self) -> None:
        """Bring back what a try may have changed beside the database."""

    def work(self) -> None:
        raise NotImplementedError

    def seen(self) -> str:
        """What now stands, as one of the two states that may; anything else is wrong."""
        raise NotImplementedError

    def again(self) -> None:
        self.work()

    def look(self) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA integrity_check")
                must(cursor.fetchone() == ("ok",), "the database is damaged")
        if models.ChangeSet.objects.exists():
            differences = verify_database(work_out=True).differences
            must(not differences, f"the database differs: {differences[:2]}")


class Load(Operation):
    def __init__(self, home: Path) -> None:
        super().__init__(home)
        more = {f"systems/t{n}": TOOL.replace("The Tool", f"Tool {n}") for n in range(12)}
        write_files(self.folder, {**more, "systems/tool": TOOL + "purpose: find places\n"})
        record_change(self.folder, made_by="x", why="z", made_at=datetime.now(UTC))
        write_files(self.folder, {"systems/tool": TOOL + "purpose: find people\n"})

    def work(self) -> None:
        load_content(self.folder)

    def seen(self) -> str:
        number = models.ChangeSet.objects.count()
        must(number in {1, 3}, f"{number} change sets: half of a load")
        return "before" if number == 1 else "after"


class Record(Operation):
    def prepare(self) -> None:
        shutil.rmtree(self.home / "edited", ignore_errors=True)
        shutil.copytree(self.folder, self.home / "edited")
        write_files(self.home / "edited", {"systems/tool": TOOL + "purpose: find places\n"})

    def work(self) -> None:
        record_change(self.home / "edited", made_by="x", why="z", made_at=datetime.now(UTC))

    def seen(self) -> str:
        number = len(list(read_chain(self.home / "edited")))
        must(number in {1, 2}, f"{number} change sets in the log")
        return "before" if number == 1 else "after"


class Export(Operation):
    name = "release"

    def prepare(self) -> None:
        shutil.rmtree(self.home / "out", ignore_errors=True)
        (self.home / "out").mkdir()

    def work(self) -> None:
        export_release(self.home / "out" / self.name)

    def seen(self) -> str:
        shown = [path for path in (self.home / "out").iterdir() if not path.name.startswith(".")]
        if not shown:
            return "before"
        self.verify(shown[0])
        return "after"

    def verify(self, path: Path) -> None:
        differences = verify_release(path).differences
        must(not differences, f"the release differs: {differences[:2]}")

    def again(self) -> None:
        if self.seen() == "before":
            self.work()


class ExportPacked(Export):
    name = "release.tar.gz"

    def verify(self, path: Path) -> None:
        with unpacked(path) as folder:
            super().verify(folder)


class Dump(Export):
    def work(self) -> None:
        dump_content(self.home / "out" / self.name)


class Checkpoint(Operation):
    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.key = new_key()

    def work(self) -> None:
        keep_checkpoint(self.key)

    def seen(self) -> str:
        number = models.Checkpoint.objects.count()
        must(number in {0, 1, 2}, f"{number} checkpoints")
        return "after" if number else "before"


class Restore(Operation):
    def __init__(self, home: Path) -> None:
        super().__init__(home)
        ledgers = home / "ledgers"
        ledgers.mkdir()
        (ledgers / "abc.json").write_text('{"printed": [3]}\n')
        write_backup(home / "backup.tar.gz", ledgers=ledgers)
        self.whole = state()
        self.ledger = home / "new" / "abc.json"

    def prepare(self) -> None:
        shutil.rmtree(self.home / "new", ignore_errors=True)

    def work(self) -> None:
        restore_backup(self.home / "backup.tar.gz", ledgers=self.home / "new")

    def seen(self) -> str:
        if not models.Origin.objects.exists():
            must(not models.ChangeSet.objects.exists(), "half of a restore")
            return "before"
        must(state() == self.whole, "what was restored is not what was backed up")
        must(self.ledger.is_file(), "restored without the counts that had been printed")
        return "after"

    def again(self) -> None:
        if self.seen() == "before":
            self.work()


OPERATIONS: dict[str, type[Operation]] = {
    "load": Load,
    "record": Record,
    "export": Export,
    "export-packed": ExportPacked,
    "dump": Dump,
    "checkpoint": Checkpoint,
    "restore": Restore,
}


def tried(
    operation: Operation, base: str, at: int, delay: float, *, is_disk_full: bool
) -> dict[str, object]:
    """Kill once, look at what is left, and see that the work can be done after all."""
    with try_database(base):
        operation.prepare()
        moments = Moments(at, delay, is_disk_full=is_disk_full)
        word, passed, reason = in_a_child(operation.work, moments)
        told: dict[str, object] = {"at": at, "delay": delay, "ended": word, "reason": reason}
        try:
            operation.look()
            stands = operation.seen()
            must(word != DONE or stands == "after", "what was said to be done is lost")
            operation.again()
            operation.look()
            must(operation.seen() == "after", "it can't be done afterwards")
        except Exception as error:  # noqa: BLE001 - the test is told
            return {**told, "wrong": f"{type(error).__name__}: {error}", "passed": passed}
        return {**told, "stands": stands, "passed": passed, "wrong": ""}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("operation", choices=OPERATIONS)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--disk-full", action="store_true")
    given = parser.parse_args()
    rng = random.Random(f"{given.operation} {given.seed}")  # noqa: S311 - the same each time
    call_command("migrate", interactive=False, verbosity=0)
    with tempfile.TemporaryDirectory() as scratch:
        empty = empty_base() if given.operation == "restore" else ""
        operation = OPERATIONS[given.operation](Path(scratch))
        connection.close()
        base = empty or str(connection.settings_dict["NAME"])
        tried(
            operation, base, 0, 0, is_disk_full=False
        )  # what is read once is at hand from here on
        whole = tried(operation, base, 0, 0, is_disk_full=False)
        number = int(str(whole["passed"]))
        results = [whole]
        for turn in range(given.kills):
            delay = rng.randrange(1, MICROSECONDS) / 1e6 if turn % 2 else 0.0
            first = max(1, number - AT_THE_END) if turn % 3 == 2 else 1  # where it is committed
            at = rng.randrange(first, number + 1)
            results.append(tried(operation, base, at, delay, is_disk_full=given.disk_full))
        sys.stdout.write(json.dumps({"moments": number, "tries": results}))
        if empty and "/" in empty:
            with suppress(OSError):
                Path(empty).unlink()


def empty_base() -> str:
    """A copy of the database while it is empty."""
    connection.close()
    own = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        shutil.copy(own, f"{own}-empty")
        return f"{own}-empty"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}_empty" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{own}_empty" TEMPLATE "{own}"')
    return f"{own}_empty"


if __name__ == "__main__":
    main()
