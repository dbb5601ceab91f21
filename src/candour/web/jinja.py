"""How templates are rendered, and the few words every template may use."""

from typing import Any

from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined

from candour.web import words
from candour.web.addresses import data_address


def environment(**options: Any) -> Environment:
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)  # noqa: S701 - Django's backend asks for escaping itself
    made.globals.update(static=static, data_address=data_address, counted=words.counted)
    made.filters["thousands"] = lambda number: f"{number:,}"
    return made
