"""The law one can look up: routes, clocks with a calculator, how to read a reply, limits."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from candour.law.calendar_file import as_calendar
from candour.law.clocks import NOT_LEGAL_ADVICE
from candour.law.holidays import Nation
from candour.law.letters import read_letters
from candour.law.routes import Phase, Route
from candour.law.rules import read_rules
from candour.web import query, tables
from candour.web.addresses import data_address
from candour.web.help import calculator as calculating
from candour.web.help import law_texts, reference
from candour.web.help.addresses import route_address
from candour.web.help.calculator import Calculator, calculator
from candour.web.help.keeping_nothing import LOOKS, WRONG, keeping_nothing
from candour.web.help.posted import read_posted
from candour.web.help.reference import RouteShown
from candour.web.help.result import phase_in_words
from candour.web.pages.lists import Choice
from candour.web.parameters import NOTHING, Takes
from candour.web.problems import BadQuery, NotHere

STARTERS = ("person", "group", "body")
CHOICES = {"nation": tuple(Nation), "phase": tuple(Phase), "by": STARTERS}


@keeping_nothing(*LOOKS, takes=Takes(("nation", "phase", "by", "q")))
def all_routes(request: HttpRequest, *, form: str) -> HttpResponseBase:
    wanted = query.texts(request.GET, ("nation", "phase", "by", "q"))
    for name, known in CHOICES.items():
        if wanted.get(name, known[0]) not in known:
            raise BadQuery(f"“{name}” must be one of {', '.join(known)}.")
    fitting = [route for route in law_texts.routes().values() if _fits(route, wanted)]
    if form:
        return tables.table((reference.route_row(route) for route in fitting), form, name="routes")
    context = {
        "groups": reference.grouped(_route_shown(route) for route in fitting),
        "found": len(fitting),
        "wanted": wanted,
        "nations": [Choice(n, _(n.label), chosen=n == wanted.get("nation")) for n in Nation],
        "phases": [Choice(p, phase_in_words(p), chosen=p == wanted.get("phase")) for p in Phase],
        "starters": [
            Choice(s, reference.starter_in_words(s), chosen=s == wanted.get("by")) for s in STARTERS
        ],
        "data_query": query.written(wanted),
    }
    return render(request, "help/all.html", context)


def _fits(route: Route, wanted: dict[str, str]) -> bool:
    words = wanted.get("q", "").casefold().split()
    text = f"{route.id} {route.name} {route.plain} {route.against} {route.law}".casefold()
    return (
        wanted.get("nation", route.nations[0]) in route.nations
        and wanted.get("phase", route.phase) == route.phase
        and wanted.get("by", route.starters[0]) in route.starters
        and all(word in text for word in words)
    )


def _route_shown(route: Route) -> RouteShown:
    return reference.route_shown(
        route,
        routes=law_texts.routes(),
        rules=law_texts.rules(),
        letters=law_texts.letters().values(),
    )


@keeping_nothing(*LOOKS, "POST", takes=NOTHING)
def route(request: HttpRequest, name: str, *, form: str) -> HttpResponseBase:
    """One route; its calculator is posted here too, since a day says something of a person."""
    asked_for = law_texts.routes().get(name.upper())
    if asked_for is None:
        raise NotHere(_("There is no route of this name."))
    if name != name.lower():
        address = route_address(asked_for.id)
        return HttpResponsePermanentRedirect(data_address(address, form) if form else address)
    if form:
        return tables.json_page(_route_data(asked_for))
    shown = _route_shown(asked_for)
    names = tuple(clock.rule.id for clock in shown.clocks)
    worked = _calculator(request, names, chosen=names[0] if names else "")
    variants = reference.variants_shown(asked_for)
    context = {"shown": shown, "calculator": worked, "variants": variants}
    return render(request, "help/route.html", context, status=WRONG if worked.wrong else 200)


def _route_data(route_of_page: Route) -> dict[str, object]:
    rules = law_texts.rules()
    clocks = [reference.rule_row(rules[name]) for name in reference.clocks_of(route_of_page)]
    letters = [k for k, spec in read_letters().by_kind.items() if route_of_page.id in spec.routes]
    return reference.route_row(route_of_page) | {
        "rules": clocks,
        "letters": letters,
        "not_legal_advice": _(NOT_LEGAL_ADVICE),
    }


@keeping_nothing(*LOOKS, "POST", takes=NOTHING)
def clocks(request: HttpRequest, *, form: str) -> HttpResponseBase:
    rules, routes = law_texts.rules(), law_texts.routes()
    if form:
        return tables.table(map(reference.rule_row, rules.values()), form, name="clocks")
    worked = _calculator(request, tuple(rules))
    holidays = law_texts.holidays()
    fetched = holidays.fetched_on
    context = {
        "clocks": [reference.clock_shown(rule, routes=routes) for rule in rules.values()],
        "calculator": worked,
        "first_year": holidays.first.year,
        "last_year": holidays.last.year,
        "holidays_source": holidays.source,
        "fetched_on": law_texts.day_in_words(fetched) if fetched else "",
    }
    return render(request, "help/clocks.html", context, status=WRONG if worked.wrong else 200)


def _calculator(request: HttpRequest, names: tuple[str, ...], *, chosen: str = "") -> Calculator:
    is_posted = request.method == "POST"
    rules = law_texts.rules()
    return calculator(
        [rules[name] for name in names],
        read_posted(request.POST, calculating.FORM_NAMES) if is_posted else None,
        filed=read_rules().by_id,
        holidays=law_texts.holidays(),
        voice=law_texts.VOICE,
        chosen=chosen,
    )


@keeping_nothing("POST")
def clock_calendar(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The dates of one clock that have not passed, as a calendar file with neutral titles.

    So a person keeps the day an answer is due: of a request for information, of their own data.
    """
    rules, today = law_texts.rules(), timezone.localdate()
    worked = _calculator(request, tuple(rules))
    if worked.due is None:
        context = {"heading": _("There is no day to save"), "sentence": _("Give a day first.")}
        return render(request, "help/problem.html", context, status=WRONG)
    reminders = [each for each in worked.due.reminders if each.day >= today]
    response = HttpResponse(
        as_calendar(reminders, today=today), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="reminders.ics"'
    return response


@keeping_nothing(*LOOKS, takes=NOTHING)
def replies(request: HttpRequest, *, form: str) -> HttpResponseBase:
    known, exemptions = law_texts.texts().replies.values(), law_texts.exemptions().values()
    if form:
        data = {
            "replies": [each.as_dict() for each in known],
            "exemptions": [asdict(each) for each in exemptions],
            "not_legal_advice": _(NOT_LEGAL_ADVICE),
        }
        return tables.json_page(data)
    routes, letters = law_texts.routes(), law_texts.letters()
    steps = {each.id: each for each in law_texts.texts().steps}
    context = {
        "groups": reference.reply_groups(
            reference.reply_shown(r, routes=routes, steps=steps, letters=letters) for r in known
        ),
        "exemptions": [
            (each, reference.weighing_in_words(each), reference.harm_in_words(each))
            for each in exemptions
        ],
    }
    return render(request, "help/replies.html", context)


@keeping_nothing(*LOOKS, takes=NOTHING)
def limits(request: HttpRequest, *, form: str) -> HttpResponseBase:
    requirements = law_texts.requirements()
    if form:
        rows = map(reference.requirement_row, requirements.values())
        return tables.table(rows, form, name="limits")
    groups = reference.requirement_groups(
        requirements,
        routes=law_texts.routes(),
        rules=law_texts.rules(),
        letters=law_texts.letters(),
    )
    return render(request, "help/limits.html", {"groups": groups})
