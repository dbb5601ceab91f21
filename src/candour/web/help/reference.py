"""The pages one can look things up on: a route, all routes, clocks, replies, limits."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from candour.law.bodies import read_kinds
from candour.law.exemptions import Exemption
from candour.law.holidays import Nation
from candour.law.letters import LetterSpec
from candour.law.requirements import Requirement
from candour.law.routes import Phase, Route
from candour.law.rules import Rule
from candour.law.triage_texts import Reply, StepSpec
from candour.web.help.addresses import clock_address, clock_anchor, route_address
from candour.web.help.law_texts import day_in_words
from candour.web.help.questions import request_in_words
from candour.web.help.result import phase_in_words
from candour.web.help.working import (
    ProvisionShown,
    force_in_words,
    last_day_in_words,
    meaning_in_words,
    provisions_shown,
    status_in_words,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A link: an identifier for those who cite it, a name, and where it leads."""

    id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A rule, as the page of clocks and the page of a route show it."""

    rule: Rule
    address: str
    anchor: str
    starts_when: str
    meaning: str
    nations: str
    in_force: str
    last_day: str
    status: str
    checked_on: str
    routes: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class RouteShown:
    """All that the page of a route is told."""

    route: Route
    address: str
    kind: str
    starters: str
    nations: str
    phase: str
    decided: str
    status: str
    checked_on: str
    clocks: tuple[ClockShown, ...]
    letters: tuple[Named, ...]
    after: tuple[Named, ...]
    before: tuple[Named, ...]


def route_shown(
    route: Route,
    *,
    routes: Mapping[str, Route],
    rules: Mapping[str, Rule],
    letters: Iterable[LetterSpec],
) -> RouteShown:
    names = clocks_of(route)
    return RouteShown(
        route=route,
        address=route_address(route.id),
        kind=kind_in_words(route),
        starters=_listed(starter_in_words(each) for each in route.starters),
        nations=nations_in_words(route.nations),
        phase=phase_in_words(route.phase),
        decided=_decided(route),
        status=status_in_words(route.status),
        checked_on=day_in_words(route.checked_on),
        clocks=tuple(
            clock_shown(rules[name], routes=routes, is_of_event=name in _events(route))
            for name in names
        ),
        letters=tuple(
            Named(each.kind, each.name, f"/routes/letters/{each.kind}/")
            for each in letters
            if route.id in each.routes
        ),
        after=tuple(_route_named(routes[name]) for name in route.next),
        before=tuple(_route_named(each) for each in routes.values() if route.id in each.next),
    )


def clocks_of(route: Route) -> tuple[str, ...]:
    """Every clock of a route, in any part of the UK, once."""
    names = [name for nation in route.nations for name in route.all_clocks(nation)]
    for variant in route.variants:
        names += [variant.texts.get("event", ""), *variant.clocks]
    return tuple(dict.fromkeys(name for name in names if name))


def _events(route: Route) -> set[str]:
    varied = {variant.texts.get("event", "") for variant in route.variants}
    return {route.event_clock(nation) for nation in route.nations} | varied


def _route_named(route: Route) -> Named:
    return Named(route.id, route.name, route_address(route.id))


def clock_shown(
    rule: Rule, *, routes: Mapping[str, Route], is_of_event: bool = False
) -> ClockShown:
    users = (route for route in routes.values() if rule.id in clocks_of(route))
    return ClockShown(
        rule=rule,
        address=clock_address(rule.id),
        anchor=clock_anchor(rule.id),
        starts_when=_("Starts on the day it happened.") if is_of_event else "",
        meaning=meaning_in_words(rule.meaning),
        nations=nations_in_words(rule.nations),
        in_force=force_in_words(rule),
        last_day=last_day_in_words(rule),
        status=status_in_words(rule.status),
        checked_on=day_in_words(rule.checked_on),
        routes=tuple(map(_route_named, users)),
    )


# words


def starter_in_words(name: str) -> str:
    return {
        "person": _("a person"),
        "group": _("a group"),
        "body": _("an organisation with no client"),
    }[name]


def nations_in_words(nations: Iterable[Nation]) -> str:
    named = set(nations)
    if named == set(Nation):
        return _("The whole UK")
    return _listed(_(each.label) for each in Nation if each in named)


def kind_in_words(route: Route) -> str:
    return _("Through a court or tribunal") if route.kind == "judicial" else _("Without a court")


def _decided(route: Route) -> str:
    word, _space, day = route.decided.partition(" ")
    if not word:
        return ""
    named = {"day": day_in_words(date.fromisoformat(day))}
    if word == "before":
        return _("For decisions made before %(day)s.") % named
    return _("For decisions made on %(day)s or later.") % named


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


# all routes


@dataclass(frozen=True, slots=True)
class RouteGroup:
    heading: str
    routes: tuple[RouteShown, ...]


def grouped(routes: Iterable[RouteShown]) -> tuple[RouteGroup, ...]:
    """Routes by phase, in the order in which steps are best taken."""
    in_order = list(routes)
    groups = (
        RouteGroup(phase_in_words(phase), tuple(r for r in in_order if r.route.phase is phase))
        for phase in Phase
    )
    return tuple(group for group in groups if group.routes)


def route_row(route: Route) -> dict[str, Any]:
    """A route as data: public facts only."""
    return {
        "id": route.id,
        "name": route.name,
        "plain": route.plain,
        "about": route.about,
        "phase": route.phase.value,
        "kind": route.kind,
        "by": list(route.starters),
        "who": route.who,
        "nations": [each.value for each in route.nations],
        "against": route.against,
        "what": [each.value for each in route.what],
        "police_only": route.is_police_only,
        "bodies": list(route.bodies),
        "data_law": [each.value for each in route.data_laws],
        "here": [
            {
                "nations": [nation.value for nation in each.nations],
                "countries": [country.value for country in each.countries],
                "bodies": list(each.bodies),
                **each.texts,
            }
            for each in route.variants
        ],
        "needs": list(route.needs),
        "cost": route.cost,
        "cost_risk": route.cost_risk,
        "event_clock": route.event or None,
        "event_clock_by_nation": {
            nation.value: clock for nation, clock in route.event_by_nation.items()
        },
        "clocks": list(route.clocks),
        "decided": route.decided or None,
        "delivers": route.delivers,
        "limits": list(route.limits),
        "next": list(route.next),
        "letter": route.letter or None,
        "law": route.law,
        "source": route.source,
        "status": route.status.value,
        "checked_on": route.checked_on.isoformat(),
        "address": route_address(route.id),
    }


def rule_row(rule: Rule) -> dict[str, Any]:
    """A clock as data."""
    return {
        "id": rule.id,
        "name": rule.name,
        "plain": rule.plain,
        "starts": rule.starts,
        "meaning": rule.meaning.value,
        "nations": [each.value for each in rule.nations],
        "instead": {nation.value: other for nation, other in rule.instead.items()},
        "holidays": rule.holidays.value,
        "last_day": rule.last_day.value,
        "soft": rule.is_soft,
        "act": rule.act,
        "section": rule.section,
        "source": rule.address,
        "in_force": rule.in_force.text,
        "status": rule.status.value,
        "checked_on": rule.checked_on.isoformat(),
        "notes": list(rule.notes),
        "address": clock_address(rule.id),
    }


# replies


@dataclass(frozen=True, slots=True)
class VariantShown:
    """What a route is in one place or with one kind of body, where that differs."""

    where: str
    name: str
    law: str
    clocks: tuple[str, ...]
    read: str


def variants_shown(route: Route) -> tuple[VariantShown, ...]:
    shown = []
    for each in route.variants:
        places = [_(country.label) for country in each.countries]
        is_everywhere = len(each.nations) == len(Nation)
        places = places or ([] if is_everywhere else [_(n.label) for n in each.nations])
        kinds = [_(read_kinds()[name].name) for name in each.bodies]
        event = each.texts.get("event", "")
        shown.append(
            VariantShown(
                where=", ".join((*places, *kinds)),
                name=each.texts.get("name") or each.texts.get("plain", ""),
                law=each.texts.get("law", route.law),
                clocks=tuple(name for name in (event, *each.clocks) if name),
                read=status_in_words(each.status or route.status),
            )
        )
    return tuple(shown)


@dataclass(frozen=True, slots=True)
class ReplyShown:
    reply: Reply
    next: tuple[Named, ...]
    letter: Named | None
    law: tuple[ProvisionShown, ...]


@dataclass(frozen=True, slots=True)
class ReplyGroup:
    """The replies to one kind of request, under one law on data."""

    id: str
    heading: str
    replies: tuple[ReplyShown, ...]


def reply_shown(
    reply: Reply,
    *,
    routes: Mapping[str, Route],
    steps: Mapping[str, StepSpec],
    letters: Mapping[str, LetterSpec],
) -> ReplyShown:
    spec = letters.get(reply.letter)
    letter = Named(spec.kind, spec.name, f"/routes/letters/{spec.kind}/") if spec else None
    return ReplyShown(
        reply,
        tuple(
            _route_named(routes[name]) if name in routes else Named("", steps[name].name, "")
            for name in reply.next
        ),
        letter,
        provisions_shown(reply.law),
    )


def reply_groups(shown: Iterable[ReplyShown]) -> tuple[ReplyGroup, ...]:
    """Group replies by what was asked for, since the same words mean another thing elsewhere."""
    groups: dict[str, tuple[str, list[ReplyShown]]] = {}
    for each in shown:
        law = each.reply.data_laws[0] if len(each.reply.data_laws) == 1 else None
        key = f"{each.reply.request.value}-{law.value}" if law else each.reply.request.value
        heading = request_in_words(each.reply.request, law)
        groups.setdefault(key, (heading, []))[1].append(each)
    return tuple(ReplyGroup(key, heading, tuple(rows)) for key, (heading, rows) in groups.items())


def weighing_in_words(exemption: Exemption) -> str:
    """Whether the public interest is weighed."""
    return {
        "absolute": _("Not weighed"),
        "qualified": _("Weighed"),
        "mixed": _("Weighed for some parts"),
        "none": _("No exemption, so nothing is weighed"),
    }[exemption.test]


def harm_in_words(exemption: Exemption) -> str:
    return {
        "class": _("No harm need be shown"),
        "prejudice": _("Harm must be shown"),
        "need": _("A need must be shown"),
        "": _("None"),
    }[exemption.harm]


# limits


@dataclass(frozen=True, slots=True)
class RequirementShown:
    requirement: Requirement
    by: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class RequirementGroup:
    heading: str
    mark: str
    rows: tuple[RequirementShown, ...]


def requirement_groups(
    requirements: Mapping[str, Requirement],
    *,
    routes: Mapping[str, Route],
    rules: Mapping[str, Rule],
    letters: Mapping[str, LetterSpec],
) -> tuple[RequirementGroup, ...]:
    headings = {"no": _("Not met"), "partly": _("Met in part"), "yes": _("Met")}
    marks = {"no": "closing", "partly": "passed", "yes": "open"}

    def by(requirement: Requirement) -> tuple[Named, ...]:
        links = [_route_named(routes[name]) for name in requirement.routes]
        links += [Named("", letters[k].name, f"/routes/letters/{k}/") for k in requirement.letters]
        links += [Named(name, rules[name].name, clock_address(name)) for name in requirement.clocks]
        return tuple(links)

    return tuple(
        RequirementGroup(
            heading,
            marks[met],
            tuple(RequirementShown(r, by(r)) for r in requirements.values() if r.met == met),
        )
        for met, heading in headings.items()
    )


def requirement_row(requirement: Requirement) -> dict[str, Any]:
    return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(requirement).items()}
