"""What a process loads before its first reader comes, who would otherwise wait for it."""

import gc
from collections.abc import Iterable
from importlib import import_module

from django.conf import settings
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from candour.audit.reports.fonts import fonts_inline
from candour.content import FOLDER
from candour.evidence.districts import districts
from candour.evidence.places import places
from candour.law.checking import read_shipped
from candour.register.kinds import kinds
from candour.register.official import shipped_records
from candour.web.help import law_texts, letter_pages, welsh

# Modules of ours that another imports within a function, because each needs the other.
IMPORTED_LATE = ("candour.evidence.use_wording",)


def prepare() -> None:
    """Load the addresses with all that answers at them, the kinds of audit, and the templates.

    Each is otherwise loaded when it is first needed: some three seconds of one reader's time in
    each process. What ships as files is read here too, and by no page: files that change under a
    server (an update, an editor at work) would not fit the code that it runs, nor one another.
    """
    _load(get_resolver().url_patterns)
    kinds()
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    for name in engine.env.list_templates(extensions=["html"]):
        engine.env.get_template(name)
    _read_what_ships()
    _stop_looking_through_it()


def _read_what_ships() -> None:
    for name in IMPORTED_LATE:
        import_module(name)
    read_shipped()
    places(FOLDER)
    districts(FOLDER)
    shipped_records()
    fonts_inline()
    welsh.texts_without_welsh()
    for language in (settings.LANGUAGE_CODE, *law_texts.DRAFTS):
        with override(language):
            law_texts.read_all()
            letter_pages.parts()


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
