"""Answers kept in a process by what they rest on, so that a list is not worked out for each page.

What follows at a moment depends on the change sets that were in by then, on what the moment
admits and on the table of fields: with the same of all three, the answer is the same.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from candour.evidence.fields import Schema
from candour.register import selectors
from candour.register.moments import Moment

T = TypeVar("T")

_every: "WeakSet[AtHand[Any]]" = WeakSet()


def forget_answers() -> None:
    """Put away every answer that is at hand in this process."""
    for at_hand in list(_every):
        at_hand.clear()


class AtHand(Generic[T]):
    """The answers asked for last, by the heads they rest on: any day between two is one answer.

    Bounded, so that someone who asks about thousands of days costs time and no memory.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, tuple[Schema, T]] = OrderedDict()
        self._lock = Lock()
        _every.add(self)

    def answer(self, moment: Moment, schema: Schema, make: Callable[[], T], *about: Hashable) -> T:
        """Return what is kept of something at a moment, or make it and keep it."""
        key = (selectors.head(moment), moment.true_on, moment.known_on, *about)
        with self._lock:
            pair = self._kept.get(key)
            if pair is not None and pair[0] is schema:
                self._kept.move_to_end(key)
                return pair[1]
        answer = make()
        with self._lock:
            self._kept[key] = schema, answer
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return answer

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)
