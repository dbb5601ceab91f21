"""Big tables in, small tables of counts out. The only part of the code that knows Ibis."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from candour.tables.cells import Cells
from candour.tables.containers import ANY, Wanted, one_plain_file
from candour.tables.engine import Counted, Engine, Found, Rows, Unreadable
from candour.tables.machine import LAPTOP, MEMORY, EngineKind, Machine

__all__ = [
    "ANY",
    "LAPTOP",
    "MEMORY",
    "Cells",
    "Counted",
    "Engine",
    "EngineKind",
    "Found",
    "Machine",
    "Rows",
    "Unreadable",
    "Wanted",
    "engine",
    "one_plain_file",
]


@contextmanager
def engine(machine: Machine = LAPTOP) -> Iterator[Engine]:
    """Start the engine of a machine; it is closed whatever happens, Ctrl-C too.

    Raises
    ------
    CannotCount
        If Spark was asked for and can't be started or reached.
    """
    database = _new_engine(machine)
    try:
        with _stopped_by_signals(database):
            yield database
    finally:
        database.close()


@contextmanager
def _stopped_by_signals(database: Engine) -> Iterator[None]:
    """Let Ctrl-C and a request to end break off a long count, which would else run on to its end.

    Only the main thread can be told; in others signals are as they were.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        ending = KeyboardInterrupt() if number == signal.SIGINT else SystemExit(128 + number)
        database.stop(ending)
        raise ending

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def _new_engine(machine: Machine) -> Engine:
    if machine.kind is EngineKind.SPARK:
        from candour.tables.spark import SparkEngine

        return SparkEngine(machine)
    from candour.tables.duck import DuckEngine

    return DuckEngine(machine)
