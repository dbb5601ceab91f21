"""What is worked out from the whole register, kept in this process for the heads asked for last."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from candour.evidence.fields import Schema
from candour.register import selectors
from candour.register.moments import Moment

T = TypeVar("T")
HEADS = 4  # today, and a few days before that readers ask about


class ByHead(Generic[T]):
    """An answer about all that stood at a moment, worked out once for each head of the register.

    A head is a hash over everything before it, so an answer under one never grows old; only the
    table of fields can change beneath it, and an answer read by another table is thrown away.
    Days of which statements are true make no difference here: what stood is asked, not what held.
    """

    def __init__(self, work: Callable[[Moment, Schema], T], most: int = HEADS) -> None:
        self.work, self.most = work, most
        self._kept: OrderedDict[selectors.Head, tuple[Schema, T]] = OrderedDict()
        self._lock = Lock()

    def at(self, moment: Moment) -> T:
        head, schema = selectors.head(moment), selectors.schema()
        with self._lock:
            kept = self._kept.get(head)
            if kept is not None and kept[0] is schema:
                self._kept.move_to_end(head)
                return kept[1]
        stood = Moment(as_of=moment.as_of, change=moment.change)
        answer = self.work(stood, schema)
        with self._lock:
            self._kept[head] = schema, answer
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return answer

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
