"""The letter pages: which letters there are, and one letter to fill in on the reader's own device.

They read public facts alone. POST is taken beside GET, so that the way from a person's own result
leaves no trace in an address.
"""

from datetime import date
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

from candour.law.after_sending import AnswerDue, answers_due
from candour.law.answers import ForWhom
from candour.law.calendar_file import as_calendar
from candour.law.letter_files import LetterSpec
from candour.law.letters import Letter, UnknownLetter, compose, notices_of
from candour.law.rendering import FORMATS, as_fragment
from candour.law.rendering import render as rendered
from candour.web import query, tables
from candour.web.help import law_texts
from candour.web.help import letter_pages as pages
from candour.web.help.keeping_nothing import LOOKS, WRONG, keeping_nothing
from candour.web.help.letter_choices import NAMES, Chosen, Wrong, choose, chooser
from candour.web.help.posted import iso_day, read_posted
from candour.web.parameters import Takes
from candour.web.problems import NotHere
from candour.web.tables import HTML, JSON

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
CALENDAR_NAME = "reminders.ics"
# Nothing but this site's own style, mark and scripts, and no request but those to this site.
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "object-src": [NONE],
}


OPEN_QUESTIONS = "open-questions"  # the letter that asks what the register leaves open


# the list


@csp_replace(POLICY)
@keeping_nothing(*LOOKS, "POST", takes=Takes(NAMES, many=frozenset({"system"})))
def letters(request: HttpRequest, *, form: str) -> HttpResponseBase:
    chosen = _chosen(request)
    groups = pages.entry_groups(chosen)
    if form == JSON:
        rows = [_as_data(group, entry) for group in groups for entry in group.entries]
        return tables.json_page(rows)
    entries = {entry.kind: entry for group in groups for entry in group.entries}
    context = _context(request, chosen) | {
        "groups": groups,
        "wrong": chosen.wrong,
        "open_questions": entries[OPEN_QUESTIONS],
    }
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
        context |= _letter_context(spec, written, chosen)
    return render(request, "help/letter.html", context, status=WRONG if wrong else 200)


def _written(spec: LetterSpec, chosen: Chosen) -> Letter | None:
    if chosen.force is None or chosen.nation is None:
        return None
    return compose(
        spec.kind,
        force=chosen.force,
        nation=chosen.nation,
        systems=chosen.systems,
        gaps=chosen.gaps if chosen.systems or spec.needs_gaps else (),
        country=chosen.country,
        for_whom=chosen.for_whom,
    )


def _letter_context(spec: LetterSpec, written: Letter, chosen: Chosen) -> dict[str, Any]:
    routes = (law_texts.routes()[name] for name in spec.routes)
    today = timezone.localdate()
    return {
        "routes": [route for route in routes if written.nation in route.nations],
        "notices": notices_of(
            spec, written.nation, pages.parts(), force=chosen.force, country=chosen.country
        ),
        "answers_due": _answers_due(spec, written, chosen, today),
        "today_iso": today.isoformat(),
        "in_words": law_texts.day_in_words,
        "fields": pages.fields_of(written),
        # Our own markup: every text in it was escaped where it was put together.
        "fragment": mark_safe(as_fragment(written, level=2)),  # noqa: S308
    }


def _answers_due(
    spec: LetterSpec, written: Letter, chosen: Chosen, had_on: date
) -> tuple[AnswerDue, ...]:
    if chosen.force is None:
        return ()
    return answers_due(
        spec,
        had_on,
        force=chosen.force,
        nation=written.nation,
        country=chosen.country or chosen.force.country,
        holidays=law_texts.holidays(),
        routes=law_texts.routes(),
        voice=law_texts.VOICE,
    )


@keeping_nothing("POST")
def answer_day(request: HttpRequest, letter_kind: str, *, form: str) -> HttpResponseBase:
    """The day by which a letter must be answered, as a calendar file; the day it came is posted."""
    try:
        spec = pages.spec_of(letter_kind)
    except UnknownLetter:
        raise NotHere(_("There is no such letter. The page of letters lists them all.")) from None
    chosen = _chosen(request)
    had_on = iso_day(read_posted(request.POST, ("had",)).last("had"))
    unfit = pages.why_unfit(spec, chosen)
    problems = [wrong.message for wrong in chosen.wrong] + ([unfit] if unfit else [])
    if had_on is None:
        problems.append(_("Give a day, written like 2026-06-12."))
    written = None if problems else _written(spec, chosen)
    if written is None or had_on is None:
        sentence = " ".join(problems) or _("Say which force it is about: ?force=")
        return HttpResponse(f"{sentence}\n", status=WRONG, content_type=CONTENT_TYPES["txt"])
    reminders = [row.reminder() for row in _answers_due(spec, written, chosen, had_on)]
    data = as_calendar(reminders, today=timezone.localdate())
    response = HttpResponse(data, content_type=CONTENT_TYPES["ics"])
    response["Content-Disposition"] = f'attachment; filename="{CALENDAR_NAME}"'
    return response


def _file(
    spec: LetterSpec, written: Letter | None, wrong: tuple[Wrong, ...], form: str
) -> HttpResponse:
    if written is None:
        sentence = " ".join(each.message for each in wrong) or _(
            "Say which force it is about: ?force="
        )
        return HttpResponse(f"{sentence}\n", status=WRONG, content_type=CONTENT_TYPES["txt"])
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
        path(f"{one}.ics", answer_day, {"form": HTML}, name="letter-answer-day"),
        *files,
    ]


urlpatterns = _patterns()
