"""Workbooks as offices publish them (ODS, XLSX): sheet by sheet, every cell as text."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from candour.tables.errors import CannotRead
from candour.tables.files import SPREADSHEETS


def is_workbook(path: Path) -> bool:
    if not path.is_file():
        return False  # said in words by whoever opens it
    with path.open("rb") as file:
        if file.read(4) not in SPREADSHEETS:
            return False
    return not zipfile.is_zipfile(path) or _holds_sheets(path)


def _holds_sheets(path: Path) -> bool:
    """Whether an archive is a workbook, which is one too, and not an archive of other files."""
    with zipfile.ZipFile(path) as archive:
        return bool({"[Content_Types].xml", "mimetype"} & set(archive.namelist()))


def sheets(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Give the name and the rows of each sheet; rows keep their numbers, counted from the top.

    Raises
    ------
    CannotRead
        If the workbook is damaged.
    """
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            above: list[list[str]] = [[]] * (sheet.start or (0, 0))[0]  # so that lines keep numbers
            yield name, above + [[_text(cell) for cell in row] for row in sheet.to_python()]
    except (python_calamine.CalamineError, OSError) as error:
        raise CannotRead(path.name, f"the spreadsheet is damaged ({_first(error)}).") from None


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _first(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
