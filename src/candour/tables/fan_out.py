"""The same function on many pieces of work, on a Spark cluster: results come in the pieces' order.

Audits ship counting to a cluster as SQL. What has no table, such as replicates of a simulation,
goes there as a function: it runs on the workers' own Python, so Candour must be installed there in
the same version.
"""

import os
import pickle
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from candour.tables.engine import first_line
from candour.tables.errors import CannotCount
from candour.tables.machine import Machine
from candour.tables.spark_session import failures, open_session, quiet, with_pyspark

if TYPE_CHECKING:
    from pyarrow import RecordBatch

Piece = TypeVar("Piece")
Result = TypeVar("Result")

A_WAVE = 32  # pieces sent together: between waves it is known how far the work is
SCHEMA = "place long, result binary"
RAISED = re.compile(r"(?!org\.|java\.)[\w.]*[A-Z]\w+: (\S.*)")
OTHER_VERSION = "another version of Candour"


class FanOut:
    """A Spark session that runs functions; `fan_out` opens and closes one."""

    def __init__(self, session: Any, where: str) -> None:
        self._session, self._where = session, where

    def map(self, work: Callable[[Piece], Result], pieces: Sequence[Piece]) -> Iterator[Result]:
        """Give the result for each piece, in order, wave by wave.

        Raises
        ------
        CannotCount
            If the cluster fails, or its workers lack Candour or have another version.
        """
        for first in range(0, len(pieces), A_WAVE):
            yield from self._wave(work, pieces[first : first + A_WAVE])

    def _wave(self, work: Callable[[Piece], Result], pieces: Sequence[Piece]) -> list[Result]:
        done = partial(_on_worker, work=work, pieces=tuple(pieces), wanted=version("candour"))
        with self._understood(), quiet():
            places = self._session.range(0, len(pieces), 1, len(pieces))
            rows = places.mapInArrow(done, SCHEMA).collect()
        # What comes back was pickled by the function above on a worker of this cluster.
        return [pickle.loads(row.result) for row in sorted(rows, key=lambda row: row.place)]  # noqa: S301

    @contextmanager
    def _understood(self) -> Iterator[None]:
        try:
            yield
        except failures() as error:
            text = str(error)
            if "No module named 'candour" in text or OTHER_VERSION in text:
                raise CannotCount(
                    f"The workers {self._where}lack Candour {version('candour')}: install it there "
                    "with the extra 'spark', and say with PYSPARK_PYTHON which Python has it."
                ) from None
            raise CannotCount(f"Spark {self._where}failed ({_reason(text)}).") from None


@contextmanager
def fan_out(machine: Machine) -> Iterator[FanOut]:
    """Open Spark for functions; what was opened is closed, whatever happens.

    Raises
    ------
    CannotCount
        If Spark is not installed, can't be started or not be reached.
    """
    with_pyspark()
    # On each machine the Python at this one's place, unless the operator names another.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    where = f"at {machine.spark} " if machine.spark else ""
    with tempfile.TemporaryDirectory(prefix="candour-spark-") as folder:
        session, is_ours = open_session(machine, Path(folder))
        try:
            yield FanOut(session, where)
        finally:
            if is_ours:
                session.stop()


def _reason(text: str) -> str:
    r"""What a worker's Python said last, or else the first line of all that was said.

    >>> _reason("Job aborted.\n  File x\nValueError: no such thing\n\tat org.apache.spark")
    'no such thing'
    """
    said = [match[1] for line in text.splitlines() if (match := RAISED.match(line))]
    return said[-1] if said else first_line(RuntimeError(text))


def _on_worker(
    batches: Iterator["RecordBatch"],
    *,
    work: Callable[[Piece], Result],
    pieces: Sequence[Piece],
    wanted: str,
) -> Iterator["RecordBatch"]:
    """Run on a worker: the pieces whose places come in."""
    import pyarrow as pa

    if version("candour") != wanted:
        raise RuntimeError(OTHER_VERSION)
    for batch in batches:
        places = batch.column(0).to_pylist()
        results = [pickle.dumps(work(pieces[place])) for place in places]
        yield pa.RecordBatch.from_arrays(
            [pa.array(places, pa.int64()), pa.array(results, pa.binary())],
            names=["place", "result"],
        )
