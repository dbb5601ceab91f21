"""Lists of subjects: one for each class, with filters, words and pages."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.evidence.listing import subject_row
from candour.register import facets, overviews, selectors, uses
from candour.register.at_hand import AtHand
from candour.register.counting import Counts
from candour.register.moments import Moment
from candour.register.search import Hits, search
from candour.web import query, tables
from candour.web.addresses import list_address
from candour.web.pages.banner import moment_banner
from candour.web.pages.lists import (
    BRIEF,
    FACET_OF,
    FILTERS,
    INTRODUCTIONS,
    LAST_SAID,
    ListRow,
    filters_shown,
    list_row,
    system_filters,
)
from candour.web.pages.use_marks import UseCount, use_counts
from candour.web.paging import Part, part
from candour.web.parameters import Takes
from candour.web.tables import Row
from candour.web.views.answering import answering
from candour.web.words import CLASS_PLURALS

AT_ONCE = 200
DAYS_KEPT = 4
NAMED = ("operator", "recipients", "methods", "vendors")  # whose values are subjects


def _takes(*, subject_class: str) -> Takes:
    names = ("q", *FILTERS[subject_class], *_further(subject_class))
    return Takes((*names, *query.DAYS_ASKED), on_page=("page",))


@answering(takes=_takes)
def subjects(request: HttpRequest, subject_class: str, *, form: str) -> HttpResponseBase:
    moment = query.moment(request.GET)
    wanted = query.texts(request.GET, ("q", *FILTERS[subject_class], *_further(subject_class)))
    hits = (
        search(wanted["q"], subject_class=subject_class, moment=moment) if "q" in wanted else None
    )
    slugs = _fitting(subject_class, wanted, moment, hits)
    if form:
        name = list_address(subject_class).strip("/")
        return tables.table(_rows(slugs, moment), form, name=name)
    if subject_class == "body" and hits is None:
        slugs = overviews.by_kind(slugs, selectors.schema().vocabularies["kinds"], moment)
    index = _index(moment) if subject_class == "system" else None
    if index is not None:
        slugs = _those_abroad_last(slugs, index)
    days = query.days_of(moment)
    total = None if wanted else Counts(moment).totals().get(subject_class, 0)
    cut = part(slugs, query.number(request.GET, "page"), query=wanted | days, total=total)
    whose = index.whose(frozenset(slugs) if wanted else index.systems) if index else None
    among = _left_by_others(wanted, moment, index, hits) if index else {}
    shown, filters = _rows_shown(subject_class, cut, wanted, moment, index, among)
    context = {
        "subject_class": subject_class,
        "whose": whose,
        "use_counts": _use_counts(index, among[LAST_SAID]) if index else (),
        "use_query": query.written(
            {key: value for key, value in wanted.items() if key != LAST_SAID} | days
        ),
        "title": CLASS_PLURALS[subject_class],
        "introduction": INTRODUCTIONS[subject_class],
        "address": list_address(subject_class),
        "part": shown,
        "filters": filters,
        "wanted": wanted,
        "days": days,
        "data_query": query.written(wanted | days),
        "read_as": hits.read_as if hits is not None else "",
        "banner": moment_banner(moment, is_list=True),
    }
    return render(request, "list.html", context)


def _those_abroad_last(slugs: QuerySet[Any] | list[str], index: facets.Index) -> list[str]:
    """The systems of the country, and after them those abroad, each in the order they had."""
    return sorted(slugs, key=lambda slug: slug in index.abroad)


def _use_counts(index: facets.Index, among: frozenset[str] | None) -> tuple[UseCount, ...]:
    """What was last said of the systems of the country that all other filters leave."""
    ours = (index.systems if among is None else among) - index.abroad
    counted = index.counted(LAST_SAID, ours)
    return use_counts({**counted, "": len(ours) - sum(counted.values())}, selectors.schema())


def _further(subject_class: str) -> tuple[str, ...]:
    return tuple(FACET_OF) if subject_class == "system" else ()


def _fitting(
    subject_class: str, wanted: dict[str, str], moment: Moment, hits: Hits | None
) -> QuerySet[Any] | list[str]:
    """The slugs that fit, by name, or with words by how well they fit."""
    fields = FILTERS[subject_class]
    terms = {fields[name]: value for name, value in wanted.items() if name in fields}
    last_said = terms.pop(LAST_SAID, "")
    nation = terms.pop("nation", "") if subject_class == "system" else ""
    pages = selectors.listed(subject_class, selectors.Filters(terms), moment)
    if nation:
        pages = overviews.operated_in(pages, nation, moment)
    if last_said:
        pages = pages.filter(slug__in=_index(moment).having(LAST_SAID, last_said))
    if facets_wanted := {name: wanted[name] for name in FACET_OF if name in wanted}:
        index = facets.index(moment)
        having = [index.having(FACET_OF[name], key) for name, key in facets_wanted.items()]
        pages = pages.filter(slug__in=frozenset.intersection(*having))
    slugs = pages.values_list("slug", flat=True)
    if hits is None:
        return slugs
    fitting = set(slugs.filter(slug__in=hits.slugs))
    return [slug for slug in hits.slugs if slug in fitting]


def _index(moment: Moment) -> facets.Index:
    """Systems by what they have, and by what was last said of their use, to this day."""
    today = timezone.localdate()
    return _indexes.answer(
        moment,
        selectors.schema(),
        lambda: facets.index(moment).beside(LAST_SAID, uses.last_said(today=today, moment=moment)),
        today,
    )


_indexes: AtHand[facets.Index] = AtHand(DAYS_KEPT)


def _rows_shown(
    subject_class: str,
    cut: Part[str],
    wanted: dict[str, str],
    moment: Moment,
    index: facets.Index | None,
    among: dict[str, frozenset[str] | None],
) -> tuple[Part[ListRow], tuple[Any, ...]]:
    """A part of the list and its filters; `index` and `among` are asked for of systems alone."""
    schema = selectors.schema()
    briefs = selectors.brief(cut.rows, BRIEF, moment)
    named = {slug for brief in briefs.values() for slug in brief.slugs("operator")}
    named |= uses.speakers(briefs)
    if index is not None:
        named |= {key for field in NAMED for key in index.subjects.get(field, {})}
        names = selectors.names(named)
        filters = system_filters(wanted, among, index, schema=schema, names=names)
    else:
        names = selectors.names(named) if named else {}
        filters = filters_shown(subject_class, wanted, schema=schema)
    headlines = uses.headlines(briefs, today=timezone.localdate(), moment=moment, names=names)
    abroad = index.abroad if index is not None else frozenset()
    rows = [
        list_row(briefs[slug], schema, names, headlines.get(slug), is_abroad=slug in abroad)
        for slug in cut.rows
        if slug in briefs
    ]
    return cut.of(rows), filters


def _left_by_others(
    wanted: dict[str, str], moment: Moment, index: facets.Index, hits: Hits | None
) -> dict[str, frozenset[str] | None]:
    """By filter, the systems that all other filters leave; None where they leave all."""
    slugs_of: dict[str, frozenset[str]] = {}
    if hits is not None:
        slugs_of["q"] = frozenset(hits.slugs)
    for name, value in wanted.items():
        if name == "q":
            continue
        if name == "nation":
            pages = selectors.listed("system", selectors.Filters({}), moment)
            there = overviews.operated_in(pages, value, moment)
            slugs_of[name] = frozenset(there.values_list("slug", flat=True))
        else:
            slugs_of[name] = index.having(FACET_OF.get(name) or FILTERS["system"][name], value)
    left: dict[str, frozenset[str] | None] = {}
    for name in (*FILTERS["system"], *FACET_OF):
        others = [slugs for other, slugs in slugs_of.items() if other != name]
        left[name] = frozenset.intersection(*others) if others else None
    return left


def _rows(slugs: QuerySet[Any] | list[str], moment: Moment) -> Iterator[Row]:
    """Every subject as a row of data, read some at a time."""
    stream = iter(list(slugs))
    while some := list(islice(stream, AT_ONCE)):
        subjects = selectors.subjects(some, moment)
        headlines = uses.headlines(subjects, today=timezone.localdate(), moment=moment)
        yield from (
            subject_row(subjects[slug], headlines.get(slug)) for slug in some if slug in subjects
        )
