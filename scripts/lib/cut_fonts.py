"""Cut the fonts that ship out of two open families of Adobe: `scripts/lib/cut_fonts.py FOLDER`.

FOLDER holds the unpacked packages `@fontsource-variable/source-sans-3` and `source-serif-4`, each
under its last name. What is cut is a modified version under the Open Font License, which may not
use the reserved name of the original: the families are called Candour Sans and Candour Serif.
"""

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.varLib import instancer  # type: ignore[import-untyped]

INTO = Path(__file__).parents[2] / "src/candour/audit/reports/style/fonts"
FEATURES = ["kern", "liga", "tnum", "lnum", "ccmp", "mark", "mkmk", "locl"]
PUNCTUATION = "\u2010\u2011\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2032\u2033"
SIGNS = "\u20ac\u2122\u2191\u2193\u2212\u2009\u202f"
LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) + PUNCTUATION + SIGNS
WELSH = "ŴŵŶŷẀẁẂẃẄẅỲỳ"
FAMILY, FULL_NAME, POSTSCRIPT, TYPOGRAPHIC, UNIQUE = 1, 4, 6, 16, 3


@dataclass(frozen=True, slots=True)
class Cut:
    """One file: from which of the original, with which letters and between which weights."""

    name: str
    family: str
    original: str
    letters: str
    weights: tuple[int, int]


CUTS = (
    Cut("candour-sans", "Candour Sans", "source-sans-3-latin", LATIN, (400, 700)),
    Cut("candour-sans-welsh", "Candour Sans", "source-sans-3-latin-ext", WELSH, (400, 700)),
    Cut("candour-serif", "Candour Serif", "source-serif-4-latin", LATIN, (400, 600)),
    Cut("candour-serif-welsh", "Candour Serif", "source-serif-4-latin-ext", WELSH, (400, 600)),
)


def cut(wanted: Cut, originals: Path) -> bytes:
    """The font with its letters and weights alone, under its own name, as WOFF2."""
    package = wanted.original.partition("-latin")[0]
    path = originals / package / "files" / f"{wanted.original}-wght-normal.woff2"
    font = _with_letters(TTFont(path), wanted.letters)
    font = instancer.instantiateVariableFont(font, {"wght": wanted.weights})
    for record in font["name"].names:
        if record.nameID in (FAMILY, FULL_NAME, TYPOGRAPHIC, UNIQUE):
            record.string = wanted.family
        elif record.nameID == POSTSCRIPT:
            record.string = wanted.family.replace(" ", "")
    font.flavor = "woff2"
    return _saved(font)


def _with_letters(font: Any, letters: str) -> Any:
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    options.name_IDs = ["*"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    font.flavor = None
    # Weights are cut from a font as it stands in a file: half of it is still what it was before.
    return TTFont(io.BytesIO(_saved(font)))


def _saved(font: Any) -> bytes:
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


if __name__ == "__main__":
    for wanted in CUTS:
        path = INTO / f"{wanted.name}.woff2"
        path.write_bytes(cut(wanted, Path(sys.argv[1])))
        print(path.name, path.stat().st_size)
