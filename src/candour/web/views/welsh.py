"""The front page and the forces of Wales in Welsh: a draft until a speaker has read it.

Each tells what the first screen of its English tells, in sentences of the same code. What sources
say, names and pictures stay in English, on the page that it leads to.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.evidence.collection import SubjectFile
from candour.register import selectors
from candour.register.counted import counted_now
from candour.register.counting import Counts
from candour.register.forces import forces
from candour.register.moments import NOW
from candour.register.ratios import comparable, own_ratios
from candour.register.subject_pages import on_subject
from candour.web.addresses import subject_address
from candour.web.help.welsh import welsh_forces
from candour.web.pages.bodies import roles_in_systems, systems_of
from candour.web.pages.force_lead import Sentence, ratio_sentence
from candour.web.pages.forces import lead_numbers
from candour.web.pages.gaps import item_counts, of_bodies
from candour.web.pages.glance import body_lead, is_of_searches
from candour.web.pages.shown import Link
from candour.web.problems import NotHere
from candour.web.views.answering import answering
from candour.web.views.subjects import Elsewhere, find, neighbours_of, systems_named_on

IN_WELSH = "Heddlu "  # begins the name in Welsh of each force of Wales


@dataclass(frozen=True, slots=True)
class WelshBody:
    """The page of a force of Wales.

    Attributes
    ----------
    name, english : its name in Welsh and in English
    lead : what is known of it; sentences of the page's language
    systems : those it runs, whose names are in English, with their use in English
    neighbours : forces near it, each leading to both side by side
    """

    slug: str
    name: str
    english: str
    address: str
    lead: tuple[Sentence, ...]
    systems: tuple[tuple[Link, str], ...]
    neighbours: tuple[Link, ...]
    asks: bool


@answering()
def welsh_home(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """What this is, in numbers, and the forces of Wales."""
    every_force = forces()
    counts, tools = Counts(), counted_now()
    ours = sorted(force.slug for force in every_force if force.slug in welsh_forces())
    bodies = [find(slug, "body", NOW) for slug in ours]
    context = {
        "tools": tools,
        "answers": of_bodies(item_counts(counts.gaps(), selectors.schema())),
        "totals": counts.totals(),
        "fails": counts.states("check").get("fails", 0),
        "forces": lead_numbers(every_force),
        "ours": [
            (name_in_welsh(body), body.name, subject_address("body", body.slug)) for body in bodies
        ],
        "english_address": "/",
    }
    return render(request, "welsh_home.html", context)


@answering()
def welsh_body(request: HttpRequest, slug: str, *, form: str) -> HttpResponseBase:
    """A force of Wales."""
    if slug not in welsh_forces():
        raise NotHere("There is no page in Welsh of this body.", words=slug.replace("-", " "))
    try:
        body = find(slug, "body", NOW)
    except Elsewhere as other:
        raise NotHere("There is no page in Welsh of this body.") from other
    page = _welsh_page(body)
    return render(request, "welsh_body.html", {"page": page, "english_address": page.address})


def _welsh_page(body: SubjectFile) -> WelshBody:
    about = on_subject(body, NOW, today=timezone.localdate())
    named = systems_of(roles_in_systems(about.mentions), systems_named_on(about), about.schema)
    used = [system for system in named if system.is_used]
    ratios = own_ratios(body.slug, comparable())
    of_force = [ratio_sentence(ratio) for ratio in ratios if not is_of_searches(ratio)]
    name = name_in_welsh(body)
    return WelshBody(
        body.slug,
        name,
        body.name,
        subject_address("body", body.slug),
        (
            *body_lead(name, body, used, ratios, about.names),
            *(one for one in of_force if one is not None),
        ),
        tuple((system.link, system.use) for system in used),
        tuple(neighbours_of(about)),
        any(system.open for system in used),
    )


def name_in_welsh(body: SubjectFile) -> str:
    """Its name in Welsh, or in English where the register holds none."""
    also = (str(s.value) for s in body.of("also") if s.kind == "text")
    return next((name for name in also if name.startswith(IN_WELSH)), body.name)
