"""How templates are rendered, and the few words every template may use."""

import json
from datetime import date
from typing import Any

from django.templatetags.static import static
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from candour.web import words
from candour.web.addresses import data_address
from candour.web.pages.clashes import clashes_marked
from candour.web.reader_words import BY_KEY
from candour.web.tables import FORMS
from candour.web.whole_days import whole_days

TRANSLATED = "jinja2.ext.i18n"


def environment(**options: Any) -> Environment:
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["extensions"] = [*options.get("extensions", ()), TRANSLATED]
    environment = Environment(**options)  # noqa: S701 - Django's backend asks for escaping itself
    # A text over several lines is one line to translate.
    environment.policies["ext.i18n.trimmed"] = True
    # Django's own functions, so that the language is that of the page being made.
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        static=static,
        data_address=data_address,
        counted=words.counted,
        clashes_marked=clashes_marked,
        language=language,
        table_forms=tuple(FORMS),
        reader_words=BY_KEY,
        named=lambda names: [{"@type": "Organization", "name": name} for name in names],
    )
    environment.filters["long_day"] = lambda moment: words.day_in_words(localdate(moment))
    environment.filters["day_text"] = lambda text: words.day_in_words(date.fromisoformat(text))
    environment.filters["linked_data"] = linked_data
    environment.filters["whole_days"] = whole_days
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment


def linked_data(data: dict[str, Any]) -> Markup:
    r"""JSON-LD that can stand in a page: nothing in it ends the block it stands in.

    Examples
    --------
    >>> print(linked_data({"name": "</script>"}))
    {"@context": "https://schema.org", "name": "\u003c/script\u003e"}
    """
    filled = {key: value for key, value in data.items() if value not in (None, "", [])}
    text = json.dumps({"@context": "https://schema.org", **filled}, ensure_ascii=False)
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # noqa: S704 - every mark of HTML is written as an escape


def language() -> str:
    """The language of the page as HTML writes it.

    Examples
    --------
    >>> language()
    'en-GB'
    """
    main, _, region = (get_language() or "en-gb").partition("-")
    return f"{main}-{region.upper()}" if region else main
