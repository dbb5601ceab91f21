"""What several sources say alike, as pages show it: the value, a sentence, and who says it."""

from collections.abc import Iterable
from dataclasses import dataclass

from candour.evidence.corroboration import Corroboration, in_words
from candour.evidence.statements import Statement
from candour.web.pages.shown import Link, Showing, Shown


@dataclass(frozen=True, slots=True)
class CorroboratedShown:
    """One thing that two or more sources say.

    Attributes
    ----------
    sentence : how many sources say it, and which of them are independent
    statements : all of them
    is_independent : whether two of them are
    """

    label: str
    value: Link
    sentence: str
    statements: tuple[Shown, ...]
    is_independent: bool


def corroborated_shown(
    alike: Iterable[Corroboration], showing: Showing
) -> tuple[CorroboratedShown, ...]:
    """Those with independent sources first, and of them those with most."""
    ordered = sorted(alike, key=lambda one: (-len(one.independent), -len(one.sources)))
    return tuple(_corroborated_shown(one, showing) for one in ordered)


def _corroborated_shown(alike: Corroboration, showing: Showing) -> CorroboratedShown:
    lead = _most_told(alike.statements)
    return CorroboratedShown(
        showing.schema.fields[alike.field].label,
        showing.show(lead).value,
        in_words(alike, showing.name),
        tuple(showing.show(one) for one in alike.statements),
        alike.is_independent,
    )


def _most_told(statements: tuple[Statement, ...]) -> Statement:
    """Of days that differ in how closely they are given, those that all bear out: the widest."""
    return min(statements, key=lambda one: (len(str(one.value)), statements.index(one)))
