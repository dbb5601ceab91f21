"""Every police force with what is known of it, in a constant few questions to the database."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KT
from django.utils.timezone import localdate

from candour.evidence.asked import FIELD as DISCLOSURE
from candour.evidence.asked import (
    POLICE,
    WhenAsked,
    behaviour_when_asked,
    only_totals,
    when_asked,
)
from candour.evidence.collection import SubjectFile
from candour.evidence.contradictions import USE_DENIED_AND_SHOWN
from candour.evidence.country import ABROAD
from candour.evidence.gaps import State
from candour.evidence.statements import Statement
from candour.evidence.use_tellings import USING
from candour.register import models, selectors, uses
from candour.register.at_hand import AtHand
from candour.register.models import WorkedOut
from candour.register.moments import NOW, Moment

OWN_USE = "predictive-use"
IN_A_ROW = ("name", "kind", "nation", OWN_USE, DISCLOSURE)
IN_SCOPE = frozenset({"in-scope", "disputed"})
TERRITORIAL = "territorial-force"
STILL_USED = USING | {"called-used"}
DAYS_AT_HAND = 16


class Knowledge(StrEnum):
    """What is known of a force's use of such systems, in one word."""

    CLASH = "clash"
    SHOWN = "shown"
    PARTLY = "partly"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Force:
    """One police force.

    Attributes
    ----------
    known : `clash` where its own denial of use, or of holding anything, is contradicted; else
        `shown` where a system names it as operator; else `partly` where something is said of its
        use; else `not-known`, which is no statement that it has none
    systems : slugs of the systems whose operator it is
    using : how many of those were last said to be in use or on trial; the others were stopped,
        never deployed, are only planned, or nothing read says
    in_ban_scope : how many of those are in scope of the ban called for, or disputed
    asked : of the things it was asked for that are told of, how many it gave
    not_published, items : how many of the things asked of its systems are not published
    clashes : contradictions that concern it or its systems
    totals : what says that a source has no more than totals of all forces on how it answered
    has_area : whether it polices an area; a special force, as that of the railways, does not
    """

    slug: str
    name: str
    nation: str
    known: Knowledge
    systems: tuple[str, ...]
    in_ban_scope: int
    asked: WhenAsked
    not_published: int
    items: int
    clashes: int
    has_area: bool = True
    using: int = 0
    totals: tuple[Statement, ...] = ()

    def as_row(self) -> dict[str, object]:
        return {
            "slug": self.slug,
            "name": self.name,
            "nation": self.nation,
            "known": self.known.value,
            "systems": list(self.systems),
            "in_ban_scope": self.in_ban_scope,
            "asked_given": self.asked.given,
            "asked_told_of": self.asked.told_of,
            "not_published": self.not_published,
            "items_asked": self.items,
            "contradictions": self.clashes,
        }


_at_hand: AtHand[tuple[Force, ...]] = AtHand(DAYS_AT_HAND)


def forces(moment: Moment = NOW) -> tuple[Force, ...]:
    """Every territorial and special police force of the country in the register, by name."""
    today = localdate()
    return _at_hand.answer(moment, selectors.schema(), lambda: _forces(moment, today), today)


def _forces(moment: Moment, today: date) -> tuple[Force, ...]:
    slugs = of_the_country(moment)
    bodies = selectors.brief(slugs.values_list("subject", flat=True), IN_A_ROW, moment)
    run = run_by(slugs, moment)
    operated = _operated(run, moment)
    in_scope = _in_ban_scope(run, moment)
    open_items, items = _items(run, moment)
    clashes, denied = _clashes(bodies, moment)
    said = uses.last_said(today=today, moment=moment)
    rows = (
        Force(
            slug,
            body.name,
            body.first_text("nation"),
            _knowledge(body, operated.get(slug, []), is_denied=slug in denied),
            tuple(operated.get(slug, ())),
            sum(system in in_scope for system in operated.get(slug, ())),
            when_asked(behaviour_when_asked(body.of(DISCLOSURE))),
            sum(open_items[system] for system in operated.get(slug, ())),
            sum(items[system] for system in operated.get(slug, ())),
            clashes[slug],
            has_area=body.first_text("kind") == TERRITORIAL,
            using=sum(said.get(system) in STILL_USED for system in operated.get(slug, ())),
            totals=only_totals(body),
        )
        for slug, body in bodies.items()
    )
    return tuple(sorted(rows, key=lambda force: force.name))


