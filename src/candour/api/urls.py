"""Addresses of the API. Importing the modules that declare them is what fills it."""

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from candour.api import (
    about,
    changes,
    country,
    findings,
    statements,
    subjects,
    what_follows,
    words_and_sources,
)
from candour.api.app import api
from candour.api.public import nothing_here, public

DECLARED_IN = (
    about,
    changes,
    country,
    findings,
    statements,
    subjects,
    what_follows,
    words_and_sources,
)


def _public(patterns: list[URLResolver | URLPattern]) -> list[URLResolver | URLPattern]:
    for pattern in patterns:
        assert isinstance(pattern, URLPattern)
        pattern.callback = public(pattern.callback)
    return patterns


_patterns, _app_name, _namespace = api.urls

urlpatterns = [
    path("", RedirectView.as_view(url="/api/v1/")),
    path("v1/", (_public(_patterns), _app_name, _namespace)),
    re_path(r"^v1/", nothing_here),
]
