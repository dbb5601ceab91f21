"""Work done in a second process while the first goes on, where the machine has a core for it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import TypeVar

CORES = 2  # with one, the two processes would only take turns

Outcome = TypeVar("Outcome")


@contextmanager
def beside(
    work: Callable[[], Outcome], *, worth_it: bool = True
) -> Iterator[Callable[[], Outcome]]:
    """Start `work` beside what follows; the function given waits for its outcome.

    The second process begins as a copy of this one, so `work` sees all that has been read and
    changes none of it. Where there is one core, no way to copy a process, too little work to be
    worth it, or where the copy fails or is killed, `work` is done here when its outcome is asked
    for, and raises here what it raises.

    Parameters
    ----------
    work : takes nothing; what it returns can be pickled
    worth_it : whether the work takes longer than copying the process, some hundredths of a second

    Examples
    --------
    >>> with beside(lambda: sum(range(10))) as total:
    ...     total()
    45
    """
    if not worth_it or (os.cpu_count() or 1) < CORES or "fork" not in get_all_start_methods():
        yield work
        return
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send_outcome, args=(work, sender), daemon=True)
    process.start()
    sender.close()
    try:
        yield lambda: _outcome(receiver, work)
    finally:
        receiver.close()
        process.terminate()
        process.join()


def _send_outcome(work: Callable[[], object], sender: Connection) -> None:
    with suppress(Exception):  # raised again where it is then done
        sender.send(work())


def _outcome(receiver: Connection, work: Callable[[], Outcome]) -> Outcome:
    try:
        outcome: Outcome = receiver.recv()
    except EOFError:
        return work()
    return outcome
