"""By what systems can be told together: each data type, outcome, harm, vendor and flag."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.evidence.country import ABROAD
from candour.evidence.use_tellings import USE_FIELDS
from candour.register import facets, selectors, uses
from candour.register.at_hand import AtHand
from candour.register.follows import clashing_statements
from candour.register.forces import of_the_country
from candour.register.moments import Moment
from candour.register.naming import named_in
from candour.web import query, tables
from candour.web.addresses import term_address
from candour.web.pages import terms as page
from candour.web.pages.banner import moment_banner
from candour.web.pages.shown import Showing
from candour.web.paging import part
from candour.web.parameters import Takes
from candour.web.problems import NotHere
from candour.web.tables import Row
from candour.web.views.answering import answering

SUMS_AT_HAND = 64
AT_ONCE = 200


@answering(takes=Takes(("as-of",)))
def terms(request: HttpRequest, *, form: str) -> HttpResponseBase:
    moment = query.as_of(request.GET)
    index, schema = facets.index(moment), selectors.schema()
    named = {key for values in index.subjects.values() for key in values}
    shown = page.facets_shown(index, schema, selectors.names(named))
    if form:
        return tables.table(_every_value(shown), form, name="terms")
    context = {
        "facets": shown,
        "days": query.days_of(moment),
        "banner": moment_banner(moment),
        "data_query": query.written(query.days_of(moment)),
    }
    return render(request, "terms.html", context)


def _every_value(shown: tuple[page.FacetShown, ...]) -> Iterator[Row]:
    for one in shown:
        for link, whose in one.values:
            yield {
                "facet": one.facet.key,
                "term": link.address.rstrip("/").rpartition("/")[2],
                "label": link.text,
                "systems": whose.uk + whose.abroad,
                "uk": whose.uk,
                "uk_in_scope": whose.in_scope,
                "abroad": whose.abroad,
            }


@answering(takes=Takes(query.DAYS_ASKED, on_page=("page",)))
def term(request: HttpRequest, facet: str, key: str, *, form: str) -> HttpResponseBase:
    moment = query.moment(request.GET)
    schema, index = selectors.schema(), facets.index(moment)
    known = facets.FACETS.get(facet)
    if known is None or not page.is_known(known, key, schema, index):
        raise NotHere("Nothing in the register is told together by this.", words=_words(key))
    total = _sum(known, key, moment, index)
    every = (*total.uk, *total.abroad)
    if form:
        rows = (
            _as_row(row)
            for start in range(0, len(every), AT_ONCE)
            for row in _rows(known, key, every[start : start + AT_ONCE], moment)[0]
        )
        return tables.table(rows, form, name=f"{facet}-{key}")
    days = query.days_of(moment)
    cut = part(every, query.number(request.GET, "page"), query=days)
    context = {
        "page": _page(known, key, cut.rows, total, moment, index),
        "part": cut,
        "address": term_address(facet, key),
        "days": days,
        "data_query": query.written(days),
        "banner": moment_banner(moment, is_list=True),
    }
    return render(request, "term.html", context)


def _words(key: str) -> str:
    return key.replace("-", " ")


_sums: AtHand[page.TermSum] = AtHand(SUMS_AT_HAND)


def _sum(facet: facets.Facet, key: str, moment: Moment, index: facets.Index) -> page.TermSum:
    """All that has a value, worked out once: a page of it shows fifty."""
    return _sums.answer(
        moment,
        selectors.schema(),
        lambda: _summed(facet, key, moment, index),
        facet.key,
        key,
    )


def _summed(facet: facets.Facet, key: str, moment: Moment, index: facets.Index) -> page.TermSum:
    slugs = facets.evidence(facet, key, moment)
    is_system = {slug for slug in slugs if index.classes.get(slug) == "system"}
    systems = selectors.brief(sorted(is_system), ("name", "operator", "nation"), moment)
    others = [slug for slug in slugs if slug not in systems]
    return page.summed(systems, others, _said_to_be_abroad(moment))


def _rows(
    facet: facets.Facet, key: str, some: Sequence[str], moment: Moment, more: Iterable[str] = ()
) -> tuple[list[page.TermRow], Showing]:
    """The rows of some systems in their order, and the names of them and of `more`."""
    schema = selectors.schema()
    evidence = facets.evidence(facet, key, moment, among=frozenset(some))
    briefs = selectors.brief(sorted(some), (*page.IN_A_ROW, *USE_FIELDS), moment)
    systems = {slug: briefs[slug] for slug in some if slug in briefs}
    statements = [s for why in evidence.values() for s in (*why.statements, *why.by_words)]
    operators = {slug for system in systems.values() for slug in system.slugs("operator")}
    through = {slug for why in evidence.values() for slug in why.through}
    slugs = named_in(statements, schema) | operators | through | {*evidence, key, *more}
    showing = Showing(schema, selectors.names(slugs), moment)
    rows = page.term_rows(
        evidence,
        systems,
        uses.headlines(systems, today=timezone.localdate(), moment=moment),
        clashing_statements(systems, moment),
        _said_to_be_abroad(moment),
        showing,
    )
    return rows, showing


def _page(
    facet: facets.Facet,
    key: str,
    some: Sequence[str],
    total: page.TermSum,
    moment: Moment,
    index: facets.Index,
) -> page.TermPage:
    rows, showing = _rows(facet, key, some, moment, (*total.users, *total.others))
    every = index.systems - index.abroad
    telling = frozenset().union(*index.subjects.get(facet.key, {}).values())
    in_scope = index.whose(total.uk).in_scope
    police = of_the_country(moment).values_list("subject", flat=True)
    silent = (len(every - telling), len(every))
    shown = page.term_page(facet, key, rows, total, silent, in_scope, showing, frozenset(police))
    last_said = uses.last_said(today=timezone.localdate(), moment=moment)
    return replace(shown, states=tuple(page.states(total.uk, last_said, showing.schema)))


def _said_to_be_abroad(moment: Moment) -> frozenset[str]:
    rows = selectors.standing(selectors.having("nation", [ABROAD]), moment)
    return frozenset(rows.values_list("subject", flat=True))


def _as_row(row: page.TermRow) -> dict[str, Any]:
    return {
        "name": row.link.text,
        "address": row.link.address,
        "operators": [link.text for link in row.operators],
        "abroad": row.is_abroad,
        "use": row.use,
        "statements": [_words_after(said.link.address) for said in row.said],
        "statements_more": row.more,
        "through": [link.text for link in row.through],
        "in_a_clash": row.is_in_a_clash,
        "people": [link.text for link in row.people],
    }


def _words_after(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]
