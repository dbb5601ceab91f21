"""How many contradictions and gaps each police force has, by kind and by what they touch.

Those of a force are those that concern it, and those of the systems it is said to use.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from candour.evidence.fields import Schema
from candour.register import models, selectors
from candour.register.at_hand import AtHand
from candour.register.forces import of_the_country, run_by
from candour.register.models import WorkedOut
from candour.register.moments import NOW, Moment

DAYS_AT_HAND = 4  # today, and a few days before that readers ask about
StateAndItem = tuple[str, str]
Tally = Counter[StateAndItem]


@dataclass(frozen=True, slots=True)
class Forces:
    """The police forces of the country by slug, what they run, and what is tallied of each."""

    names: Mapping[str, str]
    systems: Mapping[str, frozenset[str]]
    contradictions: Mapping[str, Tally]
    gaps: Mapping[str, Tally]

    def around(self, slug: str) -> frozenset[str]:
        """A force and its systems."""
        return self.systems.get(slug, frozenset()) | {slug}


def by_force(moment: Moment = NOW) -> Forces:
    """Return the tallies of each force; worked out once for each head of the register."""
    stood, schema = moment.of_record, selectors.schema()
    return _at_hand.answer(stood, schema, lambda: _work_out(stood, schema))


def _work_out(moment: Moment, schema: Schema) -> Forces:
    slugs = of_the_country(moment)
    police = set(slugs.values_list("subject", flat=True))
    names = {slug: pair[0] for slug, pair in selectors.names(police).items()}
    run = _run(slugs, moment)
    of_system: dict[str, set[str]] = defaultdict(set)
    for force, systems in run.items():
        for system in systems:
            of_system[system].add(force)
    itself = {slug: {slug} for slug in names}
    return Forces(
        dict(sorted(names.items(), key=lambda pair: pair[1])),
        run,
        _tallied(WorkedOut.Kind.CONTRADICTION, itself, moment),
        _tallied(WorkedOut.Kind.GAP, of_system, moment),
    )


def _run(forces: QuerySet[Any, Any], moment: Moment) -> dict[str, frozenset[str]]:
    run: dict[str, set[str]] = defaultdict(set)
    for force, system in run_by(forces, moment).values_list("statement__value_key", "subject"):
        run[force].add(system)
    return {force: frozenset(systems) for force, systems in run.items()}


def _tallied(
    kind: str, forces_of: Mapping[str, set[str]], moment: Moment
) -> dict[str, Counter[StateAndItem]]:
    """Count results by force; one that concerns several systems of a force is counted once."""
    rows = models.WorkedOutSubject.objects.filter(
        result__in=selectors.following(moment).filter(kind=kind), slug__in=list(forces_of)
    )
    columns = ("result_id", "result__state", "result__item", "slug")
    counted = {
        (force, key, state, item)
        for key, state, item, slug in rows.values_list(*columns)
        for force in forces_of[slug]
    }
    tallies: dict[str, Counter[StateAndItem]] = defaultdict(Counter)
    for force, _, state, item in counted:
        tallies[force][state, item] += 1
    return dict(tallies)


_at_hand: AtHand[Forces] = AtHand(DAYS_AT_HAND)
