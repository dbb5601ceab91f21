"""Starting Spark, or reaching it: in words where it can't be done."""

import os
import socket
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from candour.tables.engine import first_line
from candour.tables.errors import CannotCount
from candour.tables.machine import Machine

SHARE_FOR_HEAP = 0.75  # Java takes more than its heap
CONNECT_PORT = 15002  # where Spark Connect listens if nothing else is said
SECONDS_TO_ANSWER = 10
LOOPBACK = "127.0.0.1"
SECONDS_FOR_WORKER = 120
QUIETLY = """\
appender.err.type = Console
appender.err.name = err
appender.err.target = SYSTEM_ERR
appender.err.layout.type = PatternLayout
appender.err.layout.pattern = %m%n
appender.err.filter.threshold.type = ThresholdFilter
appender.err.filter.threshold.level = fatal
rootLogger.level = warn
rootLogger.appenderRef.err.ref = err
"""


def with_pyspark() -> Any:
    try:
        with quiet():
            import ibis
            import ibis.backends.pyspark  # to learn now whether PySpark is there
    except ImportError:
        raise CannotCount(
            "Spark is not installed: install Candour with its extra 'spark'."
        ) from None
    return ibis


def open_session(machine: Machine, folder: Path) -> tuple[Any, bool]:
    """The Spark session of this process, or a new one; and whether it is new."""
    from pyspark.sql import SparkSession

    with quiet():
        active = SparkSession.getActiveSession()
        if active is not None:
            return active, False
        here = own_address_towards(machine.spark) if machine.spark else LOOPBACK
        # Without it Spark asks for the address of the machine's own name, which may have none.
        os.environ.setdefault("SPARK_LOCAL_IP", here)
        builder = SparkSession.builder.appName("candour")
        if machine.spark.startswith("sc://"):
            builder = builder.remote(machine.spark)
        else:
            builder = builder.config(map=_settings(machine, folder))
        try:
            session = builder.getOrCreate()
        except failures() as error:
            where = f"at {machine.spark} " if machine.spark else ""
            raise CannotCount(
                f"Spark {where}can't be started or reached ({first_line(error)}). On this machine "
                "it needs Java 17 or 21."
            ) from None
        if machine.spark.startswith("spark://"):
            _need_worker(session, machine)
    return session, True


def own_address_towards(address: str) -> str:
    """Return the address of this machine on the way to another, where the cluster finds it.

    Raises
    ------
    CannotCount
        If nothing answers there; Spark itself would try for minutes.
    """
    place = urlsplit(address)
    try:
        port = place.port or CONNECT_PORT
        way = socket.create_connection((place.hostname or "", port), timeout=SECONDS_TO_ANSWER)
    except (OSError, ValueError) as error:
        raise CannotCount(
            f"Nothing answers at {address} ({first_line(error)}): is the cluster running, and can "
            "this machine reach it?"
        ) from None
    with way:
        own: str = way.getsockname()[0]
    return own


def _need_worker(session: Any, machine: Machine) -> None:
    """Raise CannotCount if the cluster gives no worker; Spark itself would wait for ever."""
    context = session.sparkContext._jsc.sc()  # noqa: SLF001 - Python has no other way to ask
    until = time.monotonic() + SECONDS_FOR_WORKER
    while context.getExecutorMemoryStatus().size() <= 1:  # the driver is one
        if time.monotonic() > until:
            session.stop()
            raise CannotCount(
                f"The cluster at {machine.spark} gave no worker within {SECONDS_FOR_WORKER} "
                f"seconds: see that one runs with {machine.memory} of memory free, or ask for "
                "less with --memory."
            )
        time.sleep(0.2)


def failures() -> tuple[type[Exception], ...]:
    """What Spark raises: from its Python side, from Java, and from between the two."""
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]
    from pyspark.errors import PySparkException

    return PySparkException, Py4JError, OSError


def _settings(machine: Machine, folder: Path) -> dict[str, Any]:
    """What a session of our own is started with; nothing of it is written where a person stands."""
    (folder / "log4j2.properties").write_text(QUIETLY, encoding="ascii")
    logging = (folder / "log4j2.properties").as_uri()
    heap = f"{int(machine.bytes * SHARE_FOR_HEAP) // 2**20}m"
    settings = {
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={logging}",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
    }
    if machine.spark:
        return settings | {"spark.master": machine.spark, "spark.executor.memory": heap}
    threads = str(machine.threads or "*")
    return settings | {
        "spark.master": f"local[{threads}]",
        "spark.driver.memory": heap,
        "spark.driver.host": LOOPBACK,
        "spark.driver.bindAddress": LOOPBACK,
        "spark.sql.shuffle.partitions": "8",  # one machine: many small pieces only cost time
    }


@contextmanager
def quiet() -> Iterator[None]:
    """Without PySpark's warnings on libraries that nothing here goes through."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support", FutureWarning)
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        yield
