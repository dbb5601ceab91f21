"""Whether a source prints a name, without its text at hand.

A source's text stays where it was read; kept beside its coverage are the hashes of every run of
up to three words in it. A name is printed if all its runs are there, in any case. A name that
is not can't be told from the hashes to be so only by chance: some 80,000 hashes of 32 bits let
a foreign run of words pass once in 50,000.
"""

import hashlib
import re
import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENDING = ".words"
LONGEST_RUN = 3
HASH_BYTES = 4
# Letters and digits apart, so that an endnote's number glued to a word does not hide the word.
WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """The hashes of a source's runs of one to three words, sorted."""

    hashes: tuple[int, ...]

    def prints(self, text: str) -> bool:
        """Whether the words of `text` stand one after another in the source."""
        words = _words(text)
        length = min(LONGEST_RUN, len(words))
        return bool(words) and all(self._holds(run) for run in _runs(words, length))

    def _holds(self, run: str) -> bool:
        wanted = _hash(run)
        place = bisect_left(self.hashes, wanted)
        return place < len(self.hashes) and self.hashes[place] == wanted

    def as_bytes(self) -> bytes:
        return struct.pack(f">{len(self.hashes)}I", *self.hashes)


def printed_words(text: str) -> PrintedWords:
    """Return the runs of words of a source's text, hashed."""
    words = _words(text)
    lengths = range(1, LONGEST_RUN + 1)
    return _sorted(_hash(run) for length in lengths for run in _runs(words, length))


def read_printed_words(path: Path) -> PrintedWords | None:
    """Read the hashes kept for a source; None if none are kept."""
    if not path.is_file():
        return None
    data = path.read_bytes()
    return PrintedWords(struct.unpack(f">{len(data) // HASH_BYTES}I", data))


def _sorted(hashes: Iterable[int]) -> PrintedWords:
    return PrintedWords(tuple(sorted(set(hashes))))


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _runs(words: list[str], length: int) -> Iterator[str]:
    for start in range(len(words) - length + 1):
        yield " ".join(words[start : start + length])


def _hash(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=HASH_BYTES).digest(), "big")
