"""The form by which readers report an error or reply: off until somebody answers."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.evidence.plain_files import hidden_sign
from candour.inbox.services import (
    KEPT_DAYS,
    KEPT_DAYS_ANSWERED,
    Full,
    Sent,
    drop_what_is_over,
    take_report,
)
from candour.inbox.telling import tell_the_keeper
from candour.web.help.keeping_nothing import keeping_nothing
from candour.web.parameters import Takes
from candour.web.views.general import keepers

KINDS = {
    "error": "Something is wrong",
    "reply": "I reply for a body that is named",
    "remove": "Something should not be here",
}
LONGEST = {"about": 200, "text": 4_000, "source": 500, "speaks_for": 200, "answer_to": 254}
MOST_BYTES = 40_000  # of all that is sent: the longest text in signs of four bytes, and the rest
OPEN_FOR = 24 * 60 * 60  # seconds that a form may stand open
SALT = "candour.report"
# What a link of ours says that it is about; nothing else that an address holds is shown.
PAGE_OR_STATEMENT = re.compile(r"/[\w/.-]{0,190}|s1-[a-z2-7]{26}", re.ASCII)
DECOY = "website"  # a field that people do not see, and programs that fill in every field do
CLOSED, TOO_LARGE, UNREADABLE, TOO_MANY = 503, 413, 422, 429


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form, and what is wrong with it, by the names of its fields."""

    values: Mapping[str, str]
    wrong: Mapping[str, str] = field(default_factory=dict)


@keeping_nothing("GET", "HEAD", "POST", takes=Takes(("about", "kind")))
def report(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """Show the form, or take what was written in it."""
    # Also where there is no form: a link from a page says what it is about, and is no mistake.
    asked = {name: request.GET.get(name, "")[: LONGEST["about"]] for name in ("about", "kind")}
    is_sent = request.method == "POST"
    if not settings.REPORTS_ANSWERED_BY:
        return _page(request, Form(asked), status=CLOSED if is_sent else 200)
    if is_sent:
        return _taken(request)
    drop_what_is_over(timezone.now())
    return _page(request, Form(asked))


def _taken(request: HttpRequest) -> HttpResponse:
    size = request.headers.get("Content-Length") or "0"
    if not size.isdecimal() or int(size) > MOST_BYTES:
        wrong = {"": "What you sent is too long. Nothing of it was kept."}
        return _page(request, Form({}, wrong), status=TOO_LARGE)
    values = {name: _cleaned(request.POST.get(name, "")) for name in (*LONGEST, "kind", DECOY)}
    number, wrong = _form_of(request.POST.get("form", ""))
    wrong |= faults(values)
    if wrong:
        return _page(request, Form(values, wrong), status=UNREADABLE)
    sent = Sent(**{name: values[name] for name in ("kind", *LONGEST)})
    try:
        kept = take_report(sent, form=number, at=timezone.now())
    except Full as full:
        return _page(request, Form(values, {"": f"{full} Try again in some hours."}), TOO_MANY)
    tell_the_keeper(kept)
    return render(request, "report_sent.html", {"reference": kept.reference, **_told()})


def faults(values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with what was written, a sentence for each field."""
    wrong: dict[str, str] = {}
    if values[DECOY]:
        wrong[""] = "A field that stays empty was filled in. Nothing was kept."
    if values["kind"] not in KINDS:
        wrong["kind"] = "Say what it is: choose one."
    if not values["about"]:
        wrong["about"] = "Say which page or statement it is about."
    if not values["text"]:
        wrong["text"] = "Write what is wrong, or what you reply."
    if values["kind"] == "reply" and not values["speaks_for"]:
        wrong["speaks_for"] = "Say which body replies, and in which office you write for it."
    for name, most in LONGEST.items():
        if len(values[name]) > most:
            wrong[name] = f"This is {len(values[name]):,} signs long; {most:,} is the most."
        elif sign := hidden_sign(values[name]):
            wrong[name] = f"This holds {sign}, which nobody sees. Take it out."
    if values["answer_to"] and "answer_to" not in wrong and not _is_address(values["answer_to"]):
        wrong["answer_to"] = "This is no e-mail address. Leave it empty if you need no answer."
    return wrong


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _cleaned(text: str) -> str:
    """With line feeds alone between lines, and nothing that no database can hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return lines.encode("utf-8", "ignore").decode("utf-8").strip()


def _form_of(token: str) -> tuple[str, dict[str, str]]:
    """The number of the form that was sent, and why it can't be taken."""
    try:
        return signing.loads(token, salt=SALT, max_age=OPEN_FOR), {}
    except signing.SignatureExpired:
        return "", {"": "The form stood open for over a day. All you wrote is in it: send it."}
    except signing.BadSignature:
        return "", {"": "This did not come from this page’s form. Look through it, and send it."}


def _page(request: HttpRequest, form: Form, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "kinds": KINDS,
        "longest": LONGEST,
        "decoy": DECOY,
        "token": signing.dumps(secrets.token_urlsafe(16), salt=SALT),
        **_told(),
        **keepers(),
        **_without_a_form(form.values.get("about", "")),
    }
    return render(request, "report.html", context, status=status)


LINES = """\
Page or statement: {about}
What stands there:
What should stand there:
Where others can read it (source, and the place in it):
"""


def _without_a_form(about: str) -> dict[str, str]:
    """What to write where there is no form, and the address of a letter that has it already."""
    plain = about if PAGE_OR_STATEMENT.fullmatch(about) else ""
    lines = LINES.format(about=plain)
    address = keepers()["contact_address"]
    if address.startswith("mailto:"):
        filled = {"subject": f"Candour: {plain or 'an error, or a reply'}", "body": lines}
        address = f"{address}?{urlencode(filled, quote_via=quote)}"
    return {"about": plain, "lines": lines, "letter": address}


def _told() -> dict[str, object]:
    return {
        "answered_by": settings.REPORTS_ANSWERED_BY,
        "kept_days": KEPT_DAYS,
        "kept_days_answered": KEPT_DAYS_ANSWERED,
    }
