"""Ratios that audits worked out of police forces, put together only where they can be compared."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from candour.evidence.findings import FINDING
from candour.evidence.statements import Statement
from candour.register import selectors
from candour.register.at_hand import AtHand
from candour.register.by_force import by_force
from candour.register.findings import findings
from candour.register.history import statement_of
from candour.register.moments import NOW, Moment

FIELD = "disproportionality"
DAYS_AT_HAND = 16
GROUP, REFERENCE = "Black", "white"  # the pair that every audit of a force has


@dataclass(frozen=True, slots=True)
class Basis:
    """What makes two ratios comparable: the finding, measure, pair, period and denominator."""

    finding: str
    measure: str
    group: str
    reference: str
    period: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Comparable:
    """The ratios of one basis by the slug of the force; `without` are the forces that have none.

    `title` is that of the finding. How many are clearly higher its first sentence alone says: it
    allows for there being many forces, and a count of ranges would not.
    """

    basis: Basis
    title: str
    ratios: dict[str, Statement]
    without: tuple[str, ...]


_at_hand: AtHand[tuple[Comparable, ...]] = AtHand(DAYS_AT_HAND)


def comparable(moment: Moment = NOW) -> tuple[Comparable, ...]:
    """Return the ratios of forces that share a basis, those of most forces first.

    A basis that holds for one force alone compares nothing, and is left out.
    """
    return _at_hand.answer(moment, selectors.schema(), lambda: _comparable(moment))


def _comparable(moment: Moment) -> tuple[Comparable, ...]:
    forces = by_force(moment).names
    groups: dict[Basis, dict[str, Statement]] = defaultdict(dict)
    rows = selectors.recordings_with(moment, field=FIELD).filter(subject__in=list(forces))
    for row in rows:
        statement = statement_of(row.statement)
        basis = basis_of(statement)
        if basis.finding and (basis.group, basis.reference) == (GROUP, REFERENCE):
            groups[basis][statement.subject] = statement
    titles = dict(findings(moment=moment).values_list("identifier", "title"))
    every = [
        Comparable(
            basis,
            titles[basis.finding],
            ratios,
            tuple(slug for slug in forces if slug not in ratios),
        )
        for basis, ratios in groups.items()
        if len(ratios) > 1 and basis.finding in titles
    ]
    return tuple(sorted(every, key=lambda one: (-len(one.ratios), one.basis.measure)))


def own_ratios(slug: str, every: Iterable[Comparable]) -> list[Statement]:
    """The ratios of one force among those that can be compared."""
    return [one.ratios[slug] for one in every if slug in one.ratios]


def basis_of(statement: Statement) -> Basis:
    named = dict(statement.qualifiers)
    keys = (FINDING, "measure", "group", "compared_with", "period", "denominator")
    return Basis(*(named.get(key, "") for key in keys))
