"""Dossiers: some subjects as of a day, as one document for a court bundle."""

import re
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from candour.audit.reports import CannotPrint, fonts_inline, laid_out
from candour.register import selectors
from candour.register.moments import Moment
from candour.register.subject_pages import OnSubject, on_subject
from candour.web import query
from candour.web.pages.dossier import MOST, Dossier, dossier, notes_on
from candour.web.papers import at_the_desk
from candour.web.parameters import Takes, unless_misread
from candour.web.problems import BadQuery, NotHere
from candour.web.views.answering import answering

SLUG = re.compile(r"[a-z0-9-]{1,80}", re.ASCII)
MOST_EXHIBITS = 3_000
MOST_ON_PAPER = 1_000  # whose layout takes a processor some twenty seconds
IN_A_SOURCE = ("name", "website", "archived", "published", "reading")
TAKES = Takes(("of", *query.DAYS_ASKED), many=frozenset({"of"}))


@answering(takes=TAKES)
def start(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """Choose what goes in, and take it."""
    slugs, moment = _asked(request)
    names = selectors.names(slugs)
    missing = [slug for slug in slugs if slug not in names]
    if missing:
        raise NotHere(f"Nothing in the register is called “{missing[0]}”.", words=missing[0])
    context = {
        "chosen": [(slug, names[slug][0]) for slug in slugs],
        "days": query.days_of(moment),
        "today": timezone.localdate(),
        "most": MOST,
        "written": request.GET.urlencode(),
    }
    return render(request, "dossier.html", context)


@answering(takes=TAKES)
def page(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The dossier as one page to print: its style stands inline, as it is there to be saved."""
    return _attached(_written(request, MOST_EXHIBITS), "html", "text/html; charset=utf-8")


@answering(takes=TAKES)
def paper(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The dossier as a tagged PDF."""
    text = _written(request, MOST_ON_PAPER)
    try:
        with at_the_desk():
            return _attached(laid_out(text), "pdf", "application/pdf")
    except CannotPrint as error:
        raise NotHere(f"{error} Take the page and print it.") from error


def _attached(body: str | bytes, ending: str, kind: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="candour-dossier.{ending}"'
    return answer


def _written(request: HttpRequest, most: int) -> str:
    site = request.build_absolute_uri("/").rstrip("/")
    context = {
        "dossier": _dossier(request, most),
        "site": site,
        "fonts": fonts_inline(),
        "kept_by": settings.KEPT_BY,
        "contact": settings.CONTACT,
    }
    return render_to_string("dossier/document.html", context)


def _asked(request: HttpRequest) -> tuple[list[str], Moment]:
    slugs = list(dict.fromkeys(slug.strip() for slug in request.GET.getlist("of") if slug.strip()))
    if len(slugs) > MOST:
        raise BadQuery(f"“of” may be given {MOST} times. Make two dossiers.")
    if not all(SLUG.fullmatch(slug) for slug in slugs):
        raise BadQuery("“of” must be the short name of a page, such as durham-hart.")
    return slugs, query.moment(request.GET)


def _dossier(request: HttpRequest, most: int) -> Dossier:
    # What an address does not take is told before what it lacks.
    unless_misread(HttpResponse(), request, TAKES, is_page=False)
    slugs, moment = _asked(request)
    if not slugs:
        raise BadQuery("Say with “of” whom it is about, as in ?of=durham-hart.")
    day = moment.as_of or timezone.localdate()
    subjects = [_on(slug, moment) for slug in slugs]
    exhibits = sum(len(one.subject.statements) for one in subjects)
    if exhibits > most:
        raise BadQuery(
            f"That is {exhibits:,} exhibits, and this document holds {most:,}. Leave a page out; "
            f"as a page to print a dossier holds {MOST_EXHIBITS:,}."
        )
    named = {s.source for one in subjects for s in one.subject.statements}
    sources = selectors.brief(sorted(named), IN_A_SOURCE, moment.of_record)
    head = selectors.head(moment)
    return dossier(subjects, sources, day=day, head=head, notes=notes_on(moment, day))


def _on(slug: str, moment: Moment) -> OnSubject:
    subject = selectors.subject(selectors.resolve(slug), moment)
    if subject is None:
        raise NotHere(f"Nothing was called “{slug}” in the register on that day.", words=slug)
    today: date = timezone.localdate()
    return on_subject(subject, moment, today=moment.true_on or moment.as_of or today)
