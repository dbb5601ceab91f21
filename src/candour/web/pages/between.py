"""What changed between two moments, in words that can be quoted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from candour.register.between import FieldDifference, Turn
from candour.register.stretches import Change
from candour.web import words
from candour.web.addresses import change_address
from candour.web.pages.shown import Link, Showing, Shown


@dataclass(frozen=True, slots=True)
class WhyShown:
    """The change set behind a difference: its page, and who made it, when and why."""

    link: Link
    sentence: str


@dataclass(frozen=True, slots=True)
class DifferenceShown:
    """One field of a subject before and after, with the change sets that made it so."""

    subject: Link
    label: str
    before: tuple[Shown, ...]
    after: tuple[Shown, ...]
    sentence: str
    whys: tuple[WhyShown, ...]


def differences_shown(
    differences: Iterable[FieldDifference], showing: Showing
) -> tuple[DifferenceShown, ...]:
    return tuple(_difference_shown(difference, showing) for difference in differences)


def _difference_shown(difference: FieldDifference, showing: Showing) -> DifferenceShown:
    turns = (*difference.before, *difference.after)
    changes = {turn.change.number: turn.change for turn in turns}
    before = _values(difference.before, showing)
    after = _values(difference.after, showing)
    return DifferenceShown(
        showing.link(difference.subject),
        showing.schema.fields[difference.field].label,
        before,
        after,
        _sentence(before, after),
        tuple(_why(changes[number]) for number in sorted(changes)),
    )


def _values(turns: Iterable[Turn], showing: Showing) -> tuple[Shown, ...]:
    return tuple(showing.show(turn.statement) for turn in turns)


def _sentence(before: Sequence[Shown], after: Sequence[Shown]) -> str:
    """What happened to the field; it is the record that changed, and not what it tells of."""
    gone, new = words.counted(len(before), "statement"), words.counted(len(after), "statement")
    if not before:
        return f"{new} came in."
    if not after:
        return f"{gone} went out, and nothing came in its place."
    if sorted(s.value.text for s in before) == sorted(s.value.text for s in after):
        return "The value is the same; who said it, where it was read, its days or a note changed."
    return f"{gone} went out, and {new} came in."


def _why(change: Change) -> WhyShown:
    day = words.day_in_words(timezone.localdate(change.made_at))
    return WhyShown(
        Link(f"Change {change.number}", change_address(change.number)),
        f"made on {day} by {change.made_by}: {change.why}",
    )