def of_the_country(moment: Moment = NOW) -> QuerySet[models.Recording, dict[str, str]]:
    """The slugs of the police forces of the country, as `subject`; those abroad are left out."""
    police = selectors.standing(selectors.having("kind", sorted(POLICE)), moment)
    abroad = selectors.standing(selectors.having("nation", [ABROAD]), moment)
    return police.exclude(subject__in=abroad.values("subject")).order_by().values("subject")


def run_by(bodies: QuerySet[Any, Any], moment: Moment = NOW) -> QuerySet[models.Recording]:
    """Recordings of what is said to be run by some bodies, whatever it is, however much."""
    recordings = models.Recording.objects.filter(
        statement__field="operator", statement__kind="subject", statement__value_key__in=bodies
    )
    return selectors.standing(recordings, moment)


def _operated(run: QuerySet[models.Recording], moment: Moment) -> Mapping[str, list[str]]:
    """The systems that each body operates, in the order of slugs.

    Whoever runs a data system or a programme is its operator too; those are left out.
    """
    pages = models.Page.objects.filter(subject_class="system")
    systems = selectors.standing(pages, moment).values("slug")
    pairs = run.filter(subject__in=systems).values_list("statement__value_key", "subject")
    operated: dict[str, list[str]] = defaultdict(list)
    for body, system in sorted(set(pairs)):
        operated[body].append(system)
    return operated


def _in_ban_scope(run: QuerySet[models.Recording], moment: Moment) -> set[str]:
    recordings = models.Recording.objects.filter(
        statement__field="ban-scope",
        statement__value_key__in=sorted(IN_SCOPE),
        subject__in=run.values("subject"),
    )
    return set(selectors.standing(recordings, moment).values_list("subject", flat=True))


def _items(run: QuerySet[models.Recording], moment: Moment) -> tuple[Counter[str], Counter[str]]:
    """Of each system, how many items are not published, and how many are asked."""
    rows = selectors.following(moment).filter(
        kind=WorkedOut.Kind.GAP, subjects__slug__in=run.values("subject")
    )
    open_items: Counter[str] = Counter()
    items: Counter[str] = Counter()
    states = rows.values_list("subjects__slug", "state").annotate(number=Count("id"))
    for slug, state, number in states.order_by():
        items[slug] += number
        open_items[slug] += number if state != State.PUBLISHED else 0
    return open_items, items


def _clashes(bodies: Iterable[str], moment: Moment) -> tuple[Counter[str], set[str]]:
    """How many clashes concern each body, and those that deny a use which is shown.

    A force that denies something else, such as that a score is a likelihood, denies no use; nor
    does one that says nothing in the clash, as where the denial of another is met by what both use.
    """
    rows = selectors.following(moment).filter(
        kind=WorkedOut.Kind.CONTRADICTION, subjects__slug__in=list(bodies)
    )
    count: Counter[str] = Counter()
    denied: set[str] = set()
    told = rows.values_list("subjects__slug", KT("row__found_by"), "row__sides")
    for slug, found_by, sides in told:
        count[slug] += 1
        speaks = any(slug in side["said_by"] for side in sides)
        if speaks and USE_DENIED_AND_SHOWN in found_by:
            denied.add(slug)
    return count, denied


def _knowledge(body: SubjectFile, systems: list[str], *, is_denied: bool) -> Knowledge:
    if is_denied:
        return Knowledge.CLASH
    if systems:
        return Knowledge.SHOWN
    is_told_of = any(statement.kind != "silence" for statement in body.of(OWN_USE))
    return Knowledge.PARTLY if is_told_of else Knowledge.NOT_KNOWN
