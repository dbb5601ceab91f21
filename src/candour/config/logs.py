"""What is written down of a fault: its type and where in the code it came through.

Never its message, which may repeat what a reader typed, and never an address: what is not held
can't be seized, leaked or asked for.
"""

import logging
import traceback
from types import TracebackType

NO_FAULT = (None, None, None)


class PlacesOnly(logging.Formatter):
    """A line for each record; of an exception, its type and its places, innermost first."""

    def format(self, record: logging.LogRecord) -> str:
        kind, _, trace = record.exc_info or NO_FAULT
        if kind is None:
            return f"{record.levelname} {record.name}: {record.getMessage()}"
        return f"{record.levelname} {record.name}: a fault: {places(kind, trace)}"


def places(kind: type[BaseException], trace: TracebackType | None) -> str:
    """The type of a fault and the lines it came through, without its words."""
    frames = traceback.extract_tb(trace)
    lines = (f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    return " < ".join([kind.__name__, *reversed(list(lines))])
