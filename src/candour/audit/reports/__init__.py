"""A finding to be read: as a page, as part of one, and on paper; the same for every audit."""

from candour.audit.reports.page import STYLE, STYLE_FOLDER, as_html, main_html
from candour.audit.reports.printing import CannotPrint, as_pdf
from candour.audit.reports.spreadsheets import as_csv

__all__ = ["STYLE", "STYLE_FOLDER", "CannotPrint", "as_csv", "as_html", "as_pdf", "main_html"]
