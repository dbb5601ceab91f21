"""A finding as a tagged PDF: the same page, laid out for paper, in the same order."""

import logging
from typing import Any, TypeVar

from candour.audit.findings import Finding
from candour.audit.kinds import Kind
from candour.audit.reports.page import whole_page
from candour.core.errors import CandourError
from candour.core.extras import how_to_get

R = TypeVar("R")
VARIANT = "pdf/ua-1"
MOST_ROWS = 40  # of a table, which is about a sheet; the HTML has more, the JSON all


class CannotPrint(CandourError):
    """A library that lays out pages is missing."""


def as_pdf(finding: Finding[R], kind: Kind[R], *, title: str = "") -> bytes:
    """Return the report as PDF, tagged for readers who listen to it (PDF/UA-1 by its metadata).

    Raises
    ------
    CannotPrint
        If WeasyPrint, or Pango, which sets the type, is not installed.

    Notes
    -----
    Nothing is fetched: a page that asked for anything would fail. Whether the file conforms to
    PDF/UA in every point is checked by no validator here; tags, language, title, alternative
    texts and reading order are tested.
    """
    return laid_out(whole_page(finding, kind, title=title, most_rows=MOST_ROWS))


def laid_out(page: str) -> bytes:
    """Lay out an HTML page as tagged PDF."""
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]
    except ModuleNotFoundError as error:
        raise CannotPrint(
            f"The PDF can't be made. {how_to_get(error)} The HTML report needs nothing."
        ) from error
    except OSError as error:
        raise CannotPrint(
            "The PDF can't be made: Pango is not installed. On Debian: apt-get install "
            "libpango-1.0-0 libpangoft2-1.0-0. The HTML report needs nothing."
        ) from error
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    paper = HTML(string=page, url_fetcher=_from_the_page).write_pdf(pdf_variant=VARIANT)
    assert isinstance(paper, bytes)
    return paper


def _from_the_page(url: str, *rest: Any, **options: Any) -> Any:
    """What the page holds itself, which is its fonts."""
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

    if url.startswith("data:"):
        return URLFetcher(allowed_protocols=("data",)).fetch(url)
    return _refuse(url, *rest, **options)


def _refuse(url: str, *_: Any, **__: Any) -> Any:
    raise PermissionError(f"A report asks nothing of any other place, but this one asked for {url}")
