"""What a process loads before its first reader comes, who would otherwise wait for it."""

import gc
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
    _stop_looking_through_it()


def _load(patterns: Iterable[URLPattern | URLResolver]) -> None:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _load(pattern.url_patterns)


def _stop_looking_through_it() -> None:
    """Leave what is loaded by now, and stays, out of every look for unreachable cycles.

    Python looks through all it holds now and then, within some reader's request: a tenth of a
    second for what a process of Candour has loaded, and a tenth of that for what comes after.
    """
    gc.collect()
    gc.freeze()
