"""Spark for tests: a standalone cluster and a Spark Connect server, on this machine alone."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

HERE = "127.0.0.1"
SECONDS_TO_START = 600  # on the slowest machine; a server that ends before is noticed at once
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
SUBMIT = "org.apache.spark.deploy.SparkSubmit"
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
ELECTED = "I have been elected leader"
REGISTERED = "Successfully registered with master"
LISTENING = "Spark Connect server started"


class DidNotStart(Exception):
    """A process of Spark's ended, or did not say in time that it is there."""


@contextmanager
def cluster(folder: Path, *, workers: int = 2) -> Iterator[str]:
    """Start a standalone master with workers of one core each; give its address.

    All of them end with the block, however it ends.
    """
    port = _free_port()
    address = f"spark://{HERE}:{port}"
    place = ["--host", HERE, "--webui-port", "0"]
    with ExitStack() as stack:
        enter = stack.enter_context
        enter(_running([MASTER, *place, "--port", str(port)], folder / "master", ELECTED))
        for number in range(workers):
            limits = ["--cores", "1", "--memory", "1g"]
            enter(_running([WORKER, *place, *limits, address], folder / f"{number}", REGISTERED))
        yield address


@contextmanager
def connect_server(folder: Path) -> Iterator[str]:
    """Start a Spark Connect server that counts in its own process; give its address."""
    port = _free_port()
    settings = {
        "spark.connect.grpc.binding.address": HERE,
        "spark.connect.grpc.binding.port": str(port),
        "spark.master": "local[2]",
        "spark.driver.memory": "1g",
        "spark.driver.host": HERE,
        "spark.driver.bindAddress": HERE,
        "spark.local.dir": str(folder),
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
    }
    given = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
    with _running(
        [SUBMIT, "--class", CONNECT, *given, "spark-internal"], folder / "connect", LISTENING
    ):
        yield f"sc://{HERE}:{port}"


@contextmanager
def _running(arguments: Sequence[str], folder: Path, ready: str) -> Iterator[None]:
    """Run a class of Spark's in a group of processes of its own, and end the whole group."""
    from pyspark.find_spark_home import _find_spark_home

    folder.mkdir()
    home = Path(_find_spark_home())
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HERE,
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_WORKER_DIR": str(folder),
        "SPARK_DAEMON_MEMORY": "1g" if CONNECT in arguments else "256m",
    }
    log = folder / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [str(home / "bin/spark-class"), *arguments],
            stdout=file,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder,
            start_new_session=True,  # a worker starts processes of its own
        )
    try:
        _await(process, log, ready)
        yield
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    for how, seconds in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            break
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def _await(process: "subprocess.Popen[bytes]", log: Path, words: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while words not in (text := log.read_text(encoding="utf-8", errors="replace")):
        if process.poll() is not None or time.monotonic() > until:
            last = "\n".join([line for line in text.splitlines() if "INFO" not in line][-20:])
            message = f"{log} does not say '{words}', only: {last}"
            raise DidNotStart(message)
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HERE, 0))
        port: int = found.getsockname()[1]
        return port
