"""The official transparency records: who has one, and which systems have none."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.register import selectors
from candour.register.official import (
    HAS_RECORD,
    SystemRecord,
    records_of_systems,
    shipped_records,
)
from candour.web import query
from candour.web.addresses import subject_address
from candour.web.pages.banner import moment_banner
from candour.web.pages.shown import Link
from candour.web.parameters import Takes
from candour.web.views.answering import answering
from candour.web.words import day_in_words

Names = Mapping[str, tuple[str, str]]  # class and name by slug


@dataclass(frozen=True, slots=True)
class SystemShown:
    """A system with or without a record, in links; `days` where it was looked for and not found."""

    system: Link
    operators: tuple[Link, ...]
    record: Link | None
    days: str


@answering(takes=Takes(("as-of",)))
def official_records(request: HttpRequest, *, form: str) -> HttpResponseBase:
    moment = query.as_of(request.GET)
    records, systems = shipped_records(), records_of_systems(moment)
    slugs = {slug for one in systems for slug in (one.slug, one.record, *one.operator)}
    names = selectors.names(slugs - {""})
    with_record = [one for one in systems if one.state == HAS_RECORD]
    without = [one for one in systems if one.state != HAS_RECORD]
    context = {
        "banner": moment_banner(moment),
        "day": day_in_words(records.day),
        "count": len(records.records),
        "of_police": [one for one in records.records if one.is_of_police],
        "of_justice": [
            one for one in records.records if one.is_of_police_or_justice and not one.is_of_police
        ],
        "with_record": [_system_shown(one, names) for one in with_record],
        "without": [_system_shown(one, names) for one in without],
    }
    return render(request, "official_records.html", context)


def _system_shown(one: SystemRecord, names: Names) -> SystemShown:
    return SystemShown(
        _link(one.slug, names),
        tuple(_link(slug, names) for slug in one.operator),
        _link(one.record, names) if one.record else None,
        one.looked_on,
    )


def _link(slug: str, names: Names) -> Link:
    if slug not in names:
        return Link(slug, "")
    name, subject_class = names[slug]
    return Link(name, subject_address(subject_class, slug))
