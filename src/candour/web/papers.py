"""Documents laid out one at a time: each takes a processor up to a minute, while readers wait.

Whoever asks while another is made is asked to come again, so that documents never take more than
one thread of a process.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from candour.web.problems import TryAgain

_DESK = threading.Lock()


@contextmanager
def at_the_desk() -> Iterator[None]:
    """Be the only one of this process who has something laid out.

    Raises
    ------
    TryAgain
        If somebody else is.
    """
    if not _DESK.acquire(blocking=False):
        raise TryAgain(
            "Another document is being laid out for someone else, which takes a minute at most. "
            "The page itself can be printed now."
        )
    try:
        yield
    finally:
        _DESK.release()
