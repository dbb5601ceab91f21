"""Rare garbage collection while much is built that stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 200_000  # made and not freed before the youngest are looked through; Python takes 700


@contextmanager
def rare_collection() -> Iterator[None]:
    """Let Python look for unreachable cycles rarely, within a block or a function.

    Content is read into plain values that point at nothing that points back, so hardly anything
    is ever found, and each look through all of it costs as much as reading a good part of it.
    What no reference leads to is freed at once all the same.
    """
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
