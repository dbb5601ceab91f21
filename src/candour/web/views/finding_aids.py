"""What programs ask for by name: robots.txt, a map of pages, a catalogue, security.txt."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import chain, islice
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from candour.content import FOLDER
from candour.evidence.districts import districts
from candour.register import findings, listing_pages
from candour.web.addresses import finding_address, subject_address
from candour.web.pages.catalogue import catalogue as catalogue_of
from candour.web.pages.districts import district_address
from candour.web.problems import NotHere
from candour.web.views.answering import answering
from candour.web.views.releases import newest

IN_A_MAP = 20_000  # addresses; the form allows 50,000 (sitemaps.org)
# What anybody may read and nobody need gather: answers to questions, days and words.
NOT_GATHERED = (
    *("/search/", "/search.", "/compare/", "/routes/questions/", "/routes/letters/", "/dossier"),
    "/report/",
    *("/*?on=", "/*?known=", "/*?as-of=", "/*?from=", "/*?q=", "/*?page="),
)
PAGES = (
    *("", "systems/", "forces/", "figures/", "figures/derived/", "findings/", "contradictions/"),
    *("gaps/", "sources/", "products/", "programmes/", "methods/", "datasets/", "bodies/"),
    *("documents/", "statements/", "terms/", "charts/", "places/", "official-records/"),
    "places/districts/",
    *("changes/", "data/", "data/api/", "data/copy/", "data/releases/", "data/checkpoints/"),
    *("about/", "words/", "feedback/"),
    *("routes/", "routes/all/", "routes/clocks/", "routes/replies/", "routes/limits/"),
    *("cymraeg/", "easy-read/", "accessibility/", "privacy/", "corrections/"),
)
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
Place = tuple[str, datetime | None]  # an address, and when it last changed


@answering()
def robots(request: HttpRequest, *, form: str) -> HttpResponseBase:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_GATHERED)]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


SECURITY_HOLDS_FOR = timedelta(days=180)  # RFC 9116 asks for less than a year


@answering()
def security(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """Where a weakness is told (RFC 9116), for as long as somebody stands behind it."""
    if not settings.SECURITY_CONTACT:
        raise NotHere("Whoever keeps this copy has not said where a weakness is told.")
    until = datetime.combine(timezone.localdate() + SECURITY_HOLDS_FOR, time(), UTC)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@answering()
def site_map(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The parts of the map; each has twenty thousand addresses at most."""
    own = len(PAGES) + len(_districts()) + len(_findings())
    number = -(-(own + listing_pages.count()) // IN_A_MAP)
    parts = (f"/sitemap-{part}.xml" for part in range(1, number + 1))
    return _xml(request, "sitemapindex", "sitemap", ((part, None) for part in parts))


@answering()
def site_map_part(request: HttpRequest, number: int, *, form: str) -> HttpResponseBase:
    part = tuple(islice(_places(), (number - 1) * IN_A_MAP, number * IN_A_MAP)) if number else ()
    if not part:
        raise NotHere("The map of pages has no such part.")
    return _xml(request, "urlset", "url", part)


def _places() -> Iterator[Place]:
    yield from ((f"/{page}", None) for page in PAGES)
    yield from ((address, None) for address in _districts())
    yield from chain(_subjects(), ((address, None) for address in _findings()))


def _districts() -> list[str]:
    """The pages of districts of which something is shown."""
    return [district_address(d.slug) for d in districts(FOLDER).values() if not d.why_not]


def _subjects() -> Iterator[Place]:
    for subject_class, slug, changed in listing_pages.standing_pages():
        yield subject_address(subject_class, slug), changed


def _findings() -> list[str]:
    return [finding_address(key) for key in findings.identifiers()]


def _xml(request: HttpRequest, whole: str, one: str, places: Iterable[Place]) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    rows = "".join(
        f"<{one}><loc>{escape(site + address)}</loc>{_changed(changed)}</{one}>\n"
        for address, changed in places
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} xmlns="{NAMESPACE}">\n'
    return HttpResponse(f"{head}{rows}</{whole}>\n", content_type="application/xml; charset=utf-8")


def _changed(moment: datetime | None) -> str:
    return f"<lastmod>{moment.isoformat(timespec='seconds')}</lastmod>" if moment else ""


@answering()
def catalogue(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """What can be downloaded, as DCAT 3 in JSON-LD: https://www.w3.org/TR/vocab-dcat-3/."""
    site = request.build_absolute_uri("/").rstrip("/")
    return HttpResponse(catalogue_of(site, newest()), content_type="application/ld+json")
