"""Gather every text that can be translated into src/candour/locale/candour.pot.

Texts stand in templates (`_()`, `{% trans %}`), in code (`_()`, `say()`, `marked()`) and in the
content on the law. A translation of it is compiled to `<language>/LC_MESSAGES/django.mo` beside it.

    python scripts/lib/extract_texts.py          writes the file
    python scripts/lib/extract_texts.py --check  changes nothing, and fails where it is stale
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from candour.law.translating import every_text

PACKAGE = Path(__file__).resolve().parents[2] / "src/candour"
POT = PACKAGE / "locale/candour.pot"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "marked": None}
TEMPLATE_OPTIONS = {
    "extensions": "jinja2.ext.i18n",
    "newstyle_gettext": "true",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
}
HEADER = """\
# The texts of Candour that can be put in another language. Made by extract_texts.py.
msgid ""
msgstr ""
"Project-Id-Version: Candour\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
Message = str | tuple[str, ...]


def catalog() -> Catalog:
    """Return every text once, with the files it stands in."""
    found = Catalog(project="Candour", charset="utf-8")
    for place, message in sorted(messages(), key=lambda pair: (pair[0], str(pair[1]))):
        found.add(message, locations=[(place, 1)])
    return found


def messages() -> Iterator[tuple[str, Message]]:
    for path in sorted((PACKAGE / "web/jinja2").rglob("*.html")):
        yield from _of_file(path, is_template=True)
    for folder in ("web", "law", "evidence", "register"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            yield from _of_file(path, is_template=False)
    for place, text in every_text():
        yield f"content/{place}", text


def _of_file(path: Path, *, is_template: bool) -> Iterator[tuple[str, Message]]:
    method = "jinja2" if is_template else "python"
    options = TEMPLATE_OPTIONS if is_template else {}
    with path.open("rb") as file:
        for _line, message, _comments, _context in extract(
            method, file, keywords=KEYWORDS, options=options
        ):
            if any(message if isinstance(message, tuple) else (message,)):
                yield str(path.relative_to(PACKAGE)), message


def written() -> str:
    file = io.BytesIO()
    write_po(file, catalog(), omit_header=True, include_lineno=False, width=100)
    return HEADER + file.getvalue().decode("utf-8")


def main(arguments: list[str]) -> int:
    text = written()
    if "--check" in arguments:
        is_fresh = POT.is_file() and POT.read_text(encoding="utf-8") == text
        print("The texts are gathered." if is_fresh else f"{POT.name} is stale: gather it anew.")
        return 0 if is_fresh else 1
    POT.parent.mkdir(exist_ok=True)
    POT.write_text(text, encoding="utf-8")
    print(f"Gathered into {POT.name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
