"""What can be followed: all changes, a page with what it runs, a term, a search."""

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from candour.register import facets, selectors
from candour.register.by_force import by_force
from candour.register.happenings import happenings, slugs_of_class
from candour.register.moments import NOW
from candour.register.search import search
from candour.web import query
from candour.web.addresses import list_address, subject_address, term_address
from candour.web.pages import terms
from candour.web.pages.feeds import (
    ATOM,
    MEDIA_TYPES,
    MOST_ENTRIES,
    Feed,
    as_atom,
    as_json_feed,
    feed,
    slugs_in,
)
from candour.web.parameters import Takes, unless_misread
from candour.web.problems import BadQuery, NotHere
from candour.web.query import written
from candour.web.views.answering import answering
from candour.web.views.subjects import Elsewhere, find
from candour.web.words import CLASS_PLURALS

OF_SEARCH = Takes(("q", "class"))
ABOUT = "Statements that came into the public register of predictive policing or were taken out"


@answering()
def of_all(request: HttpRequest, *, form: str) -> HttpResponseBase:
    return _answer(request, form, "Changes in Candour", "/changes/", "all", None)


@answering()
def of_class(request: HttpRequest, subject_class: str, *, form: str) -> HttpResponseBase:
    """Every page of a class: a new one shows as the statements that came in with it."""
    title = f"Candour: {CLASS_PLURALS[subject_class].lower()}"
    among = slugs_of_class(subject_class)
    address = list_address(subject_class)
    return _answer(request, form, title, address, f"class {subject_class}", among)


@answering()
def of_subject(
    request: HttpRequest, subject_class: str, slug: str, *, form: str
) -> HttpResponseBase:
    """One page; of a police force also the systems that it is said to use."""
    try:
        subject = find(slug, subject_class, NOW)
    except Elsewhere as other:
        return HttpResponsePermanentRedirect(f"{other.address.rstrip('/')}.{form}")
    among = by_force().around(slug)
    also = " and the systems it is said to use" if len(among) > 1 else ""
    address = subject_address(subject_class, slug)
    title = f"Candour: {subject.name}{also}"
    return _answer(request, form, title, address, f"subject {slug}", among)


@answering()
def of_term(request: HttpRequest, facet: str, key: str, *, form: str) -> HttpResponseBase:
    """Systems that have a value: one that gets it shows with the statement that says so."""
    schema, index = selectors.schema(), facets.index()
    known = facets.FACETS.get(facet)
    if known is None or not terms.is_known(known, key, schema, index):
        raise NotHere("Nothing in the register is told together by this.")
    names = selectors.names([key])
    label = schema.term(known.vocabulary, key).label if known.vocabulary else names[key][0]
    title = f"Candour: {known.label.lower()}, {label}"
    among = set(facets.evidence(known, key))
    return _answer(request, form, title, term_address(facet, key), f"term {facet}/{key}", among)


@answering(takes=OF_SEARCH)
def of_search(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The pages that a search finds, whichever these are at the time of asking."""
    # What an address does not take is told before what it lacks.
    unless_misread(HttpResponse(), request, OF_SEARCH, is_page=False)
    wanted = query.texts(request.GET, ("q", "class"))
    if "q" not in wanted:
        raise BadQuery("Say with “q” which words to follow, as in /search.atom?q=risk.")
    if wanted.get("class", "") not in {"", *CLASS_PLURALS}:
        raise BadQuery("“class” must be a class of pages, such as system.")
    hits = search(wanted["q"], subject_class=wanted.get("class", ""))
    title = f"Candour: search for “{wanted['q']}”"
    page = f"/search/{written(wanted)}"
    return _answer(request, form, title, page, f"search {written(wanted)}", hits.slugs)


def _answer(
    request: HttpRequest,
    form: str,
    title: str,
    page: str,
    followed: str,
    among: Collection[str] | None,
) -> HttpResponse:
    happened = happenings(MOST_ENTRIES, among)
    made = feed(
        title,
        ABOUT,
        page=page,
        followed=followed,
        happenings=happened,
        names=selectors.names(slugs_in(happened)),
    )
    return _written(made, request, form)


def _written(made: Feed, request: HttpRequest, form: str) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    write = as_atom if form == ATOM else as_json_feed
    text = write(made, site=site, address=request.get_full_path())
    response = HttpResponse(text, content_type=f"{MEDIA_TYPES[form]}; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response
