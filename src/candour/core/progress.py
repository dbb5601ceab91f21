"""How far a long piece of work is: told by who does it, asked by who shows it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

Thing = TypeVar("Thing")
Share = Callable[[], float | None]


def _unknown() -> None:
    return None


class Progress:
    """What is being done now, and which share of it is done.

    Whoever works calls `during` or `each`; whoever shows it reads `what` and `share` from another
    thread, as often as they like.
    """

    def __init__(self) -> None:
        self._now: tuple[str, Share] = ("", _unknown)

    @property
    def what(self) -> str:
        return self._now[0]

    @property
    def share(self) -> float | None:
        """The share done, 0 to 1; None where nobody can tell."""
        share_now = self._now[1]()
        return None if share_now is None else min(max(share_now, 0.0), 1.0)

    @contextmanager
    def during(self, what: str, share: Share = _unknown) -> Iterator[None]:
        """Say what is done inside, and how to ask how far it is."""
        before, self._now = self._now, (what, share)
        try:
            yield
        finally:
            self._now = before

    def through(self, what: str, things: Sequence[Thing]) -> Iterable[Thing]:
        """Go through things of about the same size, and say how many are done."""
        done = 0
        with self.during(what, lambda: done / len(things)):
            for thing in things:
                yield thing
                done += 1


UNWATCHED = Progress()
