"""Two views of the rows that a subject's page reads: as plain tables, and as JSON."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from candour.register.models import ChangeSet, Page, Recording, WorkedOut


def statements_of(slug: str) -> list[dict[str, Any]]:
    rows = Recording.objects.filter(subject=slug, retracted_in=None)
    found = rows.values_list("statement_id", "statement__canonical")
    return [{"id": key, **json.loads(canonical)} for key, canonical in found]


def worked_out_of(slug: str) -> list[dict[str, Any]]:
    rows = WorkedOut.objects.filter(subjects__slug=slug).order_by("id")
    return [{"kind": kind, **row} for kind, row in rows.values_list("kind", "row")]


def mentions_of(slug: str) -> list[dict[str, Any]]:
    rows = Recording.objects.filter(
        statement__value_key=slug, statement__kind="subject", retracted_in=None
    )
    return [json.loads(text) for text in rows.values_list("statement__canonical", flat=True)]


def names_in(statements: list[dict[str, Any]]) -> dict[str, str]:
    slugs = {statement["source"] for statement in statements}
    for statement in statements:
        slugs.update(statement["said_by"], [statement["value"].get("subject", "")])
    rows = Page.objects.filter(slug__in=slugs, retracted_in=None)
    return dict(rows.values_list("slug", "name"))


def page(request: HttpRequest, slug: str) -> HttpResponse:
    about = get_object_or_404(Page, slug=slug, retracted_in=None)
    statements, mentions = statements_of(slug), mentions_of(slug)
    changed = Recording.objects.filter(subject=slug).values("asserted_in")
    context = {
        "about": about,
        "statements": statements,
        "worked_out": worked_out_of(slug),
        "mentions": mentions,
        "names": names_in(statements + mentions),
        "changes": ChangeSet.objects.filter(number__in=changed),
    }
    return render(request, "rows.html", context)


def data(request: HttpRequest, slug: str) -> JsonResponse:
    about = get_object_or_404(Page, slug=slug, retracted_in=None)
    return JsonResponse(
        {
            "slug": about.slug,
            "name": about.name,
            "statements": statements_of(slug),
            "worked_out": worked_out_of(slug),
        }
    )


urlpatterns = [path("rows/<slug:slug>/", page), path("rows/<slug:slug>.json", data)]
