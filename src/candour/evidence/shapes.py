"""Whether plain data, as a change log or a finding holds it, has the shape that is kept.

Whoever makes a log makes its digests too: that they fit says nothing of what the lines are.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from candour.core.errors import CandourError
from candour.evidence.changes import subject_of
from candour.evidence.fields import CLASSES
from candour.evidence.findings import finding_fault
from candour.evidence.names import is_slug
from candour.evidence.statements import statement_fault

OF_A_PAGE = frozenset({"slug", "class", "rows", "checks", "derived", "contradictions", "redirects"})
WHAT_IS_NO_SHAPE = (KeyError, TypeError, ValueError, AttributeError, CandourError)


def entry_fault(entry: Mapping[str, Any]) -> str:
    """Say what is wrong with an entry of a change log, or "" where nothing is."""
    ((kind, value),) = entry.items()
    return FAULTS[kind](value)


def page_fault(page: Any) -> str:
    """Say what is wrong with the layout of a subject, or "" where nothing is."""
    if not isinstance(page, dict) or not {"slug", "class", "rows"} <= page.keys() <= OF_A_PAGE:
        return "a page holds slug, class and rows, and no more than is known"
    if not _is_slug(page["slug"]) or page["class"] not in CLASSES:
        return "a page names a slug and a class"
    rows = page["rows"]
    if not isinstance(rows, list) or not all(_are_texts(row) and len(row) == 2 for row in rows):  # noqa: PLR2004 - a handle and a name
        return "the rows of a page are pairs of a handle and a statement's name"
    return _specs_fault(page)


def _specs_fault(page: dict[str, Any]) -> str:
    redirects = page.get("redirects", [])
    if not isinstance(redirects, list) or not all(map(_is_slug, redirects)):
        return "the redirects of a page are slugs"
    for key in ("checks", "derived", "contradictions"):
        specs = page.get(key, [])
        if not isinstance(specs, list) or not all(_is_spec(spec) for spec in specs):
            return f"the {key} of a page are mappings of texts"
    try:
        subject_of(page, {})
    except WHAT_IS_NO_SHAPE:
        return "the checks, derived numbers or contradictions of a page can't be read"
    return ""


def _is_slug(value: Any) -> bool:
    return isinstance(value, str) and is_slug(value)


def _are_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _is_spec(spec: Any) -> bool:
    if not isinstance(spec, dict):
        return False
    return all(
        isinstance(value, str)
        or _are_texts(value)
        or (key == "rank" and isinstance(value, int))
        or (key == "sides" and _are_sides(value))
        for key, value in spec.items()
    )


def _are_sides(sides: Iterable[Any]) -> bool:
    return isinstance(sides, list) and all(
        isinstance(side, dict)
        and isinstance(side.get("said"), str)
        and _are_texts(side.get("statements"))
        for side in sides
    )


def _slug_fault(value: Any) -> str:
    return "" if _is_slug(value) else "what is removed is named by its slug"


def _name_fault(value: Any) -> str:
    return "" if isinstance(value, str) and value else "what ends is named by a text"


FAULTS: Mapping[str, Callable[[Any], str]] = {
    "assert": statement_fault,
    "page": page_fault,
    "remove": _slug_fault,
    "finding": finding_fault,
    "withdraw": _name_fault,
    "retract": _name_fault,
}
