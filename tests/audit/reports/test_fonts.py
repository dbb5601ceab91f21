"""The fonts that ship: all there, open, named as their licence asks, with the letters we need."""

import re

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from candour.audit.reports import STYLE_FOLDER
from candour.audit.reports.fonts import FONT_FILE, fonts_inline

SHEET = (STYLE_FOLDER / "fonts.css").read_text(encoding="utf-8")
FILES = FONT_FILE.findall(SHEET)
FAMILY, COPYRIGHT = 1, 0
MOST_BYTES = 60_000
NEEDED = "ABCXYZabcxyz0123456789£$%&()[]/:;.,–—’“”…·×−ô"


def test_every_font_that_is_named_is_here_and_no_other():
    here = {f"fonts/{path.name}" for path in (STYLE_FOLDER / "fonts").glob("*.woff2")}
    assert set(FILES) == here
    assert len(FILES) == len(here) == SHEET.count("url(")


def test_all_of_them_together_are_light():
    assert sum((STYLE_FOLDER / name).stat().st_size for name in FILES) < MOST_BYTES


@pytest.mark.parametrize("name", FILES)
def test_a_font_names_its_maker_and_not_the_reserved_name(name):
    """The Open Font License keeps "Source" for the original: what is cut from it is no original."""
    font = TTFont(STYLE_FOLDER / name)
    names = {record.nameID: str(record) for record in font["name"].names}
    assert "Adobe" in names[COPYRIGHT]
    assert names[FAMILY] in {"Candour Sans", "Candour Serif"}
    licence = (STYLE_FOLDER / "fonts/OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name 'Source'" in licence


@pytest.mark.parametrize("family", ["sans", "serif"])
def test_each_family_has_the_letters_of_english_and_welsh(family):
    letters = set()
    for name in FILES:
        if f"candour-{family}" in name:
            letters |= set(TTFont(STYLE_FOLDER / name).getBestCmap())
    assert [letter for letter in f"{NEEDED}ŵŷŴŶâêîôûïë" if ord(letter) not in letters] == []


def test_a_file_that_stands_by_itself_holds_its_fonts():
    inline = fonts_inline()
    assert set(re.findall(r'url\("(\w+:)', inline)) == {"data:"}
    assert inline.count("url(") == len(FILES)
    assert "font-display: swap" in inline
