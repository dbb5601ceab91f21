"""The pages under fuzz: every address, filled with real parts, under every query."""

from functools import lru_cache
from urllib.parse import quote

import pytest
from django.urls import get_resolver, reverse
from hypothesis import strategies as st

from candour.register.facets import FACETS
from candour.register.models import Page
from candour.register.selectors import schema
from tests.api.asking import DAYS, WORDS, real_values
from tests.api.fuzzing import PAGES, Tally, fuzzed, hostile, query_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.long,
    pytest.mark.usefixtures("loaded_register"),
]

DAY_NAMES = ("on", "known", "as-of", "from", "to")
NAMES = (
    *DAY_NAMES,
    "q",
    "page",
    "class",
    "kind",
    "operator",
    "use",
    "target",
    "targets",
    "scope",
    "says",
    "show",
    "in-scope",
    "field",
    "item",
    "state",
    "verdict",
    "subject",
    "source",
    "nation",
    "basis",
    "sort",
    "force",
    "touches",
    "flag",
    "input",
    "vendor",
    "of",
)


OF_RELEASES = {"version": "2026-11-30-000000000000", "path": "SHA256SUMS"}  # none is published


def every_page(resolver=None):
    """The named addresses of the pages."""
    for pattern in (resolver or get_resolver("candour.web.urls")).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from every_page(pattern)
        elif pattern.name:
            yield pattern


def filling(pattern):
    """Real values for the parts of an address, by name; a new kind of part is taught here."""
    found = {}
    for name, converter in pattern.pattern.converters.items():
        if name == "facet":
            found[name] = list(FACETS)
        elif name == "form":
            found[name] = converter.regex.split("|")
        elif name == "slug" and "subject_class" in pattern.default_args:
            found[name] = slugs_by_class()[pattern.default_args["subject_class"]]
        elif name == "facet":
            found[name] = list(FACETS)
        elif name in OF_RELEASES:
            found[name] = [OF_RELEASES[name]]
        elif name == "key" and "facet" in pattern.pattern.converters:
            found[name] = terms()
        else:
            found[name] = list(real_values()[name])
    return found


def taken(pattern, parts):
    """The parameters that an address takes."""
    takes = getattr(pattern.callback, "takes", None)
    if takes is None:
        return ()
    is_page = "form" not in parts
    given = {name: value for name, value in parts.items() if name != "form"}
    return takes(**pattern.default_args, **given).names(is_page=is_page)


@lru_cache(maxsize=1)
def slugs_by_class():
    found: dict[str, list[str]] = {}
    for slug, name in Page.objects.order_by("slug").values_list("slug", "subject_class"):
        found.setdefault(name, []).append(slug)
    return found


@lru_cache(maxsize=1)
def terms():
    found = schema()
    every = [key for kept in found.vocabularies.values() for key in kept]
    return [*every, *found.fields, *found.gap_items, "fails", "holds", "number", "system"]


def likely(name):
    """Values a reader would send under a name."""
    if name in DAY_NAMES:
        return st.sampled_from(DAYS if name != "as-of" else DAYS[-2:])
    if name == "page":
        return st.sampled_from(("1", "1", "1", "2"))
    if name == "q":
        return st.sampled_from(WORDS)
    if name in {"force", "vendor"}:
        return st.sampled_from(real_values()["operator"])
    if name in {"operator", "subject", "source"}:
        return st.sampled_from(real_values()[name])
    return st.sampled_from(terms())


def test_the_pages_survive_any_query(client):
    tally = Tally()
    patterns = sorted(every_page(), key=lambda one: one.name)
    assert len(patterns) > 20

    @fuzzed(PAGES)
    def ask(data):
        pattern = data.draw(st.sampled_from(patterns))
        parts = filling(pattern)
        chosen = {name: data.draw(st.sampled_from(values)) for name, values in parts.items()}
        address = reverse(pattern.name, kwargs=chosen)
        if parts and not data.draw(st.integers(0, 11)):
            address = f"{address.rpartition('/')[0]}{quote(data.draw(st.text(max_size=9)))}/"
        # Of an address that takes nothing, what is drawn below is refused.
        may = taken(pattern, chosen)
        names = data.draw(st.lists(st.sampled_from(may), max_size=4)) if may else []
        if not data.draw(st.integers(0, 5)):
            names.append(data.draw(st.sampled_from(NAMES)))
        pairs = [
            (name, data.draw(likely(name) if data.draw(st.integers(0, 4)) else hostile()))
            for name in names
        ]
        if not data.draw(st.integers(0, 9)):
            pairs.append((data.draw(hostile()), data.draw(hostile())))
        asked = f"{address}?{query_of(pairs)}"
        response = client.get(asked)
        if response.streaming:
            b"".join(response.streaming_content)
        tally.note(response.status_code, asked)

    ask()
    tally.expect(PAGES, answered=0.2)
