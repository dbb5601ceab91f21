"""A page of a PDF, or a picture, as pixels; and the places that the page itself holds."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from candour.audit.georeference.errors import NotAMap

Bytes = NDArray[np.uint8]

DOTS_AN_INCH = 200
POINTS_AN_INCH = 72
MOST_PIXELS = 60_000_000
PDF = b"%PDF-"


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A picture of a page.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)
    sha256 : of the file's bytes
    number : of the page, from 1; 1 for a picture
    """

    name: str
    pixels: Bytes
    sha256: str
    number: int

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])


def read_page(path: Path, number: int = 1) -> Page:
    """Read a page of a PDF at 200 dots an inch, or a picture as it is.

    Raises
    ------
    NotAMap
        If the file is neither, is locked or damaged, has no such page, or is too large.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotAMap(str(path), "there is no such file.") from None
    except IsADirectoryError:
        raise NotAMap(str(path), "this is a folder: give a PDF or a picture.") from None
    sha256 = hashlib.sha256(data).hexdigest()
    if data[:1024].lstrip().startswith(PDF):
        return Page(path.name, _page(path.name, data, number), sha256, number)
    if number != 1:
        raise NotAMap(path.name, f"a picture has one page, so --page {number} is none.")
    return Page(path.name, _picture(path), sha256, 1)


def _page(name: str, data: bytes, number: int) -> Bytes:
    import pypdfium2 as pdfium  # a library of C++, loaded only where a page is read

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        why = "it asks for a password" if "assword" in str(error) else "it is damaged or cut short"
        raise NotAMap(name, f"this PDF can't be opened: {why}.") from None
    try:
        if not 1 <= number <= len(document):
            raise NotAMap(name, f"there is no page {number}: it has {len(document)}.")
        page = document[number - 1]
        scale = DOTS_AN_INCH / POINTS_AN_INCH
        _refuse_large(name, page.get_width() * scale, page.get_height() * scale)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    finally:
        document.close()


def _picture(path: Path) -> Bytes:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # told below, in words
    try:
        with Image.open(path) as picture:
            _refuse_large(path.name, *picture.size)
            layered = picture.convert("RGBA")
            white = Image.new("RGBA", layered.size, "white")
            return np.array(Image.alpha_composite(white, layered).convert("RGB"))
    except UnidentifiedImageError:
        raise NotAMap(path.name, "this is no PDF and no picture (PNG, JPEG, TIFF).") from None
    except (OSError, SyntaxError, ValueError):
        raise NotAMap(path.name, "the picture is damaged or cut short.") from None


def _refuse_large(name: str, width: float, height: float) -> None:
    if width * height > MOST_PIXELS:
        raise NotAMap(
            name,
            f"it has {width:,.0f} x {height:,.0f} pixels, more than {MOST_PIXELS:,}: make it "
            "smaller, or cut out the map.",
        )
