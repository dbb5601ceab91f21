"""What can be followed, as Atom (RFC 4287) and as JSON Feed 1.1: an entry for each change set.

An entry's identifier is made of the hash of its change set and of what is followed, so it is the
same on every copy of the register and whatever is worded otherwise later: a reader shows a change
once.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from candour.register.happenings import Happening, TouchedSubject
from candour.register.uses import Names
from candour.web.addresses import change_address, finding_address, subject_address
from candour.web.query import written
from candour.web.words import counted, listed

MOST_ENTRIES = 50
MOST_NAMED, IN_TITLE = 20, 3
# Of our own: made once, and never to be changed.
CANDOUR = UUID("6f0f6e52-5c0b-5b5e-9c55-0f3a5a3e8d41")
ATOM, JSON_FEED = "atom", "feed.json"
MEDIA_TYPES = {ATOM: "application/atom+xml", JSON_FEED: "application/feed+json"}
LANGUAGE = "en-GB"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change set: when it was recorded, and when this copy had it; `html` says what it did."""

    identifier: str
    title: str
    address: str
    html: SafeString
    made_by: str
    made_at: datetime
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """What is followed: its name, its page, and its newest changes."""

    title: str
    about: str
    page: str
    entries: tuple[Entry, ...]


def feed(
    title: str,
    about: str,
    *,
    page: str,
    followed: str,
    happenings: Sequence[Happening],
    names: Names,
) -> Feed:
    """Make a feed; `followed` names what is followed, the same on every copy of the register."""
    entries = tuple(_entry(one, names, followed) for one in happenings)
    return Feed(title, about, page, entries)


def _entry(happening: Happening, names: Names, followed: str) -> Entry:
    change = happening.change
    return Entry(
        uuid5(CANDOUR, f"{change.hash} {followed}").urn,
        _title(happening, names),
        change_address(change.number),
        _html(happening, names),
        change.made_by,
        change.made_at,
        change.arrived_at,
    )


def _title(happening: Happening, names: Names) -> str:
    """Who is touched and how far; the reason stands in the entry."""
    parts = [
        f"{counted(number, 'statement')} {verb}"
        for number, verb in ((happening.came, "came in"), (happening.went, "taken out"))
        if number
    ]
    new = sum(finding.came for finding in happening.findings)
    parts += [f"{counted(new, 'finding')} recorded"] if new else []
    what = ", ".join(parts) or "no statement changed"
    slugs = [one.slug for one in happening.subjects]
    if not slugs:
        return f"Change {happening.change.number}: {what}"
    if len(slugs) > IN_TITLE:
        return f"{counted(len(slugs), 'page')}: {what}"
    return f"{listed([_name(slug, names) for slug in slugs])}: {what}"


def _name(slug: str, names: Names) -> str:
    return names.get(slug, (slug, ""))[0]


def _html(happening: Happening, names: Names) -> SafeString:
    number = happening.change.number
    rows = [_subject_html(one, names, number) for one in happening.subjects[:MOST_NAMED]]
    rows += [
        format_html(
            '{} <a href="{}">{}</a>',
            "Finding recorded:" if one.came else "Finding withdrawn:",
            finding_address(one.identifier),
            one.title,
        )
        for one in happening.findings
    ]
    left = len(happening.subjects) - MOST_NAMED
    rows += [escape(f"and {counted(left, 'page')} more")] if left > 0 else []
    items = format_html_join("", "<li>{}</li>", ((row,) for row in rows))
    return format_html("<p>{}</p><ul>{}</ul>", happening.change.why, items) if rows else (
        format_html("<p>{}</p>", happening.change.why)
    )  # fmt: skip


def _subject_html(one: TouchedSubject, names: Names, number: int) -> SafeString:
    name, subject_class = names.get(one.slug, (one.slug, ""))
    difference = "/changes/" + written({"from": number - 1, "to": number, "subject": one.slug})
    return format_html(
        '<a href="{}">{}</a>: <a href="{}">{} came in, {} taken out</a>',
        subject_address(subject_class, one.slug),
        name,
        difference if number > 1 else change_address(number),
        one.came,
        one.went,
    )


# --- the two forms ----------------------------------------------------------------


class _Atom(Atom1Feed):
    """Django's, but that a feed without entries is not new at each request."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime(2026, 1, 1, tzinfo=UTC)


def as_atom(feed: Feed, *, site: str, address: str) -> str:
    """The feed as Atom. `site` is the address that links begin with, without a last slash."""
    atom = _Atom(
        title=feed.title,
        link=f"{site}{feed.page}",
        description=feed.about,
        subtitle=feed.about,
        language=LANGUAGE,
        feed_url=f"{site}{address}",
        feed_guid=f"{site}{address}",
        author_name="Candour",
    )
    for entry in feed.entries:
        atom.add_item(
            title=entry.title,
            link=f"{site}{entry.address}",
            description=_absolute(entry.html, site),
            unique_id=entry.identifier,
            author_name=entry.made_by or "Candour",
            pubdate=entry.made_at,
            updateddate=entry.arrived_at,
        )
    return str(atom.writeString("utf-8"))


def as_json_feed(feed: Feed, *, site: str, address: str) -> str:
    """The feed as JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": f"{site}{feed.page}",
        "feed_url": f"{site}{address}",
        "description": feed.about,
        "language": LANGUAGE,
        "items": [_item(entry, site) for entry in feed.entries],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _item(entry: Entry, site: str) -> Mapping[str, object]:
    return {
        "id": entry.identifier,
        "url": f"{site}{entry.address}",
        "title": entry.title,
        "content_html": _absolute(entry.html, site),
        "date_published": entry.made_at.isoformat(timespec="seconds"),
        "date_modified": entry.arrived_at.isoformat(timespec="seconds"),
        "authors": [{"name": entry.made_by or "Candour"}],
    }


def _absolute(html: str, site: str) -> str:
    """Links that also lead somewhere in a reader's program."""
    return html.replace('href="/', f'href="{site}/')


def slugs_in(happenings: Iterable[Happening]) -> set[str]:
    """The subjects whose names a feed shows."""
    return {one.slug for happening in happenings for one in happening.subjects[:MOST_NAMED]}
