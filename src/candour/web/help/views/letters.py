"""The letter pages: which letters there are, and one letter to fill in on the reader's own device.

They read public facts alone. POST is taken beside GET, so that the way from a person's own result
leaves no trace in an address.
"""

from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from candour.law.answers import ForWhom
from candour.law.bodies import Force
from candour.law.letter_files import LetterSpec
from candour.law.letters import Letter, UnknownLetter, compose, notices_of
from candour.law.rendering import FORMATS, as_fragment
from candour.law.rendering import render as rendered
from candour.web import query, tables
from candour.web.help import law_texts
from candour.web.help import letter_pages as pages
from candour.web.help.keeping_nothing import LOOKS, WRONG, keeping_nothing
from candour.web.help.letter_choices import NAMES, Chosen, Wrong, choose, chooser
from candour.web.help.posted import read_posted
from candour.web.problems import NotHere
from candour.web.tables import HTML, JSON

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
# Nothing but this site's own style, mark and scripts, and no request but those to this site.
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "object-src": [NONE],
}


# the list


@csp_replace(POLICY)
@keeping_nothing(*LOOKS, "POST")
def letters(request: HttpRequest, *, form: str) -> HttpResponseBase:
    chosen = _chosen(request)
    groups = pages.entry_groups(chosen)
    if form == JSON:
        rows = [_as_data(group, each) for group in groups for each in group.entries]
        return tables.json_page(rows)
    context = _context(request, chosen) | {"groups": groups, "wrong": chosen.wrong}
    return render(request, "help/letters.html", context, status=WRONG if chosen.wrong else 200)


def _chosen(request: HttpRequest) -> Chosen:
    sent = request.POST if request.method == "POST" else request.GET
    return choose(read_posted(sent, NAMES), today=timezone.localdate())


def _as_data(group: pages.EntryGroup, entry: pages.Entry) -> dict[str, object]:
    return {
        "kind": entry.kind,
        "name": entry.name,
        "group": group.name,
        "does": entry.does,
        "signs": entry.signs,
        "law": list(entry.law),
        "where": entry.where,
    }


def _context(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    is_posted = request.method == "POST"
    return {
        "chosen": chosen,
        "chooser": chooser(chosen, today=timezone.localdate()),
        "method": "post" if is_posted else "get",
        "carried": "" if is_posted else query.written(chosen.hidden),
    }


# one letter


@csp_replace(POLICY)
@keeping_nothing(*LOOKS, "POST")
def letter(request: HttpRequest, letter_kind: str, *, form: str) -> HttpResponseBase:
    try:
        spec = pages.spec_of(letter_kind)
    except UnknownLetter:
        raise NotHere(_("There is no such letter. The page of letters lists them all.")) from None
    chosen = _chosen(request)
    unfit = pages.why_unfit(spec, chosen)
    wrong = (*chosen.wrong, *([Wrong("for", unfit)] if unfit else []))
    written = None if wrong else _written(spec, chosen)
    if form != HTML:
        return _file(spec, written, wrong, form)
    context = _context(request, chosen) | {
        "spec": spec,
        "signs": pages.parts().signers[spec.signer].who,
        "law": pages.law_of(spec, chosen.nation),
        "wrong": wrong,
        "letter": written,
        "is_draft": spec.signer == "solicitor",
        "is_client": chosen.for_whom is ForWhom.CLIENT and spec.signer == "person",
    }
    if written is not None:
        context |= _letter_context(spec, written, chosen.force)
    return render(request, "help/letter.html", context, status=WRONG if wrong else 200)


def _written(spec: LetterSpec, chosen: Chosen) -> Letter | None:
    if chosen.force is None or chosen.nation is None:
        return None
    return compose(
        spec.kind,
        force=chosen.force,
        nation=chosen.nation,
        systems=chosen.systems,
        gaps=chosen.gaps,
        country=chosen.country,
        for_whom=chosen.for_whom,
    )


def _letter_context(spec: LetterSpec, written: Letter, force: Force | None) -> dict[str, Any]:
    routes = (law_texts.routes()[name] for name in spec.routes)
    return {
        "routes": [each for each in routes if written.nation in each.nations],
        "notices": notices_of(spec, written.nation, pages.parts(), force=force),
        "fields": pages.fields_of(written),
        # Our own markup: every text in it was escaped where it was put together.
        "fragment": mark_safe(as_fragment(written, level=2)),  # noqa: S308
    }


def _file(
    spec: LetterSpec, written: Letter | None, wrong: tuple[Wrong, ...], form: str
) -> HttpResponse:
    if written is None:
        said = " ".join(each.message for each in wrong) or _("Say which force it is about: ?force=")
        return HttpResponse(f"{said}\n", status=WRONG, content_type=CONTENT_TYPES["txt"])
    if form == JSON:
        return tables.json_page(pages.letter_as_data(spec, written))
    response = HttpResponse(rendered(written, form), content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="letter.{form}"'
    return response


def _patterns() -> list[URLPattern]:
    one = "routes/letters/<slug:letter_kind>"
    files = [
        path(f"{one}.{form}", letter, {"form": form}, name=f"letter-{form}")
        for form in (*FORMATS, JSON)
    ]
    return [
        path("routes/letters/", letters, name="letters"),
        path("routes/letters.json", letters, {"form": JSON}, name="letters-data"),
        path(f"{one}/", letter, name="letter"),
        *files,
    ]


urlpatterns = _patterns()
