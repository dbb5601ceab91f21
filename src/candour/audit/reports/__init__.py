"""A finding to be read: as a page, as part of one, on paper, and picture by picture."""

from candour.audit.reports.fonts import STYLE_FOLDER, fonts_inline
from candour.audit.reports.page import (
    STYLE,
    as_html,
    main_html,
    screen_html,
)
from candour.audit.reports.printing import CannotPrint, as_pdf, laid_out
from candour.audit.reports.sheets import (
    CannotPaint,
    Credit,
    as_numbers,
    as_png,
    as_svg,
    pictures_of,
)
from candour.audit.reports.spreadsheets import as_csv
from candour.audit.reports.taking_away import PicturesAt, PicturesBeside

__all__ = [
    "STYLE",
    "STYLE_FOLDER",
    "CannotPaint",
    "CannotPrint",
    "Credit",
    "PicturesAt",
    "PicturesBeside",
    "as_csv",
    "as_html",
    "as_numbers",
    "as_pdf",
    "as_png",
    "as_svg",
    "fonts_inline",
    "laid_out",
    "main_html",
    "pictures_of",
    "screen_html",
]
