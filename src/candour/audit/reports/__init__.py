"""A finding to be read: as a page, as part of one, and on paper."""

from candour.audit.reports.page import STYLE, STYLE_FOLDER, as_html, main_html
from candour.audit.reports.printing import CannotPrint, as_pdf
from candour.audit.titles import KINDS as TITLES
from candour.audit.titles import title_of

__all__ = [
    "STYLE",
    "STYLE_FOLDER",
    "TITLES",
    "CannotPrint",
    "as_html",
    "as_pdf",
    "main_html",
    "title_of",
]
