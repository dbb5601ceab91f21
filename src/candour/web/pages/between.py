"""What changed between two moments, in words that can be quoted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from candour.core.voice import sentence
from candour.register.between import FieldDifference, Turn
from candour.register.stretches import Change
from candour.register.turnover import InChange, Turnover
from candour.web import words
from candour.web.addresses import change_address
from candour.web.pages.clashes import clash_shown
from candour.web.pages.shown import Link, Showing, Shown

CLASHES_SHOWN = 5
SYSTEMS_SHOWN = 12


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


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change set: its page, what it did in a sentence and as counted, and why."""

    link: Link
    told: str
    since: Link
    why: str
    by: str
    did: str
    arrived_on: str
    origin: str
    hash: str


@dataclass(frozen=True, slots=True)
class Day:
    """The change sets recorded on one day."""

    day: str
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class UseShown:
    """A system whose use is worded otherwise."""

    system: Link
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NewClash:
    """A clash that is new, on one line."""

    kind: str
    touches: str
    subjects: tuple[Link, ...]
    sides: str


@dataclass(frozen=True, slots=True)
class TurnoverShown:
    """What a difference comes to.

    Attributes
    ----------
    lead : the sum in one sentence that can be quoted alone
    systems : systems that came in, by name; `more` is how many there are beyond those shown
    others : how many pages that are no systems came in, in words; "" for none
    clashes : the first clashes that are new; `clashes_more` those beyond, and `clashes_gone`
        those that stand no longer
    unknown : why it is not told which clashes are new; "" where it is
    """

    lead: str
    systems: tuple[Link, ...]
    more: int
    others: str
    gone: tuple[Link, ...]
    uses: tuple[UseShown, ...]
    clashes: tuple[NewClash, ...]
    clashes_more: int
    clashes_gone: int
    unknown: str
    days: tuple[Day, ...]


WITHIN_A_DAY = (
    "Clashes are looked for once all that came in at one time is in. One of these moments "
    "lies within a day, so which of them are new between the two can’t be told."
)


def named_in_turnover(turnover: Turnover) -> set[str]:
    """The slugs whose names a summary shows."""
    shown = turnover.clashes.new[:CLASHES_SHOWN]
    in_clashes = {slug for row in shown for slug in row["subjects"]}
    speakers = {slug for row in shown for side in row["sides"] for slug in side["said_by"]}
    turned = {use.system for use in turnover.uses}
    return {*turnover.new, *turnover.gone, *in_clashes, *speakers, *turned}


def turnover_shown(
    turnover: Turnover,
    came: int,
    went: int,
    showing: Showing,
    told: Mapping[int, str] = MappingProxyType({}),
) -> TurnoverShown:
    """Put a difference in words; `told` says of change sets what each did."""
    classes = {slug: showing.names.get(slug, ("", ""))[1] for slug in turnover.new}
    systems = sorted(
        (showing.link(slug) for slug, name in classes.items() if name == "system"),
        key=lambda link: link.text,
    )
    clashes = turnover.clashes
    return TurnoverShown(
        _sum(turnover, came, went, len(systems)),
        tuple(systems[:SYSTEMS_SHOWN]),
        max(0, len(systems) - SYSTEMS_SHOWN),
        _others(classes),
        tuple(showing.link(slug) for slug in turnover.gone),
        tuple(
            UseShown(showing.link(use.system), sentence(use.before), sentence(use.after))
            for use in turnover.uses
        ),
        tuple(_new_clash(row, showing) for row in clashes.new[:CLASHES_SHOWN]),
        max(0, len(clashes.new) - CLASHES_SHOWN),
        clashes.gone,
        "" if clashes.is_known else WITHIN_A_DAY,
        by_day(turnover.by_change, told),
    )


def _sum(turnover: Turnover, came: int, went: int, systems: int) -> str:
    """What changed, in one sentence; of what there is none nothing is said."""
    clashes = turnover.clashes
    new = [
        words.counted(count, *nouns)
        for count, nouns in ((systems, ("system",)), (len(clashes.new), ("clash", "clashes")))
        if count
    ]
    is_one = systems + len(clashes.new) == 1
    parts = [
        f"{words.listed(new)} {'is' if is_one else 'are'} new" if new else "",
        words.counted(len(turnover.uses), "system’s use is", "systems’ use is") + " told otherwise"
        if turnover.uses
        else "",
        words.counted(clashes.gone, "clash stands", "clashes stand") + " no longer"
        if clashes.gone
        else "",
        words.counted(turnover.corrected, "field was corrected", "fields were corrected")
        if turnover.corrected
        else "",
    ]
    told = words.listed([part for part in parts if part])
    came_words = words.counted(came, "statement") if came else "no statement"
    went_words = f"{went:,}" if went else "none"
    total = f"{came_words} came in and {went_words} went out"
    return f"{told}; in all, {total}." if told else f"{sentence(total)}."


def _others(classes: Mapping[str, str]) -> str:
    counts: dict[str, int] = {}
    for name in classes.values():
        if name and name != "system":
            counts[name] = counts.get(name, 0) + 1
    return words.listed(
        [
            words.counted(
                count, words.CLASS_LABELS[name].lower(), words.CLASS_PLURALS[name].lower()
            )
            for name, count in counts.items()
        ]
    )


def _new_clash(row: Mapping[str, Any], showing: Showing) -> NewClash:
    shown = clash_shown(row, showing)
    sides = "; ".join(f"{side.who}: {side.said}" for side in shown.sides)
    return NewClash(shown.kind, shown.touches, shown.subjects, sides)


def by_day(changes: Iterable[InChange], told: Mapping[int, str]) -> tuple[Day, ...]:
    """Change sets under the day on which they were recorded, by their log, in the order given."""
    return tuple(
        Day(words.day_in_words(day), tuple(_change_row(one, told) for one in rows))
        for day, rows in groupby(changes, lambda one: timezone.localdate(one.change.made_at))
    )


def _change_row(one: InChange, told: Mapping[int, str]) -> ChangeRow:
    change = one.change
    parts = [
        f"{words.counted(one.came, 'statement')} came in" if one.came else "",
        f"{one.went:,} went out" if one.went else "",
    ]
    did = words.listed([part for part in parts if part]) or "no statement came in or went out"
    return ChangeRow(
        Link(f"Change {change.number}", change_address(change.number)),
        told.get(change.number) or f"{sentence(did)}.",
        Link(f"What differs since change {change.number}", f"/changes/?from={change.number}"),
        change.why,
        change.made_by,
        did,
        _arrival(change),
        change.origin,
        change.hash,
    )


def _arrival(change: Change) -> str:
    """The day on which it reached this installation, where that is not the day it was recorded."""
    here, in_log = timezone.localdate(change.arrived_at), timezone.localdate(change.made_at)
    return "" if here == in_log else words.day_in_words(here)


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
