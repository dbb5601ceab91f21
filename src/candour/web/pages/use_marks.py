"""What was last said of the use of systems, as shapes: each before its word, in lists and counts.

The shapes are those of the tiles of forces. A square is what is not used: stopped, never
deployed, or planned.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from candour.evidence.fields import Schema
from candour.evidence.use import Headline
from candour.evidence.use_tellings import CALLED_USED, IN_TRIAL, IN_USE, OCCASIONAL

USED, IN_PART, NOT_USED, UNTOLD, CLASH = "provided", "partly", "ended", "silent", "clash"
IN_PART_STATES = (IN_TRIAL, OCCASIONAL, CALLED_USED)
NOTHING_SAID = "Nothing read says"


@dataclass(frozen=True, slots=True)
class UseMark:
    """The shape and the word of what was last said of a system."""

    mark: str
    word: str


@dataclass(frozen=True, slots=True)
class UseCount:
    """Of how many systems a state was last said; `key` is "" where nothing read says any."""

    key: str
    mark: str
    word: str
    number: int


def shape_of(state: str) -> str:
    """The shape of a term of use.

    Examples
    --------
    >>> [shape_of(state) for state in ("in-use", "in-trial", "planned", "stopped", "")]
    ['provided', 'partly', 'ended', 'ended', 'silent']
    """
    if not state:
        return UNTOLD
    if state == IN_USE:
        return USED
    return IN_PART if state in IN_PART_STATES else NOT_USED


def use_mark(use: Headline, schema: Schema) -> UseMark:
    """The mark of a headline; where others say the reverse of the same days, that of a clash."""
    word = _word(use.state, schema)
    if use.is_disputed:
        return UseMark(CLASH, f"{word}, disputed")
    return UseMark(shape_of(use.state), word)


def use_counts(by_state: Mapping[str, int], schema: Schema) -> tuple[UseCount, ...]:
    """Each state that was last said of some systems: in use, in part, not; and then of none."""
    order = (USED, IN_PART, NOT_USED, UNTOLD)
    counts = [
        UseCount(key, shape_of(key), _word(key, schema), number)
        for key, number in by_state.items()
        if number
    ]
    return tuple(sorted(counts, key=lambda one: (order.index(one.mark), -one.number, one.word)))


def _word(state: str, schema: Schema) -> str:
    return schema.term("use", state).label if state else NOTHING_SAID
