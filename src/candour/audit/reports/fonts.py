"""The fonts that ship, for a file that stands by itself: a page to save, and paper."""

import re
from base64 import b64encode
from functools import cache
from pathlib import Path

STYLE_FOLDER = Path(__file__).parent / "style"  # holds what a site serves, and nothing else
FONT_FILE = re.compile(r'url\("(fonts/[a-z-]+\.woff2)"\)')


@cache
def fonts_inline() -> str:
    """`fonts.css` with each font inside it, so that nothing is asked of any other place."""
    return FONT_FILE.sub(_inline, (STYLE_FOLDER / "fonts.css").read_text(encoding="utf-8"))


def _inline(address: re.Match[str]) -> str:
    font = b64encode((STYLE_FOLDER / address[1]).read_bytes()).decode("ascii")
    return f'url("data:font/woff2;base64,{font}")'
