"""Days that never break over lines: number, month and year are bound to one another."""

import re

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from candour.core.voice import MONTHS

BINDING = "\N{NO-BREAK SPACE}"
# Its days are elements of their own, and its letters are copied into other papers.
HELP = "/routes/"
NAMES = "|".join(MONTHS)
DAY = re.compile(rf"\b(?:(\d{{1,2}}) )?({NAMES}) (\d{{4}})\b")
# Texts between tags; what is code or stands in a field is left as it is.
TEXT = re.compile(r"<(pre|code|script|style|textarea|title)\b.*?</\1>|>[^<>]+", re.DOTALL)


@pass_context
def whole_days(context: Context, html: str) -> Markup:
    """Bind the days in the texts of a page.

    The markup is our own templates': what others wrote was escaped when it was put in.
    """
    request = context.get("request")
    if request is not None and request.path.startswith(HELP):
        return Markup(html)  # noqa: S704 - as it came
    return Markup(bound(str(html)))  # noqa: S704 - nothing but spaces is changed


def bound(html: str) -> str:
    r"""Bind the days between the tags of a piece of HTML.

    Examples
    --------
    >>> bound('<a href="/3 May 2024/">3 May 2024</a><pre>3 May 2024</pre>')
    '<a href="/3 May 2024/">3\xa0May\xa02024</a><pre>3 May 2024</pre>'
    """
    return TEXT.sub(_in_text, html)


def _in_text(part: re.Match[str]) -> str:
    return part[0] if part[1] else DAY.sub(_whole, part[0])


def _whole(day: re.Match[str]) -> str:
    return BINDING.join(word for word in day.groups() if word)
