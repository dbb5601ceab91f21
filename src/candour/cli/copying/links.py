"""Addresses of the site as files of a copy, and pages rewritten so that they lead to these.

Pure text: our own templates write every attribute in double quotes, and a test holds the copy of
a register against that.
"""

import posixpath
import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import parse_qsl, quote, unquote, urlsplit

ABOUT = "/data/copy/"  # the page that says what a copy can't do
# What is asked of the server itself: answers to questions, an interface, letters and what is sent.
OF_THE_SERVER = (
    *("/api/", "/search", "/compare", "/dossier", "/report/", "/healthz"),
    *("/routes/questions", "/routes/cymraeg/questions", "/routes/letters/", "/routes/calendar.ics"),
    *("/routes/clock.ics", "/routes/which-force", "/routes/cymraeg/which-force"),
)
ON_PAPER = ".pdf"  # laid out anew for each that asks; each is there as a page to print
# The page of a statement says all of it, and its rows are in the lists and the releases, which hold
# the chains that its proof is taken from. Data, citations for programs and a proof beside each page
# would be three of four files of a copy; a proof of a finding's number alone takes two megabytes.
BESIDE_A_STATEMENT = re.compile(r"/statements/[^/.]+\.")
# What gives addresses of the whole web, and so is only right where the site's own is told.
OF_THE_WEB = (".atom", ".feed.json", ".jsonld", "/robots.txt", "/sitemap.xml", "/sitemap-1.xml")
NOWHERE = "http://copy.invalid"  # whom pages are asked of where it is not told (RFC 2606)
PAGE = "page"  # the one parameter whose answers are files too
LINK = re.compile(r'\b(href|src)="([^"]*)"')
SCRIPT = re.compile(r'<script\b(?![^>]*type="application/ld\+json")[^>]*>.*?</script>', re.DOTALL)
FORM = re.compile(r"(<form\b[^>]*>)(.*?)(</form>)", re.DOTALL)
HEAD_SEARCH = re.compile(r'<form class="site-search".*?</form>\n?', re.DOTALL)
MAIN = re.compile(r"<main\b[^>]*>")
TO_THE_WEB = re.compile(
    r'<link rel="(?:canonical"|alternate"[^>]*(?:atom\+xml|feed\+json|ld\+json)")[^>]*>'
)
PRELOAD = re.compile(r'<link rel="preload"[^>]*>\n?')  # a folder has no fonts to be fetched across


@dataclass(frozen=True, slots=True)
class Told:
    """What a copy says of itself on each page: its day, and where the site itself is, if told."""

    day: str
    online: str = ""


def is_copied(address: str, told: Told) -> bool:
    """Whether an address of the site has a file in a copy.

    Examples
    --------
    >>> told = Told("1 December 2026")
    >>> is_copied("/systems/?page=2", told), is_copied("/systems/?use=in-use", told)
    (True, False)
    >>> is_copied("/statements/s1-a/", told), is_copied("/statements/s1-a.json", told)
    (True, False)
    """
    parts = urlsplit(address)
    if not parts.path.startswith("/") or parts.path.startswith(OF_THE_SERVER):
        return False
    lacking = (ON_PAPER,) if told.online else (ON_PAPER, *OF_THE_WEB)
    if parts.path.endswith(lacking) or BESIDE_A_STATEMENT.match(parts.path):
        return False
    if not parts.query:
        return True
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    return names == [PAGE] and parts.path.endswith("/")


def file_of(address: str) -> str:
    """The file of an address within a copy.

    Examples
    --------
    >>> file_of("/"), file_of("/systems/?page=2"), file_of("/systems.json")
    ('index.html', 'systems/page-2.html', 'systems.json')
    """
    parts = urlsplit(address)
    path = unquote(parts.path).lstrip("/")
    if ".." in path.split("/"):
        raise ValueError(f"{address} leads out of the copy")
    if path and not path.endswith("/"):
        return path
    page = dict(parse_qsl(parts.query)).get(PAGE, "")
    return f"{path}page-{page}.html" if page.isdecimal() else f"{path}index.html"


def rewritten(html: str, address: str, told: Told) -> tuple[str, set[str]]:
    """A page of the site as a page of a copy, and the addresses that it leads to."""
    here = file_of(address)
    leads: set[str] = set()

    def link(match: re.Match[str]) -> str:
        name, to = match[1], unescape(match[2])
        return f'{name}="{escape(_led(to, address, here, told, leads))}"'

    if not told.online:
        html = TO_THE_WEB.sub("", html).replace(f"{NOWHERE}/", "/")
    for left_out in (SCRIPT, PRELOAD, HEAD_SEARCH):
        html = left_out.sub("", html)
    html = FORM.sub(lambda match: _form(match, told), html)
    html = MAIN.sub(lambda match: f"{match[0]}\n{_banner(told)}", html, count=1)
    return LINK.sub(link, html), leads


def _led(to: str, address: str, here: str, told: Told, leads: set[str]) -> str:
    """Where a link leads in a copy."""
    parts = urlsplit(to)
    if parts.scheme or parts.netloc or not (parts.path or parts.query):
        return to  # another site, a letter, or a place on the page itself
    path = parts.path or urlsplit(address).path
    whole = f"{path}?{parts.query}" if parts.query else path
    anchor = f"#{parts.fragment}" if parts.fragment else ""
    if not is_copied(whole, told):
        if told.online:
            return f"{told.online}{whole}{anchor}"
        whole, anchor = ABOUT, "#server"
    leads.add(whole)
    return f"{quote(relative(here, file_of(whole)))}{anchor}"


def relative(here: str, there: str) -> str:
    """The way from one file of a copy to another."""
    home, _, _ = here.rpartition("/")
    return posixpath.relpath(there, home or ".")


def _form(match: re.Match[str], told: Told) -> str:
    where = (
        f' It works at <a href="{escape(told.online)}/">{escape(told.online)}</a>.'
        if told.online
        else ""
    )
    words = f"This form needs the site itself, and this is a copy without a server.{where}"
    start, inside, end = match.groups()
    inside = f'<fieldset class="unserved" disabled>{inside}</fieldset>'
    return f'<p class="note">{words}</p>\n{start}{inside}{end}'


def _banner(told: Told) -> str:
    return (
        f'<div class="wrap"><p class="note">A copy without a server, made on {escape(told.day)}. '
        f'<a href="{ABOUT}">What it can’t do</a></p></div>\n'
    )
