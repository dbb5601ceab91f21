"""Pages in Welsh, a draft, each with its English one press away.

Those of help stand under /routes/cymraeg/, the front page and the forces of Wales under /cymraeg/.
Nothing is asked of a browser and nothing is kept, so the language is that of the address. Every
link and form of such a page leads to the page in Welsh where there is one; letters and data stay
in English. What has no Welsh is marked as English, for who hears the page read aloud.
"""

import re
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from markupsafe import escape

from candour.content import FOLDER
from candour.evidence.places import forces_of
from candour.law.translating import every_text
from candour.web.help.addresses import START

View = Callable[..., HttpResponseBase]
WELSH = "cy"
WELSH_START = f"{START}cymraeg/"
WELSH_HOME = "/cymraeg/"
# Of our own markup: an address of help that has no twin in Welsh, or leads to the English, stays.
LINK = re.compile(
    r'(?P<name>href|action)="/routes/'
    r'(?!letters|cymraeg|easy-read)(?P<rest>[^"?#]*(?<!\.json)(?<!\.csv)(?<!\.ics))(?P<more>[?#][^"]*)?"'
    r"(?! hreflang)(?! data-english)"
)

# The front page, and the page of a body; which of those have a twin is asked of the places.
HOME_OR_BODY = re.compile(r'href="/(?:bodies/(?P<slug>[a-z0-9-]+)/)?"(?! hreflang)')
# A text between two tags, with what may stand before it where it goes on from another.
BETWEEN = re.compile(r"(?P<before>>\s*(?:: )?)(?P<text>[^<>\s][^<>]*?)(?P<after>\s*<)")


def english_of(address: str) -> str:
    """The address of the same page in English.

    Examples
    --------
    >>> english_of("/routes/cymraeg/all/"), english_of("/cymraeg/bodies/gwent-police/")
    ('/routes/all/', '/bodies/gwent-police/')
    """
    if address.startswith(WELSH_HOME):
        return address.replace(WELSH_HOME, "/", 1)
    return address.replace(WELSH_START, START, 1)


def welsh_forces() -> frozenset[str]:
    """The forces whose pages are in Welsh too."""
    return forces_of("wales", FOLDER)


def in_welsh(view: View) -> View:
    """Make a view that answers in Welsh and leads on in Welsh."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(WELSH):
            response = view(request, *args, **kwargs)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and isinstance(response, HttpResponse):
            text = HOME_OR_BODY.sub(_home_or_body, response.content.decode())
            response.content = BETWEEN.sub(_marked, LINK.sub(_to_welsh, text)).encode()
        return response

    return answer


def _to_welsh(link: re.Match[str]) -> str:
    return f'{link["name"]}="{WELSH_START}{link["rest"]}{link["more"] or ""}"'


def _home_or_body(link: re.Match[str]) -> str:
    slug = link["slug"]
    if slug is None:
        return f'href="{WELSH_HOME}"'
    return f'href="{WELSH_HOME}bodies/{slug}/"' if slug in welsh_forces() else link[0]


def _marked(between: re.Match[str]) -> str:
    """Mark a text of the law that has no Welsh as English."""
    if between["text"] not in texts_without_welsh():
        return between[0]
    return f'{between["before"]}<span lang="en-GB">{between["text"]}</span>{between["after"]}'


@cache
def texts_without_welsh() -> frozenset[str]:
    """The texts of the law, as a page writes them, that the catalog does not say in Welsh."""
    with translation.override(WELSH):
        return frozenset(
            str(escape(text)) for _, text in every_text() if translation.gettext(text) == text
        )
