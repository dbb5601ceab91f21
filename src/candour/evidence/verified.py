"""What came of verifying: what was looked at, what differs, and what the answer rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from candour.evidence.checkpoints import Checkpoint, Head

ALONE = (
    "No checkpoint from elsewhere was given, so this shows only that it agrees with itself: "
    "whoever can write all of it could have rewritten all of it. Keep a checkpoint elsewhere and "
    "give it with --against."
)
DIGITS = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it must be: where, and in which way."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class Verified:
    """Gathers what was found.

    Attributes
    ----------
    checked : what was looked at, a sentence or a few words each
    differences : what is not as it must be
    notes : what a reader should know that is no fault: what was taken out by order, and when
    rests_on : what the answer rests on
    """

    checked: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rests_on: str = ALONE

    @property
    def is_valid(self) -> bool:
        return not self.differences

    def differs(self, where: str, what: str) -> None:
        difference = Difference(where, what)
        if difference not in self.differences:
            self.differences.append(difference)

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def as_dict(self) -> dict[str, Any]:
        return {
            "valid": self.is_valid,
            "rests_on": self.rests_on,
            "checked": self.checked,
            "differences": [
                {"where": difference.where, "what": difference.what}
                for difference in self.differences
            ],
            "notes": self.notes,
        }


def short(digest: str) -> str:
    return f"{digest[:DIGITS]}…"


def several(number: int, one: str) -> str:
    """How many of a thing, whose plural ends in s.

    Examples
    --------
    >>> several(1, "chain"), several(2, "chain")
    ('1 chain', '2 chains')
    """
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


# against a checkpoint


def hold_against(
    checkpoint: Checkpoint,
    chains: Mapping[str, Sequence[str]],
    report: Verified,
    *,
    removed: Mapping[str, int],
) -> None:
    """Say where chains do not go on from what a checkpoint holds.

    Parameters
    ----------
    checkpoint : Checkpoint
        Kept elsewhere; its signature is looked at by the caller.
    chains : mapping of origin to digests
        The hash of each change set in order, worked out from what it holds.
    report : Verified
    removed : mapping of origin to number
        How many lines were taken out by order, up to now.
    """
    for origin, head in checkpoint.chains.items():
        hashes = chains.get(origin, ())
        for sentence in _apart(head, hashes, checkpoint.day, "change set"):
            report.differs(f"chain of '{origin}'", sentence)
        since = removed.get(origin, 0) - head.removed
        if since > 0:
            were = "was" if since == 1 else "were"
            report.note(
                f"{several(since, 'line')} {were} taken out of the chain of '{origin}' by order "
                f"since {checkpoint.day}."
            )
        elif since < 0:
            report.differs(f"chain of '{origin}'", "what is left of lines taken out is gone")


def hold_list_against(
    head: Head, heads: Sequence[str], report: Verified, *, name: str, one: str, day: str
) -> None:
    """Say where a list that is only ever added to does not go on from a head."""
    for sentence in _apart(head, heads, day, one):
        report.differs(name, sentence)


def _apart(head: Head, heads: Sequence[str], day: str, one: str) -> Iterator[str]:
    if not head.length:
        return
    if len(heads) < head.length:
        yield (
            f"has {len(heads)} of the {head.length} {one}s that it had on {day}: the others are "
            "gone"
        )
    elif heads[head.length - 1] != head.head:
        yield (
            f"is not the one of {day}: {one} {head.length} was {short(head.head)} and is "
            f"{short(heads[head.length - 1])}, so something in {one}s 1 to {head.length} was "
            "rewritten"
        )
