"""What an audit of rates speaks of: its own words for what is counted, and of whom."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """The words of one audit of rates, for the sentences that all of them share.

    Attributes
    ----------
    events : what is counted, in the plural
    people : those of a group, as a sentence has them
    why_wider : why counts vary more than by chance alone
    closing : the sentence that leads end with
    measure : what a ratio is of, where it becomes a statement
    counted_twice : that one person can stand for several events
    too_narrow : why the ranges are too narrow all the same; "" where nothing is known of that
    """

    events: str
    people: Callable[[str], str]
    why_wider: str
    closing: str
    measure: str
    counted_twice: str
    too_narrow: str = ""
