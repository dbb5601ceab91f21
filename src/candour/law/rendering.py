"""A letter as plain text, as a page to print, and as a Word file. Titles are neutral in all."""

import re
from collections.abc import Iterator
from html import escape
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph as WordParagraph

from candour.law.letters import BLANK, TITLE, Letter, Paragraph

FORMATS = ("html", "docx", "txt")
GAP = re.compile(r"[^a-z0-9]+")
STYLE = (
    "body{font:12pt/1.5 sans-serif;max-width:40em;margin:2em auto;padding:0 1em}"
    ".notice{border:1px solid;padding:.5em 1em}.blank{border-bottom:1px solid}"
    ".law{font-size:10pt}@media print{.notice{display:none}}"
)


def render(letter: Letter, form: str) -> bytes:
    """Return the bytes of a file in one of `FORMATS`."""
    if form == "docx":
        return as_word(letter)
    text = as_page(letter) if form == "html" else as_text(letter)
    return text.encode("utf-8")


# plain text


def as_text(letter: Letter) -> str:
    parts = ["\n".join(f"* {notice}" for notice in letter.notices), "-" * 40]
    parts += [_shown("[[date]]"), _shown(letter.to), _shown(letter.subject)]
    for paragraph in letter.paragraphs:
        lines = [_with_numbers(_shown(paragraph.text), paragraph)]
        lines += [f"- {_shown(item)}" for item in paragraph.items]
        parts.append("\n".join(lines))
    parts += [_shown(text) for text in (letter.reply, letter.closing, letter.signer) if text]
    if letter.law:
        parts += [letter.law_heading, "\n".join(letter.law)]
    parts.append(letter.foot)
    return "\n\n".join(parts) + "\n"


def _shown(text: str) -> str:
    return BLANK.sub(r"[\1: ______]", text)


def _with_numbers(text: str, paragraph: Paragraph) -> str:
    numbers = ", ".join(map(str, paragraph.law))
    return f"{text} [{numbers}]" if numbers else text


# a page


def as_page(letter: Letter) -> str:
    """Return a whole page that prints well and asks nothing of any host."""
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{TITLE}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{as_fragment(letter)}</body>\n</html>\n"
    )


def as_fragment(letter: Letter) -> str:
    """Return the letter alone, with each blank as an element that a page can fill in."""
    return "\n".join(_fragment(letter)) + "\n"


def _fragment(letter: Letter) -> Iterator[str]:
    yield '<aside class="notice">'
    yield from (f"<p>{escape(notice)}</p>" for notice in letter.notices)
    yield "</aside>"
    yield f"<p>{_marked('[[date]]')}</p>"
    yield f"<p>{_marked(letter.to)}</p>"
    yield f"<h1>{_marked(letter.subject)}</h1>"
    for paragraph in letter.paragraphs:
        marks = "".join(f'<sup><a href="#law-{n}">{n}</a></sup>' for n in paragraph.law)
        yield f"<p>{_marked(paragraph.text)}{marks}</p>"
        if paragraph.items:
            yield "<ul>"
            yield from (f"<li>{_marked(item)}</li>" for item in paragraph.items)
            yield "</ul>"
    for text in (letter.reply, letter.closing, letter.signer):
        if text:
            yield f"<p>{_marked(text)}</p>"
    if letter.law:
        yield f'<section class="law"><h2>{escape(letter.law_heading)}</h2>'
        for number, line in enumerate(letter.law, start=1):
            yield f'<p id="law-{number}">{escape(line)}</p>'
        yield "</section>"
    yield f'<p class="law">{escape(letter.foot)}</p>'


def _marked(text: str) -> str:
    parts = BLANK.split(text)
    shown = [escape(part) if place % 2 == 0 else _blank(part) for place, part in enumerate(parts)]
    return "".join(shown)


def _blank(name: str) -> str:
    return f'<span class="blank" data-blank="{blank_key(name)}">[{escape(name)}]</span>'


def blank_key(name: str) -> str:
    """Return the name of a blank as a page's element carries it.

    >>> blank_key("your name")
    'your-name'
    """
    return GAP.sub("-", name.lower()).strip("-")


# Word


def as_word(letter: Letter) -> bytes:
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = TITLE, "", ""
    for notice in letter.notices:
        document.add_paragraph().add_run(notice).italic = True
    for text in ("[[date]]", letter.to):
        _word_text(document.add_paragraph(), text)
    _word_text(document.add_paragraph(), letter.subject, bold=True)
    for paragraph in letter.paragraphs:
        _word_paragraph(document, paragraph)
    for text in (letter.reply, letter.closing, letter.signer):
        if text:
            _word_text(document.add_paragraph(), text)
    if letter.law:
        _word_text(document.add_paragraph(), letter.law_heading, bold=True)
        for line in letter.law:
            document.add_paragraph(line)
    document.add_paragraph(letter.foot)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _word_paragraph(document: WordDocument, paragraph: Paragraph) -> None:
    found = document.add_paragraph()
    _word_text(found, paragraph.text)
    if paragraph.law:
        found.add_run(", ".join(map(str, paragraph.law))).font.superscript = True
    for item in paragraph.items:
        _word_text(document.add_paragraph(style="List Bullet"), item)


def _word_text(paragraph: WordParagraph, text: str, *, bold: bool = False) -> None:
    for place, part in enumerate(BLANK.split(text)):
        run = paragraph.add_run(part if place % 2 == 0 else f"[{part}]")
        run.bold = bold or None
        run.underline = True if place % 2 else None
