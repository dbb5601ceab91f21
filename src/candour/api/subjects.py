"""Subjects: lists, search, one subject at a moment, its history, and what changed about it."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query
from pydantic import ConfigDict, Field

from candour.api import answers
from candour.api.app import get
from candour.api.errors import Moved, NotHere, no_such
from candour.api.paging import cut, cut_of, listed, part_of
from candour.api.parameters import AsOf, Day, Moments, OneOf, Paging, Parameters, Slug, Words
from candour.api.statements import recorded_row, statement_row
from candour.evidence.fields import CLASSES
from candour.evidence.listing import subject_row
from candour.register import selectors, uses
from candour.register.moments import NOW, Moment
from candour.register.search import search
from candour.register.subject_pages import consequences_for

TAG = "Subjects"
FIELD_OF = {
    "kind": "kind",
    "operator": "operator",
    "use": "use",
    "target": "targets",
    "scope": "in-scope",
}

SubjectSlug = Annotated[
    Slug, Path(description="The subject's slug, or one it had before.", examples=["durham-hart"])
]
SubjectClass = Annotated[str, OneOf(lambda: CLASSES)]


def term_of(vocabulary: str) -> OneOf:
    return OneOf(lambda: selectors.schema().vocabularies[vocabulary])


class SubjectFilters(Moments, Paging):
    """What a list of subjects is narrowed to."""

    model_config = ConfigDict(populate_by_name=True)

    subject_class: SubjectClass | None = Field(
        None, alias="class", description="Subjects of this class.", examples=["system"]
    )
    kind: Annotated[str, term_of("kinds")] | None = Field(
        None, description="Subjects of this kind.", examples=["person-score"]
    )
    operator: Slug | None = Field(
        None, description="Subjects that this body uses.", examples=["metropolitan-police"]
    )
    use: Annotated[str, term_of("use")] | None = Field(
        None, description="Subjects with this state of use.", examples=["in-use"]
    )
    target: Annotated[str, term_of("targets")] | None = Field(
        None, description="Subjects aimed at people, groups or places.", examples=["people"]
    )
    scope: Annotated[str, term_of("scope")] | None = Field(
        None, description="Subjects in or out of scope of the register.", examples=["in-scope"]
    )
    q: Words | None = Field(None, description="Subjects found by these words.", examples=["harm"])

    @property
    def terms(self) -> dict[str, str]:
        values = {field: getattr(self, name) for name, field in FIELD_OF.items()}
        return {field: value for field, value in values.items() if value}


class Searched(Paging, AsOf):
    """Words to find subjects by."""

    model_config = ConfigDict(populate_by_name=True)

    q: Words = Field(
        description="Words, names or acronyms; slips of spelling are made good.",
        examples=["hart"],
    )
    subject_class: SubjectClass | None = Field(
        None, alias="class", description="Subjects of this class.", examples=["system"]
    )


class HistoryFilters(Paging):
    """Which part of a history."""

    field: Annotated[str, OneOf(lambda: selectors.schema().fields)] | None = Field(
        None, description="Only the history of this field.", examples=["use"]
    )


class Between(Parameters):
    """Two days, and which of the three questions they are put to."""

    model_config = ConfigDict(populate_by_name=True)

    start: Day = Field(alias="from", description="The first day.", examples=["2024-01-01"])
    to: Day | None = Field(
        None,
        description="The second day; today's register where left out.",
        examples=["2025-12-31"],
    )
    clock: Literal["as_of", "known", "on"] = Field(
        "as_of",
        description="In Candour as of the days, publicly known by them, or true on them.",
        examples=["known"],
    )

    def moment(self, day: Any) -> Moment:
        names = {"as_of": "as_of", "known": "known_on", "on": "true_on"}
        return replace(NOW, **{names[self.clock]: day})


@get("/subjects", answers.Subjects, name="subjects", tag=TAG)
def subjects(request: HttpRequest, filters: Query[SubjectFilters]) -> dict[str, Any]:
    """Systems, products, programmes, methods, datasets, bodies, documents and sources.

    In order of name; with `q`, best first.
    """
    terms = selectors.Filters(filters.terms)
    asked = listed(request, filters, filters.moment)
    pages = selectors.listed(filters.subject_class or "", terms, asked.moment)
    if not filters.q:
        some = cut(asked, pages)
        return some.answer(subject_rows([page.slug for page in some.rows], asked.moment))
    hits = search(filters.q, subject_class=filters.subject_class or "", moment=asked.moment)
    ranked = selectors.best_first(pages, hits.slugs).values_list("slug", flat=True)
    found = cut_of(asked, list(ranked))
    return found.answer(subject_rows(found.rows, asked.moment))


def subject_rows(slugs: list[str], moment: Moment = NOW) -> list[dict[str, Any]]:
    """The rows of some subjects, in the order of their slugs."""
    by_slug = selectors.subjects(slugs, moment)
    headlines = uses.headlines(by_slug, today=timezone.localdate(), moment=moment)
    return [subject_row(by_slug[slug], headlines.get(slug)) for slug in slugs if slug in by_slug]


@get("/search", answers.Found, name="search", tag=TAG)
def search_subjects(request: HttpRequest, search_for: Query[Searched]) -> dict[str, Any]:
    """Find subjects by words, best first; misspellings, acronyms and former names find them too."""
    asked = listed(request, search_for, search_for.moment)
    hits = search(search_for.q, subject_class=search_for.subject_class or "", moment=asked.moment)
    some = cut_of(asked, hits.slugs)
    rows = subject_rows(some.rows, asked.moment)
    return some.answer(rows) | {"read_as": hits.read_as}


@get("/subjects/{slug}", answers.Subject, name="subject", tag=TAG)
def subject(request: HttpRequest, slug: SubjectSlug, days: Query[Moments]) -> dict[str, Any]:
    """One subject at a moment: its statements, and what follows from them.

    Where `on` is asked, what was certainly not true on that day is left out, and each statement
    says under `true_on` whether it was true or whether that can't be told.
    """
    moment = days.moment
    subject = selectors.subject(slug, moment)
    if subject is None:
        raise _elsewhere(slug)
    follows = consequences_for(
        subject, moment, today=timezone.localdate(), schema=selectors.schema()
    )
    return {
        "subject": subject_row(subject, follows.use),
        "audited": follows.audited.as_dict() if follows.audited is not None else None,
        "asked": days.in_iso,
        "statements": [
            statement_row(row.statement, moment.true_on) | {"handle": row.handle}
            for row in subject.rows
        ],
        "checks": follows.worked_out.checks,
        "derived": follows.worked_out.derived,
        "contradictions": follows.worked_out.contradictions,
        "gaps": follows.worked_out.gaps,
        "corroborated": [alike.as_dict() for alike in follows.corroborated],
        "timeline": [entry.as_dict() for entry in follows.life],
    }


def _elsewhere(slug: str) -> Exception:
    """Why a subject is not at its address: it has moved, was not there yet, or never was."""
    now_at = selectors.resolve(slug)
    if now_at != slug:
        return Moved(now_at)
    if selectors.was_ever_here(slug):
        return NotHere(f"'{slug}' did not stand in the register at that moment.", "as_of")
    return no_such("slug", slug)


@get("/subjects/{slug}/history", answers.History, name="subject_history", tag=TAG)
def history(
    request: HttpRequest, slug: SubjectSlug, filters: Query[HistoryFilters]
) -> dict[str, Any]:
    """Every statement that ever stood on a subject, or under one of its fields, newest first."""
    asked = listed(request, filters)
    rows = selectors.history(slug, filters.field or "", asked.moment)
    if not rows and not selectors.was_ever_here(slug):
        raise _elsewhere(slug)
    return part_of(asked, rows, recorded_row)


@get("/subjects/{slug}/difference", answers.Difference, name="subject_difference", tag=TAG)
def difference(request: HttpRequest, slug: SubjectSlug, days: Query[Between]) -> dict[str, Any]:
    """What is said of a subject on one of two days and not on the other."""
    if not selectors.was_ever_here(slug):
        raise _elsewhere(slug)
    before, after = days.moment(days.start), days.moment(days.to)
    changed = selectors.difference(slug, before=before, after=after)
    return {
        "subject": slug,
        "clock": days.clock,
        "from": days.start.isoformat(),
        "to": days.to.isoformat() if days.to else "",
        "added": [statement_row(one) for one in changed.added],
        "gone": [statement_row(one) for one in changed.gone],
    }
