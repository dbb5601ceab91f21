"""What a process loads before its first reader comes, who would otherwise wait for it."""

from collections.abc import Iterable

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import URLPattern, URLResolver, get_resolver

from candour.register.kinds import kinds


def prepare() -> None:
    """Load the addresses with all that answers at them, the kinds of audit, and the templates.

    Each is otherwise loaded when it is first needed: some three seconds of one reader's time in
    each process.
    """
    _load(get_resolver().url_patterns)
    kinds()
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    for name in engine.env.list_templates(extensions=["html"]):
        engine.env.get_template(name)


def _load(patterns: Iterable[URLPattern | URLResolver]) -> None:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _load(pattern.url_patterns)
