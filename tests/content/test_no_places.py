"""Nothing that ships names a place that was marked: no code of a small area, and no cell of a grid.

Every page, download and JSON of the site is made of these files, so that what is in none of them
can be in none of those.
"""

import re
import zipfile
from collections.abc import Iterator

from candour.content import FOLDER

# Output areas, small areas and data zones of the nations, as their codes are written.
CODE = re.compile(rb"\b(?:[EW]0[01]|S01|95[A-Z]{2})\d{5,6}\b|\bN(?:00|2[01])\d{6}\b")
CELL = re.compile(rb'"(?:xmin|ymin|easting|northing|longitude|latitude|lsoa\w*_code)"')


def parts() -> Iterator[tuple[str, bytes]]:
    """Every file of the content, and every member of an archive, with its bytes."""
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                yield from (
                    (f"{path.name}/{name}", archive.read(name)) for name in archive.namelist()
                )
        elif path.is_file() and "__pycache__" not in path.parts:
            yield path.name, path.read_bytes()


def test_no_code_of_a_small_area_and_no_cell_ships():
    naming = [name for name, data in parts() if CODE.search(data) or CELL.search(data)]

    assert naming == []


def test_a_code_and_a_cell_would_be_seen():
    assert CODE.search(b'{"area": "E01003013"}')
    assert CODE.search(b"S01006506,1")
    assert CELL.search(b'{"xmin": 530000}')
    assert not CODE.search(b"E09000022 E23000001")
