"""Addresses of the pages, and of the same data with `.json` or `.csv` for the last slash."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, path, register_converter

from candour.evidence.fields import FOLDERS
from candour.web.help.views import asking, letters, looking_up
from candour.web.help.welsh import in_welsh
from candour.web.pages.feeds import MEDIA_TYPES
from candour.web.tables import FORMS, JSON
from candour.web.views import (
    changes,
    charts,
    checkpoints,
    clashes,
    compare,
    districts,
    dossiers,
    feeds,
    finding_aids,
    findings,
    forces,
    gaps,
    general,
    lists,
    official,
    pictures,
    places,
    releases,
    reports,
    statement_list,
    statements,
    subjects,
    tallies,
    terms,
    welsh,
)

View = Callable[..., Any]


class TableForm:
    """A form that tables can be had in, at the end of an address."""

    regex = "|".join(FORMS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class JsonForm(TableForm):
    """JSON, where the page is no table."""

    regex = JSON


class RouteName:
    """The identifier of a route, in small letters or large."""

    regex = "[a-zA-Z][0-9]{1,2}[a-zA-Z]?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


EASY_CLASSES = ("system", "body")

register_converter(TableForm, "form")
register_converter(RouteName, "route")
register_converter(JsonForm, "jsonform")


def page(address: str, view: View, name: str, **kwargs: str) -> URLPattern:
    return path(f"{address}/" if address else "", view, kwargs, name=name)


def page_and_data(
    address: str, view: View, name: str, *, forms: str = "form", **kwargs: str
) -> Iterator[URLPattern]:
    """The address of a page, and that of its data."""
    yield page(address, view, name, **kwargs)
    yield path(f"{address}.<{forms}:form>", view, kwargs, name=f"{name}-data")


def feeds_of(address: str, view: View, name: str, **kwargs: str) -> Iterator[URLPattern]:
    """What changes at an address, in each form that readers of feeds take."""
    for form in MEDIA_TYPES:
        yield path(f"{address}.{form}", view, {**kwargs, "form": form}, name=f"{name}-{form}")


def of_class(folder: str, subject_class: str) -> Iterator[URLPattern]:
    """The list of a class, each of its subjects, and their history."""
    arguments = {"subject_class": subject_class}
    yield from page_and_data(folder, lists.subjects, folder, **arguments)
    yield from page_and_data(f"{folder}/<slug:slug>", subjects.subject, subject_class, **arguments)
    yield from page_and_data(
        f"{folder}/<slug:slug>/history", subjects.history, f"{subject_class}-history", **arguments
    )


urlpatterns = [
    page("", general.home, "home"),
    *(pattern for folder, name in FOLDERS.items() for pattern in of_class(folder, name)),
    *(
        page(f"{folder}/<slug:slug>/easy-read", subjects.easy, f"easy-{name}", subject_class=name)
        for folder, name in FOLDERS.items()
        if name in EASY_CLASSES
    ),
    *page_and_data("compare", compare.compare, "compare"),
    *page_and_data("forces", forces.forces, "forces"),
    *page_and_data("statements", statement_list.statements, "statements"),
    *page_and_data("statements/<slug:key>", statements.statement, "statement", forms="jsonform"),
    path("statements/<slug:key>.bib", statements.cite, {"kind": "bib"}, name="statement-bibtex"),
    path("statements/<slug:key>.csl.json", statements.cite, {"kind": "csl"}, name="statement-csl"),
    path("statements/<slug:key>.proof.json", statements.proof, {"form": "json"}, name="proof"),
    *page_and_data("findings", findings.findings, "findings"),
    *page_and_data("findings/<slug:key>", findings.finding, "finding", forms="jsonform"),
    *(
        path(
            f"findings/<slug:key>/report.{form}", findings.report, {"kind": form}, f"report-{form}"
        )
        for form in findings.REPORTS
    ),
    page("findings/<slug:key>/pictures/<slug:name>", pictures.embed, "picture"),
    *(
        path(
            f"findings/<slug:key>/pictures/<slug:name>.{form}",
            pictures.file,
            {"kind": form},
            f"picture-{form}",
        )
        for form in pictures.FILES
    ),
    page("charts", charts.charts, "charts"),
    *page_and_data("figures", tallies.figures, "figures"),
    *page_and_data("figures/derived", tallies.derived, "derived"),
    *page_and_data("contradictions", clashes.contradictions, "contradictions"),
    *page_and_data("gaps", gaps.gaps, "gaps"),
    *page_and_data("places", places.places, "places"),
    *page_and_data("places/districts", districts.districts, "districts"),
    *page_and_data("places/<slug:slug>", districts.district, "district", forms="jsonform"),
    *page_and_data("terms", terms.terms, "terms"),
    *page_and_data("terms/<slug:facet>/<slug:key>", terms.term, "term"),
    page("official-records", official.official_records, "official-records"),
    *feeds_of("changes", feeds.of_all, "changes-feed"),
    *(
        pattern
        for folder, name in FOLDERS.items()
        for pattern in (
            *feeds_of(folder, feeds.of_class, f"{folder}-feed", subject_class=name),
            *feeds_of(
                f"{folder}/<slug:slug>", feeds.of_subject, f"{name}-feed", subject_class=name
            ),
        )
    ),
    *feeds_of("terms/<slug:facet>/<slug:key>", feeds.of_term, "term-feed"),
    *feeds_of("search", feeds.of_search, "search-feed"),
    *page_and_data("changes", changes.changes, "changes"),
    *page_and_data("changes/<int:number>", changes.change, "change"),
    *page_and_data("search", general.look_for, "search"),
    *letters.urlpatterns,
    page("routes", asking.start, "routes"),
    page("routes/questions", asking.questions, "questions"),
    path("routes/calendar.ics", asking.calendar, name="calendar"),
    page("routes/easy-read", asking.easy_read, "easy-read"),
    page("routes/cymraeg", asking.welsh, "welsh"),
    page("routes/cymraeg/questions", in_welsh(asking.questions), "welsh-questions"),
    page("routes/cymraeg/which-force", in_welsh(asking.which_force), "welsh-which-force"),
    page("routes/cymraeg/all", in_welsh(looking_up.all_routes), "welsh-all-routes", form=""),
    page("routes/cymraeg/clocks", in_welsh(looking_up.clocks), "welsh-clocks", form=""),
    page("routes/cymraeg/replies", in_welsh(looking_up.replies), "welsh-replies", form=""),
    page("routes/cymraeg/limits", in_welsh(looking_up.limits), "welsh-limits", form=""),
    page("routes/cymraeg/<route:name>", in_welsh(looking_up.route), "welsh-route", form=""),
    path("routes/clock.ics", looking_up.clock_calendar, name="clock-calendar"),
    page("routes/which-force", asking.which_force, "which-force"),
    *page_and_data("routes/all", looking_up.all_routes, "all-routes"),
    *page_and_data("routes/clocks", looking_up.clocks, "clocks"),
    *page_and_data("routes/replies", looking_up.replies, "replies", forms="jsonform"),
    *page_and_data("routes/limits", looking_up.limits, "limits"),
    *page_and_data("routes/<route:name>", looking_up.route, "route", forms="jsonform"),
    page("cymraeg", in_welsh(welsh.welsh_home), "welsh-home"),
    page("cymraeg/bodies/<slug:slug>", in_welsh(welsh.welsh_body), "welsh-body"),
    page("easy-read", general.easy_home, "easy-home"),
    page("about", general.about, "about"),
    *(
        page(name, general.promises, name, template=f"{name}.html")
        for name in ("accessibility", "privacy", "corrections")
    ),
    page("words", general.glossary, "words"),
    page("feedback", general.feedback, "feedback"),
    page("report", reports.report, "report"),
    page("data", general.data, "data"),
    page("data/api", general.interface, "interface"),
    page("data/copy", general.promises, "copy", template="copy.html"),
    *page_and_data("data/checkpoints", checkpoints.checkpoints, "checkpoints", forms="jsonform"),
    path("data/checkpoints/<int:number>.json", checkpoints.checkpoint, name="checkpoint"),
    page("dossier", dossiers.start, "dossier"),
    path("dossier/page.html", dossiers.page, name="dossier-page"),
    path("dossier.pdf", dossiers.paper, name="dossier-pdf"),
    path(".well-known/security.txt", finding_aids.security, name="security"),
    path("robots.txt", finding_aids.robots, name="robots"),
    path("sitemap.xml", finding_aids.site_map, name="sitemap"),
    path("sitemap-<int:number>.xml", finding_aids.site_map_part, name="sitemap-part"),
    path("data/catalogue.jsonld", finding_aids.catalogue, name="catalogue"),
    *page_and_data("data/releases", releases.releases, "releases"),
    path("data/releases/<slug:version>.zip", releases.archive, name="release-archive"),
    *page_and_data("data/releases/<slug:version>", releases.release, "release", forms="jsonform"),
    path("data/releases/<slug:version>/<path:path>", releases.file, name="release-file"),
    page("design", general.design, "design"),
]
